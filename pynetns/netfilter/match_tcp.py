"""`-p tcp`: ports, flags, one option. net/netfilter/xt_tcpudp.c."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pynetns.device.packet import Packet
from pynetns.netfilter.extension import Match, MatchFunction
from pynetns.netfilter.state import HookState
from pynetns.netfilter.transport import checked_ports, read_at

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

FIN, SYN, RST, PSH, ACK, URG = 1, 2, 4, 8, 16, 32


@dataclass(frozen=True, slots=True)
class PortRange:
    low: int = 0
    high: int = 0xFFFF
    invert: bool = False

    @property
    def any(self) -> bool:
        return self.low == 0 and self.high == 0xFFFF and not self.invert


ANY_PORT = PortRange()


@dataclass(frozen=True, slots=True)
class Tcp(Match):
    name = "tcp"
    proto = 6
    sport: PortRange = ANY_PORT
    dport: PortRange = ANY_PORT
    flags_mask: int = 0
    flags: int = 0
    invert_flags: bool = False
    option: int = 0
    invert_option: bool = False

    def compile(self, namespace: "NetNamespace") -> MatchFunction:
        ask_ports = ports_function(self.sport, self.dport)
        mask, flags, not_flags, option = self.flags_mask, self.flags, self.invert_flags, self.option
        ask_flags = bool(mask) or not_flags
        ask_more = ask_flags or bool(option)

        def match(packet: Packet, state: HookState) -> bool:
            if state.ports is not None and not ask_more:  # another rule has looked at the header
                return ask_ports is None or ask_ports(packet, state)
            if state.fragoff:
                # The second fragment could overwrite the flags of the first: RFC 1858.
                if state.fragoff == 1:
                    state.hotdrop = True
                return False
            thoff = state.thoff
            if not packet.has(thoff + 20):
                state.hotdrop = True
                return False
            if ask_ports is not None and not ask_ports(packet, state):
                return False
            if ask_flags and (read_at(packet, thoff + 13, "B") & mask == flags) is not_flags:
                return False
            return not option or self._has_option(packet, state)

        return match

    def _has_option(self, packet: Packet, state: HookState) -> bool:
        """tcp_find_option()."""
        length = (read_at(packet, state.thoff + 12, "B") >> 4) * 4
        if length < 20:
            state.hotdrop = True
            return False
        if length == 20:
            return self.invert_option
        if not packet.has(state.thoff + length):
            state.hotdrop = True
            return False
        options = packet.slice(state.thoff + 20, state.thoff + length)
        at = 0
        while at < len(options):
            if options[at] == self.option:
                return not self.invert_option
            at += 1 if options[at] < 2 else (options[at + 1] if at + 1 < len(options) else 0) or 1
        return self.invert_option


def ports_function(sport: PortRange, dport: PortRange) -> MatchFunction | None:
    """Whether both ports are right, asking for no more than the rule does."""
    if sport.any and dport.any:
        return None
    if sport.any and not dport.invert:
        low, high = dport.low, dport.high
        if low == high:
            return lambda packet, state: (state.ports or checked_ports(packet, state))[1] == low
        return lambda packet, state: low <= (state.ports or checked_ports(packet, state))[1] <= high

    def match(packet: Packet, state: HookState) -> bool:
        source, destination = checked_ports(packet, state)
        return ((sport.low <= source <= sport.high) is not sport.invert
                and (dport.low <= destination <= dport.high) is not dport.invert)

    return match
