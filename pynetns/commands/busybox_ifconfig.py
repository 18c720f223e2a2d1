"""ifconfig of busybox 1.35, and of old net-tools: networking/interface.c."""

from pynetns.commands import ifconfig
from pynetns.commands.base import CommandFailed, Context
from pynetns.commands.net_tools_interfaces import all_names, scaled
from pynetns.device.netdevice import NetDevice
from pynetns.netns import inet_ioctl
from pynetns.netns.inet_ioctl import (
    IFF_ALLMULTI, IFF_BROADCAST, IFF_DYNAMIC, IFF_LOOPBACK, IFF_MULTICAST, IFF_NOARP, IFF_NOTRAILERS, IFF_PROMISC, IFF_RUNNING, IFF_UP,
)
from pynetns.wire.address import format_ipv4, mask

_FLAGS = ((IFF_UP, "UP"), (IFF_BROADCAST, "BROADCAST"), (IFF_LOOPBACK, "LOOPBACK"), (IFF_NOTRAILERS, "NOTRAILERS"),
          (IFF_RUNNING, "RUNNING"), (IFF_NOARP, "NOARP"), (IFF_PROMISC, "PROMISC"), (IFF_ALLMULTI, "ALLMULTI"),
          (IFF_MULTICAST, "MULTICAST"), (IFF_DYNAMIC, "DYNAMIC"))


def main(context: Context, argv: list[str]) -> int:
    """Shows; what changes something is net-tools' business too, with the same words."""
    everything = argv[:1] == ["-a"]
    names = argv[1:] if everything else argv
    if len(names) > 1:
        return ifconfig.main(context, argv)
    namespace = context.namespace
    if names:
        device = namespace.devices.get(names[0].partition(":")[0])
        if device is None:
            raise CommandFailed(f"ifconfig: {names[0]}: error fetching interface information: Device not found\n")
        context.out(_long(device, names[0], inet_ioctl.get_flags(namespace, names[0])))
        return 0
    for name in sorted(all_names(namespace)):
        device = namespace.devices.get(name.partition(":")[0])
        if device is None:
            raise CommandFailed(f"ifconfig: {name}: error fetching interface information: Device not found\n")
        if device.is_up or everything:
            context.out(_long(device, name, inet_ioctl.get_flags(namespace, name)))
    return 0


def _long(device: NetDevice, name: str, flags: int) -> str:
    """ife_print()."""
    encap = "Local Loopback  " if device.is_loopback else f"Ethernet  HWaddr {device.mac.hex(':').upper()}  "
    text = f"{name:<9} Link encap:{encap}\n"
    ifa = inet_ioctl.find_address(device, name)
    if ifa is not None:
        broadcast = f"  Bcast:{format_ipv4(ifa.broadcast)}" if flags & IFF_BROADCAST else ""
        text += f"          inet addr:{format_ipv4(ifa.local)}{broadcast}  Mask:{format_ipv4(mask(ifa.length))}\n"
    words = " ".join(word for bit, word in _FLAGS if flags & bit) or "[NO FLAGS]"
    text += f"          {words}  MTU:{device.mtu}  Metric:1\n"
    if name != device.name:
        return text + "\n"
    stats = device.stats
    return (f"{text}          RX packets:{stats.rx_packets} errors:{stats.rx_errors} dropped:{stats.rx_dropped} overruns:0 frame:0\n"
            f"          TX packets:{stats.tx_packets} errors:{stats.tx_errors} dropped:{stats.tx_dropped} overruns:0 "
            f"carrier:{stats.carrier_errors.packets}\n"
            f"          collisions:{stats.collisions.packets} txqueuelen:{device.qlen} \n"
            f"          RX bytes:{stats.rx_bytes} ({_size(stats.rx_bytes)})  TX bytes:{stats.tx_bytes} ({_size(stats.tx_bytes)})\n\n")


def _size(count: int) -> str:
    """print_bytes_scaled(): one digit, cut off."""
    return scaled(count)
