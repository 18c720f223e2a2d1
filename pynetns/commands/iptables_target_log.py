"""LOG, NFLOG, TRACE, REJECT: libxt_LOG.c, libxt_NFLOG.c, libxt_TRACE.c, libipt_REJECT.c."""

from pynetns.commands.iptables_option import (
    Call, Ext, Kind, Option, Surroundings, Values, limited, nothing_saved, syslog_level, uint16, uint32,
)
from pynetns.commands.iptables_values import IptablesProblem, save_string
from pynetns.netfilter.rule import IpPart
from pynetns.netfilter.target_log import IPOPT, MACDECODE, TCPOPT, TCPSEQ, UID, WARNING, Log, NfLog, Trace
from pynetns.netfilter.target_reject import KINDS, Reject

_LEVEL_NAMES = {0: "emerg", 1: "alert", 2: "crit", 3: "err", 4: "warn", 5: "notice", 6: "info", 7: "debug"}
# Options in the order in which they are saved: name, bit, name in a listing.
_LOG_FLAGS = (("log-tcp-sequence", TCPSEQ, "tcp-sequence"), ("log-tcp-options", TCPOPT, "tcp-options"),
              ("log-ip-options", IPOPT, "ip-options"),
              ("log-uid", UID, "uid"), ("log-macdecode", MACDECODE, "macdecode"))


def _prefix(size: int) -> Kind:
    cut = limited(size)

    def kind(call: Call) -> str:
        text: str = cut(call)
        if "\n" in call.arg:
            raise IptablesProblem("Newlines not allowed in --log-prefix")
        return text

    return kind


def _make_log(values: Values, rule: Surroundings) -> Log:
    flags = 0
    for name, bit, _ in _LOG_FLAGS:
        flags |= bit if name in values else 0
    return Log(values.get("prefix", ""), values.get("level", WARNING), flags)


def _save_log(target: Log) -> str:
    text = " --log-prefix" + save_string(target.prefix) if target.prefix else ""
    text += f" --log-level {target.level}" if target.level != WARNING else ""
    return text + "".join(f" --{name}" for name, bit, _ in _LOG_FLAGS if target.flags & bit)


def _show_log(target: Log, ip: IpPart, numeric: bool) -> str:
    if numeric:
        text = f" LOG flags {target.flags} level {target.level}"
    else:
        text = f" LOG level {_LEVEL_NAMES[target.level]}" + "".join(f" {name}" for _, bit, name in _LOG_FLAGS if target.flags & bit)
    return text + (f' prefix "{target.prefix}"' if target.prefix else "")


_LOG = Ext("LOG", (
    Option("log-level", "level", syslog_level), Option("log-prefix", "prefix", _prefix(29), low=1),
    *(Option(name, name) for name, _, _ in _LOG_FLAGS),
), _make_log, _save_log, _show_log)


def _check_nflog(values: Values, rule: Surroundings) -> None:
    if "range" in values:
        rule.warn("warn: --nflog-range has never worked and is no longer supported, please use --nflog-size instead\n")


def _make_nflog(values: Values, rule: Surroundings) -> NfLog:
    return NfLog(values.get("group", 0), values.get("prefix", ""), values.get("range", 0), values.get("size"), values.get("threshold", 0))


def _nflog(target: NfLog, prefix: str) -> str:
    text = f" {prefix}nflog-prefix" + save_string(target.prefix) if target.prefix else ""
    text += f" {prefix}nflog-group {target.group}" if target.group else ""
    if target.size is not None:
        text += f" {prefix}nflog-size {target.size}"
    elif target.range:
        text += f" {prefix}nflog-range {target.range}"
    return text + (f" {prefix}nflog-threshold {target.threshold}" if target.threshold else "")


def _save_nflog(target: NfLog) -> str:
    return _nflog(target, "--")


def _show_nflog(target: NfLog, ip: IpPart, numeric: bool) -> str:
    return _nflog(target, "")


_NFLOG = Ext("NFLOG", (
    Option("nflog-group", "group", uint16), Option("nflog-prefix", "prefix", _prefix(63), low=1),
    Option("nflog-range", "range", uint32, excl=("size",)), Option("nflog-size", "size", uint32, excl=("range",)),
    Option("nflog-threshold", "threshold", uint16),
), _make_nflog, _save_nflog, _show_nflog, _check_nflog)


def _make_trace(values: Values, rule: Surroundings) -> Trace:
    return Trace()


def _show_nothing(target: object, ip: IpPart, numeric: bool) -> str:
    return ""


_TRACE = Ext("TRACE", (), _make_trace, nothing_saved, _show_nothing)


def _reject_with(call: Call) -> str:
    """Any beginning of a long or a short name, the first that fits."""
    word = call.arg.lower()
    for name, (short, _) in KINDS.items():
        if name.startswith(word) or short.startswith(word):
            return name
    if "echo-reply".startswith(word) or "echoreply".startswith(word):
        call.rule.warn("--reject-with echo-reply no longer supported\n")
    raise IptablesProblem(f'unknown reject type "{call.arg}"')


def _make_reject(values: Values, rule: Surroundings) -> Reject:
    return Reject(values.get("with", "icmp-port-unreachable"))


def _save_reject(target: Reject) -> str:
    return f" --reject-with {target.kind_sent}"


def _show_reject(target: Reject, ip: IpPart, numeric: bool) -> str:
    return f" reject-with {target.kind_sent}"


_REJECT = Ext("REJECT", (Option("reject-with", "with", _reject_with),), _make_reject, _save_reject, _show_reject)

TARGETS = {ext.name: ext for ext in (_LOG, _NFLOG, _TRACE, _REJECT)}
