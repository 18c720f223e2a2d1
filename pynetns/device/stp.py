"""The spanning tree protocol: IEEE 802.1D-1998 as net/bridge/br_stp.c and br_stp_if.c have it, in their order and with their names.

Every bridge keeps these books, those without the protocol too: there each is its own root, and every port designated. What packets depend
on (a port's state, the ageing time) are settings of the bridge and its ports; the rest is here, where changing it costs no remembered path.
"""

import errno
from typing import TYPE_CHECKING

from pynetns.device.packet import Packet
from pynetns.device.scheduler import SECOND
from pynetns.device.stp_port import DISABLED, FORWARDING, LEARNING, LISTENING, BLOCKING
from pynetns.device.stp_timer import JIFFY, StpTimer, duration, ticks
from pynetns.errors import NetlinkError
from pynetns.wire import bpdu
from pynetns.wire.bpdu import ConfigBpdu

if TYPE_CHECKING:
    from pynetns.device.bridge import Bridge
    from pynetns.device.bridge_port import BridgePort

HOLD_TIME = SECOND
MESSAGE_AGE_INCREMENT = JIFFY
HELLO_RANGE = (SECOND, 10 * SECOND)
MAX_AGE_RANGE = (6 * SECOND, 40 * SECOND)
DELAY_RANGE = (2 * SECOND, 30 * SECOND)


