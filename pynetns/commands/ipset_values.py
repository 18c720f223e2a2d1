"""How ipset reads and writes numbers, addresses, ports and elements: lib/parse.c, lib/print.c."""

from dataclasses import dataclass

from pynetns.commands.ipset_error import IpsetFailed, syntax_error
from pynetns.commands.iptables_match_icmp import ICMP_NAMES
from pynetns.commands.iptables_values import inet_aton, number
from pynetns.commands.netdb import protocol_name, protocol_number, service_port
from pynetns.netfilter.ipset import INVALID_CIDR, MISSING_PROTO, IpSet, IpSetError, SetType
from pynetns.netfilter.ipset_store import Element
from pynetns.wire.address import format_ipv4, mask

ICMP = 1
WITH_PORTS = (6, 17, 132, 136)
MAX_TIMEOUT = 2147483
IFNAMSIZ = 16
_ICMP = {name: (kind, low) for name, (kind, low, high) in ICMP_NAMES.items() if low == high}
_ICMP.update({"echo-reply": (0, 0), "pong": (0, 0), "source-quench": (4, 0), "echo-request": (8, 0), "ping": (8, 0),
              "router-advertisement": (9, 0), "router-solicitation": (10, 0), "timestamp-request": (13, 0), "timestamp-reply": (14, 0),
              "address-mask-request": (17, 0), "address-mask-reply": (18, 0)})
_ICMP_BY_CODE: dict[tuple[int, int], str] = {}
for _name in ("echo-reply", *[name for name in ICMP_NAMES if name in _ICMP]):
    _ICMP_BY_CODE.setdefault(_ICMP[_name], _name)


def bounded(text: str, low: int, high: int) -> int:
    """string_to_number_ll()."""
    value = number(text, low, high)
    if value is None:
        if number(text) is not None:
            raise syntax_error(f"'{text}' is out of range {low}-{high}")
        raise syntax_error(f"'{text}' is invalid as number")
    return value


def address(text: str) -> int:
    value = inet_aton(text)
    if value is None and text == "localhost":
        value = 0x7F000001
    if value is None:
        raise syntax_error(f"cannot parse {text}: resolving to IPv4 address failed")
    return value


@dataclass(slots=True)
class Range:
    """Addresses as they were given: one, a network, or from one to another."""

    first: int
    last: int | None = None
    cidr: int | None = None

    def hosts(self) -> range:
        if self.cidr is not None:
            low = self.first & mask(self.cidr)
            return range(low, (low | ~mask(self.cidr) & 0xFFFFFFFF) + 1)
        return range(self.first, (self.first if self.last is None else self.last) + 1)

    def networks(self) -> list[tuple[int, int]]:
        """The networks that make it up, the largest that fit: ip_set_range_to_cidr()."""
        if self.last is None:
            cidr = 32 if self.cidr is None else self.cidr
            if cidr == 0:
                raise IpSetError(INVALID_CIDR)
            return [(self.first & mask(cidr), cidr)]
        found, at = [], self.first
        while at <= self.last:
            bits = 0
            while bits < 31 and not at & (1 << bits + 1) - 1 and at + (1 << bits + 1) - 1 <= self.last:
                bits += 1
            found.append((at, 32 - bits))
            at += 1 << bits
        return found


def address_range(text: str) -> Range:
    """parse_ipaddr()."""
    base, slash, bits = text.partition("/")
    if slash:
        return Range(address(base), cidr=bounded(bits, 0, 32))
    low, dash, high = text.partition("-")
    if dash:
        first, last = address(low), address(high)
        return Range(min(first, last), max(first, last))
    return Range(address(text))


def port(text: str, proto: str) -> int:
    try:
        return bounded(text, 0, 0xFFFF)
    except IpsetFailed as first:
        known = service_port(text, proto)
        if known is None:
            what = f"Syntax error: '{proto}' is invalid as number\ncannot parse '{text}' as a {proto} port"
            raise IpsetFailed(f"{first.message}\n{what}") from None
        return known


def ports(text: str) -> tuple[int, int, int]:
    """`proto:port`, `proto:port-port`, `icmp:type/code`, `gre:0`: protocol, first and last port."""
    name, colon, rest = text.partition(":")
    if not colon:
        name, rest = "tcp", text
    proto = number(name, 0, 255)
    if proto is None:
        proto = protocol_number(name)
        if proto is None:
            raise syntax_error(f"cannot parse '{name}' as a protocol")
        if not proto:
            raise syntax_error(f"Unsupported protocol '{name}'")
    if proto in WITH_PORTS:
        low, dash, high = rest.partition("-")
        last = port(high, name) if dash else None
        first = port(low, name)
        return (proto, first, first) if last is None else (proto, min(first, last), max(first, last))
    if proto == ICMP:
        code = _icmp(rest)
        return proto, code, code
    if rest != "0":
        raise syntax_error(f"Protocol {name} can be used with pseudo port value 0 only.")
    return proto, 0, 0


