"""The command line of conntrack(8): what is asked for, and of which connections."""

from dataclasses import dataclass, field

from pynetns.commands.base import CommandFailed, number
from pynetns.netfilter.connection import (
    IPS_ASSURED, IPS_CONFIRMED, IPS_DST_NAT, IPS_EXPECTED, IPS_FIXED_TIMEOUT, IPS_SEEN_REPLY, IPS_SRC_NAT, Connection,
)
from pynetns.netfilter.conntrack_tcp import STATES, TcpState
from pynetns.netfilter.tuple import IPPROTO_DCCP, IPPROTO_GRE, IPPROTO_SCTP, IPPROTO_UDPLITE, WITH_PORTS, Tuple
from pynetns.wire.address import AddressError, parse_ipv4
from pynetns.wire.ipv4 import IPPROTO_ICMP, IPPROTO_TCP, IPPROTO_UDP

PROGRAM = "conntrack v1.4.7 (conntrack-tools)"
_HAVE_PORTS = WITH_PORTS | {IPPROTO_DCCP}  # as the tool knows them
TABLES = ("conntrack", "expect", "dying", "unconfirmed")
PROTOCOLS = {"tcp": IPPROTO_TCP, "udp": IPPROTO_UDP, "icmp": IPPROTO_ICMP, "udplite": IPPROTO_UDPLITE, "sctp": IPPROTO_SCTP,
             "dccp": IPPROTO_DCCP, "gre": IPPROTO_GRE}
STATUS = {"ASSURED": IPS_ASSURED, "SEEN_REPLY": IPS_SEEN_REPLY, "UNSET": 0, "FIXED_TIMEOUT": IPS_FIXED_TIMEOUT, "EXPECTED": IPS_EXPECTED,
          "CONFIRMED": IPS_CONFIRMED, "SRC_NAT": IPS_SRC_NAT, "DST_NAT": IPS_DST_NAT, "OFFLOAD": 1 << 14, "HW_OFFLOAD": 1 << 15}
_OUTPUT = ("xml", "extended", "timestamp", "id", "ktimestamp", "labels", "userspace", "save")
_EVENTS = ("NEW", "UPDATES", "DESTROY")
_COMMANDS = {"-L": "L", "--dump": "L", "-G": "G", "--get": "G", "-D": "D", "--delete": "D", "-I": "I", "--create": "I", "-A": "A",
             "--add": "A", "-U": "U", "--update": "U", "-E": "E", "--event": "E", "-F": "F", "--flush": "F", "-C": "C", "--count": "C",
             "-S": "S", "--stats": "S", "-V": "V", "--version": "V", "-h": "h", "--help": "h"}
_OPTIONS = {"-s": "src", "--src": "src", "--orig-src": "src", "-d": "dst", "--dst": "dst", "--orig-dst": "dst", "-r": "reply_src",
            "--reply-src": "reply_src", "-q": "reply_dst", "--reply-dst": "reply_dst", "-p": "protonum", "--protonum": "protonum",
            "--proto": "protonum", "-t": "timeout", "--timeout": "timeout", "-u": "status", "--status": "status", "-e": "events",
            "--event-mask": "events", "-f": "family", "--family": "family", "-m": "mark", "--mark": "mark", "-o": "output",
            "--output": "output", "-b": "buffer", "--buffer-size": "buffer", "-w": "zone", "--zone": "zone", "--orig-zone": "orig_zone",
            "--reply-zone": "reply_zone", "-c": "secmark", "--secmark": "secmark"}
_FLAGS = {"-z": "zero", "--zero": "zero"}
_NAT = {"-n": "src_nat", "--src-nat": "src_nat", "-g": "dst_nat", "--dst-nat": "dst_nat", "-j": "any_nat", "--any-nat": "any_nat"}
_PORT_OPTIONS = {"--sport": "sport", "--orig-port-src": "sport", "--dport": "dport", "--orig-port-dst": "dport",
                 "--reply-port-src": "reply_sport", "--reply-port-dst": "reply_dport"}
_ICMP_OPTIONS = {"--icmp-type": "icmp_type", "--icmp-code": "icmp_code", "--icmp-id": "icmp_id"}
# Which options a command does not take.
_ILLEGAL = {"L": ("timeout",), "D": ("timeout",), "G": ("timeout",), "E": ("timeout",)}
_NAT_BITS = {"src_nat": IPS_SRC_NAT, "dst_nat": IPS_DST_NAT, "any_nat": IPS_SRC_NAT | IPS_DST_NAT}


def usage_error(text: str) -> CommandFailed:
    return CommandFailed(f"{PROGRAM}: {text}\nTry `conntrack -h' or 'conntrack --help' for more information.\n", 2)


