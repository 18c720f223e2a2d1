"""tcpdump's text for ICMP: print-icmp.c of tcpdump 4.99.3, without the objects of RFC 4884 extensions."""

from collections.abc import Callable

from pynetns.commands.tcpdump_dissection import Dissection, should_be
from pynetns.wire import icmp
from pynetns.wire.checksum import checksum

_NAMES = {
    icmp.ICMP_SOURCE_QUENCH: "source quench",
    icmp.ICMP_ROUTERSOLICIT: "router solicitation",
    icmp.ICMP_INFO_REQUEST: "information request",
    icmp.ICMP_INFO_REPLY: "information reply",
    icmp.ICMP_ADDRESS: "address mask request",
}
_UNREACHABLE = {
    icmp.ICMP_NET_UNREACH: "net {} unreachable",
    icmp.ICMP_HOST_UNREACH: "host {} unreachable",
    icmp.ICMP_SR_FAILED: "{} unreachable - source route failed",
    icmp.ICMP_NET_UNKNOWN: "net {} unreachable - unknown",
    icmp.ICMP_HOST_UNKNOWN: "host {} unreachable - unknown",
    icmp.ICMP_HOST_ISOLATED: "{} unreachable - source host isolated",
    icmp.ICMP_NET_ANO: "net {} unreachable - admin prohibited",
    icmp.ICMP_HOST_ANO: "host {} unreachable - admin prohibited",
    icmp.ICMP_NET_UNR_TOS: "net {} unreachable - tos prohibited",
    icmp.ICMP_HOST_UNR_TOS: "host {} unreachable - tos prohibited",
    icmp.ICMP_PKT_FILTERED: "host {} unreachable - admin prohibited filter",
    icmp.ICMP_PREC_VIOLATION: "host {} unreachable - host precedence violation",
    icmp.ICMP_PREC_CUTOFF: "host {} unreachable - precedence cutoff",
}
_REDIRECT = {
    icmp.ICMP_REDIR_NET: "redirect {} to net {}",
    icmp.ICMP_REDIR_HOST: "redirect {} to host {}",
    icmp.ICMP_REDIR_NETTOS: "redirect-tos {} to net {}",
    icmp.ICMP_REDIR_HOSTTOS: "redirect-tos {} to host {}",
}
_TIME_EXCEEDED = {
    icmp.ICMP_EXC_TTL: "time exceeded in-transit",
    icmp.ICMP_EXC_FRAGTIME: "ip reassembly time exceeded",
}
_EXTENDED_TYPES = (icmp.ICMP_DEST_UNREACH, icmp.ICMP_TIME_EXCEEDED, icmp.ICMP_PARAMETERPROB)
_EXTENDED_LENGTH = 156  # ICMP_EXTD_MINLEN


def print_icmp(
    d: Dissection, at: int, length: int, print_ip: Callable[[Dissection, int, int], None], *, fragmented: bool
) -> None:
    """icmp_print(); `print_ip` prints the packet that an error quotes."""
    d.protocol = "icmp"
    kind = d.u8(at)
    text = _describe(d, at, kind, d.u8(at + 1))
    if text is None:
        d.put_truncated()
        return
    d.put(f"ICMP {text}, length {length}")
    if not d.options.verbose:
        return
    if not fragmented and d.has(at, length):
        computed = checksum(d.data[at : at + length])
        if computed:
            field = d.u16(at + 2)
            d.put(f" (wrong icmp cksum {field:x} (->{should_be(field, computed):x})!)")
    if kind in icmp.ERROR_TYPES:
        d.put("\n\t")
        quoted = at + icmp.ICMP_HLEN
        with d.cut(quoted + d.u16(quoted + 2)):
            print_ip(d, quoted, d.u16(quoted + 2))
    if kind in _EXTENDED_TYPES and length > _EXTENDED_LENGTH:
        _print_extension(d, at, length)


def _print_extension(d: Dissection, at: int, length: int) -> None:
    """The header of an RFC 4884 extension, if what stands behind 128 quoted bytes is one by its checksum."""
    d.protocol = "icmp"
    start, size = at + 136, length - _EXTENDED_LENGTH
    if not d.has(at, 141):
        d.put_truncated()
        return
    whole = d.has(start, size)
    valid = whole and checksum(d.data[start : start + size]) == 0
    if whole and not valid and d.u8(at + 5) == 0:
        return
    version = d.u8(start) >> 4
    d.put(f"\n\tICMP Multi-Part extension v{version}")
    if version != 2:
        d.put(" packet not supported")
    elif whole:
        d.put(f", checksum 0x{d.u16(start + 2):04x} ({'' if valid else 'in'}correct), length {size}")


