"""ICMP: what comes in, and the errors and answers that the host sends (net/ipv4/icmp.c, RFC 792, RFC 1122 3.2.2, RFC 1812 4.3)."""

from typing import TYPE_CHECKING

from pynetns.device.netdevice import NetDevice
from pynetns.device.packet import IP, PACKET_HOST, Packet, View
from pynetns.netns.dst import SCOPE_LINK, Dst
from pynetns.netns.icmp_error import IcmpErrors
from pynetns.netns.ipv4_options import EchoedOptions, OptionError, Options, spec_dst, timestamp
from pynetns.wire.checksum import is_valid
from pynetns.wire.icmp import (
    ICMP_ADDRESS, ICMP_ADDRESSREPLY, ICMP_DEST_UNREACH, ICMP_ECHO, ICMP_ECHOREPLY, ICMP_EXT_ECHO, ICMP_EXT_ECHOREPLY, ICMP_FRAG_NEEDED,
    ICMP_HOST_UNREACH, ICMP_PARAMETERPROB, ICMP_REDIRECT, ICMP_SOURCE_QUENCH, ICMP_TIME_EXCEEDED, ICMP_TIMESTAMP, ICMP_TIMESTAMPREPLY, Icmp,
)
from pynetns.wire.ipv4 import IPPROTO_ICMP

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

NR_ICMP_TYPES = 18
INADDR_DUMMY = 0xC0000008  # RFC 7600: 192.0.0.8, where a router without an address reports an error
# icmp_pointers[].error: the types about which no error is sent.
ERROR_TYPES = frozenset((1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12))
IPV4 = View(vihl=(14, "B"), tos=(15, "B"), length=(16, "H"), frag=(20, "H"), proto=(23, "B"), src=(26, "I"), dst=(30, "I"))
INTERNETCONTROL, TOS_MASK = 0xC0, 0x1E  # the precedence of errors, and what they keep of the packet's own TOS


