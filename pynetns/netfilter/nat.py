"""Address translation: net/netfilter/nf_nat_core.c. A connection's translation is decided once, for its first packet; every later packet is
rewritten so that each side sees the tuple that it expects."""

from typing import TYPE_CHECKING

from pynetns.device.netdevice import NetDevice
from pynetns.device.packet import Packet, View
from pynetns.netfilter.connection import (
    IP_CT_IS_REPLY, IP_CT_NEW, IP_CT_RELATED, IP_CT_RELATED_REPLY, IPS_DST_NAT, IPS_DST_NAT_DONE, IPS_NAT_MASK, IPS_SRC_NAT,
    IPS_SRC_NAT_DONE, Connection, Template, direction,
)
from pynetns.netfilter.nat_icmp import translate_error
from pynetns.netfilter.nat_manip import DST, SRC, translate
from pynetns.netfilter.nat_range import NatRange
from pynetns.netfilter.nat_unique import unique_tuple
from pynetns.netfilter.tuple import Tuple
from pynetns.netns.hooks import ACCEPT, DROP, LOCAL_IN, LOCAL_OUT, POST_ROUTING, PRE_ROUTING, HookFunction, HookState
from pynetns.wire.ipv4 import IPPROTO_ICMP

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

_DST_VIEW = View(dst=(30, "I"))
_PROTO = View(proto=(23, "B"))
_ADDRESSES = View(src=(26, "I"), dst=(30, "I"))
NF_IP_PRI_NAT_DST, NF_IP_PRI_NAT_SRC = -100, 100
_PRIORITIES = {PRE_ROUTING: NF_IP_PRI_NAT_DST, LOCAL_OUT: NF_IP_PRI_NAT_DST, LOCAL_IN: NF_IP_PRI_NAT_SRC, POST_ROUTING: NF_IP_PRI_NAT_SRC}


def manip_of(hook: int) -> int:
    """HOOK2MANIP(): sources are translated late, destinations early."""
    return SRC if hook in (POST_ROUTING, LOCAL_IN) else DST


