"""How `ip link` and `ip addr` show a device: print_linkinfo() and print_link_stats() of ip/ipaddress.c in iproute2 6.1."""

from pynetns.commands.ip_link_details import print_kind, print_slave
from pynetns.commands.ip_options import Options
from pynetns.commands.ip_print import Printer
from pynetns.commands.proc_net import device_type
from pynetns.device.bridge import Bridge
from pynetns.device.netdevice import NetDevice
from pynetns.device.veth import Veth
from pynetns.wire.address import format_mac

# IFF_* in the order in which iproute2 prints them; NO-CARRIER stands before all, M-DOWN behind.
FLAG_ORDER = ("LOOPBACK", "BROADCAST", "POINTOPOINT", "MULTICAST", "NOARP", "ALLMULTI", "PROMISC", "MASTER", "DYNAMIC", "NOTRAILERS", "UP",
              "LOWER_UP")


def print_link(printer: Printer, options: Options, device: NetDevice, with_address: bool, as_link: bool, monitored: bool = False,
               opening: bool = False) -> None:
    """The lines of one device. `as_link` is `ip link`, which says more than `ip addr`; without `with_address` there is no link/ line.
    `ip monitor` shows no queue, and of one that is just `opening` that it is not operational yet."""
    if options.brief:
        _print_brief(printer, device, as_link)
        return
    printer.put("ifindex", device.index, "{}: ")
    below_is_down = print_name(printer, device, "{}: ")
    print_flags(printer, device, below_is_down, ("NO-CARRIER",) if opening else ())
    printer.put("mtu", device.mtu, "mtu {} ")
    printer.put("qdisc", _qdisc(device), "qdisc {} ")
    if device.master is not None:
        printer.put("master", device.master.name, "master {} ")
    _print_state(printer, device.operstate if not opening else _before_open(device), "state {} ")
    if as_link:
        printer.put("linkmode", "DORMANT" if device.dormant else "DEFAULT", "mode {} ")
    printer.put("group", str(device.group) if options.numeric else _group(device.group), "group {} ")
    if device.qlen and not monitored:
        printer.put("txqlen", device.qlen, "qlen {}")
    if with_address or options.details:
        printer.line()
        link_type = f"[{device_type(device)}]" if options.numeric else device.link_type
        printer.put("link_type", link_type, "    link/{} ")
        printer.put("address", format_mac(device.mac), color="mac")
        printer.text(" brd ")
        printer.put("broadcast", format_mac(device.broadcast), color="mac")
    link = device.link
    if link is not None and link.index and link.namespace is not device.namespace:
        nsid = device.namespace.nsid_of(link.namespace)  # type: ignore[attr-defined]
        printer.member("link_netnsid", nsid)
        printer.text(f" link-netns {link.namespace.name}" if link.namespace.name else f" link-netnsid {nsid}")
    place = device.moving_to
    if place is not None and monitored:
        printer.text(f" new-netns {place.name}" if place.name else "")
        printer.text(f" new-ifindex {device.index}" if place.device_by_index(device.index) is None else "")
    if options.details:
        _print_details(printer, device, as_link)
    if (as_link or options.details) and device.alias:
        printer.line()
        printer.put("ifalias", device.alias, "    alias {}")
    if as_link and options.stats:
        printer.line()
        print_stats(printer, options, device)
    _print_alternative_names(printer, device)
    printer.text("\n")


def _print_alternative_names(printer: Printer, device: NetDevice) -> None:
    names = device.altnames
    if names:
        printer.open("altnames", array=True)
        for name in names:
            printer.line()
            printer.text("    altname ")
            printer.put(None, name)
        printer.close()


def print_name(printer: Printer, device: NetDevice, form: str) -> bool:
    """The name and what is at the other end or below; True where that is here and down (M-DOWN)."""
    link, name, below_is_down = device.link, device.name, False
    if link is not None and not link.index:  # the other end is still to be registered
        link = None
    if link is None and device.kind == "veth":
        name += "@NONE"
    if link is not None:
        if link.namespace is not device.namespace:
            printer.member("link_index", link.index)
            name = f"{name}@if{link.index}"
        else:
            printer.member("link", link.name)
            name = f"{name}@{link.name}"
            below_is_down = not link.is_up
    printer.put("ifname", device.name if printer.json else name, form, "name")
    return below_is_down


def _before_open(device: NetDevice) -> str:
    """The operational state that linkwatch has not brought up to date."""
    return "LOWERLAYERDOWN" if device.link is not None and device.link.namespace is device.namespace else "DOWN"


def print_flags(printer: Printer, device: NetDevice, below_is_down: bool, more: tuple[str, ...] = ()) -> None:
    flags = [name for name in (*more, *device.flags) if name == "NO-CARRIER"]
    flags += [name for name in FLAG_ORDER if name in device.flags or name in device.kept_flags]
    if below_is_down:
        flags.append("M-DOWN")
    if printer.json:
        printer.member("flags", flags)
    else:
        printer.text("<" + ",".join(flags) + "> ")


def _print_brief(printer: Printer, device: NetDevice, as_link: bool) -> None:
    below_is_down = print_name(printer, device, "{:<16} ")
    _print_state(printer, device.operstate, "{:<14} ")
    if as_link:
        printer.put("address", format_mac(device.mac), "{} ", "mac")
        print_flags(printer, device, below_is_down)
        printer.text("\n")


