"""A pair of devices: what goes out of one comes in at the other (drivers/net/veth.c)."""

from pynetns.device.host import Host
from pynetns.device.netdevice import VLAN_HLEN, NetDevice
from pynetns.device.packet import ETH_HLEN, Packet


class Veth(NetDevice):
    """One end of a pair. Its receive counters are what the other end sent: the kernel keeps only those."""

    __slots__ = ("_far_receive", "_onlooker", "_state_down", "peer")

    kind = "veth"

    def __init__(self, host: Host, name: str, mac: bytes | None = None, mtu: int = 1500) -> None:
        super().__init__(host, name, mac, mtu)
        self.carrier = False
        self.carrier_downs = 1
        self.linkwatch = True
        self.peer: Veth | None = None
        self._far_receive = self.receive  # once there is another end, its own
        self._state_down = "DOWN"  # the operational state without a carrier, as it was when the carrier last went
        self._onlooker = -1  # the generation of settings with which the other end was found to be one that just looks on

    def connect(self, peer: "Veth") -> None:
        """Join two new ends. What one sends and what the other receives is one counter, as in the kernel."""
        self.peer, peer.peer = peer, self
        self._far_receive, peer._far_receive = peer.receive, self.receive
        self.stats.rx, peer.stats.rx = peer.stats.tx, self.stats.tx
        self._lost_carrier()
        peer._lost_carrier()

    def transmit(self, packet: Packet, queued: bool = False) -> bool:
        """dev_queue_xmit() and veth_xmit(): refused where the other end is down or can't take so long a frame. `queued`: it waited in the
        queueing discipline already."""
        if not self.is_up or not self.carrier:
            packet.count(self.stats.tx_drop)
            return True
        if self.qdisc is not None and not queued:
            return bool(self.qdisc.send(packet))
        if self.captures:
            for capture in self.captures:
                packet.emit(capture, "out")
        peer = self.peer
        if peer is None:
            packet.count(self.stats.tx_drop)
            return False
        longest = peer.mtu + ETH_HLEN + VLAN_HLEN
        if peer.is_up and packet.pass_cable(self.stats.tx, longest, peer.namespace is not self.namespace, peer.mac, peer.broadcast):
            self.scheduler.queue.append((self._far_receive, packet))
            return True
        packet.count(peer.stats.rx_drop)
        packet.count(self.stats.tx_drop)
        return False

    def send_now(self, packet: Packet) -> bool:
        return self.transmit(packet, queued=True)

    def absorb(self, packet: Packet, sender: int, target: int) -> bool:
        peer, generation = self.peer, self.scheduler.generation
        if peer is None:
            return False
        if self._onlooker != generation:
            quiet = not self.captures and self.qdisc is None
            if not (quiet and self.is_up and self.carrier and peer.is_up and peer.only_delivers and peer.namespace.looks_on(peer)):
                return False
            object.__setattr__(self, "_onlooker", generation)  # no setting: nobody's path depends on it
        if not peer.namespace.forgets(peer, sender, target):
            return False
        packet.count(self.stats.tx)
        return True

    def _open(self) -> None:
        if self.peer is not None and self.peer.is_up:
            self.set_carrier(True)
            self.peer.set_carrier(True)

    def _stop(self) -> None:
        self.set_carrier(False)
        if self.peer is not None:
            self.peer.set_carrier(False)
            self.peer._lost_carrier()
        self._lost_carrier()

    def _lost_carrier(self) -> None:
        """What linkwatch finds when it looks. It does not look again when an end is moved to another namespace, where it finds less."""
        near = self.peer is not None and self.peer.namespace is self.namespace
        self._state_down = "LOWERLAYERDOWN" if near else "DOWN"

    @property
    def operstate(self) -> str:
        return self._state_down if self.is_up and not self.carrier else super().operstate

    @property
    def link(self) -> NetDevice | None:
        return self.peer

    def _remove(self) -> None:
        """A pair goes together, wherever the other end is."""
        peer, self.peer = self.peer, None
        if peer is not None:
            peer.peer = None
            peer.dismantled = True
            self.down()
            peer.set_carrier(False)
            peer.delete()
        super()._remove()
