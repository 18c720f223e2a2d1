"""`-m rpfilter`: would the answer leave by the device that the packet came in by? net/ipv4/netfilter/ipt_rpfilter.c."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pynetns.device.packet import Packet
from pynetns.netfilter.extension import EntryCheck, Match, MatchFunction, invalid
from pynetns.netfilter.state import PRE_ROUTING, HookState
from pynetns.netfilter.transport import IP_SRC_DST, IP_TOS
from pynetns.wire.address import ipv4_is_lbcast, ipv4_is_local_multicast, ipv4_is_multicast, ipv4_is_zeronet

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace


@dataclass(frozen=True, slots=True)
class RpFilter(Match):
    name = "rpfilter"
    hooks = 1 << PRE_ROUTING
    loose: bool = False
    validmark: bool = False
    accept_local: bool = False
    invert: bool = False

    def check(self, entry: EntryCheck) -> None:
        if entry.table not in ("raw", "mangle"):
            raise invalid(f"ipt_rpfilter: only valid in 'raw' or 'mangle' table, not '{entry.table}'")

    def compile(self, namespace: "NetNamespace") -> MatchFunction:
        fib = namespace.fib

        def match(packet: Packet, state: HookState) -> bool:
            invert, device = self.invert, state.indev
            if device is None or device.is_loopback:
                return not invert
            src, dst = packet.read(IP_SRC_DST)
            if ipv4_is_zeronet(src):
                if ipv4_is_lbcast(dst) or ipv4_is_multicast(dst):
                    return (ipv4_is_local_multicast(dst) or ipv4_is_lbcast(dst)) is not invert
            towards = 0 if ipv4_is_multicast(dst) or ipv4_is_lbcast(dst) or ipv4_is_zeronet(dst) else dst
            route = fib.lookup(src, src=towards, tos=packet.read(IP_TOS)[0] & 0x1C, ignore_linkstate=True)
            if route is None or (route.type != "unicast" and not (route.type == "local" and self.accept_local)):
                return invert
            fits = route.device is device or self.loose
            return fits is not invert

        return match