@dataclass(slots=True)
class Request:
    """A parsed command line. Addresses are (network, mask)."""

    command: str = ""
    table: str = "conntrack"
    addresses: dict[str, tuple[int, int]] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)  # ports, ICMP numbers, zones
    nat: dict[str, tuple[int | None, int | None]] = field(default_factory=dict)
    proto: int | None = None
    tcp_state: int | None = None
    timeout: int | None = None
    status: int | None = None
    mark: tuple[int, int] | None = None
    family: str = "ipv4"
    output: tuple[str, ...] = ()
    events: tuple[str, ...] = ("new", "update", "destroy")
    zero: bool = False

    def matches(self, connection: Connection, to_change: bool = False) -> bool:
        """Is it one of those that are meant? Where it is to be changed, the mark and the status are what it is changed to."""
        original, reply = connection.original, connection.reply
        if self.proto is not None and original.proto != self.proto:
            return False
        for name, value in (("src", original.src), ("dst", original.dst), ("reply_src", reply.src), ("reply_dst", reply.dst)):
            wanted = self.addresses.get(name)
            if wanted is not None and value & wanted[1] != wanted[0]:
                return False
        parts = {"sport": original.sport, "dport": original.dport, "reply_sport": reply.sport, "reply_dport": reply.dport,
                 "icmp_type": original.icmp_type, "icmp_code": original.icmp_code, "icmp_id": original.sport, "zone": original.zone,
                 "orig_zone": original.zone, "reply_zone": reply.zone}
        if any(parts[name] != wanted for name, wanted in self.numbers.items()):
            return False
        if self.tcp_state is not None and not (isinstance(connection.protocol, TcpState) and connection.protocol.state == self.tcp_state):
            return False
        if not all(self._translated(connection, kind, wanted) for kind, wanted in self.nat.items()):
            return False
        if to_change:
            return True
        if self.mark is not None and connection.mark & self.mark[1] != self.mark[0]:
            return False
        return self.status is None or connection.status & self.status == self.status

    @staticmethod
    def _translated(connection: Connection, kind: str, wanted: tuple[int | None, int | None]) -> bool:
        address, port = wanted
        source = connection.status & IPS_SRC_NAT and address in (None, connection.reply.dst) and port in (None, connection.reply.dport)
        destination = connection.status & IPS_DST_NAT and address in (None, connection.reply.src) and port in (None, connection.reply.sport)
        return bool((source and kind != "dst_nat") or (destination and kind != "src_nat"))

    def tuple_of(self, way: str) -> Tuple:
        """The tuple that the options spell; an answer's parts that are not given follow from the question's."""
        proto = self.proto if self.proto is not None else 0
        src, dst = self.addresses.get("src", (0, 0))[0], self.addresses.get("dst", (0, 0))[0]
        if proto == IPPROTO_ICMP:
            original = Tuple(src, dst, proto, self.numbers.get("icmp_id", 0),
                             self.numbers.get("icmp_type", 0) << 8 | self.numbers.get("icmp_code", 0))
        elif proto in _HAVE_PORTS:
            original = Tuple(src, dst, proto, self.numbers.get("sport", 0), self.numbers.get("dport", 0))
        else:
            original = Tuple(src, dst, proto, 0, 0)
        if way == "original":
            return original
        reply = original.inverted() or original
        if "reply_src" in self.addresses:
            reply = reply._replace(src=self.addresses["reply_src"][0])
        if "reply_dst" in self.addresses:
            reply = reply._replace(dst=self.addresses["reply_dst"][0])
        if proto in _HAVE_PORTS:
            reply = reply._replace(sport=self.numbers.get("reply_sport", reply.sport), dport=self.numbers.get("reply_dport", reply.dport))
        address, port = self.nat.get("src_nat", (None, None))
        if address is not None:
            reply = reply._replace(dst=address, dport=reply.dport if port is None else port)
        address, port = self.nat.get("dst_nat", (None, None))
        if address is not None:
            reply = reply._replace(src=address, sport=reply.sport if port is None else port)
        return reply


def parse(argv: list[str]) -> Request:
    """Raises CommandFailed in the tool's words."""
    request = Request()
    given: set[str] = set()
    words = _split(argv)
    while words:
        word = words.pop(0)
        if word in _COMMANDS:
            if request.command:
                raise usage_error("Invalid commands combination")
            request.command = _COMMANDS[word]
            if words and not words[0].startswith("-") and request.command not in "Vh":
                request.table = _table(words.pop(0))
        elif word in _FLAGS:
            request.zero = True
        elif word in _NAT:
            given.add(_NAT[word])
            request.nat[_NAT[word]] = _nat_address(words.pop(0)) if words and not words[0].startswith("-") else (None, None)
        elif word in _OPTIONS or (request.proto in _HAVE_PORTS and word in _PORT_OPTIONS) or (
                request.proto == IPPROTO_ICMP and word in _ICMP_OPTIONS) or (request.proto == IPPROTO_TCP and word == "--state"):
            if not words:
                raise usage_error(f"option `{word}' requires an argument")
            _take(request, given, word, words.pop(0))
        elif word.startswith("-"):
            raise usage_error(f"unknown option `{word}'")
        else:
            raise usage_error(f"unknown type `{word}'")
    _check(request, given)
    return request


