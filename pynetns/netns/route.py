"""Where a packet goes: the decision for one that comes in and for one that the host sends (net/ipv4/route.c)."""

import errno
from typing import TYPE_CHECKING

from pynetns.device.netdevice import NetDevice
from pynetns.device.packet import Packet
from pynetns.device.scheduler import SECOND
from pynetns.errors import os_error
from pynetns.netns import fib_multipath
from pynetns.netns.dst import SCOPE_HOST, SCOPE_LINK, SCOPE_UNIVERSE, Dst, Martian, gateway_of
from pynetns.netns.fib import LookupConditions, Ports, Route
from pynetns.netns.route_default import DefaultSelector
from pynetns.netns.route_exceptions import RouteExceptions
from pynetns.netns.route_memory import ANYBODY, DecisionMemory
from pynetns.wire.address import (
    SPECIAL_FIRST_BYTES, ipv4_is_lbcast, ipv4_is_local_multicast, ipv4_is_loopback, ipv4_is_multicast, ipv4_is_zeronet,
)

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

TOS_MASK = 0x1C  # IPTOS_RT_MASK: what of the TOS a route may be chosen by
IP_MAX_MTU = 0xFFFF
REDIRECT_EXPIRES = 300 * SECOND  # RT_GC_TIMEOUT
ALL_HOSTS = 0xE0000001
_ERRORS = {"unreachable": errno.EHOSTUNREACH, "prohibit": errno.EACCES, "blackhole": errno.EINVAL}


