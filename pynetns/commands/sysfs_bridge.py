"""bridge/, brif/ and brport/ of a device's folder in sysfs (net/bridge/br_sysfs_br.c, br_sysfs_if.c)."""

import errno
from collections.abc import Callable

from pynetns.commands.file_nodes import File, Folder, Link, Node
from pynetns.commands.sysfs_text import Attribute, attribute_file, leading_number, unsigned
from pynetns.device.bridge import Bridge, identifier_text
from pynetns.device.bridge_port import LINK_LOCAL, BridgePort
from pynetns.device.bridge_vlan import MAX_VLAN
from pynetns.device.netdevice import NetDevice
from pynetns.device.scheduler import SECOND
from pynetns.device.stp import SpanningTree
from pynetns.device.stp_port import PortTree
from pynetns.device.stp_timer import StpTimer
from pynetns.device.vlan import PROTOCOLS
from pynetns.errors import os_error
from pynetns.wire.address import format_mac, parse_mac

_USER_HZ = 100


def names(device: NetDevice) -> list[str]:
    """What a device's folder has because it is a bridge or a port."""
    return ["bridge", "brif"] * isinstance(device, Bridge) + ["brport"] * isinstance(device.port, BridgePort)


def find(device: NetDevice, folder: str, leaf: str) -> Node | None:
    """What is in these folders; they themselves where `leaf` is empty."""
    if folder not in names(device):
        return None
    port = device.port
    if folder == "brport":
        if not leaf:
            return Folder(lambda: sorted((*PORT, "bridge")), 0o755, "sysfs")
        if leaf == "bridge":
            return Link(f"../../{port.bridge.name}")
        return attribute_file(PORT[leaf], port, lambda: device.port is port) if leaf in PORT else None
    assert isinstance(device, Bridge)
    if folder == "brif":
        return _port_links(device, leaf)
    if not leaf:
        return Folder(lambda: (*BRIDGE, *VLANS) if device.vlan_aware else BRIDGE, 0o755, "sysfs")
    return _bridge_file(device, leaf) if leaf in BRIDGE or leaf in VLANS else None


def _bridge_file(bridge: Bridge, name: str) -> File:
    return attribute_file(BRIDGE.get(name) or VLANS[name], bridge, lambda: bridge.namespace.devices.get(bridge.name) is bridge)


def _port_links(bridge: Bridge, name: str) -> Node | None:
    if not name:
        return Folder(lambda: sorted(port.device.name for port in bridge.ports), 0o755, "sysfs")
    return Link(f"../../{name}/brport") if any(port.device.name == name for port in bridge.ports) else None


def _ticks(nanoseconds: int) -> int:
    """clock_t: hundredths of a second."""
    return nanoseconds * _USER_HZ // SECOND


def _jiffies(ticks: int) -> int:
    """clock_t_to_jiffies(): a time is kept in ticks of 4 ms."""
    return ticks * 5 // 2 * 4_000_000


# --- a bridge ----------------------------------------------------------------------------------------------------------------------

def _time(show: Callable[[SpanningTree], int], change: Callable[[SpanningTree, int], None]) -> "Attribute[Bridge]":
    """A time of the spanning tree in hundredths of a second."""
    def store(bridge: Bridge, text: str) -> None:
        change(bridge.stp, _jiffies(unsigned(text)))
    return Attribute(lambda bridge: _ticks(show(bridge.stp)), store)


def _timer(of: Callable[[SpanningTree], StpTimer]) -> "Attribute[Bridge]":
    return Attribute(lambda bridge: int(of(bridge.stp).left * _USER_HZ))


def _switch(name: str) -> "Attribute[Bridge]":
    def store(bridge: Bridge, text: str) -> None:
        setattr(bridge, name, bool(unsigned(text)))
    return Attribute(lambda bridge: int(getattr(bridge, name)), store)


def _kept(name: str, value: int, largest: int = 0xFFFFFFFF) -> "Attribute[Bridge]":
    """What is kept and of no effect here: there are no lists of who wants which group."""
    def store(bridge: Bridge, text: str) -> None:
        new = unsigned(text)
        if new > largest:
            raise os_error(errno.EINVAL)
        bridge.without_effect[name] = new
    return Attribute(lambda bridge: bridge.without_effect.get(name, value), store)


def _kept_switch(name: str) -> "Attribute[Bridge]":
    def store(bridge: Bridge, text: str) -> None:
        bridge.without_effect[name] = int(bool(unsigned(text)))
    return Attribute(lambda bridge: bridge.without_effect.get(name, 0), store)


