"""tcpdump's text for the device any: Linux cooked captures, version 2 (print-sll.c of tcpdump 4.99.3, LINKTYPE_LINUX_SLL2)."""

from collections.abc import Mapping
from struct import Struct

from pynetns.commands.tcpdump_arp import ETHERTYPES
from pynetns.commands.tcpdump_dissection import Dissection
from pynetns.commands.tcpdump_link import print_ethertype

LINKTYPE_LINUX_SLL2 = 276
HEADER = 20
_HEADER = Struct(">HHIHBB8s")
_ARPHRD = {True: 772, False: 1}  # loopback, Ethernet
_LLC = 4  # the protocol of a frame that has a length in the place of a type
_SMALLEST_TYPE = 0x600
_TO_US, _BROADCAST, _MULTICAST, _OTHER, _OUTGOING = range(5)
_KINDS = {_TO_US: "In", _BROADCAST: "B", _MULTICAST: "M", _OTHER: "P", _OUTGOING: "Out"}


def cooked(frame: bytes, direction: str, own: bytes, index: int, loopback: bool) -> bytes:
    """An Ethernet frame of a device as the device any shows it: without the destination, with whose frame it was."""
    if direction == "out":
        kind = _OUTGOING
    elif frame[0] & 1:
        kind = _BROADCAST if frame[:6] == b"\xff" * 6 else _MULTICAST
    else:
        kind = _TO_US if frame[:6] == own else _OTHER
    ethertype = int.from_bytes(frame[12:14], "big")
    protocol = ethertype if ethertype >= _SMALLEST_TYPE else _LLC
    return _HEADER.pack(protocol, 0, index, _ARPHRD[loopback], kind, 6, frame[6:12] + b"\0\0") + frame[14:]


def as_ethernet(packet: bytes) -> bytes:
    """What of a cooked packet is left for a filter: its source, its protocol, and what follows."""
    return bytes(6) + packet[12:18] + packet[:2] + packet[HEADER:]


def print_cooked(d: Dissection, length: int, names: Mapping[int, str]) -> int:
    """sll2_if_print(). Gives the length of the header."""
    d.protocol = "sll2"
    if d.end < HEADER:
        d.put_truncated()
        return d.end
    index, kind, octets, protocol = d.number(4, 4), d.u8(10), d.u8(11), d.u16(0)
    d.put(f"{names.get(index, f'if{index}' if index else 'any'):<5} {_KINDS.get(kind, 'Unknown'):<3} ")
    if d.options.link_level:
        d.put(f"ifindex {index} ")
        if octets:
            d.put(f"{d.octets(12, min(octets, 8))} ")
        if not d.options.quiet:
            d.put(f"ethertype {ETHERTYPES.get(protocol, 'Unknown')} (0x{protocol:04x}), length {length}: ")
    if not print_ethertype(d, protocol, HEADER, length - HEADER):
        if not d.options.link_level:
            d.put(f"ethertype {ETHERTYPES.get(protocol, 'Unknown')} (0x{protocol:04x}), length {length}: ")
        if not d.options.suppress_default:
            d.put_unknown(HEADER, length - HEADER)
    return HEADER
