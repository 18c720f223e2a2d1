"""Large networks work, without a recursion limit or a table that grows with its square. No times: benchmarks/ has those."""

import sys
from itertools import pairwise

from pynetns import Lab
from support import BROADCAST, ethernet, mac

STATIONS = 300


def test_a_bridge_of_300_stations_delivers_a_broadcast_to_all_and_all_ping_one() -> None:
    lab = Lab()
    switch = lab.netns("sw")
    bridge = switch.bridge("br0")
    bridge.up()
    stations = []
    for number in range(STATIONS):
        host = lab.netns(f"h{number}")
        end, port = lab.veth((host, "eth0"), (switch, f"p{number}"))
        bridge.attach(port)
        for device in (end, port):
            device.up()
        end.add_address(f"10.0.{number // 250}.{number % 250 + 1}/16")
        stations.append(host)
    stations[0].devices["eth0"].inject(ethernet(mac(1), BROADCAST))
    assert [host.devices["eth0"].stats.rx_packets for host in stations] == [0] + [1] * (STATIONS - 1)
    assert [host.ping("10.0.0.1").received for host in stations[1:]] == [1] * (STATIONS - 1)
    assert len(list(stations[0].neigh)) == STATIONS - 1
    assert sum(entry.state == "" for entry in bridge.fdb) == STATIONS + 1


def test_a_chain_of_bridges_longer_than_the_recursion_limit_is_crossed() -> None:
    lab = Lab()
    length = sys.getrecursionlimit() + 200
    first, last = lab.netns("first"), lab.netns("last")
    middle = lab.netns("middle")
    end, port = lab.veth((first, "eth0"), (middle, "in0"))
    end.up()
    for number in range(length):
        bridge = middle.bridge(f"br{number}")
        bridge.attach(port)
        target = (middle, f"in{number + 1}") if number + 1 < length else (last, "eth0")
        out, following = lab.veth((middle, f"out{number}"), target)
        bridge.attach(out)
        for device in (bridge, port, out, following):
            device.up()
        port = following
    end.inject(ethernet(mac(1), BROADCAST))
    assert last.devices["eth0"].stats.rx_packets == 1


def test_a_chain_of_routers_as_long_as_a_ttl_is_crossed_and_no_further() -> None:
    lab = Lab()
    hosts = [lab.netns(f"r{number}") for number in range(66)]
    for number, (near, far) in enumerate(pairwise(hosts)):
        out, following = lab.veth((near, "out"), (far, "in"))
        out.add_address(f"10.0.{number}.1/24")
        following.add_address(f"10.0.{number}.2/24")
        for device in (out, following):
            device.up()
    for number, host in enumerate(hosts):
        host.sysctl["net.ipv4.ip_forward"] = 1
        if number + 1 < len(hosts):
            host.routes.add("default", via=f"10.0.{number}.2")
        if number > 1:
            host.routes.add("10.0.0.0/24", via=f"10.0.{number - 1}.1")
    assert hosts[0].ping("10.0.63.2").received == 1
    result = hosts[0].ping("10.0.64.2")
    assert [(reply.type, reply.source) for reply in result.replies] == [(11, "10.0.63.2")]


def test_namespaces_that_come_and_go_leave_nothing_behind() -> None:
    lab = Lab()
    for number in range(500):
        a, b = lab.netns(f"a{number}"), lab.netns(f"b{number}")
        for end, address in zip(lab.veth((a, "eth0"), (b, "eth0")), ("10.0.0.1/24", "10.0.0.2/24"), strict=True):
            end.add_address(address)
            end.up()
        assert a.ping("10.0.0.2")
        lab.delete(f"a{number}")
        lab.delete(f"b{number}")
    assert (len(lab.namespaces), len(lab.host.nsids), len(lab.scheduler.queue)) == (0, 0, 0)
    lab.advance(1000)
    assert not lab.scheduler._timers
