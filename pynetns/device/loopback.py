"""lo: what a namespace sends to itself comes back (drivers/net/loopback.c)."""

import errno

from pynetns.device.host import Host
from pynetns.device.netdevice import ZERO_MAC, NetDevice
from pynetns.device.packet import ETH_HLEN, Packet
from pynetns.errors import NetlinkError


class Loopback(NetDevice):
    """The first device of every namespace. It has no limits on its MTU, no neighbours, and can't be removed."""

    __slots__ = ()

    kind = ""
    link_type = "loopback"
    min_mtu = 0
    max_mtu = 0
    is_loopback = True

    def __init__(self, host: Host) -> None:
        super().__init__(host, "lo", mac=ZERO_MAC, mtu=65536)
        self.broadcast = ZERO_MAC
        self.arp = self.multicast_flag = False
        self.stats.rx = self.stats.tx  # what goes out comes in

    def _xmit(self, packet: Packet) -> bool:
        packet.count(self.stats.tx, ETH_HLEN)  # the kernel counts behind the Ethernet header here
        self.classify(packet)
        self.scheduler.queue.append((self.receive, packet))
        return True

    def check_delete(self) -> None:
        raise NetlinkError(errno.EOPNOTSUPP)

