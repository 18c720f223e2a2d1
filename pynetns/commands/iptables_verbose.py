"""The line that iptables -v prints of a rule that it adds or deletes: print_firewall() with FMT_NOTABLE, without columns."""

from pynetns.commands.iptables_extensions import ext_of_match, ext_of_target
from pynetns.commands.iptables_family import format_address, mask_suffix
from pynetns.commands.iptables_text import target_name
from pynetns.commands.iptables_values import proto_to_name
from pynetns.netfilter.rule import Jump, Rule, Standard


def rule_line(rule: Rule) -> str:
    ip, target = rule.ip, rule.target
    text = f"{target_name(rule)} {'!' if ip.invert_proto else ' '}"
    text += f"{proto_to_name(ip.proto, True) or ip.proto} opt {'!' if ip.invert_fragment else '-'}{'f' if ip.fragment else '-'} "
    text += f"in {'!' if ip.invert_in else ''}{ip.iniface or '*'} out {'!' if ip.invert_out else ''}{ip.outiface or '*'} "
    text += f"{'!' if ip.invert_src else ' '}{format_address(ip.src)}{mask_suffix(ip.src_mask)} "
    text += f"{'!' if ip.invert_dst else ' '}-> {format_address(ip.dst)}{mask_suffix(ip.dst_mask)}  "
    if rule.goto:
        text += "[goto] "
    for match in rule.matches:
        text += ext_of_match(match).shown(match, ip, True)
    if target is not None and not isinstance(target, Standard | Jump):
        text += ext_of_target(target).shown(target, ip, True)
    return text + "\n"