def _set_group(bridge: Bridge, text: str) -> None:
    """A group that never leaves the link, and is not one that others use: group_addr_store()."""
    try:
        group = parse_mac(text.strip())
    except ValueError:
        raise os_error(errno.EINVAL) from None
    if group[:5] != LINK_LOCAL or group[5] > 15 or group[5] in (1, 2, 3):
        raise os_error(errno.EINVAL)
    bridge.set_group_address(group)


def _set_priority(bridge: Bridge, text: str) -> None:
    bridge.stp.set_priority(unsigned(text) & 0xFFFF)


def _set_mask(bridge: Bridge, text: str) -> None:
    value = unsigned(text)
    if value & 7:
        raise os_error(errno.EINVAL)
    bridge.group_fwd_mask = value & 0xFFFF


def _flush(bridge: Bridge, text: str) -> None:
    unsigned(text)
    bridge.fdb.flush(static=False)


def _set_ageing(bridge: Bridge, text: str) -> None:
    bridge.set_ageing(_jiffies(unsigned(text)) / SECOND)


_KEPT = {
    "hash_elasticity": 16, "hash_max": 4096, "multicast_igmp_version": 2, "multicast_last_member_count": 2,
    "multicast_last_member_interval": 100, "multicast_membership_interval": 26000, "multicast_mld_version": 1,
    "multicast_querier_interval": 25500, "multicast_query_interval": 12500, "multicast_query_response_interval": 1000,
    "multicast_startup_query_count": 2, "multicast_startup_query_interval": 3124,
}
BRIDGE: "dict[str, Attribute[Bridge]]" = {
    **{name: _kept(name, value) for name, value in _KEPT.items()}, "multicast_router": _kept("multicast_router", 1, 2),
    **{name: _kept_switch(name) for name in ("multicast_querier", "multicast_query_use_ifaddr", "multicast_stats_enabled")},
    "ageing_time": Attribute(lambda bridge: _ticks(bridge.ageing), _set_ageing),
    "bridge_id": Attribute(lambda bridge: bridge.bridge_id),
    "flush": Attribute(None, _flush),
    "forward_delay": _time(lambda tree: tree.forward_delay, SpanningTree.set_forward_delay),
    "gc_timer": Attribute(lambda bridge: int(bridge.fdb.gc_timer * _USER_HZ)),
    "group_addr": Attribute(lambda bridge: format_mac(bridge.group_addr), _set_group),
    "group_fwd_mask": Attribute(lambda bridge: f"{bridge.group_fwd_mask:#x}", _set_mask),
    "hello_time": _time(lambda tree: tree.hello_time, SpanningTree.set_hello_time),
    "hello_timer": _timer(lambda tree: tree.hello_timer),
    "max_age": _time(lambda tree: tree.max_age, SpanningTree.set_max_age),
    "multicast_snooping": Attribute(lambda bridge: int(bridge.mcast_snooping),
                                    lambda bridge, text: bridge.set_snooping(bool(unsigned(text)))),
    "nf_call_arptables": _switch("nf_call_arptables"), "nf_call_ip6tables": _switch("nf_call_ip6tables"),
    "nf_call_iptables": _switch("nf_call_iptables"), "no_linklocal_learn": _switch("no_linklocal_learn"),
    "priority": Attribute(lambda bridge: bridge.priority, _set_priority),
    "root_id": Attribute(lambda bridge: identifier_text(bridge.stp.designated_root)),
    "root_path_cost": Attribute(lambda bridge: bridge.stp.root_path_cost), "root_port": Attribute(lambda bridge: bridge.stp.root_port),
    "stp_state": Attribute(lambda bridge: int(bridge.stp_enabled), lambda bridge, text: bridge.stp.set_enabled(bool(unsigned(text)))),
    "tcn_timer": _timer(lambda tree: tree.tcn_timer), "topology_change": Attribute(lambda bridge: int(bridge.topology_change)),
    "topology_change_detected": Attribute(lambda bridge: int(bridge.stp.topology_change_detected)),
    "topology_change_timer": _timer(lambda tree: tree.topology_change_timer),
}


def _set_default_pvid(bridge: Bridge, text: str) -> None:
    value = unsigned(text)
    if value > MAX_VLAN:
        raise os_error(errno.EINVAL)
    if bridge.vlan_filtering and value != bridge.vlan_default_pvid:
        raise os_error(errno.EPERM)
    bridge.vlan_table.set_default_pvid(value)


