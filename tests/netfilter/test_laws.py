"""Laws of connection tracking and NAT, and of saving rules."""

from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from pynetns import Lab
from pynetns.wire.address import format_ipv4, parse_ipv4
from pynetns.wire.ethernet import Ethernet
from pynetns.wire.icmp import Icmp
from pynetns.wire.ipv4 import IPPROTO_ICMP, IPPROTO_TCP, IPPROTO_UDP, IPv4
from pynetns.wire.tcp import Tcp
from pynetns.wire.udp import Udp

INSIDE, OUTSIDE, ROUTER = ("10.0.0.1", "10.0.0.2", "10.0.0.3"), ("192.0.2.1", "192.0.2.2"), "192.0.2.254"
SYN, ACK = 0x02, 0x10

RULES = st.lists(st.sampled_from((
    "POSTROUTING -o out -j MASQUERADE",
    "POSTROUTING -o out -p udp -j MASQUERADE --to-ports 40000-40003",
    "POSTROUTING -o out -s 10.0.0.1 -j SNAT --to-source 192.0.2.253",
    "POSTROUTING -o out -p tcp -j SNAT --to-source 192.0.2.250-192.0.2.253 --persistent",
    "POSTROUTING -o out -j NETMAP --to 192.0.2.248/29",
    "PREROUTING -i in -d 192.0.2.1 -j DNAT --to-destination 192.0.2.2",
    "PREROUTING -i in -p udp --dport 53 -j DNAT --to-destination 192.0.2.1:5353",
    "PREROUTING -i in -p tcp --dport 80:81 -j DNAT --to-destination 192.0.2.1-192.0.2.2:8080-8081")), max_size=5)


@dataclass(frozen=True)
class Question:
    """A datagram from inside."""

    src: str
    dst: str
    protocol: int
    sport: int
    dport: int


QUESTIONS = st.lists(st.builds(
    Question, st.sampled_from(INSIDE), st.sampled_from(OUTSIDE), st.sampled_from((IPPROTO_UDP, IPPROTO_TCP, IPPROTO_ICMP)),
    st.sampled_from((1000, 1001, 40000, 53)), st.sampled_from((53, 80, 81, 9))), min_size=1, max_size=12)


class Wire:
    """A router with NAT between an interface whose hosts are only frames and another of that kind."""

    def __init__(self, rules: list[str], flow_cache: bool = True) -> None:
        self.lab = lab = Lab(flow_cache=flow_cache)
        router, inside, outside = lab.netns("router"), lab.netns("inside"), lab.netns("outside")
        self.inner, near = lab.veth((inside, "eth0"), (router, "in"))
        self.outer, far = lab.veth((outside, "eth0"), (router, "out"))
        for device in (self.inner, near, self.outer, far):
            device.up()
        near.add_address("10.0.0.254/24")
        far.add_address(f"{ROUTER}/24")
        router.sysctl["net.ipv4.ip_forward"] = 1
        for address, device, end in ((*((a, "in", self.inner) for a in INSIDE), *((a, "out", self.outer) for a in OUTSIDE))):
            assert not router.run(f"ip neigh replace {address} lladdr {end.mac.hex(':')} dev {device}").returncode
        for rule in rules:
            assert not router.run(f"iptables -t nat -A {rule}").returncode
        self.router, self.near, self.far = router, near, far
        self.inner_seen, self.outer_seen = self.inner.capture(), self.outer.capture()

    def ask(self, question: Question) -> IPv4 | None:
        """What arrives outside."""
        before = len(list(self.outer_seen))
        packet = packed(question.src, question.dst, question.protocol, question.sport, question.dport, SYN, 8)
        self.inner.inject(Ethernet(self.near.mac, self.inner.mac, 0x0800, packet).emit())
        return arrived(list(self.outer_seen)[before:])

    def answer(self, packet: IPv4) -> IPv4 | None:
        """What arrives inside of the answer to a packet that arrived outside."""
        before = len(list(self.inner_seen))
        sport, dport = ports(packet)
        back = packed(format_ipv4(packet.dst), format_ipv4(packet.src), packet.protocol, dport, sport, SYN | ACK, 0)
        self.outer.inject(Ethernet(self.far.mac, self.outer.mac, 0x0800, back).emit())
        return arrived(list(self.inner_seen)[before:])


