"""NFQUEUE, CLASSIFY, TPROXY, TCPOPTSTRIP: libxt_NFQUEUE.c and its neighbours."""

import re

from pynetns.commands.iptables_family import format_address
from pynetns.commands.iptables_option import Call, Ext, Option, Surroundings, Values, host, port, uint16, uint16_range, value_mask
from pynetns.commands.iptables_values import IptablesProblem, number
from pynetns.netfilter.rule import IpPart
from pynetns.netfilter.target_header import TcpOptStrip
from pynetns.netfilter.target_queue import Classify, NfQueue, Tproxy


def _balance(call: Call) -> tuple[int, ...]:
    found: tuple[int, ...] = uint16_range(call)
    if len(found) != 2:
        raise IptablesProblem(f'Bad range "{call.arg}"')
    if found[0] >= found[1]:
        raise IptablesProblem(f"{found[0]} should be less than {found[1]}")
    return found


def _make_queue(values: Values, rule: Surroundings) -> NfQueue:
    first, last = values.get("balance", (values.get("num", 0),) * 2)
    return NfQueue(first, last - first + 1, "bypass" in values, "fanout" in values)


def _queues(target: NfQueue, prefix: str) -> str:
    if target.total > 1:
        return f"{prefix}balance {target.number}:{target.number + target.total - 1}"
    return f"{prefix}num {target.number}"


def _save_queue(target: NfQueue) -> str:
    return (f" {_queues(target, '--queue-')}{' --queue-bypass' if target.bypass else ''}"
            f"{' --queue-cpu-fanout' if target.cpu_fanout else ''}")


def _show_queue(target: NfQueue, ip: IpPart, numeric: bool) -> str:
    return f" NFQUEUE {_queues(target, '')}{' bypass' if target.bypass else ''}{' cpu-fanout' if target.cpu_fanout else ''}"


_NFQUEUE = Ext("NFQUEUE", (
    Option("queue-num", "num", uint16, excl=("balance",)), Option("queue-balance", "balance", _balance, excl=("num",)),
    Option("queue-bypass", "bypass"), Option("queue-cpu-fanout", "fanout", also=("balance",)),
), _make_queue, _save_queue, _show_queue)


def _class(call: Call) -> int:
    found = re.match(r"\s*(?:0[xX])?([0-9a-fA-F]+):\s*(?:0[xX])?([0-9a-fA-F]+)", call.arg)
    if found is None:
        raise IptablesProblem(f'Bad class value "{call.arg}"')
    return int(found[1], 16) << 16 & 0xFFFF0000 | int(found[2], 16) & 0xFFFF


def _make_classify(values: Values, rule: Surroundings) -> Classify:
    return Classify(values.get("class"))


def _save_classify(target: Classify) -> str:
    return f" --set-class {target.priority >> 16:04x}:{target.priority & 0xFFFF:04x}"


def _show_classify(target: Classify, ip: IpPart, numeric: bool) -> str:
    return f" CLASSIFY set {target.priority >> 16:x}:{target.priority & 0xFFFF:x}"


_CLASSIFY = Ext("CLASSIFY", (Option("set-class", "class", _class, mandatory=True),), _make_classify, _save_classify, _show_classify)


def _make_tproxy(values: Values, rule: Surroundings) -> Tproxy:
    return Tproxy(values.get("port"), values.get("ip", rule.family.any), *values.get("mark", (0, 0)))


def _save_tproxy(target: Tproxy) -> str:
    return f" --on-port {target.port} --on-ip {format_address(target.address)} --tproxy-mark 0x{target.mark:x}/0x{target.mask:x}"


def _show_tproxy(target: Tproxy, ip: IpPart, numeric: bool) -> str:
    return f" TPROXY redirect {format_address(target.address)}:{target.port} mark 0x{target.mark:x}/0x{target.mask:x}"


_TPROXY = Ext("TPROXY", (
    Option("on-port", "port", port, mandatory=True), Option("on-ip", "ip", host), Option("tproxy-mark", "mark", value_mask),
), _make_tproxy, _save_tproxy, _show_tproxy)

_TCP_OPTIONS = {"wscale": 3, "mss": 2, "sack-permitted": 4, "sack": 5, "timestamp": 8, "md5": 19}


def _options(call: Call) -> frozenset[int]:
    found: set[int] = set()
    for word in call.arg.split(","):
        option = _TCP_OPTIONS.get(word) or number(word, 0, 255)
        if option is None:
            raise IptablesProblem(f'Bad TCP option value "{word}"')
        if option < 2:
            raise IptablesProblem("Option value may not be 0 or 1")
        if option in found:
            raise IptablesProblem(f'Option "{word}" already specified')
        found.add(option)
    return frozenset(found)


def _make_strip(values: Values, rule: Surroundings) -> TcpOptStrip:
    return TcpOptStrip(values.get("options", frozenset()))


def _save_strip(target: TcpOptStrip) -> str:
    return f" --strip-options {','.join(map(str, sorted(target.options)))}" if target.options else ""


def _show_strip(target: TcpOptStrip, ip: IpPart, numeric: bool) -> str:
    names = {} if numeric else {number: name for name, number in _TCP_OPTIONS.items()}
    shown = ",".join(names.get(option, str(option)) for option in sorted(target.options))
    return f" TCPOPTSTRIP options {shown}" if target.options else ""


_STRIP = Ext("TCPOPTSTRIP", (Option("strip-options", "options", _options),), _make_strip, _save_strip, _show_strip)

TARGETS = {ext.name: ext for ext in (_NFQUEUE, _CLASSIFY, _TPROXY, _STRIP)}
