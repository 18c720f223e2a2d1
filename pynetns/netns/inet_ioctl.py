"""SIOCSIFADDR and its like: the first address of a name, as ifconfig(8) changes it (devinet_ioctl() in net/ipv4/devinet.c, dev_ioctl.c).

A name with a colon, eth0:1, is an alias: the addresses of eth0 whose label it is. All functions raise OSError.
"""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from pynetns.device.netdevice import NetDevice
from pynetns.errors import NetlinkError, os_error
from pynetns.netns.address_entry import InterfaceAddress
from pynetns.netns.route_entry import HOST, UNIVERSE
from pynetns.wire.address import ipv4_is_lbcast, ipv4_is_loopback, ipv4_is_zeronet, mask

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

IFF_UP, IFF_BROADCAST, IFF_LOOPBACK, IFF_POINTOPOINT, IFF_RUNNING = 0x1, 0x2, 0x8, 0x10, 0x40
IFF_NOARP, IFF_PROMISC, IFF_ALLMULTI, IFF_MULTICAST = 0x80, 0x100, 0x200, 0x1000
IFF_NOTRAILERS, IFF_DYNAMIC = 0x20, 0x8000  # kept, and nobody looks at them
_KEPT = ((IFF_NOTRAILERS, "NOTRAILERS"), (IFF_DYNAMIC, "DYNAMIC"))


@contextmanager
def _as_os_error() -> Iterator[None]:
    try:
        yield
    except NetlinkError as refusal:
        raise os_error(refusal.errno) from None


def find_device(namespace: "NetNamespace", name: str) -> NetDevice:
    """The device of a name or alias."""
    device = namespace.devices.get(name.partition(":")[0])
    if device is None:
        raise os_error(errno.ENODEV)
    return device


def find_address(device: NetDevice, name: str) -> InterfaceAddress | None:
    """The first address with that label."""
    return next((ifa for ifa in device.in_dev.addresses if ifa.label == name), None)


def class_length(address: int) -> int | None:
    """inet_abc_len(): the prefix length of an address's class, None for a group's."""
    if ipv4_is_zeronet(address) or ipv4_is_lbcast(address):
        return 0
    for first, length in ((0x80000000, 8), (0xC0000000, 16), (0xE0000000, 24)):
        if address < first:
            return length
    return 32 if address >= 0xF0000000 else None


# --- flags -------------------------------------------------------------------------------------------------------------------------

def get_flags(namespace: "NetNamespace", name: str) -> int:
    """SIOCGIFFLAGS: dev_get_flags()."""
    device = find_device(namespace, name)
    bits = ((device.is_up, IFF_UP), (not device.is_loopback, IFF_BROADCAST), (device.is_loopback, IFF_LOOPBACK),
            (device.is_up and device.oper_up, IFF_RUNNING), (not device.arp and not device.is_loopback, IFF_NOARP),
            (device.user_promisc, IFF_PROMISC), (device.user_allmulti, IFF_ALLMULTI),
            (device.multicast_flag, IFF_MULTICAST), *((name in device.kept_flags, bit) for bit, name in _KEPT))
    return sum(bit for on, bit in bits if on)


def set_flags(namespace: "NetNamespace", name: str, flags: int) -> None:
    """SIOCSIFFLAGS: what cannot change stays as it is. An alias that goes down is an address less."""
    device = find_device(namespace, name)
    if ":" in name:
        ifa = find_address(device, name)
        if ifa is None:
            raise os_error(errno.EADDRNOTAVAIL)
        if not flags & IFF_UP:
            _remove(namespace, ifa)
            namespace.scheduler.drain()
        return
    with _as_os_error():
        device.kept_flags = frozenset(name for bit, name in _KEPT if flags & bit)
        if not device.is_loopback:
            device.set_arp(not flags & IFF_NOARP)
            device.multicast_flag = bool(flags & IFF_MULTICAST)
        if flags & IFF_UP:
            device.up()
        else:
            device.down()
        device.set_promisc(bool(flags & IFF_PROMISC))
        device.set_allmulti(bool(flags & IFF_ALLMULTI))


# --- addresses ---------------------------------------------------------------------------------------------------------------------

