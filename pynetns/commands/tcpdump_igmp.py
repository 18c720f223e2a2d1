"""tcpdump's text for IGMP, as far as Linux hosts and bridges send it: print-igmp.c of tcpdump 4.99.3."""

from pynetns.commands.tcpdump_dissection import Dissection
from pynetns.wire.checksum import checksum

_IGMP_RECORDS = {1: "is_in", 2: "is_ex", 3: "to_in", 4: "to_ex", 5: "allow", 6: "block"}


def print_igmp(d: Dissection, at: int, length: int) -> None:
    """igmp_print(): what Linux hosts and bridges send."""
    d.protocol = "igmp"
    if d.options.quiet:
        d.put("igmp")
        return
    kind = d.u8(at)
    odd_length = f" [len {length}]" if length != 8 else ""
    if kind == 0x11:
        d.put("igmp query")
        if length >= 12:
            _print_igmpv3_query(d, at, length)
        else:
            limit = d.u8(at + 1)
            d.put((" v2" + (f" [max resp time {limit}]" if limit != 100 else "")) if limit else " v1")
            d.put((f" [gaddr {d.ip(at + 4)}]" if d.u32(at + 4) else "") + odd_length)
    elif kind == 0x12:
        d.put(f"igmp v1 report {d.ip(at + 4)}{odd_length}")
    elif kind == 0x16:
        d.put(f"igmp v2 report {d.ip(at + 4)}")
    elif kind == 0x22:
        d.put("igmp v3 report")
        _print_igmpv3_report(d, at, length)
    elif kind == 0x17:
        d.put(f"igmp leave {d.ip(at + 4)}")
    else:
        d.put(f"igmp-{kind}")
    if d.options.verbose and length >= 4 and d.has(at, length) and checksum(d.data[at : at + length]):
        d.put(f" bad igmp cksum {d.u16(at + 2):x}!")


def _print_igmpv3_query(d: Dissection, at: int, length: int) -> None:
    d.put(" v3")
    if length & 3:
        d.put(f" [invalid len {length}]")
        return
    code = d.u8(at + 1)
    tenths = code if code < 128 else (code & 15 | 16) << ((code >> 4 & 7) + 3)
    if code != 100:
        d.put(
            f" [max resp time {tenths * 0.1:.1f}s]" if tenths < 600 else f" [max resp time {_relative(tenths // 10)}]"
        )
    if d.u32(at + 4) == 0:
        return
    d.put(f" [gaddr {d.ip(at + 4)}")
    sources = d.u16(at + 10)
    if sources and length < 12 + sources * 4:
        d.put(" [invalid number of sources]")
    elif sources and d.options.verbose > 1:
        _print_sources(d, at + 12, sources)
    elif sources:
        d.put(f", {sources} source(s)")
    d.put("]")


def _relative(seconds: int) -> str:
    """unsigned_relts_print(): 1d2h3m4s without the parts that are zero."""
    parts = []
    for unit, size in (("y", 31536000), ("w", 604800), ("d", 86400), ("h", 3600), ("m", 60), ("s", 1)):
        count, seconds = divmod(seconds, size)
        if count:
            parts.append(f"{count}{unit}")
    return "".join(parts) or "0s"


def _print_igmpv3_report(d: Dissection, at: int, length: int) -> None:
    if length < 16 or length & 3:
        d.put(f" [invalid len {length}]")
        return
    groups = d.u16(at + 6)
    d.put(f", {groups} group record(s)")
    if not d.options.verbose:
        return
    record = 8
    for _ in range(groups):
        if length < record + 8:
            d.put(" [invalid number of groups]")
            return
        kind, sources = d.u8(at + record), d.u16(at + record + 2)
        d.put(f" [gaddr {d.ip(at + record + 4)} {_IGMP_RECORDS.get(kind, f' [v3-report-#{kind}]')}")
        if length < record + 8 + sources * 4:
            d.put(f" [invalid number of sources {sources}]")
            return
        if d.options.verbose == 1:
            d.put(f", {sources} source(s)]")
        else:
            _print_sources(d, at + record + 8, sources)
            d.put("]")
        record += 8 + sources * 4


def _print_sources(d: Dissection, at: int, count: int) -> None:
    d.put(" {")
    for source in range(at, at + 4 * count, 4):
        d.put(f" {d.ip(source)}")
    d.put(" }")
