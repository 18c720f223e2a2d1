"""conntrack(8) of conntrack-tools 1.4.7: list, look up, make, change, delete, count and watch the connections of a namespace."""

import signal
from collections.abc import Callable

from pynetns.commands.base import CommandFailed, Context, Interrupted
from pynetns.commands.conntrack_options import PROGRAM, Request, parse
from pynetns.commands.conntrack_text import HELP, event_line, flow_line, save_line, xml_flow
from pynetns.device.scheduler import SECOND
from pynetns.netfilter.connection import IPS_ASSURED, IPS_DST_NAT, IPS_SEEN_REPLY, IPS_SRC_NAT, Connection
from pynetns.netfilter.conntrack_tcp import TcpState
from pynetns.netfilter.conntrack_udp import UdpState
from pynetns.wire.ipv4 import IPPROTO_TCP

UNLIMITED = 60 * SECOND  # how long `conntrack -E` waits in the foreground for something to happen
_XML_HEAD = '<?xml version="1.0" encoding="utf-8"?>\n<conntrack>\n'


def main(context: Context, argv: list[str]) -> int:
    if not argv:
        context.out(HELP)
        return 0
    request = parse(argv)
    return _COMMANDS[request.command](context, request)


def _version(context: Context, request: Request) -> int:
    context.out(f"{PROGRAM}\n")
    return 0


def _help(context: Context, request: Request) -> int:
    context.out(HELP)
    return 0


def _count(context: Context, number: int, what: str, of: str = "flow entries") -> None:
    context.err(f"{PROGRAM}: {number} {of} have been {what}.\n")


def _found(context: Context, request: Request) -> list[Connection]:
    if request.family == "ipv6":
        return []
    return [connection for connection in context.namespace.conntrack if request.matches(connection)]


def _list(context: Context, request: Request) -> int:
    if request.table == "expect":
        _count(context, 0, "shown", "expectations")
        return 0
    found = _found(context, request) if request.table == "conntrack" else []
    _show(context, request, found)
    if request.zero:
        for connection in found:
            for counter in connection.counters or ():
                counter.zero()
    _count(context, len(found), "shown")
    return 0


def _show(context: Context, request: Request, found: list[Connection]) -> None:
    if "xml" in request.output:
        if found:
            context.out(_XML_HEAD + "".join(xml_flow(connection) for connection in found) + "</conntrack>\n")
        return
    for connection in found:
        context.out(save_line(connection) if "save" in request.output else flow_line(connection, request.output))


def _get(context: Context, request: Request) -> int:
    connection = context.namespace.conntrack.find(request.tuple_of("original"))
    if connection is None:
        raise CommandFailed(f"{PROGRAM}: Operation failed: such conntrack doesn't exist\n")
    context.out(flow_line(connection, request.output, use=2))
    _count(context, 1, "shown")
    return 0


def _delete(context: Context, request: Request) -> int:
    found = _found(context, request)
    _show(context, request, found)
    for connection in found:
        context.namespace.conntrack.kill(connection)
    _count(context, len(found), "deleted")
    return int(not found)


def _update(context: Context, request: Request) -> int:
    found = [connection for connection in context.namespace.conntrack if request.matches(connection, to_change=True)]
    for connection in found:
        if request.mark is not None:
            value, mask = request.mark
            connection.mark = connection.mark & ~mask & 0xFFFFFFFF | value & mask
        if request.timeout is not None:
            connection.expire_in(request.timeout)
        if request.status is not None:
            connection.set_status(request.status)
        context.out(flow_line(connection, request.output, use=2))
    _count(context, len(found), "updated")
    return int(not found)


def _insert(context: Context, request: Request) -> int:
    """A connection that no packet began: ctnetlink_create_conntrack()."""
    table = context.namespace.conntrack
    original = request.tuple_of("original")
    reply = request.tuple_of("reply")
    connection = Connection(table, original, reply)
    if original.proto == IPPROTO_TCP:
        tcp = connection.protocol = TcpState()
        tcp.state = request.tcp_state or 0
    else:
        connection.protocol = UdpState(table.scheduler.now + 2 * SECOND)
    answer = original.inverted()
    status = request.status or 0
    if answer is not None and reply.dst != answer.dst:
        status |= IPS_SRC_NAT
    if answer is not None and reply.src != answer.src:
        status |= IPS_DST_NAT
    connection.set_status(status & (IPS_ASSURED | IPS_SEEN_REPLY | IPS_SRC_NAT | IPS_DST_NAT))
    if request.mark is not None:
        connection.mark = request.mark[0]
    connection.duration = (request.timeout or 0) * SECOND
    if not table.insert(connection):
        raise CommandFailed(f"{PROGRAM}: Operation failed: Such conntrack exists, try -U to update\n")
    _count(context, 1, "created")
    return 0


def _flush(context: Context, request: Request) -> int:
    if request.table == "expect":
        context.err(f"{PROGRAM}: expectation table has been emptied.\n")
        return 0
    context.namespace.conntrack.flush()
    context.err(f"{PROGRAM}: connection tracking table has been emptied.\n")
    return 0


def _how_many(context: Context, request: Request) -> int:
    context.out("0\n" if request.table == "expect" else f"{len(context.namespace.conntrack)}\n")
    return 0


def _statistics(context: Context, request: Request) -> int:
    """One processor has seen everything."""
    counted = context.namespace.conntrack.statistics
    names = ("found", "invalid", "insert", "insert_failed", "drop", "early_drop", "error", "search_restart", "clash_resolve",
             "chaintoolong")
    context.out("cpu=0   \t" + "".join(f"{name}={counted[name]} " for name in names) + "\n")
    return 0


class Watcher:
    """`conntrack -E`: a line for each event, until it is stopped."""

    def __init__(self, context: Context, request: Request) -> None:
        self.context = context
        self.request = request
        self.finished = False
        self._shown = 0
        context.namespace.conntrack.listeners.append(self._tell)

    def _tell(self, kind: str, connection: Connection) -> None:
        if kind not in self.request.events or not self.request.matches(connection):
            return
        self._shown += 1
        self.context.out(event_line(kind, connection, self.request.output, self.context.lab.scheduler.now))

    def stop(self) -> int:
        self.finished = True
        self.context.namespace.conntrack.listeners.remove(self._tell)
        _count(self.context, self._shown, "shown", "flow events")
        return 0


def _watch(context: Context, request: Request) -> int:
    if request.table == "expect":
        return 0
    watcher = Watcher(context, request)
    if context.jobs is not None:
        context.jobs.append(watcher)
        return 0
    scheduler = context.lab.scheduler
    end = scheduler.now + context.patience(UNLIMITED)
    try:
        while scheduler.pending and scheduler.step(end):
            pass
    except Interrupted as interrupted:
        if interrupted.signal not in (signal.SIGINT, signal.SIGTERM):
            raise
    return watcher.stop()


_COMMANDS: dict[str, Callable[[Context, Request], int]] = {
    "L": _list, "G": _get, "D": _delete, "U": _update, "I": _insert, "A": _insert, "F": _flush, "C": _how_many,
    "S": _statistics, "E": _watch, "V": _version, "h": _help}

