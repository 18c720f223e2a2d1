"""The routing table as route(8) and `netstat -r` print it (lib/inet_gr.c of net-tools 2.10)."""

from typing import TYPE_CHECKING

from pynetns.commands.net_tools_text import host_name, network_name
from pynetns.commands.proc_net import RTF_GATEWAY, RTF_HOST, RTF_REJECT, RTF_UP, RouteRow, route_rows
from pynetns.wire.address import format_ipv4

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

_TITLE = "Destination     Gateway         Genmask         "
_COLUMNS = {1: "Flags Metric Ref    Use Iface\n", 2: "Flags   MSS Window  irtt Iface\n",
            3: "Flags Metric Ref    Use Iface    MSS   Window irtt\n"}
_CACHE_TITLE = "Source          Destination     Gateway         "


def print_routes(namespace: "NetNamespace", extended: int, numeric: bool) -> str:
    """rprint_fib(); `extended` is 1 for metrics, 2 for MSS, window and round trip, 3 for all."""
    extended = min(extended, 3)
    lines = [f"Kernel IP routing table\n{_TITLE}{_COLUMNS[extended]}"]
    for row in route_rows(namespace):
        destination = network_name(row.destination, row.mask, bool(row.flags & RTF_HOST), numeric)[:15]
        gateway = host_name(row.gateway, numeric)[:15]
        lines.append(_line(row, extended, destination, gateway, _flags(row)) + "\n")
    return "".join(lines)


def _line(row: RouteRow, extended: int, destination: str, gateway: str, flags: str) -> str:
    mask = format_ipv4(row.mask)
    if row.flags & RTF_REJECT:
        start = f"{destination:<15} -               {mask:<15} {flags:<5} "
        if extended == 2:
            return start + "    - -          - -"
        return start + f"{row.metric:<6} -  {0:7} -" + ("        -     -      -" if extended == 3 else "")
    start = f"{destination:<15} {gateway:<15} {mask:<15} {flags:<5} "
    if extended == 1:
        return start + f"{row.metric:<6} {0:<2} {0:7} {row.device}"
    if extended == 2:
        return start + f"{row.mtu:5} {row.window:<5} {row.irtt:6} {row.device}"
    return start + f"{row.metric:<6} {0:<3} {0:6} {row.device:<6.6}   {row.mtu:<5} {row.window:<6} {row.irtt}"


def _flags(row: RouteRow) -> str:
    letters = "U" if row.flags & RTF_UP else ""
    letters += "G" if row.flags & RTF_GATEWAY else ""
    if row.flags & RTF_REJECT:
        letters = "!"
    return letters + ("H" if row.flags & RTF_HOST else "")


def print_cache(extended: int) -> str:
    """rprint_cache(): the kernel has had no routing cache since 3.6."""
    return f"Kernel IP routing cache\n{_CACHE_TITLE}{_COLUMNS[min(extended, 3)]}"


def print_ipv6(cache: bool) -> str:
    """rprint_fib6(): IPv6 is off, which leaves the null entry of each of two tables."""
    null = f"{'[::]/0':<30} {'[::]':<26} {'!n':<4} {-1:<3} {1:<4} {0:>3} lo\n"
    return (f"Kernel IPv6 routing {'cache' if cache else 'table'}\n{'Destination':<30} {'Next Hop':<26} Flag Met Ref  Use If\n"
            + ("" if cache else null * 2))
