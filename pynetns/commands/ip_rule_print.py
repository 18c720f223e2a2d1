"""How `ip rule` shows a rule (print_rule() in ip/iprule.c of iproute2 6.1)."""

from pynetns.commands.ip_options import Options
from pynetns.commands.ip_print import Printer
from pynetns.commands.ip_text import protocol_name, table_name
from pynetns.commands.netdb import protocol_name as ip_protocol_name
from pynetns.netns.fib_rules import ALL_PORTS, ALL_USERS, RULE_PROTO, Rule
from pynetns.wire.address import format_ipv4


def print_rule(printer: Printer, options: Options, rule: Rule, unresolved: bool, devices: frozenset[str], deleted: bool = False) -> None:
    """print_rule() of iprule.c."""
    printer.open()
    if deleted:
        printer.put("deleted", True, "Deleted ")
    printer.put("priority", rule.priority or 0, "{}:\t")
    if rule.invert:
        printer.put("not", None, "not ")
    _print_prefix(printer, rule.src, rule.src_length, "src", "from ")
    if rule.dst_length:
        _print_prefix(printer, rule.dst, rule.dst_length, "dst", " to ")
    if rule.tos:
        printer.put("tos", f"{rule.tos:#04x}", " tos {}")
    if rule.mark or rule.mark_mask:
        printer.put("fwmark", _hex(rule.mark or 0), " fwmark {}")
        if (rule.mark_mask or 0) != 0xFFFFFFFF:
            printer.put("fwmask", _hex(rule.mark_mask or 0), "/{}")
    for device, key in ((rule.iif, "iif"), (rule.oif, "oif")):
        if device:
            printer.text(f" {key} ")
            printer.put(key, device, "{}", "name")
            if device not in devices:
                printer.put(f"{key}_detached", None, " [detached]")
    if rule.l3mdev:
        printer.put("l3mdev", None, " lookup [l3mdev-table]")
    if rule.uids != ALL_USERS:
        printer.put("uid_start", rule.uids[0], " uidrange {}")
        printer.put("uid_end", rule.uids[1], "-{}")
    if rule.proto:
        name = None if options.numeric else ip_protocol_name(rule.proto)
        printer.put("ipproto", name or f"ipproto-{rule.proto}", " ipproto {}")
    for ports, key in ((rule.sport, "sport"), (rule.dport, "dport")):
        if ports != ALL_PORTS:
            if ports[0] == ports[1]:
                printer.put(key, ports[0], f" {key} {{}}")
            else:
                printer.put(f"{key}_start", ports[0], f" {key} {{}}")
                printer.put(f"{key}_end", ports[1], "-{}")
    if rule.tunnel:
        printer.put("tun_id", rule.tunnel, " tun_id {}")
    if rule.table:
        printer.put("table", table_name(rule.table, options.numeric), " lookup {}")
        if rule.suppress_length != -1:
            printer.put("suppress_prefixlen", rule.suppress_length, " suppress_prefixlength {}")
        if rule.suppress_group != -1:
            group = str(rule.suppress_group) if rule.suppress_group or options.numeric else "default"
            printer.put("suppress_ifgroup", group, " suppress_ifgroup {}")
    _print_action(printer, rule, unresolved)
    if rule.protocol not in (0, RULE_PROTO) or options.details:
        printer.put("protocol", protocol_name(rule.protocol, options.numeric), " proto {}")
    printer.text("\n")
    printer.close()


def _print_prefix(printer: Printer, prefix: int, length: int, key: str, word: str) -> None:
    if not length:
        printer.put(key, "all", f"{word}{{}}")
        return
    printer.text(word)
    printer.put(key, format_ipv4(prefix), "{}", "inet")
    if length != 32:
        printer.put(f"{key}len", length, "/{}")


def _print_action(printer: Printer, rule: Rule, unresolved: bool) -> None:
    if rule.realm:
        if rule.realm >> 16:
            printer.put("flow_from", str(rule.realm >> 16), " realms {}/")
        else:
            printer.text(" realms ")
        printer.put("flow_to", str(rule.realm & 0xFFFF), "{}")
    if rule.action == "goto":
        printer.put("goto", rule.target if rule.target is not None else "none", " goto {}")
        if unresolved:
            printer.put("unresolved", None, " [unresolved]")
    elif rule.action == "nat":
        printer.put("masquerade", None, " masquerade")
    elif rule.action == "nop":
        printer.put("nop", None, " nop")
    elif rule.action != "table":
        printer.put("action", rule.action, " {}")


def _hex(value: int) -> str:
    """%#x: zero has no prefix."""
    return f"{value:#x}" if value else "0"
