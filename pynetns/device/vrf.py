"""A VRF: a routing table of its own for the devices that are put into it (drivers/net/vrf.c, Documentation/networking/vrf.rst)."""

import errno

from pynetns.device.host import Host
from pynetns.device.netdevice import CHANGEUPPER, NetDevice
from pynetns.device.packet import ETH_HLEN, PACKET_HOST, PACKET_LOOPBACK, Packet
from pynetns.errors import NetlinkError

IPV6_HEADER = 40
ETH_P_IP = 0x0800


class Vrf(NetDevice):
    """Its members' packets pass it on their way in and on the way out of what the host sends. What stays in the host comes back from it."""

    __slots__ = ("members", "table")

    kind = "vrf"
    min_mtu = 1280
    max_mtu = 65535 + IPV6_HEADER

    def __init__(self, host: Host, name: str, table: int, mac: bytes | None = None, mtu: int | None = None) -> None:
        super().__init__(host, name, mac, self.max_mtu if mtu is None else mtu)
        self.table = table
        self.members: tuple[NetDevice, ...] = ()
        self.arp = self.multicast_flag = False
        self.linkwatch = True  # operationally up from the start

    @property
    def l3mdev(self) -> NetDevice | None:
        return self

    @property
    def flags(self) -> tuple[str, ...]:
        kept = [name for name in super().flags if name != "BROADCAST"]
        return (*kept, "MASTER")

    # --- members -----------------------------------------------------------------------------------------------------------------

    def check_port(self, device: NetDevice) -> None:
        """vrf_add_slave()."""
        if device.is_loopback:
            raise NetlinkError(errno.EOPNOTSUPP, "Can not enslave loopback device to a VRF")
        if device.kind == "vrf":
            raise NetlinkError(errno.EINVAL, "Can not enslave an L3 master device to a VRF")

    def add_port(self, device: NetDevice) -> None:
        """do_vrf_add_slave(): the device goes down and up again, so that its routes move to the table."""
        self.members = (*self.members, device)
        device.master = self
        self._moved(device)

    def remove_port(self, device: NetDevice) -> None:
        """do_vrf_del_slave()."""
        self.members = tuple(member for member in self.members if member is not device)
        device.master = None
        self._moved(device)

    @staticmethod
    def _moved(device: NetDevice) -> None:
        device.namespace.notify(CHANGEUPPER, device)
        if device.is_up:
            device.down()
            device.up()

    def _remove(self) -> None:
        for member in self.members:
            member.set_master(None)
        super()._remove()

    # --- packets -----------------------------------------------------------------------------------------------------------------

    def watch(self, packet: Packet, way: str) -> None:
        """dev_queue_xmit_nit(): who captures here sees what passes, in either direction as if it was sent."""
        for capture in self.captures:
            packet.emit(capture, way)

    def take_in(self, packet: Packet) -> None:
        """vrf_ip_rcv(): what a member received passes here, counted and seen."""
        if packet.kind == PACKET_LOOPBACK:  # from this host: seen on its way out
            packet.kind = PACKET_HOST
            return
        packet.count(self.stats.rx, ETH_HLEN)
        self.watch(packet, "out")

    def _xmit(self, packet: Packet) -> bool:
        """vrf_local_xmit(): to one of the table's own addresses. It comes in here, not seen a second time."""
        if packet.dst is None:
            packet.count(self.stats.tx_drop)
            return True
        packet.count(self.stats.tx)
        packet.count(self.stats.rx, ETH_HLEN)
        packet.kind = PACKET_LOOPBACK
        self.scheduler.queue.append((self._come_back, packet))
        return True

    def _come_back(self, packet: Packet) -> None:
        packet.device = self
        packet.protocol = ETH_P_IP
        self.deliver(packet)


def table_of(device: NetDevice | None) -> int:
    """l3mdev_fib_table(): the table of the VRF that a device is a part of, or 0."""
    master = device.l3mdev if device is not None else None
    return master.table if isinstance(master, Vrf) else 0
