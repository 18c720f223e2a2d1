"""VLANs of a bridge: which of them a port is in, and what becomes of tags on the way in and out (net/bridge/br_vlan.c).

A bridge has no VLANs until somebody asks for them: like a kernel that is built without, so that its listings stay as short.
"""

import errno
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pynetns.device.packet import ETH_HLEN, Counter, Packet
from pynetns.device.stp_port import BLOCKING, FORWARDING, LEARNING
from pynetns.errors import NetlinkError

if TYPE_CHECKING:
    from pynetns.device.bridge import Bridge
    from pynetns.device.bridge_port import BridgePort

MAX_VLAN = 4094
PROTOCOL_8021AD = 0x88A8
TAG_LENGTH = 4
PRIORITY_TAGGED = 0xF000  # what is not the VLAN's number in a tag


@dataclass(frozen=True, slots=True)
class VlanStats:
    """What came in by a VLAN and what went out of it: one for all ports, unless each is to count its own."""

    rx: Counter
    tx: Counter


@dataclass(frozen=True, slots=True)
class BridgeVlan:
    """One VLAN of a port, or of the bridge's own host."""

    vid: int
    untagged: bool
    stats: VlanStats
    state: int = FORWARDING


@dataclass(frozen=True, slots=True)
class VlanGroup:
    """Every VLAN of one member, by number; frames without a tag belong to `pvid`. A setting: changes make another one."""

    vlans: dict[int, BridgeVlan] = field(default_factory=dict)
    pvid: int = 0

    def having(self, vlan: BridgeVlan, pvid: bool) -> "VlanGroup":
        """__vlan_add_flags()."""
        chosen = vlan.vid if pvid else 0 if self.pvid == vlan.vid else self.pvid
        vlans = {**self.vlans, vlan.vid: vlan}
        return VlanGroup({vid: vlans[vid] for vid in sorted(vlans)}, chosen)

    def without(self, vid: int) -> "VlanGroup":
        return VlanGroup({other: vlan for other, vlan in self.vlans.items() if other != vid}, 0 if self.pvid == vid else self.pvid)

    def is_default(self, vid: int) -> bool:
        """vlan_default_pvid()."""
        return vid == self.pvid and vid in self.vlans and self.vlans[vid].untagged


NO_VLANS = VlanGroup()


# --- frames --------------------------------------------------------------------------------------------------------------------------

def admit(bridge: "Bridge", group: VlanGroup, packet: Packet, state: int = FORWARDING) -> BridgeVlan | None:
    """br_allowed_ingress(): note the frame's VLAN in `packet.vlan`. None: the member is not in it."""
    vid = _tagged_vid(bridge, packet) or group.pvid
    vlan = group.vlans.get(vid)
    if vlan is None or (state == FORWARDING and vlan.state not in (FORWARDING, LEARNING)):
        return None
    packet.vlan = vid
    if bridge.vlan_stats_enabled:
        packet.count(vlan.stats.rx, ETH_HLEN)
    return vlan


def learns(bridge: "Bridge", group: VlanGroup, packet: Packet) -> bool:
    """br_should_learn(): may the source of a frame that goes no further be noted, and for which VLAN?"""
    vid = _tagged_vid(bridge, packet) or group.pvid
    vlan = group.vlans.get(vid)
    if vlan is None or vlan.state not in (FORWARDING, LEARNING):
        return False
    packet.vlan = vid
    return True


def _tagged_vid(bridge: "Bridge", packet: Packet) -> int:
    """The number in the tag; 0 where there is none of the bridge's protocol. Another protocol's tag becomes part of the frame."""
    if packet.protocol != bridge.vlan_protocol or not packet.has(ETH_HLEN + TAG_LENGTH):
        packet.accelerated = 0
        return 0
    packet.accelerated = TAG_LENGTH
    tag = packet.slice(14, 16)
    return (tag[0] << 8 | tag[1]) & 0x0FFF


def may_leave(group: VlanGroup, packet: Packet) -> bool:
    """br_allowed_egress()."""
    if not packet.vlan:
        return True
    vlan = group.vlans.get(packet.vlan)
    return vlan is not None and vlan.state == FORWARDING


def leave(bridge: "Bridge", group: VlanGroup, packet: Packet) -> None:
    """br_handle_vlan(): the tag goes or stays as the member wants it. Who is in no such VLAN (a promiscuous host) gets it with its tag."""
    vlan = group.vlans.get(packet.vlan)
    if vlan is not None and bridge.vlan_stats_enabled:
        packet.count(vlan.stats.tx, ETH_HLEN)
    if vlan is not None and vlan.untagged:
        if packet.accelerated:
            packet.strip_vlan_tag()
    elif not packet.accelerated:
        packet.nf_bridge = None  # netfilter took it for IPv4 when it came in: behind a tag it looks no more
        packet.insert_vlan_tag(bridge.vlan_protocol.to_bytes(2, "big") + packet.vlan.to_bytes(2, "big"))
    else:
        tag = packet.slice(14, 16)
        if not (tag[0] << 8 | tag[1]) & 0x0FFF:  # a priority without a VLAN: now it has one
            packet.write(14, ((tag[0] << 8 | tag[1]) & PRIORITY_TAGGED | packet.vlan).to_bytes(2, "big"))


