"""`ip link add`: the kinds of device that there are (rtnl_newlink() of net/core/rtnetlink.c, veth_newlink() of drivers/net/veth.c)."""

import errno
from typing import TYPE_CHECKING

from pynetns.commands.base import CommandFailed, Context, Words, duplicate, no_device
from pynetns.commands.ip_device import find_device
from pynetns.commands.ip_link_bridge import check_bridge, parse_bridge, set_bridge
from pynetns.commands.ip_link_macvlan import MacvlanOptions, parse_macvlan, set_macvlan
from pynetns.commands.ip_link_macvlan import check_new as check_new_macvlan
from pynetns.commands.ip_link_parse import LinkRequest, parse
from pynetns.commands.ip_link_vlan import VlanOptions, parse_vlan, set_vlan
from pynetns.commands.ip_link_vlan import check_new as check_new_vlan
from pynetns.commands.ip_link_vrf import check_table, parse_vrf
from pynetns.commands.ip_usage import LINK_USAGE, VETH_USAGE
from pynetns.device.bridge import Bridge
from pynetns.device.dummy import Dummy
from pynetns.device.netdevice import IFNAMSIZ, ZERO_MAC, NetDevice, check_name
from pynetns.device.veth import Veth
from pynetns.device.vrf import Vrf
from pynetns.errors import NetlinkError

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

# What a device is called that nobody names: %d is the first number that is free.
AUTO_NAMES = {"veth": "veth", "bridge": "bridge", "dummy": "dummy", "vrf": "vrf", "macvlan": "macvlan", "vlan": "vlan"}


# Kinds with options of their own, which `ip` reads before the kernel says that it does not know them.
WITH_OPTIONS = frozenset((
    "amt", "bareudp", "bond", "dsa", "erspan", "geneve", "gre", "gretap", "gtp", "hsr", "ip6erspan", "ip6gre", "ip6gretap",
    "ip6tnl", "ipip", "ipoib", "ipvlan", "ipvtap", "macsec", "macvtap", "rmnet", "sit", "team", "vti", "vti6", "vxcan",
    "vxlan", "wwan", "xfrm"))


def add_link(context: Context, words: Words, mode: str) -> int:
    """RTM_NEWLINK with NLM_F_CREATE; `mode` is "add" or "replace"."""
    request = parse(context, words, creating=True)
    if request.type is None:
        raise CommandFailed('Not enough information: "type" argument is required\n', 1)
    parent = find_device(context, request.link)
    if request.link is not None and parent is None:
        raise no_device(request.link)
    peer, bridge_options = _read_kind(context, request)
    macvlan = parse_macvlan(request.words) if request.type == "macvlan" else MacvlanOptions()
    vlan = parse_vlan(request.words) if request.type == "vlan" else VlanOptions()
    table = parse_vrf(request.words) if request.type == "vrf" else None
    namespace = request.netns or context.namespace
    for asked in (request, peer):
        if asked is not None and asked.name is not None and len(asked.name) >= IFNAMSIZ:
            raise NetlinkError(errno.EINVAL, "Attribute failed policy validation")
    existing = find_device(context, request.name or "")
    if existing is not None:
        raise NetlinkError(errno.EOPNOTSUPP if mode == "replace" else errno.EEXIST)
    if request.type not in AUTO_NAMES:
        raise NetlinkError(errno.EOPNOTSUPP, "Unknown device type")
    check_bridge(bridge_options)
    if request.type == "veth":
        _add_veth(context, namespace, request, peer or LinkRequest())
    elif request.type == "macvlan":
        _add_macvlan(context, namespace, request, macvlan)
    elif request.type == "vlan":
        _add_vlan(context, namespace, request, vlan)
    elif request.type == "vrf":
        _add_vrf(namespace, request, table)
    else:
        cls = Bridge if request.type == "bridge" else Dummy
        name = _claim(namespace, request, request.type)
        device = cls(namespace, name, _mac(request))
        _register(namespace, device, name, request)
        if isinstance(device, Bridge):
            device.registered()
            set_bridge(device, bridge_options)
        _finish(device, request)
    return 0


def _read_kind(context: Context, request: LinkRequest) -> tuple[LinkRequest | None, dict[str, int]]:
    """The words behind the type."""
    words = request.words
    if request.type == "veth" and words:
        if words.take() != "peer":
            context.out(VETH_USAGE)
            raise CommandFailed("", 1)
        peer = parse(context, words, creating=True)
        if peer.type is not None:
            raise duplicate("type", peer.words.word if peer.words else "(null)")
        return peer, {}
    if request.type == "bridge":
        return None, parse_bridge(words)
    if words and request.type not in WITH_OPTIONS and request.type not in ("macvlan", "vlan", "vrf"):
        if words.word and "help".startswith(words.word):
            raise CommandFailed(LINK_USAGE, 255)
        raise CommandFailed(f'Garbage instead of arguments "{words.word} ...". Try "ip link help".\n', 1)
    return None, {}


