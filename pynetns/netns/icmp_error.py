"""ICMP errors that come in, and whom they concern: sockets, path MTUs, redirects.

net/ipv4/icmp.c: icmp_unreach(), icmp_redirect(), icmp_socket_deliver().
"""

import errno
from dataclasses import replace
from typing import TYPE_CHECKING

from pynetns.device.packet import Packet, View
from pynetns.netns.dst import Dst
from pynetns.wire.icmp import (
    ICMP_DEST_UNREACH, ICMP_ECHOREPLY, ICMP_EXC_FRAGTIME, ICMP_FRAG_NEEDED, ICMP_PARAMETERPROB, ICMP_REDIRECT, ICMP_TIME_EXCEEDED, Icmp,
)
from pynetns.wire.ipv4 import IPPROTO_ICMP, IPPROTO_TCP, IPPROTO_UDP

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

SOURCE = View(src=(26, "I"))
# icmp_err_convert: the errno of a destination unreachable, by code.
UNREACH_ERRNO = (errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENOPROTOOPT, errno.ECONNREFUSED, errno.EMSGSIZE, errno.EOPNOTSUPP,
                 errno.ENETUNREACH, errno.EHOSTUNREACH, errno.EHOSTUNREACH, errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETUNREACH,
                 errno.EHOSTUNREACH, errno.EHOSTUNREACH, errno.EHOSTUNREACH, errno.EHOSTUNREACH)


class Quoted:
    """The packet that an error is about, as far as it is quoted."""

    __slots__ = ("dst", "dst_port", "icmp_id", "icmp_sequence", "icmp_type", "proto", "src", "src_port", "tos")

    def __init__(self, data: bytes) -> None:
        header = (data[0] & 15) * 4
        self.tos = data[1]
        self.proto = data[9]
        self.src = int.from_bytes(data[12:16], "big")
        self.dst = int.from_bytes(data[16:20], "big")
        inner = data[header:]
        self.src_port, self.dst_port = inner[0] << 8 | inner[1], inner[2] << 8 | inner[3]
        self.icmp_type = inner[0]
        self.icmp_id, self.icmp_sequence = inner[4] << 8 | inner[5], inner[6] << 8 | inner[7]


