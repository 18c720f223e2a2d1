"""ss(8): the sockets of a namespace (misc/ss.c of iproute2 6.1), UDP and TCP over IPv4; the other tables are always empty."""

import getopt
from dataclasses import dataclass, field

from pynetns.commands.base import CommandFailed, Context
from pynetns.commands.ip_netns import switch
from pynetns.commands.netdb import service_name
from pynetns.commands.proc_net import tcp_rows, udp_rows
from pynetns.commands.ss_filter import Condition, Socket, parse_filter
from pynetns.commands.ss_usage import USAGE
from pynetns.netns.tcp_socket import LISTEN, TcpSocket
from pynetns.wire.address import format_ipv4

VERSION = "ss utility, iproute2-6.1.0\n"
# SS_*: the numbers of TCP's states, and the words for each.
STATES = ("", "ESTAB", "SYN-SENT", "SYN-RECV", "FIN-WAIT-1", "FIN-WAIT-2", "TIME-WAIT", "UNCONN", "CLOSE-WAIT", "LAST-ACK", "LISTEN",
          "CLOSING")
_STATE_NAMES = ("unknown", "established", "syn-sent", "syn-recv", "fin-wait-1", "fin-wait-2", "time-wait", "unconnected", "close-wait",
                "last-ack", "listening", "closing")
ESTABLISHED, SYN_SENT, SYN_RECV, TIME_WAIT, CLOSE, LISTENING = 1, 2, 3, 6, 7, 10
ALL = frozenset(range(12))
CONNECTED = ALL - {LISTENING, CLOSE, TIME_WAIT, SYN_RECV}
_STATE_SETS = {"close": {CLOSE}, "closed": {CLOSE}, "syn-rcv": {SYN_RECV}, "all": ALL, "connected": ALL - {CLOSE, LISTENING},
               "synchronized": ALL - {CLOSE, LISTENING, SYN_SENT}, "bucket": {SYN_RECV, TIME_WAIT}, "big": ALL - {SYN_RECV, TIME_WAIT}}
_UNIX, _PACKET, _VSOCK = ("unix_stream", "unix_dgram", "unix_seqpacket"), ("packet_raw", "packet_dgram"), ("vsock_stream", "vsock_dgram")
_INET = ("udp", "dccp", "tcp", "mptcp", "sctp", "raw")
_TABLES: dict[str, tuple[str, ...]] = {
    "all": ("udp", "dccp", "tcp", "mptcp", "raw", *_UNIX, *_PACKET, "netlink", "sctp", *_VSOCK, "xdp"), "inet": _INET,
    **{name: (name,) for name in (*_INET, *_UNIX, *_PACKET, *_VSOCK, "netlink", "tipc", "xdp")}, "unix": _UNIX, "u_str": _UNIX[:1],
    "u_dgr": _UNIX[1:2], "u_seq": _UNIX[2:], "packet": _PACKET, "p_raw": _PACKET[:1], "p_dgr": _PACKET[1:], "vsock": _VSOCK,
    "v_str": _VSOCK[:1], "v_dgr": _VSOCK[1:],
}
# The states that a table is asked for by default; others are asked for all that are connected.
_TABLE_STATES = {"udp": frozenset((ESTABLISHED,)), "raw": frozenset((ESTABLISHED,)), "packet_raw": frozenset((CLOSE,)),
                 "packet_dgram": frozenset((CLOSE,)), "netlink": frozenset((CLOSE,)), "xdp": frozenset((CLOSE,))}
_FAMILY_TABLES = {"inet": _INET, "inet6": _INET, "link": _PACKET, "unix": _UNIX, "netlink": ("netlink",), "tipc": ("tipc",),
                  "vsock": _VSOCK, "xdp": ("xdp",)}
_NO_DIAGNOSIS = frozenset(("dccp", "sctp", "mptcp"))  # what the kernel has no module for, and says so
_SHORT = "dhaletuwxnro460spTbEf:mMiA:D:F:vVzZN:KHSO"
_LONG = {"numeric": "n", "resolve": "r", "options": "o", "extended": "e", "memory": "m", "info": "i", "processes": "p", "threads": "T",
         "bpf": "b", "events": "E", "dccp": "d", "tcp": "t", "sctp": "S", "udp": "u", "raw": "w", "unix": "x", "tipc": "tipc",
         "vsock": "vsock", "all": "a", "listening": "l", "ipv4": "4", "ipv6": "6", "packet": "0", "family=": "f", "socket=": "A",
         "query=": "A", "summary": "s", "diag=": "D", "filter=": "F", "version": "V", "help": "h", "context": "Z", "contexts": "z",
         "net=": "N", "tipcinfo": "tipcinfo", "kill": "K", "no-header": "H", "xdp": "xdp", "mptcp": "M", "oneline": "O", "tos": "tos",
         "cgroup": "cgroup", "inet-sockopt": "inet-sockopt"}
