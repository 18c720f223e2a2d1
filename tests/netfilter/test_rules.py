"""Tables of rules, one packet at a time: ipt_do_table() of net/ipv4/netfilter/ip_tables.c."""

import struct
from dataclasses import dataclass

import pytest

from pynetns import Lab, NetNamespace
from pynetns.device.packet import Packet
from pynetns.netfilter.state import FORWARD, LOCAL_IN, HookState
from pynetns.netfilter.verdict import ACCEPT, DROP
from pynetns.wire.address import parse_ipv4
from pynetns.wire.ipv4 import IPPROTO_TCP, IPPROTO_UDP, IPv4
from tests.support import echo_packet, ip_frame, udp_packet

MACS = "02:00:00:00:00:01", "02:00:00:00:00:02"
WEB = struct.pack("!HHIIBBHHH", 1000, 80, 1, 0, 0x50, 2, 1024, 0, 0)


@dataclass
class Box:
    """A namespace whose filter table is asked about packets that nobody sends."""

    namespace: NetNamespace

    def load(self, text: str) -> None:
        done = self.namespace.run("iptables-restore", f"*filter\n{text}\nCOMMIT\n")
        assert done.returncode == 0, done.stderr

    def verdict(self, packet: IPv4, hook: int = FORWARD) -> int:
        devices = self.namespace.devices
        state = HookState(hook, self.namespace, devices["eth0"], devices["eth1"] if hook == FORWARD else None)
        self.namespace.scheduler.refuse("a test asks")
        return self.namespace.iptables.table("filter").run(Packet(ip_frame(*MACS, packet), devices["eth0"]), state)

    def counts(self, chain: str) -> list[int]:
        return [rule.counter.packets for rule in self.namespace.iptables.rules("filter", chain)]


@pytest.fixture
def box() -> Box:
    lab = Lab()
    namespace = lab.netns("box")
    for line in ("ip link add eth0 type dummy", "ip link add eth1 type dummy", "ip link set eth0 up", "ip link set eth1 up"):
        assert namespace.run(line).returncode == 0
    return Box(namespace)


def web(source: str = "10.0.0.1", target: str = "10.0.0.2", data: bytes = WEB, **fields: int) -> IPv4:
    return IPv4(parse_ipv4(source), parse_ipv4(target), IPPROTO_TCP, data, **fields)


def test_the_first_rule_that_is_met_decides(box: Box) -> None:
    box.load("-A FORWARD -s 10.0.0.1 -p udp -j ACCEPT\n-A FORWARD -p udp -j DROP\n-A FORWARD -j ACCEPT")
    assert box.verdict(udp_packet("10.0.0.1", "10.0.0.2")) == ACCEPT
    assert box.verdict(udp_packet("10.0.0.3", "10.0.0.2")) == DROP
    assert box.verdict(echo_packet("10.0.0.3", "10.0.0.2")) == ACCEPT
    assert box.counts("FORWARD") == [1, 1, 1]


def test_without_a_rule_the_policy_decides_and_counts(box: Box) -> None:
    box.load(":FORWARD DROP [0:0]\n-A FORWARD -p tcp -j ACCEPT")
    packet = udp_packet("10.0.0.1", "10.0.0.2")
    assert box.verdict(packet) == DROP
    policy = box.namespace.iptables.table("filter").chains["FORWARD"].counter
    assert (policy.packets, policy.bytes) == (1, len(packet.emit()))


def test_a_rule_without_a_target_counts_and_goes_on(box: Box) -> None:
    box.load("-A FORWARD\n-A FORWARD -p udp\n-A FORWARD -j DROP")
    assert box.verdict(udp_packet("10.0.0.1", "10.0.0.2")) == DROP
    assert box.counts("FORWARD") == [1, 1, 1]


def test_a_jump_comes_back_and_return_comes_back_at_once(box: Box) -> None:
    box.load(":A - [0:0]\n-A FORWARD -j A\n-A FORWARD -j DROP\n-A A -p udp -j RETURN\n-A A -p icmp -j ACCEPT\n-A A")
    assert box.verdict(udp_packet("10.0.0.1", "10.0.0.2")) == DROP
    assert box.verdict(echo_packet("10.0.0.1", "10.0.0.2")) == ACCEPT
    assert box.verdict(web()) == DROP
    assert (box.counts("A"), box.counts("FORWARD")) == ([1, 1, 1], [3, 2])


def test_return_in_a_chain_of_the_kernel_is_its_policy(box: Box) -> None:
    box.load(":FORWARD DROP [0:0]\n-A FORWARD -p udp -j RETURN\n-A FORWARD -j ACCEPT")
    assert box.verdict(udp_packet("10.0.0.1", "10.0.0.2")) == DROP


