"""An ICMP error about a translated connection: its quote has to read as what its receiver sent (nf_nat_icmp_reply_translation())."""

from pynetns.device.packet import ETH_HLEN, IP, Packet
from pynetns.netfilter.checksum import transport_checksum_is_valid
from pynetns.netfilter.connection import IPS_DST_NAT, IPS_NAT_DONE_MASK, IPS_NAT_MASK, IPS_SRC_NAT, Connection, direction
from pynetns.netfilter.nat_manip import DST, SRC, translate
from pynetns.netns.hooks import LOCAL_IN, PRE_ROUTING
from pynetns.wire.checksum import checksum
from pynetns.wire.icmp import ICMP_REDIRECT
from pynetns.wire.ipv4 import IPPROTO_ICMP


def translate_error(packet: Packet, connection: Connection, ctinfo: int, manip: int, hook: int) -> bool:
    """May the error go on? False for one that is broken, or a redirect about a translated path."""
    offset = IP + (packet.slice(IP, IP + 1)[0] & 15) * 4
    if not packet.has(offset + 28):
        return False
    if hook in (PRE_ROUTING, LOCAL_IN) and not transport_checksum_is_valid(packet, offset, IPPROTO_ICMP):
        return False
    if packet.slice(offset, offset + 1)[0] == ICMP_REDIRECT:
        if connection.status & IPS_NAT_DONE_MASK != IPS_NAT_DONE_MASK or connection.status & IPS_NAT_MASK:
            return False
    way = direction(ctinfo)
    bit = IPS_SRC_NAT if manip == SRC else IPS_DST_NAT
    if way:
        bit ^= IPS_NAT_MASK
    if not connection.status & bit:
        return True
    other = connection.tuple_of(1 - way)
    # The quote is a packet of the other direction: what it has as source, the error has as destination.
    quote = Packet(bytes(ETH_HLEN) + packet.slice(offset + 8, len(packet)))
    translate(quote, other, DST if manip == SRC else SRC)
    packet.write(offset + 8, quote.slice(ETH_HLEN))
    message = packet.slice(offset, len(packet))
    packet.write(offset + 2, checksum(message[:2] + b"\0\0" + message[4:]).to_bytes(2, "big"))
    wanted = other.inverted()
    assert wanted is not None
    address = wanted.src if manip == SRC else wanted.dst
    packet.replace(26 if manip == SRC else 30, address.to_bytes(4, "big"), (24,))
    return True
