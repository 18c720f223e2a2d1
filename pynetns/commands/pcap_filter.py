"""pcap-filter(7) expressions as predicates on Ethernet frames: grammar.y of libpcap 1.10.3.

`and` and `or` have the same precedence and bind to the left, an address without qualifiers takes those of the
primitive before it (`port 80 or 443`), and behind `vlan` everything looks behind the tag. Names of hosts are not
resolved. A frame that ends before a byte that is asked for does not match, which on frames cut short is `tcpdump -O`:
the optimizer saves some reads. The frame's length on the wire is what `len`, `less` and `greater` see.
"""

from collections.abc import Callable
from typing import NamedTuple

from pynetns.commands.pcap_filter_arithmetic import OPERATIONS, RELATIONS, relation
from pynetns.commands.pcap_filter_primitives import Frame, Primitives, Rejected, Test, negated
from pynetns.commands.pcap_filter_words import (
    ETHER_PROTOCOLS,
    IP_PROTOCOLS,
    PROTOCOLS,
    SERVICES,
    Cursor,
    FilterError,
    syntax_error,
)

__all__ = ["Filter", "FilterError", "compile_filter"]

_MASK = 0xFFFFFFFF
_ADDRESSES = ("NUM", "ID", "HID", "HID6", "EID")


class Filter:
    """A compiled expression; call it with a frame."""

    def __init__(self, expression: str, test: Test) -> None:
        self.expression = expression
        self._test = test

    def __call__(self, frame: bytes, length: int | None = None, direction: str | None = None) -> bool:
        """Whether the frame matches; `length` is that on the wire, `direction` "in" or "out" where it is known."""
        try:
            return self._test(Frame(frame, len(frame) if length is None else length, direction))
        except Rejected:
            return False


def compile_filter(expression: str, *, netmask: int = 0) -> Filter:
    """The predicate of an expression, or FilterError in tcpdump's words; an empty one matches every frame.

    `netmask` is that of the interface, for `ip broadcast`; 0 where there is none, as when a file is read.

    >>> matches = compile_filter("arp or udp port 9")
    >>> matches(bytes(12) + b"\\x08\\x06")
    True
    """
    try:
        return Filter(expression, _Parser(expression, Primitives(netmask)).parse())
    except RecursionError:
        raise FilterError("can't parse filter expression: memory exhausted") from None


class _Qualifiers(NamedTuple):
    protocol: str = ""
    direction: str = ""
    kind: str = ""  # host, net, port, portrange, proto
    known: bool = True  # False where no address has been seen yet that an address alone could follow


_NONE = _Qualifiers(known=False)


