"""tcpdump's text for TCP: print-tcp.c of tcpdump 4.99.3, and the first line of text protocols, txtproto_print()."""

import re

from pynetns.commands.tcpdump_dissection import Dissection, Sequences, Truncated, bits, should_be
from pynetns.wire import tcp
from pynetns.wire.checksum import transport_checksum

_FLAGS = {
    tcp.FIN: "F",
    tcp.SYN: "S",
    tcp.RST: "R",
    tcp.PSH: "P",
    tcp.ACK: ".",
    tcp.URG: "U",
    tcp.ECE: "E",
    tcp.CWR: "W",
}
_OPTIONS = {
    0: "eol",
    1: "nop",
    2: "mss",
    3: "wscale",
    4: "sackOK",
    5: "sack",
    6: "echo",
    7: "echoreply",
    8: "TS",
    11: "cc",
    12: "ccnew",
    13: "ccecho",
    19: "md5",
    20: "scps",
    28: "uto",
    29: "tcp-ao",
    30: "mptcp",
    34: "tfo",
    254: "exp",
}
# option kind: the length of its value where it is fixed
_VALUE_SIZES = {2: 2, 3: 1, 4: 0, 6: 4, 7: 4, 8: 8, 11: 4, 12: 4, 13: 4, 19: 16, 20: 2, 28: 2}
_MASK = 0xFFFFFFFF
_WORD = re.compile(rb"([!-~]{1,127})(?=[ \t\r\n]|\Z) *")
_HTTP_COMMANDS = (
    "GET PUT COPY HEAD LOCK MOVE POLL POST BCOPY BMOVE MKCOL TRACE LABEL MERGE DELETE SEARCH UNLOCK REPORT UPDATE "
    "NOTIFY BDELETE CONNECT OPTIONS CHECKIN PROPFIND CHECKOUT CCM_POST SUBSCRIBE PROPPATCH BPROPFIND BPROPPATCH "
    "UNCHECKOUT MKACTIVITY MKWORKSPACE UNSUBSCRIBE RPC_CONNECT VERSION-CONTROL BASELINE-CONTROL"
)
_RTSP_COMMANDS = "DESCRIBE ANNOUNCE GET_PARAMETER OPTIONS PAUSE PLAY RECORD REDIRECT SETUP SET_PARAMETER TEARDOWN"
_HTTP = frozenset(_HTTP_COMMANDS.split())
_RTSP = frozenset(_RTSP_COMMANDS.split())
# port: name and commands; without commands everything is a line of text
_TEXT_PROTOCOLS: dict[int, tuple[str, frozenset[str] | None]] = {
    21: ("ftp", None),
    25: ("smtp", None),
    43: ("whois", None),
    80: ("http", _HTTP),
    554: ("rtsp", _RTSP),
    8080: ("http", _HTTP),
    8554: ("rtsp", _RTSP),
}


def print_tcp(d: Dissection, ip: int, at: int, length: int, *, fragmented: bool) -> None:
    """tcp_print(), for a segment of `length` bytes behind the IPv4 header at `ip`."""
    d.protocol = "tcp"
    source, target = d.ip(ip + 12), d.ip(ip + 16)
    if not d.has(at, 4):
        d.put(f"{source} > {target}:")
        d.put_truncated()
        return
    d.put(f"{source}.{d.u16(at)} > {target}.{d.u16(at + 2)}: ")
    if not d.has(at, 20):
        d.put_truncated()
        return
    header = (d.u8(at + 12) >> 4) * 4
    if header < 20:
        d.put(f" tcp {(length - header) & _MASK} [bad hdr length {header} - too short, < 20]")
        return
    too_long = f" [bad hdr length {header} - too long, > {length}]" if header > length else ""
    if d.options.quiet:
        d.put(f"tcp {(length - header) & _MASK}{too_long}")
        return
    flags = d.u8(at + 13)
    d.put(f"Flags [{bits(_FLAGS, flags, '')}]")
    seq, ack, sack_base = _relative_numbers(d, ip, at, flags)
    if too_long:
        d.put(too_long)
        return
    if d.options.verbose and not d.options.no_checksums and not fragmented and d.has(at, length):
        _print_checksum(d, ip, at, length)
    length -= header
    if d.options.verbose > 1 or length or flags & (tcp.SYN | tcp.FIN | tcp.RST):
        d.put(f", seq {seq}" + (f":{(seq + length) & _MASK}" if length else ""))
    if flags & tcp.ACK:
        d.put(f", ack {ack}")
    d.put(f", win {d.u16(at + 14)}")
    if flags & tcp.URG:
        d.put(f", urg {d.u16(at + 18)}")
    if header > 20 and not _print_options(d, at + 20, header - 20, sack_base):
        return
    d.put(f", length {length}")
    if length:
        _print_payload(d, at, header, length, flags)


