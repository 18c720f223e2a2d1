"""How conntrack(8) shows a connection: as a line, as the options that would make it, as XML, as an event."""

from pynetns.commands.conntrack_options import PROTOCOLS, STATUS
from pynetns.device.scheduler import SECOND
from pynetns.netfilter.connection import IPS_ASSURED, IPS_SEEN_REPLY, Connection
from pynetns.netfilter.conntrack_tcp import STATES, TcpState
from pynetns.netfilter.tuple import WITH_PORTS, Tuple
from pynetns.wire.address import format_ipv4
from pynetns.wire.ipv4 import IPPROTO_ICMP

_NAMES = {number: name for name, number in PROTOCOLS.items()}


def _endpoints(tuple_: Tuple) -> str:
    text = f"src={format_ipv4(tuple_.src)} dst={format_ipv4(tuple_.dst)} "
    if tuple_.proto == IPPROTO_ICMP:
        return text + f"type={tuple_.icmp_type} code={tuple_.icmp_code} id={tuple_.sport} "
    if tuple_.proto in WITH_PORTS:
        return text + f"sport={tuple_.sport} dport={tuple_.dport} "
    if tuple_.proto == PROTOCOLS["gre"]:
        return text + f"srckey=0x{tuple_.sport:x} dstkey=0x{tuple_.dport:x} "
    return text


def _counted(connection: Connection, way: int) -> str:
    if connection.counters is None:
        return ""
    counter = connection.counters[way]
    return f"packets={counter.packets} bytes={counter.bytes} "


def _state(connection: Connection) -> str:
    return f"{STATES[connection.protocol.state]} " if isinstance(connection.protocol, TcpState) else ""


def _protocol(connection: Connection) -> str:
    proto = connection.original.proto
    return f"{_NAMES.get(proto, 'unknown'):<8} {proto} "


def _flow(connection: Connection) -> str:
    """Both directions."""
    unreplied = "" if connection.status & IPS_SEEN_REPLY else "[UNREPLIED] "
    assured = "[ASSURED] " if connection.status & IPS_ASSURED else ""
    return (_endpoints(connection.original) + _zone("zone-orig", connection) + _counted(connection, 0) + unreplied
            + _endpoints(connection.reply) + _zone("zone-reply", connection) + _counted(connection, 1) + assured)


def _zone(which: str, connection: Connection) -> str:
    if connection.original.zone == connection.reply.zone:
        return ""
    zone = connection.original.zone if which == "zone-orig" else connection.reply.zone
    return f"{which}={zone} " if zone else ""


def flow_line(connection: Connection, output: tuple[str, ...] = (), use: int = 1) -> str:
    """A line of `conntrack -L`."""
    family = "ipv4     2 " if "extended" in output else ""
    zone = f"zone={connection.original.zone} " if connection.original.zone and connection.original.zone == connection.reply.zone else ""
    identifier = f" id={connection.identifier}" if "id" in output else ""
    return (f"{family}{_protocol(connection)}{connection.expires_in()} {_state(connection)}{_flow(connection)}mark={connection.mark} "
            f"{zone}use={use}{identifier}\n")


def proc_line(connection: Connection) -> str:
    """A line of /proc/net/nf_conntrack."""
    return (f"ipv4     2 {_protocol(connection)}{connection.expires_in()} {_state(connection)}{_flow(connection)}mark={connection.mark} "
            f"zone={connection.original.zone} use=2\n")


def event_line(kind: str, connection: Connection, output: tuple[str, ...], now: int) -> str:
    """A line of `conntrack -E`."""
    stamp = f"[{now // SECOND}.{now % SECOND // 1000:06}]\t" if "timestamp" in output else ""
    label = {"new": "    [NEW] ", "update": " [UPDATE] ", "destroy": "[DESTROY] "}[kind]
    family = "ipv4     2 " if "extended" in output else ""
    left = f"{connection.expires_in()} " if kind != "destroy" else ""
    mark = f"mark={connection.mark} " if connection.mark else ""
    identifier = f"id={connection.identifier} " if "id" in output else ""
    return f"{stamp}{label}{family}{_protocol(connection)}{left}{_state(connection)}{_flow(connection)}{mark}{identifier}".rstrip() + "\n"


