"""tcpdump's text for IPv4, its options and fragments, and UDP.

print-ip.c, print-ip-demux.c and print-udp.c of tcpdump 4.99.3.
"""

from pynetns.commands.tcpdump_dissection import Dissection, Truncated, bits, should_be
from pynetns.commands.tcpdump_icmp import print_icmp
from pynetns.commands.tcpdump_igmp import print_igmp
from pynetns.commands.tcpdump_tcp import print_tcp
from pynetns.wire.checksum import checksum, transport_checksum

_PROTOCOLS = {
    0: "Options",
    1: "ICMP",
    2: "IGMP",
    4: "IPIP",
    6: "TCP",
    8: "EGP",
    9: "IGRP",
    17: "UDP",
    33: "DCCP",
    41: "IPv6",
    43: "Routing",
    44: "Fragment",
    46: "RSVP",
    47: "GRE",
    50: "ESP",
    51: "AH",
    55: "Mobile IP",
    58: "ICMPv6",
    62: "Mobile IP (old)",
    88: "EIGRP",
    89: "OSPF",
    103: "PIM",
    108: "Compressed IP",
    112: "VRRP",
    113: "PGM",
    132: "SCTP",
    135: "Mobility",
    143: "Ethernet",
}
_FRAGMENT_FLAGS = {0x2000: "+", 0x4000: "DF", 0x8000: "rsvd"}
_ECN = ("", ",ECT(1)", ",ECT(0)", ",CE")
_OPTIONS = {
    0: "EOL",
    1: "NOP",
    68: "timestamp",
    130: "security",
    7: "RR",
    137: "SSRR",
    131: "LSRR",
    148: "RA",
    82: "traceroute",
}


def print_ip(d: Dissection, at: int, length: int) -> None:
    """ip_print()"""
    d.protocol = "ip"
    version = d.u8(at) >> 4
    if version != 4:
        d.put("IP6, wrong link-layer encapsulation" if version == 6 else f"IP{version}")
        d.put_invalid()
        return
    if not d.options.link_level:
        d.put("IP ")
    if not d.has(at, 20):
        d.put_truncated()
        return
    if length < 20:
        d.put(f"truncated-ip {length}")
        return
    header = (d.u8(at) & 15) * 4
    if header < 20:
        d.put(f"bad-hlen {header}")
        return
    total = d.u16(at + 2)
    if length < total:
        d.put(f"truncated-ip - {total - length} bytes missing! ")
    if total < header:
        d.put(f"bad-len {total}")
        return
    with d.cut(at + total):
        _print_packet(d, at, header, total - header)


def _print_packet(d: Dissection, at: int, header: int, length: int) -> None:
    """A packet whose header makes sense, with `length` bytes of payload."""
    protocol, fragment = d.u8(at + 9), d.u16(at + 6)
    source, target = d.ip(at + 12), d.ip(at + 16)
    if d.options.verbose and not _print_header(d, at, header):
        d.put(f"{source} > {target}: ")
        d.put_truncated()
        return
    if fragment & 0x1FFF:
        d.put(f"{source} > {target}: ip-proto-{protocol}")
        return
    if protocol not in (6, 17):  # these print ports with their addresses
        d.put(f"{source} > {target}: ")
    if not d.has(at, header):
        d.put(f" [remaining caplen({d.end - at}) < header length({header})]")
        raise Truncated
    _print_payload(d, at, at + header, length, protocol, fragmented=bool(fragment & 0x2000))


def _print_payload(d: Dissection, ip: int, at: int, length: int, protocol: int, *, fragmented: bool) -> None:
    """ip_demux_print()"""
    if protocol == 6:
        print_tcp(d, ip, at, length, fragmented=fragmented)
    elif protocol == 17:
        _print_udp(d, ip, at, length, fragmented=fragmented)
    elif protocol == 1:
        print_icmp(d, at, length, print_ip, fragmented=fragmented)
    elif protocol == 2:
        print_igmp(d, at, length)
    elif protocol == 4:
        print_ip(d, at, length)
    elif protocol == 59:
        d.put("no next header")
    else:
        d.put(f" ip-proto-{protocol} {length}")


def _print_header(d: Dissection, at: int, header: int) -> bool:
    """The parenthesis of `-v`; False where an option was cut off."""
    tos, ttl, fragment, protocol = d.u8(at + 1), d.u8(at + 8), d.u16(at + 6), d.u8(at + 9)
    d.put(f"(tos 0x{tos:x}{_ECN[tos & 3]}")
    if ttl:
        d.put(f", ttl {ttl}")
    d.put(
        f", id {d.u16(at + 4)}, offset {(fragment & 0x1FFF) * 8}, flags [{bits(_FRAGMENT_FLAGS, fragment & 0xE000)}]"
        f", proto {_PROTOCOLS.get(protocol, 'unknown')} ({protocol}), length {d.u16(at + 2)}"
    )
    whole = True
    if header > 20:
        d.put(", options (")
        whole = _print_options(d, at + 20, header - 20)
        d.put(")" if whole else " [truncated-option])")
    if not d.options.no_checksums and d.has(at, header):
        computed = checksum(d.data[at : at + header])
        if computed:
            field = d.u16(at + 10)
            d.put(f", bad cksum {field:x} (->{should_be(field, computed):x})!")
    d.put(")\n    ")
    return whole


