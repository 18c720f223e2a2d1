"""What bridge netfilter does to bridged IPv4 frames even without a rule (br_validate_ipv4() in net/bridge/br_netfilter_hooks.c)."""

from typing import TYPE_CHECKING

from pynetns.device.packet import ETH_HLEN, IP, Packet, View
from pynetns.wire.checksum import is_valid

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

TYPE = View(protocol=(12, "H"))
TAGGED = View(protocol=(16, "H"))
ETH_P_IP, ETH_P_8021Q = 0x0800, 0x8100


class BridgeNetfilter:
    """The header checks of net.bridge.bridge-nf-call-iptables=1, which is the kernel's default."""

    def __init__(self, namespace: "NetNamespace") -> None:
        self.namespace = namespace

    def pre_routing(self, packet: Packet, wanted: bool) -> bool:
        """May the frame go on? `wanted` is the bridge's own nf_call_iptables. The frame is cut to the length that its header says."""
        number = self.namespace.sysctl.number
        if not wanted and not number("net.bridge.bridge-nf-call-iptables"):
            return True
        (protocol,) = packet.read(TYPE)
        start = IP
        if protocol == ETH_P_8021Q and number("net.bridge.bridge-nf-filter-vlan-tagged") and packet.has(ETH_HLEN + 4):
            (protocol,) = packet.read(TAGGED)
            start = IP + 4
        return protocol != ETH_P_IP or (start == IP and packet.plain_ipv4()) or self._validate(packet, start)

    def _validate(self, packet: Packet, start: int) -> bool:
        mib = self.namespace.mib
        header = (packet.slice(start, start + 1)[0] & 15) * 4 if packet.has(start + 20) else 0
        if header < 20 or packet.slice(start, start + 1)[0] >> 4 != 4 or not packet.has(start + header):
            packet.count(mib.IpInHdrErrors)
            return False
        if not is_valid(packet.slice(start, start + header)):
            packet.count(mib.IpExtInCsumErrors)
            packet.count(mib.IpInHdrErrors)
            return False
        length = int.from_bytes(packet.slice(start + 2, start + 4), "big")
        if not packet.has(start + length):
            packet.count(mib.IpExtInTruncatedPkts)
            return False
        if length < header:
            packet.count(mib.IpInHdrErrors)
            return False
        packet.trim(start + length)
        return True


def multicast_is_sane(packet: Packet, protocol: int) -> bool:
    """With multicast snooping a bridge drops IPv4 multicast whose header makes no sense: ip_mc_check_iphdr()."""
    if protocol != ETH_P_IP or packet.plain_ipv4():
        return True
    if not packet.has(IP + 20):
        return False
    first, length = packet.slice(IP, IP + 1)[0], int.from_bytes(packet.slice(IP + 2, IP + 4), "big")
    header = (first & 15) * 4
    if first >> 4 != 4 or header < 20 or not packet.has(IP + header) or not is_valid(packet.slice(IP, IP + header)):
        return False
    return packet.has(IP + length) and length >= header
