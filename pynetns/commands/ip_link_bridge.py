"""`type bridge` and `type bridge_slave` of `ip link` (ip/iplink_bridge.c, iplink_bridge_slave.c; br_netlink.c of the kernel)."""

import errno
from collections.abc import Callable

from pynetns.commands.base import CommandFailed, Words, matches, number, wrong_argument
from pynetns.commands.ip_link_details import TICK
from pynetns.commands.ip_link_parse import on_off, read_lladdr
from pynetns.commands.ip_usage import BRIDGE_SLAVE_USAGE, BRIDGE_USAGE
from pynetns.device.bridge import Bridge
from pynetns.device.bridge_port import BridgePort
from pynetns.device.netdevice import NetDevice
from pynetns.device.vlan import PROTOCOLS
from pynetns.errors import NetlinkError

U8, U16, U32, U64 = 0xFF, 0xFFFF, 0xFFFFFFFF, (1 << 64) - 1

# Every option in the order in which iproute2 tries abbreviations, with the largest value that it takes. No value: "fdb_flush".
BRIDGE_OPTIONS: dict[str, int] = {
    "forward_delay": U32, "hello_time": U32, "max_age": U32, "ageing_time": U32, "stp_state": U32, "priority": U16, "vlan_filtering": U8,
    "vlan_protocol": 0, "group_fwd_mask": U16, "group_address": 0, "no_linklocal_learn": U8, "fdb_flush": 0, "vlan_default_pvid": U16,
    "vlan_stats_enabled": U8, "vlan_stats_per_port": U8, "mcast_router": U8, "mcast_snooping": U8, "mcast_vlan_snooping": U8,
    "mcast_query_use_ifaddr": U8, "mcast_querier": U8, "mcast_hash_elasticity": U32, "mcast_hash_max": U32,
    "mcast_last_member_count": U32, "mcast_startup_query_count": U32, "mcast_last_member_interval": U64,
    "mcast_membership_interval": U64, "mcast_querier_interval": U64, "mcast_query_interval": U64, "mcast_query_response_interval": U64,
    "mcast_startup_query_interval": U64, "mcast_stats_enabled": U8, "mcast_igmp_version": U8, "mcast_mld_version": U8,
    "nf_call_iptables": U8, "nf_call_ip6tables": U8, "nf_call_arptables": U8,
}
# These must be written in full.
_WHOLE = {"no_linklocal_learn", "mcast_vlan_snooping"}
# What they say today is all that they can say: pynetns has no querier and no multicast database.
_FIXED = {"mcast_vlan_snooping": 0, "mcast_querier": 0}

PORT_SWITCHES = {
    "hairpin": "hairpin", "guard": "guard", "root_block": "root_block", "fastleave": "fastleave", "learning": "learning", "flood": "flood",
    "mcast_flood": "mcast_flood", "bcast_flood": "bcast_flood", "mcast_to_unicast": "mcast_to_unicast", "proxy_arp": "proxy_arp",
    "proxy_arp_wifi": "proxy_arp_wifi", "mcast_fast_leave": "fastleave", "neigh_suppress": "neigh_suppress", "vlan_tunnel": "vlan_tunnel",
    "isolated": "isolated", "locked": "locked",
}
PORT_OPTIONS = ("fdb_flush", "state", "priority", "cost", "hairpin", "guard", "root_block", "fastleave", "learning", "flood", "mcast_flood",
                "bcast_flood", "mcast_to_unicast", "proxy_arp", "proxy_arp_wifi", "mcast_router", "mcast_fast_leave", "neigh_suppress",
                "group_fwd_mask", "vlan_tunnel", "isolated", "locked", "backup_port", "nobackup_port")


def parse_bridge(words: Words) -> dict[str, int]:
    """bridge_parse_opt(): the options by name."""
    options: dict[str, int] = {}
    while words:
        word = words.take()
        name = next((name for name in BRIDGE_OPTIONS if (word == name if name in _WHOLE else matches(word, name))), None)
        if name is None:
            message = "" if matches(word, "help") else f'bridge: unknown command "{word}"?\n'
            raise CommandFailed(message + BRIDGE_USAGE, 1)
        if name == "fdb_flush":
            options[name] = 1
        elif name == "group_address":
            options[name] = int.from_bytes(read_lladdr(words.argument())[:6], "big")
        elif name == "vlan_protocol":
            text = words.argument()
            protocol = next((value for known, value in PROTOCOLS.items() if known.lower() == text.lower()), None)
            if protocol is None:
                raise wrong_argument("invalid vlan_protocol", text)
            options[name] = protocol
        else:
            text = words.argument()
            value = number(text, 0, BRIDGE_OPTIONS[name])
            if value is None:
                raise wrong_argument(f"invalid {name}", text)
            options[name] = value
    return options