def test_goto_does_not_come_back_to_where_it_was_said(box: Box) -> None:
    box.load(":FORWARD DROP [0:0]\n:A - [0:0]\n:B - [0:0]\n-A FORWARD -p udp -j A\n-A FORWARD -p udp -j ACCEPT\n-A FORWARD -p tcp -g B\n"
             "-A FORWARD -p tcp -j ACCEPT\n-A A -g B\n-A A -j DROP\n-A B -p sctp")
    assert box.verdict(udp_packet("10.0.0.1", "10.0.0.2")) == ACCEPT  # behind the jump that led to the goto
    assert box.verdict(web()) == DROP  # from a base chain, straight to its policy
    assert (box.counts("A"), box.counts("FORWARD")) == ([1, 0], [1, 1, 1, 0])


def test_ports_are_asked_of_first_fragments_only(box: Box) -> None:
    box.load("-A FORWARD -p tcp --dport 80 -j DROP\n-A FORWARD -f -j ACCEPT\n-A FORWARD -p tcp -j DROP")
    assert box.verdict(web()) == DROP
    assert box.verdict(web(fragment_offset=1480)) == ACCEPT
    assert box.counts("FORWARD") == [1, 1, 0]


@pytest.mark.parametrize("packet", [web(data=WEB[:10]), web(data=WEB, fragment_offset=8)], ids=["short header", "fragment of the header"])
def test_a_malformed_tcp_header_is_dropped_whatever_the_rules_say(box: Box, packet: IPv4) -> None:
    box.load("-A FORWARD -p tcp --dport 1 -j ACCEPT\n-A FORWARD -j ACCEPT")
    assert box.verdict(packet) == DROP
    assert box.counts("FORWARD") == [0, 0]


def test_a_rule_whose_inverted_match_finds_a_packet_malformed_counts_it(box: Box) -> None:
    box.load("-A FORWARD -p sctp -m sctp ! --chunk-types any DATA -j ACCEPT\n-A FORWARD -j ACCEPT")
    packet = IPv4(1, 2, 132, struct.pack("!HHII", 1, 2, 3, 4))
    assert box.verdict(packet) == DROP
    assert box.counts("FORWARD") == [1, 0]


@pytest.mark.parametrize(("options", "matching", "other"), [
    ("-s 10.0.0.0/24", "10.0.0.9", "10.0.1.9"), ("! -s 10.0.0.0/24", "10.0.1.9", "10.0.0.9"),
    ("-s 10.0.0.9/255.0.0.255", "10.7.7.9", "10.7.7.8"), ("-m iprange --src-range 10.0.0.3-10.0.0.5", "10.0.0.5", "10.0.0.6"),
    ("-s 10.0.0.1,10.0.0.2", "10.0.0.2", "10.0.0.3"), ("-m set --match-set members src", "10.9.0.1", "10.9.1.1"),
])
def test_source_addresses(box: Box, options: str, matching: str, other: str) -> None:
    for line in ("ipset create members hash:net", "ipset add members 10.9.0.0/16", "ipset add members 10.9.1.0/24 nomatch"):
        assert box.namespace.run(line).returncode == 0
    box.load(f"-A FORWARD {options} -j DROP")
    assert box.verdict(udp_packet(matching, "10.0.0.2")) == DROP
    assert box.verdict(udp_packet(other, "10.0.0.2")) == ACCEPT


@pytest.mark.parametrize(("options", "hit"), [
    ("-i eth0", True), ("-i eth+", True), ("! -i eth0", False), ("-o eth0", False), ("! -o eth0", True), ("-i +", True), ("! -i +", False),
    ("-o eth1 -i eth0", True),
])
def test_interfaces(box: Box, options: str, hit: bool) -> None:
    box.load(f"-A FORWARD {options} -j DROP")
    assert box.verdict(udp_packet("10.0.0.1", "10.0.0.2")) == (DROP if hit else ACCEPT)


def test_limit_fills_again_as_time_goes_by(box: Box) -> None:
    box.load("-A FORWARD -m limit --limit 1/second --limit-burst 3 -j DROP")
    packet = udp_packet("10.0.0.1", "10.0.0.2")
    assert [box.verdict(packet) for _ in range(5)] == [DROP] * 3 + [ACCEPT] * 2
    box.namespace.scheduler.advance(2_100_000_000)
    assert [box.verdict(packet) for _ in range(3)] == [DROP, DROP, ACCEPT]


def test_hashlimit_has_an_allowance_for_each_address(box: Box) -> None:
    box.load("-A FORWARD -m hashlimit --hashlimit-upto 1/min --hashlimit-burst 2 --hashlimit-mode srcip --hashlimit-name h -j DROP")
    for source in ("10.0.0.1", "10.0.0.3"):
        assert [box.verdict(udp_packet(source, "10.0.0.2")) for _ in range(3)] == [DROP, DROP, ACCEPT]


