"""tcp, udp and multiport: libxt_tcp.c, libxt_udp.c, libxt_multiport.c."""

from pynetns.commands.iptables_option import Call, Ext, Option, Surroundings, Values, port_range, string
from pynetns.commands.iptables_values import IptablesProblem, number, parse_port
from pynetns.commands.netdb import service_name
from pynetns.netfilter.match_multiport import Multiport
from pynetns.netfilter.match_tcp import ANY_PORT, PortRange, Tcp
from pynetns.netfilter.match_udp import Udp
from pynetns.netfilter.rule import IpPart

TCP_FLAGS = {"FIN": 1, "SYN": 2, "RST": 4, "PSH": 8, "ACK": 16, "URG": 32}
_FLAG_WORDS = {**TCP_FLAGS, "ALL": 0x3F, "NONE": 0}
_ONE_OF_FLAGS = "Only one of `--syn' or `--tcp-flags'  allowed"
MULTI_PORTS = 15
_PORT_PROTOCOLS = {6: "tcp", 17: "udp", 136: "udplite", 132: "sctp", 33: "dccp"}


def old_port_range(proto: str, text: str) -> tuple[int, int]:
    """A port or two with a colon, services by the protocol's names; the second not below the first."""
    low_text, colon, high_text = text.partition(":")
    if not colon:
        port = parse_port(text, proto)
        return port, port
    low = parse_port(low_text, proto) if low_text else 0
    high = parse_port(high_text, proto) if high_text else 0xFFFF
    if low > high:
        raise IptablesProblem("invalid portrange (min > max)")
    return low, high


def _range(values: Values, key: str) -> PortRange:
    low, high = values.get(key, (0, 0xFFFF))
    return PortRange(low, high, values.inverted(key)) if key in values else ANY_PORT


def save_ports(option: str, ports: PortRange) -> str:
    if ports.low == 0 and ports.high == 0xFFFF:
        return ""
    return f"{' !' if ports.invert else ''} --{option} {ports.low}" + (f":{ports.high}" if ports.high != ports.low else "")


def port_name(port: int, proto: str, numeric: bool) -> str:
    return (None if numeric else service_name(port, proto)) or str(port)


def show_ports(name: str, ports: PortRange, proto: str, numeric: bool) -> str:
    if ports.any:
        return ""
    invert = "!" if ports.invert else ""
    low = port_name(ports.low, proto, numeric)
    return f" {name}:{invert}{low}" if ports.low == ports.high else f" {name}s:{invert}{low}:{port_name(ports.high, proto, numeric)}"


# --- tcp -------------------------------------------------------------------------------------------------------------------------


def _tcp_ports(call: Call) -> tuple[int, int]:
    return old_port_range("tcp", call.arg)


def _flag_mask(text: str) -> int:
    mask = 0
    for word in text.split(","):
        if not word:
            continue
        flag = _FLAG_WORDS.get(word.upper())
        if flag is None:
            raise IptablesProblem(f"Unknown TCP flag `{word}'")
        mask |= flag
    return mask


def _tcp_flags(call: Call) -> tuple[int, int]:
    return _flag_mask(call.arg), _flag_mask(call.second)


def _tcp_option(call: Call) -> int:
    value = number(call.arg, 1, 255)
    if value is None:
        raise IptablesProblem(f'Bad TCP option "{call.arg}"')
    return value


def _make_tcp(values: Values, rule: Surroundings) -> Tcp:
    mask, flags = (0x17, 2) if values.get("flags") is True else values.get("flags", (0, 0))
    return Tcp(_range(values, "sport"), _range(values, "dport"), mask, flags, values.inverted("flags"), values.get("option", 0),
               values.inverted("option"))


def _flag_names(mask: int) -> str:
    return ",".join(name for name, flag in TCP_FLAGS.items() if mask & flag) or "NONE"


def _save_tcp(match: Tcp) -> str:
    text = save_ports("sport", match.sport) + save_ports("dport", match.dport)
    if match.option:
        text += f"{' !' if match.invert_option else ''} --tcp-option {match.option}"
    if match.flags_mask or match.invert_flags:
        text += f"{' !' if match.invert_flags else ''} --tcp-flags {_flag_names(match.flags_mask)} {_flag_names(match.flags)}"
    return text


def _show_tcp(match: Tcp, ip: IpPart, numeric: bool) -> str:
    text = " tcp" + show_ports("spt", match.sport, "tcp", numeric) + show_ports("dpt", match.dport, "tcp", numeric)
    if match.option:
        text += f" option={'!' if match.invert_option else ''}{match.option}"
    if match.flags_mask or match.invert_flags:
        shown = (f"0x{match.flags_mask:02X}/0x{match.flags:02X}" if numeric
                 else f"{_flag_names(match.flags_mask)}/{_flag_names(match.flags)}")
        text += f" flags:{'!' if match.invert_flags else ''}{shown}"
    return text


