"""What LOG and TRACE write of a packet: net/netfilter/nf_log_syslog.c. The text is the kernel's own, and so is made here."""

from typing import TYPE_CHECKING

from pynetns.device.packet import ETH_HLEN, IP, Packet
from pynetns.netns.hooks import HookState
from pynetns.wire.address import format_ipv4
from pynetns.wire.ipv4 import IPPROTO_ICMP, IPPROTO_TCP, IPPROTO_UDP

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

# NF_LOG_*: what of a packet is written besides the usual.
TCPSEQ, TCPOPT, IPOPT, UID, MACDECODE = 1, 2, 4, 8, 0x20
DEFAULT_MASK = 0x0F
KERN_WARNING = 4
_TCP_FLAGS = ((0x80, "CWR"), (0x40, "ECE"), (0x20, "URG"), (0x10, "ACK"), (0x08, "PSH"), (0x04, "RST"), (0x02, "SYN"), (0x01, "FIN"))
# How many bytes an ICMP message has to have: required_len[] of dump_ipv4_packet().
_ICMP_LENGTH = {0: 4, 3: 28, 4: 28, 5: 28, 8: 4, 11: 28, 12: 28, 13: 20, 14: 20}


class NfLog:
    """One namespace's logger of packets."""

    def __init__(self, namespace: "NetNamespace") -> None:
        self.namespace = namespace

    def log(self, packet: Packet, state: HookState, prefix: str = "", level: int = KERN_WARNING, flags: int = 0) -> None:
        """nf_log_ip_packet()."""
        frame = packet.slice(0, len(packet))
        words = [f"{prefix}IN={state.indev.name if state.indev else ''} OUT={state.outdev.name if state.outdev else ''}"]
        if state.physin is not None and state.physin is not state.indev:
            words.append(f"PHYSIN={state.physin.name}")
        if state.physout is not None and state.physout is not state.outdev:
            words.append(f"PHYSOUT={state.physout.name}")
        if state.indev is not None:
            words.append(_mac_header(frame, flags, state.indev.is_loopback))
        words += _ipv4(frame[IP:], flags, nested=False)
        if packet.mark:
            words.append(f"MARK={packet.mark:#x}")
        self.namespace.log.write(" ".join(words) + " ", level)

    def trace(self, table: str, chain: str, comment: str, number: int, packet: Packet, state: HookState) -> None:
        """trace_packet(): one line for every rule that a traced packet meets."""
        self.log(packet, state, f"TRACE: {table}:{chain}:{comment}:{number} ", KERN_WARNING, DEFAULT_MASK)


def _mac_header(frame: bytes, flags: int, is_loopback: bool) -> str:
    if flags & MACDECODE and not is_loopback:
        return f"MACSRC={frame[6:12].hex(':')} MACDST={frame[:6].hex(':')} MACPROTO={frame[12:14].hex()}"
    return f"MAC={frame[:ETH_HLEN].hex(':')}"


def _address(packed: bytes) -> str:
    return format_ipv4(int.from_bytes(packed, "big"))


def _ipv4(data: bytes, flags: int, nested: bool) -> list[str]:
    """dump_ipv4_packet(): the words of one IPv4 packet; of a quoted one as far as it is there."""
    if len(data) < 20:
        return ["TRUNCATED"]
    tos, length, identification, frag = data[1], data[2] << 8 | data[3], data[4] << 8 | data[5], data[6] << 8 | data[7]
    words = [f"SRC={_address(data[12:16])} DST={_address(data[16:20])}",
             f"LEN={length} TOS=0x{tos & 0x1E:02X} PREC=0x{tos & 0xE0:02X}", f"TTL={data[8]} ID={identification}"]
    words += [name for bit, name in ((0x8000, "CE"), (0x4000, "DF"), (0x2000, "MF")) if frag & bit]
    offset = frag & 0x1FFF
    if offset:
        words.append(f"FRAG:{offset}")
    header = (data[0] & 15) * 4
    if flags & IPOPT and header > 20:
        if len(data) < header:
            return [*words, "TRUNCATED"]
        words.append(f"OPT ({data[20:header].hex().upper()})")
    return words + _transport(data[9], data[header:], offset, flags, nested)


def _transport(proto: int, data: bytes, offset: int, flags: int, nested: bool) -> list[str]:
    if proto == IPPROTO_TCP:
        return ["PROTO=TCP", *([] if offset else _tcp(data, flags))]
    if proto in (IPPROTO_UDP, 136):
        name = "PROTO=UDP" if proto == IPPROTO_UDP else "PROTO=UDPLITE"
        if offset:
            return [name]
        if len(data) < 8:
            return [name, f"INCOMPLETE [{len(data)} bytes]"]
        return [name, f"SPT={data[0] << 8 | data[1]} DPT={data[2] << 8 | data[3]} LEN={data[4] << 8 | data[5]}"]
    if proto == IPPROTO_ICMP:
        return ["PROTO=ICMP", *([] if offset else _icmp(data, flags, nested))]
    if proto in (50, 51):
        name, start, least = ("PROTO=ESP", 0, 8) if proto == 50 else ("PROTO=AH", 4, 12)
        if offset:
            return [name]
        if len(data) < least:
            return [name, f"INCOMPLETE [{len(data)} bytes]"]
        return [name, f"SPI=0x{int.from_bytes(data[start:start + 4], 'big'):x}"]
    return [f"PROTO={proto}"]


def _tcp(data: bytes, flags: int) -> list[str]:
    """nf_log_dump_tcp_header()."""
    if len(data) < 20:
        return [f"INCOMPLETE [{len(data)} bytes]"]
    words = [f"SPT={data[0] << 8 | data[1]} DPT={data[2] << 8 | data[3]}"]
    if flags & TCPSEQ:
        words.append(f"SEQ={int.from_bytes(data[4:8], 'big')} ACK={int.from_bytes(data[8:12], 'big')}")
    words.append(f"WINDOW={data[14] << 8 | data[15]} RES=0x{(data[12] & 0x0F) << 2:02x}")
    words += [name for bit, name in _TCP_FLAGS if data[13] & bit]
    words.append(f"URGP={data[18] << 8 | data[19]}")
    header = (data[12] >> 4) * 4
    if flags & TCPOPT and header > 20:
        if len(data) < header:
            return [*words, "OPT (TRUNCATED)"]
        words.append(f"OPT ({data[20:header].hex().upper()})")
    return words


def _icmp(data: bytes, flags: int, nested: bool) -> list[str]:
    if len(data) < 8:
        return [f"INCOMPLETE [{len(data)} bytes]"]
    kind, code = data[0], data[1]
    words = [f"TYPE={kind} CODE={code}"]
    if len(data) < _ICMP_LENGTH.get(kind, 0):
        return [*words, f"INCOMPLETE [{len(data)} bytes]"]
    if kind in (0, 8):
        words.append(f"ID={data[4] << 8 | data[5]} SEQ={data[6] << 8 | data[7]}")
    elif kind in (3, 4, 5, 11, 12):
        if kind == 12:
            words.append(f"PARAMETER={data[4]}")
        elif kind == 5:
            words.append(f"GATEWAY={_address(data[4:8])}")
        if not nested:
            words.append(f"[{' '.join(_ipv4(data[8:], flags, nested=True))} ]")
        if kind == 3 and code == 4:
            words.append(f"MTU={data[6] << 8 | data[7]}")
    return words
