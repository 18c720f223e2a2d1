"""Where a packet went: the frames of one command on every interface of a lab, in order, and what changed on the way.

A packet is followed by what routers and NAT leave alone: its identification, protocol and payload.
"""

from collections.abc import Hashable
from dataclasses import dataclass

from pynetns.device.capture import Capture
from pynetns.device.netdevice import NetDevice
from pynetns.lab import Lab
from pynetns.netns.namespace import NetNamespace
from pynetns.wire.address import format_ipv4, format_mac
from pynetns.wire.arp import Arp
from pynetns.wire.ethernet import ETH_P_ARP, ETH_P_IP, Ethernet, pop_vlan, vlan_tag
from pynetns.wire.icmp import Icmp
from pynetns.wire.ipv4 import IP_MF, IPPROTO_ICMP, IPPROTO_TCP, IPPROTO_UDP, IPv4
from pynetns.wire.tcp import Tcp
from pynetns.wire.udp import Udp

INDENT = 28  # columns before a packet's words
_LONGEST = 24  # lines of one path
_FLAGS = ((0x02, "S"), (0x01, "F"), (0x04, "R"), (0x08, "P"), (0x10, "."))
_ARP_REQUEST = 1
_DEST_UNREACH = 3
_FRAG_NEEDED = 4
_ICMP = {0: "echo reply", 3: "unreachable", 5: "redirect", 8: "echo request", 11: "time exceeded"}
_UNREACHABLE = {0: "network unreachable", 1: "host unreachable", 2: "protocol unreachable", 3: "port unreachable", 4: "need to fragment",
                9: "network prohibited", 10: "host prohibited", 13: "prohibited by filter"}


@dataclass(frozen=True, slots=True)
class _Seen:
    place: str
    device: str
    direction: str
    frame: bytes


class PathWatch:
    """Listens on every interface from now until `stop`."""

    def __init__(self, lab: Lab) -> None:
        self._seen: list[_Seen] = []
        self._captures: list[Capture] = []
        for namespace in (lab.host, *lab.namespaces.values(), *lab.unnamed):
            for device in list(namespace.devices.values()):
                self._listen(namespace, device)

    def _listen(self, namespace: NetNamespace, device: NetDevice) -> None:
        capture = device.capture()
        capture.on_frame = lambda at, direction, frame: self._seen.append(_Seen(namespace.label, device.name, direction, frame))
        self._captures.append(capture)

    def stop(self) -> None:
        for capture in self._captures:
            capture.stop()

    def lines(self, packets: int) -> list[str]:
        """The first packets' ways, one line for each interface that saw them; ARP where nothing else was sent."""
        found: dict[Hashable, list[tuple[_Seen, str]]] = {}
        for seen in self._seen:
            key, words = _describe(seen.frame)
            if key is not None:
                found.setdefault(key, []).append((seen, words))
        wanted = [key for key in found if not _is_arp(key)] or list(found)
        lines: list[str] = []
        for number, key in enumerate(wanted[:packets], 1):
            lines += _way(number, found[key])
        return lines if len(lines) <= _LONGEST else [*lines[:_LONGEST], f"   ... and {len(lines) - _LONGEST} more"]


def _way(number: int, hops: list[tuple[_Seen, str]]) -> list[str]:
    """One packet: its words are said again where they have changed. Where it has been before it was sent a second time."""
    lines, said = [], ""
    places: set[tuple[str, str, str]] = set()
    for seen, words in hops:
        place = (seen.place, seen.device, seen.direction)
        if place in places:
            break
        places.add(place)
        arrow = "->" if seen.direction == "out" else "<-"
        text = words if words != said else ""
        lines.append(f"{str(number) if not said else '':>2} {seen.place[:9]:9} {seen.device[:11]:11} {arrow} {text}".rstrip())
        said = words
    return lines


def _is_arp(key: Hashable) -> bool:
    return isinstance(key, tuple) and key[0] == ETH_P_ARP


def _describe(frame: bytes) -> tuple[Hashable, str]:
    """What makes the packet the same on another interface (None: it is not followed), and its words."""
    tag = vlan_tag(frame)
    ethernet = Ethernet.parse(frame if tag is None else pop_vlan(frame))
    if ethernet is None:
        return None, ""
    prefix = "" if tag is None else f"VLAN {tag.vid}, "
    if ethernet.ethertype == ETH_P_ARP and (arp := Arp.parse(ethernet.payload)):
        return (ETH_P_ARP, ethernet.payload), prefix + _arp_words(arp)
    if ethernet.ethertype == ETH_P_IP and (packet := IPv4.parse(ethernet.payload)):
        key, words = _describe_ip(packet)
        return key, prefix + words
    return None, ""


def _arp_words(arp: Arp) -> str:
    if arp.oper == _ARP_REQUEST:
        return f"ARP who has {format_ipv4(arp.tpa)}? tell {format_ipv4(arp.spa)}"
    return f"ARP {format_ipv4(arp.spa)} is at {format_mac(arp.sha)}"


def _describe_ip(packet: IPv4) -> tuple[Hashable, str]:
    src, dst = format_ipv4(packet.src), format_ipv4(packet.dst)
    whole = not packet.fragment_offset and not packet.flags & IP_MF
    key: Hashable = (packet.protocol, packet.identification, packet.fragment_offset, packet.payload)
    words = f"protocol {packet.protocol}" if whole else f"fragment at {packet.fragment_offset}"
    if whole and packet.protocol == IPPROTO_TCP and (tcp := Tcp.parse(packet.payload)):
        src, dst = f"{src}:{tcp.sport}", f"{dst}:{tcp.dport}"
        words = "tcp " + "".join(letter for bit, letter in _FLAGS if tcp.flags & bit)
        words += f" {len(tcp.payload)} bytes" if tcp.payload else ""
        key = (IPPROTO_TCP, tcp.seq, tcp.ack, tcp.flags, tcp.payload)
    elif whole and packet.protocol == IPPROTO_UDP and (udp := Udp.parse(packet.payload)):
        src, dst = f"{src}:{udp.sport}", f"{dst}:{udp.dport}"
        words = f"udp {len(udp.payload)} bytes"
        key = (IPPROTO_UDP, packet.identification, udp.payload)
    elif whole and packet.protocol == IPPROTO_ICMP and (icmp := Icmp.parse(packet.payload)):
        words = _icmp_words(icmp)
        # What an error quotes is translated too: such an error is known by its kind alone.
        key = (IPPROTO_ICMP, icmp.type, icmp.code, icmp.rest if icmp.type in (0, 8) else packet.identification)
    return key, f"{src} > {dst} {words} ttl {packet.ttl}"


def _icmp_words(icmp: Icmp) -> str:
    words = _ICMP.get(icmp.type, f"type {icmp.type}")
    if icmp.type == _DEST_UNREACH:
        words = _UNREACHABLE.get(icmp.code, f"unreachable, code {icmp.code}")
        if icmp.code == _FRAG_NEEDED:
            words += f" (mtu {icmp.rest & 0xFFFF})"
    return f"ICMP {words}"
