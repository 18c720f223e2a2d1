"""Rows about netfilter: masquerading, a published port, a stateful filter; the kernel beside them has the same rules.

a - bridge - router - bridge - z here, a - router - z on the kernel. Rules are written once, by pynetns; the kernel loads what its
iptables-save prints.
"""

from collections.abc import Callable

import paths
from forwarding import FLOWS, Build, Case, compete, interleaved, single
from kernel_path import KernelWay, kernel_peers
from paths import NETFILTER, SOURCE, TARGET, Way
from report import Finding
from unit import Unit

from pynetns.wire.address import format_ipv4, format_mac

ROUTER, PUBLISHED = 0x0A6400FE, 8053  # 10.100.0.254
ONE_FLOW, UNVERIFIED, MANY_FLOWS, TIMES_THE_KERNEL = 9, 4.5, 16, 7
MASQUERADE = ["-t nat -A POSTROUTING -o e1 -j MASQUERADE"]
PUBLISH = [f"-t nat -A PREROUTING -d {format_ipv4(ROUTER)} -p udp --dport {PUBLISHED} -j DNAT --to-destination {format_ipv4(TARGET)}:9"]

KERNEL = """
ip netns add a; ip netns add r0; ip netns add z
ip -n a link add eth0 address {first} type veth peer name e0 address {to} netns r0
ip -n z link add eth0 address 02:00:00:00:00:0b type veth peer name e1 address {out} netns r0
ip netns exec r0 sysctl -qw net.ipv4.ip_forward=1
ip netns exec r0 sysctl -qw net.netfilter.nf_conntrack_checksum={verify} || true
for device in e0 e1; do ip -n r0 link set $device up; done
ip -n a link set eth0 up; ip -n z link set eth0 up; ip -n z addr add 10.101.1.2/16 dev eth0
ip -n a addr add 10.100.0.2/16 dev eth0
ip -n r0 addr add 10.100.0.254/16 dev e0; ip -n r0 addr add 10.101.0.1/16 dev e1
ip -n r0 route add 20.0.0.0/8 via 10.101.1.2
ip -n r0 neigh replace 10.101.1.2 lladdr 02:00:00:00:00:0b dev e1 nud permanent
"""


def stateful(number: int) -> list[str]:
    """Rules that datagrams pass by, then the one that accepts what is established; new connections are accepted behind it."""
    pass_by = [f"-A FORWARD -p tcp -m tcp --dport {1000 + n} -j ACCEPT" if n & 1 else
               f"-A FORWARD -s 192.168.{n // 2 & 255}.0/24 -j DROP" for n in range(number)]
    return [*pass_by, "-A FORWARD -m conntrack --ctstate ESTABLISHED -j ACCEPT", "-A FORWARD -m conntrack --ctstate NEW -j ACCEPT",
            "-P FORWARD DROP"]


def with_rules(rules: list[str], verify: bool = True, published: bool = False, answered: bool = False) -> Build:
    """A routed way whose router has them. `answered`: the flow is established, a datagram has come back."""
    def build(flow_cache: bool) -> Way:
        way = paths.routed(flow_cache)
        way.questions = NETFILTER
        router = way.lab["r0"]
        for rule in rules:
            done = router.run(f"iptables {rule}")
            if done.returncode:
                raise SystemExit(f"not measured, {rule}: {done.stderr}")
        router.sysctl["net.netfilter.nf_conntrack_checksum"] = int(verify)
        if published:
            way.target, way.ports = ROUTER, (4000, PUBLISHED)
        if answered:
            way.first.inject(paths.one_flow(way, 1))
            way.last[0].inject([reply_to(way)])
        return way
    return build


def reply_to(way: Way) -> bytes:
    out = way.lab["r0"].devices["e1"]
    return paths.frame(out.mac, way.last[0].mac, 0, source=TARGET, target=SOURCE, ports=(9, 4000))


def beside(case: Case, kernel: bool, verify: bool = True, answered: bool = False) -> Case:
    """Give it the kernel's figures: the same frames, the same rules."""
    way = case.build(True)
    frames = [each for burst in case.frames(way) for each in burst] if case.many else paths.one_flow(way, 1)
    router = way.lab["r0"]
    setup = KERNEL.format(first=format_mac(way.first.mac), to=format_mac(way.to), out=format_mac(router.devices["e1"].mac),
                          verify=int(verify))
    script = KernelWay(setup, frames, rules={"r0": str(router.run("iptables-save"))}, reply=reply_to(way) if answered else b"")
    case.peers = kernel_peers(script, kernel, least=TIMES_THE_KERNEL)
    return case


def many_flows(count: int, target: int) -> Callable[[Way], list[list[bytes]]]:
    """A thousand senders at random. They were there before: what is measured is no new connection."""
    make = interleaved(count, lambda way, n: way.to, lambda n: SOURCE + 0x300 + n, lambda n: target)

    def known(way: Way) -> list[list[bytes]]:
        for _ in range(2):
            way.first.inject([paths.frame(way.to, way.first.mac, n, source=SOURCE + 0x300 + n, target=target, ports=way.ports)
                              for n in range(FLOWS)])
        return make(way)
    return known


def masquerade(unit: Unit, smoke: bool, kernel: bool) -> list[Finding]:
    build, unverified = with_rules(MASQUERADE), with_rules(MASQUERADE, verify=False)
    cases = [Case(f"masquerade, 64 bytes, burst {count}", build, single(count), limit)
             for count, limit in ((256, ONE_FLOW), (32, None), (1, None))]
    cases += [Case("masquerade, nf_conntrack_checksum=0, burst 256", unverified, single(256), UNVERIFIED),
              Case(f"masquerade, {FLOWS} flows interleaved, burst 256", build, many_flows(256, TARGET), MANY_FLOWS, many=True)]
    if not smoke:
        beside(cases[0], kernel)
        beside(cases[3], kernel, verify=False)
        beside(cases[4], kernel)
    return compete(cases, unit, smoke)


def published(unit: Unit, smoke: bool, kernel: bool) -> list[Finding]:
    build = with_rules(PUBLISH, published=True)
    cases = [Case("DNAT to a published port, 64 bytes, burst 256", build, single(256), ONE_FLOW),
             Case(f"DNAT to a published port, {FLOWS} flows interleaved, burst 256", build, many_flows(256, ROUTER), MANY_FLOWS, many=True)]
    if not smoke:
        cases = [beside(case, kernel) for case in cases]
    return compete(cases, unit, smoke)


def filtered(unit: Unit, smoke: bool, kernel: bool) -> list[Finding]:
    cases = [Case(f"stateful filter, {number} rules before an established flow's, burst 256",
                  with_rules(stateful(number), answered=True), single(256), ONE_FLOW) for number in (5, 50, 500)]
    if not smoke:
        cases = [beside(case, kernel, answered=True) for case in cases]
    found = compete(cases, unit, smoke)
    found[2].limit_in_units = found[0].units * 1.1
    return found


ROWS: dict[str, Callable[[Unit, bool, bool], list[Finding]]] = {"masquerade": masquerade, "published": published, "filter": filtered}
