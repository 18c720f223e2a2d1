"""What breaks equality between the cache on and off, an example each: what a prototype taught, and every bug that was found since.

Each test is a script of steps (twins.Op) that both labs do, with everything compared after each step, and again with captures only, so that
counters and times of use are owed as long as possible.
"""

from random import Random

import pytest

from pynetns import Lab
from pynetns.wire.address import parse_ipv4, parse_mac
from tests.fastpath.topology import CHECKS, Plan, ipv4_frame
from tests.fastpath.twins import Op, Twins, replay

A, B, C, GATEWAY, FAR_SIDE = (parse_mac(f"02:00:00:00:00:{number:02x}") for number in (0x0A, 0x0B, 0x0C, 0x10, 0x20))
NEXT = parse_mac("02:00:00:00:00:30")


def lan(nf: int = 0) -> Plan:
    """a, b and c on a bridge."""
    lines = [("sw", "ip link add br0 address 02:00:00:00:00:f0 type bridge"), ("sw", "ip link set br0 up"),
             ("sw", f"sysctl -w net.bridge.bridge-nf-call-iptables={nf}")]
    for name, number in (("a", "0a"), ("b", "0b"), ("c", "0c")):
        lines += [(name, f"ip link add eth0 address 02:00:00:00:00:{number} type veth peer name p{name} netns sw"), (name,
                                                                                                                     "ip link set eth0 up"),
                  ("sw", f"ip link set p{name} master br0"), ("sw", f"ip link set p{name} up"),
                  (name, f"ip addr add 10.0.0.{ord(name)}/24 dev eth0")]
    return Plan(["sw", "a", "b", "c"], lines)


def routed(routers: int = 1) -> Plan:
    """a - bridge - r0 (- r1 …) - b. What is sent to 20.0.0.0/8 goes to b, who counts and drops it."""
    plan = Plan(["a", "sw", "b", *(f"r{number}" for number in range(routers))])
    line = plan.lines.append
    line(("sw", "ip link add br0 type bridge"))
    line(("sw", "ip link set br0 up"))
    line(("a", "ip link add eth0 address 02:00:00:00:00:0a type veth peer name pa netns sw"))
    line(("r0", "ip link add e0 address 02:00:00:00:00:10 type veth peer name pr netns sw"))
    for number in range(routers - 1):
        line((f"r{number}", f"ip link add e1 address 02:00:00:00:{number:02x}:20 type veth peer name e0 address 02:00:00:00:{number:02x}:30"
                            f" netns r{number + 1}"))
    line((f"r{routers - 1}", "ip link add e1 address 02:00:00:00:00:21 type veth peer name eth0 address 02:00:00:00:00:0b netns b"))
    for name, device in (("sw", "pa"), ("sw", "pr"), ("a", "eth0"), ("b", "eth0")):
        line((name, f"ip link set {device} up"))
    for port in ("pa", "pr"):
        line(("sw", f"ip link set {port} master br0"))
    for number in range(routers):
        name = f"r{number}"
        line((name, "sysctl -w net.ipv4.ip_forward=1"))
        for side in (0, 1):
            line((name, f"ip link set e{side} up"))
            line((name, f"ip addr add 10.{number + side}.0.{1 + side}/24 dev e{side}"))
        last = number == routers - 1
        line((name, f"ip route add 20.0.0.0/8 via 10.{number + 1}.0.{9 if last else 1}"))
        line((name, f"ip neigh replace 10.{number + 1}.0.{9 if last else 1} lladdr " + (
            "02:00:00:00:00:0b" if last else f"02:00:00:00:{number:02x}:30") + " dev e1 nud permanent"))
        line((name, "ip neigh replace 10.0.0.9 lladdr 02:00:00:00:00:0a dev e0 nud permanent"))
    line(("a", "ip addr add 10.0.0.9/24 dev eth0"))
    line(("b", f"ip addr add 10.{routers}.0.9/24 dev eth0"))
    return plan


def on_a_stick() -> Plan:
    """A router with one leg, on the bridge of a and b: what it forwards comes back by the same port, past the same captures."""
    plan = lan()
    plan.namespaces.append("r")
    plan.lines += [("r", "ip link add e0 address 02:00:00:00:00:10 type veth peer name pr netns sw"), ("r", "ip link set e0 up"),
                   ("sw", "ip link set pr master br0"), ("sw", "ip link set pr up"), ("r", "ip addr add 10.0.0.1/24 dev e0"),
                   ("r", "sysctl -w net.ipv4.ip_forward=1"), ("r", "sysctl -w net.ipv4.conf.all.send_redirects=0"),
                   ("r", "sysctl -w net.ipv4.conf.e0.send_redirects=0"), ("r", "ip route add 20.0.0.0/8 via 10.0.0.98"),
                   ("r", "ip neigh replace 10.0.0.98 lladdr 02:00:00:00:00:0b dev e0 nud permanent")]
    return plan


def bridged(count: int, dst: bytes = B, src: bytes = A, size: int = 30, start: int = 0) -> list[bytes]:
    """IPv4 between two stations, for nobody's address."""
    return [ipv4_frame(dst, src, parse_ipv4("10.0.0.97"), parse_ipv4("10.9.9.9"), payload=bytes(size),
                       ident=start + i) for i in range(count)]


