"""One address of a device, and IPv4's part of a device: struct in_ifaddr and struct in_device."""

from dataclasses import dataclass

from pynetns.device.netdevice import NetDevice
from pynetns.netns.device_conf import DeviceConf, NeighParms
from pynetns.netns.route_entry import HOST, LINK, UNIVERSE
from pynetns.wire.address import format_ipv4, mask

FOREVER = 0xFFFFFFFF  # a lifetime without an end


@dataclass(frozen=True, slots=True)
class InterfaceAddress:
    """`address` is the peer's on a link of two, else the same as `local`; `broadcast` 0 is none. Lifetimes are in seconds from `updated`,
    which like `created` is in nanoseconds."""

    device: NetDevice
    local: int
    address: int
    length: int
    broadcast: int = 0
    scope: int = UNIVERSE
    label: str = ""
    secondary: bool = False
    flags: frozenset[str] = frozenset()
    metric: int = 0
    protocol: int = 0
    valid_lft: int = FOREVER
    preferred_lft: int = FOREVER
    created: int = 0
    updated: int = 0

    @property
    def permanent(self) -> bool:
        return self.valid_lft == FOREVER

    @property
    def noprefixroute(self) -> bool:
        return "noprefixroute" in self.flags

    @property
    def network(self) -> int:
        return self.address & mask(self.length)

    def covers(self, address: int) -> bool:
        """Is an address in this one's network? inet_ifa_match()."""
        return not (address ^ self.address) & mask(self.length)

    def same_network(self, other: "InterfaceAddress") -> bool:
        return self.covers(other.address)

    def __str__(self) -> str:
        return f"{format_ipv4(self.local)}/{self.length}"


class InDevice:
    """What IPv4 keeps of a device: addresses in the kernel's order (primaries by scope, then secondaries) and settings."""

    __slots__ = ("addresses", "conf", "dead", "device", "enabled", "groups", "parms")

    def __init__(self, device: NetDevice, conf: DeviceConf, parms: NeighParms) -> None:
        self.device = device
        self.conf = conf
        self.parms = parms
        self.addresses: tuple[InterfaceAddress, ...] = ()
        self.groups: dict[int, int] = {}  # the multicast groups that it has joined, in that order, and by how many
        self.enabled = True  # False while the MTU is too small for IPv4
        self.dead = False  # the device is on its way out

    def matching(self, new: InterfaceAddress) -> InterfaceAddress | None:
        """find_matching_ifa(): the same address in the same network."""
        for ifa in self.addresses:
            if ifa.length == new.length and ifa.local == new.local and new.same_network(ifa):
                return ifa
        return None

    def by_prefix(self, address: int, length: int) -> InterfaceAddress | None:
        for ifa in self.addresses:
            if ifa.length == length and ifa.covers(address):
                return ifa
        return None

    def confirm(self, dst: int, local: int, scope: int) -> int:
        """confirm_addr_indev(): an address of sufficient scope, and a network (perhaps another's) that holds both ends."""
        nearest = LINK if self.conf.orconf("route_localnet") else HOST
        found, same = 0, False
        for ifa in self.addresses:
            reach = min(ifa.scope, nearest)
            if not found and local in (0, ifa.local) and reach <= scope:
                found = ifa.local
                if same:
                    break
            if not same:
                same = (not local or ifa.covers(local)) and (not dst or ifa.covers(dst))
                if same and found:
                    if local or not dst or ifa.covers(found):
                        break
                    if reach <= scope:
                        found = ifa.local
                        break
                    same = False
        return found if same else 0
