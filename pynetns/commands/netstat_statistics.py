"""`netstat -s`: the counters in sentences (statistics.c of net-tools 2.10).

The tables hold the sentences of the counters that the original knows and this stack can count; the rest is printed by its name, if it is
not zero, as the original prints what it does not know.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pynetns.commands import proc_net
from pynetns.netns.snmp import NETSTAT, SNMP

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

# How a counter is printed: always, if it is not zero, or in a histogram.
_NUMBER, _OPTIONAL, _IN, _OUT = range(4)
_INDENT = {_NUMBER: 4, _OPTIONAL: 4, _IN: 8, _OUT: 8}
_HISTOGRAMS = {_IN: "ICMP input histogram:", _OUT: "ICMP output histogram:"}

Table = dict[str, tuple[str, int] | None]  # None: known and not printed

# Forwarding is known as well, but stands in the wrong place of the original's table, where its binary search does not find it.
_IP: Table = {
    "DefaultTTL": None, "ForwDatagrams": ("{} forwarded", _NUMBER),
    "FragCreates": ("{} fragments created", _OPTIONAL), "FragFails": ("{} outgoing packets failed fragmentation", _OPTIONAL),
    "FragOKs": ("{} outgoing packets fragmented ok", _OPTIONAL), "InAddrErrors": ("{} with invalid addresses", _OPTIONAL),
    "InDelivers": ("{} incoming packets delivered", _NUMBER), "InDiscards": ("{} incoming packets discarded", _NUMBER),
    "InHdrErrors": ("{} with invalid headers", _OPTIONAL), "InReceives": ("{} total packets received", _NUMBER),
    "InUnknownProtos": ("{} with unknown protocol", _OPTIONAL), "OutDiscards": ("{} outgoing packets dropped", _OPTIONAL),
    "OutNoRoutes": ("{} dropped because of missing route", _OPTIONAL), "OutRequests": ("{} requests sent out", _NUMBER),
    "ReasmFails": ("{} packet reassemblies failed", _OPTIONAL), "ReasmOKs": ("{} packets reassembled ok", _OPTIONAL),
    "ReasmReqds": ("{} reassemblies required", _OPTIONAL), "ReasmTimeout": ("{} fragments dropped after timeout", _OPTIONAL),
}
_ICMP: Table = {
    "InErrors": ("{} input ICMP message failed", _NUMBER), "InMsgs": ("{} ICMP messages received", _NUMBER),
    "OutErrors": ("{} ICMP messages failed", _NUMBER), "OutMsgs": ("{} ICMP messages sent", _NUMBER),
    "InAddrMaskReps": ("address mask replies: {}", _IN), "InAddrMasks": ("address mask request: {}", _IN),
    "InDestUnreachs": ("destination unreachable: {}", _IN), "InEchoReps": ("echo replies: {}", _IN), "InEchos": ("echo requests: {}", _IN),
    "InParmProbs": ("wrong parameters: {}", _IN), "InRedirects": ("redirects: {}", _IN), "InSrcQuenchs": ("source quenches: {}", _IN),
    "InTimeExcds": ("timeout in transit: {}", _IN), "InTimestampReps": ("timestamp reply: {}", _IN),
    "InTimestamps": ("timestamp request: {}", _IN), "OutAddrMaskReps": ("address mask replies: {}", _OUT),
    "OutAddrMasks": ("address mask requests: {}", _OUT), "OutDestUnreachs": ("destination unreachable: {}", _OUT),
    "OutEchoReps": ("echo replies: {}", _OUT), "OutEchos": ("echo requests: {}", _OUT), "OutParmProbs": ("wrong parameters: {}", _OUT),
    "OutRedirects": ("redirect: {}", _OUT), "OutSrcQuenchs": ("source quench: {}", _OUT), "OutTimeExcds": ("time exceeded: {}", _OUT),
    "OutTimestampReps": ("timestamp replies: {}", _OUT), "OutTimestamps": ("timestamp requests: {}", _OUT),
}
_TCP: Table = {
    "ActiveOpens": ("{} active connection openings", _NUMBER), "AttemptFails": ("{} failed connection attempts", _NUMBER),
    "CurrEstab": ("{} connections established", _NUMBER), "EstabResets": ("{} connection resets received", _NUMBER),
    "InErrs": ("{} bad segments received", _NUMBER), "InSegs": ("{} segments received", _NUMBER), "MaxConn": None,
    "OutRsts": ("{} resets sent", _NUMBER), "OutSegs": ("{} segments sent out", _NUMBER),
    "PassiveOpens": ("{} passive connection openings", _NUMBER), "RetransSegs": ("{} segments retransmitted", _NUMBER),
    "RtoAlgorithm": None, "RtoMax": None, "RtoMin": None,
}
_UDP: Table = {
    "InDatagrams": ("{} packets received", _NUMBER), "InErrors": ("{} packet receive errors", _NUMBER),
    "NoPorts": ("{} packets to unknown port received", _NUMBER), "OutDatagrams": ("{} packets sent", _NUMBER),
    "RcvbufErrors": ("{} receive buffer errors", _NUMBER), "SndbufErrors": ("{} send buffer errors", _NUMBER),
}
_TCPEXT: Table = {
    "LockDroppedIcmps": ("{} ICMP packets dropped because socket was locked", _OPTIONAL),
    "OutOfWindowIcmps": ("{} ICMP packets dropped because they were out-of-window", _OPTIONAL),
    "TCPHPHits": ("{} packet headers predicted", _NUMBER),
}
# The tables, and by which option each is asked for.
_TABLES: dict[str, tuple[Table, str]] = {
    "Ip": (_IP, "w"), "Icmp": (_ICMP, "w"), "Tcp": (_TCP, "t"), "Udp": (_UDP, "u"), "TcpExt": (_TCPEXT, "t")}


@dataclass(slots=True)
class _Printer:
    """printval(). What is not known is indented as the line before it was, also where a group of its own begins."""

    state: int = _NUMBER
    lines: list[str] = field(default_factory=list)

    def value(self, table: Table, name: str, value: int) -> None:
        if name not in table:
            if value:
                self.lines.append(" " * _INDENT[self.state] + f"{name}: {value}")
            return
        entry = table[name]
        if entry is None:
            return
        sentence, kind = entry
        if kind in _HISTOGRAMS and self.state != kind:
            self.lines.append(" " * _INDENT[_NUMBER] + _HISTOGRAMS[kind])
        if kind == _NUMBER or value:
            self.lines.append(" " * _INDENT[kind] + sentence.format(value))
        self.state = kind


def print_statistics(namespace: "NetNamespace", wanted: str) -> str:
    """parsesnmp(): `wanted` are the letters of the protocols, w t u; a group that no letter stands for is always printed."""
    printer = _Printer()
    for group, columns in [*proc_net.counters(namespace, SNMP), *proc_net.counters(namespace, NETSTAT)]:
        table, letter = _TABLES.get(group, ({}, ""))
        if letter:
            printer.state = _NUMBER
        if letter not in wanted:
            continue
        printer.lines.append(f"{group}:")
        for name, value in columns:
            printer.value(table, name, value)
    return "".join(line + "\n" for line in printer.lines)
