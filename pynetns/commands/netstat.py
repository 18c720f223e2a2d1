"""netstat of net-tools 2.10: routes, interfaces, counters, groups and sockets (netstat.c).

There are UDP sockets and no others; Unix sockets are no part of a network, and their table is always empty.
"""

from collections import Counter

from pynetns.commands.base import CommandFailed, Context
from pynetns.commands.net_tools_getopt import UNKNOWN, Getopt
from pynetns.commands.net_tools_interfaces import print_all
from pynetns.commands.net_tools_routes import print_cache, print_ipv6, print_routes
from pynetns.commands.net_tools_text import (
    E_OPTERR, FAMILIES_BUILT, FAMILY_OPTIONS, HARDWARE_BUILT, RELEASE, ROUTED_FAMILIES_TEXT, host_name, show_usage,
)
from pynetns.commands.netstat_statistics import print_statistics
from pynetns.commands.netstat_usage import USAGE
from pynetns.commands.proc_net import SocketRow, TcpRow, groups_of, tcp_rows, udp_rows
from pynetns.commands.route import read_family
from pynetns.wire.address import format_ipv4

_LONG = {**FAMILY_OPTIONS, "version": ("V", False), "interfaces": ("i", False), "help": ("h", False), "route": ("r", False),
         "masquerade": ("M", False), "protocol": ("A", True), "tcp": ("t", False), "sctp": ("S", False), "udp": ("u", False),
         "udplite": ("U", False), "raw": ("w", False), "unix": ("x", False), "l2cap": ("2", False), "rfcomm": ("f", False),
         "listening": ("l", False), "all": ("a", False), "timers": ("o", False), "continuous": ("c", False), "extend": ("e", False),
         "programs": ("p", False), "verbose": ("v", False), "statistics": ("s", False), "wide": ("W", False), "numeric": ("n", False),
         "numeric-hosts": ("!", False), "numeric-ports": ("@", False), "numeric-users": ("#", False), "symbolic": ("N", False),
         "cache": ("C", False), "fib": ("F", False), "groups": ("g", False), "context": ("Z", False)}
_VERSION = (RELEASE + "Fred Baumgarten, Alan Cox, Bernd Eckenfels, Phil Blundell, Tuan Hoang, Brian Micek and others\n"
            "+NEW_ADDRT +RTF_IRTT +RTF_REJECT +FW_MASQUERADE +I18N +SELINUX\n" + FAMILIES_BUILT + HARDWARE_BUILT.format(""))
# /etc/services, as far as the ports of UDP are concerned that people meet in a lab.
_SERVICES = {7: "echo", 9: "discard", 13: "daytime", 19: "chargen", 37: "time", 49: "tacacs", 53: "domain", 67: "bootps", 68: "bootpc",
             69: "tftp", 88: "kerberos", 111: "sunrpc", 123: "ntp", 137: "netbios-ns", 138: "netbios-dgm", 161: "snmp", 162: "snmp-trap",
             500: "isakmp", 514: "syslog", 520: "route", 546: "dhcpv6-client", 547: "dhcpv6-server", 1194: "openvpn", 1701: "l2f",
             1812: "radius", 1813: "radius-acct", 2049: "nfs", 4500: "ipsec-nat-t", 4789: "vxlan", 5060: "sip", 5353: "mdns"}
_TCP_STATES = ("", "ESTABLISHED", "SYN_SENT", "SYN_RECV", "FIN_WAIT1", "FIN_WAIT2", "TIME_WAIT", "CLOSE", "CLOSE_WAIT", "LAST_ACK",
               "LISTEN", "CLOSING")
# What has a table in /proc that is not there, with the option that asks for it.
_ABSENT = {"S": "AF INET (sctp)", "ipx": "AF IPX", "ax25": "AF AX25", "x25": "AF X25", "netrom": "AF NETROM", "rose": "AF ROSE"}
_PROTOCOLS = "tSuUw"


def main(context: Context, words: list[str]) -> int:
    given: Counter[str] = Counter()
    families: list[str] = []
    reader = Getopt(context, "netstat", words, "A:CFMacdeghilnNoprsStuUvVWw2fx64?Z", _LONG)
    for option, value in reader:
        if option == "V":
            context.out(_VERSION)
            return 0
        if option in ("h", UNKNOWN):
            return show_usage(context, 0 if option == "h" else E_OPTERR, USAGE, ROUTED_FAMILIES_TEXT)
        if option == "Z":
            raise CommandFailed("SELinux is not enabled on this machine.\n", 1)
        if option in ("A", "family", "4", "6", "x"):
            families += read_family({"4": "inet", "6": "inet6", "x": "unix"}.get(option, value)).split(",")
        else:
            given[option] += 1
    if given["i"] + given["r"] + given["M"] + given["s"] > 1:
        return show_usage(context, E_OPTERR, USAGE, ROUTED_FAMILIES_TEXT)
    return _Netstat(context, given, families).run()