def _relative_numbers(d: Dissection, ip: int, at: int, flags: int) -> tuple[int, int, int]:
    """Sequence and acknowledgement number to print, and what selective acknowledgements are relative to.

    The first segment with ACK, and each with SYN and ACK, prints as it is and becomes the base of the connection.
    """
    seq, ack = d.u32(at + 4), d.u32(at + 8)
    if d.options.absolute_sequence or not flags & tcp.ACK:
        return seq, ack, 0
    here, there = (d.u16(at), d.u32(ip + 12)), (d.u16(at + 2), d.u32(ip + 16))
    reverse = here > there
    key = there + here if reverse else here + there
    known = d.connections.get(key)
    if known is None or flags & tcp.SYN:
        before = (ack - 1) & _MASK
        known = Sequences(before, seq) if reverse else Sequences(seq, before)
        d.connections[key] = known
    elif reverse:
        seq, ack = (seq - known.ack) & _MASK, (ack - known.seq) & _MASK
    else:
        seq, ack = (seq - known.seq) & _MASK, (ack - known.ack) & _MASK
    return seq, ack, known.seq if reverse else known.ack


def _print_checksum(d: Dissection, ip: int, at: int, length: int) -> None:
    field = d.u16(at + 16)
    computed = transport_checksum(d.u32(ip + 12), d.final_destination(ip), 6, d.data[at : at + length])
    verdict = f"incorrect -> 0x{should_be(field, computed):04x}" if computed else "correct"
    d.put(f", cksum 0x{field:04x} ({verdict})")


def _print_options(d: Dissection, at: int, left: int, sack_base: int) -> bool:
    """All options in brackets; False where one is broken or cut off, which ends the line."""
    d.put(", options [")
    separator = ""
    while left:
        d.put(separator)
        kind = d.u8(at)
        size = 1 if kind < 2 else d.u8(at + 1)
        if not 1 + (kind > 1) <= size <= left:
            d.put("[bad opt]" + ("]" if separator else ""))
            return False
        d.put(_OPTIONS.get(kind, f"unknown-{kind}"))
        used = 1
        if kind > 1:
            value = _VALUE_SIZES.get(kind, size - 2)
            if value > left - 2:
                d.put("[bad opt]" + ("]" if separator else ""))
                return False
            if not _print_option(d, kind, at + 2, value, sack_base):
                d.put_truncated()
                d.put(">" if separator else "")
                return False
            used = 2 + value
        if used != size:
            d.put(f"[len {size}]")
        at, left = at + used, left - used
        separator = ","
        if kind == 0:
            break
    d.put("]")
    return True


def _print_option(d: Dissection, kind: int, at: int, size: int, sack_base: int) -> bool:
    """The value of an option, `size` bytes; False where the capture ends in it."""
    if kind == 5:
        return _print_sack(d, at, size, sack_base)
    whole = d.has(at, size)
    if kind in _VALUE_SIZES and not whole:
        return False
    if kind in (2, 3, 6, 7, 11, 12, 13):
        d.put(f" {d.number(at, size)}")
    elif kind == 8:
        d.put(f" val {d.u32(at)} ecr {d.u32(at + 4)}")
    elif kind == 19:
        d.put(f" shared secret not supplied with -M, can't check - {d.number(at, size):032x}")
    elif kind == 20:
        d.put(f" cap {d.u8(at):02x} id {d.u8(at + 1)}")
    elif kind == 28:
        value = d.u16(at)
        d.put(f" 0x{value:x} {(value >> 1) * 60 if value & 1 else value >> 1}")
    elif kind == 29 and whole:
        mac = f" mac 0x{d.number(at + 2, size - 2):0{size * 2 - 4}x}" if size > 2 else ""
        d.put(f" keyid {d.u8(at)} rnextkeyid {d.u8(at + 1)}{mac}" if size >= 2 else " (invalid)")
    elif kind == 34:
        if whole and (size % 2 or size in (2, *range(18, 40))):  # RFC 7413: 4 to 16 bytes, even
            d.put("  (invalid)")
        elif whole:
            d.put(f"  cookie {d.number(at, size):0{size * 2}x}" if size else "  cookiereq")
    elif kind != 4 and size:
        d.put(f" 0x{d.data[at : min(at + size, d.end)].hex()}")
    return whole


