"""Header fields rewritten with their checksums: what the targets of the mangle table do."""

from typing import TYPE_CHECKING

from pynetns.device.packet import Packet
from pynetns.netfilter.state import HookState
from pynetns.netfilter.transport import IP_LENGTH, IP_SRC_DST, read_at
from pynetns.wire.checksum import replace16, replace32

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

MSS_OPTION, MSS_LENGTH = 2, 4
NOP = 1
DEFAULT_MSS = 536  # RFC 9293 3.7.1: what a TCP that says nothing means
HEADERS = 40  # of IPv4 and TCP, without options


def rewrite_byte(namespace: "NetNamespace", packet: Packet, offset: int, old: int, new: int) -> None:
    """One byte of the IPv4 header."""
    if old == new:
        return
    namespace.scheduler.refuse("rewrites the header")
    check = read_at(packet, 24, "H")
    shift = 8 if offset % 2 == 0 else 0
    packet.write(offset, bytes((new,)))
    packet.write(24, replace16(check, old << shift, new << shift).to_bytes(2, "big"))


def rewrite_tcp_flags(namespace: "NetNamespace", packet: Packet, thoff: int, mask: int, value: int) -> None:
    """Some bits of the TCP flags: set_ect_tcp()."""
    word = read_at(packet, thoff + 12, "H")
    new = word & ~mask | value
    if new == word:
        return
    namespace.scheduler.refuse("rewrites the header")
    check = read_at(packet, thoff + 16, "H")
    packet.write(thoff + 12, new.to_bytes(2, "big"))
    packet.write(thoff + 16, replace16(check, word, new).to_bytes(2, "big"))


def clamp_mss(namespace: "NetNamespace", packet: Packet, state: HookState, mss: int | None) -> bool:
    """tcpmss_mangle_packet(): lower the maximum segment size of a SYN, or put one in. False for a packet to be dropped."""
    namespace.scheduler.refuse("rewrites an option")
    if state.fragoff:
        return True
    thoff = state.thoff
    length = len(packet) - thoff
    if length < 20:
        return False
    header = (read_at(packet, thoff + 12, "B") >> 4) * 4
    if length < header or header < 20:
        return False
    if mss is None:
        mtu = path_mtu(namespace, packet)
        if mtu <= HEADERS:
            return False
        mss = mtu - HEADERS
    options = packet.slice(thoff, thoff + header)
    check = read_at(packet, thoff + 16, "H")
    at = 20
    while at <= header - MSS_LENGTH:
        if options[at] == MSS_OPTION and options[at + 1] == MSS_LENGTH:
            old = options[at + 2] << 8 | options[at + 3]
            if old > mss:
                packet.write(thoff + at + 2, mss.to_bytes(2, "big"))
                packet.write(thoff + 16, _replace_unaligned(check, old, mss, at).to_bytes(2, "big"))
            return True
        at += 1 if options[at] <= 1 or options[at + 1] == 0 else options[at + 1]
    if length > header or header >= 60:
        return True
    _add_mss(packet, thoff, header, check, min(mss, DEFAULT_MSS))
    return True


def _replace_unaligned(check: int, old: int, new: int, at: int) -> int:
    """inet_proto_csum_replace2() takes the value as if it stood at an even offset; so does the kernel, wherever it stands."""
    return replace32(check, old, new)


def _add_mss(packet: Packet, thoff: int, header: int, check: int, mss: int) -> None:
    """A SYN without the option gets one, in front of its others."""
    option = bytes((MSS_OPTION, MSS_LENGTH)) + mss.to_bytes(2, "big")
    check = replace32(check, header, header + MSS_LENGTH)
    check = replace32(check, 0, int.from_bytes(option, "big"))
    word = read_at(packet, thoff + 12, "H")
    new_word = word + 0x1000
    check = replace32(check, word, new_word)
    rest = packet.slice(thoff + 20, thoff + header)
    packet.write(thoff + 12, new_word.to_bytes(2, "big"))
    packet.write(thoff + 16, check.to_bytes(2, "big"))
    packet.write(thoff + 20, option + rest)
    total = packet.read(IP_LENGTH)[0]
    ip_check = read_at(packet, 24, "H")
    packet.write(16, (total + MSS_LENGTH).to_bytes(2, "big"))
    packet.write(24, replace16(ip_check, total, total + MSS_LENGTH).to_bytes(2, "big"))


def strip_options(namespace: "NetNamespace", packet: Packet, state: HookState, unwanted: frozenset[int]) -> bool:
    """tcpoptstrip_mangle_packet(). False for a packet to be dropped."""
    namespace.scheduler.refuse("rewrites options")
    if state.fragoff:
        return True
    thoff = state.thoff
    length = len(packet) - thoff
    header = (read_at(packet, thoff + 12, "B") >> 4) * 4 if length >= 20 else 0
    if header < 20 or length < header:
        return False
    segment = bytearray(packet.slice(thoff, thoff + header))
    check, at = segment[16] << 8 | segment[17], 20
    while at < header - 1:
        size = segment[at + 1] if segment[at] > NOP and segment[at + 1] else 1
        if at + size > header:
            break
        if segment[at] in unwanted:
            for place in range(at, at + size):
                shift = 8 if place % 2 == 0 else 0
                check = replace16(check, segment[place] << shift, NOP << shift)
                segment[place] = NOP
        at += size
    segment[16:18] = check.to_bytes(2, "big")
    packet.write(thoff, bytes(segment))
    return True


def path_mtu(namespace: "NetNamespace", packet: Packet) -> int:
    """The smaller of the way there and the way back."""
    src, _ = packet.read(IP_SRC_DST)
    mtu: int = namespace.route.mtu(packet.dst) if packet.dst is not None else 0
    back = namespace.fib.lookup(src)
    if back is not None and back.device is not None:
        mtu = min(mtu, back.mtu or back.device.mtu) if mtu else back.device.mtu
    return mtu