def set_address(namespace: "NetNamespace", name: str, address: int) -> None:
    """SIOCSIFADDR: another address in the place of the first with that label, with the mask of its class. 0.0.0.0 takes it away."""
    device = find_device(namespace, name)
    length = class_length(address)
    if length is None:
        raise os_error(errno.EINVAL)
    ifa = find_address(device, name)
    if ifa is not None:
        if ifa.local == address:
            return
        _remove(namespace, ifa)
    broadcast = address | ~mask(length) & 0xFFFFFFFF if not device.is_loopback and length < 31 else 0
    with _as_os_error():
        namespace.addresses.insert(device, address, length, broadcast=broadcast, label=name,
                                   scope=HOST if ipv4_is_loopback(address) else UNIVERSE)
    namespace.scheduler.drain()


def set_netmask(namespace: "NetNamespace", name: str, netmask: int) -> None:
    """SIOCSIFNETMASK: a broadcast address that fitted the old mask follows."""
    ifa = _existing(namespace, name)
    host = ~netmask & 0xFFFFFFFF
    if host & (host + 1):
        raise os_error(errno.EINVAL)
    length = netmask.bit_count()
    if length == ifa.length:
        return
    broadcast = ifa.broadcast
    if not ifa.device.is_loopback and length < 31 and broadcast == ifa.local | ~mask(ifa.length) & 0xFFFFFFFF:
        broadcast = ifa.local | host
    _replace(namespace, ifa, replace(ifa, length=length, broadcast=broadcast))


def set_broadcast(namespace: "NetNamespace", name: str, broadcast: int) -> None:
    """SIOCSIFBRDADDR."""
    ifa = _existing(namespace, name)
    if ifa.broadcast != broadcast:
        _replace(namespace, ifa, replace(ifa, broadcast=broadcast))


def set_peer(namespace: "NetNamespace", name: str, peer: int) -> None:
    """SIOCSIFDSTADDR: the address at the other end of a link of two."""
    ifa = _existing(namespace, name)
    if ifa.address == peer:
        return
    if class_length(peer) is None:
        raise os_error(errno.EINVAL)
    _replace(namespace, ifa, replace(ifa, address=peer))


def _existing(namespace: "NetNamespace", name: str) -> InterfaceAddress:
    ifa = find_address(find_device(namespace, name), name)
    if ifa is None:
        raise os_error(errno.EADDRNOTAVAIL)
    return ifa


def _remove(namespace: "NetNamespace", ifa: InterfaceAddress) -> None:
    namespace.addresses.delete(ifa.device, ifa.local, ifa.address, ifa.length, ifa.label)


def _replace(namespace: "NetNamespace", old: InterfaceAddress, new: InterfaceAddress) -> None:
    """The kernel takes the address out and puts it in again, and asks no more."""
    _remove(namespace, old)
    with _as_os_error():
        namespace.addresses.insert(new.device, new.local, new.length, address=new.address, broadcast=new.broadcast, scope=new.scope,
                                   label=new.label, metric=new.metric, flags=new.flags, protocol=new.protocol, valid_lft=new.valid_lft,
                                   preferred_lft=new.preferred_lft)
    namespace.scheduler.drain()


# --- the device --------------------------------------------------------------------------------------------------------------------

def set_mtu(namespace: "NetNamespace", name: str, mtu: int) -> None:
    """SIOCSIFMTU."""
    with _as_os_error():
        find_device(namespace, name).set_mtu(mtu)
    namespace.scheduler.drain()


def set_hardware_address(namespace: "NetNamespace", name: str, mac: bytes) -> None:
    """SIOCSIFHWADDR with an Ethernet address."""
    device = find_device(namespace, name)
    if device.is_loopback:
        raise os_error(errno.EINVAL)
    with _as_os_error():
        device.set_mac(mac)
    namespace.scheduler.drain()


def set_queue_length(namespace: "NetNamespace", name: str, length: int) -> None:
    """SIOCSIFTXQLEN."""
    device = find_device(namespace, name)
    if length < 0:
        raise os_error(errno.EINVAL)
    device.qlen = length


def set_name(namespace: "NetNamespace", name: str, new: str) -> None:
    """SIOCSIFNAME."""
    with _as_os_error():
        find_device(namespace, name).rename(namespace.free_name(new) if "%d" in new else new)