def _print_options(d: Dissection, at: int, length: int) -> bool:
    """ip_optprint(); False where the capture ends inside an option."""
    separator = ""
    while length > 0:
        d.put(separator)
        code = d.u8(at)
        d.put(_OPTIONS.get(code, f"unknown {code}"))
        separator = ","
        size = 1
        if code > 1:
            size = d.u8(at + 1)
            if size < 2 or size > length:
                d.put(f" [bad length {size}]")
                return True
        if not d.has(at, size):
            return False
        if code == 0:
            return True
        if code == 68:
            _print_timestamps(d, at, size)
        elif code in (7, 131, 137):
            _print_route(d, at, size)
        elif code == 148:
            if size < 4:
                d.put(f" [bad length {size}]")
            elif d.u16(at + 2):
                d.put(f" value {d.u16(at + 2)}")
        at, length = at + size, length - size
    return True


def _print_route(d: Dissection, at: int, size: int) -> None:
    """ip_printroute()"""
    if size < 3 or (size + 1) & 3:
        d.put(f" [bad length {size}]")
    if size < 3:
        return
    pointer = d.u8(at + 2) - 1 & 0xFFFFFFFF
    if pointer < 3 or (pointer + 1) & 3 or pointer > size + 1:
        d.put(f" [bad ptr {d.u8(at + 2)}]")
    for offset in range(3, size, 4):
        d.put(f" {d.ip(at + offset)}{',' if pointer > offset else ''}")


def _print_timestamps(d: Dissection, at: int, size: int) -> None:
    """ip_printts()"""
    if size < 4:
        d.put(f"[bad length {size}]")
        return
    d.put(" TS{")
    kind, pointer = d.u8(at + 3) & 15, d.u8(at + 2) - 1 & 0xFFFFFFFF
    step = 4 if kind == 0 else 8
    if (size - 4) & (step - 1):
        d.put(f"[bad length {size}]")
    if pointer < 4 or (pointer - 4) & (step - 1) or pointer > size + 1:
        d.put(f"[bad ptr {d.u8(at + 2)}]")
    offset = 0
    if kind in (0, 1, 3):
        d.put({0: "TSONLY", 1: "TS+ADDR", 3: "PRESPEC"}[kind])
        for offset in range(4, size, step):
            mark = " ^ " if pointer == offset else " "
            d.put(f"{mark}{d.u32(at + offset + step - 4)}@{d.ip(at + offset) if step == 8 else ''}")
        offset = 4 + -(-(size - 4) // step) * step
    else:
        d.put(f"[bad ts type {kind}]")
    d.put(" ^ " if pointer == offset else "")
    missed = d.u8(at + 3) >> 4
    d.put(f" [{missed} hops not recorded]}} " if missed else "}")


def _print_udp(d: Dissection, ip: int, at: int, length: int, *, fragmented: bool) -> None:
    """udp_print(), without the protocols on top."""
    d.protocol = "udp"
    source, target = d.ip(ip + 12), d.ip(ip + 16)
    if not d.has(at, 4):
        d.put(f"{source} > {target}: ")
        d.put_truncated()
        return
    d.put(f"{source}.{d.u16(at)} > {target}.{d.u16(at + 2)}: ")
    if length < 8:
        d.put(f"truncated-udp {length}")
        return
    if not d.has(at, 6):
        d.put_truncated()
        return
    claimed = d.u16(at + 4)
    if claimed < 8:
        d.put(f"truncated-udplength {claimed}")
        return
    if not d.has(at, 8):
        d.put_truncated()
        return
    claimed -= 8
    length = min(length - 8, claimed)
    if d.options.verbose > 1 and not d.options.no_checksums and not fragmented:
        _print_udp_checksum(d, ip, at, length + 8)
    if claimed > length and not fragmented:
        d.put(f"UDP, bad length {claimed} > {length}")
    else:
        d.put(f"UDP, length {claimed}")


def _print_udp_checksum(d: Dissection, ip: int, at: int, length: int) -> None:
    field = d.u16(at + 6)
    if not field:
        d.put("[no cksum] ")
    elif d.has(at, length):
        computed = transport_checksum(d.u32(ip + 12), d.final_destination(ip), 17, d.data[at : at + length])
        if computed:
            d.put(f"[bad udp cksum 0x{field:04x} -> 0x{should_be(field, computed):04x}!] ")
        else:
            d.put("[udp sum ok] ")
