"""`ip monitor` in the words of the kernel and iproute2 6.1: what each command makes it say."""

import pytest

from pynetns import Lab
from pynetns.commands import run_words
from pynetns.commands.base import Context, Job


@pytest.fixture
def lab() -> Lab:
    lab = Lab()
    for line in ("ip netns add h", "ip netns add a",
                 "ip -n h link add eth0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns a",
                 "ip -n h link set eth0 up", "ip -n a link set eth0 up", "ip -n h addr add 10.0.0.1/24 dev eth0"):
        assert not lab.run(line).returncode
    return lab


def listen(lab: Lab, words: str) -> tuple[Context, Job]:
    jobs: list[Job] = []
    context = Context(lab, lab["h"], jobs=jobs)
    assert run_words(context, words.split()) == 0
    return context, jobs[0]


@pytest.mark.parametrize(("line", "told"), [
    ("link set lo up", """[LINK]1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN group default
    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00
[ADDR]1: lo    inet 127.0.0.1/8 scope host lo
       valid_lft forever preferred_lft forever
[ROUTE]local 127.0.0.1 dev lo table local proto kernel scope host src 127.0.0.1
[ROUTE]local 127.0.0.0/8 dev lo table local proto kernel scope host src 127.0.0.1
[ROUTE]broadcast 127.255.255.255 dev lo table local proto kernel scope link src 127.0.0.1
"""),
    ("addr add 10.0.0.9/24 dev eth0", """[ADDR]2: eth0    inet 10.0.0.9/24 scope global secondary eth0
       valid_lft forever preferred_lft forever
[ROUTE]local 10.0.0.9 dev eth0 table local proto kernel scope host src 10.0.0.1
"""),
    ("addr del 10.0.0.1/24 dev eth0", """[ADDR]Deleted 2: eth0    inet 10.0.0.1/24 scope global eth0
       valid_lft forever preferred_lft forever
[ROUTE]Deleted 10.0.0.0/24 dev eth0 proto kernel scope link src 10.0.0.1
[ROUTE]Deleted broadcast 10.0.0.255 dev eth0 table local proto kernel scope link src 10.0.0.1
[ROUTE]Deleted local 10.0.0.1 dev eth0 table local proto kernel scope host src 10.0.0.1
"""),
    ("route add 20.0.0.0/8 via 10.0.0.2", "[ROUTE]20.0.0.0/8 via 10.0.0.2 dev eth0 \n"),
    ("rule add from 1.2.3.4 table 5", "[RULE]32765:\tfrom 1.2.3.4 lookup 5\n"),
    ("nexthop add id 5 via 10.0.0.2 dev eth0", "[NEXTHOP]id 5 via 10.0.0.2 dev eth0 scope link \n"),
    ("neigh add 10.0.0.8 lladdr 02:00:00:00:00:08 dev eth0", "[NEIGH]10.0.0.8 dev eth0 lladdr 02:00:00:00:00:08 PERMANENT \n"),
    ("link set eth0 mtu 1400", """[LINK]2: eth0@if2: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1400 qdisc noqueue state UP group default
    link/ether 02:00:00:00:00:01 brd ff:ff:ff:ff:ff:ff link-netns a
"""),
    ("link set eth0 down", """[LINK]2: eth0@if2: <BROADCAST,MULTICAST> mtu 1500 qdisc noqueue state DOWN group default
    link/ether 02:00:00:00:00:01 brd ff:ff:ff:ff:ff:ff link-netns a
"""),
    ("link del eth0", """[LINK]2: eth0@NONE: <BROADCAST,MULTICAST> mtu 1500 qdisc noqueue state DOWN group default
    link/ether 02:00:00:00:00:01 brd ff:ff:ff:ff:ff:ff
[ADDR]Deleted 2: eth0    inet 10.0.0.1/24 scope global eth0
       valid_lft forever preferred_lft forever
[ROUTE]Deleted local 10.0.0.1 dev eth0 table local proto kernel scope host src 10.0.0.1
[NETCONF]Deleted inet eth0
[NETCONF]Deleted inet6 eth0
[LINK]Deleted 2: eth0@NONE: <BROADCAST,MULTICAST> mtu 1500 qdisc noop state DOWN group default
    link/ether 02:00:00:00:00:01 brd ff:ff:ff:ff:ff:ff
"""),
])
def test_a_change_is_told_in_the_order_of_the_kernel(lab: Lab, line: str, told: str) -> None:
    context, _ = listen(lab, "ip monitor all")
    assert not lab.run(f"ip -n h {line}").returncode
    out, err = context.take()
    assert [text.rstrip() for text in out.splitlines()] == [text.rstrip() for text in told.splitlines()]
    assert err == ""


def test_only_what_was_asked_for_is_told_without_a_label(lab: Lab) -> None:
    context, job = listen(lab, "ip monitor route")
    lab.run("ip -n h addr add 10.1.0.1/32 dev eth0")
    assert context.take()[0] == "local 10.1.0.1 dev eth0 table local proto kernel scope host src 10.1.0.1 \n"
    job.stop()
    lab.run("ip -n h route add 20.0.0.0/8 via 10.0.0.2")
    assert context.take()[0] == ""


def test_a_neighbour_that_answers_and_one_that_does_not(lab: Lab) -> None:
    lab.run("ip -n a addr add 10.0.0.2/24 dev eth0")
    context, _ = listen(lab, "ip monitor neigh")
    lab.run("ip netns exec h ping -c1 10.0.0.2")
    lab.run("ip netns exec h ping -c1 -W1 10.0.0.7")
    lab.advance(3)
    assert context.take()[0] == "10.0.0.2 dev eth0 lladdr 02:00:00:00:00:02 REACHABLE \n10.0.0.7 dev eth0 FAILED \n"


def test_forwarding_is_told_for_every_device(lab: Lab) -> None:
    context, _ = listen(lab, "ip monitor netconf")
    lab.run("ip netns exec h sysctl -w net.ipv4.ip_forward=1")
    assert context.take()[0] == "".join(f"inet {name} forwarding on \n" for name in ("all", "default", "lo", "eth0"))


def test_times_are_the_labs(lab: Lab) -> None:
    lab.advance(3661.5)
    context, _ = listen(lab, "ip -ts monitor rule")
    lab.run("ip -n h rule add from 1.2.3.4 table 5")
    assert context.take()[0].startswith("[1970-01-01T01:01:01.500000] 32765:")


def test_names_of_namespaces_that_come_and_go(lab: Lab) -> None:
    context, _ = listen(lab, "ip netns monitor")
    lab.run("ip netns add x")
    lab.run("ip netns del x")
    assert context.take()[0] == "add x\ndelete x\n"


def test_an_unknown_word_is_refused(lab: Lab) -> None:
    done = lab.run("ip monitor bogus")
    assert (done.returncode, done.stderr) == (255, 'Argument "bogus" is unknown, try "ip monitor help".\n')
