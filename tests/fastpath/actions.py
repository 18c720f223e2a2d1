"""What may happen to a network between two bursts, drawn at random: each function gives the steps (`twins.Op`) of one event."""

from collections.abc import Callable
from random import Random

from pynetns import Lab
from pynetns.device.bridge import Bridge
from pynetns.device.netdevice import NetDevice
from pynetns.wire.address import format_ipv4, format_mac, parse_mac
from tests.fastpath.topology import BROADCAST, PORT_FLAGS, Flow, Plan, draw_burst, draw_flow, one_off
from tests.fastpath.twins import Op, Twins

FORMS = ("list",) * 8 + ("generator", "one by one", "list changed afterwards", "bytearrays changed afterwards", "memoryviews",
                       "generator that looks")
TIMES = (0.0, 0.001, 0.01, 0.1, 0.5, 1.0, 5.0, 5.01, 15.0, 29.99, 30.0, 45.0, 60.0, 61.0, 100.0, 299.0, 299.99, 300.0, 300.01, 400.0)


class Draw:
    """Draws for one pair of labs; `flows` are the traffic that comes again and again."""

    def __init__(self, twins: Twins, rng: Random) -> None:
        self.twins = twins
        self.plan: Plan = twins.plan
        self.flows: list[Flow] = [draw_flow(rng, self.plan, self.lab) for _ in range(rng.choice((2, 4, 8)))]

    @property
    def lab(self) -> Lab:
        return self.twins.plain  # what is there; asking it does not make the other lab pay what it owes

    # --- traffic -----------------------------------------------------------------------------------------------------------------

    def burst(self, rng: Random) -> list[Op]:
        if rng.random() < 0.25:
            self.flows[rng.randrange(len(self.flows))] = draw_flow(rng, self.plan, self.lab)
        flow = rng.choice(self.flows)
        flows = [other for other in self.flows if (other.namespace, other.device) == (flow.namespace, flow.device)]
        if rng.random() < 0.4:
            flows = [flow]
        if rng.random() < 0.3:
            flows += [flow.relative(rng, self.plan) for _ in range(rng.choice((1, 2, 6)))]
        size = rng.choice((1, 2, 3, 5, 9, 10, 12, 16, 20, 40, 64, 130, 256, 257, 300))
        frames = draw_burst(rng, flows, size, rng.random() < 0.6)
        return [("inject", flow.namespace, flow.device, frames, rng.choice(FORMS))] * rng.choice((1, 1, 2))

    def time(self, rng: Random) -> list[Op]:
        return [("advance", rng.choice(TIMES))]

    def ping(self, rng: Random) -> list[Op]:
        return [("ping", rng.choice(self.plan.namespaces), rng.choice((*self.plan.stations, *self.plan.gateways)).address,
                 rng.choice((56, 0, 1472, 1473, 3000)))]

    # --- what there is -----------------------------------------------------------------------------------------------------------

    def any_device(self, rng: Random) -> tuple[str, NetDevice]:
        return rng.choice(list(self.twins.devices(self.lab)))

    def port(self, rng: Random) -> tuple[str, NetDevice] | None:
        ports = [(name, device) for name, device in self.twins.devices(self.lab) if device.port is not None]
        return rng.choice(ports) if ports else None

    def bridge(self, rng: Random) -> tuple[str, Bridge] | None:
        bridges = [(name, device) for name, device in self.twins.devices(self.lab) if isinstance(device, Bridge)]
        return rng.choice(bridges) if bridges else None

    def mac(self, rng: Random) -> bytes:
        flow = rng.choice(self.flows)
        mac = rng.choice((flow.src_mac, flow.dst_mac, parse_mac(rng.choice(self.plan.stations).mac), self.any_device(rng)[1].mac))
        return one_off(mac, rng) if rng.random() < 0.15 else mac

    def address(self, rng: Random) -> int:
        flow = rng.choice(self.flows)
        return rng.choice((flow.src, flow.dst, flow.dst, rng.choice(self.lab_addresses() or [0x0A000001]),
                           flow.dst ^ rng.choice((1, 1, 2, 0x100, 0x300))))

    def lab_addresses(self) -> list[int]:
        return [ifa.local for namespace in self.lab.namespaces.values() for ifa in namespace.addresses if not ifa.device.is_loopback]

    # --- changes -----------------------------------------------------------------------------------------------------------------

    def capture(self, rng: Random) -> list[Op]:
        number = rng.randrange(len(self.twins.captures)) if self.twins.captures else 0
        x = rng.random()
        if x < 0.6 or not self.twins.captures:
            if sum(op[1:2] != ("",) for op in self.twins.captures) > 8:
                return [("stop", number)]
            name, device = self.any_device(rng)
            if rng.random() < 0.4:
                flow = rng.choice(self.flows)
                return [("capture", flow.namespace, flow.device)]
            return [("capture", name, device.name)]
        if x < 0.8:
            return [("stop", number)]
        if x < 0.9:
            return [("clear", number)]
        if x < 0.96:
            return [("live", number, rng.random() < 0.5)]
        flow = rng.choice(self.flows)
        return [("answer", number, flow.namespace, flow.device, flow.frame(rng), rng.choice((1, 1, 2, 9)))]

    def link(self, rng: Random) -> list[Op]:
        name, device = self.any_device(rng)
        down, up = ("run", name, f"ip link set {device.name} down"), ("run", name, f"ip link set {device.name} up")
        if not device.is_up:
            return [up]
        return rng.choice(([down], [down, up], [down, *self.burst(rng), up], [up]))

    def address_change(self, rng: Random) -> list[Op]:
        name, device = self.any_device(rng)
        namespace = self.lab[name]
        existing = [ifa for ifa in namespace.addresses if not ifa.device.is_loopback]
        if existing and rng.random() < 0.5:
            ifa = rng.choice(existing)
            text = f"{format_ipv4(ifa.local)}/{ifa.length} dev {ifa.device.name}"
            ops: list[Op] = [("run", name, f"ip addr del {text}")]
            return ops + ([("run", name, f"ip addr add {text}")] if rng.random() < 0.6 else [])
        return [("run", name, f"ip addr add {format_ipv4(self.address(rng))}/{rng.choice((8, 16, 24, 30, 32))} dev {device.name}"
                 + rng.choice(("", "", " valid_lft 10 preferred_lft 5")))]

    def route(self, rng: Random) -> list[Op]:
        routers = [name for name in self.plan.namespaces if name[0] == "r" and name in self.lab] or self.plan.namespaces
        name = rng.choice(routers if rng.random() < 0.8 else self.plan.namespaces)
        if name not in self.lab:
            return []
        routes = list(self.lab[name].routes)
        if routes and rng.random() < 0.4:
            route = rng.choice(routes)
            text = f"{route.destination}" + (f" via {route.gateway}" if route.gateway else "") + (
                f" dev {route.device.name}" if route.device is not None else "")
            kind = "" if route.type == "unicast" else f"{route.type} "
            gone: list[Op] = [("run", name, f"ip route del {kind}{text}")]
            return gone + ([("run", name, f"ip route add {kind}{text}")] if rng.random() < 0.6 else [])
        length = rng.choice((0, 8, 12, 15, 16, 17, 24, 28, 32))
        prefix = self.address(rng) >> (32 - length) << (32 - length) if length else 0
        where = "default" if not length else f"{format_ipv4(prefix)}/{length}"
        verb = rng.choice(("add", "add", "replace", "append", "prepend"))
        extra = rng.choice(("", "", "", " metric 10", " mtu 1000", " tos 0x10", " mtu lock 900", " table 253"))
        if rng.random() < 0.3:
            kind = rng.choice(("unreachable", "blackhole", "prohibit", "throw"))
            return [("run", name, f"ip route {verb} {kind} {where}{extra if 'mtu' not in extra else ''}")]
        device = rng.choice(list(self.lab[name].devices))
        neighbours = [end.address for end in (*self.plan.stations, *self.plan.gateways)]
        via = f"via {rng.choice(neighbours)}" if rng.random() < 0.7 else f"dev {device}"
        if rng.random() < 0.1:
            return [("run", name, f"ip route {verb} {where} nexthop via {rng.choice(neighbours)} nexthop via {rng.choice(neighbours)}")]
        return [("run", name, f"ip route {verb} {where} {via}{extra}")]

    def policy(self, rng: Random) -> list[Op]:
        """Rules choose tables, paths are chosen by a hash, next hops are things of their own."""
        routers = [name for name in self.plan.namespaces if name[0] == "r" and name in self.lab]
        if not routers:
            return []
        name = rng.choice(routers)
        device, other = (rng.choice(list(self.lab[name].devices)) for _ in range(2))
        via, second = rng.choice(self.plan.stations + self.plan.gateways).address, rng.choice(self.plan.gateways).address
        flow = rng.choice(self.flows)
        traffic: list[Op] = [("inject", flow.namespace, flow.device, [flow.frame(rng) for _ in range(12)], "list")]
        length = rng.choice((8, 16, 24, 32))
        source, prefix = (f"{format_ipv4(at >> (32 - length) << (32 - length))}/{length}" for at in (flow.src, flow.dst))
        x = rng.random()
        if x < 0.45:
            selector = rng.choice((
                f"from {source}", f"to {prefix}", f"to {prefix}", f"iif {device}", f"not iif {device}", f"oif {device}", "fwmark 7",
                "fwmark 7/0xf", "tos 0x10", "ipproto udp", "ipproto udp dport 8192", "ipproto udp sport 1-9000", "ipproto icmp",
                "from all"))
            action = rng.choice(("table 10", "table 10", "table 10", "table 11", "table 10 suppress_prefixlength 0", "goto 32766", "nop",
                                 "blackhole", "unreachable", "prohibit"))
            verb = rng.choice(("add", "add", "del"))
            preference = rng.choice((10, 100, 1000, 40000))
            return [*traffic, ("run", name, f"ip rule {verb} {selector} pref {preference} {action}"), *traffic]
        if x < 0.5:
            return [("run", name, "ip rule flush"), ("run", name, "ip rule add table main pref 32766")]
        if x < 0.75:
            table = rng.choice((10, 10, 11))
            paths = rng.choice((
                f"via {via}", f"dev {device}", f"nexthop via {via} nexthop via {second} weight 3", f"via {via} dev {device} onlink",
                f"nexthop via {via} nexthop dev {other}", f"nhid {rng.choice((1, 2, 3))}"))
            where = rng.choice(("default", prefix))
            if rng.random() < 0.2:
                return [("run", name, f"ip route flush table {table}")]
            verb = rng.choice(("add", "replace", "append"))
            return [("run", name, f"ip route {verb} {where} {paths} table {rng.choice((table, 'main'))}"), *traffic]
        if x < 0.9:
            what = rng.choice((f"id 1 via {via} dev {device}", f"id 2 via {second} dev {other}", "id 3 group 1/2", "id 3 group 1,3/2",
                               "id 1 blackhole"))
            verb, gone = rng.choice(("add", "replace", "replace")), f"del id {rng.choice((1, 2, 3))}"
            return [("run", name, f"ip nexthop {gone if rng.random() < 0.2 else f'{verb} {what}'}"), *traffic]
        key, values = rng.choice((("fib_multipath_hash_policy", (0, 1, 2)), ("fib_multipath_use_neigh", (0, 1)),
                                  ("conf.all.src_valid_mark", (0, 1)), ("fwmark_reflect", (0, 1))))
        return [("run", name, f"sysctl -w net.ipv4.{key}={rng.choice(values)}")]

    def path_mtu(self, rng: Random) -> list[Op]:
        """A router learns how much the way to a destination takes, or forgets it."""
        routers = [name for name in self.plan.namespaces if name[0] == "r" and name in self.lab]
        if len(routers) < 2:
            return []
        name, narrow = rng.sample(routers, 2)
        if rng.random() < 0.2:
            return [("run", name, "ip route flush cache")]
        flow = rng.choice(self.flows)
        route = self.lab[narrow].fib.lookup(flow.dst)
        device = route.device.name if route is not None and route.device is not None else "lo"
        frames = [each.frame(rng, 1000) for each in (flow, flow.relative(rng, self.plan)) for _ in range(rng.choice((2, 9)))]
        traffic: Op = ("inject", flow.namespace, flow.device, frames, "list")
        return [("run", name, "sysctl -w net.ipv4.ip_forward_use_pmtu=1"), traffic, ("run", narrow, f"ip link set {device} mtu 600"),
                ("run", name, f"ping -c 1 -W 1 -M do -s 1300 {format_ipv4(flow.dst)}"),
                ("run", narrow, f"ip link set {device} mtu 1500"), traffic, traffic]

    def neighbour(self, rng: Random) -> list[Op]:
        name, device = self.any_device(rng)
        known = [(n.ip, n.device.name, n.lladdr) for n in self.lab[name].neigh]
        if known and rng.random() < 0.7:
            ip, where, mac = rng.choice(known)
        else:
            ip, where, mac = format_ipv4(self.address(rng)), device.name, None
        mac = format_mac(self.mac(rng)) if mac is None or rng.random() < 0.4 else mac
        state = rng.choice(("permanent", "reachable", "stale", "noarp", "delay", "probe", "failed", "permanent", "reachable"))
        gone = ("run", name, f"ip neigh del {ip} dev {where}")
        fresh = ("run", name, f"ip neigh {rng.choice(('replace', 'replace', 'add', 'change'))} {ip} lladdr {mac} dev {where} nud {state}")
        return rng.choice(([gone], [fresh], [fresh], [fresh], [gone, fresh], [("run", name, f"ip neigh flush dev {where}")]))

    def fdb(self, rng: Random) -> list[Op]:
        found = self.bridge(rng)
        if found is None:
            return []
        name, bridge = found
        known = [(entry.mac, entry.device) for entry in bridge.fdb]
        mac, port = rng.choice(known) if known and rng.random() < 0.6 else (format_mac(self.mac(rng)), rng.choice(
            [p.device.name for p in bridge.ports] or [bridge.name]))
        if rng.random() < 0.3 and bridge.ports:
            port = rng.choice(bridge.ports).device.name
        verb = rng.choice(("add", "replace", "replace", "append", "del", "del"))
        owner = " master" if port != bridge.name else " self"
        kind = "" if verb == "del" else rng.choice((" static", " dynamic", " permanent", " static sticky", " dynamic extern_learn"))
        ops: list[Op] = [("run", name, f"bridge fdb {verb} {mac} dev {port}{owner}{kind}")]
        if rng.random() < 0.15:
            ops = [rng.choice((("fdb", name, bridge.name, "flush"), ("run", name, f"ip link set {port} type bridge_slave fdb_flush")))]
        return ops

    def sysctl(self, rng: Random) -> list[Op]:
        name, device = self.any_device(rng)
        scope = rng.choice(("all", device.name, device.name, "default"))
        key, values = rng.choice((
            ("net.ipv4.ip_forward", (0, 1, 1)), (f"net.ipv4.conf.{scope}.forwarding", (0, 1, 1)),
            (f"net.ipv4.conf.{scope}.rp_filter", (0, 1, 2)),
            (f"net.ipv4.conf.{scope}.send_redirects", (0, 1)), ("net.bridge.bridge-nf-call-iptables", (0, 1)),
            ("net.bridge.bridge-nf-filter-vlan-tagged", (0, 1)), (f"net.ipv4.conf.{scope}.accept_local", (0, 1)),
            (f"net.ipv4.conf.{scope}.drop_gratuitous_arp", (0, 1)), (f"net.ipv4.conf.{scope}.drop_unicast_in_l2_multicast", (0, 1)),
            (f"net.ipv4.conf.{scope}.route_localnet", (0, 1)), (f"net.ipv4.conf.{scope}.proxy_arp", (0, 1)),
            (f"net.ipv4.conf.{scope}.ignore_routes_with_linkdown", (0, 1)), (f"net.ipv4.conf.{scope}.shared_media", (0, 1)),
            (f"net.ipv4.conf.{scope}.bc_forwarding", (0, 1)), ("net.ipv4.ip_forward_use_pmtu", (0, 1)),
            ("net.ipv4.icmp_echo_ignore_all", (0, 1)),
            (f"net.ipv4.conf.{scope}.arp_accept", (0, 1)), (f"net.ipv4.neigh.{device.name}.base_reachable_time_ms", (1000, 30000)),
            (f"net.ipv4.neigh.{device.name}.delay_first_probe_time", (1, 5)), ("net.ipv4.neigh.default.gc_thresh1", (0, 128)),
            ("net.ipv4.ip_default_ttl", (1, 64)), (f"net.ipv4.conf.{scope}.accept_redirects", (0, 1))))
        return [("run", name, f"sysctl -w {key}={rng.choice(values)}")]

    def bridge_port(self, rng: Random) -> list[Op]:
        found = self.port(rng)
        if found is None:
            return []
        name, device = found
        x = rng.random()
        if x < 0.6:
            return [("run", name, f"ip link set {device.name} type bridge_slave {rng.choice(PORT_FLAGS)} {rng.choice(('on', 'off'))}")]
        if x < 0.8:
            return [("run", name, f"bridge link set dev {device.name} state {rng.choice((0, 1, 2, 3, 3, 3, 4))}")]
        bridge = device.master.name if device.master is not None else "br0"
        mask = rng.choice((0, 8, 0x4000, 0xFFF8))
        return rng.choice(([("run", name, f"ip link set {device.name} nomaster"),
                            ("run", name, f"ip link set {device.name} master {bridge}")],
                           [("run", name, f"ip link set {device.name} type bridge_slave group_fwd_mask {mask}")]))

    def bridge_setting(self, rng: Random) -> list[Op]:
        found = self.bridge(rng)
        if found is None:
            return []
        name, bridge = found
        return [("run", name, f"ip link set {bridge.name} type bridge " + rng.choice((
            "ageing_time 30000", "ageing_time 0", "ageing_time 100", "ageing_time 500", "nf_call_iptables 1", "nf_call_iptables 0",
            "mcast_snooping 0", "mcast_snooping 1", "group_fwd_mask 16384", "group_fwd_mask 0", "fdb_max_learned 2", "fdb_max_learned 0")))]

    def bridge_vlan(self, rng: Random) -> list[Op]:
        """VLANs begin to matter at a bridge, or at one of its ports; or it speaks the spanning tree protocol."""
        found = self.bridge(rng)
        if found is None:
            return []
        name, bridge = found
        ports = [port.device.name for port in bridge.ports]
        x = rng.random()
        if x < 0.35 or not ports:
            return [("run", name, f"ip link set {bridge.name} type bridge " + rng.choice((
                "vlan_filtering 1", "vlan_filtering 1", "vlan_filtering 1 vlan_stats_enabled 1", "vlan_filtering 0", "vlan_stats_enabled 0",
                "vlan_default_pvid 5", "vlan_protocol 802.1ad", "vlan_protocol 802.1Q", "stp_state 1 forward_delay 200", "stp_state 0",
                "stp_state 0", "priority 4096")))]
        where = f"{bridge.name} self" if rng.random() < 0.3 else rng.choice(ports)
        device, _, own = where.partition(" ")
        vid = rng.choice((1, 1, 5, 10))
        if x < 0.8:
            flags = rng.choice(("", " untagged", " pvid untagged", " pvid untagged", " pvid"))
            return [("run", name, f"bridge vlan add dev {device} vid {vid}{flags} {own}")]
        if x < 0.9:
            return [("run", name, f"bridge vlan set dev {device} vid {vid} state {rng.choice((0, 1, 2, 3, 3, 4))}")]
        return [("run", name, f"bridge vlan del dev {device} vid {vid} {own}")]

    def qdisc(self, rng: Random) -> list[Op]:
        """Frames wait at a device, or get lost there."""
        name, device = self.any_device(rng)
        if rng.random() < 0.4:
            return [("run", name, f"tc qdisc del dev {device.name} root")]
        return [("run", name, f"tc qdisc replace dev {device.name} root " + rng.choice((
            "netem delay 10ms", "netem delay 10ms 5ms", "netem loss 30%", "netem duplicate 50%", "netem rate 1mbit", "pfifo limit 10",
            "tbf rate 10mbit burst 5k limit 20k", "netem corrupt 10%")))]

    def device(self, rng: Random) -> list[Op]:
        name, device = self.any_device(rng)
        x = rng.random()
        if x < 0.4:
            return [("run", name, f"ip link set {device.name} mtu {rng.choice((1500, 1500, 1400, 1300, 600, 100, 68, 9000, 65535))}")]
        if x < 0.55:
            return [("run", name, f"ip link set {device.name} promisc {rng.choice(('on', 'off'))}")]
        if x < 0.65:
            return [("run", name, f"ip link set {device.name} arp {rng.choice(('on', 'off'))}")]
        if x < 0.8 and not device.is_loopback:
            return [("setmac", name, device.name, self.mac(rng))]
        if x < 0.9:
            return [("same", name, device.name)]
        return [("setattr", name, device.name, "broadcast", rng.choice((BROADCAST, b"\x01" + bytes(5))))]

    def upheaval(self, rng: Random) -> list[Op]:
        """A device goes, moves or gets another name; rarely a whole namespace goes."""
        name, device = self.any_device(rng)
        if device.is_loopback:
            return [("join", name, "239.1.1.1")]
        x = rng.random()
        down, up = ("run", name, f"ip link set {device.name} down"), ("run", name, f"ip link set {device.name} up")
        if x < 0.25:
            return [("run", name, f"ip link del {device.name}")]
        if x < 0.55:
            other = rng.choice(list(self.lab.namespaces))
            return [("run", name, f"ip link set {device.name} netns {other}"), ("run", other, f"ip link set {device.name} up")]
        if x < 0.9:
            fresh = f"n{rng.randrange(100)}"
            return [down, ("run", name, f"ip link set {device.name} name {fresh}"), ("run", name, f"ip link set {fresh} up"), up]
        return [("delete", name)]


    def socket(self, rng: Random) -> list[Op]:
        """Somebody listens where the frames go to, reads, or stops."""
        name = rng.choice((*self.plan.stations, *self.plan.gateways)).namespace
        x = rng.random()
        if x < 0.5:
            return [("listen", name, rng.choice(("0.0.0.0", "0.0.0.0", format_ipv4(self.address(rng)))), rng.choice((0, 0, 0, 2304)))]
        return [("receive", rng.randrange(4), rng.choice((1, 1000)))] if x < 0.9 else [("close", rng.randrange(4))]

    def rules(self, rng: Random) -> list[Op]:
        """A rule of a packet filter or a translation comes or goes."""
        routers = [name for name in self.plan.namespaces if name[0] in "rs" and name in self.lab]
        if not routers:
            return []
        name = rng.choice(routers)
        device = rng.choice(list(self.lab[name].devices))
        address = format_ipv4(self.address(rng))
        to = rng.choice((*self.plan.stations, *self.plan.gateways)).address
        rule = rng.choice((
            f"-t nat POSTROUTING -o {device} -j MASQUERADE", f"-t nat POSTROUTING -s {address} -j SNAT --to-source {to}",
            f"-t nat PREROUTING -d {address} -p udp --dport 8192 -j DNAT --to-destination {to}:53",
            f"-t nat PREROUTING -d {address} -j DNAT --to {to}",
            f"-t filter FORWARD -s {address} -j DROP", "-t filter FORWARD -m conntrack --ctstate ESTABLISHED -j ACCEPT",
            f"-t filter FORWARD -i {device} -p udp --dport 8192 -j DROP", "-t filter INPUT -p icmp -j DROP",
            "-t mangle PREROUTING -p udp -j MARK --set-mark 7", "-t filter FORWARD -m mark --mark 7 -j ACCEPT",
            "-t mangle FORWARD -j TTL --ttl-inc 1", "-t mangle POSTROUTING -p udp -j TOS --set-tos 0x10"))
        _, table, chain, *rest = rule.split(" ")
        verb = rng.choice(("-A", "-A", "-I", "-D"))
        if rng.random() < 0.1:
            return [("run", name, f"iptables -t {table} -F")]
        return [("run", name, f"iptables -t {table} {verb} {chain} {' '.join(rest)}"), *self.burst(rng)]


Event = Callable[[Draw, Random], list[Op]]
WEIGHTS: tuple[tuple[Event, float], ...] = (
    (Draw.burst, 60), (Draw.time, 8), (Draw.capture, 10), (Draw.link, 4), (Draw.address_change, 3), (Draw.route, 6), (Draw.neighbour, 6),
    (Draw.fdb, 5), (Draw.sysctl, 4), (Draw.bridge_port, 4), (Draw.bridge_setting, 2), (Draw.bridge_vlan, 1), (Draw.qdisc, 0.5),
    (Draw.device, 4), (Draw.upheaval, 1), (Draw.ping, 2),
    (Draw.socket, 4), (Draw.rules, 3), (Draw.policy, 5), (Draw.path_mtu, 4))


def draw_event(rng: Random, draw: Draw) -> list[Op]:
    event = rng.choices([event for event, _ in WEIGHTS], [weight for _, weight in WEIGHTS])[0]
    return event(draw, rng)