def save_line(connection: Connection) -> str:
    """The options of the `conntrack -A` that would make it."""
    original, reply = connection.original, connection.reply
    names = [name for name in ("EXPECTED", "SEEN_REPLY", "ASSURED", "FIXED_TIMEOUT") if connection.status & STATUS[name]]
    text = (f"-A -t {connection.expires_in()} -u {','.join(names) or 'UNSET'} "
            f"-s {format_ipv4(original.src)} -d {format_ipv4(original.dst)} "
            f"-r {format_ipv4(reply.src)} -q {format_ipv4(reply.dst)} -p {_NAMES.get(original.proto, original.proto)} ")
    if original.proto == IPPROTO_ICMP:
        text += f"--icmp-type {original.icmp_type} --icmp-code {original.icmp_code} --icmp-id {original.sport} "
    elif original.proto in WITH_PORTS:
        text += (f"--sport {original.sport} --dport {original.dport} --reply-port-src {reply.sport} --reply-port-dst {reply.dport} ")
    if isinstance(connection.protocol, TcpState):
        text += f"--state {STATES[connection.protocol.state]} "
    return text.rstrip() + "\n"


def xml_flow(connection: Connection) -> str:
    text = "<flow>"
    for way, (name, tuple_) in enumerate((("original", connection.original), ("reply", connection.reply))):
        proto = tuple_.proto
        ports = f"<sport>{tuple_.sport}</sport><dport>{tuple_.dport}</dport>" if proto in WITH_PORTS else ""
        counters = ""
        if connection.counters is not None:
            counter = connection.counters[way]
            counters = f"<counters><packets>{counter.packets}</packets><bytes>{counter.bytes}</bytes></counters>"
        text += (f'<meta direction="{name}"><layer3 protonum="2" protoname="ipv4"><src>{format_ipv4(tuple_.src)}</src>'
                 f'<dst>{format_ipv4(tuple_.dst)}</dst></layer3><layer4 protonum="{proto}" protoname="{_NAMES.get(proto, "unknown")}">'
                 f"{ports}</layer4>{counters}</meta>")
    state = f"<state>{STATES[connection.protocol.state]}</state>" if isinstance(connection.protocol, TcpState) else ""
    flags = ("<assured/>" if connection.status & IPS_ASSURED else "") + ("" if connection.status & IPS_SEEN_REPLY else "<unreplied/>")
    return (f'{text}<meta direction="independent">{state}<timeout>{connection.expires_in()}</timeout><mark>{connection.mark}</mark>'
            f"<use>1</use><id>{connection.identifier}</id>{flags}</meta></flow>\n")


HELP = """\
Command line interface for the connection tracking system. Version 1.4.7
Usage: conntrack [commands] [options]

Commands:
  -L [table] [options]\t\tList conntrack or expectation table
  -G [table] parameters\t\tGet conntrack or expectation
  -D [table] parameters\t\tDelete conntrack or expectation
  -I [table] parameters\t\tCreate a conntrack or expectation
  -U [table] parameters\t\tUpdate a conntrack
  -E [table] [options]\t\tShow events
  -F [table]\t\t\tFlush table
  -C [table]\t\t\tShow counter
  -S\t\t\t\tShow statistics

Tables: conntrack, expect, dying, unconfirmed

Conntrack parameters and options:
  -n, --src-nat ip\t\t\tsource NAT ip
  -g, --dst-nat ip\t\t\tdestination NAT ip
  -j, --any-nat ip\t\t\tsource or destination NAT ip
  -m, --mark mark\t\t\tSet mark
  -c, --secmark secmark\t\t\tSet selinux secmark
  -e, --event-mask eventmask\t\tEvent mask, eg. NEW,DESTROY
  -z, --zero \t\t\t\tZero counters while listing
  -o, --output type[,...]\t\tOutput format, eg. xml
  -l, --label label[,...]\t\tconntrack labels

Expectation parameters and options:
  --tuple-src ip\tSource address in expect tuple
  --tuple-dst ip\tDestination address in expect tuple

Updating parameters and options:
  --label-add label\tAdd label
  --label-del label\tDelete label

Common parameters and options:
  -s, --src, --orig-src ip\t\tSource address from original direction
  -d, --dst, --orig-dst ip\t\tDestination address from original direction
  -r, --reply-src ip\t\tSource addres from reply direction
  -q, --reply-dst ip\t\tDestination address from reply direction
  -p, --protonum proto\t\tLayer 4 Protocol, eg. 'tcp'
  -f, --family proto\t\tLayer 3 Protocol, eg. 'ipv6'
  -t, --timeout timeout\t\tSet timeout
  -u, --status status\t\tSet status, eg. ASSURED
  -w, --zone value\t\tSet conntrack zone
  --orig-zone value\t\tSet zone for original direction
  --reply-zone value\t\tSet zone for reply direction
  -b, --buffer-size\t\tNetlink socket buffer size
  --mask-src ip\t\t\tSource mask address
  --mask-dst ip\t\t\tDestination mask address

"""
