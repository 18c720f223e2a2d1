"""What `ip -d link` says of a device's kind and of a bridge port (ip/iplink_bridge.c, iplink_bridge_slave.c, iplink_macvlan.c)."""

from collections.abc import Callable
from typing import Any

from pynetns.commands.ip_link_macvlan import print_macvlan
from pynetns.commands.ip_link_vlan import print_vlan
from pynetns.commands.ip_link_vrf import print_vrf
from pynetns.commands.ip_print import Printer, Raw
from pynetns.device.bridge import Bridge
from pynetns.device.bridge_port import STATES, BridgePort
from pynetns.device.macvlan import Macvlan
from pynetns.device.netdevice import NetDevice
from pynetns.device.vlan import PROTOCOLS, Vlan
from pynetns.device.vrf import Vrf
from pynetns.wire.address import format_mac

PROTOCOL_NAMES = {value: name for name, value in PROTOCOLS.items()}
TICK = 10_000_000  # bridges count in hundredths of a second


def print_kind(printer: Printer, device: NetDevice) -> None:
    """The kind and its settings."""
    if not device.kind:
        return
    printer.line()
    printer.put("info_kind", device.kind, "    {} ")
    if isinstance(device, Bridge):
        printer.open("info_data")
        _print_bridge(printer, device)
        printer.close()
    elif isinstance(device, Vrf):
        printer.open("info_data")
        print_vrf(printer, device)
        printer.close()
    elif isinstance(device, Macvlan | Vlan):
        printer.open("info_data")
        if isinstance(device, Macvlan):
            print_macvlan(printer, device)
        else:
            print_vlan(printer, device)
        printer.close()


def print_slave(printer: Printer, device: NetDevice) -> None:
    """What a bridge says of its port."""
    port = device.port
    if isinstance(device.master, Vrf):
        printer.line()
        printer.put("info_slave_kind", "vrf", "    {}_slave ")
        printer.open("info_slave_data")
        print_vrf(printer, device.master)
        printer.close()
    if not isinstance(port, BridgePort):
        return
    printer.line()
    printer.put("info_slave_kind", "bridge", "    {}_slave ")
    printer.open("info_slave_data")
    _print_port(printer, port)
    printer.close()


