"""/sys/class/net and /sys/devices/virtual/net of a namespace (net/core/net-sysfs.c)."""

import errno
from collections.abc import Callable
from typing import TYPE_CHECKING

from pynetns.commands import sysfs_bridge
from pynetns.commands.file_nodes import File, Folder, Link, Node
from pynetns.commands.proc_net import device_type
from pynetns.commands.sysfs_text import Attribute, Value, attribute_file, unsigned
from pynetns.device.bridge import Bridge
from pynetns.device.netdevice import NetDevice
from pynetns.errors import os_error
from pynetns.netns import inet_ioctl
from pynetns.wire.address import format_mac

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

IFF_UP, IFF_BROADCAST, IFF_LOOPBACK, IFF_NOARP, IFF_PROMISC, IFF_ALLMULTI, IFF_MULTICAST = 0x1, 0x2, 0x8, 0x80, 0x100, 0x200, 0x1000
_KINDS_WITH_DEVTYPE = ("bridge", "vlan")
_MAX_ALIAS = 256  # IFALIASZ

_STATISTICS = (
    "collisions", "multicast", "rx_bytes", "rx_compressed", "rx_crc_errors", "rx_dropped", "rx_errors", "rx_fifo_errors", "rx_frame_errors",
    "rx_length_errors", "rx_missed_errors", "rx_nohandler", "rx_over_errors", "rx_packets", "tx_aborted_errors", "tx_bytes",
    "tx_carrier_errors", "tx_compressed", "tx_dropped", "tx_errors", "tx_fifo_errors", "tx_heartbeat_errors", "tx_packets",
    "tx_window_errors")
_COUNTERS = {"collisions": "collisions", "rx_missed_errors": "rx_missed", "rx_nohandler": "rx_nohandler_drop",
             "tx_carrier_errors": "carrier_errors"}


def find_class(namespace: "NetNamespace", path: str) -> Node | None:
    """/sys/class/net: a link for each device."""
    if not path:
        return Folder(lambda: sorted(namespace.devices), 0o755, "sysfs")
    return Link(f"../../devices/virtual/net/{path}") if path in namespace.devices else None


def find(namespace: "NetNamespace", path: str) -> Node | None:
    """/sys/devices/virtual/net: a folder for each device."""
    if not path:
        return Folder(lambda: sorted(namespace.devices), 0o755, "sysfs")
    name, _, rest = path.partition("/")
    device = namespace.devices.get(name)
    if device is None:
        return None
    folder, _, leaf = rest.partition("/")
    if not leaf:
        return _own(device, folder)
    if folder == "statistics":
        return _file(_statistic(leaf), device) if leaf in _STATISTICS else None
    if folder == "queues":
        return _queue(device, leaf)
    if folder == "power":
        return _constants(_POWER, leaf)
    return sysfs_bridge.find(device, folder, leaf)


def _own(device: NetDevice, name: str) -> Node | None:
    """What is directly in a device's folder."""
    if not name:
        return Folder(lambda: _names(device), 0o755, "sysfs")
    if name in _ATTRIBUTES:
        return _file(_ATTRIBUTES[name], device)
    folders: dict[str, Callable[[], tuple[str, ...]]] = {
        "statistics": lambda: _STATISTICS, "power": lambda: tuple(_POWER), "queues": lambda: ("rx-0", "tx-0")}
    if name in folders:
        return Folder(folders[name], 0o755, "sysfs")
    links = _links(device)
    if name in links:
        return Link(links[name])
    return sysfs_bridge.find(device, name, "")


def _names(device: NetDevice) -> list[str]:
    return sorted((*_ATTRIBUTES, "statistics", "power", "queues", *_links(device), *sysfs_bridge.names(device)))


def _links(device: NetDevice) -> dict[str, str]:
    """To the devices above and below in the same namespace: netdev_adjacent_sysfs_add()."""
    links = {"subsystem": "../../../../class/net"}
    if device.master is not None:
        links["master"] = f"../{device.master.name}"
    for other in device.namespace.devices.values():
        if other.master is device or (other is device.link and other is not device and device.kind in ("macvlan", "vlan")):
            links[f"lower_{other.name}"] = f"../{other.name}"
        if device.master is other or (other.link is device and other is not device and other.kind in ("macvlan", "vlan")):
            links[f"upper_{other.name}"] = f"../{other.name}"
    return links