def _mac(request: LinkRequest) -> bytes | None:
    """The address that was asked for, if any."""
    mac = request.address
    if mac is not None:
        if len(mac) != 6:
            raise NetlinkError(errno.EINVAL)
        if mac[0] & 1 or mac == ZERO_MAC:
            raise NetlinkError(errno.EADDRNOTAVAIL)
    return mac


def _claim(namespace: "NetNamespace", request: LinkRequest, kind: str, reserved: tuple[str, ...] = ()) -> str:
    """The name of a new device: free, or found."""
    if request.name is None:
        number = 0
        while f"{AUTO_NAMES[kind]}{number}" in namespace.devices or f"{AUTO_NAMES[kind]}{number}" in reserved:
            number += 1
        return f"{AUTO_NAMES[kind]}{number}"
    check_name(request.name)
    if request.name in namespace.devices or request.name in reserved:
        raise NetlinkError(errno.EEXIST)
    if request.index and namespace.device_by_index(request.index) is not None:
        raise NetlinkError(errno.EEXIST)
    return request.name


def _register(namespace: "NetNamespace", device: NetDevice, name: str, request: LinkRequest) -> None:
    """Give the device its namespace, with what rtnl_create_link() sets before anybody sees it."""
    if request.mtu is not None:
        device.check_mtu(request.mtu)
        device.mtu = request.mtu
        if isinstance(device, Bridge):
            device.mtu_is_set = True
    if request.broadcast is not None:
        device.broadcast = request.broadcast
    if request.qlen is not None:
        device.qlen = request.qlen
    device.group = request.group or 0
    device.index = request.index
    if request.tx_queues is not None:
        device.tx_queues = request.tx_queues
    if request.rx_queues is not None:
        device.rx_queues = request.rx_queues
    namespace.register(device, name)


def _finish(device: NetDevice, request: LinkRequest) -> None:
    """rtnl_configure_link(): flags and a master come last."""
    if request.alias is not None:
        device.alias = request.alias
    if request.addrgenmode is not None:
        device.addrgenmode = request.addrgenmode
    if request.up:
        device.up()
    if "arp" in request.switches:
        device.set_arp(request.switches["arp"])
    if "multicast" in request.switches:
        device.multicast_flag = request.switches["multicast"]
    if request.switches.get("promisc"):
        device.set_promisc(True)
    if request.switches.get("allmulticast"):
        device.set_allmulti(True)
    if request.master is not None:
        device.set_master(request.master)


def _add_veth(context: Context, namespace: "NetNamespace", request: LinkRequest, peer: LinkRequest) -> None:
    """veth_newlink(): the other end is registered first, so it has the lower index; nothing is left behind if either is refused."""
    peer_namespace = peer.netns or context.namespace
    same = peer_namespace is namespace
    if request.name is None:
        peer_name = _claim(peer_namespace, peer, "veth")
        name = _claim(namespace, request, "veth", (peer_name,) if same else ())
    else:
        peer_name = _claim(peer_namespace, peer, "veth", (request.name,) if same and peer.name is not None else ())
        name = _claim(namespace, request, "veth", (peer_name,) if same else ())
    ends = []
    for where, called, asked in ((peer_namespace, peer_name, peer), (namespace, name, request)):
        end = Veth(where, called, _mac(asked))
        if asked.mtu is not None:
            end.check_mtu(asked.mtu)
        ends.append(end)
    ends[1].connect(ends[0])
    _register(peer_namespace, ends[0], peer_name, peer)
    _register(namespace, ends[1], name, request)
    _finish(ends[0], peer)
    _finish(ends[1], request)


def _add_macvlan(context: Context, namespace: "NetNamespace", request: LinkRequest, options: MacvlanOptions) -> None:
    """macvlan_newlink(); the device itself is `NetNamespace.macvlan`'s to make."""
    parent = find_device(context, request.link)
    mac = _mac(request)
    if parent is None:
        raise NetlinkError(errno.EINVAL)
    check_new_macvlan(options)
    name = _claim(namespace, request, "macvlan")
    device = namespace.macvlan(name, parent, options.mode or "vepa", mac, request.mtu)
    set_macvlan(device, options)
    _finish(device, request)


def _add_vlan(context: Context, namespace: "NetNamespace", request: LinkRequest, options: VlanOptions) -> None:
    """vlan_newlink()."""
    parent = find_device(context, request.link)
    mac = _mac(request)
    number = check_new_vlan(options)
    if parent is None:
        raise NetlinkError(errno.EINVAL, "8021q: link not specified")
    name = _claim(namespace, request, "vlan")
    device = namespace.vlan(name, parent, number, options.protocol, mac, request.mtu)
    set_vlan(device, options)
    _finish(device, request)


def _add_vrf(namespace: "NetNamespace", request: LinkRequest, table: int | None) -> None:
    """vrf_newlink()."""
    mac = _mac(request)
    number = check_table(table)
    name = _claim(namespace, request, "vrf")
    device = Vrf(namespace, name, number, mac)
    _register(namespace, device, name, request)
    namespace.add_l3mdev_rule()
    _finish(device, request)