def to_route(count: int, dst: str = "20.0.0.1", src: str = "10.0.0.9", size: int = 30, ttl: int = 64, start: int = 0,
             check: int | None = None, pad: bytes = b"") -> list[bytes]:
    return [ipv4_frame(GATEWAY, A, parse_ipv4(src), parse_ipv4(dst), payload=bytes(size), ident=start + 37 * i, ttl=ttl, check=check,
                       pad=pad)
            for i in range(count)]


def hello(mac: bytes) -> bytes:
    """A frame by which a bridge learns a station."""
    return b"\2\2\2\2\2\2" + mac + b"\x88\xb5" + bytes(46)


def inject(namespace: str, frames: list[bytes], form: str = "list") -> Op:
    return "inject", namespace, "eth0", frames, form


def run(namespace: str, line: str) -> Op:
    return "run", namespace, line


def both(plan: Plan, *ops: Op, limit: int = 0) -> Twins:
    """With a look after each step, and with one at the end."""
    replay(plan, list(ops), limit)
    return replay(plan, list(ops), limit, look_often=False)


KNOWN: tuple[Op, ...] = (inject("a", [hello(A)]), inject("b", [hello(B)]), inject("c", [hello(C)]))


@pytest.mark.parametrize("where", ["a eth0", "sw pr", "r e0", "sw br0", "b eth0"])
def test_a_capture_that_one_frame_passes_twice_has_both_records_before_the_next_frame(where: str) -> None:
    namespace, device = where.split()
    steps = [("capture", namespace, device), *KNOWN, inject("a", to_route(2)), inject("a", to_route(40)), inject("a", to_route(3))]
    assert both(on_a_stick(), *steps).hits > 30


def test_two_captures_on_one_device() -> None:
    capture = ("capture", "b", "eth0")
    both(routed(), capture, inject("a", to_route(30)), capture, inject("a", to_route(30)), ("stop", 0), inject("a", to_route(30)))


@pytest.mark.parametrize("where", ["a eth0", "sw pa", "sw pr", "r0 e0", "r0 e1", "b eth0"])
def test_a_capture_starts_and_stops_on_the_way(where: str) -> None:
    namespace, device = where.split()
    burst = inject("a", to_route(20))
    assert both(routed(), burst, ("capture", namespace, device), burst, burst, ("stop", 0), burst, ("live", 0, True), burst).hits > 60


def test_a_capture_on_a_device_that_drops() -> None:
    both(routed(), inject("a", to_route(20)), ("capture", "b", "eth0"), run("b", "ip link set eth0 down"), inject("a", to_route(20)),
         run("b", "ip link set eth0 up"), inject("a", to_route(20)))


def test_a_miss_inside_a_burst_moves_a_station() -> None:
    """From the middle on, b is where a is: its frames go back to nobody."""
    moving = [*bridged(20), *bridged(1, dst=C, src=B), *bridged(20, start=100)]
    both(lan(), ("capture", "b", "eth0"), *KNOWN, inject("a", bridged(20)), inject("a", moving), inject("a", bridged(20)))


def test_a_miss_inside_a_burst_is_one_frame_of_a_flow_that_comes_again() -> None:
    twins = both(routed(), ("capture", "b", "eth0"), inject("a", to_route(40)),
                 inject("a", [*to_route(100), *to_route(1, "20.0.7.7"), *to_route(100), *to_route(1, "20.0.7.7"), *to_route(54)]))
    assert twins.misses < 10


@pytest.mark.parametrize("at", [24, 40, 99, 100])
def test_one_new_flow_among_many_frames_of_another(at: int) -> None:
    """What is behind it was recognised before, and goes the old way only if the new one changed nothing."""
    def among(burst: list[bytes], new: bytes) -> Op:
        return inject("a", [*burst[:at], new, *burst[at:]])
    capture = ("capture", "b", "eth0")
    moves, (bad,) = bridged(1, dst=C, src=B)[0], to_route(1, check=0x1234)
    known = inject("a", bridged(100))
    both(lan(1), capture, *KNOWN, known, among(bridged(100), moves), known, among(bridged(100), moves))
    for size in (30, 1300):
        news = [to_route(1, f"20.0.7.{n}", size=size)[0] for n in range(3)]
        old = to_route(100, size=size)
        spoiled = [*old[:70], to_route(1, size=size, check=0x1234)[0], *old[71:]]
        steps = capture, inject("a", old), among(old, news[0]), among(spoiled, news[1]), among(old, bad), among(old, news[2])
        twins = both(routed(), *steps)
        assert twins.misses < 15
        both(routed(), *steps[1:])
        both(routed(), *steps, limit=1)


@pytest.mark.parametrize("size", [30, 500])
def test_some_other_frames_among_many_of_a_flow(size: int) -> None:
    """New, known, spoiled, and one after which the flow goes another way."""
    def among(old: list[bytes], *others: bytes) -> Op:
        frames = list(old)
        for number, other in enumerate(others):
            frames.insert(55 + 61 * number, other)
        return inject("a", frames)
    old, far = to_route(250, size=size), to_route(1, "20.7.0.1", "10.0.0.77", size=size)[0]
    near, self_sent = (to_route(1, src=src, size=size)[0] for src in ("10.0.0.77", "10.0.0.1"))
    bad, short = to_route(1, check=0x1234, size=size)[0], to_route(1, size=size - 1)[0]
    steps = [inject("a", old), among(old, far, near), among(old, far, near, far), among(old, bad, far, bad), among(old, self_sent, near),
             among(old, short, far)]
    both(routed(), ("capture", "b", "eth0"), *steps)
    both(routed(), *steps, limit=2)
    old, moves = bridged(250, size=size), bridged(1, dst=C, src=B, size=size)[0]
    both(lan(1), ("capture", "b", "eth0"), *KNOWN, inject("a", old), among(old, moves, moves, moves))