def _split(argv: list[str]) -> list[str]:
    """-pudp and --proto=udp are two words each; of letters in one word only the first may be a command (-Ln)."""
    words = []
    for word in argv:
        if word.startswith("--") and "=" in word:
            words += word.split("=", 1)
        elif word.startswith("-") and not word.startswith("--") and len(word) > 2:
            rest = word[2:]
            words += [word[:2], rest if word[:2] in _OPTIONS else f"-{rest}"]
        else:
            words.append(word)
    return words


def _table(word: str) -> str:
    for table in TABLES:
        if table.startswith(word):
            return table
    raise usage_error(f"unknown type `{word}'")


def _take(request: Request, given: set[str], word: str, value: str) -> None:
    name = _OPTIONS.get(word) or _PORT_OPTIONS.get(word) or _ICMP_OPTIONS.get(word) or "state"
    given.add(name)
    if name in ("src", "dst", "reply_src", "reply_dst"):
        request.addresses[name] = _network(value)
    elif name == "protonum":
        request.proto = PROTOCOLS.get(value, number(value, 0, 255))
        if request.proto is None:
            raise usage_error(f"`{value}' unsupported protocol")
    elif name == "state":
        if value not in STATES:
            raise usage_error(f"unknown TCP state {value}")
        request.tcp_state = STATES.index(value)
    elif name == "timeout":
        request.timeout = number(value) or 0
    elif name == "status":
        request.status = sum(_choice(word, STATUS) for word in value.split(","))
    elif name == "mark":
        text, _, mask = value.partition("/")
        request.mark = (number(text) or 0) & (number(mask) or 0 if mask else 0xFFFFFFFF), number(mask) or 0 if mask else 0xFFFFFFFF
    elif name == "output":
        request.output = tuple(_OUTPUT[_choice(word, {name: i for i, name in enumerate(_OUTPUT)})] for word in value.split(","))
    elif name == "events":
        chosen = [_choice(word, {"ALL": 3, **{event: i for i, event in enumerate(_EVENTS)}}) for word in value.split(",")]
        request.events = tuple(kind for i, kind in enumerate(("new", "update", "destroy")) if i in chosen or 3 in chosen)
    elif name == "family":
        if value not in ("ipv4", "ipv6"):
            raise usage_error(f"`{value}' unsupported protocol")
        request.family = value
    elif name in ("zone", "orig_zone", "reply_zone") or name in _PORT_OPTIONS.values() or name in _ICMP_OPTIONS.values():
        request.numbers[name] = (number(value) or 0) & 0xFFFF


def _choice(word: str, known: dict[str, int]) -> int:
    if word not in known:
        raise usage_error(f"Bad parameter `{word}'")
    return known[word]


def _network(text: str) -> tuple[int, int]:
    address, slash, length = text.partition("/")
    try:
        value = parse_ipv4(address)
    except AddressError:
        raise usage_error(f"Invalid IP address `{text}'") from None
    mask = 0xFFFFFFFF
    if slash:
        if not length.isdigit() or int(length) > 32:
            raise usage_error("Invalid netmask")
        mask = mask << 32 - int(length) & 0xFFFFFFFF
    return value & mask, mask


def _nat_address(text: str) -> tuple[int | None, int | None]:
    address, _, port = text.partition(":")
    return _network(address)[0], (number(port) or 0) & 0xFFFF if port else None


def _check(request: Request, given: set[str]) -> None:
    """What a command needs, and what it does not take."""
    if not request.command:
        raise usage_error("Missing command, please check help message")
    for name in _ILLEGAL.get(request.command, ()):
        if name in given:
            raise usage_error(f"Illegal option `--{name}' with this command")
    if request.command in "IA":
        for name in ("protonum", "timeout"):
            if name not in given:
                raise usage_error(f"You need to supply the `--{name}' option for this command")
    if request.command == "G" and "protonum" not in given:
        raise usage_error("You need to supply the `--protonum' option for this command")
    if request.command in "IAG" and not {"src", "dst"} <= given and not {"reply_src", "reply_dst"} <= given:
        raise usage_error("missing source or destination address")
    if request.command in "LD" and request.status == 0 and "status" in given:
        raise CommandFailed(f"Operation failed: invalid parameters\n{PROGRAM}: Operation failed: invalid parameters\n")
