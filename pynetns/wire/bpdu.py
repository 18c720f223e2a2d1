"""The messages of the spanning tree protocol: IEEE 802.1D, 9.3, as net/bridge/br_stp_bpdu.c sends and takes them.

They travel as 802.2: the Ethernet type is a length, and three bytes of LLC say that a bridge speaks to bridges.
"""

from dataclasses import dataclass
from struct import Struct

BRIDGE_GROUP = bytes.fromhex("0180c2000000")
LLC = b"\x42\x42\x03"  # DSAP and SSAP of spanning trees, unnumbered information
TCN = b"\0\0\0\x80"  # "the topology changed", for the root
_CONFIG = Struct("!HBBB8sI8sHHHHH")  # protocol version type flags root cost bridge port, then four times in 256ths of a second
_TOPOLOGY_CHANGE, _ACKNOWLEDGED = 0x01, 0x80


@dataclass(frozen=True, slots=True)
class ConfigBpdu:
    """What a bridge says of the tree as it knows it. Identifiers are eight bytes (priority, address), times 256ths of a second."""

    root: bytes
    root_path_cost: int
    bridge: bytes
    port_id: int
    message_age: int
    max_age: int
    hello_time: int
    forward_delay: int
    topology_change: bool = False
    topology_change_ack: bool = False

    @classmethod
    def parse(cls, payload: bytes) -> "ConfigBpdu | None":
        """The message behind the LLC header; None where it is another one, or short."""
        if len(payload) < _CONFIG.size or payload[:4] != b"\0\0\0\0":
            return None
        _, _, _, flags, root, cost, bridge, port_id, age, max_age, hello, delay = _CONFIG.unpack_from(payload)
        return cls(root, cost, bridge, port_id, age, max_age, hello, delay, bool(flags & _TOPOLOGY_CHANGE), bool(flags & _ACKNOWLEDGED))

    def emit(self) -> bytes:
        flags = (_TOPOLOGY_CHANGE if self.topology_change else 0) | (_ACKNOWLEDGED if self.topology_change_ack else 0)
        return _CONFIG.pack(0, 0, 0, flags, self.root, self.root_path_cost, self.bridge, self.port_id, self.message_age & 0xFFFF,
                            self.max_age & 0xFFFF, self.hello_time & 0xFFFF, self.forward_delay & 0xFFFF)


def frame(source: bytes, payload: bytes, group: bytes = BRIDGE_GROUP) -> bytes:
    """The whole frame around a message."""
    return group + source + (len(LLC) + len(payload)).to_bytes(2, "big") + LLC + payload


def payload_of(frame: bytes) -> bytes | None:
    """The message in a frame as llc_rcv() takes it out: without padding. None where it is no such frame, or cut."""
    length = int.from_bytes(frame[12:14], "big")
    if frame[14:17] != LLC or length < len(LLC) or len(frame) < 14 + length:
        return None
    return frame[17:14 + length]
