"""`-j CT` and NOTRACK: how the tracking of connections is to treat a packet. net/netfilter/xt_CT.c."""

import errno
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pynetns.device.packet import Packet
from pynetns.netfilter.connection import IP_CT_NEW, Template
from pynetns.netfilter.extension import EntryCheck, Target, TargetFunction, invalid
from pynetns.netfilter.state import HookState
from pynetns.netfilter.verdict import CONTINUE

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace


# The helpers that the kernel has, by protocol.
HELPERS = {6: ("ftp", "sip", "irc", "Q.931", "pptp", "sane"), 17: ("tftp", "sip", "RAS", "snmp", "netbios-ns", "amanda", "snmp_trap")}


@dataclass(frozen=True, slots=True)
class Ct(Target):
    """`alias` prints as `-j NOTRACK`. A helper's rule stands as on the kernel, but no connection is expected for what it would read: that
    is a difference on purpose. There are no timeout policies, so a rule that names one is refused."""

    name = "CT"
    tables = ("raw",)
    tracks = True
    notrack: bool = False
    helper: str = ""
    timeout: str = ""
    ctevents: int = 0
    expevents: int = 0
    zone: int = 0
    zone_side: str = ""  # orig, reply or both sides
    zone_mark: bool = False
    alias: bool = False

    def check(self, entry: EntryCheck) -> None:
        if self.helper:
            if not entry.rule.ip.proto or entry.rule.ip.invert_proto:
                raise invalid("xt_CT: You must specify a L4 protocol and not use inversions on it", errno.ENOENT)
            if self.helper not in HELPERS.get(entry.rule.ip.proto, ()):
                raise invalid(f"xt_CT: No such helper \"{self.helper}\"", errno.ENOENT)
        if self.timeout:
            raise invalid(f"xt_CT: No such timeout policy \"{self.timeout}\"", errno.ENOENT)

    def compile(self, namespace: "NetNamespace", table: str, chain: str) -> TargetFunction:
        def apply(packet: Packet, state: HookState) -> int:
            """xt_ct_target(): only what nobody has looked at yet."""
            if packet.ct is None and not packet.untracked:
                if self.notrack:
                    packet.untracked = True
                else:
                    zone = packet.mark & 0xFFFF if self.zone_mark else self.zone
                    packet.ct = Template(zone if self.zone_side != "reply" else 0, zone if self.zone_side != "orig" else 0)
                    packet.ctinfo = IP_CT_NEW
            return CONTINUE

        return apply
