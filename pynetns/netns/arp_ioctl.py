"""SIOCSARP and SIOCDARP: neighbours as arp(8) changes them (arp_ioctl() in net/ipv4/arp.c). All raise OSError."""

import errno
from typing import TYPE_CHECKING

from pynetns.device.netdevice import NetDevice
from pynetns.errors import NetlinkError, os_error
from pynetns.netns.neigh_entry import PERMANENT, STALE

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

ATF_COM, ATF_PERM, ATF_PUBL, ATF_NETMASK, ATF_DONTPUB = 0x02, 0x04, 0x08, 0x20, 0x40
_ON_LINK = 1  # RTO_ONLINK, in the place of the TOS


def set_entry(namespace: "NetNamespace", address: int, mac: bytes, flags: int, device_name: str = "", netmask: int = 0xFFFFFFFF,
              loopback: bool = False) -> None:
    """arp_req_set(): an entry, or with ATF_PUBL an address that is answered for. `loopback`: the type of `mac` is lo's."""
    _check(flags, netmask)
    device = _device(namespace, address, flags, device_name, loopback)
    if flags & ATF_PUBL:
        if device is None and flags & ATF_COM:
            device = next((other for other in namespace.devices.values() if other.mac == mac and other.is_loopback == loopback), None)
            if device is None:
                raise os_error(errno.ENODEV)
        if flags & ATF_NETMASK and not netmask:
            _set_proxy_arp(namespace, device, True)
        else:
            namespace.neigh.add_proxy(address, device)
        return
    assert device is not None
    entry = namespace.neigh.resolve(address, device)
    if entry is None:
        raise os_error(errno.ENOBUFS)
    permanent = bool(flags & ATF_PERM)
    try:
        entry.update(mac if permanent or flags & ATF_COM else None, PERMANENT if permanent else STALE, override=True, admin=True)
    except NetlinkError as refusal:
        raise os_error(refusal.errno) from None
    namespace.scheduler.drain()


def delete_entry(namespace: "NetNamespace", address: int, flags: int, device_name: str = "", netmask: int = 0xFFFFFFFF) -> None:
    """arp_req_delete(): ENXIO where there is no entry, ENOENT where nobody answers for the address."""
    _check(flags, netmask)
    device = _device(namespace, address, flags & ~ATF_COM, device_name, False)
    try:
        if not flags & ATF_PUBL:
            assert device is not None
            namespace.neigh.delete(address, device)
        elif flags & ATF_NETMASK and not netmask:
            _set_proxy_arp(namespace, device, False)
        else:
            namespace.neigh.delete_proxy(address, device)
    except NetlinkError as refusal:
        raise os_error(refusal.errno if flags & ATF_PUBL else errno.ENXIO) from None


def _check(flags: int, netmask: int) -> None:
    if not flags & ATF_PUBL and flags & (ATF_NETMASK | ATF_DONTPUB):
        raise os_error(errno.EINVAL)
    if flags & ATF_NETMASK and netmask not in (0, 0xFFFFFFFF):
        raise os_error(errno.EINVAL)


def _device(namespace: "NetNamespace", address: int, flags: int, name: str, loopback: bool) -> NetDevice | None:
    """arp_req_dev(): the one that is named, else the one on whose link the address is; none for an address that all may be asked for."""
    if name:
        device = namespace.devices.get(name)
        if device is None:
            raise os_error(errno.ENODEV)
    elif flags & ATF_PUBL:
        return None
    else:
        device = namespace.route.output(address, tos=_ON_LINK).device
        if device is None:
            raise os_error(errno.EINVAL)
    if flags & ATF_COM and device.is_loopback != loopback:
        raise os_error(errno.EINVAL)
    return device


def _set_proxy_arp(namespace: "NetNamespace", device: NetDevice | None, on: bool) -> None:
    """arp_req_set_proxy(): for every address, on one device or on all."""
    conf = namespace.sysctl.conf_all if device is None else device.in_dev.conf
    conf.proxy_arp = int(on)