def test_recent_remembers_who_knocked(box: Box) -> None:
    box.load("-A FORWARD -p udp --dport 7 -m recent --set --name knocked -j DROP\n"
             "-A FORWARD -p udp --dport 22 -m recent --rcheck --seconds 10 --name knocked -j ACCEPT\n-A FORWARD -j DROP")
    door = udp_packet("10.0.0.1", "10.0.0.2", dport=22)
    assert box.verdict(door) == DROP
    box.verdict(udp_packet("10.0.0.1", "10.0.0.2", dport=7))
    assert box.verdict(door) == ACCEPT
    assert box.verdict(udp_packet("10.0.0.3", "10.0.0.2", dport=22)) == DROP
    box.namespace.scheduler.advance(11_000_000_000)
    assert box.verdict(door) == DROP


def test_every_nth_packet(box: Box) -> None:
    box.load("-A FORWARD -m statistic --mode nth --every 3 --packet 0 -j DROP")
    packet = udp_packet("10.0.0.1", "10.0.0.2")
    assert [box.verdict(packet) for _ in range(6)] == [DROP, ACCEPT, ACCEPT] * 2


@pytest.mark.parametrize(("options", "hit"), [
    ("--string needle --algo bm", True), ("--string NEEDLE --algo kmp", False), ("--string NEEDLE --icase --algo kmp", True),
    ("--hex-string |6e65|edle --algo bm", True), ("--string needle --algo bm --from 32", False),
    ("--string needle --algo bm --to 36", False),
    ("--string needle --algo bm --to 38", True),
])
def test_strings_in_the_packet(box: Box, options: str, hit: bool) -> None:
    box.load(f"-A FORWARD -m string {options} -j DROP")
    packet = IPv4(1, 2, IPPROTO_UDP, b"\0" * 11 + b"needle")  # at 31 of the IPv4 packet
    assert box.verdict(packet) == (DROP if hit else ACCEPT)


def test_counters_of_a_chain_add_up(box: Box) -> None:
    box.load(":A - [0:0]\n-A INPUT -j A\n-A INPUT -p icmp -j DROP\n-A A -p tcp -j ACCEPT\n-A A -p udp -m udp --dport 9 -j DROP")
    sent = [web(), udp_packet("10.0.0.1", "10.0.0.2"), udp_packet("10.0.0.1", "10.0.0.2", dport=10), echo_packet("10.0.0.1", "10.0.0.2")]
    for packet in sent * 5:
        box.verdict(packet, LOCAL_IN)
    policy = box.namespace.iptables.table("filter").chains["INPUT"].counter
    jump, drop = box.counts("INPUT")
    assert jump == len(sent) * 5
    assert sum(box.counts("A")) + drop + policy.packets == jump


def test_a_change_keeps_the_counters_of_the_other_rules(box: Box) -> None:
    box.load("-A FORWARD -p udp\n-A FORWARD -p tcp")
    box.verdict(udp_packet("10.0.0.1", "10.0.0.2"))
    box.namespace.iptables.insert("filter", "FORWARD", "-p icmp")
    box.namespace.iptables.append("filter", "FORWARD", "-j DROP")
    assert box.counts("FORWARD") == [0, 1, 0, 0]
    assert box.verdict(udp_packet("10.0.0.1", "10.0.0.2")) == DROP
    assert box.counts("FORWARD") == [0, 2, 0, 1]


def test_a_trace_names_every_rule_that_is_met(box: Box) -> None:
    box.load(":A - [0:0]\n-A FORWARD -p udp -j A\n-A A -p tcp")
    devices = box.namespace.devices
    packet = Packet(ip_frame(*MACS, udp_packet("10.0.0.1", "10.0.0.2")), devices["eth0"])
    packet.nf_trace = True
    box.namespace.iptables.table("filter").run(packet, HookState(FORWARD, box.namespace, devices["eth0"], devices["eth1"]))
    lines = box.namespace.run("dmesg").stdout.splitlines()
    assert [line.split("TRACE: ")[1].split()[0] for line in lines if "TRACE: " in line] == [
        "filter:FORWARD:rule:1", "filter:A:return:2", "filter:FORWARD:policy:2"]


def test_loops_are_refused_and_change_nothing(box: Box) -> None:
    box.load(":A - [0:0]\n:B - [0:0]\n-A A -j B\n-A FORWARD -j A")
    done = box.namespace.run("iptables -A B -j A")
    assert done.returncode != 0
    assert box.counts("B") == []