class _Parser:
    """Recursive descent over the words; `_qualifiers` are those of the last primitive."""

    def __init__(self, expression: str, primitives: Primitives) -> None:
        self._cursor = Cursor(expression)
        self._primitives = primitives
        self._qualifiers = _NONE

    def parse(self) -> Test:
        if self._cursor.peek() == "END":
            return lambda frame: True
        test = self._expression(after_operator=False)
        if self._cursor.peek() != "END":
            raise syntax_error()
        return test

    def _expression(self, *, after_operator: bool) -> Test:
        first = self._unit(after_operator=after_operator)
        return self._joined(first, lambda: self._unit(after_operator=True))

    def _joined(self, first: Test, parse_next: Callable[[], Test]) -> Test:
        """Operands joined from the left; a run of one operator is flat, however long the list of hosts."""
        run, joined_by = [first], ""
        while operator := self._cursor.accept("and", "or"):
            if operator != joined_by:
                run, joined_by = [_all_or_any(joined_by, run)], operator
            run.append(parse_next())
        return _all_or_any(joined_by, run)

    def _unit(self, *, after_operator: bool) -> Test:
        """A primitive with its negations; an address alone may stand only behind `and` or `or`."""
        if self._cursor.accept("!"):
            return negated(self._unit(after_operator=after_operator))
        test = relation(self._cursor, self._primitives)
        if test is not None:
            self._qualifiers = _NONE
            return test
        if self._cursor.peek() == "(":
            return self._parenthesis(after_operator=after_operator)
        if self._cursor.peek() in _ADDRESSES:
            if not after_operator:
                raise syntax_error()
            return self._address(self._qualifiers)
        return self._primitive()

    def _parenthesis(self, *, after_operator: bool) -> Test:
        """Primitives, or behind an operator addresses that share the qualifiers before it."""
        outer = self._qualifiers
        if after_operator and self._holds_addresses():
            return self._addresses(outer)
        self._cursor.take("(")
        test = self._expression(after_operator=False)
        self._cursor.take(")")
        self._qualifiers = outer
        return test

    def _holds_addresses(self) -> bool:
        ahead = 0
        while self._cursor.peek(ahead) in ("(", "!"):
            ahead += 1
        following = self._cursor.peek(ahead + 1)
        if self._cursor.peek(ahead) == "NUM":  # or the start of a relation
            return following in ("and", "or", ")")
        return self._cursor.peek(ahead) in _ADDRESSES

    def _primitive(self) -> Test:
        simple = self._simple_primitive()
        if simple is not None:
            self._qualifiers = _NONE
            return simple
        protocol = self._cursor.take().kind if self._cursor.peek() in PROTOCOLS else ""
        if kind := self._cursor.accept("broadcast", "multicast"):
            self._qualifiers = _NONE
            return self._primitives.broadcast(protocol) if kind == "broadcast" else self._primitives.multicast(protocol)
        direction = self._direction()
        kind = self._cursor.accept("host", "net", "port", "portrange")
        if not direction and not kind:
            kind = self._cursor.accept("proto", "gateway", "protochain")
        if kind in ("gateway", "protochain"):
            raise FilterError(f"'{kind}' not supported in this configuration")
        if direction or kind:
            self._qualifiers = _Qualifiers(protocol, direction, kind)
            return self._addresses(self._qualifiers)
        if not protocol or self._cursor.peek() not in ("and", "or", ")", "END"):
            raise syntax_error()
        self._qualifiers = _NONE
        return self._primitives.protocol(protocol)

    def _simple_primitive(self) -> Test | None:
        if kind := self._cursor.accept("less", "greater"):
            size = self._cursor.take("NUM").value
            return (lambda frame: frame.length <= size) if kind == "less" else (lambda frame: frame.length >= size)
        if self._cursor.accept("byte"):
            at = self._cursor.take("NUM").value
            operator = self._cursor.take("=", "<", ">", "&", "|").kind
            value = self._cursor.take("NUM").value
            compare = RELATIONS.get(operator) or OPERATIONS[operator]
            return lambda frame: bool(compare(frame.number(at, 1), value))
        if kind := self._cursor.accept("inbound", "outbound"):
            direction = "in" if kind == "inbound" else "out"
            return lambda frame: frame.direction == direction
        if self._cursor.accept("vlan"):
            return self._primitives.vlan(self._cursor.take().value if self._cursor.peek() == "NUM" else None)
        if self._cursor.peek() in (
            "mpls",
            "pppoed",
            "pppoes",
            "geneve",
            "llc",
            "ifindex",
            "type",
            "subtype",
            "dir",
            "on",
        ):
            raise FilterError(f"'{self._cursor.take().text}' not supported in this configuration")
        return None

    def _direction(self) -> str:
        first = self._cursor.accept("src", "dst")
        other = "dst" if first == "src" else "src"
        if first and self._cursor.peek() in ("and", "or") and self._cursor.peek(1) == other:
            operator = self._cursor.take().kind
            self._cursor.take(other)
            return operator
        return first

    def _addresses(self, qualifiers: _Qualifiers) -> Test:
        """What stands behind qualifiers: one address, negated or not, or several in parentheses."""
        if self._cursor.accept("!"):
            return negated(self._addresses(qualifiers))
        if not self._cursor.accept("("):
            return self._address(qualifiers)
        test = self._joined(self._addresses(qualifiers), lambda: self._addresses(qualifiers))
        self._cursor.take(")")
        return test

    def _address(self, q: _Qualifiers) -> Test:
        word = self._cursor.take(*_ADDRESSES)
        if not q.known:
            raise FilterError("syntax error in filter expression")
        if word.kind == "HID":
            return self._dotted(word.text, q)
        if word.kind == "NUM":
            return self._numbered(word.value, q)
        if word.kind == "EID":
            if q.protocol != "link" or q.kind not in ("", "host"):
                raise FilterError("ethernet address used in non-ether expression")
            return self._primitives.ether_host(_mac(word.text), q.direction)
        if word.kind == "HID6":
            raise FilterError("'ip6addr' not supported in this configuration")
        return self._named(word.text, q)

    def _dotted(self, text: str, q: _Qualifiers) -> Test:
        """gen_mcode() with a mask, gen_ncode() without: short addresses are filled up on the right."""
        mask_text = ""
        if self._cursor.accept("/"):
            length = self._cursor.take("NUM").value
            address, _ = _ipv4(text)
            if length > 32:
                raise FilterError("mask length must be <= 32")
            mask, mask_text = _MASK ^ (_MASK >> length), f"/{length}"
        elif self._cursor.accept("mask"):
            mask_word = self._cursor.take("HID").text
            (address, _), (mask, _) = _ipv4(text), _ipv4(mask_word)
            mask_text = f" mask {mask_word}"
        elif q.kind in ("port", "portrange", "proto"):
            raise FilterError(f"'{q.kind}' modifier applied to ip host")
        else:
            address, bits = _ipv4(text)
            mask = _MASK ^ (_MASK >> bits)
            if q.protocol == "link":
                raise FilterError("illegal link layer address")
        if mask_text and address & ~mask:
            raise FilterError(f'non-network bits set in "{text}{mask_text}"')
        if mask_text and q.kind != "net":
            raise FilterError("Mask syntax for networks only")
        return self._primitives.host(address, mask, q.protocol, q.direction, "net" if q.kind == "net" else "host")

    def _numbered(self, value: int, q: _Qualifiers) -> Test:
        if q.kind in ("port", "portrange"):
            return self._ports(value, value, q)
        if q.kind == "proto":
            return self._proto(value, q)
        if q.protocol == "link":
            raise FilterError("illegal link layer address")
        mask = _MASK
        while q.kind == "net" and value and not value & 0xFF000000:
            value, mask = value << 8, mask << 8 & _MASK
        return self._primitives.host(value, mask, q.protocol, q.direction, "net" if q.kind == "net" else "host")

    def _named(self, name: str, q: _Qualifiers) -> Test:
        if q.kind == "net":
            raise FilterError(f"unknown network '{name}'")
        if q.kind == "port":
            port, only = _service(name)
            if only and q.protocol in ("tcp", "udp", "sctp") and q.protocol != only:
                raise FilterError(f"port '{name}' is {only}")
            return self._ports(port, port, q._replace(protocol=q.protocol or only or ""))
        if q.kind == "portrange":
            low, _, high = name.partition("-")
            try:
                return self._ports(_service(low)[0], _service(high or low)[0], q)
            except FilterError as error:
                if "illegal" in str(error):
                    raise
                raise FilterError(f"unknown port in range '{name}'") from None
        if q.kind == "proto":
            known, layer = (ETHER_PROTOCOLS, "ether") if q.protocol == "link" else (IP_PROTOCOLS, "ip")
            if name not in known:
                raise FilterError(f"unknown {layer} proto '{name}'")
            return self._proto(known[name], q)
        raise FilterError(f"unknown {'ether ' if q.protocol == 'link' else ''}host '{name}'")

    def _ports(self, low: int, high: int, q: _Qualifiers) -> Test:
        if q.protocol not in ("", "tcp", "udp", "sctp"):
            raise FilterError(f"illegal qualifier of '{q.kind}'")
        for port in (low, high):
            if port > 65535:
                raise FilterError(f"illegal port number {port} > 65535")
        return self._primitives.ports(low, high, q.protocol, q.direction)

    def _proto(self, value: int, q: _Qualifiers) -> Test:
        if q.protocol == "link":
            return self._primitives.linktype(value)
        if q.protocol in ("arp", "rarp"):
            raise FilterError(f"{q.protocol} does not encapsulate another protocol")
        if q.protocol not in ("", "ip", "ip6"):
            raise FilterError(f"'{q.protocol} proto' is bogus")
        return self._primitives.ip_protocol(value, q.protocol or None)