class Nat:
    """One namespace's translations."""

    def __init__(self, namespace: "NetNamespace") -> None:
        self.namespace = namespace
        self.by_source: dict[tuple[int, int, int, int], dict[Connection, None]] = {}
        self._chains: dict[int, HookFunction] = {}  # the rules of the nat table, by hook
        namespace.conntrack.forgotten.append(self._forget)

    def register(self, chains: dict[int, HookFunction]) -> None:
        """nf_nat_register_fn(): the nat table is there from now on. Its rules see the first packet of each connection."""
        if not self._chains:
            functions = {PRE_ROUTING: self.hook, LOCAL_IN: self.hook, LOCAL_OUT: self.local_out, POST_ROUTING: self.hook}
            for hook, function in functions.items():
                self.namespace.hooks.register(hook, _PRIORITIES[hook], function)
        self._chains = chains

    # --- hooks -------------------------------------------------------------------------------------------------------------------

    def hook(self, packet: Packet, state: HookState) -> int:
        """nf_nat_ipv4_fn(). What is sent elsewhere than it was has to be routed again."""
        before = packet.ct is not None and packet.dst is not None and state.hook == PRE_ROUTING and packet.read(_DST_VIEW)
        verdict = self._translate(packet, state)
        if before and verdict == ACCEPT and packet.read(_DST_VIEW) != before:
            packet.dst = None
        return verdict

    def local_out(self, packet: Packet, state: HookState) -> int:
        """nf_nat_ipv4_local_fn(): the host's own packet may have to leave another way now."""
        verdict = self._translate(packet, state)
        connection: Connection | Template | None = packet.ct
        if verdict != ACCEPT or connection is None or isinstance(connection, Template):
            return verdict
        way = direction(packet.ctinfo)
        if connection.tuple_of(way).dst != connection.tuple_of(1 - way).src and not self.namespace.ipv4_output.reroute(packet):
            return DROP
        return ACCEPT

    def _translate(self, packet: Packet, state: HookState) -> int:
        connection: Connection | None = packet.ct
        if connection is None:
            return ACCEPT
        manip = manip_of(state.hook)
        if packet.ctinfo in (IP_CT_RELATED, IP_CT_RELATED_REPLY) and packet.read(_PROTO)[0] == IPPROTO_ICMP:
            return ACCEPT if translate_error(packet, connection, packet.ctinfo, manip, state.hook) else DROP
        if packet.ctinfo in (IP_CT_NEW, IP_CT_RELATED, IP_CT_RELATED_REPLY):
            if not connection.status & (IPS_SRC_NAT_DONE if manip == SRC else IPS_DST_NAT_DONE):
                verdict = self._decide(packet, connection, state, manip)
                if verdict != ACCEPT:
                    return verdict
            elif self._leaves_elsewhere(packet, connection, state):
                return DROP
        elif self._leaves_elsewhere(packet, connection, state):
            return DROP
        # IPS_SRC_NAT means that the original direction's sources change; of answers it is the destinations.
        bit = IPS_SRC_NAT if manip == SRC else IPS_DST_NAT
        way = direction(packet.ctinfo)
        if way:
            bit ^= IPS_NAT_MASK
        if connection.status & bit:
            wanted = connection.tuple_of(1 - way).inverted()
            assert wanted is not None
            translate(packet, wanted, manip)
        return ACCEPT

    def _decide(self, packet: Packet, connection: Connection, state: HookState, manip: int) -> int:
        """The rules of the nat table, and where none of them says anything, the address as it is: nf_nat_inet_fn()."""
        chain = self._chains.get(state.hook)
        if chain is not None:
            verdict = chain(packet, state)
            if verdict != ACCEPT:
                return verdict
            if connection.status & (IPS_SRC_NAT_DONE if manip == SRC else IPS_DST_NAT_DONE):
                return ACCEPT
        address = connection.reply.dst if manip == SRC else connection.reply.src
        return self.setup_connection(connection, NatRange(address, address), manip)

    def _leaves_elsewhere(self, packet: Packet, connection: Connection, state: HookState) -> bool:
        """nf_nat_oif_changed(): a masqueraded connection that would leave by another device is over."""
        if not (connection.masq_index and state.hook == POST_ROUTING and packet.ctinfo < IP_CT_IS_REPLY
                and state.outdev is not None and state.outdev.index != connection.masq_index):
            return False
        self.namespace.conntrack.kill(connection)
        return True

    # --- what targets ask for ----------------------------------------------------------------------------------------------------

    def setup(self, packet: Packet, state: HookState, manip: str, wanted: NatRange) -> int:
        """DNAT and SNAT: nf_nat_setup_info()."""
        if packet.ct is None or packet.ctinfo not in (IP_CT_NEW, IP_CT_RELATED, IP_CT_RELATED_REPLY):
            return ACCEPT
        return self.setup_connection(packet.ct, wanted, SRC if manip == "src" else DST)

    def setup_connection(self, connection: Connection, wanted: NatRange, manip: int) -> int:
        if connection.is_confirmed:
            return ACCEPT
        self.namespace.scheduler.refuse("decides a translation")
        current = connection.reply.inverted()
        assert current is not None
        new = unique_tuple(self, current, wanted, connection, manip)
        if new != current:
            reply = new.inverted()
            assert reply is not None
            connection.reply = reply._replace(zone=connection.reply.zone)
            connection.set_status(IPS_SRC_NAT if manip == SRC else IPS_DST_NAT)
        if manip == SRC:
            self.by_source.setdefault(source_key(connection.original), {})[connection] = None
        connection.set_status(IPS_SRC_NAT_DONE if manip == SRC else IPS_DST_NAT_DONE)
        return ACCEPT

    def masquerade(self, packet: Packet, state: HookState, wanted: NatRange) -> int:
        """nf_nat_masquerade_ipv4(): the address that the device has for the next hop."""
        connection: Connection | None = packet.ct
        source, destination = packet.read(_ADDRESSES)
        if connection is None or not source or state.outdev is None:
            return ACCEPT
        next_hop = (packet.dst is not None and packet.dst.gateway) or destination
        address = self.namespace.addresses.select(state.outdev, next_hop, 0)
        if not address:
            self.namespace.log.write(f"xt_MASQUERADE: {state.outdev.name} ate my IP address", 6)
            return DROP
        connection.masq_index = state.outdev.index
        return self.setup_connection(connection, wanted.at(address, address), SRC)

    def redirect(self, packet: Packet, state: HookState, wanted: NatRange) -> int:
        """nf_nat_redirect_ipv4(): to this host itself, by the first address of the device that the packet came in by."""
        if packet.ct is None:
            return ACCEPT
        if state.hook == LOCAL_OUT:
            address = 0x7F000001
        else:
            addresses = state.indev.in_dev.addresses if state.indev is not None and state.indev.in_dev is not None else []
            if not addresses:
                return DROP
            address = addresses[0].local
        return self.setup_connection(packet.ct, wanted.at(address, address), DST)

    def netmap(self, packet: Packet, state: HookState, wanted: NatRange) -> int:
        """xt_NETMAP: the network part is replaced, the host part stays."""
        if packet.ct is None:
            return ACCEPT
        manip = manip_of(state.hook)
        source, destination = packet.read(_ADDRESSES)
        assert wanted.min_addr is not None and wanted.max_addr is not None
        mask = ~(wanted.min_addr ^ wanted.max_addr) & 0xFFFFFFFF
        address = (source if manip == SRC else destination) & ~mask & 0xFFFFFFFF | wanted.min_addr & mask
        return self.setup_connection(packet.ct, wanted.at(address, address), manip)

    # --- what goes ---------------------------------------------------------------------------------------------------------------

    def _forget(self, connection: Connection) -> None:
        key = source_key(connection.original)
        known = self.by_source.get(key)
        if known is not None:
            known.pop(connection, None)
            if not known:
                del self.by_source[key]

    def device_is_down(self, index: int) -> None:
        """masq_device_event(): connections that borrowed the address of a device go down with it."""
        conntrack = self.namespace.conntrack
        for connection in conntrack:
            if connection.masq_index == index:
                conntrack.kill(connection)

    def addresses_changed(self, device: NetDevice) -> None:
        """masq_inet_event(): those go whose borrowed address the device no longer has."""
        conntrack = self.namespace.conntrack
        kept = {address.local for address in device.in_dev.addresses}
        for connection in conntrack:
            if connection.masq_index == device.index and connection.reply.dst not in kept:
                conntrack.kill(connection)


def source_key(tuple_: Tuple) -> tuple[int, int, int, int]:
    """hash_by_src()."""
    return tuple_.src, tuple_.sport, tuple_.proto, tuple_.zone