def test_what_is_inside_of_an_802_3_frame_is_looked_at() -> None:
    """LLC takes it or nobody does: Novell's is counted as dropped."""
    def of_length(first: bytes) -> list[bytes]:
        return [B + A + b"\0\x30" + first + bytes(46)] * 30
    assert both(lan(), *KNOWN, *[inject("a", of_length(first)) for first in (b"\xaa\xaa", b"\xff\xff", b"\xaa\xaa")]).hits > 50


@pytest.mark.parametrize("limit", [1, 2, 3])
def test_flows_are_evicted_inside_a_burst(limit: int) -> None:
    rng = Random(limit)
    bursts = [[to_route(1, f"20.0.0.{rng.randrange(5)}", start=rng.randrange(1000))[0] for _ in range(60)] for _ in range(3)]
    both(routed(), ("capture", "b", "eth0"), *(inject("a", burst) for burst in bursts), limit=limit)


@pytest.mark.parametrize("nf", [0, 1])
def test_lengths_padded_cut_runt_and_at_the_mtu(nf: int) -> None:
    odd = [*bridged(3), *bridged(3, size=1480), *bridged(3, size=1481), bridged(1)[0] + bytes(6), bridged(1)[0][:-1], bridged(1)[0][:33],
           bridged(1)[0][:13], b"", bridged(1)[0][:14], *bridged(3, size=0), *bridged(3)]
    both(lan(nf), ("capture", "b", "eth0"), *KNOWN, inject("a", odd), inject("a", odd * 3), inject("a", bridged(40, size=1480)),
         run("b", "ip link set eth0 mtu 1000"), inject("a", [*bridged(20), *bridged(20, size=1480)]))


def test_an_mtu_that_is_smaller_further_on() -> None:
    both(routed(2), ("capture", "b", "eth0"), ("capture", "a", "eth0"), inject("a", to_route(20, size=1000)), run("r1",
                                                                                                                  "ip link set e1 mtu 900"),
         inject("a", [*to_route(20, size=1000), *to_route(20), *to_route(20, size=866), *to_route(20, size=867)]))


@pytest.mark.parametrize("ttl", [0, 1, 2, 3, 4])
def test_a_ttl_that_ends_on_the_way(ttl: int) -> None:
    both(routed(3), ("capture", "b", "eth0"), inject("a", to_route(12, ttl=64)), inject("a", [*to_route(12), *to_route(12, ttl=ttl),
                                                                                              *to_route(12)]))


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize("routers", [1, 3])
def test_a_checksum_at_the_edge_of_its_range(check: int, routers: int) -> None:
    edge = [to_route(1, dst=f"20.0.{i}.1", check=check)[0] for i in range(12)]
    both(routed(routers), ("capture", "b", "eth0"), inject("a", edge), inject("a", edge), inject("a", edge * 4), inject("a", edge[:1] * 30),
         inject("a", edge[:1]))


@pytest.mark.parametrize("at", [0, 1, 100, 255])
@pytest.mark.parametrize("plan", [routed(), lan(1)], ids=["routed", "bridged"])
def test_one_bad_checksum_in_a_burst(at: int, plan: Plan) -> None:
    frames = to_route(256) if "r0" in plan.namespaces else bridged(256)
    frames[at] = frames[at][:24] + bytes((frames[at][24] ^ 1,)) + frames[at][25:]
    both(plan, ("capture", "b", "eth0"), *(KNOWN if "r0" not in plan.namespaces else ()), inject("a", frames), inject("a", frames))


def test_an_entry_is_replaced_by_an_equal_one() -> None:
    """The flows of the old one let go of it: their use is not the new one's."""
    neighbour = run("r0", "ip neigh replace 10.1.0.9 lladdr 02:00:00:00:00:0b dev e1 nud permanent")
    station = run("sw", "bridge fdb replace 02:00:00:00:00:10 dev pr master static")
    both(routed(), inject("a", to_route(20)), ("advance", 5.0), neighbour, station, ("advance", 1.0), inject("a", to_route(20)),
         ("advance", 1.0),
         station, inject("a", to_route(20)), ("advance", 1.0))


@pytest.mark.parametrize("seconds", [29.99, 30.0, 30.01, 299.99, 300.0, 300.01])
def test_an_entry_is_used_at_the_very_moment_of_its_expiry(seconds: float) -> None:
    both(lan(), run("sw", "ip link set br0 type bridge ageing_time 3000"), ("capture", "c", "eth0"), *KNOWN, inject("a", bridged(20)),
         ("advance", seconds), inject("a", bridged(20)), ("advance", 0.01), inject("b", bridged(5, dst=A, src=B)), ("advance", seconds),
         inject("a", bridged(20)), ("advance", 30.0), ("advance", 0.1), inject("a", bridged(5)))