def packed(src: str, dst: str, protocol: int, sport: int, dport: int, flags: int, icmp_type: int) -> bytes:
    source, target = parse_ipv4(src), parse_ipv4(dst)
    if protocol == IPPROTO_UDP:
        payload = Udp(sport, dport, b"data").emit(source, target)
    elif protocol == IPPROTO_TCP:
        payload = Tcp(sport, dport, 1000, 1001 if flags & ACK else 0, flags, 1000).emit(source, target)
    else:
        payload = Icmp(icmp_type, 0, (sport if icmp_type == 8 else dport) << 16 | 1).emit()
    return IPv4(source, target, protocol, payload).emit()


def arrived(records: list[tuple[float, str, bytes]]) -> IPv4 | None:
    frames = [frame for _, direction, frame in records if direction == "in" and frame[12:14] == b"\x08\x00"]
    return IPv4.parse(frames[0][14:]) if frames else None


def ports(packet: IPv4) -> tuple[int, int]:
    """(source, destination); of ICMP the identifier on both sides."""
    if packet.protocol == IPPROTO_ICMP:
        icmp = Icmp.parse(packet.payload)
        assert icmp
        return icmp.rest >> 16, icmp.rest >> 16
    return int.from_bytes(packet.payload[:2], "big"), int.from_bytes(packet.payload[2:4], "big")


@settings(max_examples=60, deadline=None)
@given(RULES, QUESTIONS)
def test_the_answer_to_a_translated_flow_is_translated_back_to_what_it_answers(rules: list[str], questions: list[Question]) -> None:
    wire = Wire(rules)
    for question in questions:
        sent = wire.ask(question)
        if sent is None:
            continue  # no free port in the range
        back = wire.answer(sent)
        if back is None and question.protocol == IPPROTO_TCP:
            continue  # the connection was opened a second time with other numbers
        assert back is not None, question
        assert (format_ipv4(back.src), format_ipv4(back.dst)) == (question.dst, question.src)
        if question.protocol != IPPROTO_ICMP:
            assert ports(back) == (question.dport, question.sport)
        else:
            assert ports(back)[0] == question.sport


@settings(max_examples=60, deadline=None)
@given(RULES, QUESTIONS)
def test_no_two_live_connections_share_a_tuple(rules: list[str], questions: list[Question]) -> None:
    wire = Wire(rules)
    for question in questions:
        wire.ask(question)
    connections = list(wire.router.conntrack)
    tuples = [each for connection in connections for each in {connection.original, connection.reply}]
    assert len(tuples) == len(set(tuples))


@settings(max_examples=40, deadline=None)
@given(RULES, QUESTIONS)
def test_the_counters_of_a_chain_and_its_policy_add_up_to_the_packets_that_entered(rules: list[str], questions: list[Question]) -> None:
    wire = Wire(rules)
    wire.router.run("iptables -N seen")
    for protocol in ("udp", "tcp", "icmp"):
        wire.router.run(f"iptables -A seen -p {protocol} -j ACCEPT")
    wire.router.run("iptables -A FORWARD -j seen")
    for question in questions:
        wire.ask(question)
    chain = wire.router.iptables.rules("filter", "seen")
    (jump,) = wire.router.iptables.rules("filter", "FORWARD")
    assert sum(rule.counter.packets for rule in chain) == jump.counter.packets == len(questions)
    assert sum(rule.counter.bytes for rule in chain) == jump.counter.bytes


@settings(max_examples=40, deadline=None)
@given(RULES)
def test_restoring_what_was_saved_changes_nothing(rules: list[str]) -> None:
    router = Wire(rules).router
    saved = router.run("iptables-save").stdout
    other = Lab().netns("other")
    assert not other.run("iptables-restore", saved).returncode
    assert other.run("iptables-save").stdout == saved
