"""Where the tables stand on a packet's way: iptable_raw.c, iptable_mangle.c, iptable_nat.c, iptable_filter.c, iptable_security.c."""

from pynetns.device.packet import Packet, View
from pynetns.netfilter.state import LOCAL_OUT, HookState
from pynetns.netfilter.table import TABLE_HOOKS, Table
from pynetns.netfilter.verdict import ACCEPT, DROP, STOLEN
from pynetns.netns.hooks import HookFunction

# enum nf_ip_hook_priorities. The nat table has no place of its own: nat asks it for the first packet of each connection.
PRIORITIES = {"raw": -300, "mangle": -150, "filter": 0, "security": 50}
ROUTE_KEY = View(tos=(15, "B"), src=(26, "I"), dst=(30, "I"))


def register(table: Table) -> None:
    """A table came into being: packets pass it from now on."""
    namespace = table.namespace
    if table.name == "nat":
        namespace.nat.register(dict.fromkeys(TABLE_HOOKS["nat"], table.run))
        return
    for hook in TABLE_HOOKS[table.name]:
        function = mangle_out(table) if table.name == "mangle" and hook == LOCAL_OUT else table.run
        namespace.hooks.register(hook, PRIORITIES[table.name], function)


def mangle_out(table: Table) -> HookFunction:
    """ipt_mangle_out(): what is changed of the host's own packets may send them another way."""
    def run(packet: Packet, state: HookState) -> int:
        if not table.changes_route:
            return table.run(packet, state)
        before, mark = packet.read(ROUTE_KEY), packet.mark
        verdict = table.run(packet, state)
        if verdict not in (DROP, STOLEN) and (packet.mark != mark or packet.read(ROUTE_KEY) != before):
            if not table.namespace.ipv4_output.reroute(packet):
                return DROP
            return ACCEPT
        return verdict

    return run