def _print_sack(d: Dissection, at: int, size: int, base: int) -> bool:
    if size % 8:
        d.put(" invalid sack")
        return True
    d.put(f" {size // 8} ")
    for edge in range(at, at + size, 8):
        if not d.has(edge, 8):
            return False
        d.put(f"{{{d.u32(edge) - base & _MASK}:{d.u32(edge + 4) - base & _MASK}}}")
    return True


def _print_payload(d: Dissection, at: int, header: int, length: int, flags: int) -> None:
    """What the ports say about the payload."""
    if not d.has(at, header):
        d.put(f" [remaining caplen({d.end - at}) < header length({header})]")
        raise Truncated
    ports = (d.u16(at), d.u16(at + 2))
    at += header
    if flags & tcp.RST and d.options.verbose:
        _print_rst_data(d, at, length)
        return
    for port, (name, commands) in _TEXT_PROTOCOLS.items():
        if port in ports:
            d.put(": ")
            _print_text(d, at, length, name, commands)
            return


def _print_rst_data(d: Dissection, at: int, length: int) -> None:
    """What a RST says about itself (RFC 9293 3.5.3), up to 30 bytes: print_tcp_rst_data()."""
    shown = d.data[at : min(at + min(length, 30), d.end)]
    mark = "RST" if d.has(at, length) else "!RST"
    d.put(f" [{mark}{'+' if length > 30 else ''} {''.join(map(_visible, shown))}]")


def _print_text(d: Dissection, at: int, length: int, name: str, commands: frozenset[str] | None) -> None:
    """txtproto_print(): the first line of a request or a response, with `-v` all lines of text."""
    d.protocol = name
    d.put(name.upper())
    if commands is not None and not _opens_message(d, at, length, commands):
        return
    end = at + length
    if not d.options.verbose:
        _print_text_line(d, ": ", at, end)
        return
    d.put(f", length: {length}")
    while at < end and (following := _print_text_line(d, "\n\t", at, end)):
        at = following


def _opens_message(d: Dissection, at: int, length: int, commands: frozenset[str]) -> bool:
    """Whether the payload starts with a command, or has a three-digit code as its second word."""
    text, whole = d.data[at : min(at + length, d.end)], d.has(at, length)
    first = _word(text, 0, whole)
    second = _word(text, first.end(), whole) if first else None
    if first and first[1].decode().upper() in commands:
        return True
    return second is not None and len(second[1]) == 3 and second[1].isdigit()


def _word(text: bytes, at: int, whole: bool) -> re.Match[bytes] | None:
    """A word with the spaces behind it; None where it is no text, or where the capture ends in it: fetch_token()."""
    match = _WORD.match(text, at)
    return match if match and (whole or match.end(1) < len(text)) else None


def _print_text_line(d: Dissection, prefix: str, at: int, end: int) -> int:
    """Prints a line and gives the start of the next; 0 where it is not text, or not all there."""
    start = at
    while at < end:
        byte = d.u8(at)
        if byte == 10 or (byte == 13 and at + 1 < end and d.u8(at + 1) == 10):
            d.put(prefix + d.data[start:at].decode("ascii"))
            return at + (1 if byte == 10 else 2)
        if byte != 9 and not 0x20 <= byte <= 0x7E:
            return 0
        at += 1
    d.put(prefix + d.data[start:at].decode("ascii"))
    d.put_truncated()
    return 0


def _visible(byte: int) -> str:
    """fn_print_char()"""
    prefix = "M-" if byte > 127 else ""
    byte &= 127
    return prefix + (chr(byte) if 0x20 <= byte <= 0x7E else f"^{chr(byte ^ 0x40)}")