def check_bridge(options: dict[str, int]) -> None:
    """What the kernel, or pynetns, refuses whatever bridge it is."""
    for name, value in _FIXED.items():
        if options.get(name, value) != value:
            raise CommandFailed(f"ip link: {name} can't be changed in pynetns.\n", 2)
    if options.get("group_fwd_mask", 0) & 7:
        raise NetlinkError(errno.EINVAL)


def set_bridge(bridge: Bridge, options: dict[str, int]) -> None:
    """br_changelink(), in its order: what comes after something that is refused is not done."""
    tree = bridge.stp
    setters: dict[str, Callable[[int], None]] = {
        "forward_delay": lambda value: tree.set_forward_delay(value * TICK), "hello_time": lambda value: tree.set_hello_time(value * TICK),
        "max_age": lambda value: tree.set_max_age(value * TICK), "ageing_time": lambda value: bridge.set_ageing(value / 100),
        "stp_state": lambda value: tree.set_enabled(bool(value)), "priority": tree.set_priority,
        "vlan_filtering": lambda value: bridge.set_vlan_filtering(bool(value)), "vlan_protocol": bridge.set_vlan_protocol,
        "vlan_default_pvid": bridge.vlan_table.set_default_pvid,
        "vlan_stats_enabled": lambda value: setattr(bridge, "vlan_stats_enabled", bool(value)),
        "vlan_stats_per_port": lambda value: bridge.vlan_table.set_stats_per_port(bool(value)),
        "group_address": lambda value: bridge.set_group_address(value.to_bytes(6, "big")),
        "group_fwd_mask": lambda value: setattr(bridge, "group_fwd_mask", value),
        "mcast_snooping": lambda value: bridge.set_snooping(bool(value)),
        "fdb_flush": lambda value: bridge.fdb.flush(static=False),
    }
    switches = ("no_linklocal_learn", "nf_call_iptables", "nf_call_ip6tables", "nf_call_arptables")
    told = {name: value for name, value in options.items() if name.startswith("mcast_") and name != "mcast_snooping"}
    bridge.mcast_settings = {**bridge.mcast_settings, **told}
    for name in (*setters, *switches):
        if name in options:
            if name in setters:
                setters[name](options[name])
            else:
                setattr(bridge, name, bool(options[name]))


def parse_port(words: Words) -> list[tuple[str, int]]:
    """bridge_slave_parse_opt(): the options in the order given."""
    options: list[tuple[str, int]] = []
    limits = {"state": U8, "priority": U16, "cost": U32, "mcast_router": U8, "group_fwd_mask": U16}
    while words:
        word = words.take()
        name = next((name for name in PORT_OPTIONS if matches(word, name)), None)
        if name is None:
            message = "" if matches(word, "help") else f'bridge_slave: unknown option "{word}"?\n'
            raise CommandFailed(message + BRIDGE_SLAVE_USAGE, 1)
        if name in ("backup_port", "nobackup_port"):  # the device is a part of the option's name: all other values are numbers
            options.append((f"backup_port {words.argument() if name == 'backup_port' else ''}", 1))
        elif name == "fdb_flush":
            options.append((name, 1))
        elif name in PORT_SWITCHES:
            options.append((PORT_SWITCHES[name], int(on_off(name, words.argument()))))
        else:
            text = words.argument()
            value = number(text, 0, limits[name])
            if value is None:
                raise wrong_argument(f"{name} is invalid" if name in ("state", "priority", "cost") else f"invalid {name}", text)
            options.append((name, value))
    return options


def set_port(device: NetDevice, options: list[tuple[str, int]]) -> None:
    """br_setport(): switches first, then what may be refused, in the kernel's order."""
    port = device.port
    if not isinstance(port, BridgePort):
        raise NetlinkError(errno.EOPNOTSUPP)
    setters: dict[str, Callable[[int], None]] = {"cost": port.set_cost, "priority": port.set_priority, "state": port.set_state}
    given = dict(options)
    if given.get("group_fwd_mask", 0) & 2:
        raise NetlinkError(errno.EINVAL)
    for name, value in given.items():
        if name.startswith("backup_port "):
            backup = name.partition(" ")[2]
            if backup and backup not in device.namespace.devices:
                raise wrong_argument("Device does not exist\n", backup)
            port.set_backup(device.namespace.devices.get(backup))
        elif name == "fdb_flush":
            port.bridge.fdb.delete_by_port(port, everything=False)
        elif name == "mcast_router":
            port.mcast_router = value
        elif name == "group_fwd_mask":
            port.group_fwd_mask = value
        elif name not in setters:
            setattr(port, name, bool(value))
    for name, setter in setters.items():
        if name in given:
            setter(given[name])
