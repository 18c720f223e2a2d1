"""modprobe of kmod 30: what the emulator has counts as built into the kernel, so loading it succeeds and changes nothing."""

from pynetns.commands.base import CommandFailed, Context

BUILT_IN = frozenset((
    "8021q", "bridge", "br_netfilter", "dummy", "macvlan", "macvtap", "veth", "vrf", "stp", "llc", "ip_tables", "x_tables",
    "iptable_filter", "iptable_mangle", "iptable_nat", "iptable_raw", "iptable_security", "nf_nat", "nf_nat_ipv4", "nf_conntrack",
    "nf_conntrack_ipv4", "nf_defrag_ipv4", "nf_log_ipv4", "nf_log_syslog", "nf_conntrack_netlink", "nfnetlink", "ip_set", "xt_set",
    "sch_netem", "sch_tbf", "sch_fifo", "af_packet", "nf_conntrack_ftp", "nf_nat_ftp", "nf_conntrack_tftp", "nf_conntrack_irc",
    "configfs", "tun", "ipt_REJECT", "ipt_MASQUERADE", "ip6_tables", "ip6table_filter", "ip6table_nat", "overlay"))


def main(context: Context, words: list[str]) -> int:
    remove = any(word in ("-r", "--remove") or (word[:1] == "-" and word[1:2] != "-" and "r" in word) for word in words)
    quiet = any(word in ("-q", "--quiet") or (word[:1] == "-" and word[1:2] != "-" and "q" in word) for word in words)
    names = [word for word in words if not word.startswith("-")]
    if not names:
        raise CommandFailed("modprobe: ERROR: missing parameters. See -h.\n", 1)
    every = any(word in ("-a", "--all") or (word[:1] == "-" and word[1:2] != "-" and "a" in word) for word in words)
    status = 0
    for name in names if remove or every else names[:1]:  # what follows one name are its parameters
        plain = name.replace("-", "_")
        if plain in BUILT_IN or plain.startswith(("xt_", "ipt_", "ip_set_")):
            if remove:
                context.err(f"modprobe: FATAL: Module {plain} is builtin.\n")
                status = 1
        else:
            if not quiet:
                context.err(f"modprobe: FATAL: Module {name} not found in directory /lib/modules/6.18.0\n")
            status = 1
    return status
