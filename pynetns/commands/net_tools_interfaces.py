"""Interfaces as ifconfig(8) and `netstat -i` print them (lib/interface.c of net-tools 2.10)."""

from typing import TYPE_CHECKING

from pynetns.commands.base import Context
from pynetns.device.netdevice import NetDevice
from pynetns.netns import inet_ioctl
from pynetns.netns.inet_ioctl import (
    IFF_ALLMULTI, IFF_BROADCAST, IFF_DYNAMIC, IFF_LOOPBACK, IFF_MULTICAST, IFF_NOARP, IFF_NOTRAILERS, IFF_PROMISC, IFF_RUNNING, IFF_UP,
)
from pynetns.wire.address import format_ipv4, format_mac, mask

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

# In the order in which each form prints them.
_LONG_FLAGS = ((IFF_UP, "UP"), (IFF_BROADCAST, "BROADCAST"), (IFF_LOOPBACK, "LOOPBACK"), (IFF_NOTRAILERS, "NOTRAILERS"),
               (IFF_RUNNING, "RUNNING"), (IFF_NOARP, "NOARP"), (IFF_PROMISC, "PROMISC"), (IFF_ALLMULTI, "ALLMULTI"),
               (IFF_MULTICAST, "MULTICAST"), (IFF_DYNAMIC, "DYNAMIC"))
_SHORT_FLAGS = ((IFF_ALLMULTI, "A"), (IFF_BROADCAST, "B"), (IFF_LOOPBACK, "L"), (IFF_MULTICAST, "M"), (IFF_DYNAMIC, "d"),
                (IFF_PROMISC, "P"), (IFF_NOTRAILERS, "N"), (IFF_NOARP, "O"), (IFF_RUNNING, "R"), (IFF_UP, "U"))
_UNITS = ((1125899906842624, "PiB"), (1099511627776, "TiB"), (1073741824, "GiB"), (1048576, "MiB"), (1024, "KiB"))


def name_order(name: str) -> tuple[str, int, str, int]:
    """What nstrcmp() sorts by: the name without the number it ends in, the number, the number of the alias. Other labels are names.

    >>> sorted(["eth10", "eth9", "eth0.5", "eth0:a", "eth0:10", "eth0:9", "eth"], key=name_order)
    ['eth', 'eth0:9', 'eth0:10', 'eth9', 'eth10', 'eth0.5', 'eth0:a']
    """
    base, colon, label = name.rpartition(":")
    alias = int(label) if colon and _is_number(label) else -1
    if alias < 0:
        base = name
    stem = base.rstrip("0123456789")
    return stem, int(base[len(stem):] or -1), base, alias


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit()


def all_names(namespace: "NetNamespace") -> list[str]:
    """The devices and the labels of their addresses: if_readlist()."""
    names = set(namespace.devices) | {ifa.label for device in namespace.devices.values() for ifa in device.in_dev.addresses}
    return sorted(names, key=name_order)


def print_interface(context: Context, name: str, short: bool, only_up: bool = False) -> bool:
    """do_if_print(): False, with a word of why, where there is no such device."""
    namespace = context.namespace
    device = namespace.devices.get(name.partition(":")[0])
    if device is None:
        context.err(f"{name}: error fetching interface information: Device not found\n")
        return False
    if only_up and not device.is_up:
        return True
    flags = inet_ioctl.get_flags(namespace, name)
    context.out(_short(device, name, flags) if short else _long(device, name, flags))
    return True


def print_all(context: Context, short: bool, everything: bool) -> bool:
    """for_all_interfaces(): it ends at a label that begins with no device's name."""
    return all(print_interface(context, name, short, only_up=not everything) for name in all_names(context.namespace))


def _short(device: NetDevice, name: str, flags: int) -> str:
    """ife_print_short(): an alias has no counters of its own."""
    stats = device.stats
    if name == device.name:
        counters = (f"{stats.rx_packets:8} {stats.rx_errors:6} {_dropped(device):6} {0:<6} "
                    f"{stats.tx_packets:8} {stats.tx_errors:6} {stats.tx_dropped:6} {0:6} ")
    else:
        counters = f"{'     - no statistics available -':<56}"
    letters = "".join(letter for bit, letter in _SHORT_FLAGS if flags & bit) or "[NO FLAGS]"
    return f"{name:<15.15} {device.mtu:5} {counters}{letters}\n"


def _dropped(device: NetDevice) -> int:
    return device.stats.rx_dropped + device.stats.rx_missed.packets


def _long(device: NetDevice, name: str, flags: int) -> str:
    """ife_print_long()."""
    words = ",".join(word for bit, word in _LONG_FLAGS if flags & bit)
    text = f"{name}: flags={flags - 0x10000 if flags & IFF_DYNAMIC else flags}<{words}>  mtu {device.mtu}\n"
    ifa = inet_ioctl.find_address(device, name)
    if ifa is not None:
        text += f"        inet {format_ipv4(ifa.local)}  netmask {format_ipv4(mask(ifa.length))}"
        text += f"  broadcast {format_ipv4(ifa.broadcast)}\n" if flags & IFF_BROADCAST else "\n"
    kind, title = ("loop", "Local Loopback") if device.is_loopback else (f"ether {format_mac(device.mac)}", "Ethernet")
    text += f"        {kind}  txqueuelen {device.qlen}  ({title})\n"
    if name == device.name:
        stats = device.stats
        text += (f"        RX packets {stats.rx_packets}  bytes {stats.rx_bytes} ({scaled(stats.rx_bytes)})\n"
                 f"        RX errors {stats.rx_errors}  dropped {_dropped(device)}  overruns 0  frame 0\n"
                 f"        TX packets {stats.tx_packets}  bytes {stats.tx_bytes} ({scaled(stats.tx_bytes)})\n"
                 f"        TX errors {stats.tx_errors}  dropped {stats.tx_dropped} overruns 0  carrier {stats.carrier_errors.packets}"
                 f"  collisions {stats.collisions.packets}\n")
    return text + "\n"


def scaled(count: int) -> str:
    """Bytes in the largest unit that fits, with one digit cut off and not rounded."""
    for size, unit in _UNITS:
        if count > size:
            tenths = count * 10 // size
            return f"{tenths // 10}.{tenths % 10} {unit}"
    return f"{count}.0 B"
