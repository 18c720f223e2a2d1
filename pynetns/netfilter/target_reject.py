"""`-j REJECT`: net/ipv4/netfilter/ipt_REJECT.c; what is sent is in reject.py."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pynetns.device.packet import Packet
from pynetns.netfilter.extension import EntryCheck, Target, TargetFunction, invalid
from pynetns.netfilter.reject import send_reset, send_unreach
from pynetns.netfilter.state import FORWARD, LOCAL_IN, LOCAL_OUT, HookState
from pynetns.netfilter.verdict import DROP

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

TCP_RESET = "tcp-reset"
# The kinds in the tool's order, with the short name of each and the code of destination unreachable that is sent.
KINDS = {
    "icmp-net-unreachable": ("net-unreach", 0),
    "icmp-host-unreachable": ("host-unreach", 1),
    "icmp-proto-unreachable": ("proto-unreach", 2),
    "icmp-port-unreachable": ("port-unreach", 3),
    "icmp-net-prohibited": ("net-prohib", 9),
    "icmp-host-prohibited": ("host-prohib", 10),
    TCP_RESET: ("tcp-rst", -1),
    "icmp-admin-prohibited": ("admin-prohib", 13),
}


@dataclass(frozen=True, slots=True)
class Reject(Target):
    name = "REJECT"
    tables = ("filter",)
    hooks = 1 << LOCAL_IN | 1 << FORWARD | 1 << LOCAL_OUT
    kind_sent: str = "icmp-port-unreachable"

    def check(self, entry: EntryCheck) -> None:
        if self.kind_sent == TCP_RESET and (entry.rule.ip.proto != 6 or entry.rule.ip.invert_proto):
            raise invalid("ipt_REJECT: TCP_RESET invalid for non-tcp")

    def compile(self, namespace: "NetNamespace", table: str, chain: str) -> TargetFunction:
        code = KINDS[self.kind_sent][1]

        def apply(packet: Packet, state: HookState) -> int:
            namespace.scheduler.refuse("sends an error")
            if code < 0:
                send_reset(namespace, packet, state)
            else:
                send_unreach(namespace, packet, state, code)
            return DROP

        return apply
