"""`-p udp`: ports. net/netfilter/xt_tcpudp.c, which serves UDP-Lite too."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pynetns.device.packet import Packet
from pynetns.netfilter.extension import EntryCheck, Match, MatchFunction, invalid
from pynetns.netfilter.match_tcp import ANY_PORT, PortRange, ports_function
from pynetns.netfilter.state import HookState

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace


@dataclass(frozen=True, slots=True)
class Udp(Match):
    name = "udp"
    sport: PortRange = ANY_PORT
    dport: PortRange = ANY_PORT

    def check(self, entry: EntryCheck) -> None:
        if entry.rule.ip.proto != 17 or entry.rule.ip.invert_proto:
            raise invalid("x_tables: ip_tables: udp match: only valid for protocol 17")

    def compile(self, namespace: "NetNamespace") -> MatchFunction:
        ask_ports = ports_function(self.sport, self.dport)

        def match(packet: Packet, state: HookState) -> bool:
            if state.ports is not None:  # another rule has looked at the header
                return ask_ports is None or ask_ports(packet, state)
            if state.fragoff:
                return False
            if not packet.has(state.thoff + 8):
                state.hotdrop = True
                return False
            return ask_ports is None or ask_ports(packet, state)

        return match
