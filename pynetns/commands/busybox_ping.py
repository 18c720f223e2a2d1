"""ping of busybox 1.35: networking/ping.c."""

import getopt

from pynetns.commands.base import CommandFailed, Context
from pynetns.commands.names import resolve
from pynetns.device.scheduler import SECOND
from pynetns.errors import strerror
from pynetns.netns.ping import Ping, Reply
from pynetns.wire.address import format_ipv4, ipv4_is_multicast

USAGE = """\
BusyBox v1.35.0 multi-call binary.

Usage: ping [OPTIONS] HOST

Send ICMP ECHO_REQUESTs to HOST

\t-4,-6\t\tForce IP or IPv6 name resolution
\t-c CNT\t\tSend only CNT pings
\t-s SIZE\t\tSend SIZE data bytes in packets (default 56)
\t-i SECS\t\tInterval
\t-A\t\tPing as soon as reply is received
\t-t TTL\t\tSet TTL
\t-I IFACE/IP\tSource interface or IP address
\t-W SEC\t\tSeconds to wait for the first response (default 10)
\t\t\t(after all -c CNT packets are sent)
\t-w SEC\t\tSeconds until ping exits (default:infinite)
\t\t\t(can exit earlier with -c CNT)
\t-q\t\tQuiet, only display output at start/finish
\t-p HEXBYTE\tPayload pattern
"""
UNLIMITED = 60 * SECOND


def main(context: Context, argv: list[str]) -> int:
    try:
        pairs, rest = getopt.gnu_getopt(argv, "46c:s:i:At:I:W:w:qp:v")
    except getopt.GetoptError as error:
        what = f"option requires an argument -- '{error.opt}'" if "requires" in error.msg else f"invalid option -- '{error.opt[:1]}'"
        raise CommandFailed(f"ping: {what}\n{USAGE}") from None
    options = dict(pairs)
    if len(rest) != 1:
        raise CommandFailed(USAGE)
    count, size = _number(options.get("-c", "0"), 1 if "-c" in options else 0), _number(options.get("-s", "56"), 0)
    namespace = context.namespace
    source, device = 0, None
    if "-I" in options:
        device = namespace.devices.get(options["-I"])
        found = None if device is not None else resolve(namespace, options["-I"])
        if device is None and found is None:
            raise CommandFailed(f"ping: bad address '{options['-I']}'\n")
        source = found or 0
    target = resolve(namespace, rest[0])
    if target is None:
        raise CommandFailed(f"ping: bad address '{rest[0]}'\n")
    address = format_ipv4(target)
    context.out(f"PING {rest[0]} ({address}){f' from {format_ipv4(source)}' if source else ''}: {size} data bytes\n")
    ttl = _number(options["-t"], 1) if "-t" in options else None
    try:
        run = Ping(namespace, target, source=source, device=device, broadcast=not ipv4_is_multicast(target), size=size, ttl=ttl,
                   pattern=bytes((int(options["-p"], 16),)) if "-p" in options else b"")
    except OSError as error:
        raise CommandFailed(f"ping: sendto: {strerror(error.errno or 0)}\n") from None
    run.on_line = lambda reply: _line(context, run, reply, "-q" in options)
    try:
        _loop(context, run, count, options)
    finally:
        run.close()
    context.out(_summary(rest[0], run))
    return int(not run.received)


def _number(text: str, least: int) -> int:
    if not text.isdigit() or int(text) < least:
        raise CommandFailed(f"ping: invalid number '{text}'\n")
    return int(text)


def _loop(context: Context, run: Ping, count: int, options: dict[str, str]) -> None:
    """sendping4() and its alarms: a request each interval; after the last one a wait for what is missing."""
    scheduler = context.lab.scheduler
    interval = round(float(options.get("-i", "1")) * SECOND)
    end = scheduler.now + (int(options["-w"]) * SECOND if "-w" in options else UNLIMITED if not count else 1 << 62)
    while True:
        run.send()
        if count and run.sent >= count:
            wait = int(options.get("-W", "10"))
            run.wait(min(wait * SECOND, end - scheduler.now) / SECOND, until=lambda: run.received >= run.sent)
            return
        if scheduler.now + interval > end:
            return
        if "-A" in options and run.received >= run.sent:
            continue
        run.wait(interval / SECOND)


def _line(context: Context, run: Ping, reply: Reply, quiet: bool) -> None:
    if reply.error:
        raise CommandFailed(f"ping: sendto: {strerror(reply.error)}\n")
    if quiet or not reply.ok:  # busybox says nothing of errors that others report
        return
    time = f" time={_milliseconds(reply.seconds)} ms" if run.size >= 4 else ""
    dup = " (DUP!)" if reply.duplicate else ""
    context.out(f"{reply.size} bytes from {reply.source}: seq={reply.sequence - 1} ttl={reply.ttl}{time}{dup}\n")


def _milliseconds(seconds: float) -> str:
    micro = round(seconds * 1e6)
    return f"{micro // 1000}.{micro % 1000:03}"


def _summary(target: str, run: Ping) -> str:
    text = f"\n--- {target} ping statistics ---\n{run.sent} packets transmitted, {run.received} packets received, "
    if run.duplicates:
        text += f"{run.duplicates} duplicates, "
    text += f"{(run.sent - run.received) * 100 // max(run.sent, 1)}% packet loss\n"
    times = [round(reply.seconds * 1e6) for reply in run.replies if reply.ok]
    if times and run.size >= 4:
        low, average, high = min(times), sum(times) // len(times), max(times)
        text += "round-trip min/avg/max = " + "/".join(f"{t // 1000}.{t % 1000:03}" for t in (low, average, high)) + " ms\n"
    return text
