"""`ip link`: make, change, remove and list devices (ip/iplink.c of iproute2 6.1; do_setlink() of net/core/rtnetlink.c)."""

import errno

from pynetns.commands.base import CommandFailed, Context, Words, matches, no_device
from pynetns.commands.ip_addr_show import show
from pynetns.commands.ip_device import find_device, properties
from pynetns.commands.ip_link_add import add_link
from pynetns.commands.ip_link_bridge import check_bridge, parse_bridge, parse_port, set_bridge, set_port
from pynetns.commands.ip_link_macvlan import parse_macvlan, set_macvlan
from pynetns.commands.ip_link_parse import LinkRequest, parse
from pynetns.commands.ip_link_vlan import parse_vlan, set_vlan
from pynetns.commands.ip_link_xstats import xstats
from pynetns.commands.ip_options import Options
from pynetns.commands.ip_usage import BRIDGE_SLAVE_USAGE, BRIDGE_USAGE, LINK_USAGE, MACVLAN_USAGE, VETH_USAGE, VLAN_USAGE, VRF_LINK_USAGE
from pynetns.device.bridge import Bridge
from pynetns.device.macvlan import Macvlan
from pynetns.device.netdevice import NetDevice
from pynetns.device.vlan import Vlan
from pynetns.errors import NetlinkError

KINDS = {"veth": VETH_USAGE, "bridge": BRIDGE_USAGE, "bridge_slave": BRIDGE_SLAVE_USAGE, "macvlan": MACVLAN_USAGE, "vlan": VLAN_USAGE,
         "vrf": VRF_LINK_USAGE}


def main(context: Context, options: Options, words: Words) -> int:
    command = words.take() if words else "show"
    if matches(command, "add"):
        return add_link(context, words, "add")
    if matches(command, "set") or matches(command, "change"):
        return _set(context, words)
    if matches(command, "replace"):
        return add_link(context, words, "replace")
    if matches(command, "delete"):
        return _delete(context, words)
    if any(matches(command, name) for name in ("show", "lst", "list")):
        return show(context, options, words, as_link=True)
    if matches(command, "property"):
        return properties(context, words)
    if matches(command, "xstats"):
        return xstats(context, options, words)
    if matches(command, "afstats"):
        return 0  # there is no MPLS
    if matches(command, "help"):
        if words and words.word in KINDS:
            context.out(KINDS[words.word])
            return 0
        raise CommandFailed(LINK_USAGE, 255)
    raise CommandFailed(f'Command "{command}" is unknown, try "ip link help".\n', 255)


def devices_of(context: Context, request: LinkRequest) -> list[NetDevice]:
    """The device that is meant, or every one of a group."""
    if request.dev is None:
        return [device for device in context.namespace.devices.values() if device.group == request.group]
    device = find_device(context, request.dev)
    if device is None:
        raise no_device(request.dev)
    return [device]


def _set(context: Context, words: Words) -> int:
    request = parse(context, words, creating=False)
    group_only = request.dev is None
    targets = devices_of(context, request)
    if request.type == "bridge":
        options = parse_bridge(request.words)
        for device in targets:
            if not isinstance(device, Bridge):
                raise NetlinkError(errno.EOPNOTSUPP)
        check_bridge(options)
        for device in targets:
            assert isinstance(device, Bridge)
            set_bridge(device, options)
            device.state_changed()
    elif request.type == "bridge_slave":
        port_options = parse_port(request.words)
        for device in targets:
            set_port(device, port_options)
            device.state_changed()
    elif request.type == "macvlan":
        macvlan_options = parse_macvlan(request.words)
        for device in targets:
            if not isinstance(device, Macvlan):
                raise NetlinkError(errno.EOPNOTSUPP)
            set_macvlan(device, macvlan_options)
    elif request.type == "vlan":
        vlan_options = parse_vlan(request.words)
        for device in targets:
            if not isinstance(device, Vlan):
                raise NetlinkError(errno.EOPNOTSUPP)
            set_vlan(device, vlan_options)
    elif request.words:
        if request.type == "veth":
            context.out(VETH_USAGE)
            return 1
        raise CommandFailed(f'Garbage instead of arguments "{request.words.word} ...". Try "ip link help".\n', 1)
    elif request.type is not None and any(device.kind != request.type for device in targets):
        raise NetlinkError(errno.EOPNOTSUPP)
    for device in targets:
        if group_only:
            request.group = None
        apply(request, device)
    return 0


def apply(request: LinkRequest, device: NetDevice) -> None:
    """do_setlink(), in its order: what comes after a part that is refused is not done."""
    notify = False
    new_name = request.name if request.name not in (None, request.dev) else None
    if request.netns is not None:
        device.set_namespace(request.netns, new_name)
        new_name = None
    if request.address is not None:
        device.set_mac(request.address)
    if request.mtu is not None:
        device.set_mtu(request.mtu)
    if request.group is not None:
        device.group = request.group
        notify = True
    if new_name is not None:
        if any(new_name in other.altnames for other in device.namespace.devices.values()):
            raise NetlinkError(errno.EEXIST)
        device.rename(new_name)
    if request.alias is not None:
        device.alias = request.alias
        notify = True
    if request.broadcast is not None:
        device.broadcast = request.broadcast
    _change_flags(request, device)
    if request.master_given:
        device.set_master(request.master)
    if request.carrier is not None:
        if device.kind != "dummy":
            raise NetlinkError(errno.EOPNOTSUPP)
        device.set_carrier(request.carrier)
    if request.qlen is not None:
        device.qlen = request.qlen
        device.namespace.tell_link(device)
    if request.dormant is not None:
        device.dormant = request.dormant
    if request.protodown is not None and device.kind != "macvlan":
        raise NetlinkError(errno.EOPNOTSUPP, "Protodown not supported by device")
    if request.addrgenmode is not None:
        device.addrgenmode = request.addrgenmode
    if notify:
        device.state_changed()


def _change_flags(request: LinkRequest, device: NetDevice) -> None:
    """dev_change_flags()."""
    switches = request.switches
    if "arp" in switches:
        device.set_arp(switches["arp"])
    if switches.get("multicast", device.multicast_flag) != device.multicast_flag:
        device.multicast_flag = switches["multicast"]
        device.state_changed()
    extra = {"DYNAMIC": switches.get("dynamic"), "NOTRAILERS": None if "trailers" not in switches else not switches["trailers"]}
    for name, on in extra.items():
        if on is not None:  # flags that the kernel keeps and nobody looks at
            device.kept_flags = device.kept_flags | {name} if on else device.kept_flags - {name}
    if request.up is not None:
        if request.up:
            device.up()
        else:
            device.down()
    before = device.flags
    if "promisc" in switches:
        device.set_promisc(switches["promisc"])
    if "allmulticast" in switches:
        device.set_allmulti(switches["allmulticast"])
    if device.flags != before:
        device.namespace.tell_link(device)


def _delete(context: Context, words: Words) -> int:
    request = parse(context, words, creating=False)
    if request.words and request.type is not None:
        if matches(request.words.word, "help"):
            raise CommandFailed(LINK_USAGE, 255)
        raise CommandFailed(f'Garbage instead of arguments "{request.words.word} ...". Try "ip link help".\n', 1)
    targets = devices_of(context, request)
    if not targets:
        raise NetlinkError(errno.ENODEV)
    for device in targets:
        if find_device(context, device.name) is device:  # the other end of a pair may have gone with the first
            device.delete()
    return 0
