"""The lines of ping(8) from iputils 20221126: ping/ping.c, ping_common.c."""

from math import sqrt

from pynetns.device.scheduler import SECOND
from pynetns.netns.ping import PingResult, Reply
from pynetns.wire.address import format_ipv4

_UNREACHABLE = (
    "Destination Net Unreachable", "Destination Host Unreachable", "Destination Protocol Unreachable", "Destination Port Unreachable",
    "Frag needed and DF set (mtu = {rest})", "Source Route Failed", "Destination Net Unknown", "Destination Host Unknown",
    "Source Host Isolated", "Destination Net Prohibited", "Destination Host Prohibited",
    "Destination Net Unreachable for Type of Service", "Destination Host Unreachable for Type of Service", "Packet filtered",
    "Precedence Violation", "Precedence Cutoff",
)
_REDIRECT = ("Redirect Network", "Redirect Host", "Redirect Type of Service and Network", "Redirect Type of Service and Host")
_EXCEEDED = ("Time to live exceeded", "Frag reassembly time exceeded")
TIMED_SIZE = 16  # sizeof(struct timeval): a request needs so much room for its time


def describe_error(reply: Reply) -> str:
    """print_icmph(): an ICMP error in words."""
    if reply.type == 3:
        text = _UNREACHABLE[reply.code] if reply.code < len(_UNREACHABLE) else f"Dest Unreachable, Bad Code: {reply.code}"
        return text.format(rest=reply.rest & 0xFFFF)
    if reply.type == 4:
        return "Source Quench"
    if reply.type == 5:
        text = _REDIRECT[reply.code] if reply.code < len(_REDIRECT) else f"Redirect, Bad Code: {reply.code}"
        return f"{text}(New nexthop: {format_ipv4(reply.rest)})"
    if reply.type == 11:
        return _EXCEEDED[reply.code] if reply.code < len(_EXCEEDED) else f"Time exceeded, Bad Code: {reply.code}"
    if reply.type == 12:
        return f"Parameter problem: pointer = {reply.rest >> 24}"
    return f"Bad ICMP type: {reply.type}"


def round_trip(seconds: float) -> str:
    """The time of one reply, with as many digits as ping gives it."""
    micro = round(seconds * 1e6)
    if micro >= 100000 - 50:
        return f"{(micro + 500) // 1000} ms"
    if micro >= 10000 - 5:
        return f"{(micro + 50) // 1000}.{(micro + 50) % 1000 // 100} ms"
    if micro >= 1000:
        return f"{(micro + 5) // 1000}.{(micro + 5) % 1000 // 10:02} ms"
    return f"{micro // 1000}.{micro % 1000:03} ms"


def heading(target: str, address: str, size: int, options: int = 0, origin: str = "") -> str:
    """PING 10.0.0.1 (10.0.0.1) 56(84) bytes of data."""
    return f"PING {target} ({address}) {origin}{size}({size + 28 + options}) bytes of data.\n"


def reply_line(reply: Reply, size: int, name: str = "", identifier: int | None = None) -> str:
    """One line, without its end."""
    if not reply.ok:
        colon = ":" if reply.type == 5 else ""  # what comes by the raw socket and not by the error queue is written so
        return f"From {reply.source}{colon} icmp_seq={reply.sequence} {describe_error(reply)}"
    line = f"{reply.size} bytes from {name or reply.source}: icmp_seq={reply.sequence}"
    if identifier is not None:
        line += f" ident={identifier}"
    line += f" ttl={reply.ttl}"
    if reply.truncated:
        line += " (truncated)"
    elif size >= TIMED_SIZE:
        line += f" time={round_trip(reply.seconds)}"
    return line + (" (DUP!)" if reply.duplicate else "")


def summary(target: str, result: PingResult, elapsed_ns: int, pipe: int = 0, paced: bool = True) -> str:
    """The statistics: `elapsed_ns` from the first request to the last, `pipe` the most requests that were open at once."""
    lines = ["", f"--- {target} ping statistics ---"]
    counts = f"{result.sent} packets transmitted, {result.received} received"
    if result.duplicates:
        counts += f", +{result.duplicates} duplicates"
    if result.errors:
        counts += f", +{result.errors} errors"
    if result.sent:
        counts += f", {(result.sent - result.received) * 100 / result.sent:g}% packet loss, time {(elapsed_ns + 500_000) // 1_000_000}ms"
    lines.append(counts)
    times = [round(reply.seconds * 1e6) for reply in result.replies if reply.ok and not reply.truncated]
    parts = []
    if times and result.size >= TIMED_SIZE:
        average = sum(times) // len(times)
        deviation = int(sqrt(max(sum(t * t for t in times) // len(times) - average * average, 0)))
        numbers = "/".join(f"{t // 1000}.{t % 1000:03}" for t in (min(times), average, max(times), deviation))
        parts.append(f"rtt min/avg/max/mdev = {numbers} ms")
    if pipe > 1:
        parts.append(f"pipe {pipe}")
    if result.received and not paced and result.sent > 1:
        gap = elapsed_ns // 1000 // (result.sent - 1)
        ewma = _ewma(times)
        parts.append(f"ipg/ewma {gap // 1000}.{gap % 1000:03}/{ewma // 8000}.{ewma // 8 % 1000:03} ms")
    lines.append(", ".join(parts))
    return "\n".join(lines) + "\n"


def _ewma(times: list[int]) -> int:
    """Eight times the moving average of the round trips, in microseconds."""
    average = 0
    for time in times:
        average = average + time - average // 8 if average else time * 8
    return average


def format_result(result: PingResult) -> str:
    """A PingResult of the API as the command would have printed it."""
    lines = [heading(result.target, "127.0.0.1" if result.target == "localhost" else result.target, result.size)]
    lines += [reply_line(reply, result.size) + "\n" for reply in result.replies if not reply.error]
    sent = [reply.at - reply.seconds for reply in result.replies]
    elapsed = round((max(sent) - min(sent)) * SECOND) if sent else 0
    return "".join(lines) + summary(result.target, result, elapsed)