class IcmpErrors:
    """One namespace's ear for what routers and hosts report."""

    def __init__(self, namespace: "NetNamespace") -> None:
        self.namespace = namespace

    def receive(self, packet: Packet, icmp: Icmp) -> None:
        mib, quote = self.namespace.mib, icmp.data
        if len(quote) < 20:
            packet.count(mib.IcmpInErrors)
            return
        info = 0
        if icmp.type == ICMP_REDIRECT:
            info = icmp.rest
        else:
            if (quote[0] & 15) < 5:
                packet.count(mib.IcmpInErrors)
                return
            if icmp.type == ICMP_DEST_UNREACH:
                if icmp.code > 15:
                    return
                if icmp.code == ICMP_FRAG_NEEDED:
                    mode = self.namespace.sysctl.number("net.ipv4.ip_no_pmtu_disc")
                    if mode == 2 or (mode == 3 and quote[9] != IPPROTO_TCP):  # only TCP can tell whether it is meant
                        return
                    info = 0 if mode == 1 else icmp.rest & 0xFFFF
                    icmp = replace(icmp, rest=info)  # what a socket's owner is told
            elif icmp.type == ICMP_TIME_EXCEEDED and icmp.code == ICMP_EXC_FRAGTIME:
                return  # nobody wants to know that a reassembly has failed
            elif icmp.type == ICMP_PARAMETERPROB:
                info = icmp.rest >> 24
            inner_dst = int.from_bytes(quote[16:20], "big")
            if not self.namespace.sysctl.number("net.ipv4.icmp_ignore_bogus_error_responses") and (
                    self.namespace.fib.address_type(inner_dst, packet.device) == "broadcast"):
                return
        self._deliver(packet, icmp, info)

    def _deliver(self, packet: Packet, icmp: Icmp, info: int) -> None:
        """icmp_socket_deliver(): raw sockets, then the protocol of the packet that was quoted."""
        namespace, quote = self.namespace, icmp.data
        if len(quote) < (quote[0] & 15) * 4 + 8:
            packet.count(namespace.mib.IcmpInErrors)
            return
        quoted = Quoted(quote)
        waited_for = namespace.sockets.raw_error(packet, icmp, quoted)
        if quoted.proto == IPPROTO_ICMP:
            if quoted.icmp_type == ICMP_ECHOREPLY or waited_for:  # icmp_err(), raw_err(): an answer of the host's own, or a ping's request
                self._about_path(packet, icmp, quoted, info)
        elif quoted.proto == IPPROTO_UDP:
            self._about_udp(packet, icmp, quoted, info)
        elif quoted.proto == IPPROTO_TCP:
            self._about_tcp(packet, icmp, quoted, info)

    def _about_tcp(self, packet: Packet, icmp: Icmp, quoted: Quoted, info: int) -> None:
        """tcp_v4_err()."""
        socket = self.namespace.sockets.find_tcp(quoted.dst, quoted.dst_port, quoted.src, quoted.src_port)
        if socket is None or socket.peer is None:
            packet.count(self.namespace.mib.IcmpInErrors)
            return
        if icmp.type == ICMP_REDIRECT:
            self._about_path(packet, icmp, quoted, info)
        elif icmp.type == ICMP_DEST_UNREACH and icmp.code == ICMP_FRAG_NEEDED:
            self._about_path(packet, icmp, quoted, info)
            socket.resend()
        else:
            socket.icmp_error(self.error_number(icmp))

    def _about_udp(self, packet: Packet, icmp: Icmp, quoted: Quoted, info: int) -> None:
        """udp_err(): the socket that sent it learns of it at its next call."""
        socket = self.namespace.sockets.find_udp(quoted.dst, quoted.dst_port, quoted.src, quoted.src_port, packet.device)
        if socket is None:
            packet.count(self.namespace.mib.IcmpInErrors)
            return
        if icmp.type == ICMP_REDIRECT:
            self._about_path(packet, icmp, quoted, info)
            return
        if socket.error_queue is not None:
            socket.error_queue(packet, icmp)
        number = self.error_number(icmp)
        if icmp.type == ICMP_DEST_UNREACH and icmp.code == ICMP_FRAG_NEEDED:
            self._about_path(packet, icmp, quoted, info)
            if not socket.pmtu_discovery:
                return
        if number:
            socket.report_error(number)

    def _about_path(self, packet: Packet, icmp: Icmp, quoted: Quoted, info: int) -> None:
        """ipv4_update_pmtu() and ipv4_redirect(): remembered for the route that such a packet would take now."""
        is_mtu = icmp.type == ICMP_DEST_UNREACH and icmp.code == ICMP_FRAG_NEEDED
        if not is_mtu and icmp.type != ICMP_REDIRECT:
            return
        namespace = self.namespace
        try:
            decision: Dst = namespace.route.output(quoted.dst, src=quoted.src, tos=quoted.tos & 0x1C)
        except OSError:
            return
        if is_mtu:
            namespace.route.update_pmtu(decision, info)
        elif icmp.code <= 3 and packet.device is not None:
            (sender,) = packet.read(SOURCE)
            namespace.route.redirect(decision, packet.device, sender, info)

    @staticmethod
    def error_number(icmp: Icmp) -> int:
        """What a socket's owner is told: icmp_err_convert and the switch in __udp4_lib_err()."""
        if icmp.type == ICMP_DEST_UNREACH:
            return UNREACH_ERRNO[icmp.code] if icmp.code < len(UNREACH_ERRNO) else errno.EHOSTUNREACH
        if icmp.type == ICMP_TIME_EXCEEDED:
            return errno.EHOSTUNREACH
        if icmp.type == ICMP_PARAMETERPROB:
            return errno.EPROTO
        return 0
