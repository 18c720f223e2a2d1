"""`-m conntrack` and `-m state`: what connection a packet belongs to. net/netfilter/xt_conntrack.c."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pynetns.device.packet import Packet
from pynetns.netfilter.extension import Match, MatchFunction
from pynetns.netfilter.state import HookState

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

# Bits of --ctstate: XT_CONNTRACK_STATE_BIT(ctinfo) and its company.
INVALID, ESTABLISHED, RELATED, NEW, SNAT, DNAT, UNTRACKED = 1, 2, 4, 8, 1 << 6, 1 << 7, 1 << 8
STATES = {"INVALID": INVALID, "NEW": NEW, "ESTABLISHED": ESTABLISHED, "RELATED": RELATED, "UNTRACKED": UNTRACKED,
          "SNAT": SNAT, "DNAT": DNAT}
# Bits of --ctstatus: enum ip_conntrack_status.
STATUS = {"NONE": 0, "EXPECTED": 1, "SEEN_REPLY": 2, "ASSURED": 4, "CONFIRMED": 8}
IPS_CONFIRMED, IPS_SRC_NAT, IPS_DST_NAT = 8, 16, 32
IS_REPLY = 3  # IP_CT_IS_REPLY

ADDRESSES = ("origsrc", "origdst", "replsrc", "repldst")
PORTS = ("origsrcport", "origdstport", "replsrcport", "repldstport")


@dataclass(frozen=True, slots=True)
class AddressTest:
    which: str  # one of ADDRESSES
    address: int
    mask: int
    invert: bool = False


@dataclass(frozen=True, slots=True)
class PortTest:
    which: str  # one of PORTS
    low: int
    high: int
    invert: bool = False


@dataclass(frozen=True, slots=True)
class Conntrack(Match):
    """None means that an option was not given. `alias` prints as `-m state --state`."""

    name = "conntrack"
    tracks = True
    state: int | None = None
    invert_state: bool = False
    proto_number: int | None = None
    invert_proto: bool = False
    addresses: tuple[AddressTest, ...] = ()
    port_tests: tuple[PortTest, ...] = ()
    status: int | None = None
    invert_status: bool = False
    expires: tuple[int, int] | None = None
    invert_expires: bool = False
    reply: bool | None = None  # --ctdir
    alias: bool = False

    def compile(self, namespace: "NetNamespace") -> MatchFunction:
        tests = self._tests()
        wanted, invert = self.state, self.invert_state

        def match(packet: Packet, state: HookState) -> bool:
            ct = packet.ct
            if wanted is not None:
                if ct is not None:
                    bit = 1 << packet.ctinfo % IS_REPLY + 1
                    status = ct.status
                    if status & IPS_SRC_NAT:
                        bit |= SNAT
                    if status & IPS_DST_NAT:
                        bit |= DNAT
                else:
                    bit = UNTRACKED if packet.untracked else INVALID
                if (wanted & bit != 0) is invert:
                    return False
            if ct is None:
                return wanted is not None
            return all(test(packet, ct) for test in tests)

        return match

    def _tests(self) -> "list[Test]":
        tests: list[Test] = []
        if self.reply is not None:
            reply = self.reply
            tests.append(lambda packet, ct: (packet.ctinfo >= IS_REPLY) is reply)
        tests += [_address_test(test) for test in self.addresses]
        if self.proto_number is not None:
            tests.append(lambda packet, ct: (ct.original.proto == self.proto_number) is not self.invert_proto)
        tests += [_port_test(test) for test in self.port_tests]
        if self.status is not None:
            status = self.status
            tests.append(lambda packet, ct: (ct.status & status != 0) is not self.invert_status)
        if self.expires is not None:
            low, high = self.expires
            tests.append(lambda packet, ct: (low <= _expires_in(ct) <= high) is not self.invert_expires)
        return tests


Test = Callable[[Packet, Any], bool]


def _expires_in(ct: Any) -> int:
    """nf_ct_expires(): the time of a connection that is not confirmed does not run yet, which reads as none left."""
    seconds: int = ct.expires_in() if ct.status & IPS_CONFIRMED else 0
    return seconds


def _address_test(test: AddressTest) -> Test:
    side, end = ("original" if test.which.startswith("orig") else "reply"), test.which[4:7]
    return lambda packet, ct: (getattr(getattr(ct, side), end) & test.mask == test.address & test.mask) is not test.invert


def _port_test(test: PortTest) -> Test:
    side, end = ("original" if test.which.startswith("orig") else "reply"), test.which[4] + "port"
    return lambda packet, ct: (test.low <= getattr(getattr(ct, side), end) <= test.high) is not test.invert