class SpanningTree:
    """A bridge's own part. Times whose name begins with `bridge_` are what it was told, the others what the root says."""

    __slots__ = ("bridge", "bridge_forward_delay", "bridge_hello_time", "bridge_max_age", "designated_root", "forward_delay", "hello_time",
                 "hello_timer", "max_age", "root_path_cost", "root_port", "tcn_timer", "topology_change_detected",
                 "topology_change_timer")

    def __init__(self, bridge: "Bridge") -> None:
        self.bridge = bridge
        self.designated_root = bridge.identifier
        self.root_path_cost = self.root_port = 0
        self.topology_change_detected = False
        self.max_age = self.bridge_max_age = 20 * SECOND
        self.hello_time = self.bridge_hello_time = 2 * SECOND
        self.forward_delay = self.bridge_forward_delay = 15 * SECOND
        scheduler = bridge.scheduler
        self.hello_timer = StpTimer(scheduler, self._hello_expired)
        self.tcn_timer = StpTimer(scheduler, self._tcn_expired)
        self.topology_change_timer = StpTimer(scheduler, self._topology_change_expired)

    @property
    def is_root(self) -> bool:
        return self.designated_root == self.bridge.identifier

    def _port(self, number: int) -> "BridgePort | None":
        return next((port for port in self.bridge.ports if port.port_no == number), None)

    # --- roles and states ----------------------------------------------------------------------------------------------------------

    def update(self) -> None:
        """br_configuration_update(): which port leads to the root, and for which networks the bridge speaks."""
        self._select_root()
        for port in self.bridge.ports:
            if port.state != DISABLED and port.tree.should_become_designated():
                port.tree.become_designated()

    def _select_root(self) -> None:
        """br_root_selection()."""
        best: BridgePort | None = None
        for port in self.bridge.ports:
            if port.state == DISABLED or port.tree.is_designated or self.bridge.identifier <= port.tree.designated_root:
                continue
            if best is not None and not port.tree.better_root_than(best.tree):
                continue
            if port.root_block:
                self._block_root(port)
            else:
                best = port
        if best is None:
            self.root_port, self.designated_root, self.root_path_cost = 0, self.bridge.identifier, 0
        else:
            self.root_port, self.designated_root = best.port_no, best.tree.designated_root
            self.root_path_cost = best.tree.designated_cost + best.cost

    def _block_root(self, port: "BridgePort") -> None:
        """br_root_port_block()."""
        port.state = LISTENING
        if self.forward_delay > 0:
            port.tree.forward_delay_timer.set(self.forward_delay)

    def select_states(self) -> None:
        """br_port_state_selection(); the bridge is a carrier if a port forwards."""
        identifier = self.bridge.identifier
        for port in self.bridge.ports:
            if port.state == DISABLED:
                continue
            if port.port_no == self.root_port:
                port.tree.reset()
                self._make_forwarding(port)
            elif port.tree.is_designated_by(identifier):
                port.tree.message_age_timer.stop()
                self._make_forwarding(port)
            else:
                port.tree.reset()
                self._make_blocking(port)
        self.bridge.set_carrier(any(port.state == FORWARDING for port in self.bridge.ports))

    def _make_blocking(self, port: "BridgePort") -> None:
        """br_make_blocking()."""
        if port.state != BLOCKING:
            if port.state in (FORWARDING, LEARNING):
                self.detect_topology_change()
            self._enter(port, BLOCKING)
            port.tree.forward_delay_timer.stop()

    def _make_forwarding(self, port: "BridgePort") -> None:
        """br_make_forwarding(). Without the protocol the port forwards at once, and yet its forward delay begins."""
        if port.state != BLOCKING:
            return
        if not self.bridge.stp_enabled or self.forward_delay == 0:
            self._enter(port, FORWARDING)
            self.detect_topology_change()
            port.tree.forward_delay_timer.stop()
        else:
            port.state = LISTENING
        if self.forward_delay != 0:
            port.tree.forward_delay_timer.set(self.forward_delay, quiet=port.state == FORWARDING)

    def _enter(self, port: "BridgePort", state: int) -> None:
        """br_set_state()."""
        port.state = state
        if self.bridge.stp_enabled:
            if state == BLOCKING:
                port.tree.counts.to_blocking += 1
            else:
                port.tree.counts.to_forwarding += 1

    def init_port(self, port: "BridgePort") -> None:
        """br_init_port()."""
        port.tree.become_designated()
        self._enter(port, BLOCKING)
        port.tree.reset()

    def enable_port(self, port: "BridgePort") -> None:
        """br_stp_enable_port()."""
        self.init_port(port)
        self.select_states()

    def disable_port(self, port: "BridgePort") -> None:
        """br_stp_disable_port()."""
        was_root = self.is_root
        port.tree.become_designated()
        port.state = DISABLED
        port.tree.reset()
        for timer in (port.tree.message_age_timer, port.tree.forward_delay_timer, port.tree.hold_timer):
            timer.stop()
        if port.backup_port is None:
            self.bridge.fdb.delete_by_port(port, everything=False)
        self.update()
        self.select_states()
        if self.is_root and not was_root:
            self.become_root()

    def become_root(self) -> None:
        """br_become_root_bridge()."""
        self.max_age, self.hello_time, self.forward_delay = self.bridge_max_age, self.bridge_hello_time, self.bridge_forward_delay
        self.detect_topology_change()
        self.tcn_timer.stop()
        if self.bridge.is_up:
            self.generate()
            if self.bridge.stp_enabled:
                self.hello_timer.set(self.hello_time)

    # --- messages ------------------------------------------------------------------------------------------------------------------

    def generate(self) -> None:
        """br_config_bpdu_generation()."""
        for port in self.bridge.ports:
            if port.state != DISABLED and port.tree.is_designated:
                self.transmit_config(port)

    def transmit_config(self, port: "BridgePort") -> None:
        """br_transmit_config(): at most one message a second goes out of a port."""
        tree = port.tree
        if tree.hold_timer.pending:
            tree.config_pending = True
            return
        age = 0
        if not self.is_root:
            root = self._port(self.root_port)
            age = (port.scheduler.now - root.tree.designated_age if root is not None else 0) + MESSAGE_AGE_INCREMENT
        if age >= self.max_age:
            return
        message = ConfigBpdu(self.designated_root, self.root_path_cost, self.bridge.identifier, port.port_id, ticks(age),
                             ticks(self.max_age), ticks(self.hello_time), ticks(self.forward_delay), self.bridge.topology_change,
                             tree.topology_change_ack)
        self._send(port, message.emit())
        tree.reset()
        if self.bridge.stp_enabled:
            tree.hold_timer.set_round(HOLD_TIME)

    def transmit_tcn(self) -> None:
        """br_transmit_tcn()."""
        root = self._port(self.root_port)
        if root is not None:
            self._send(root, bpdu.TCN)

    def _send(self, port: "BridgePort", payload: bytes) -> None:
        if self.bridge.stp_enabled:
            if payload == bpdu.TCN:
                port.tree.counts.tx_tcn += 1
            else:
                port.tree.counts.tx_bpdu += 1
            port.device.transmit(Packet(bpdu.frame(port.device.mac, payload, self.bridge.group_addr)))

    def receive(self, port: "BridgePort", packet: Packet) -> None:
        """br_stp_rcv(): what is no message of the protocol is forgotten."""
        bridge = self.bridge
        if not bridge.stp_enabled or not bridge.is_up or port.state == DISABLED:
            return
        data = packet.slice(0)
        payload = bpdu.payload_of(data)
        if payload is None or payload[:3] != b"\0\0\0" or data[:6] != bridge.group_addr:
            return
        if port.guard:
            self.disable_port(port)
            return
        if payload[3:4] == bpdu.TCN[3:]:
            port.tree.counts.rx_tcn += 1
            self._received_tcn(port)
        elif (message := ConfigBpdu.parse(payload)) is not None and message.message_age <= message.max_age:
            port.tree.counts.rx_bpdu += 1
            self._received_config(port, message)

    def _received_config(self, port: "BridgePort", message: ConfigBpdu) -> None:
        """br_received_config_bpdu()."""
        was_root = self.is_root
        if port.tree.is_superseded_by(message):
            port.tree.record(message)
            self.update()
            self.select_states()
            if was_root and not self.is_root:
                self.hello_timer.stop()
                if self.topology_change_detected:
                    self.topology_change_timer.stop()
                    self.transmit_tcn()
                    self.tcn_timer.set(self.bridge_hello_time)
            if port.port_no == self.root_port:
                self.max_age, self.hello_time = duration(message.max_age), duration(message.hello_time)
                self.forward_delay = duration(message.forward_delay)
                self._set_topology_change(message.topology_change)
                self.generate()
                if message.topology_change_ack:
                    self.topology_change_detected = False
                    self.tcn_timer.stop()
        elif port.tree.is_designated:
            self.transmit_config(port)

    def _received_tcn(self, port: "BridgePort") -> None:
        """br_received_tcn_bpdu()."""
        if port.tree.is_designated:
            self.detect_topology_change()
            port.tree.topology_change_ack = True
            self.transmit_config(port)

    # --- changes of the topology -----------------------------------------------------------------------------------------------------

    def detect_topology_change(self) -> None:
        """br_topology_change_detection()."""
        if not self.bridge.stp_enabled:
            return
        if self.is_root:
            self._set_topology_change(True)
            self.topology_change_timer.set(self.bridge_forward_delay + self.bridge_max_age)
        elif not self.topology_change_detected:
            self.transmit_tcn()
            self.tcn_timer.set(self.bridge_hello_time)
        self.topology_change_detected = True

    def _set_topology_change(self, changed: bool) -> None:
        """__br_set_topology_change(): stations age sooner for a while."""
        bridge = self.bridge
        if bridge.stp_enabled and bridge.topology_change is not changed:
            bridge.ageing = 2 * self.forward_delay if changed else bridge.bridge_ageing
        bridge.topology_change = changed

    # --- timers ----------------------------------------------------------------------------------------------------------------------

    def _hello_expired(self) -> None:
        if self.bridge.is_up:
            self.generate()
            if self.bridge.stp_enabled:
                self.hello_timer.set_round(self.hello_time)

    def _tcn_expired(self) -> None:
        if self.bridge.is_up and not self.is_root:
            self.transmit_tcn()
            self.tcn_timer.set(self.bridge_hello_time)

    def _topology_change_expired(self) -> None:
        self.topology_change_detected = False
        self._set_topology_change(False)

    def message_age_expired(self, port: "BridgePort") -> None:
        """The neighbour was silent for too long: br_message_age_timer_expired()."""
        if port.state == DISABLED:
            return
        was_root = self.is_root
        port.tree.become_designated()
        self.update()
        self.select_states()
        if self.is_root and not was_root:
            self.become_root()

    def forward_delay_expired(self, port: "BridgePort") -> None:
        if port.state == LISTENING:
            port.state = LEARNING
            port.tree.forward_delay_timer.set(self.forward_delay)
        elif port.state == LEARNING:
            self._enter(port, FORWARDING)
            if any(other.state != DISABLED and other.tree.designated_bridge == self.bridge.identifier for other in self.bridge.ports):
                self.detect_topology_change()
            self.bridge.set_carrier(True)

    def hold_expired(self, port: "BridgePort") -> None:
        if port.tree.config_pending:
            self.transmit_config(port)

    # --- the bridge and its settings -------------------------------------------------------------------------------------------------

    def open(self) -> None:
        """br_stp_enable_bridge()."""
        if self.bridge.stp_enabled:
            self.hello_timer.set(self.hello_time)
        self.bridge.fdb.start_gc(SECOND // 10)
        self.generate()
        for port in self.bridge.ports:
            if port.device.is_up and port.device.oper_up:
                self.enable_port(port)

    def stop(self) -> None:
        """br_stp_disable_bridge()."""
        for port in self.bridge.ports:
            if port.state != DISABLED:
                self.disable_port(port)
        self._set_topology_change(False)
        self.topology_change_detected = False
        for timer in (self.hello_timer, self.topology_change_timer, self.tcn_timer):
            timer.stop()
        self.bridge.fdb.stop_gc()

    def set_enabled(self, on: bool) -> None:
        """br_stp_set_enabled()."""
        if on is self.bridge.stp_enabled:
            return
        if on:
            low, high = DELAY_RANGE
            self._set_delay(min(max(self.bridge_forward_delay, low), high))
            self.bridge.stp_enabled = True
            if self.bridge.is_up:
                self.hello_timer.set(self.hello_time)
            self.select_states()
        else:
            self.bridge.stp_enabled = False

    def change_identifier(self, old: bytes, new: bytes) -> None:
        """What br_stp_change_bridge_id() does when the address is another one, `old` and `new` the addresses."""
        for port in self.bridge.ports:
            tree = port.tree
            if tree.designated_bridge[2:] == old:
                tree.designated_bridge = tree.designated_bridge[:2] + new
            if tree.designated_root[2:] == old:
                tree.designated_root = tree.designated_root[:2] + new

    def reconsider(self, was_root: bool) -> None:
        """The bridge's identifier is another one."""
        self.update()
        self.select_states()
        if self.is_root and not was_root:
            self.become_root()

    def set_priority(self, priority: int) -> None:
        """br_stp_set_bridge_priority()."""
        was_root = self.is_root
        for port in self.bridge.ports:
            if port.state != DISABLED and port.tree.is_designated:
                port.tree.designated_bridge = priority.to_bytes(2, "big") + port.tree.designated_bridge[2:]
        self.bridge.priority = priority
        self.reconsider(was_root)

    def set_hello_time(self, time: int) -> None:
        time -= time % JIFFY
        self.bridge_hello_time = _within(time, HELLO_RANGE)
        if self.is_root:
            self.hello_time = time

    def set_max_age(self, time: int) -> None:
        time -= time % JIFFY
        self.bridge_max_age = _within(time, MAX_AGE_RANGE)
        if self.is_root:
            self.max_age = time

    def set_forward_delay(self, time: int) -> None:
        """br_set_forward_delay(): without the protocol any will do. As for the other times, the kernel keeps whole jiffies."""
        time -= time % JIFFY
        self._set_delay(_within(time, DELAY_RANGE) if self.bridge.stp_enabled else time)

    def _set_delay(self, time: int) -> None:
        self.bridge_forward_delay = time
        if self.is_root:
            self.forward_delay = time

    def set_port_priority(self, port: "BridgePort", priority: int) -> None:
        """br_stp_set_port_priority()."""
        was_designated = port.tree.is_designated
        port.priority = priority
        if was_designated:
            port.tree.designated_port = port.port_id
        if port.tree.designated_bridge == self.bridge.identifier and port.port_id < port.tree.designated_port:
            port.tree.become_designated()
            self.select_states()

    def set_path_cost(self, port: "BridgePort", cost: int) -> None:
        """br_stp_set_path_cost()."""
        port.cost = cost
        self.update()
        self.select_states()


def _within(time: int, limits: tuple[int, int]) -> int:
    if not limits[0] <= time <= limits[1]:
        raise NetlinkError(errno.ERANGE)
    return time
