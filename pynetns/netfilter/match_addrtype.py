"""`-m addrtype`: what an address is to this host. net/netfilter/xt_addrtype.c."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pynetns.device.packet import Packet
from pynetns.netfilter.extension import EntryCheck, Match, MatchFunction, invalid
from pynetns.netfilter.state import LOCAL_IN, LOCAL_OUT, POST_ROUTING, PRE_ROUTING, HookState
from pynetns.netfilter.transport import IP_SRC_DST

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

# RTN_* of include/uapi/linux/rtnetlink.h, by number.
TYPES = ("UNSPEC", "UNICAST", "LOCAL", "BROADCAST", "ANYCAST", "MULTICAST", "BLACKHOLE", "UNREACHABLE", "PROHIBIT", "THROW", "NAT",
         "XRESOLVE")
_BIT = {name.lower(): 1 << number for number, name in enumerate(TYPES)}


@dataclass(frozen=True, slots=True)
class AddrType(Match):
    name = "addrtype"
    source: int = 0  # a bit a type; 0 is not asked
    dest: int = 0
    invert_source: bool = False
    invert_dest: bool = False
    limit_iface_in: bool = False
    limit_iface_out: bool = False

    def check(self, entry: EntryCheck) -> None:
        if entry.family == 6:
            types = self.source | self.dest
            if types & (_BIT["blackhole"] | _BIT["broadcast"]) or types >= _BIT["prohibit"]:
                raise invalid("xt_addrtype: ipv6 does not support BROADCAST, BLACKHOLE, PROHIBIT and what follows")
        if entry.hook_mask & (1 << PRE_ROUTING | 1 << LOCAL_IN) and self.limit_iface_out:
            raise invalid("xt_addrtype: output interface limitation not valid in PREROUTING and INPUT")
        if entry.hook_mask & (1 << POST_ROUTING | 1 << LOCAL_OUT) and self.limit_iface_in:
            raise invalid("xt_addrtype: input interface limitation not valid in POSTROUTING and OUTPUT")

    def compile(self, namespace: "NetNamespace") -> MatchFunction:
        fib = namespace.fib
        source, dest, not_source, not_dest = self.source, self.dest, self.invert_source, self.invert_dest

        def match(packet: Packet, state: HookState) -> bool:
            device = state.indev if self.limit_iface_in else state.outdev if self.limit_iface_out else None
            src, dst = packet.read(IP_SRC_DST)
            if source and (_BIT[fib.address_type(src, device)] & source != 0) is not_source:
                return False
            return not dest or (_BIT[fib.address_type(dst, device)] & dest != 0) is not not_dest

        return match
