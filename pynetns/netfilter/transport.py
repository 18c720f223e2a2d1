"""The transport header as matches read it: skb_header_pointer() behind the IPv4 header, wherever that ends."""

from pynetns.device.packet import Packet, View
from pynetns.netfilter.state import HookState

_PORTS = {offset: View(source=(offset, "H"), destination=(offset + 2, "H")) for offset in range(34, 78, 4)}
IP_SRC_DST = View(src=(26, "I"), dst=(30, "I"))
IP_PROTO = View(proto=(23, "B"))
IP_TOS = View(tos=(15, "B"))
IP_TTL = View(ttl=(22, "B"))
IP_LENGTH = View(length=(16, "H"))
# The protocols whose header begins with two ports: proto_ports_offset(). AH has them four bytes later.
PORT_PROTOCOLS = {6: 0, 17: 0, 33: 0, 50: 0, 132: 0, 136: 0, 51: 4}


def ports(packet: Packet, state: HookState) -> tuple[int, int]:
    """Source and destination port; the frame is known to hold them."""
    both = state.ports
    if both is None:
        view = _PORTS.get(state.thoff)
        if view is None:  # the header length field says less than five words
            view = View(source=(state.thoff, "H"), destination=(state.thoff + 2, "H"))
        source, destination = packet.read(view)
        both = (source, destination)
    return both


def checked_ports(packet: Packet, state: HookState) -> tuple[int, int]:
    """The same of a frame that is known to hold the whole header of its protocol: the next match need not look again."""
    both = state.ports = ports(packet, state)
    return both


_BYTES: dict[tuple[int, str], View] = {}


def read_at(packet: Packet, offset: int, code: str) -> int:
    """One field anywhere in the frame, by its struct code."""
    view = _BYTES.get((offset, code))
    if view is None:
        view = _BYTES[offset, code] = View(field=(offset, code))
    value: int = packet.read(view)[0]
    return value
