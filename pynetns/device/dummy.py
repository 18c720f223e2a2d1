"""A device that swallows what it is sent (drivers/net/dummy.c)."""

from pynetns.device.host import Host
from pynetns.device.netdevice import NetDevice
from pynetns.device.packet import Packet


class Dummy(NetDevice):
    """Always has a carrier, never receives; has no queue and no ARP."""

    __slots__ = ()

    kind = "dummy"
    min_mtu = 0
    max_mtu = 0

    def __init__(self, host: Host, name: str, mac: bytes | None = None, mtu: int = 1500) -> None:
        super().__init__(host, name, mac, mtu)
        self.arp = False

    def _xmit(self, packet: Packet) -> bool:
        packet.count(self.stats.tx)
        return True