def _all_or_any(operator: str, tests: list[Test]) -> Test:
    if len(tests) == 1:
        return tests[0]
    if operator == "and":
        return lambda frame: all(test(frame) for test in tests)
    return lambda frame: any(test(frame) for test in tests)


def _ipv4(text: str) -> tuple[int, int]:
    """A number of up to four parts, at the left of the address, and how many bits it has: __pcap_atoin()."""
    parts = text.split(".")
    if not all(part.isdigit() and int(part) <= 255 for part in parts):
        raise FilterError(f"invalid IPv4 address '{text}'")
    bits = 8 * len(parts)
    return int.from_bytes(bytes(map(int, parts)), "big") << (32 - bits), bits


def _mac(text: str) -> bytes:
    """pcap_ether_aton(): bytes or pairs of them with colons, dashes or dots, or all twelve digits."""
    for separator in ":-.":
        parts = text.split(separator)
        if len(parts) > 1:
            width = 4 if len(parts) == 3 else 2
            return bytes.fromhex("".join(part.zfill(width) for part in parts))
    return bytes.fromhex(text)


def _service(name: str) -> tuple[int, str | None]:
    """A port and the only protocol it has by that name: pcap_nametoport(), which takes numbers as well."""
    if name.isascii() and name.isdigit():
        port = int(name)
        if port > 65535:
            raise FilterError(f"illegal port number {port} > 65535")
        return port, None
    if name not in SERVICES:
        raise FilterError(f"unknown port '{name}'")
    return SERVICES[name]
