"""Matches that depend on more than the packet: connections, lists, sets, sockets. What is expected here is what Linux 6.18 did."""

import pytest

from pynetns import Lab, NetNamespace


@pytest.fixture
def lab() -> Lab:
    """Two hosts on a wire: a is 10.0.0.1 and 10.0.0.3, b is 10.0.0.2."""
    lab = Lab()
    for line in ("ip netns add a", "ip netns add b", "ip -n a link add eth0 type veth peer name eth0 netns b", "ip -n a link set eth0 up",
                 "ip -n b link set eth0 up", "ip -n a addr add 10.0.0.1/24 dev eth0", "ip -n a addr add 10.0.0.3/24 dev eth0",
                 "ip -n b addr add 10.0.0.2/24 dev eth0"):
        assert lab.run(line).returncode == 0, line
    return lab


def rules(host: NetNamespace, *lines: str) -> None:
    for line in lines:
        done = host.run(line)
        assert done.returncode == 0, (line, done.stderr)


def packets(host: NetNamespace, chain: str = "INPUT", table: str = "filter") -> list[int]:
    return [rule.counter.packets for rule in host.iptables.rules(table, chain)]


def pings(lab: Lab, count: int = 1, source: str = "10.0.0.1") -> int:
    """How many of them were answered."""
    return lab["a"].run(f"ping -c {count} -i 0.2 -W 1 -I {source} 10.0.0.2").stdout.count(" bytes from ")


def test_connlimit_counts_the_connections_of_an_address(lab: Lab) -> None:
    rules(lab["b"], "iptables -A INPUT -p icmp -m connlimit --connlimit-above 2 -j DROP")
    assert [pings(lab) for _ in range(4)] == [1, 1, 0, 0]  # each ping is one by its identifier
    assert pings(lab, source="10.0.0.3") == 1
    lab.advance(31)  # the time of an ICMP exchange is over
    assert pings(lab) == 1


def test_connections_of_a_zone_are_apart(lab: Lab) -> None:
    rules(lab["b"], "iptables -t raw -A PREROUTING -j CT --zone 5", "iptables -A INPUT -m conntrack --ctstate NEW")
    pings(lab)
    assert "zone=5" in lab["b"].run("conntrack -L").stdout


def test_an_untracked_packet_is_of_no_connection(lab: Lab) -> None:
    rules(lab["b"], "iptables -t raw -A PREROUTING -p icmp -j NOTRACK", "iptables -A INPUT -m conntrack --ctstate UNTRACKED",
          "iptables -A INPUT -m conntrack --ctstate NEW,ESTABLISHED,INVALID")
    pings(lab, 3)
    assert packets(lab["b"]) == [3, 0]
    assert lab["b"].run("conntrack -L").stdout == ""


def test_a_list_of_recent_has_the_mask_of_the_rule_that_made_it(lab: Lab) -> None:
    rules(lab["b"], "iptables -A INPUT -m recent --set --name seen --mask 255.255.255.0",
          "iptables -A INPUT -m recent --rcheck --name seen --mask 255.255.255.255")
    pings(lab)
    pings(lab, source="10.0.0.3")
    assert packets(lab["b"]) == [2, 2]


def test_a_list_of_recent_goes_with_the_last_rule_that_names_it(lab: Lab) -> None:
    rules(lab["b"], "iptables -A INPUT -m recent --set --name seen", "iptables -t mangle -A INPUT -m recent --rcheck --name seen")
    pings(lab, 2)
    assert packets(lab["b"], table="mangle") == [1]
    rules(lab["b"], "iptables -F INPUT")
    pings(lab)
    assert packets(lab["b"], table="mangle") == [2]
    rules(lab["b"], "iptables -t mangle -F", "iptables -t mangle -A INPUT -m recent --rcheck --name seen")
    pings(lab)
    assert packets(lab["b"], table="mangle") == [0]


def test_a_set_counts_what_met_it(lab: Lab) -> None:
    rules(lab["b"], "ipset create seen hash:ip counters", "iptables -A INPUT -j SET --add-set seen src",
          "iptables -A INPUT -m set --match-set seen src")
    pings(lab, 3)
    assert "10.0.0.1 packets 4 bytes 336" in lab["b"].run("ipset list seen").stdout  # one more for the packet that put it there
    assert packets(lab["b"]) == [3, 3]


def test_what_the_kernel_itself_sends_has_no_owner(lab: Lab) -> None:
    rules(lab["b"], "iptables -A OUTPUT -m owner --uid-owner 0", "iptables -A OUTPUT -m owner --socket-exists",
          "iptables -A OUTPUT -m owner ! --uid-owner 0")
    pings(lab)
    assert packets(lab["b"], "OUTPUT") == [0, 1, 1]
    lab["b"].run("ping -c 1 10.0.0.1")
    assert packets(lab["b"], "OUTPUT") == [1, 2, 1]


def test_a_mark_is_saved_with_the_connection_and_comes_back(lab: Lab) -> None:
    rules(lab["b"], "iptables -t mangle -A PREROUTING -p icmp -j MARK --set-mark 7",
          "iptables -t mangle -A PREROUTING -j CONNMARK --save-mark", "iptables -t mangle -A OUTPUT -j CONNMARK --restore-mark",
          "iptables -A OUTPUT -m mark --mark 7", "iptables -A OUTPUT -m connmark --mark 7")
    pings(lab, 2)
    assert packets(lab["b"], "OUTPUT") == [2, 2]


@pytest.mark.parametrize("how", ["icmp-port-unreachable", "icmp-host-prohibited", "icmp-admin-prohibited"])
def test_reject_says_why(lab: Lab, how: str) -> None:
    rules(lab["b"], f"iptables -A INPUT -p icmp -j REJECT --reject-with {how}")
    words = {"icmp-port-unreachable": "Destination Port Unreachable", "icmp-host-prohibited": "Destination Host Prohibited",
             "icmp-admin-prohibited": "Packet filtered"}
    assert words[how] in lab["a"].run("ping -c 1 10.0.0.2").stdout


def test_a_set_that_is_in_use_is_not_destroyed(lab: Lab) -> None:
    rules(lab["b"], "ipset create used hash:ip", "iptables -A INPUT -m set --match-set used src")
    done = lab["b"].run("ipset destroy used")
    assert (done.returncode, done.stderr) == (1, "ipset v7.17: Set cannot be destroyed: it is in use by a kernel component\n")
    rules(lab["b"], "iptables -F", "ipset destroy used")