# Column by column: right-aligned or not, the heading, and what stands before it.
_COLUMNS = ((False, "Netid", ""), (False, "State", " "), (False, "Recv-Q", " "), (False, "Send-Q", " "), (True, "Local Address:", " "),
            (False, "Port", ""), (True, "Peer Address:", " "), (False, "Port", ""), (False, "Process", ""))


@dataclass(slots=True)
class _Settings:
    """What the options said."""

    flags: set[str] = field(default_factory=set)
    tables: list[str] = field(default_factory=list)
    families: set[str] = field(default_factory=set)
    states: frozenset[int] = frozenset()
    default_states: frozenset[int] = frozenset()
    query: bool = False
    is_default: bool = True  # nothing was said of what to show


def main(context: Context, argv: list[str]) -> int:
    try:
        pairs, words = getopt.gnu_getopt(argv, _SHORT, list(_LONG))
    except getopt.GetoptError as error:
        raise CommandFailed(_complaint(error) + USAGE, 255) from None
    settings = _Settings()
    for option, value in pairs:
        letter = option[1:] if not option.startswith("--") else _LONG.get(option[2:], _LONG.get(option[2:] + "=", ""))
        if letter in ("v", "V"):
            context.out(VERSION)
            return 0
        if letter == "h":
            context.out(USAGE)
            return 0
        if letter == "N":
            context = context.within(switch(context, value))
        else:
            _apply(settings, letter, value)
    if "s" in settings.flags:
        _summary(context)
        if settings.is_default and not words:
            return 0
    words = _read_states(settings, words)
    condition = _conclude(context, settings, words)
    if condition is None:
        return 0
    return _show(context, settings, condition)


def _complaint(error: getopt.GetoptError) -> str:
    if "requires" in error.msg:
        return f"ss: option requires an argument -- '{error.opt}'\n" if len(error.opt) == 1 else (
            f"ss: option '--{error.opt}' requires an argument\n")
    return f"ss: invalid option -- '{error.opt}'\n" if len(error.opt) == 1 else f"ss: unrecognized option '--{error.opt}'\n"


def _apply(settings: _Settings, letter: str, value: str) -> None:
    tables = {"t": "tcp", "u": "udp", "w": "raw", "d": "dccp", "S": "sctp", "M": "mptcp"}
    families = {"4": "inet", "6": "inet6", "0": "link", "x": "unix", "vsock": "vsock", "tipc": "tipc", "xdp": "xdp"}
    if letter in tables:
        _add_tables(settings, (tables[letter],))
    elif letter in families:
        _add_family(settings, families[letter])
    elif letter == "f":
        if value not in _FAMILY_TABLES:
            raise CommandFailed(USAGE, 0) if value == "help" else CommandFailed(f'ss: "{value}" is invalid family\n{USAGE}', 255)
        _add_family(settings, value)
    elif letter == "A":
        if not settings.query:
            settings.tables, settings.query, settings.is_default = [], True, False
            settings.states = settings.states or CONNECTED
        for name in value.split(","):
            if name.removeprefix("!") not in _TABLES:
                raise CommandFailed(f'ss: "{name}" is illegal socket table id\n{USAGE}', 255)
            if name.startswith("!"):
                settings.tables = [table for table in settings.tables if table not in _TABLES[name[1:]]]
            else:
                _add_tables(settings, _TABLES[name])
    elif letter == "a":
        settings.states = ALL
    elif letter == "l":
        settings.states = frozenset((LISTENING, CLOSE))
    elif letter in ("K", "E", "D", "F", "b"):
        raise CommandFailed(f"ss: -{letter} is not part of pynetns.\n", 1)
    elif letter in ("z", "Z"):
        raise CommandFailed("ss: SELinux is not enabled.\n", 1)
    else:
        settings.flags |= {letter, "o"} if letter == "e" else {letter}


def _add_tables(settings: _Settings, names: tuple[str, ...]) -> None:
    """filter_db_set()."""
    settings.is_default = False
    for name in names:
        if name not in settings.tables:
            settings.tables.append(name)
        settings.default_states |= _TABLE_STATES.get(name, CONNECTED)


def _add_family(settings: _Settings, family: str) -> None:
    """filter_af_set()."""
    settings.families.add(family)
    settings.is_default = settings.is_default and family in ("inet", "inet6")
    settings.default_states |= CONNECTED


def _read_states(settings: _Settings, words: list[str]) -> list[str]:
    """`state NAME` and `exclude NAME` stand before the expression."""
    said = False
    while len(words) and words[0] in ("state", "exclude", "excl"):
        if len(words) < 2:
            raise CommandFailed('Command line is not complete. Try option "help"\n', 255)
        name = words[1].lower()
        chosen = _STATE_SETS.get(name) or ({_STATE_NAMES.index(name)} if name in _STATE_NAMES else None)
        if chosen is None:
            raise CommandFailed(f"ss: wrong state name: {words[1]}\n", 255)
        if words[0] == "state":
            settings.states = (settings.states if said else frozenset()) | chosen
        else:
            settings.states = (settings.states if said else ALL) - chosen
        said, words = True, words[2:]
    return words