def test_times_of_use_do_not_go_backwards() -> None:
    """Two flows of one station, the older one paid last."""
    one, two = bridged(20), bridged(20, dst=C)
    mixed = [frame for pair in zip(one, two, strict=True) for frame in pair]
    both(lan(), *KNOWN, inject("a", mixed), ("advance", 1.0), inject("a", mixed), ("advance", 1.0), inject("a", one), inject("a", two[:1]),
         ("advance", 1.0), inject("a", two), ("advance", 400.0))
    both(lan(), *KNOWN, ("advance", 1.0), inject("a", mixed), run("sw", "ip -s link"), inject("a", one), ("advance", 1.0),
         inject("a", two), ("advance", 1.0),
         inject("a", one))


def test_a_path_that_only_drops() -> None:
    both(routed(), inject("a", to_route(20, "30.0.0.1")), run("r0", "ip route add blackhole 30.0.0.0/8"), inject("a", to_route(20,
                                                                                                                               "30.0.0.1")),
         run("r0", "ip route del blackhole 30.0.0.0/8"), inject("a", to_route(20, "30.0.0.1")), run("r0",
                                                                                                    "sysctl -w net.ipv4.ip_forward=0"),
         inject("a", to_route(20)), inject("a", to_route(20)))


def test_a_peer_goes_down_and_a_setting_gets_the_value_that_it_has() -> None:
    burst = inject("a", to_route(20))
    twins = both(routed(), burst, ("same", "r0", "e1"), ("same", "sw", "pa"), burst, run("b", "ip link set eth0 down"), burst,
                 run("b", "ip link set eth0 up"), burst)
    assert twins.hits > 50


@pytest.mark.parametrize("prefix", ["default", "16.0.0.0/6", "20.0.0.0/9", "20.0.0.0/24", "20.0.0.1/32", "20.128.0.0/9"])
def test_a_route_comes_goes_and_comes_again(prefix: str) -> None:
    burst = inject("a", [*to_route(20), *to_route(20, "20.0.0.2"), *to_route(20, "20.200.0.1"), *to_route(9, "40.0.0.1")])
    add, gone = run("r0", f"ip route add {prefix} via 10.0.0.9"), run("r0", f"ip route del {prefix} via 10.0.0.9")
    whole = run("r0", "ip route del 20.0.0.0/8"), run("r0", "ip route add 20.0.0.0/8 via 10.1.0.9")
    both(routed(), ("capture", "a", "eth0"), ("capture", "b", "eth0"), burst, add, burst, gone, burst, add, burst, *whole, burst, gone,
         burst)


@pytest.mark.parametrize("count", [1, 5, 40])
def test_senders_that_are_no_strangers(count: int) -> None:
    """Who the sender is does not matter to a router, unless it is itself, or nobody: also among others, and of one that it becomes."""
    def send(*sources: str) -> Op:
        frames = [to_route(count, "20.0.0.1", source) for source in sources]
        return inject("a", [frame for each in zip(*frames, strict=True) for frame in each])
    strangers = "10.0.0.9", "10.0.0.77", "192.0.2.1", "10.0.0.129"
    ops = [send(source) for source in ("10.0.0.9", *strangers, "10.0.0.1", "10.1.0.2", "127.0.0.1", "0.0.0.0", "0.0.0.1", "224.0.0.5",
                                       "255.255.255.255", "10.1.0.9")]
    ops += [send(*strangers), send(*strangers, "10.0.0.1"), send("10.1.0.2", *strangers), send(*strangers, "127.0.0.1"), send(*strangers)]
    for change in ("ip addr add 192.0.2.1/32 dev e1", "ip addr del 192.0.2.1/32 dev e1", "sysctl -w net.ipv4.conf.all.rp_filter=1",
                   "sysctl -w net.ipv4.conf.all.rp_filter=0", "ip rule add from 10.0.0.77 blackhole",
                   "ip rule del from 10.0.0.77 blackhole"):
        ops += [run("r0", change), send(*strangers), send("192.0.2.1"), send("10.0.0.77")]
    both(routed(2), ("capture", "b", "eth0"), *ops)


@pytest.mark.parametrize("count", [1, 5, 40])
def test_every_host_has_strangers_of_its_own(count: int) -> None:
    """Two hosts behind one router: who is no stranger to one is one to the other, and their flows are looked up together."""
    plan = routed()
    plan.namespaces.append("c")
    plan.lines += [("r0", "ip link add e2 address 02:00:00:00:00:22 type veth peer name eth0 address 02:00:00:00:00:0c netns c"),
                   ("r0", "ip link set e2 up"), ("c", "ip link set eth0 up"), ("r0", "ip addr add 10.2.0.2/24 dev e2"),
                   ("c", "ip addr add 10.2.0.9/24 dev eth0"), ("r0", "ip route add 20.1.0.0/16 via 10.2.0.9"),
                   ("r0", "ip neigh replace 10.2.0.9 lladdr 02:00:00:00:00:0c dev e2 nud permanent")]
    sources = "10.0.0.9", "10.0.0.77", "10.1.0.9", "10.2.0.9"

    def send(*ways: tuple[str, str]) -> Op:
        frames = [to_route(count, dst, src) for src, dst in ways]
        return inject("a", [frame for each in zip(*frames, strict=True) for frame in each])
    good = [(src, dst) for src in sources for dst in ("20.0.0.1", "20.1.0.1") if (src, dst) not in (
        ("10.1.0.9", "20.0.0.1"), ("10.2.0.9", "20.1.0.1"))]
    martian = [("10.1.0.9", "20.0.0.1"), ("10.2.0.9", "20.1.0.1"), ("10.0.0.1", "20.0.0.1")]
    ops = [send(*good), send(*good), send(*good, *martian), *(send(*good[:4], each, *good[4:]) for each in martian), send(*good)]
    twins = both(plan, ("capture", "b", "eth0"), ("capture", "c", "eth0"), *ops)
    assert len(twins.cached["a"].devices["eth0"].flow_cache.tables) < 8
    both(plan, *ops)