def _print_bridge(printer: Printer, bridge: Bridge) -> None:
    def put(key: str, value: Any, name: str = "") -> None:
        printer.put(key, value, (name or key) + " {} ")

    tree = bridge.stp
    for key, time in (("forward_delay", tree.forward_delay), ("hello_time", tree.hello_time), ("max_age", tree.max_age),
                      ("ageing_time", bridge.ageing)):
        put(key, time // TICK)
    put("stp_state", int(bridge.stp_enabled))
    put("priority", bridge.priority)
    put("vlan_filtering", int(bridge.vlan_filtering))
    if bridge.vlan_aware:
        put("vlan_protocol", PROTOCOL_NAMES[bridge.vlan_protocol])
    put("bridge_id", _identifier(bridge.identifier))
    put("root_id", _identifier(bridge.identifier), "designated_root")  # iproute2 6.1 reads the wrong attribute
    for key, number in (("root_port", tree.root_port), ("root_path_cost", tree.root_path_cost),
                        ("topology_change", int(bridge.topology_change)),
                        ("topology_change_detected", int(tree.topology_change_detected))):
        put(key, number)
    for key, seconds in (("hello_timer", tree.hello_timer.left), ("tcn_timer", tree.tcn_timer.left),
                         ("topology_change_timer", tree.topology_change_timer.left), ("gc_timer", bridge.fdb.gc_timer)):
        printer.put(key, Raw(f"{seconds:.2f}"), key + " {:>7} ")
    if bridge.vlan_aware:
        put("vlan_default_pvid", bridge.vlan_default_pvid)
        put("vlan_stats_enabled", int(bridge.vlan_stats_enabled))
        put("vlan_stats_per_port", int(bridge.vlan_stats_per_port))
    printer.put("group_fwd_mask", f"{bridge.group_fwd_mask:#x}" if bridge.group_fwd_mask else "0", "group_fwd_mask {} ")
    put("group_addr", format_mac(bridge.group_addr), "group_address")
    put("mcast_snooping", int(bridge.mcast_snooping))
    put("no_linklocal_learn", int(bridge.no_linklocal_learn))
    put("mcast_vlan_snooping", 0)
    settings = {"mcast_router": 1, "mcast_query_use_ifaddr": 0, "mcast_querier": 0, "mcast_hash_elasticity": 16, "mcast_hash_max": 4096,
                "mcast_last_member_cnt": 2, "mcast_startup_query_cnt": 2, "mcast_last_member_intvl": 100, "mcast_membership_intvl": 26000,
                "mcast_querier_intvl": 25500, "mcast_query_intvl": 12500, "mcast_query_response_intvl": 1000,
                "mcast_startup_query_intvl": 3124, "mcast_stats_enabled": 0, "mcast_igmp_version": 2, "mcast_mld_version": 1}
    for key, value in settings.items():
        name = key.replace("_cnt", "_count").replace("_intvl", "_interval")
        put(key, bridge.mcast_settings.get(name, value), name)
    put("nf_call_iptables", int(bridge.nf_call_iptables))
    put("nf_call_ip6tables", int(bridge.nf_call_ip6tables))
    put("nf_call_arptables", int(bridge.nf_call_arptables))


def _identifier(identifier: bytes) -> str:
    """8000.2:42:d2:1d:22:a5: the address without leading zeros, as iproute2 has it."""
    return f"{identifier[:2].hex()}." + ":".join(f"{byte:x}" for byte in identifier[2:])


def _print_port(printer: Printer, port: BridgePort) -> None:
    def flag(key: str, on: bool, name: str = "") -> None:
        printer.put(key, bool(on) if printer.json else ("on" if on else "off"), (name or key) + " {} ")

    put: Callable[..., None] = printer.put
    tree = port.tree
    put("state", STATES[port.state], "state {} ")
    put("priority", port.priority, "priority {} ")
    put("cost", port.cost, "cost {} ")
    flag("hairpin", port.hairpin)
    flag("guard", port.guard)
    flag("root_block", port.root_block)
    flag("fastleave", port.fastleave)
    flag("learning", port.learning)
    flag("flood", port.flood)
    put("id", f"{port.port_id:#x}", "port_id {} ")
    put("no", f"{port.port_no:#x}", "port_no {} ")
    put("designated_port", tree.designated_port, "designated_port {} ")
    put("designated_cost", tree.designated_cost, "designated_cost {} ")
    put("bridge_id", _identifier(tree.designated_bridge), "designated_bridge {} ")
    put("root_id", _identifier(tree.designated_root), "designated_root {} ")
    for key, timer in (("hold_timer", tree.hold_timer), ("message_age_timer", tree.message_age_timer),
                       ("forward_delay_timer", tree.forward_delay_timer)):
        put(key, Raw(f"{timer.left:.2f}"), key + " {:>7} ")
    put("topology_change_ack", int(tree.topology_change_ack), "topology_change_ack {} ")
    put("config_pending", int(tree.config_pending), "config_pending {} ")
    flag("proxy_arp", port.proxy_arp)
    flag("proxy_arp_wifi", port.proxy_arp_wifi)
    put("multicast_router", port.mcast_router, "mcast_router {} ")
    if not printer.json:
        flag("", port.fastleave, "mcast_fast_leave")
    flag("mcast_flood", port.mcast_flood)
    flag("bcast_flood", port.bcast_flood)
    flag("mcast_to_unicast", port.mcast_to_unicast)
    flag("neigh_suppress", port.neigh_suppress)
    put("group_fwd_mask", f"{port.group_fwd_mask:#x}" if port.group_fwd_mask else "0", "group_fwd_mask {} ")
    put("group_fwd_mask_str", f"{port.group_fwd_mask:#x}", "group_fwd_mask_str {} ")
    flag("vlan_tunnel", port.vlan_tunnel)
    flag("isolated", port.isolated)
    flag("locked", port.locked)
    if port.backup_port is not None:
        put("backup_port", port.backup_port.device.name, "backup_port {} ")
