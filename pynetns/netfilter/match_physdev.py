"""`-m physdev`: the bridge ports of a bridged frame. net/netfilter/xt_physdev.c."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pynetns.device.packet import Packet
from pynetns.netfilter.extension import EntryCheck, Match, MatchFunction, invalid
from pynetns.netfilter.state import LOCAL_OUT, HookState

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace


@dataclass(frozen=True, slots=True)
class Flag:
    """An option that was given, perhaps with a ! in front."""

    invert: bool = False


@dataclass(frozen=True, slots=True)
class PortName:
    pattern: str
    invert: bool = False

    def fits(self, name: str) -> bool:
        return name.startswith(self.pattern[:-1]) if self.pattern.endswith("+") else name == self.pattern


@dataclass(frozen=True, slots=True)
class PhysDev(Match):
    name = "physdev"
    port_in: PortName | None = None
    port_out: PortName | None = None
    is_in: Flag | None = None
    is_out: Flag | None = None
    is_bridged: Flag | None = None

    def check(self, entry: EntryCheck) -> None:
        if ((self.port_out or self.is_out) and (self.is_bridged is None or self.is_bridged.invert)
                and entry.hook_mask & 1 << LOCAL_OUT):
            raise invalid("xt_physdev: --physdev-out and --physdev-is-out only supported in the FORWARD and POSTROUTING chains with "
                          "bridged traffic")

    def compile(self, namespace: "NetNamespace") -> MatchFunction:
        given = [option for option in (self.is_bridged, self.is_in, self.is_out, self.port_in, self.port_out) if option is not None]

        def match(packet: Packet, state: HookState) -> bool:
            indev, outdev = state.physin, state.physout
            if indev is None and outdev is None:
                return all(option.invert for option in given)
            if self.is_bridged is not None and (outdev is not None) is self.is_bridged.invert:
                return False
            if self.is_in is not None and (indev is not None) is self.is_in.invert:
                return False
            if self.is_out is not None and (outdev is not None) is self.is_out.invert:
                return False
            if self.port_in is not None and indev is not None and self.port_in.fits(indev.name) is self.port_in.invert:
                return False
            if self.port_out is None:
                return True
            return outdev is not None and self.port_out.fits(outdev.name) is not self.port_out.invert

        return match