# --- attributes --------------------------------------------------------------------------------------------------------------------

def _file(attribute: "Attribute[NetDevice]", device: NetDevice) -> File:
    return attribute_file(attribute, device, lambda: device.namespace.devices.get(device.name) is device)


def device_flags(device: NetDevice) -> int:
    """dev->flags as sysfs shows them: promiscuous where anybody asked for it."""
    return ((IFF_UP if device.is_up else 0) | (IFF_LOOPBACK if device.is_loopback else IFF_BROADCAST)
            | (IFF_NOARP if not device.arp and not device.is_loopback else 0) | (IFF_PROMISC if device.promiscuity else 0)
            | (IFF_ALLMULTI if device.allmulti else 0) | (IFF_MULTICAST if device.multicast_flag else 0))


def _speed(device: NetDevice) -> Value:
    """What the driver is asked for, and cannot tell of a device that is down."""
    if not device.is_up or device.is_loopback or device.kind == "dummy":
        raise os_error(errno.EINVAL)
    if isinstance(device, Bridge):
        return max((10000 for port in device.ports if port.device.is_up and port.device.carrier), default=-1)
    return 10000


def _duplex(device: NetDevice) -> Value:
    _speed(device)
    return "unknown" if isinstance(device, Bridge) else "full"


def _uevent(device: NetDevice) -> str:
    devtype = f"DEVTYPE={device.kind}\n" if device.kind in _KINDS_WITH_DEVTYPE else ""
    return f"{devtype}INTERFACE={device.name}\nIFINDEX={device.index}"


def _set_mtu(device: NetDevice, text: str) -> None:
    device.set_mtu(_int(unsigned(text)))


def _set_flags(device: NetDevice, text: str) -> None:
    inet_ioctl.set_flags(device.namespace, device.name, unsigned(text) & 0xFFFFFFFF)  # type: ignore[arg-type]


def _set_queue_length(device: NetDevice, text: str) -> None:
    length = unsigned(text)
    if length >> 32:
        raise os_error(errno.ERANGE)
    device.qlen = length


def _set_group(device: NetDevice, text: str) -> None:
    device.group = unsigned(text) & 0xFFFFFFFF


def _set_alias(device: NetDevice, text: str) -> None:
    text = text.removesuffix("\n")
    if len(text) >= _MAX_ALIAS:
        raise os_error(errno.EINVAL)
    device.alias = text


def _refuse(device: NetDevice, text: str) -> None:
    """The driver does not have that."""
    raise os_error(errno.EOPNOTSUPP)


def _refuse_number(device: NetDevice, text: str) -> None:
    """netdev_store(): the number is looked at first."""
    unsigned(text)
    raise os_error(errno.EOPNOTSUPP)


def _kept(name: str, largest: int) -> "Attribute[NetDevice]":
    """What is kept and of no effect here."""
    def store(device: NetDevice, text: str) -> None:
        number = unsigned(text)
        if number > largest:
            raise os_error(errno.ERANGE)
        device.without_effect[name] = number
    return Attribute(lambda device: device.without_effect.get(name, 0), store)


def _while_up(show: Callable[[NetDevice], int]) -> Callable[[NetDevice], Value]:
    """What nobody can tell of a device that is down."""
    def shown(device: NetDevice) -> Value:
        if not device.is_up:
            raise os_error(errno.EINVAL)
        return show(device)
    return shown


def _uevent_action(device: NetDevice, text: str) -> None:
    words = text.split(maxsplit=1)
    if not words or words[0] not in ("add", "remove", "change", "move", "online", "offline", "bind", "unbind"):
        raise os_error(errno.EINVAL)


def _int(number: int) -> int:
    """As the kernel stores an unsigned long in an int."""
    return (number & 0xFFFFFFFF) - ((number & 0x80000000) << 1)