class RouteDecision:
    """The decisions of one namespace."""

    def __init__(self, namespace: "NetNamespace") -> None:
        self.namespace = namespace
        self.exceptions = RouteExceptions(namespace.scheduler, namespace.fib)
        self._defaults = DefaultSelector(namespace)
        self.memory: DecisionMemory | None = DecisionMemory(namespace.scheduler)  # None: decide anew each time

    def octets(self, device: NetDevice, dst: int, tos: int) -> int:
        """How many octets of the destination say where a packet that comes in goes. Who is behind a gateway is no matter to a router, nor
        who is nowhere, while nothing was learned of single destinations."""
        known = self.memory.decisions.get((device, dst, ANYBODY, tos)) if self.memory is not None else None
        return known.octets if known is not None else self._octets(dst)

    def _octets(self, dst: int) -> int:
        """The same of a destination about which nothing was decided yet."""
        if dst >> 24 in SPECIAL_FIRST_BYTES or len(self.exceptions):
            return 4
        route = self.namespace.fib.merged.find(dst)
        return self.namespace.fib.octets(dst) if route is None or route.type in _ERRORS or gateway_of(route) else 4

    # --- what comes in -----------------------------------------------------------------------------------------------------------

    def input_from_stranger(self, device: NetDevice, dst: int, tos: int, packet: Packet) -> Dst | None:
        """The decision about an IPv4 packet from wherever, if it was made before, for its destination or another that is reached alike, and
        its sender is one like any other."""
        memory = self.memory
        if memory is None:
            return None
        known = memory.decisions.get((device, dst, ANYBODY, tos))
        if known is None and self._serves_anybody(device, dst):
            known = memory.find_alike(device, dst, tos, self._octets(dst))
        if known is None or not packet.is_from_stranger(self.namespace.addresses.by_local):
            return None
        recorder = memory.scheduler.recorder
        if recorder is not None:
            recorder.depends += known.depends
        return known.decision

    def _serves_anybody(self, device: NetDevice, dst: int) -> bool:
        """May a decision be the same for all senders?"""
        conf, fib = device.in_dev.conf, self.namespace.fib
        return not (dst >> 24 in SPECIAL_FIRST_BYTES or fib.rules.custom or fib.multipath or conf.rp_filter or conf.all.rp_filter)

    def input(self, device: NetDevice, dst: int, src: int, tos: int, proto: int = 0, is_ip: bool = True,
              packet: Packet | None = None) -> Dst:
        """ip_route_input_noref(). Raises Martian for what has no way to be. `packet` is asked for what rules and several next hops decide
        by: its mark, protocol and ports."""
        namespace, memory = self.namespace, self.memory
        fib = namespace.fib
        special = dst >> 24 in SPECIAL_FIRST_BYTES or src >> 24 in SPECIAL_FIRST_BYTES or src in namespace.addresses.by_local
        if memory is None or not is_ip or special or fib.rules.custom or fib.multipath:
            return self._input(device, dst, src, tos, proto, is_ip, packet)
        known = memory.decisions.get((device, dst, src, tos))
        if known is None:
            return memory.decide((device, dst, src, tos), self._input, (proto, is_ip, None),
                                 self._octets(dst) if self._serves_anybody(device, dst) else 0)
        recorder = namespace.scheduler.recorder
        if recorder is not None:
            recorder.depends += known.depends
        return known.decision

    def _input(self, device: NetDevice, dst: int, src: int, tos: int, proto: int, is_ip: bool, packet: Packet | None) -> Dst:
        """The decision itself: ip_route_input_rcu(), ip_route_input_slow()."""
        if ipv4_is_multicast(dst):
            return self._input_multicast(device, dst, src, tos, proto, is_ip)
        conf, fib = device.in_dev.conf, self.namespace.fib
        if src >> 24 in SPECIAL_FIRST_BYTES or dst >> 24 in SPECIAL_FIRST_BYTES:
            if ipv4_is_multicast(src) or ipv4_is_lbcast(src):
                raise Martian
            if ipv4_is_lbcast(dst) or (src == 0 and dst == 0):
                return self._input_broadcast(device, dst, src, tos, is_ip)
            if ipv4_is_zeronet(src) or ipv4_is_zeronet(dst):
                raise Martian
            if (ipv4_is_loopback(dst) or ipv4_is_loopback(src)) and not conf.orconf("route_localnet"):
                raise Martian
        if fib.rules.custom:
            asked = self._asked_by_rules(device, packet)
            asked["src"], asked["tos"] = src, tos & TOS_MASK
            route = fib.lookup(dst, **asked)
        else:
            route = fib.lookup(dst, src=src, tos=tos & TOS_MASK)
        if route is None or route.type in _ERRORS:
            failure = errno.ENETUNREACH if route is None else _ERRORS[route.type]
            return self._no_route(device, dst, failure if conf.forwarding else errno.EHOSTUNREACH)
        if route.type == "broadcast":
            if not conf.andconf("bc_forwarding"):
                decision = self._input_broadcast(device, dst, src, tos, is_ip)
                decision.found = route
                return decision
        elif route.type == "local":
            self.validate_source(device, src, dst, tos, None, packet)
            return Dst("local", self._local_device(route), dst, route, is_input=True)
        elif not conf.forwarding:
            return self._no_route(device, dst, errno.EHOSTUNREACH)
        elif route.type != "unicast":
            raise Martian
        if not route.paths:
            return self._input_forward(device, route, dst, src, tos, is_ip, packet)
        path = fib_multipath.select(self.namespace, route, fib_multipath.flow_hash(self.namespace, src, dst, packet=packet))
        decision = self._input_forward(device, path, dst, src, tos, is_ip, packet)
        decision.found = route
        return decision

    def _asked_by_rules(self, device: NetDevice, packet: Packet | None) -> LookupConditions:
        """What a packet is to rules, beside its addresses."""
        asked: LookupConditions = {"iif": device}
        if packet is not None:
            asked["mark"] = packet.mark
            if self.namespace.fib.rules.needs_ports:
                asked["ports"] = fib_multipath.dissect(packet)
        return asked

    def _no_route(self, device: NetDevice, dst: int, error: int) -> Dst:
        return Dst("unreachable", self.namespace.lo, dst, is_input=True, error=error)

    def _input_broadcast(self, device: NetDevice, dst: int, src: int, tos: int, is_ip: bool) -> Dst:
        if not is_ip:
            raise Martian
        if not ipv4_is_zeronet(src):
            self.validate_source(device, src, 0, tos, None)
        decision = Dst("broadcast", self.namespace.lo, dst, is_input=True)
        decision.local = True
        return decision

    def _input_multicast(self, device: NetDevice, dst: int, src: int, tos: int, proto: int, is_ip: bool) -> Dst:
        """ip_mc_validate_source() and ip_route_input_mc(): only groups that the device has joined."""
        if dst not in device.in_dev.groups or not is_ip:
            raise Martian
        if ipv4_is_multicast(src) or ipv4_is_lbcast(src) or (ipv4_is_loopback(src) and not device.in_dev.conf.orconf("route_localnet")):
            raise Martian
        if ipv4_is_zeronet(src):
            if not ipv4_is_local_multicast(dst) and proto != 2:
                raise Martian
        else:
            self.validate_source(device, src, 0, tos, None)
        decision = Dst("multicast", self.namespace.lo, dst, is_input=True)
        decision.local = True
        return decision

    def _input_forward(self, device: NetDevice, route: Route, dst: int, src: int, tos: int, is_ip: bool, packet: Packet | None) -> Dst:
        """__mkroute_input()."""
        out = route.device
        assert out is not None
        on_link = self.validate_source(device, src, dst, tos, out, packet)
        decision = Dst(route.type, out, dst, route, gateway_of(route), is_input=True)
        decision.group = False  # not even where bc_forwarding sends a broadcast on: errors about it are reported
        self._apply_exception(decision)
        if out is device and on_link and out.in_dev.conf.orconf("send_redirects"):
            if out.in_dev.conf.orconf("shared_media") or self.namespace.addresses.on_link(out, src, route.via):
                decision.redirect = True
        if not is_ip and out is device and not device.in_dev.conf.orconf("proxy_arp_pvlan"):
            raise Martian  # a proxy does not answer on the side where the address is
        return decision

    def input_for_arp(self, packet: Packet, device: NetDevice, tip: int, sip: int) -> Dst | None:
        """The decision that arp_process() asks for: None where there is none."""
        try:
            return self.input(device, tip, sip, 0, is_ip=False)
        except Martian:
            return None

    def validate_source(self, device: NetDevice, src: int, dst: int, tos: int, out: NetDevice | None, packet: Packet | None = None) -> bool:
        """fib_validate_source(): may this source come from there? True where it is a direct neighbour. Raises Martian."""
        conf, namespace = device.in_dev.conf, self.namespace
        level = conf.maxconf("rp_filter") if conf.all.rp_filter else conf.rp_filter
        if not level and (out is not device or not conf.orconf("send_redirects")):
            if conf.orconf("accept_local"):
                return False
            if not namespace.fib.rules.custom:
                if src in namespace.addresses.by_local:
                    raise Martian
                return False
        asked: LookupConditions = {"src": dst, "tos": tos & TOS_MASK}
        if namespace.fib.rules.custom:
            asked.update(self._asked_of_source(device, out, packet))
        has_addresses = bool(device.in_dev.addresses)
        route = namespace.fib.lookup(src, **asked)
        if route is not None and route.type not in _ERRORS:
            if route.type != "unicast" and not (route.type == "local" and conf.orconf("accept_local")):
                raise Martian
            master = device.l3mdev
            if any(path.device is device or (master is not None and path.device is not None and path.device.l3mdev is master)
                   for path in route.paths or (route,)) or (route.type == "local" and device.is_loopback):
                return not fib_multipath.first(route).via
            if has_addresses:
                if level == 1:
                    raise Martian(reverse_path=True)
                asked["oif"] = device
                route = namespace.fib.lookup(src, **asked)
                return route is not None and route.type == "unicast" and not fib_multipath.first(route, device).via
        if level:
            raise Martian(reverse_path=True)
        return False

    def _asked_of_source(self, device: NetDevice, out: NetDevice | None, packet: Packet | None) -> LookupConditions:
        """The way back as rules see it: it would come in where the packet goes out."""
        asked: LookupConditions = {"iif": out, "l3mdev": device.l3mdev}
        if packet is not None:
            if device.in_dev.conf.orconf("src_valid_mark"):
                asked["mark"] = packet.mark
            if self.namespace.fib.rules.needs_ports:
                proto, sport, dport = fib_multipath.dissect(packet)
                asked["ports"] = proto, dport, sport
        return asked

    # --- what the host sends -----------------------------------------------------------------------------------------------------

    def output(self, dst: int, src: int = 0, tos: int = 0, oif: NetDevice | None = None, any_source: bool = False, mark: int = 0,
               ports: Ports = (0, 0, 0), uid: int = 0, packet: Packet | None = None) -> Dst:
        """ip_route_output_key_hash_rcu(). Raises OSError with the kernel's errno. `any_source`: not only an address of this host
        (FLOWI_FLAG_ANYSRC). Mark, ports and uid are for rules, `packet` for the choice among several next hops."""
        namespace, fib = self.namespace, self.namespace.fib
        scope = SCOPE_LINK if tos & 1 else SCOPE_UNIVERSE  # RTO_ONLINK
        if src:
            if ipv4_is_multicast(src) or ipv4_is_lbcast(src) or ipv4_is_zeronet(src):
                raise os_error(errno.EINVAL)
            if oif is None and (ipv4_is_multicast(dst) or ipv4_is_lbcast(dst)):
                # The source says by which device a group or broadcast leaves.
                owner = namespace.addresses.find_device(src)
                if owner is None:
                    raise os_error(errno.ENETUNREACH)
                return self._make_output("unicast", owner, dst, src, None)
            if not any_source and namespace.addresses.find_device(src) is None:
                raise os_error(errno.ENETUNREACH)
        if oif is not None:
            if not oif.is_up or oif.in_dev is None:
                raise os_error(errno.ENETUNREACH)
            if ipv4_is_local_multicast(dst) or ipv4_is_lbcast(dst):
                src = src or namespace.addresses.select(oif, 0, SCOPE_LINK)
                return self._make_output("unicast", oif, dst, src, None)
            if not src:
                if ipv4_is_multicast(dst):
                    src = namespace.addresses.select(oif, 0, scope)
                elif not dst:
                    src = namespace.addresses.select(oif, 0, SCOPE_HOST)
        if not dst:
            dst = src or 0x7F000001
            return self._make_output("local", namespace.lo, dst, src or 0x7F000001, None)
        if fib.rules.custom:
            route = fib.lookup(dst, src=src, tos=tos & TOS_MASK, oif=oif, scope=scope, mark=mark, ports=ports, uid=uid)
        else:
            route = fib.lookup(dst, src=src, tos=tos & TOS_MASK, oif=oif, scope=scope)
        if route is None or route.type in _ERRORS:
            if oif is not None and (ipv4_is_multicast(dst) or oif.l3mdev is None):
                # Routing is bound to a device and its table has nothing: the destination is assumed to be on the link.
                src = src or namespace.addresses.select(oif, 0, SCOPE_LINK)
                return self._make_output("unicast", oif, dst, src, None)
            raise os_error(errno.ENETUNREACH if route is None else _ERRORS[route.type])
        if route.type == "local":
            src = src or route.src or dst
            return self._make_output("local", self._local_device(route), dst, src, route)
        found = route
        if route.paths:
            if oif is None or oif.kind == "vrf":
                route = fib_multipath.select(namespace, route, fib_multipath.flow_hash(namespace, src, dst, ports, packet), src)
            else:
                route = fib_multipath.first(route, oif)
        elif oif is None and not route.length:
            route = self._defaults.choose(route, tos & TOS_MASK)
        assert route.device is not None
        master = oif.l3mdev if oif is not None else None
        if not src and master is not None and route.device.l3mdev is not master:  # fib_select_path(): a route that leaves the VRF
            src = namespace.addresses.select(master, 0, SCOPE_LINK)
        src = src or self.prefsrc(route, dst)
        decision = self._make_output(route.type, route.device, dst, src, route)
        decision.found = found
        return decision

    def _local_device(self, route: Route) -> NetDevice:
        """What a packet to the host itself goes through: lo, or the VRF that has the address (l3mdev_master_dev_rcu() of its device)."""
        return (route.device.l3mdev if route.device is not None else None) or self.namespace.lo

    def prefsrc(self, route: Route, dst: int) -> int:
        """fib_result_prefsrc(): the route's own choice, else an address of the device that fits the next hop."""
        if route.src:
            return route.src
        return self.namespace.addresses.select(route.device, route.via, route.scope)

    def _make_output(self, kind: str, device: NetDevice, dst: int, src: int, route: Route | None) -> Dst:
        """__mkroute_output()."""
        if ipv4_is_loopback(src) and not device.is_loopback and not (device.in_dev and device.in_dev.conf.orconf("route_localnet")):
            raise os_error(errno.EINVAL)
        if ipv4_is_lbcast(dst):
            kind = "broadcast"
        elif ipv4_is_multicast(dst):
            kind = "multicast"
        elif ipv4_is_zeronet(dst):
            raise os_error(errno.EINVAL)
        if route is not None and (ipv4_is_lbcast(dst) or (kind == "multicast" and route.length < 4)):
            route = None  # of a route that is not about such addresses only the device is taken
        decision = Dst(kind, device, dst, route, gateway_of(route) if route is not None else 0, src)
        if kind == "broadcast":
            decision.local = True
        elif kind == "multicast":
            decision.local = device.in_dev is not None and dst in device.in_dev.groups
        decision.local = decision.local or (device.is_loopback and kind != "multicast")
        self._apply_exception(decision)
        return decision

    # --- exceptions: path MTU and redirects --------------------------------------------------------------------------------------

    def _apply_exception(self, decision: Dst) -> None:
        """rt_bind_exception()."""
        exception = self.exceptions.find(decision.dst, decision.route)
        if exception is None:
            return
        exception.bound = True
        decision.exception, decision.as_device = exception, False
        if exception.gateway:
            decision.gateway = exception.gateway

    def mtu(self, decision: Dst, forwarding: bool = False) -> int:
        """ip_dst_mtu_maybe_forward(): the path's, the route's or the device's. A router goes by its own links, unless told otherwise."""
        exception, route = decision.exception, decision.route
        if decision.as_device:
            mtu = decision.device.mtu  # nothing is known but the device's own
            return mtu if mtu < IP_MAX_MTU else IP_MAX_MTU  # noqa: FURB136 - a third of what min() takes
        use_pmtu = self.namespace.sysctl.number("net.ipv4.ip_forward_use_pmtu")
        locked = self.mtu_is_locked(decision)
        if (use_pmtu or locked or not forwarding) and exception is not None and exception.mtu and (
                self.namespace.scheduler.now < exception.expires):
            return exception.mtu
        if route is not None and route.mtu:
            return min(int(route.mtu), IP_MAX_MTU)
        mtu = decision.device.mtu
        if locked and decision.gateway and mtu > 576:
            mtu = 576
        return min(mtu, IP_MAX_MTU)

    def mtu_is_locked(self, decision: Dst) -> bool:
        """ip_mtu_locked(): then nothing is sent with DF, and no path MTU is believed."""
        exception, route = decision.exception, decision.route
        return (exception is not None and exception.locked) or (route is not None and route.mtu_lock)

    def update_pmtu(self, decision: Dst, mtu: int) -> None:
        """__ip_rt_update_pmtu(): a router said that the path takes no more than `mtu`."""
        now, locked = self.namespace.scheduler.now, False
        old = self.mtu(decision)
        if self.mtu_is_locked(decision) or old < mtu:
            return
        least = self.namespace.sysctl.number("net.ipv4.route.min_pmtu")
        if mtu < least:
            locked, mtu = True, min(old, least)
        if decision.route is not None:
            exception = self.exceptions.make(decision.dst, decision.route)
            exception.mtu, exception.locked = mtu, locked
            exception.expires = now + self.namespace.sysctl.number("net.ipv4.route.mtu_expires") * SECOND

    def redirect(self, decision: Dst, device: NetDevice, old: int, new: int) -> None:
        """__ip_do_redirect(): the gateway `old` says that `new` is the better one, if it may say so."""
        conf, namespace = device.in_dev.conf, self.namespace
        if decision.gateway != old or new == old or not conf.rx_redirects:
            return
        if ipv4_is_multicast(new) or ipv4_is_lbcast(new) or ipv4_is_zeronet(new):
            return
        if not conf.orconf("shared_media"):
            if not namespace.addresses.on_link(device, new, old):
                return
            if conf.orconf("secure_redirects") and not namespace.routes.is_gateway(new, device):
                return
        elif namespace.fib.address_type(new) != "unicast":
            return
        entry = namespace.neigh.resolve(new, decision.device)
        if entry is None:
            return
        if not entry.mac:
            entry.event_send(None)
            return
        if decision.route is not None:
            exception = self.exceptions.make(decision.dst, decision.route)
            exception.gateway = new
            exception.expires = max(exception.expires, namespace.scheduler.now + REDIRECT_EXPIRES)

    def flush(self) -> None:
        """`ip route flush cache`, and whatever makes the kernel forget what it learned of paths."""
        self.exceptions.clear()