@pytest.mark.parametrize("count", [1, 5, 40])
def test_whoever_is_behind_a_gateway(count: int) -> None:
    """Routers ask of a destination as much as its route does: others of its /16 or /24 go the same way, until one of them does not."""
    def send(*destinations: str, size: int = 30) -> Op:
        frames = [to_route(count, destination, size=size) for destination in destinations]
        return inject("a", [frame for each in zip(*frames, strict=True) for frame in each])
    hosts = "20.0.0.1", "20.0.200.7", "20.0.3.4", "20.0.3.5", "20.1.0.1"
    ops = [send(host) for host in hosts] + [send(*hosts), send("10.0.0.1", *hosts), send(*hosts, "10.0.0.77", "192.0.2.1"), send(*hosts)]
    for change, back in (("ip route add blackhole 20.0.3.4", "ip route del blackhole 20.0.3.4"),
                         ("ip route add unreachable 20.0.3.0/24", "ip route del unreachable 20.0.3.0/24"),
                         ("ip route add 20.0.0.0/16 via 10.1.0.1 mtu 1000", "ip route del 20.0.0.0/16"),
                         ("ip route add 20.0.3.4/31 dev e1", "ip route del 20.0.3.4/31"),
                         ("ip route add 20.0.3.0/24 nexthop via 10.1.0.1 nexthop via 10.0.0.77", "ip route del 20.0.3.0/24"),
                         ("ip route add blackhole 20.0.3.5 tos 4", "ip route del blackhole 20.0.3.5 tos 4"),
                         ("ip route add throw 20.0.3.5", "ip route del throw 20.0.3.5"),
                         ("ip addr add 20.0.200.7/32 dev e1", "ip addr del 20.0.200.7/32 dev e1"),
                         ("ip rule add to 20.0.3.4 blackhole", "ip rule del to 20.0.3.4 blackhole")):
        ops += [send("20.0.0.1"), run("r0", change), send(*hosts), send("20.0.3.4"), send(*hosts, size=1200), run("r0", back), send(*hosts)]
    both(routed(2), ("capture", "b", "eth0"), *ops)
    both(routed(1), *ops)


@pytest.mark.parametrize("count", [1, 40])
def test_a_path_mtu_is_learned_of_one_destination_behind_a_gateway(count: int) -> None:
    """As long as nothing was learned all of a /16 share a path; then the one that something was learned of has its own."""
    narrow, wide = (run("r1", f"ip link set e1 mtu {mtu}") for mtu in (1200, 1500))
    learn = run("r0", "ping -c 1 -W 1 -M do -s 1300 20.0.3.4")
    bursts = [inject("a", to_route(count, host, size=1300)) for host in ("20.0.0.1", "20.0.3.4", "20.0.0.2")]
    plan = routed(2)
    plan.lines.append(("r0", "sysctl -w net.ipv4.ip_forward_use_pmtu=1"))
    plan.lines.append(("r1", "ip route add 10.0.0.0/8 via 10.1.0.1"))
    both(plan, ("capture", "b", "eth0"), *bursts, narrow, learn, wide, run("r0", "ip route get 20.0.3.4"), *bursts, *bursts,
         run("r0", "ip route flush cache"), *bursts, *bursts)


@pytest.mark.parametrize("size", [30, 500])
def test_flows_of_many_masks_in_one_burst(size: int) -> None:
    """What one table does not have is looked up in the others, and only by frames that meet their conditions."""
    hosts = "20.0.0.1", "20.3.0.1", "20.4.5.6", "20.4.5.7", "20.4.6.1", "20.4.7.1"
    plan = routed(2)
    plan.lines += [("r0", "ip route add 20.4.5.6 via 10.1.0.1"), ("r0", "ip route add 20.4.6.0/24 via 10.1.0.1")]
    mixed = [frame for number in range(30) for host in hosts for frame in (
        *to_route(1, host, start=number, size=size), *to_route(1, host, start=number, size=size + number))]
    spoiled = [*mixed[:100], *(frame for host in hosts for frame in to_route(1, host, check=0x1234, size=size)), *mixed[100:]]
    martian = [*mixed[:150], *to_route(1, src="10.0.0.1", size=size), *mixed[150:]]
    frames = [frame for each in zip(*(to_route(40, host, size=size) for host in hosts), strict=True) for frame in each]
    bad = [*frames[:90], *(frame for host in hosts for frame in to_route(3, host, check=0x1234, size=size)), *frames[90:]]
    bursts = [inject("a", burst) for burst in (mixed, mixed, spoiled, martian, frames, frames, bad)]
    twins = both(plan, ("capture", "b", "eth0"), *bursts)
    assert twins.hits > 10 * twins.misses
    both(plan, ("capture", "b", "eth0"), *bursts, limit=3)


def test_two_masks_match_one_frame() -> None:
    """First without, then with the header looked at, then without again: old flows are gone or right."""
    setting = [run("sw", f"sysctl -w net.bridge.bridge-nf-call-iptables={value}") for value in (1, 0)]
    burst = inject("a", [*bridged(30), b"\xff" * 6 + A + b"\x88\xb5" + bytes(46), *bridged(3)])
    both(lan(), ("capture", "b", "eth0"), *KNOWN, burst, setting[0], burst, burst, setting[1], burst)


