"""What REJECT sends: net/ipv4/netfilter/nf_reject_ipv4.c."""

from struct import Struct
from typing import TYPE_CHECKING

from pynetns.device.packet import Packet
from pynetns.netfilter.checksum import transport_checksum_is_valid
from pynetns.netfilter.connection import Connection
from pynetns.netfilter.conntrack_tcp import close_at_once
from pynetns.netfilter.state import LOCAL_IN, LOCAL_OUT, HookState
from pynetns.netfilter.transport import IP_PROTO, IP_SRC_DST, read_at
from pynetns.wire.checksum import transport_checksum

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

ICMP_DEST_UNREACH = 3
ICMP, TCP, UDP = 1, 6, 17
_TCP_HEADER = Struct("!HHIIBBHHH")
_FIN, _SYN, _RST, _ACK = 1, 2, 4, 16
ECHO = b"\x08"
VERIFIED = (ICMP, TCP, UDP, 136)  # by connection tracking
# Protocols whose checksum is not the kernel's to verify here: nf_reject_verify_csum().
UNVERIFIED = (47, 50, 51, 132, 136)


def _checksum_is_valid(packet: Packet, state: HookState, proto: int, verified: bool) -> bool:
    """nf_ip_checksum() of the transport header. Of a protocol that it does not know it expects that everything sums up."""
    if proto == UDP and packet.slice(state.thoff + 6, state.thoff + 8) == b"\0\0":
        return True
    if packet.options is not None and packet.options.changed and not verified:
        return False  # the kernel sums the IPv4 header too, and that is out of step while an address has been recorded in its options
    return transport_checksum_is_valid(packet, state.thoff, proto)


def _has_been_verified(packet: Packet, state: HookState, proto: int) -> bool:
    """Has connection tracking summed it up on its way in? Then the kernel does not do so again."""
    namespace = state.namespace
    return (namespace.conntrack.is_needed and proto in VERIFIED and not packet.untracked and packet.device is not None
            and bool(namespace.conntrack.number("checksum")))


def send_unreach(namespace: "NetNamespace", packet: Packet, state: HookState, code: int) -> None:
    """nf_send_unreach(): not about a later fragment, not about a broken segment."""
    if state.fragoff:
        return
    proto = packet.read(IP_PROTO)[0]
    if proto == ICMP and state.hook == LOCAL_OUT and packet.slice(state.thoff, state.thoff + 1) != ECHO:
        return  # ICMP itself is sending, and its socket does not do two things at once: icmp_xmit_lock()
    if proto not in UNVERIFIED and not _checksum_is_valid(packet, state, proto, _has_been_verified(packet, state, proto)):
        return
    namespace.icmp.send_error(packet, ICMP_DEST_UNREACH, code, 0)


def send_reset(namespace: "NetNamespace", packet: Packet, state: HookState) -> None:
    """nf_send_reset(): as the one that was addressed would refuse the connection."""
    if state.fragoff or packet.read(IP_PROTO)[0] != TCP or not packet.has(state.thoff + 20):
        return
    sport, dport, seq, ack, offset, flags, _, _, _ = _TCP_HEADER.unpack(packet.slice(state.thoff, state.thoff + 20))
    verified = state.hook == LOCAL_IN and _has_been_verified(packet, state, TCP)  # forwarding forgets it
    if flags & _RST or not _checksum_is_valid(packet, state, TCP, verified):
        return
    if packet.dst is not None and packet.dst.group:
        return
    src, dst = packet.read(IP_SRC_DST)
    if flags & _ACK:
        answer = (ack, 0, _RST)
    else:
        length = read_at(packet, 16, "H") - (state.thoff - 14) - (offset >> 4) * 4
        answer = (0, seq + bool(flags & _SYN) + bool(flags & _FIN) + length & 0xFFFFFFFF, _RST | _ACK)
    segment = _TCP_HEADER.pack(dport, sport, answer[0], answer[1], 0x50, answer[2], 0, 0, 0)
    segment = segment[:16] + transport_checksum(dst, src, TCP, segment).to_bytes(2, "big") + segment[18:]
    try:
        back = namespace.route.output(src, src=dst if namespace.fib.address_type(dst) == "local" else 0)
    except OSError:
        return
    reset = namespace.ipv4_output.build(back, dst, src, TCP, segment, df=True, identification=0)
    namespace.conntrack.attach(reset, packet)
    if isinstance(packet.ct, Connection):
        close_at_once(packet.ct)
    if state.physin is None:
        namespace.ipv4_output.local_out(reset)
    else:  # a bridge answers with the address of the station that was asked
        reset.write(0, packet.slice(6, 12) + packet.slice(0, 6) + b"\x08\x00")
        state.physin.transmit(reset)
