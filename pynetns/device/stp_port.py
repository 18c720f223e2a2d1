"""What a bridge's port knows of the spanning tree, and how it compares what it hears (IEEE 802.1D-1998; net/bridge/br_stp.c)."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pynetns.device.stp_timer import StpTimer, duration
from pynetns.wire.bpdu import ConfigBpdu

if TYPE_CHECKING:
    from pynetns.device.bridge_port import BridgePort

DISABLED, LISTENING, LEARNING, FORWARDING, BLOCKING = range(5)


@dataclass(slots=True)
class StpCounts:
    """What a port sent and got of the protocol, and how often it was opened and closed (bridge_stp_xstats)."""

    rx_bpdu: int = 0
    tx_bpdu: int = 0
    rx_tcn: int = 0
    tx_tcn: int = 0
    to_blocking: int = 0
    to_forwarding: int = 0


class PortTree:
    """What a port knows of the tree: the best message that it has heard, or what it says itself where it is the designated one."""

    __slots__ = ("config_pending", "counts", "designated_age", "designated_bridge", "designated_cost", "designated_port", "designated_root",
                 "forward_delay_timer", "hold_timer", "message_age_timer", "port", "topology_change_ack")

    def __init__(self, port: "BridgePort") -> None:
        tree, scheduler = port.bridge.stp, port.scheduler
        self.port = port
        self.designated_root = self.designated_bridge = bytes(8)
        self.designated_cost = self.designated_port = self.designated_age = 0
        self.topology_change_ack = self.config_pending = False
        self.counts = StpCounts()
        self.message_age_timer = StpTimer(scheduler, lambda: tree.message_age_expired(port))
        self.forward_delay_timer = StpTimer(scheduler, lambda: tree.forward_delay_expired(port))
        self.hold_timer = StpTimer(scheduler, lambda: tree.hold_expired(port))

    @property
    def is_designated(self) -> bool:
        return self.is_designated_by(self.port.bridge.identifier)

    def is_designated_by(self, identifier: bytes) -> bool:
        """The same, asked for many ports of the one bridge with this identifier."""
        return self.designated_bridge == identifier and self.designated_port == self.port.port_id

    def become_designated(self) -> None:
        """br_become_designated_port()."""
        bridge = self.port.bridge
        self.designated_root = bridge.stp.designated_root
        self.designated_cost = bridge.stp.root_path_cost
        self.designated_bridge = bridge.identifier
        self.designated_port = self.port.port_id

    def better_root_than(self, other: "PortTree") -> bool:
        """Is the root nearer by this port? br_should_become_root_port()."""
        return self._offer() < other._offer()

    def _offer(self) -> tuple[bytes, int, bytes, int, int]:
        return (self.designated_root, self.designated_cost + self.port.cost, self.designated_bridge, self.designated_port,
                self.port.port_id)

    def should_become_designated(self) -> bool:
        bridge = self.port.bridge
        if self.is_designated or self.designated_root != bridge.stp.designated_root:
            return True
        return ((bridge.stp.root_path_cost, bridge.identifier, self.port.port_id)
                < (self.designated_cost, self.designated_bridge, self.designated_port))

    def is_superseded_by(self, message: ConfigBpdu) -> bool:
        """br_supersedes_port_info()."""
        heard = (message.root, message.root_path_cost, message.bridge)
        known = (self.designated_root, self.designated_cost, self.designated_bridge)
        if heard != known:
            return heard < known
        return message.bridge != self.port.bridge.identifier or message.port_id <= self.designated_port

    def record(self, message: ConfigBpdu) -> None:
        """br_record_config_information()."""
        self.designated_root = message.root
        self.designated_cost = message.root_path_cost
        self.designated_bridge = message.bridge
        self.designated_port = message.port_id
        age = duration(message.message_age)
        self.designated_age = self.port.scheduler.now - age
        self.message_age_timer.set(duration(message.max_age) - age)

    def reset(self) -> None:
        self.topology_change_ack = self.config_pending = False