def test_a_second_router_verifies_what_the_first_one_wrote() -> None:
    assert both(routed(2), ("capture", "b", "eth0"), inject("a", to_route(100)), inject("a", to_route(100))).hits > 150


@pytest.mark.parametrize("form", ["generator", "one by one", "list changed afterwards", "bytearrays changed afterwards", "memoryviews",
                                  "generator that looks"])
@pytest.mark.parametrize("where", ["a", "b"])
def test_frames_given_in_another_form(form: str, where: str) -> None:
    both(routed(), ("capture", where, "eth0"), inject("a", to_route(40), form), inject("a", to_route(40), form), inject("a", to_route(3),
                                                                                                                        form))
    both(lan(), ("capture", where, "eth0"), *KNOWN, inject("a", bridged(40), form), inject("a", bridged(7, size=1400), form),
         inject("a", [*bridged(9), *bridged(9, size=3)], form))


def test_bytes_that_look_as_long_as_other_buffers() -> None:
    """23 bytes take as much memory as any bytearray."""
    short = [B + A + b"\x88\xb5" + bytes(9)] * 20
    both(lan(), ("capture", "b", "eth0"), *KNOWN, inject("a", short), inject("a", short, "bytearrays changed afterwards"),
         inject("a", [*short, *bridged(20)], "bytearrays changed afterwards"), inject("a", bridged(40), "bytearrays changed afterwards"))


@pytest.mark.parametrize("count", [1, 2, 9])
def test_somebody_who_sees_a_frame_answers(count: int) -> None:
    """The answers come before the next frame of the burst."""
    answer = ("answer", 1, "b", "eth0", bridged(1, A, B)[0], count)
    both(lan(), ("capture", "a", "eth0"), ("capture", "b", "eth0"), *KNOWN, inject("a", bridged(20)), inject("b", bridged(20, A, B)),
         answer, inject("b", bridged(20, A, B)), inject("a", bridged(40)), inject("a", bridged(1)), ("live", 1, False), inject("a",
                                                                                                                               bridged(40)))


def test_what_is_sent_on_seeing_a_frame_comes_behind_it() -> None:
    """Somebody at the bridge sees a frame come in and sends others to the same station: they arrive after it, their path known or not."""
    both(lan(), ("capture", "sw", "pa"), ("capture", "b", "eth0"), *KNOWN, inject("a", bridged(20)), inject("c", bridged(20, B, C)),
         ("answer", 0, "c", "eth0", bridged(1, B, C)[0], 9), inject("c", bridged(20, B, C)), inject("a", bridged(2)))


def test_whom_a_frame_is_for_is_the_device_s_decision() -> None:
    """Two routers on one wire: only the destination tells what is to be forwarded."""
    right, other = [[mac + frame[6:] for frame in to_route(20)] for mac in (NEXT, parse_mac("02:00:00:00:00:77"))]
    both(routed(2), ("capture", "b", "eth0"), *(("inject", "r0", "e1", frames, "list") for frames in (right, other, right, other)))


def test_a_routed_frame_is_flooded() -> None:
    """The router has its address on the bridge: what it forwards to a station unknown there leaves by all ports."""
    plan = lan()
    plan.lines += [("sw", "sysctl -w net.ipv4.ip_forward=1"), ("sw", "ip addr add 10.0.0.1/24 dev br0"),
                   ("sw", "ip route add 20.0.0.0/8 via 10.0.0.98"), ("sw", "sysctl -w net.ipv4.conf.all.send_redirects=0"),
                   ("sw", "sysctl -w net.ipv4.conf.br0.send_redirects=0"),
                   ("sw", "ip neigh replace 10.0.0.98 lladdr 02:00:00:00:00:99 dev br0 nud permanent")]
    frames = [parse_mac("02:00:00:00:00:f0") + frame[6:] for frame in to_route(30)]
    assert both(plan, ("capture", "b", "eth0"), ("capture", "c", "eth0"), *KNOWN, inject("a", frames), inject("a", frames)).hits > 40


def test_errors_that_are_rationed_are_sent_by_the_clock() -> None:
    expired = inject("a", [*to_route(20), *to_route(20, ttl=1)])
    both(routed(), ("capture", "a", "eth0"), expired, ("advance", 0.3), expired, ("advance", 1.5), expired)


def test_a_flood_is_one_path_with_many_ends() -> None:
    unknown = bridged(30, dst=parse_mac("02:00:00:00:00:99"))
    twins = both(lan(), ("capture", "b", "eth0"), ("capture", "c", "eth0"), *KNOWN, inject("a", unknown), run("c", "ip link set eth0 down"),
                 inject("a", unknown), inject("c", [hello(parse_mac("02:00:00:00:00:99"))]), inject("a", unknown))
    assert twins.hits > 50


def test_fragments_are_put_together_where_connections_are_tracked() -> None:
    """Found by the machine: the second piece of a datagram was remembered as a path."""
    pieces = [ipv4_frame(B, A, parse_ipv4("10.0.0.97"), parse_ipv4("10.9.9.9"), payload=bytes(400), frag=frag,
                         ident=7) for frag in (0x2000, 0x2000)]
    both(lan(1), *KNOWN, run("sw", "iptables -A FORWARD -m conntrack --ctstate ESTABLISHED -j ACCEPT"), inject("a", pieces),
         inject("a", pieces * 4),
         ("advance", 31.0))


