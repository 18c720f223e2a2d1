"""What else is under /proc/net: lists of the kernel's parts, and statistics of what pynetns does not have, which are 0.

net/core/sock.c, net-procfs.c, neighbour.c; net/ipv4/ipmr.c, igmp.c, route.c; net/netfilter/x_tables.c, nf_log.c, nf_conntrack_standalone.c.
"""

from typing import TYPE_CHECKING

from pynetns.commands.iptables_extensions import known_matches, known_targets

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

# Name, size, sockets, memory pages, pressure, greatest header, slab, module and abilities of each protocol.
_PROTOCOLS = """\
protocol  size sockets  memory press maxhdr  slab module     cl co di ac io in de sh ss gs se re bi br ha uh gp em
PACKET    1600      0      -1   NI       0   no   kernel      n  n  n  n  n  n  n  n  n  n  n  n  n  n  n  n  n  n
UNIX-STREAM 1152      0      -1   NI       0   yes  kernel      y  n  n  n  n  n  n  n  n  n  n  n  n  n  n  n  n  n
UNIX      1152      0      -1   NI       0   yes  kernel      y  n  n  n  n  n  n  n  n  n  n  n  n  n  n  n  n  n
UDP-Lite  1344      0       0   NI       0   yes  kernel      y  y  y  n  y  y  y  n  y  y  y  y  n  n  y  y  y  n
PING      1016      0      -1   NI       0   yes  kernel      y  y  y  n  n  y  n  n  y  y  y  y  y  y  n  y  y  n
RAW       1152      0      -1   NI       0   yes  kernel      y  y  y  n  y  y  y  n  y  y  y  y  y  y  y  y  n  n
UDP       1344 {udp:6}       0   NI       0   yes  kernel      y  y  y  n  y  y  y  n  y  y  y  y  n  n  y  y  y  n
TCP       2304 {tcp:6}     137   no     192   yes  kernel      y  y  y  y  y  y  y  y  y  y  y  y  n  y  y  y  y  y
NETLINK   1096      0      -1   NI       0   no   kernel      n  n  n  n  n  n  n  n  n  n  n  n  n  n  n  n  n  n
"""
_LOGGERS = {2: "nf_log_ipv4", 3: "nf_log_arp", 5: "nf_log_netdev", 7: "nf_log_bridge", 10: "nf_log_ipv6"}
_XFRM = ("InError InBufferError InHdrError InNoStates InStateProtoError InStateModeError InStateSeqError InStateExpired InStateMismatch "
         "InStateInvalid InTmplMismatch InNoPols InPolBlock InPolError OutError OutBundleGenError OutBundleCheckError OutNoStates "
         "OutStateProtoError OutStateModeError OutStateSeqError OutStateExpired OutPolBlock OutPolDead OutPolError FwdHdrError "
         "OutStateInvalid AcquireError OutStateDirError InStateDirError InIptfsError OutNoQueueSpace").split()
_RT_CACHE = ("entries  in_hit   in_slow_tot in_slow_mc in_no_route in_brd   in_martian_dst in_martian_src out_hit  out_slow_tot "
             "out_slow_mc gc_total gc_ignored gc_goal_miss gc_dst_overflow in_hlist_search out_hlist_search\n")
_CONNTRACK = ("entries  clashres found new invalid ignore delete chainlength insert insert_failed drop early_drop icmp_error  expect_new "
              "expect_create expect_delete search_restart\n")
_NEIGH = ("entries  allocs   destroys hash_grows lookups  hits     res_failed rcv_probes_mcast rcv_probes_ucast periodic_gc_runs "
          "forced_gc_runs unresolved_discards table_fulls\n")


def _zeros(heading: str) -> str:
    """A row of a table whose columns are as wide as their headings."""
    words, at = heading.split(), 0
    row = ""
    for word in words:
        at = heading.index(word, at)
        row = f"{row:<{at}}" + "00000000"
        at += len(word)
    return row + "\n"


def protocols(namespace: "NetNamespace") -> str:
    return _PROTOCOLS.format(udp=len(list(namespace.sockets.udp)), tcp=len(list(namespace.sockets.tcp)))


def ptype(namespace: "NetNamespace") -> str:
    """Who takes which type of frame."""
    return "Type Device      Function\n0800          ip_rcv\n0004          llc_rcv\n0806          arp_rcv\n"


def psched(namespace: "NetNamespace") -> str:
    """A tick of the packet schedulers' clock is 64 ns; timers have a resolution of 1 ns."""
    return "000003e8 00000040 000f4240 3b9aca00\n"