_TCP = Ext("tcp", (
    Option("source-port", "sport", _tcp_ports, old=True, once="Only one `--source-port' allowed"),
    Option("sport", "sport", _tcp_ports, old=True, once="Only one `--source-port' allowed"),
    Option("destination-port", "dport", _tcp_ports, old=True, once="Only one `--destination-port' allowed"),
    Option("dport", "dport", _tcp_ports, old=True, once="Only one `--destination-port' allowed"),
    Option("syn", "flags", None, old=True, once=_ONE_OF_FLAGS),
    Option("tcp-flags", "flags", _tcp_flags, old=True, once=_ONE_OF_FLAGS, second="--tcp-flags requires two args."),
    Option("tcp-option", "option", _tcp_option, old=True, once="Only one `--tcp-option' allowed"),
), _make_tcp, _save_tcp, _show_tcp)


# --- udp -------------------------------------------------------------------------------------------------------------------------


def _make_udp(values: Values, rule: Surroundings) -> Udp:
    return Udp(_range(values, "sport"), _range(values, "dport"))


def _save_udp(match: Udp) -> str:
    return save_ports("sport", match.sport) + save_ports("dport", match.dport)


def _show_udp(match: Udp, ip: IpPart, numeric: bool) -> str:
    return " udp" + show_ports("spt", match.sport, "udp", numeric) + show_ports("dpt", match.dport, "udp", numeric)


_UDP = Ext("udp", (
    Option("source-port", "sport", port_range, invert=True), Option("sport", "sport", port_range, invert=True),
    Option("destination-port", "dport", port_range, invert=True), Option("dport", "dport", port_range, invert=True),
), _make_udp, _save_udp, _show_udp)


# --- multiport -------------------------------------------------------------------------------------------------------------------


def _ports(call: Call) -> tuple[tuple[int, int | None], ...]:
    """parse_multi_ports_v1(): a range counts as two."""
    rule = call.rule
    proto = _PORT_PROTOCOLS.get(rule.proto)
    if proto is None or rule.invert_proto:
        if not rule.proto and not rule.invert_proto:
            raise IptablesProblem("multiport needs `-p tcp', `-p udp', `-p udplite', `-p sctp' or `-p dccp'")
        raise IptablesProblem("multiport only works with TCP, UDP, UDPLITE, SCTP and DCCP")
    string(call)
    found: list[tuple[int, int | None]] = []
    used = 0
    for part in call.arg.split(","):
        if used >= MULTI_PORTS:
            raise IptablesProblem("too many ports specified")
        low_text, colon, high_text = part.partition(":")
        if colon and used == MULTI_PORTS - 1:
            raise IptablesProblem("too many ports specified")
        low = parse_port(low_text, proto)
        high = None
        if colon:
            high = parse_port(high_text, proto)
            used += 1
            if low >= high:
                raise IptablesProblem("invalid portrange specified")
        found.append((low, high))
        used += 1
    return tuple(found)


_SIDES = ("sports", "dports", "ports")


def _make_multiport(values: Values, rule: Surroundings) -> Multiport:
    side, ranges, invert = values.order[-1]
    return Multiport(side, ranges, invert)


def _check_multiport(values: Values, rule: Surroundings) -> None:
    if not values.order:
        raise IptablesProblem("multiport expection an option")


def _save_multiport(match: Multiport) -> str:
    ports = ",".join(str(low) if high is None else f"{low}:{high}" for low, high in match.ranges)
    return f"{' !' if match.invert else ''} --{match.side} {ports}"


def _show_multiport(match: Multiport, ip: IpPart, numeric: bool) -> str:
    proto = _PORT_PROTOCOLS.get(ip.proto, "")
    ports = ",".join(port_name(low, proto, numeric) + ("" if high is None else ":" + port_name(high, proto, numeric))
                     for low, high in match.ranges)
    return f" multiport {match.side} {' !' if match.invert else ''}{ports}"


_MULTIPORT = Ext("multiport", tuple(
    Option(name, side, _ports, invert=True, excl=_SIDES)
    for name, side in (("source-ports", "sports"), ("sports", "sports"), ("destination-ports", "dports"), ("dports", "dports"),
                       ("ports", "ports"))), _make_multiport, _save_multiport, _show_multiport, _check_multiport)

MATCHES = {ext.name: ext for ext in (_TCP, _UDP, _MULTIPORT)}
