"""flows: what the flow cache remembers, so that a person can see why a path is fast or not. Not a command of Linux."""

from pynetns.commands.base import Context
from pynetns.fastpath.flow_entry import FlowEntry, FlowSummary
from pynetns.wire.address import format_ipv4, format_mac

USAGE = "Usage: flows [ DEVICE ]\n"
HELP = USAGE + """
Each flow: the fields that decided its path with their values, the conditions that hold for its frames, how many took the path, what its
frames count on their way, and how their headers change. Then, for each device, how many frames were fast, and why others were not.
"""


def main(context: Context, words: list[str]) -> int:
    if words and words[0] in ("-h", "--help", "help"):
        context.out(HELP)
        return 0
    if len(words) > 1 or (words and words[0].startswith("-")):
        context.err(USAGE)
        return 2
    entries = [entry for entry in context.lab.flows() if not words or words[0] in (entry.device, f"{entry.namespace}/{entry.device}")]
    summaries = [summary for summary in context.lab.flow_summaries()
                 if not words or words[0] in (summary.device, f"{summary.namespace}/{summary.device}")]
    if not context.lab.flow_cache:
        context.out("The flow cache is off.\n")
    for entry in entries:
        context.out(_entry(entry))
    for summary in summaries:
        context.out(_summary(summary))
    return 0


def _place(namespace: str, device: str) -> str:
    return f"{namespace or 'host'}/{device}"


def _field(name: str, value: bytes) -> str:
    if name.startswith(("ip src[0:", "ip dst[0:")):  # only the first octets of an address decided
        return f"{name[:2]}_{name[3:6]} {format_ipv4(int.from_bytes(value.ljust(4, bytes(1)), 'big'))}/{8 * len(value)}"
    return f"{name.replace(' ', '_')} {_value(name, value)}"


def _value(name: str, value: bytes) -> str:
    if name in ("ip src", "ip dst"):
        return format_ipv4(int.from_bytes(value, "big"))
    if name in ("eth src", "eth dst"):
        return format_mac(value)
    if name in ("sport", "dport", "ip proto", "ip ttl"):
        return str(int.from_bytes(value, "big"))
    return f"0x{value.hex()}"


def _entry(entry: FlowEntry) -> str:
    key = " ".join(_field(name, value) for name, value in entry.key)
    return (f"{_place(entry.namespace, entry.device)}: {key or 'every frame'}\n"
            f"    if {', '.join(entry.conditions)}\n"
            f"    hits {entry.hits}\n"
            f"    path {', '.join(entry.path) or 'nothing is counted'}\n"
            f"    rewrite {', '.join(entry.rewrite) or 'none'}\n")


def _summary(summary: FlowSummary) -> str:
    total = summary.hits + summary.misses
    text = f"{_place(summary.namespace, summary.device)}: {summary.flows} flows, {summary.hits} of {total} frames by them\n"
    for why, count in sorted(summary.refusals.items(), key=lambda item: -item[1]):
        text += f"    {count} the slow way: {why}\n"
    return text