def _describe(d: Dissection, at: int, kind: int, code: int) -> str | None:
    """The message in words; None where it is cut short."""
    if kind in (icmp.ICMP_ECHO, icmp.ICMP_ECHOREPLY):
        name = "request" if kind == icmp.ICMP_ECHO else "reply"
        return f"echo {name}, id {d.u16(at + 4)}, seq {d.u16(at + 6)}"
    if kind == icmp.ICMP_DEST_UNREACH:
        return _describe_unreachable(d, at, code)
    if kind == icmp.ICMP_REDIRECT:
        known = _REDIRECT.get(code, f"redirect-#{code} {{}} to {{}}")
        return known.format(d.ip(at + 24), d.ip(at + 4))
    if kind == icmp.ICMP_ROUTERADVERT:
        return _describe_router_advertisement(d, at)
    if kind == icmp.ICMP_TIME_EXCEEDED:
        return _TIME_EXCEEDED.get(code, f"time exceeded-#{code}") if d.has(at + 24, 4) else None
    if kind == icmp.ICMP_PARAMETERPROB:
        return f"parameter problem - code {code}" if code else f"parameter problem - octet {d.u8(at + 4)}"
    if kind == icmp.ICMP_ADDRESSREPLY:
        return f"address mask is 0x{d.u32(at + 8):08x}"
    if kind == icmp.ICMP_TIMESTAMP:
        return f"time stamp query id {d.u16(at + 4)} seq {d.u16(at + 6)}"
    if kind == icmp.ICMP_TIMESTAMPREPLY:
        if not d.has(at + 16, 4):
            return None
        original, received, sent = (_time_of_day(d.u32(at + offset)) for offset in (8, 12, 16))
        return f"time stamp reply id {d.u16(at + 4)} seq {d.u16(at + 6)}: org {original}, recv {received}, xmit {sent}"
    return _NAMES.get(kind, f"type-#{kind}")


def _describe_unreachable(d: Dissection, at: int, code: int) -> str | None:
    quoted = at + icmp.ICMP_HLEN
    if code == icmp.ICMP_PORT_UNREACH:
        if not d.has(quoted + 9, 1):
            return None
        port = d.u16(quoted + (d.u8(quoted) & 15) * 4 + 2)
        protocol = d.u8(quoted + 9)
        name = {6: "tcp", 17: "udp"}.get(protocol, f"protocol {protocol}")
        return f"{d.ip(quoted + 16)} {name} port {port} unreachable"
    target = d.ip(quoted + 16)
    if code == icmp.ICMP_PROT_UNREACH:
        return f"{target} protocol {d.u8(quoted + 9)} unreachable"
    if code == icmp.ICMP_FRAG_NEEDED:
        mtu = d.u16(at + 6)
        return f"{target} unreachable - need to frag{f' (mtu {mtu})' if mtu else ''}"
    return _UNREACHABLE.get(code, f"{{}} unreachable - #{code}").format(target)


def _describe_router_advertisement(d: Dissection, at: int) -> str | None:
    if not d.has(at + 4, 4):
        return None
    count, size, lifetime = d.u8(at + 4), d.u8(at + 5), d.u16(at + 6)
    seconds = f"{lifetime % 60:02}" if lifetime >= 60 else f"{lifetime}"
    if lifetime >= 3600:
        shown = f"{lifetime // 3600}:{lifetime // 60 % 60:02}:{seconds}"
    else:
        shown = f"{lifetime // 60}:{seconds}" if lifetime >= 60 else seconds
    text = f"router advertisement lifetime {shown} {count}:"
    if size != 2:
        return f"{text} [size {size}]"
    if not d.has(at + 8, 8 * count):
        return None
    return text + "".join(f" {{{d.ip(at + 8 + 8 * i)} {d.u32(at + 12 + 8 * i)}}}" for i in range(count))


def _time_of_day(milliseconds: int) -> str:
    """icmp_tstamp_print()"""
    seconds, rest = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{rest:03}"