class _Netstat:
    """One call of the command."""

    def __init__(self, context: Context, given: Counter[str], families: list[str]) -> None:
        self.context = context
        self.given = given
        self.families = families
        self.protocols = {letter for letter in _PROTOCOLS if given[letter]}
        self.not_asked = False  # the protocols are all meant, without their having been named
        if ({"inet", "inet6"} & set(families) or given["s"]) and not self.protocols:
            self.protocols, self.not_asked = set(_PROTOCOLS), True
        self.asked = bool(self.protocols or given["g"] or given["2"] or given["f"] or set(families) - {"inet", "inet6"})
        self.numeric = bool(given["n"] or given["!"])

    def run(self) -> int:
        out, given, namespace = self.context.out, self.given, self.context.namespace
        family = ",".join(self.families) or "inet"
        if given["M"]:
            raise CommandFailed("netstat: no support for `ip_masquerade' on this system.\n", 1)
        if given["s"]:
            return self._statistics(family)
        if given["r"]:
            extended = {1: 2, 2: 1}.get(given["e"] + 1, 3)
            if family not in ("inet", "inet6"):
                raise CommandFailed(f"netstat: no support for `AF {family.upper()}' on this system.\n", 1)
            if family == "inet6":
                out(print_ipv6(bool(given["C"])))
            if family == "inet" and (given["F"] or not given["C"]):
                out(print_routes(namespace, extended, self.numeric))
            if family == "inet" and given["C"]:
                out(print_cache(extended))
            return 0
        if given["i"]:
            out("Kernel Interface table\n")
            if not given["e"]:
                out("Iface             MTU    RX-OK RX-ERR RX-DRP RX-OVR    TX-OK TX-ERR TX-DRP TX-OVR Flg\n")
            if print_all(self.context, short=not given["e"], everything=bool(given["a"])):
                return 0
            self.context.err("missing interface information: No such device\n")
            return 1
        return self._sockets()

    def _statistics(self, family: str) -> int:
        if family == "inet":
            self.context.out(print_statistics(self.context.namespace, "".join(self.protocols)))
            return 0
        if family == "inet6":
            raise CommandFailed("cannot open /proc/net/snmp6: No such file or directory\n", 0)
        self.context.out(f"netstat: No statistics support for specified address family: {family}\n")
        return 1

    # --- sockets -----------------------------------------------------------------------------------------------------------------

    def _sockets(self) -> int:
        if not self.asked or self.protocols:
            self.context.out(f"Active Internet connections {self._which()}\n"
                             f"Proto Recv-Q Send-Q Local Address           Foreign Address         State      "
                             + (" User       Inode     " if self.given["e"] else "")
                             + (f" {'PID/Program name':<20}" if self.given["p"] else "")
                             + (" Timer" if self.given["o"] else "") + "\n")
        if (not self.asked or "S" in self.protocols) and self._absent("S", "S" in self.protocols and not self.not_asked):
            return 1
        if (not self.asked or "t" in self.protocols) and ("inet6" not in self.families or "inet" in self.families):
            for connection in tcp_rows(self.context.namespace):
                if self.given["a"] or bool(connection.remote[1]) != bool(self.given["l"]):
                    self.context.out(self._tcp_line(connection))
        if (not self.asked or "u" in self.protocols) and ("inet6" not in self.families or "inet" in self.families):
            for row in udp_rows(self.context.namespace):
                if self.given["a"] or bool(row.remote[0]) != bool(self.given["l"]):
                    self.context.out(self._udp_line(row))
        if self.given["g"]:
            self._groups()
        if not self.asked or "unix" in self.families:
            program = f" {'PID/Program name':<20}" if self.given["p"] else ""
            self.context.out(f"Active UNIX domain sockets {self._which()}\n"
                             f"Proto RefCnt Flags       Type       State         I-Node  {program} Path\n")
        for family in list(_ABSENT)[1:]:
            if (not self.asked or family in self.families) and self._absent(family, family in self.families):
                return 1
        return 0

    def _absent(self, what: str, by_name: bool) -> bool:
        """A table that is not there: told to who asked for it, or wants to know everything."""
        if by_name or (self.given["v"] and not self.not_asked):
            self.context.err(f"netstat: no support for `{_ABSENT[what]}' on this system.\n")
        return by_name

    def _which(self) -> str:
        if self.given["a"]:
            return "(servers and established)"
        return "(only servers)" if self.given["l"] else "(w/o servers)"

    def _tcp_line(self, row: TcpRow) -> str:
        return self._line("tcp", row.unread, row.unacknowledged, row.local, row.remote, _TCP_STATES[row.state], row.inode)

    def _udp_line(self, row: SocketRow) -> str:
        return self._line("udp", row.queued, 0, row.local, row.remote, "ESTABLISHED" if row.connected else "", row.inode)

    def _line(self, protocol: str, received: int, sent: int, local: tuple[int, int], remote: tuple[int, int], state: str,
              inode: int) -> str:
        line = f"{protocol}   {received:6} {sent:6} {self._end(*local):<23} {self._end(*remote):<23} {state:<11}"
        if self.given["e"]:
            user = 0 if self.given["n"] or self.given["#"] else "root"
            line += f" {user:<10} {inode:<10}"
        if self.given["p"]:
            line += f" {'-':<20}"
        return line + (" off (0.00/0/0)" if self.given["o"] else "") + "\n"

    def _end(self, address: int, port: int) -> str:
        """addr_do_one(): 22 letters, unless there may be more."""
        host = host_name(address, self.numeric)
        name = str(port) if port else "*"
        if port and not (self.given["n"] or self.given["@"]):
            name = _SERVICES.get(port, name)
        if not self.given["W"] and len(host) + len(name) > 22:
            room = min(len(name), 18)
            return f"{host[:22 - room]}:{name[:room]}"
        return f"{host}:{name}"

    def _groups(self) -> None:
        self.context.out("IPv6/IPv4 Group Memberships\nInterface       RefCnt Group\n--------------- ------ ---------------------\n")
        for device in self.context.namespace.devices.values():
            for group in groups_of(device):
                self.context.out(f"{device.name:<15} {1:<6} {format_ipv4(group)}\n")