# --- what people type ----------------------------------------------------------------------------------------------------------------

class VlanTable:
    """The VLANs of one bridge, as `bridge vlan` changes them. Where a port is asked for, None is the bridge's own host."""

    def __init__(self, bridge: "Bridge") -> None:
        self.bridge = bridge
        self._stats: dict[int, VlanStats] = {}

    def begin(self) -> None:
        """The bridge has VLANs from now on: everybody is in the default one."""
        bridge = self.bridge
        if bridge.vlan_aware:
            return
        bridge.vlan_aware = True
        for port in (None, *reversed(bridge.ports)):
            self.join(port)

    def join(self, port: "BridgePort | None") -> None:
        """br_vlan_init() and nbp_vlan_init(): whoever is new is in the default VLAN."""
        if self.bridge.vlan_aware and self.bridge.vlan_default_pvid:
            self.add(port, self.bridge.vlan_default_pvid, pvid=True, untagged=True)

    def add(self, port: "BridgePort | None", vid: int, pvid: bool = False, untagged: bool = False) -> None:
        """nbp_vlan_add() and br_vlan_add()."""
        check_vid(vid)
        self.begin()
        owner = self._owner(port)
        known = owner.vlan_group.vlans.get(vid)
        if known is None:
            self.bridge.fdb.add_local(port, self._mac(port), vid)
            known = BridgeVlan(vid, untagged, self._stats_of(port, vid))
        owner.vlan_group = owner.vlan_group.having(replace(known, untagged=untagged), pvid)

    def remove(self, port: "BridgePort | None", vid: int) -> None:
        """nbp_vlan_delete() and br_vlan_delete(); one that is not there is no error."""
        owner = self._owner(port)
        if vid in owner.vlan_group.vlans:
            self.bridge.fdb.delete_local(port, self._mac(port), vid)
            self.bridge.fdb.delete_by_vlan(port, vid)
            owner.vlan_group = owner.vlan_group.without(vid)

    def set_state(self, port: "BridgePort | None", first: int, last: int, state: int) -> None:
        """br_vlan_process_options()."""
        owner = self._owner(port)
        vlans = owner.vlan_group.vlans
        for vid, which in ((first, "start"), (last, "end")):
            if vid not in vlans:
                raise NetlinkError(errno.ENOENT, f"bridge: Vlan range {which} doesn't exist, can't process options")
        if not 0 <= state <= BLOCKING:
            raise NetlinkError(errno.EINVAL, "bridge: Invalid vlan state")
        if self.bridge.stp_enabled:
            raise NetlinkError(errno.EBUSY, "bridge: Can't modify vlan state when using kernel STP")
        changed = {vid: replace(vlan, state=state) if first <= vid <= last else vlan for vid, vlan in vlans.items()}
        owner.vlan_group = VlanGroup(changed, owner.vlan_group.pvid)

    def set_default_pvid(self, vid: int) -> None:
        """__br_vlan_set_default_pvid(): who still has the old default as it was gets the new one."""
        if vid > MAX_VLAN:
            raise NetlinkError(errno.EINVAL)
        self.begin()
        old = self.bridge.vlan_default_pvid
        for port in (None, *self.bridge.ports) if vid != old else ():
            group = self._owner(port).vlan_group
            if (old and not group.is_default(old)) or (vid and vid in group.vlans):
                continue
            if vid:
                self.add(port, vid, pvid=True, untagged=True)
            if old:
                self.remove(port, old)
        self.bridge.vlan_default_pvid = vid

    def set_stats_per_port(self, on: bool) -> None:
        if any(port.vlan_group.vlans for port in self.bridge.ports):
            raise NetlinkError(errno.EBUSY)
        self.bridge.vlan_stats_per_port = on

    def _owner(self, port: "BridgePort | None") -> "Bridge | BridgePort":
        return self.bridge if port is None else port

    def _mac(self, port: "BridgePort | None") -> bytes:
        return self.bridge.mac if port is None else port.device.mac

    def _stats_of(self, port: "BridgePort | None", vid: int) -> VlanStats:
        fresh = VlanStats(Counter(self.bridge.scheduler), Counter(self.bridge.scheduler))
        return fresh if port is not None and self.bridge.vlan_stats_per_port else self._stats.setdefault(vid, fresh)


def check_vid(vid: int) -> None:
    if not 1 <= vid <= MAX_VLAN:
        raise NetlinkError(errno.EINVAL, "bridge: Vlan id is invalid")
