"""/proc/sys/net and /sys/class/net of a namespace (net/core/net-sysfs.c, net/bridge/br_sysfs_br.c, br_sysfs_if.c)."""

import errno
from typing import TYPE_CHECKING

from pynetns.commands.proc_net import device_type
from pynetns.device.bridge import Bridge
from pynetns.device.bridge_port import BridgePort
from pynetns.device.netdevice import NetDevice
from pynetns.device.scheduler import SECOND
from pynetns.errors import os_error
from pynetns.wire.address import format_mac

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

IFF_UP, IFF_BROADCAST, IFF_LOOPBACK, IFF_NOARP, IFF_PROMISC, IFF_ALLMULTI, IFF_MULTICAST = 0x1, 0x2, 0x8, 0x80, 0x100, 0x200, 0x1000
_USER_HZ = 100
_KINDS_WITH_DEVTYPE = ("bridge", "macvlan", "vlan")

Value = int | str


def sysctl(namespace: "NetNamespace", path: str) -> str:
    """/proc/sys/net/... as text."""
    parts = path.split("/")
    settings = namespace.sysctl
    try:
        return f"{settings['.'.join(parts)]}\n"
    except KeyError:
        prefix = ".".join(parts) + "."
        if path == "net" or any(key.startswith(prefix) for key in settings):
            raise os_error(errno.EISDIR) from None
        raise os_error(errno.ENOENT) from None


def device_attribute(namespace: "NetNamespace", path: str) -> str:
    """/sys/class/net/DEVICE/...; raises OSError as open(2) and read(2) fail."""
    name, _, rest = path.partition("/")
    device = namespace.devices.get(name)
    if device is None:
        raise os_error(errno.ENOENT if name else errno.EISDIR)
    folder, slash, leaf = rest.partition("/")
    if folder in ("master", "brport") and slash:
        return _of_port(namespace, device, folder, leaf)
    if folder == "brif" and isinstance(device, Bridge):
        port_name, _, attribute = leaf.partition("/")
        port = next((port for port in device.ports if port.device.name == port_name), None)
        if not attribute or port is None:
            raise os_error(errno.EISDIR if port or not leaf else errno.ENOENT)
        return _text(_port(port), attribute)
    if folder == "statistics":
        return _text(_statistics(device), leaf)
    if folder == "bridge" and isinstance(device, Bridge):
        return _text(_bridge(device), leaf)
    directories = {"", "power", "queues", "subsystem", "brport" * (device.port is not None), "master" * (device.master is not None)}
    if rest in directories:
        raise os_error(errno.EISDIR)
    if rest in ("carrier", "speed", "duplex", "phys_port_id"):
        return _link_attribute(device, rest)
    return _text(_common(device), rest)


def _of_port(namespace: "NetNamespace", device: NetDevice, folder: str, leaf: str) -> str:
    if folder == "master" and device.master is not None:
        return device_attribute(namespace, f"{device.master.name}/{leaf}")
    if folder == "brport" and device.port is not None:
        if leaf.startswith("bridge/"):
            return device_attribute(namespace, f"{device.port.bridge.name}/{leaf.removeprefix('bridge/')}")
        if leaf == "bridge":
            raise os_error(errno.EISDIR)
        return _text(_port(device.port), leaf)
    raise os_error(errno.ENOENT)


def _text(values: dict[str, Value], name: str) -> str:
    if not name:
        raise os_error(errno.EISDIR)
    if name == "flush" and "flush" in values:
        raise os_error(errno.EACCES)
    if name not in values:
        raise os_error(errno.ENOENT)
    value = values[name]
    return value if value == "" else f"{value}\n"


def device_flags(device: NetDevice) -> int:
    """dev->flags as sysfs shows them: promiscuous where anybody asked for it."""
    return ((IFF_UP if device.is_up else 0) | (IFF_LOOPBACK if device.is_loopback else IFF_BROADCAST)
            | (IFF_NOARP if not device.arp and not device.is_loopback else 0) | (IFF_PROMISC if device.promiscuity else 0)
            | (IFF_ALLMULTI if device.allmulti else 0) | (IFF_MULTICAST if device.multicast_flag else 0))


def _link_attribute(device: NetDevice, name: str) -> str:
    """What the driver is asked for, and cannot tell of a device that is down."""
    if name == "phys_port_id":
        raise os_error(errno.EOPNOTSUPP)
    if not device.is_up or (name != "carrier" and (device.is_loopback or device.kind == "dummy")):
        raise os_error(errno.EINVAL)
    if name == "carrier":
        return f"{int(device.carrier)}\n"
    if isinstance(device, Bridge):
        speeds = [10000 for port in device.ports if port.device.is_up and port.device.carrier]
        return f"{max(speeds, default=-1)}\n" if name == "speed" else "unknown\n"
    return "10000\n" if name == "speed" else "full\n"