_ATTRIBUTES: "dict[str, Attribute[NetDevice]]" = {
    "addr_assign_type": Attribute(lambda device: 0 if device.is_loopback else 3 if device.mac_is_set else 1),
    "addr_len": Attribute(lambda device: 6),
    "address": Attribute(lambda device: format_mac(device.mac)),
    "broadcast": Attribute(lambda device: "00:00:00:00:00:00" if device.is_loopback else format_mac(device.broadcast)),
    "carrier": Attribute(_while_up(lambda device: int(device.carrier)), _refuse),
    "carrier_changes": Attribute(lambda device: device.carrier_ups + device.carrier_downs),
    "carrier_down_count": Attribute(lambda device: device.carrier_downs),
    "carrier_up_count": Attribute(lambda device: device.carrier_ups),
    "dev_id": Attribute(lambda device: "0x0"),
    "dev_port": Attribute(lambda device: 0),
    "dormant": Attribute(_while_up(lambda device: int(device.dormant))),
    "duplex": Attribute(_duplex),
    "flags": Attribute(lambda device: f"{device_flags(device):#x}", _set_flags),
    "gro_flush_timeout": _kept("gro_flush_timeout", (1 << 64) - 1),
    "ifalias": Attribute(lambda device: device.alias, _set_alias),
    "ifindex": Attribute(lambda device: device.index),
    "iflink": Attribute(lambda device: device.link.index if device.link is not None else device.index),
    "link_mode": Attribute(lambda device: int(device.dormant)),
    "mtu": Attribute(lambda device: device.mtu, _set_mtu),
    "name_assign_type": Attribute(lambda device: 2 if device.is_loopback else 3),
    "napi_defer_hard_irqs": _kept("napi_defer_hard_irqs", (1 << 31) - 1),
    "netdev_group": Attribute(lambda device: device.group, _set_group),
    "operstate": Attribute(lambda device: device.operstate.lower()),
    "proto_down": Attribute(lambda device: 0, _refuse_number),
    "speed": Attribute(_speed),
    "testing": Attribute(_while_up(lambda device: 0)),
    "threaded": Attribute(lambda device: 0, _refuse),
    "tx_queue_len": Attribute(lambda device: device.qlen, _set_queue_length),
    "type": Attribute(device_type),
    "uevent": Attribute(_uevent, _uevent_action),
}


def _statistic(name: str) -> "Attribute[NetDevice]":
    if name in _COUNTERS:
        return Attribute(lambda device: getattr(device.stats, _COUNTERS[name]).packets)
    return Attribute(lambda device: getattr(device.stats, name, 0))


# --- what is the same for all ------------------------------------------------------------------------------------------------------

_POWER = {"autosuspend_delay_ms": "", "control": "auto", "runtime_active_time": "0", "runtime_status": "unsupported",
          "runtime_suspended_time": "0"}
_QUEUES = {"rx-0": {"rps_cpus": "0", "rps_flow_cnt": "0"},
           "tx-0": {"traffic_class": "", "tx_maxrate": "0", "tx_timeout": "0", "xps_cpus": "0", "xps_rxqs": "0"}}
_WRITABLE = {"autosuspend_delay_ms", "control", "rps_cpus", "rps_flow_cnt", "tx_maxrate", "xps_cpus", "xps_rxqs"}


def _constants(values: dict[str, str], name: str) -> File | None:
    if name not in values:
        return None
    def show() -> str:
        if not values[name]:
            raise os_error(errno.EIO if name == "autosuspend_delay_ms" else errno.EOPNOTSUPP)
        return f"{values[name]}\n"
    return File(show, (lambda text: None) if name in _WRITABLE else None, 0o644 if name in _WRITABLE else 0o444, 4096)


def _queue(device: NetDevice, path: str) -> Node | None:
    queue, _, name = path.partition("/")
    if queue not in _QUEUES:
        return None
    return _constants(_QUEUES[queue], name) if name else Folder(lambda: tuple(_QUEUES[queue]), 0o755, "sysfs")
