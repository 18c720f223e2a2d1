"""NFQUEUE, CLASSIFY: libxt_NFQUEUE.c, libxt_CLASSIFY.c."""

import re

from pynetns.commands.iptables_option import Call, Ext, Option, Surroundings, Values, uint16, uint16_range
from pynetns.commands.iptables_values import IptablesProblem
from pynetns.netfilter.rule import IpPart
from pynetns.netfilter.target_queue import Classify, NfQueue


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

TARGETS = {ext.name: ext for ext in (_NFQUEUE, _CLASSIFY)}