def _common(device: NetDevice) -> dict[str, Value]:
    link = device.link
    ups, downs = device.carrier_ups, device.carrier_downs
    devtype = f"DEVTYPE={device.kind}\n" if device.kind in _KINDS_WITH_DEVTYPE else ""
    return {
        "addr_assign_type": 0 if device.is_loopback else 3 if device.mac_is_set else 1, "addr_len": 6,
        "address": format_mac(device.mac), "broadcast": format_mac(device.broadcast) if not device.is_loopback else "00:00:00:00:00:00",
        "carrier_changes": ups + downs, "carrier_down_count": downs, "carrier_up_count": ups, "dev_id": "0x0", "dev_port": 0,
        "dormant": 0, "flags": f"{device_flags(device):#x}", "gro_flush_timeout": 0, "ifalias": device.alias, "ifindex": device.index,
        "iflink": link.index if link is not None else device.index, "link_mode": 0, "mtu": device.mtu,
        "name_assign_type": 2 if device.is_loopback else 3, "napi_defer_hard_irqs": 0, "netdev_group": device.group,
        "operstate": device.operstate.lower(), "proto_down": 0, "testing": 0, "threaded": 0, "tx_queue_len": device.qlen,
        "type": device_type(device), "uevent": f"{devtype}INTERFACE={device.name}\nIFINDEX={device.index}",
    }


def _statistics(device: NetDevice) -> dict[str, Value]:
    names = ("collisions", "multicast", "rx_bytes", "rx_compressed", "rx_crc_errors", "rx_dropped", "rx_errors", "rx_fifo_errors",
             "rx_frame_errors", "rx_length_errors", "rx_missed_errors", "rx_nohandler", "rx_over_errors", "rx_packets", "tx_aborted_errors",
             "tx_bytes", "tx_carrier_errors", "tx_compressed", "tx_dropped", "tx_errors", "tx_fifo_errors", "tx_heartbeat_errors",
             "tx_packets", "tx_window_errors")
    stats = device.stats
    special = {"collisions": stats.collisions, "rx_missed_errors": stats.rx_missed, "rx_nohandler": stats.rx_nohandler_drop,
               "tx_carrier_errors": stats.carrier_errors}
    return {name: special[name].packets if name in special else getattr(stats, name, 0) for name in names}


def _ticks(nanoseconds: int) -> int:
    """clock_t: hundredths of a second."""
    return nanoseconds * _USER_HZ // SECOND


def _bridge(bridge: Bridge) -> dict[str, Value]:
    return {
        "ageing_time": _ticks(bridge.ageing), "bridge_id": bridge.bridge_id, "flush": "", "forward_delay": _ticks(bridge.forward_delay),
        "gc_timer": 0, "group_addr": "01:80:c2:00:00:00", "group_fwd_mask": f"{bridge.group_fwd_mask:#x}", "hash_elasticity": 16,
        "hash_max": 4096, "hello_time": _ticks(bridge.hello_time), "hello_timer": 0, "max_age": _ticks(bridge.max_age),
        "multicast_igmp_version": 2, "multicast_last_member_count": 2, "multicast_last_member_interval": 100,
        "multicast_membership_interval": 26000, "multicast_mld_version": 1, "multicast_querier": 0, "multicast_querier_interval": 25500,
        "multicast_query_interval": 12500, "multicast_query_response_interval": 1000, "multicast_query_use_ifaddr": 0,
        "multicast_router": 1, "multicast_snooping": int(bridge.mcast_snooping), "multicast_startup_query_count": 2,
        "multicast_startup_query_interval": 3124, "multicast_stats_enabled": 0,
        "nf_call_arptables": int(bridge.nf_call_arptables), "nf_call_ip6tables": int(bridge.nf_call_ip6tables),
        "nf_call_iptables": int(bridge.nf_call_iptables), "no_linklocal_learn": int(bridge.no_linklocal_learn),
        "priority": bridge.priority, "root_id": bridge.bridge_id, "root_path_cost": 0, "root_port": 0,
        "stp_state": int(bridge.stp_enabled), "tcn_timer": 0, "topology_change": 0, "topology_change_detected": 0,
        "topology_change_timer": 0,
    }


def _port(port: BridgePort) -> dict[str, Value]:
    return {
        "backup_port": "", "bpdu_guard": int(port.guard), "broadcast_flood": int(port.bcast_flood), "change_ack": 0,
        "config_pending": 0, "designated_bridge": port.bridge.bridge_id, "designated_cost": 0, "designated_port": port.port_id,
        "designated_root": port.bridge.bridge_id, "flush": "", "forward_delay_timer": 0, "group_fwd_mask": f"{port.group_fwd_mask:#x}",
        "hairpin_mode": int(port.hairpin), "hold_timer": 0, "isolated": int(port.isolated), "learning": int(port.learning),
        "message_age_timer": 0, "multicast_fast_leave": int(port.fastleave), "multicast_flood": int(port.mcast_flood),
        "multicast_router": port.mcast_router, "multicast_to_unicast": int(port.mcast_to_unicast),
        "neigh_suppress": int(port.neigh_suppress), "path_cost": port.cost, "port_id": f"{port.port_id:#x}",
        "port_no": f"{port.port_no:#x}", "priority": port.priority, "proxyarp": int(port.proxy_arp),
        "proxyarp_wifi": int(port.proxy_arp_wifi), "root_block": int(port.root_block), "state": port.state,
        "unicast_flood": int(port.flood),
    }