class IcmpProtocol:
    """One namespace's ICMP."""

    def __init__(self, namespace: "NetNamespace") -> None:
        self.namespace = namespace
        self.errors = IcmpErrors(namespace)

    # --- what comes in -----------------------------------------------------------------------------------------------------------

    def receive(self, packet: Packet) -> None:
        """icmp_rcv()."""
        namespace, mib = self.namespace, self.namespace.mib
        packet.count(mib.IcmpInMsgs)
        vihl, _, length, *_ = packet.read(IPV4)
        message = packet.slice(IP + (vihl & 15) * 4, IP + length)
        if not is_valid(message):
            packet.count(mib.IcmpInCsumErrors)
            packet.count(mib.IcmpInErrors)
            return
        icmp = Icmp.parse(message)
        if icmp is None:
            packet.count(mib.IcmpInErrors)
            return
        packet.count(mib.icmp_message("In", icmp.type))
        if icmp.type in (ICMP_EXT_ECHO, ICMP_EXT_ECHOREPLY):  # RFC 8335, which icmp_echo_enable_probe leaves off
            return
        if icmp.type > NR_ICMP_TYPES:
            packet.count(mib.IcmpInErrors)
            return
        if packet.dst.group:
            # RFC 1122 3.2.2.6 and 3.2.2.8: an echo or timestamp for a group may be ignored, of the others only address masks are taken
            ignore = namespace.sysctl.number("net.ipv4.icmp_echo_ignore_broadcasts")
            if (icmp.type in (ICMP_ECHO, ICMP_TIMESTAMP) and ignore) or icmp.type not in (
                    ICMP_ECHO, ICMP_TIMESTAMP, ICMP_ADDRESS, ICMP_ADDRESSREPLY):
                packet.count(mib.IcmpInErrors)
                return
        if icmp.type == ICMP_ECHO:
            self._echo(packet, icmp)
        elif icmp.type == ICMP_ECHOREPLY:
            namespace.sockets.deliver_echo_reply(packet, icmp)
        elif icmp.type == ICMP_TIMESTAMP:
            self._timestamp(packet, icmp)
        elif icmp.type in (ICMP_DEST_UNREACH, ICMP_SOURCE_QUENCH, ICMP_TIME_EXCEEDED, ICMP_PARAMETERPROB, ICMP_REDIRECT):
            self.errors.receive(packet, icmp)

    def _echo(self, packet: Packet, icmp: Icmp) -> None:
        """icmp_echo()."""
        if not self.namespace.sysctl.number("net.ipv4.icmp_echo_ignore_all"):
            self._reply(packet, Icmp(ICMP_ECHOREPLY, icmp.code, icmp.rest, icmp.data))

    def _timestamp(self, packet: Packet, icmp: Icmp) -> None:
        """icmp_timestamp(): too short is an error; the receive and transmit times are the same."""
        if len(icmp.data) < 4:
            packet.count(self.namespace.mib.IcmpInErrors)
            return
        now = timestamp(self.namespace).to_bytes(4, "big")
        self._reply(packet, Icmp(ICMP_TIMESTAMPREPLY, 0, icmp.rest, icmp.data[:4] + now + now))

    def _reply(self, packet: Packet, answer: Icmp) -> None:
        """icmp_reply(): to the sender, from the address that was asked, with its TOS."""
        namespace = self.namespace
        _, tos, _, _, _, src, _ = packet.read(IPV4)
        echoed = self._echo_options(packet)
        if echoed is None:
            return
        to = echoed.faddr or src
        source = spec_dst(namespace, packet)
        try:
            decision = namespace.route.output(to, src=source, tos=tos & 0x1C, oif=reply_device(packet), mark=self.reply_mark(packet),
                                              ports=(IPPROTO_ICMP, 0, 0))
        except OSError:
            return
        if self._allowed(answer.type, answer.code, decision, to):
            self._push(decision, decision.src, src, answer, tos, echoed)

    def reply_mark(self, packet: Packet) -> int:
        """IP4_REPLY_MARK(): what is answered keeps its mark where a setting says so."""
        return packet.mark if packet.mark and self.namespace.sysctl.number("net.ipv4.fwmark_reflect") else 0

    def _echo_options(self, packet: Packet) -> EchoedOptions | None:
        options: Options | None = packet.options
        if options is None:
            return EchoedOptions()
        try:
            return options.echo(packet)
        except OptionError:
            return None

    # --- errors ------------------------------------------------------------------------------------------------------------------

    def send_error(self, packet: Packet, kind: int, code: int, info: int) -> None:
        """icmp_send(): tell the sender of a packet what became of it, unless RFC 1122 3.2.2 forbids it."""
        namespace, decision = self.namespace, packet.dst
        namespace.scheduler.refuse("is answered with an ICMP error")
        if decision is None or packet.kind != PACKET_HOST or decision.group:
            return
        vihl, tos, _length, frag, proto, src, dst = packet.read(IPV4)
        if frag & 0x1FFF:
            return
        if kind in ERROR_TYPES and proto == IPPROTO_ICMP:
            inner = packet.slice(IP + (vihl & 15) * 4, IP + (vihl & 15) * 4 + 1)
            if not inner or inner[0] > NR_ICMP_TYPES or inner[0] in ERROR_TYPES:
                return
        source = dst if decision.local else self._error_source(packet, decision, src)
        if kind in ERROR_TYPES:
            tos = tos & TOS_MASK | INTERNETCONTROL
        echoed = self._echo_options(packet)
        if echoed is None:
            return
        to = echoed.faddr or src
        try:
            back = namespace.route.output(to, src=source, tos=tos & 0x1C, oif=reply_device(packet), mark=self.reply_mark(packet),
                                          ports=(IPPROTO_ICMP, 0, 0), packet=packet)
        except OSError:
            return
        if not self._allowed(kind, code, back, to):
            return
        room = min(namespace.route.mtu(back), 576) - 20 - len(echoed.data) - 8
        if room <= 20:
            return
        quote = packet.slice(IP, min(IP + room, len(packet)))
        self._push(back, back.src or INADDR_DUMMY, src, Icmp(kind, code, info, quote), tos, echoed, about=packet)

    def _error_source(self, packet: Packet, decision: Dst, sender: int) -> int:
        """The address of the device that the packet came in by if a setting says so, else whichever the route gives (0)."""
        if decision.is_input and packet.device is not None and self.namespace.sysctl.number("net.ipv4.icmp_errors_use_inbound_ifaddr"):
            return self.namespace.addresses.select(packet.device, sender, SCOPE_LINK)
        return 0

    def link_failure(self, packet: Packet) -> None:
        """ipv4_link_failure(): the neighbour of a packet's next hop did not answer."""
        decision: Dst = packet.dst
        if packet.slice(IP, IP + 1) > b"\x45":  # read anew, which writes into them once more: ipv4_send_dest_unreach()
            try:
                packet.options = Options.compile(self.namespace, packet)
            except OptionError:
                return
        self.send_error(packet, ICMP_DEST_UNREACH, ICMP_HOST_UNREACH, 0)
        if decision.exception is not None and decision.exception.gateway:
            self.namespace.route.exceptions.forget(decision.exception)

    # --- both --------------------------------------------------------------------------------------------------------------------

    def _allowed(self, kind: int, code: int, decision: Dst, to: int) -> bool:
        """icmpv4_xrlim_allow() and icmpv4_global_allow(): no limit on path MTU discovery, on lo, and on types not in icmp_ratemask."""
        namespace = self.namespace
        number = namespace.sysctl.number
        if (kind > NR_ICMP_TYPES or (kind, code) == (ICMP_DEST_UNREACH, ICMP_FRAG_NEEDED)
                or not number("net.ipv4.icmp_ratemask") >> kind & 1):
            return True
        if decision.device.is_loopback:
            return True
        if not namespace.peers.allows_icmp(to, number("net.ipv4.icmp_ratelimit")):
            namespace.mib.IcmpOutRateLimitHost.add(1)
            return False
        if not namespace.peers.allows_message(number("net.ipv4.icmp_msgs_per_sec"), number("net.ipv4.icmp_msgs_burst")):
            namespace.mib.IcmpOutRateLimitGlobal.add(1)
            return False
        return True

    def _push(self, decision: Dst, source: int, to: int, icmp: Icmp, tos: int, echoed: EchoedOptions, about: Packet | None = None) -> None:
        """icmp_push_reply(): ICMP's own socket does not ask for DF. An error is related to the connection of the packet it is about."""
        namespace = self.namespace
        # The routing of a reply knows no type, and it is the type that is counted: a timestamp reply is an echo reply to __ip_make_skb().
        self.count_out(ICMP_ECHOREPLY if about is None else icmp.type)
        options = echoed.build(namespace, source)
        message = icmp.emit()
        if message[2:4] == b"\xff\xff":  # all zeros: the kernel sums from -0, which folds to 0
            message = message[:2] + b"\0\0" + message[4:]
        packet = namespace.ipv4_output.build(decision, source, to, IPPROTO_ICMP, message, tos=tos, options=options)
        if about is not None and (about.ct is not None or about.untracked):
            namespace.conntrack.attach(packet, about)
        namespace.ipv4_output.local_out(packet)

    def count_out(self, kind: int) -> None:
        """icmp_out_count()."""
        self.namespace.mib.icmp_message("Out", kind).add(1)
        self.namespace.mib.IcmpOutMsgs.add(1)


def reply_device(packet: Packet) -> NetDevice | None:
    """l3mdev_master_ifindex(): an answer stays in the VRF of what it answers."""
    return packet.device.l3mdev if packet.device is not None else None