def test_an_address_that_expires_on_a_device_that_is_gone() -> None:
    """Found by the machine."""
    both(lan(), run("a", "ip addr add 10.7.0.1/24 dev eth0 valid_lft 10 preferred_lft 5"), run("a", "ip link del eth0"), ("advance", 20.0))


def test_datagrams_for_a_socket_until_it_is_full_and_again() -> None:
    address = [ipv4_frame(GATEWAY, A, parse_ipv4("10.0.0.9"), parse_ipv4("10.0.0.1"), ident=i,
                          payload=b"\x10\0\x20\0\0\x20\0\0" + bytes(24))
               for i in range(40)]
    twins = both(routed(), ("listen", "r0", "0.0.0.0", 2304), inject("a", address), ("receive", 0, 3), inject("a", address), ("receive",
                                                                                                                              0, 100),
                 inject("a", address[:3]), ("close", 0), inject("a", address[:3]), ("listen", "r0", "10.0.0.1", 0), inject("a", address))
    assert twins.hits > 80


@pytest.mark.parametrize("rule", ["-t nat -A POSTROUTING -o e1 -j MASQUERADE",
                                  "-t nat -A PREROUTING -p udp -j DNAT --to-destination 20.0.0.9:53",
                                  "-A FORWARD -m conntrack --ctstate ESTABLISHED -j ACCEPT", "-A FORWARD -p udp --dport 8192 -j DROP",
                                  "-t mangle -A FORWARD -j TTL --ttl-inc 1", "-t mangle -A POSTROUTING -p udp -j TOS --set-tos 0x10"])
@pytest.mark.parametrize("udp_check", ["0000", "right", "mixed"])
def test_translated_and_filtered_datagrams(rule: str, udp_check: str) -> None:
    def datagram(number: int) -> bytes:
        payload = b"\x10" + bytes((number % 3,)) + b"\x20\0\0\x20\0\0" + number.to_bytes(4, "big") + bytes(20)
        frame = ipv4_frame(GATEWAY, A, parse_ipv4("10.0.0.9"), parse_ipv4("20.0.0.1"), ident=number * 37, payload=payload)
        return frame if udp_check == "0000" or (udp_check == "mixed" and number & 4) else with_udp_checksum(frame)

    frames = [datagram(number) for number in range(90)]
    bad = [frame[:-1] + b"\x55" if i % 7 == 3 else frame for i, frame in enumerate(frames)]
    both(routed(2), ("capture", "b", "eth0"), run("r0", f"iptables {rule}"), run("r1",
                                                                                 "iptables -t nat -A POSTROUTING -o e1 -j MASQUERADE"),
         inject("a", frames[:9]), inject("a", frames), inject("a", frames), inject("a", bad), inject("a", frames[:1]), ("advance", 29.0),
         inject("a", frames[:3]), ("advance", 31.0), inject("a", frames))


def test_a_connection_is_assured_after_two_seconds() -> None:
    """What connection tracking makes of a datagram depends on the time, and a path may ask for that (Scheduler.before)."""
    def datagrams(src: bytes, dst: bytes, ports: bytes) -> list[bytes]:
        from_, to = (b"\x0a\0\0" + mac[5:] for mac in (src, dst))
        return [ipv4_frame(dst, src, int.from_bytes(from_, "big"), int.from_bytes(to, "big"), ident=i,
                           payload=ports + b"\0\x20\0\0" + bytes(24))
                for i in range(20)]

    there, back = inject("a", datagrams(A, B, b"\0\7\0\x09")), inject("b", datagrams(B, A, b"\0\x09\0\7"))
    table = run("sw", "conntrack -L")
    both(lan(1), *KNOWN, run("sw", "iptables -A FORWARD -m conntrack --ctstate ESTABLISHED -j ACCEPT"), there, back, there, back, table,
         ("advance", 1.0), there, table, ("advance", 1.5), there, back, table, ("advance", 1.5), there, table, ("advance", 40.0), there,
         table)


def with_udp_checksum(frame: bytes) -> bytes:
    segment = frame[34:40] + b"\0\0" + frame[42:]
    pseudo = frame[26:34] + b"\0\x11" + len(segment).to_bytes(2, "big")
    total = int.from_bytes(pseudo + segment, "big") % 65535
    return frame[:40] + (65535 - total or 0xFFFF).to_bytes(2, "big") + frame[42:]


@pytest.mark.parametrize("mode", ["bridge", "private", "vepa", "passthru"])
def test_macvlan_children_of_one_parent(mode: str) -> None:
    plan = lan()
    children = (("0d",) if mode == "passthru" else ("0d", "0e"))
    for number in children:
        plan.lines += [("b", f"ip link add mv{number} link eth0 address 02:00:00:00:01:{number} type macvlan mode {mode}"),
                       ("b", f"ip link set mv{number} up"), ("b", f"ip addr add 10.0.0.2{int(number, 16)}/24 dev mv{number}")]
    child, sibling = parse_mac("02:00:00:00:01:0d"), parse_mac("02:00:00:00:01:0e")
    captures = [("capture", "b", f"mv{number}") for number in children]
    from_child = [("inject", "b", "mv0d", frames, "list")
                  for frames in (bridged(20, dst=A, src=child), bridged(20, dst=sibling, src=child), bridged(20, dst=C, src=child))]
    both(plan, ("capture", "a", "eth0"), *captures, *KNOWN, *from_child, inject("a", bridged(20, dst=child)), *from_child,
         inject("a", [*bridged(20, dst=child), *bridged(20, dst=b"\xff" * 6), *bridged(9, dst=sibling), *bridged(5)]),
         run("b", "ip link set mv0d down"), inject("a", bridged(20, dst=child)), run("b", "ip link set mv0d up"), *from_child,
         inject("a", bridged(20, dst=child)), run("b", "ip link del mv0d"), inject("a", bridged(20, dst=child)))