def _print_details(printer: Printer, device: NetDevice, as_link: bool) -> None:
    printer.put("promiscuity", device.promiscuity, " promiscuity {} ")
    printer.put("allmulti", device.allmulti, " allmulti {} ")
    printer.put("min_mtu", device.min_mtu, "minmtu {} ")
    printer.put("max_mtu", device.max_mtu, "maxmtu {} ")
    if device.kind or device.port is not None or device.l3mdev is not None:
        printer.open("linkinfo")
        print_kind(printer, device)
        print_slave(printer, device)
        printer.close()
    if as_link:
        printer.put("inet6_addr_gen_mode", device.addrgenmode, "addrgenmode {} ")
    # A bridge takes over what its ports can do; without any it has the kernel's default.
    tso = 65536 if isinstance(device, Bridge) and not device.ports else 524280
    for key, name, value in (("num_tx_queues", "numtxqueues", queues(device, "tx_queues")),
                             ("num_rx_queues", "numrxqueues", queues(device, "rx_queues")),
                             ("gso_max_size", "gso_max_size", 65536), ("gso_max_segs", "gso_max_segs", 65535),
                             ("tso_max_size", "tso_max_size", tso), ("tso_max_segs", "tso_max_segs", 65535),
                             ("gro_max_size", "gro_max_size", 65536)):
        printer.put(key, value, name + " {} ")


def queues(device: NetDevice, direction: str) -> int:
    """How many queues each way: the kernel makes a veth with one a processor, by which nothing is told apart here."""
    wanted: int | None = getattr(device, direction)
    return wanted if wanted is not None else 2 if isinstance(device, Veth) else 1


def _print_state(printer: Printer, state: str, form: str) -> None:
    printer.put("operstate", state, form, state if state in ("UP", "DOWN") else "")


def _qdisc(device: NetDevice) -> str:
    if device.qdisc is not None:
        return str(device.qdisc.kind)
    return "noqueue" if device.was_up else "noop"


def _group(group: int) -> str:
    return "default" if group == 0 else str(group)


def print_stats(printer: Printer, options: Options, device: NetDevice) -> None:
    """print_stats64(). What no device here can count is 0: the kernel's devices of these kinds say so too."""
    stats = device.stats
    missed, nohandler, carrier_changes = stats.rx_missed.packets, stats.rx_nohandler_drop.packets, device.carrier_ups + device.carrier_downs
    received = {"bytes": stats.rx_bytes, "packets": stats.rx_packets, "errors": stats.rx_errors, "dropped": stats.rx_dropped}
    sent = {"bytes": stats.tx_bytes, "packets": stats.tx_packets, "errors": stats.tx_errors, "dropped": stats.tx_dropped}
    carrier, collisions = stats.carrier_errors.packets, stats.collisions.packets
    if printer.json:
        received |= {"over_errors": 0, "multicast": stats.multicast}
        sent |= {"carrier_errors": carrier, "collisions": collisions}
        if options.stats > 1:
            received |= {"length_errors": 0, "crc_errors": 0, "frame_errors": 0, "fifo_errors": 0, "missed_errors": missed}
            received |= {"nohandler": nohandler} if nohandler else {}
            sent |= {"aborted_errors": 0, "fifo_errors": 0, "window_errors": 0, "heartbeat_errors": 0, "carrier_changes": carrier_changes}
        printer.open("stats64")
        for direction, numbers in (("rx", received), ("tx", sent)):
            printer.open(direction)
            for key, value in numbers.items():
                printer.member(key, value)
            printer.close()
        printer.close()
        return
    received |= {"missed": missed, "mcast": stats.multicast}
    sent |= {"carrier": carrier, "collsns": collisions}
    received_errors = {"length": 0, "crc": 0, "frame": 0, "fifo": 0, "overrun": 0} | ({"nohandler": nohandler} if nohandler else {})
    sent_errors = {"aborted": 0, "fifo": 0, "window": 0, "heartbt": 0, "transns": carrier_changes}
    widths = [len(word) for word in ("*X errors:", "packets", "errors", "dropped", "heartbt", "overrun", "compressed", "otherhost")]
    rows = [("RX", received, received_errors), ("TX", sent, sent_errors)]
    for _, counts, errors in rows:
        for first, numbers in ((0, counts), (1, errors)):
            if first == 0 or options.stats > 1:
                for column, value in enumerate(numbers.values(), first):
                    widths[column] = max(widths[column], len(str(value)))
    lines = []
    for direction, counts, errors in rows:
        names = list(counts)
        lines.append(f"    {direction}: {names[0]:>{widths[0] - 4}} " + " ".join(
            f"{name:>{width}}" for name, width in zip(names[1:], widths[1:], strict=False)) + " " * (widths[6] + 1))
        lines.append("    " + "".join(f"{value:>{width}} " for value, width in zip(counts.values(), widths, strict=False)))
        if options.stats > 1:
            lines.append(f"    {direction + ' errors:':<{widths[0]}}" + "".join(
                f" {name:>{width}}" for name, width in zip(errors, widths[1:], strict=False)))
            lines.append(" " * (widths[0] + 5) + "".join(
                f"{value:>{width}} " for value, width in zip(errors.values(), widths[1:], strict=False)))
    printer.text(printer.newline.join(lines))