def _icmp(text: str) -> int:
    for name, (kind, code) in _ICMP.items():
        if name.lower().startswith(text.lower()):
            return kind << 8 | code
    kind_text, slash, code_text = text.partition("/")
    if not slash:
        raise IpsetFailed(f"Cannot parse {text} as an ICMP type/code.")
    return bounded(kind_text, 0, 255) << 8 | bounded(code_text, 0, 255)


def parse_elements(wanted: IpSet, text: str) -> list[Element]:
    """ipset_parse_elem(), and what the kernel's uadt functions make of ranges."""
    type_ = wanted.type
    words = text.split(",", 3)
    if type_.dimension > 1 and len(words) < 2:
        raise syntax_error(f"Second element is missing from {text}.")
    if type_.dimension > 2 and len(words) < 3:
        raise syntax_error(f"Third element is missing from {text}.")
    if len(words) > type_.dimension:
        if type_.dimension == 1:
            raise syntax_error(f"Elem separator in {text}, but settype {type_.name} supports none.")
        if type_.dimension == 2:
            raise syntax_error(f"Two elem separators in {text}, but settype {type_.name} supports one.")
        raise syntax_error(f"Three elem separators in {text}, but settype {type_.name} supports two.")
    if type_.name == "list:set":
        return [(words[0],)]
    if type_.name == "bitmap:port":
        low, dash, high = text.partition("-")
        first = port(low.rpartition(":")[2], "tcp")
        last = port(high, "tcp") if dash else first
        return [(value,) for value in range(min(first, last), max(first, last) + 1)]
    if type_.name == "bitmap:ip":
        step = mask(wanted.netmask)
        return list(dict.fromkeys((value & step,) for value in address_range(text).hosts()))
    return _hash_elements(type_, wanted, words)


def _hash_elements(type_: SetType, wanted: IpSet, words: list[str]) -> list[Element]:
    parts: list[list[tuple[int | str, ...]]] = []
    for part, word in zip(type_.parts, words):
        if part in ("ip", "ip2"):
            found = address_range(word)
            step = mask(wanted.netmask)
            if part == "ip2" and (found.last is not None or found.cidr not in (None, 32)):
                raise syntax_error(f"plain IP address must be supplied: {word}")
            parts.append(list(dict.fromkeys((value & step,) for value in found.hosts())))
        elif part in ("net", "net2"):
            parts.append(list(address_range(word).networks()))
        elif part == "port":
            proto, first, last = ports(word)
            if not proto:
                raise IpSetError(MISSING_PROTO)
            parts.append([(value, proto) for value in range(first, last + 1)])
        else:
            name = word.removeprefix("physdev:")
            if len(name) > IFNAMSIZ - 1:
                raise syntax_error(f"interface name '{name}' is longer than {IFNAMSIZ - 1} characters")
            parts.append([(name,)])
    elements: list[Element] = [()]
    for choices in parts:
        elements = [(*element, *choice) for element in elements for choice in choices]
    return elements


def print_element(type_: SetType, element: Element) -> str:
    """As ipset lists it."""
    if type_.name == "list:set":
        return str(element[0])
    values = list(element)
    shown: list[str] = []
    for part in type_.parts:
        value = values.pop(0)
        if part in ("ip", "ip2"):
            shown.append(format_ipv4(int(value)))
        elif part in ("net", "net2"):
            cidr = values.pop(0)
            shown.append(format_ipv4(int(value)) + ("" if cidr == 32 else f"/{cidr}"))
        elif part == "port":
            shown.append(_print_port(int(value), int(values.pop(0))))
        elif part == "number":
            shown.append(format_ipv4(int(value)) if type_.name == "bitmap:ip" else str(value))
        else:
            shown.append(str(value))
    return ",".join(shown)


def _print_port(value: int, proto: int) -> str:
    name = protocol_name(proto) or str(proto)
    if proto == ICMP:
        return f"{name}:{_ICMP_BY_CODE.get((value >> 8, value & 255)) or f'{value >> 8}/{value & 255}'}"
    return f"{name}:{value}"
