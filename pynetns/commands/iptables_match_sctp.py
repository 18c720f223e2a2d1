"""sctp: libxt_sctp.c."""

from pynetns.commands.iptables_match_ports import old_port_range, save_ports, show_ports
from pynetns.commands.iptables_option import Call, Ext, Option, Surroundings, Values
from pynetns.commands.iptables_values import IptablesProblem
from pynetns.netfilter.match_sctp import ALL_CHUNKS, ChunkFlags, Sctp
from pynetns.netfilter.match_tcp import PortRange
from pynetns.netfilter.rule import IpPart

# Chunk types by name, with the letters of their flag bits from the highest.
_CHUNKS = {
    "DATA": (0, "----IUBE"), "INIT": (1, "--------"), "INIT_ACK": (2, "--------"), "SACK": (3, "--------"), "HEARTBEAT": (4, "--------"),
    "HEARTBEAT_ACK": (5, "--------"), "ABORT": (6, "-------T"), "SHUTDOWN": (7, "--------"), "SHUTDOWN_ACK": (8, "--------"),
    "ERROR": (9, "--------"), "COOKIE_ECHO": (10, "--------"), "COOKIE_ACK": (11, "--------"), "ECN_ECNE": (12, "--------"),
    "ECN_CWR": (13, "--------"), "SHUTDOWN_COMPLETE": (14, "-------T"), "I_DATA": (64, "----IUBE"), "RE_CONFIG": (130, "--------"),
    "PAD": (132, "--------"), "ASCONF": (193, "--------"), "ASCONF_ACK": (128, "--------"), "FORWARD_TSN": (192, "--------"),
    "I_FORWARD_TSN": (194, "--------"),
}
_ORDER = list(_CHUNKS)
_NAMES = {number: name for name, (number, _) in _CHUNKS.items()}


def _ports(call: Call) -> tuple[int, int]:
    return old_port_range("sctp", call.arg)


def _chunk_types(call: Call) -> tuple[str, frozenset[int], tuple[ChunkFlags, ...]]:
    how = call.arg.lower()
    if how not in ("any", "all", "only"):
        raise IptablesProblem('Match type has to be one of "ALL", "ANY" or "ONLY"')
    text = call.second
    if text.upper() == "ALL":
        return how, ALL_CHUNKS, ()
    if text.upper() == "NONE":
        return how, frozenset(), ()
    chunks: set[int] = set()
    flags: dict[int, list[int]] = {}
    for word in text.split(","):
        if not word:
            continue
        name, _, letters = word.partition(":")
        known = _CHUNKS.get(name.upper())
        if known is None:
            raise IptablesProblem(f"Unknown sctp chunk `{name}'")
        index = _ORDER.index(name.upper())  # the tool notes the place in its list, which is the number of the first fifteen only
        chunks.add(known[0])
        for letter in letters:
            bit = known[1].find(letter.upper())
            if bit < 0:
                raise IptablesProblem(f"Invalid flags for chunk type {index}")
            pair = flags.setdefault(index, [0, 0])
            pair[1] |= 1 << 7 - bit
            if letter.isupper():
                pair[0] |= 1 << 7 - bit
    return how, frozenset(chunks), tuple(ChunkFlags(kind, value, mask) for kind, (value, mask) in flags.items())


def _make(values: Values, rule: Surroundings) -> Sctp:
    ranges = [PortRange(*values.pair(key), values.inverted(key)) if key in values else None for key in ("sport", "dport")]
    how, chunks, flags = values.get("chunks", ("", frozenset(), ()))
    return Sctp(ranges[0], ranges[1], how, chunks, flags, values.inverted("chunks"))


def _show_chunks(match: Sctp, numeric: bool) -> str:
    text = f" {match.how}"
    if not match.chunks:
        return text + " NONE"
    if match.chunks == ALL_CHUNKS:
        return text + " ALL"
    shown = []
    for number in sorted(match.chunks):
        name = f"0x{number:04X}" if numeric else _NAMES.get(number, "")
        for flags in match.chunk_flags:
            if flags.type == number:
                letters = _CHUNKS[_ORDER[number]][1] if number < len(_ORDER) else "--------"
                name += ":" + "".join(letters[7 - bit] if flags.flags & 1 << bit else letters[7 - bit].lower()
                                      for bit in range(7, -1, -1) if flags.mask & 1 << bit)
        shown.append(name)
    return f"{text} {','.join(shown)}"


def _save(match: Sctp) -> str:
    text = ""
    for option, ports in (("sport", match.sport), ("dport", match.dport)):
        if ports is not None:
            text += save_ports(option, ports) or f"{' !' if ports.invert else ''} --{option} 0:65535"
    if match.how:
        text += f"{' !' if match.invert_chunks else ''} --chunk-types{_show_chunks(match, False)}"
    return text


def _show(match: Sctp, ip: IpPart, numeric: bool) -> str:
    text = " sctp"
    for name, ports in (("spt", match.sport), ("dpt", match.dport)):
        if ports is not None:
            text += show_ports(name, ports, "sctp", numeric)
    if match.how:
        text += f"{' !' if match.invert_chunks else ''}{_show_chunks(match, numeric)}"
    return text


MATCHES = {"sctp": Ext("sctp", (
    Option("source-port", "sport", _ports, old=True, once="Only one `--source-port' allowed"),
    Option("sport", "sport", _ports, old=True, once="Only one `--source-port' allowed"),
    Option("destination-port", "dport", _ports, old=True, once="Only one `--destination-port' allowed"),
    Option("dport", "dport", _ports, old=True, once="Only one `--destination-port' allowed"),
    Option("chunk-types", "chunks", _chunk_types, old=True, once="Only one `--chunk-types' allowed",
           second="--chunk-types requires two args"),
), _make, _save, _show)}
