"""traceroute and tracepath where nothing waits, and where something does."""

import pytest

from pynetns import Lab


@pytest.fixture
def lab() -> Lab:
    """a, two routers, b."""
    lab = Lab()
    for line in ("ip netns add a", "ip netns add r1", "ip netns add r2", "ip netns add b",
                 "ip -n a link add eth0 type veth peer name e0 netns r1", "ip -n r1 link add e1 type veth peer name e0 netns r2",
                 "ip -n r2 link add e1 type veth peer name eth0 netns b",
                 "ip -n a addr add 10.0.1.2/24 dev eth0", "ip -n r1 addr add 10.0.1.1/24 dev e0", "ip -n r1 addr add 10.0.2.1/24 dev e1",
                 "ip -n r2 addr add 10.0.2.2/24 dev e0", "ip -n r2 addr add 10.0.3.1/24 dev e1", "ip -n b addr add 10.0.3.2/24 dev eth0",
                 "ip -n a link set eth0 up", "ip -n r1 link set e0 up", "ip -n r1 link set e1 up", "ip -n r2 link set e0 up",
                 "ip -n r2 link set e1 up", "ip -n b link set eth0 up",
                 "ip -n a route add default via 10.0.1.1", "ip -n b route add default via 10.0.3.1",
                 "ip -n r1 route add 10.0.3.0/24 via 10.0.2.2", "ip -n r2 route add 10.0.1.0/24 via 10.0.2.1",
                 "ip netns exec r1 sysctl -w net.ipv4.ip_forward=1", "ip netns exec r2 sysctl -w net.ipv4.ip_forward=1"):
        assert lab.run(line).returncode == 0, line
    return lab


@pytest.mark.parametrize("way", ["", "-I", "-U", "-F", "-q 2 -N 1"])
def test_every_hop_answers(lab: Lab, way: str) -> None:
    times = "  0.000 ms" * (2 if "-q 2" in way else 3)
    assert lab["a"].run(f"traceroute -n {way} 10.0.3.2").stdout == (
        "traceroute to 10.0.3.2 (10.0.3.2), 30 hops max, 60 byte packets\n"
        f" 1  10.0.1.1{times}\n 2  10.0.2.2{times}\n 3  10.0.3.2{times}\n")


def test_a_delay_shows_behind_the_link_that_has_it(lab: Lab) -> None:
    assert lab["r1"].run("tc qdisc add dev e1 root netem delay 40ms").returncode == 0
    lab["a"].run("ping -c 1 10.0.3.2")  # else the question for a neighbour is delayed too
    lines = lab["a"].run("traceroute -n -q 1 10.0.3.2").stdout.splitlines()
    assert lines[1:] == [" 1  10.0.1.1  0.000 ms", " 2  10.0.2.2  40.000 ms", " 3  10.0.3.2  40.000 ms"]


def test_a_router_answers_with_the_address_that_its_route_back_has(lab: Lab) -> None:
    """As the kernel chooses it: one of the loopback, where the route says so."""
    lab["r1"].run("ip addr add 192.0.2.1/32 dev lo")
    lab["r1"].run("ip route replace 10.0.1.2/32 dev e0 src 192.0.2.1")
    assert " 1  192.0.2.1  0.000 ms" in lab["a"].run("traceroute -n -q 1 10.0.3.2").stdout


def test_nobody_answers_and_time_passes(lab: Lab) -> None:
    before = lab.now
    lines = lab["a"].run("traceroute -n -w 1 -q 1 -m 2 10.0.1.77").stdout.splitlines()
    assert lines[1:] == [" 1  *", " 2  *"]
    assert lab.now > before + 0.9


def test_the_mtu_of_the_path_is_found(lab: Lab) -> None:
    lab["r1"].run("ip link set e1 mtu 1400")
    assert lab["a"].run("tracepath -n 10.0.3.2").stdout.splitlines() == [
        " 1?: [LOCALHOST]                      pmtu 1500",
        " 1:  10.0.1.1                                              0.000ms ",
        " 1:  10.0.1.1                                              0.000ms ",
        " 2:  10.0.1.1                                              0.000ms pmtu 1400",
        " 2:  10.0.2.2                                              0.000ms ",
        " 3:  10.0.3.2                                              0.000ms reached",
        "     Resume: pmtu 1400 hops 3 back 3 "]


@pytest.mark.parametrize(("words", "message"), [
    ("-q 11 10.0.3.2", "no more than 10 probes per hop\n"), ("-Z", "Bad option `-Z' (argc 1)\n"),
    ("-q", "Option `-q' (argc 1) requires an argument: `-q nqueries'\n"), ("-T 10.0.3.2", "traceroute: -T is not part of pynetns.\n"),
    ("-m 256 10.0.3.2", "max hops cannot be more than 255\n")])
def test_what_is_wrong_is_said_in_the_tools_words(lab: Lab, words: str, message: str) -> None:
    result = lab["a"].run(f"traceroute {words}")
    assert (result.stderr, result.returncode) == (message, 2)