def _conclude(context: Context, settings: _Settings, words: list[str]) -> Condition | None:
    """filter_merge_defaults(), and what is left to show; None where that is nothing."""
    if settings.is_default:
        settings.states = settings.states or CONNECTED
        _add_tables(settings, _TABLES["all"])
    if not settings.tables:
        _add_tables(settings, tuple(table for family in sorted(settings.families) for table in _FAMILY_TABLES[family]))
    settings.states = settings.states or settings.default_states
    if not settings.states:
        context.err("ss: no socket states to show with such filter.\n")
        return None
    return parse_filter(words)


def _summary(context: Context) -> None:
    """print_summary()."""
    sockets = context.namespace.sockets
    udp, tcp = len(sockets.udp), sockets.tcp
    waiting = sum(socket.state == TIME_WAIT for socket in tcp)
    live = len(tcp) - waiting
    established = sum(socket.state in (ESTABLISHED, 8) for socket in tcp)
    context.out(f"Total: {udp + live}\nTCP:   {len(tcp)} (estab {established}, closed {waiting}, orphaned 0, timewait {waiting})\n\n"
                "Transport Total     IP        IPv6\n")
    for name, number in (("RAW", 0), ("UDP", udp), ("TCP", live), ("INET", udp + live), ("FRAG", 0)):
        context.out(f"{name}\t  {number:<9} {number:<9} {0:<9}\n")
    context.out("\n")


def _show(context: Context, settings: _Settings, condition: Condition) -> int:
    rows = [[heading for _, heading, _ in _COLUMNS]] if "H" not in settings.flags else []
    if _NO_DIAGNOSIS & set(settings.tables):
        context.err("RTNETLINK answers: Invalid argument\n")
    if not settings.families or "inet" in settings.families:
        for table in ("udp", "tcp"):
            if table in settings.tables:
                rows += [_row(settings, table, socket) for socket in _sockets(context, table)
                         if socket.state in settings.states and condition(socket)]
    hidden = {0} if len(settings.tables) == 1 else set()
    if len(settings.states) == 1:
        hidden.add(1)
    context.out(_render(rows, [at for at in range(len(_COLUMNS)) if at not in hidden]))
    return 0


def _sockets(context: Context, table: str) -> list[Socket]:
    if table == "udp":
        devices = [socket.device for socket in context.namespace.sockets.udp]
        return [Socket(table, ESTABLISHED if row.connected else CLOSE, row.local, row.remote, row.queued, 0, device, row.inode)
                for row, device in zip(udp_rows(context.namespace), devices, strict=True)]
    found = []
    for socket, row in zip(context.namespace.sockets.tcp, tcp_rows(context.namespace), strict=True):
        backlog = socket.limit if socket.state == LISTEN and isinstance(socket, TcpSocket) else row.unacknowledged
        found.append(Socket(table, row.state, row.local, row.remote, row.unread, backlog, socket.device, row.inode))
    return found


def _row(settings: _Settings, table: str, socket: Socket) -> list[str]:
    """inet_show_sock()."""
    ends = []
    for (address, port), device in ((socket.local, socket.device), (socket.remote, None)):
        host = "localhost" if "r" in settings.flags and address == 0x7F000001 else format_ipv4(address)
        ends += [f"{host}{f'%{device.name}' if device is not None else ''}:", _service(settings, table, port)]
    more = ""
    if "e" in settings.flags:
        more += f" ino:{socket.inode} sk:{socket.inode:x} cgroup:/ " + ("<->" if socket.state else "")
    gap = " " if "O" in settings.flags else "\n\t"
    if "m" in settings.flags:
        more += f"{gap} skmem:(r{socket.unread},rb{131072 if table == 'tcp' else 212992},t0,tb16384,f0,w{0},o0,bl0,d0)"
    if "i" in settings.flags and table == "tcp":
        more += ("" if "m" in settings.flags else gap) + " cubic cwnd:10"
    return [table, STATES[socket.state], f"{socket.unread:<6}", f"{socket.unsent:<6}", *ends, more]


def _service(settings: _Settings, table: str, port: int) -> str:
    """resolve_service(): a name, but for ports that anybody may be given."""
    if not port:
        return "*"
    return str(port) if "n" in settings.flags or 32768 <= port <= 60999 else service_name(port, table) or str(port)


def _render(rows: list[list[str]], columns: list[int]) -> str:
    """render() where the output is no terminal: each column as wide as what is in it."""
    widths = {at: max((len(row[at]) for row in rows), default=0) for at in columns}
    first = next((at for at in columns if widths[at]), columns[0])
    text = ""
    for row in rows:
        for position, at in enumerate(columns):
            right, _, delimiter = _COLUMNS[at]
            before = delimiter if position else ""
            room = widths[at] + (len(delimiter) if at != first and widths[at] else 0) - len(before)
            text += before + (row[at].rjust(room) if right else row[at].ljust(room))
        text += "\n"
    return text