def _set_protocol(bridge: Bridge, text: str) -> None:
    value = unsigned(text)
    if value not in PROTOCOLS.values():
        raise os_error(errno.EPROTONOSUPPORT)
    bridge.set_vlan_protocol(value)


# Of bridges that have VLANs; a script that asks for them finds the files in any.
VLANS: "dict[str, Attribute[Bridge]]" = {
    "vlan_default_pvid": Attribute(lambda bridge: bridge.vlan_default_pvid, _set_default_pvid),
    "vlan_filtering": Attribute(lambda bridge: int(bridge.vlan_filtering),
                                lambda bridge, text: bridge.set_vlan_filtering(bool(unsigned(text)))),
    "vlan_protocol": Attribute(lambda bridge: f"{bridge.vlan_protocol:#06x}", _set_protocol),
    "vlan_stats_enabled": _switch("vlan_stats_enabled"),
    "vlan_stats_per_port": Attribute(lambda bridge: int(bridge.vlan_stats_per_port),
                                     lambda bridge, text: bridge.vlan_table.set_stats_per_port(bool(unsigned(text)))),
}


# --- a port ------------------------------------------------------------------------------------------------------------------------

def _port_switch(name: str) -> "Attribute[BridgePort]":
    def store(port: BridgePort, text: str) -> None:
        setattr(port, name, bool(leading_number(text)))
    return Attribute(lambda port: int(getattr(port, name)), store)


def _set_port_mask(port: BridgePort, text: str) -> None:
    value = leading_number(text)
    if value & 2:
        raise os_error(errno.EINVAL)
    port.group_fwd_mask = value & 0xFFFF


def _set_router(port: BridgePort, text: str) -> None:
    value = leading_number(text)
    if value > 3:
        raise os_error(errno.EINVAL)
    port.mcast_router = value


def _flush_port(port: BridgePort, text: str) -> None:
    leading_number(text)
    port.bridge.fdb.delete_by_port(port, everything=False)


def _no_backup(port: BridgePort, text: str) -> None:
    if text.strip():
        raise os_error(errno.EOPNOTSUPP if text.strip() in port.bridge.namespace.devices else errno.ENOENT)


def _port_timer(of: Callable[[PortTree], StpTimer]) -> "Attribute[BridgePort]":
    return Attribute(lambda port: int(of(port.tree).left * _USER_HZ))


PORT: "dict[str, Attribute[BridgePort]]" = {
    "backup_port": Attribute(lambda port: "", _no_backup),
    "bpdu_guard": _port_switch("guard"), "broadcast_flood": _port_switch("bcast_flood"),
    "change_ack": Attribute(lambda port: int(port.tree.topology_change_ack)),
    "config_pending": Attribute(lambda port: int(port.tree.config_pending)),
    "designated_bridge": Attribute(lambda port: identifier_text(port.tree.designated_bridge)),
    "designated_cost": Attribute(lambda port: port.tree.designated_cost),
    "designated_port": Attribute(lambda port: port.tree.designated_port),
    "designated_root": Attribute(lambda port: identifier_text(port.tree.designated_root)),
    "flush": Attribute(None, _flush_port), "forward_delay_timer": _port_timer(lambda tree: tree.forward_delay_timer),
    "group_fwd_mask": Attribute(lambda port: f"{port.group_fwd_mask:#x}", _set_port_mask),
    "hairpin_mode": _port_switch("hairpin"), "hold_timer": _port_timer(lambda tree: tree.hold_timer), "isolated": _port_switch("isolated"),
    "learning": _port_switch("learning"), "message_age_timer": _port_timer(lambda tree: tree.message_age_timer),
    "multicast_fast_leave": _port_switch("fastleave"), "multicast_flood": _port_switch("mcast_flood"),
    "multicast_router": Attribute(lambda port: port.mcast_router, _set_router),
    "multicast_to_unicast": _port_switch("mcast_to_unicast"), "neigh_suppress": _port_switch("neigh_suppress"),
    "path_cost": Attribute(lambda port: port.cost, lambda port, text: port.set_cost(leading_number(text))),
    "port_id": Attribute(lambda port: f"{port.port_id:#x}"), "port_no": Attribute(lambda port: f"{port.port_no:#x}"),
    "priority": Attribute(lambda port: port.priority, lambda port, text: port.set_priority(leading_number(text))),
    "proxyarp": _port_switch("proxy_arp"), "proxyarp_wifi": _port_switch("proxy_arp_wifi"), "root_block": _port_switch("root_block"),
    "state": Attribute(lambda port: port.state), "unicast_flood": _port_switch("flood"),
}
