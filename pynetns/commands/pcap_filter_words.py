"""The words of a pcap-filter(7) expression: scanner.l of libpcap 1.10.3, and the names that stand for numbers."""

import re
from typing import NamedTuple


class FilterError(ValueError):
    """An expression that tcpdump refuses; the text is what it prints."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"tcpdump: {reason}")


def syntax_error() -> FilterError:
    return FilterError("can't parse filter expression: syntax error")


class Word(NamedTuple):
    """`kind` is the word itself for keywords and operators, otherwise ID, NUM, HID, HID6, EID or END."""

    kind: str
    text: str
    value: int = 0


_PROTOCOL_WORDS = (
    "ether link ppp slip fddi tr wlan ip arp rarp sctp tcp udp icmp igmp igrp pim vrrp carp ip6 icmp6 ah esp atalk "
    "aarp decnet lat sca moprc mopdl stp"
)
_OTHER_WORDS = (
    "src dst host net mask port portrange proto protochain gateway less greater byte broadcast multicast and or not "
    "len length inbound outbound ifindex vlan mpls pppoed pppoes geneve llc type subtype dir direction on ifname"
)
PROTOCOLS = frozenset(_PROTOCOL_WORDS.split())
_KEYWORDS = PROTOCOLS.union(_OTHER_WORDS.split())
_SYNONYMS = {"&&": "and", "||": "or", "not": "!", "==": "=", "length": "len"} | dict.fromkeys(
    ("ether", "ppp", "slip", "fddi", "tr", "wlan"), "link"
)
_NUMBERS = {
    "icmptype": 0,
    "icmpcode": 1,
    "icmp-echoreply": 0,
    "icmp-unreach": 3,
    "icmp-sourcequench": 4,
    "icmp-redirect": 5,
    "icmp-echo": 8,
    "icmp-routeradvert": 9,
    "icmp-routersolicit": 10,
    "icmp-timxceed": 11,
    "icmp-paramprob": 12,
    "icmp-tstamp": 13,
    "icmp-tstampreply": 14,
    "icmp-ireq": 15,
    "icmp-ireqreply": 16,
    "icmp-maskreq": 17,
    "icmp-maskreply": 18,
    "tcpflags": 13,
    "tcp-fin": 0x01,
    "tcp-syn": 0x02,
    "tcp-rst": 0x04,
    "tcp-push": 0x08,
    "tcp-ack": 0x10,
    "tcp-urg": 0x20,
    "tcp-ece": 0x40,
    "tcp-cwr": 0x80,
}
_N = r"(?:0[xX][0-9A-Fa-f]+|[0-9]+)"
_B, _B2 = "[0-9A-Fa-f]{1,2}", "[0-9A-Fa-f]{4}"
# the longest wins, of equally long ones the first
_PATTERNS = [
    ("operator", re.compile(r"&&|\|\||>=|<=|!=|==|<<|>>|[-+*/%:\[\]!<>()&|^=]")),
    ("EID", re.compile(rf"{_B}(?:(?::{_B}){{5}}|(?:-{_B}){{5}}|(?:\.{_B}){{5}})|{_B2}\.{_B2}\.{_B2}|(?:{_B2}){{3}}")),
    ("NUM", re.compile(_N)),
    ("HID", re.compile(rf"{_N}(?:\.{_N}){{1,3}}")),
    ("HID6", re.compile(r"(?:[0-9A-Fa-f]{1,4}:){7}[0-9A-Fa-f]{1,4}|(?=[0-9A-Fa-f:]*::)[0-9A-Fa-f:]+")),
    ("bad EID", re.compile(rf"{_B}:+(?:{_B}:+)+")),
    ("ID", re.compile(r"[A-Za-z0-9](?:[-_.A-Za-z0-9]*[.A-Za-z0-9])?")),
    ("escaped", re.compile(r"\\[^ !()\n\t]+")),
]
_SPACE = " \r\n\t"

# what getservbyname(3) knows of the ports that people name: port, and the protocol where it has only one
SERVICES: dict[str, tuple[int, str | None]] = {
    "ftp-data": (20, "tcp"),
    "ftp": (21, "tcp"),
    "ssh": (22, "tcp"),
    "telnet": (23, "tcp"),
    "smtp": (25, "tcp"),
    "domain": (53, None),
    "bootps": (67, "udp"),
    "bootpc": (68, "udp"),
    "tftp": (69, "udp"),
    "http": (80, "tcp"),
    "pop3": (110, "tcp"),
    "sunrpc": (111, None),
    "ntp": (123, "udp"),
    "imap2": (143, "tcp"),
    "snmp": (161, None),
    "snmp-trap": (162, None),
    "bgp": (179, "tcp"),
    "ldap": (389, None),
    "https": (443, None),
    "syslog": (514, "udp"),
    "mysql": (3306, "tcp"),
    "postgresql": (5432, "tcp"),
    "mdns": (5353, "udp"),
    "http-alt": (8080, None),
}
IP_PROTOCOLS = {
    "icmp": 1,
    "igmp": 2,
    "ipip": 94,
    "tcp": 6,
    "udp": 17,
    "gre": 47,
    "esp": 50,
    "ah": 51,
    "ipv6-icmp": 58,
    "ospf": 89,
    "pim": 103,
    "vrrp": 112,
    "sctp": 132,
}
ETHER_PROTOCOLS = {
    "ip": 0x0800,
    "arp": 0x0806,
    "rarp": 0x8035,
    "ip6": 0x86DD,
    "aarp": 0x80F3,
    "atalk": 0x809B,
    "decnet": 0x6003,
    "lat": 0x6004,
    "sca": 0x6007,
    "moprc": 0x6002,
    "mopdl": 0x6001,
    "loopback": 0x9000,
    "stp": 0x42,
}


class Cursor:
    """Where a parser is among the words; `position` may be set back."""

    def __init__(self, expression: str) -> None:
        self._words = words(expression)
        self.position = 0

    def peek(self, ahead: int = 0) -> str:
        return self._words[min(self.position + ahead, len(self._words) - 1)].kind

    def take(self, *kinds: str) -> Word:
        """The next word, which must be of one of the kinds."""
        word = self._words[self.position]
        if kinds and word.kind not in kinds:
            raise syntax_error()
        self.position = min(self.position + 1, len(self._words) - 1)
        return word

    def accept(self, *kinds: str) -> str:
        """The kind of the next word, taken, if it is one of these; otherwise empty."""
        return self.take().kind if self.peek() in kinds else ""


def words(expression: str) -> list[Word]:
    """The words, with an END behind them."""
    found, at = [], 0
    while at < len(expression):
        if expression[at] in _SPACE:
            at += 1
            continue
        matches = [(kind, match) for kind, pattern in _PATTERNS if (match := pattern.match(expression, at))]
        if not matches:
            raise syntax_error()
        kind, longest = max(matches, key=lambda match: match[1].end())
        found.append(_word(kind, longest[0]))
        at = longest.end()
    return [*found, Word("END", "")]


def _word(kind: str, text: str) -> Word:
    if kind == "operator" or (kind in ("ID", "EID") and text in _KEYWORDS):
        return Word(_SYNONYMS.get(text, text), text)
    if text in _NUMBERS:
        return Word("NUM", text, _NUMBERS[text])
    if kind == "NUM":
        return Word("NUM", text, _number(text))
    if kind == "bad EID":
        raise FilterError(f"bogus ethernet address {text}")
    if kind == "escaped":
        return Word("ID", text[1:])
    return Word(kind, text)


def _number(text: str) -> int:
    """stou(): hexadecimal, octal or decimal, of 32 bits."""
    if text[:2] in ("0x", "0X"):
        value = int(text, 16)
    elif text[0] == "0":
        if not set(text) <= set("01234567"):
            raise FilterError(f"number {text} contains non-octal digit")
        value = int(text, 8)
    else:
        value = int(text)
    if value > 0xFFFFFFFF:
        raise FilterError(f"number {text} overflows 32 bits")
    return value
