"""How rules are printed: as options (-S, iptables-save) and in columns (-L). print_rule4() and print_firewall() of iptables/iptables.c."""

from pynetns.commands.iptables_extensions import ext_of_match, ext_of_target
from pynetns.commands.iptables_family import address_name, format_address, mask_suffix, saved_mask
from pynetns.commands.iptables_values import proto_to_name, scaled
from pynetns.netfilter.chain import Chain
from pynetns.netfilter.rule import IpPart, Jump, Rule, Standard
from pynetns.netfilter.verdict import NAMES


def _saved_address(letter: str, address: int, mask: int, invert: bool) -> str:
    if not mask and not invert and not address:
        return ""
    return f"{' !' if invert else ''} -{letter} {format_address(address)}/{saved_mask(mask)}"


def _saved_interface(letter: str, name: str, invert: bool) -> str:
    if not name or name == "+":
        return ""
    return f"{' !' if invert else ''} -{letter} {name}"


def saved_ip(ip: IpPart) -> str:
    """The part that needs no extension."""
    text = _saved_address("s", ip.src, ip.src_mask, ip.invert_src) + _saved_address("d", ip.dst, ip.dst_mask, ip.invert_dst)
    text += _saved_interface("i", ip.iniface, ip.invert_in) + _saved_interface("o", ip.outiface, ip.invert_out)
    if ip.proto:
        text += f"{' !' if ip.invert_proto else ''} -p {proto_to_name(ip.proto) or ip.proto}"
    if ip.fragment:
        text += f"{' !' if ip.invert_fragment else ''} -f"
    return text


def saved_rule(chain: str, rule: Rule, counters: int = 0) -> str:
    """One line of -S; `counters` above zero puts them in front as iptables-save does, below zero as -c before the target."""
    text = f"[{rule.counter.packets}:{rule.counter.bytes}] " if counters > 0 else ""
    text += f"-A {chain}{saved_ip(rule.ip)}"
    for match in rule.matches:
        ext = ext_of_match(match)
        text += f" -m {ext.name}{ext.saved(match)}"
    if counters < 0:
        text += f" -c {rule.counter.packets} {rule.counter.bytes}"
    target = rule.target
    if isinstance(target, Jump):
        text += f" -{'g' if rule.goto else 'j'} {target.chain}"
    elif isinstance(target, Standard):
        text += f" -j {target.name}"
    elif target is not None:
        ext = ext_of_target(target)
        text += f" -j {ext.name}{ext.saved(target)}"
    return text + "\n"


def chain_header(chain: Chain, references: int, verbose: bool, expand: bool, line_numbers: bool) -> str:
    """print_header()."""
    if chain.policy is not None:
        policy = f"policy {NAMES[chain.policy]}"
        if verbose:
            policy += f" {scaled(chain.counter.packets, expand, False)}packets, {scaled(chain.counter.bytes, expand, False)}bytes"
    else:
        policy = f"{references} references"
    text = f"Chain {chain.name} ({policy})\n"
    if line_numbers:
        text += "num  "
    if verbose:
        text += f"{'pkts':>8} {'bytes':>10} " if expand else f"{'pkts':>5} {'bytes':>5} "
    text += f"{'target':<9}  prot opt"
    if verbose:
        text += f" {'in':<6} {'out':<6} "
    return text + f" {'source':<19}  {'destination':<19} \n"


def _shown_address(address: int, mask: int, invert: bool, numeric: bool) -> str:
    if not numeric and not (mask if type(mask) is int else address):
        name = "anywhere"
    else:
        name = (format_address(address) if numeric else address_name(address)) + mask_suffix(mask)
    return f"{'!' if invert else ' '}{name:<19} "


def listed_rule(rule: Rule, number: int, verbose: bool, numeric: bool, expand: bool, line_numbers: bool) -> str:
    """print_firewall(): one line of -L."""
    ip, target = rule.ip, rule.target
    text = f"{number:<4} " if line_numbers else ""
    if verbose:
        text += scaled(rule.counter.packets, expand) + scaled(rule.counter.bytes, expand)
    name = target_name(rule)
    text += f"{name:<9} {'!' if ip.invert_proto else ' '}"
    proto = proto_to_name(ip.proto, numeric)
    text += f"{ip.proto if numeric or proto is None else proto:<4} "
    text += f"{'!' if ip.invert_fragment else '-'}{'f' if ip.fragment else '-'} "
    if verbose:
        any_name = "*" if numeric else "any"
        text += f" {('!' if ip.invert_in else '') + (ip.iniface or any_name):<6} "
        text += f"{('!' if ip.invert_out else '') + (ip.outiface or any_name):<6} "
    text += _shown_address(ip.src, ip.src_mask, ip.invert_src, numeric) + _shown_address(ip.dst, ip.dst_mask, ip.invert_dst, numeric)
    if rule.goto:
        text += "[goto] "
    for match in rule.matches:
        text += ext_of_match(match).shown(match, ip, numeric)
    if target is not None and not isinstance(target, Standard | Jump):
        text += ext_of_target(target).shown(target, ip, numeric)
    return text + "\n"


def target_name(rule: Rule) -> str:
    """What stands in the first column: the target as the kernel knows it."""
    return rule.target.name if rule.target is not None else ""