def test_containers_reach_the_outside_by_masquerade_and_a_published_port() -> None:
    """As Docker has it: a bridge with an address, masquerading, a port that leads to a container."""
    plan = lan(1)
    plan.namespaces.append("out")
    plan.lines += [("sw", "ip addr add 10.0.0.1/24 dev br0"), ("sw", "sysctl -w net.ipv4.ip_forward=1"),
                   ("sw", "ip link add up0 address 02:00:00:00:00:20 type veth peer name eth0 address 02:00:00:00:00:0b netns out"),
                   ("sw", "ip link set up0 up"), ("out", "ip link set eth0 up"), ("sw", "ip addr add 192.0.2.1/24 dev up0"),
                   ("out", "ip addr add 192.0.2.9/24 dev eth0"),
                   ("sw", "ip neigh replace 192.0.2.77 lladdr 02:00:00:00:00:0b dev up0 nud permanent"),
                   ("sw", "ip neigh replace 10.0.0.55 lladdr 02:00:00:00:00:0a dev br0 nud permanent"),
                   ("sw", "iptables -t nat -A POSTROUTING -s 10.0.0.0/24 ! -o br0 -j MASQUERADE"),
                   ("sw", "iptables -t nat -A PREROUTING -d 192.0.2.1 -p udp --dport 8080 -j DNAT --to-destination 10.0.0.55:9"),
                   ("sw", "iptables -A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT")]

    def datagrams(dst: bytes, src: bytes, addresses: tuple[str, str], ports: tuple[int, int], count: int = 30) -> list[bytes]:
        head = ports[0].to_bytes(2, "big") + ports[1].to_bytes(2, "big") + b"\0\x20\0\0"
        return [with_udp_checksum(ipv4_frame(dst, src, parse_ipv4(addresses[0]), parse_ipv4(addresses[1]), ident=i, payload=head + bytes(20)
                                             + i.to_bytes(4, "big"))) for i in range(count)]

    bridge = parse_mac("02:00:00:00:00:f0")
    there = inject("a", datagrams(bridge, A, ("10.0.0.55", "192.0.2.77"), (4000, 53)))
    back = inject("out", datagrams(FAR_SIDE, B, ("192.0.2.77", "192.0.2.1"), (53, 4000)))
    asked = inject("out", datagrams(FAR_SIDE, B, ("192.0.2.77", "192.0.2.1"), (5000, 8080)))
    answered = inject("a", datagrams(bridge, A, ("10.0.0.55", "192.0.2.77"), (9, 5000)))
    table = run("sw", "conntrack -L")
    twins = both(plan, ("capture", "out", "eth0"), ("capture", "a", "eth0"), *KNOWN[:1], there, back, asked, answered, table, there, back,
                 asked,
                 answered, ("advance", 3.0), there, back, asked, answered, table, run("sw", "iptables -t nat -nvxL"), ("advance", 200.0),
                 there, table)
    assert twins.hits > 200


def test_a_counter_is_paid_before_whoever_reads_it_first() -> None:
    lab = lan().build(Lab())
    for name, mac in (("a", A), ("b", B)):
        lab[name].devices["eth0"].inject(hello(mac))
    before = lab["b"].devices["eth0"].stats.rx.packets
    for start in (0, 10, 20):
        lab["a"].devices["eth0"].inject(bridged(10, start=start))
    assert lab["b"].devices["eth0"].stats.rx.packets == before + 30


@pytest.mark.parametrize("change", [
    "ip rule add to 20.0.0.1 pref 10 blackhole", "ip rule add from 10.0.0.9 pref 10 prohibit", "ip rule add iif e0 pref 10 table 10",
    "ip rule add not ipproto tcp pref 10 unreachable", "ip rule del pref 100", "ip route add 20.0.0.0/24 via 10.0.0.9 table 11",
    "ip nexthop replace id 1 blackhole", "ip nexthop del id 1", "sysctl -w net.ipv4.fib_multipath_hash_policy=1",
    "ip neigh replace 10.1.0.9 lladdr 02:00:00:00:00:77 dev e1 nud permanent"])
def test_a_way_by_rules_ends_when_a_rule_a_table_or_a_next_hop_changes(change: str) -> None:
    plan = routed()
    plan.lines += [("r0", "ip nexthop add id 1 via 10.1.0.9 dev e1"), ("r0", "ip route add 20.0.0.0/8 nhid 1 table 11"),
                   ("r0", "ip route add unreachable default table 10"), ("r0", "ip rule add to 20.0.0.0/8 pref 100 table 11")]
    traffic = inject("a", to_route(30))
    assert both(plan, ("capture", "b", "eth0"), traffic, traffic, run("r0", change), traffic, traffic, run("r0", "ip rule flush"), traffic,
                run("r0", "ip rule add table main"), traffic).hits > 60