def softnet_stat(namespace: "NetNamespace") -> str:
    return " ".join(["00000000"] * 15) + "\n"


def arp_cache_stat(namespace: "NetNamespace") -> str:
    return _NEIGH + f"{len(namespace.neigh.table):08x}" + _zeros(_NEIGH)[8:]


def rt_cache_stat(namespace: "NetNamespace") -> str:
    return _RT_CACHE + _zeros(_RT_CACHE)


def conntrack_stat(namespace: "NetNamespace") -> str:
    row = f"{len(namespace.conntrack):08x}  " + " ".join(["00000000"] * 12) + "  " + " ".join(["00000000"] * 4)
    return _CONNTRACK + row + "\n"


def synproxy_stat(namespace: "NetNamespace") -> str:
    return "entries\t\tsyn_received\tcookie_invalid\tcookie_valid\tcookie_retrans\tconn_reopened\n" + "\t".join(["00000000"] * 6) + "\n"


def xfrm_stat(namespace: "NetNamespace") -> str:
    return "".join(f"{'Xfrm' + name:<24}\t0\n" for name in _XFRM)


def ip_mr_cache(namespace: "NetNamespace") -> str:
    return "Group    Origin   Iif     Pkts    Bytes    Wrong Oifs\n"


def ip_mr_vif(namespace: "NetNamespace") -> str:
    return "Interface      BytesIn  PktsIn  BytesOut PktsOut Flags Local    Remote\n"


def mcfilter(namespace: "NetNamespace") -> str:
    return "Idx Device        MCA        SRC    INC    EXC\n"


def netlink(namespace: "NetNamespace") -> str:
    return "sk               Eth Pid        Groups   Rmem     Wmem     Dump  Locks    Drops    Inode\n"


def nf_log(namespace: "NetNamespace") -> str:
    """Who logs for which family of protocols: nf_log_seq_show()."""
    text = ""
    for family in range(11):
        own = _LOGGERS.get(family)
        text += f"{family:2} {own or 'NONE'} ({own + ',' if own else ''}nfnetlink_log)\n"
    return text


def table_names(namespace: "NetNamespace") -> str:
    """The tables in use, the newest first."""
    return "".join(f"{table.name}\n" for table in namespace.iptables)


def matches(namespace: "NetNamespace") -> str:
    return "".join(f"{name}\n" for name in known_matches())


def targets(namespace: "NetNamespace") -> str:
    return "".join(f"{name}\n" for name in ("ERROR", *known_targets()))


def table_names6(namespace: "NetNamespace") -> str:
    return "".join(f"{table.name}\n" for table in namespace.ip6tables)


def matches6(namespace: "NetNamespace") -> str:
    return "".join(f"{name}\n" for name in known_matches(6))


def targets6(namespace: "NetNamespace") -> str:
    return "".join(f"{name}\n" for name in ("ERROR", *known_targets(6)))


def empty(namespace: "NetNamespace") -> str:
    return ""


FILES = {
    "arp_tables_matches": empty, "arp_tables_names": empty, "arp_tables_targets": empty,
    "ip6_tables_matches": matches6, "ip6_tables_names": table_names6, "ip6_tables_targets": targets6, "ip_mr_cache": ip_mr_cache,
    "ip_mr_vif": ip_mr_vif, "ip_tables_matches": matches, "ip_tables_names": table_names, "ip_tables_targets": targets,
    "mcfilter": mcfilter, "netfilter/nf_log": nf_log, "netfilter/nfnetlink_log": empty, "netfilter/nfnetlink_queue": empty,
    "netlink": netlink, "nf_conntrack_expect": empty, "protocols": protocols, "psched": psched, "ptype": ptype, "rt_acct": empty,
    "softnet_stat": softnet_stat, "stat/arp_cache": arp_cache_stat, "stat/nf_conntrack": conntrack_stat, "stat/rt_cache": rt_cache_stat,
    "stat/synproxy": synproxy_stat, "xfrm_stat": xfrm_stat,
}
ONLY_ROOT = {"arp_tables_matches", "arp_tables_names", "arp_tables_targets", "ip6_tables_matches", "ip6_tables_names",
             "ip6_tables_targets", "ip_tables_matches", "ip_tables_names", "ip_tables_targets",
             "netfilter/nfnetlink_log", "netfilter/nfnetlink_queue", "nf_conntrack", "nf_conntrack_expect"}
