"""Ethernet II and 802.3 frames without preamble and FCS, and 802.1Q tags.

`protocol_of()` is eth_type_trans() in net/ethernet/eth.c; pushing and popping a tag follow include/linux/if_vlan.h.
"""

from dataclasses import dataclass
from struct import Struct

ETH_ALEN = 6
ETH_HLEN = 14
ETH_ZLEN = 60  # shortest frame on a real cable; veth and bridges carry shorter ones
ETH_DATA_LEN = 1500
VLAN_HLEN = 4

# include/uapi/linux/if_ether.h
ETH_P_802_3_MIN = 0x0600  # below this the field is a length: IEEE 802.3
ETH_P_IP = 0x0800
ETH_P_ARP = 0x0806
ETH_P_RARP = 0x8035
ETH_P_8021Q = 0x8100
ETH_P_IPV6 = 0x86DD
ETH_P_PAUSE = 0x8808
ETH_P_8021AD = 0x88A8
ETH_P_LLDP = 0x88CC
ETH_P_802_3 = 0x0001  # not on the wire: raw 802.3, the first Netware
ETH_P_802_2 = 0x0004  # not on the wire: 802.3 with an LLC header, such as STP

_HEADER = Struct("!6s6sH")
_TAG = Struct("!HH")


@dataclass(frozen=True, slots=True)
class Ethernet:
    dst: bytes
    src: bytes
    ethertype: int  # or the length, below ETH_P_802_3_MIN
    payload: bytes = b""

    @classmethod
    def parse(cls, frame: bytes) -> "Ethernet | None":
        """The frame, or None where it is shorter than its header: dev_validate_header()."""
        if len(frame) < ETH_HLEN:
            return None
        dst, src, ethertype = _HEADER.unpack_from(frame)
        return cls(dst, src, ethertype, frame[ETH_HLEN:])

    def emit(self) -> bytes:
        return _HEADER.pack(self.dst, self.src, self.ethertype) + self.payload


@dataclass(frozen=True, slots=True)
class VlanTag:
    """An 802.1Q tag control field and the protocol that announces it."""

    vid: int
    priority: int = 0
    dei: bool = False
    proto: int = ETH_P_8021Q

    @classmethod
    def from_tci(cls, tci: int, proto: int = ETH_P_8021Q) -> "VlanTag":
        return cls(tci & 0x0FFF, tci >> 13, bool(tci & 0x1000), proto)

    @property
    def tci(self) -> int:
        return self.priority << 13 | self.dei << 12 | self.vid

    def emit(self) -> bytes:
        return _TAG.pack(self.proto, self.tci)


def protocol_of(frame: bytes) -> int:
    """The protocol that receives the frame: its type, or ETH_P_802_2 / ETH_P_802_3 where the field is a length."""
    ethertype = frame[12] << 8 | frame[13]
    if ethertype >= ETH_P_802_3_MIN:
        return ethertype
    return ETH_P_802_3 if frame[14:16] == b"\xff\xff" else ETH_P_802_2


def vlan_tag(frame: bytes) -> VlanTag | None:
    """The outermost tag, None without one; a tag cut short is none, as in skb_vlan_untag()."""
    if len(frame) < ETH_HLEN + VLAN_HLEN or frame[12:14] not in (b"\x81\x00", b"\x88\xa8"):
        return None
    proto, tci = _TAG.unpack_from(frame, 12)
    return VlanTag.from_tci(tci, proto)


def push_vlan(frame: bytes, tag: VlanTag) -> bytes:
    """The frame with `tag` outermost: vlan_insert_tag()."""
    return frame[:12] + tag.emit() + frame[12:]


def pop_vlan(frame: bytes) -> bytes:
    """The frame without its outermost tag, which must be there: __skb_vlan_pop()."""
    return frame[:12] + frame[16:]
