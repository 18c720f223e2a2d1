"""The expressions of ss(8): `sport = :80 and not dst 10.0.0.0/8` (misc/ssfilter.y of iproute2 6.1)."""

from collections.abc import Callable
from dataclasses import dataclass

from pynetns.commands.base import CommandFailed, number
from pynetns.commands.ip_text import loose_ipv4
from pynetns.commands.netdb import service_port
from pynetns.commands.ss_usage import USAGE
from pynetns.device.netdevice import NetDevice
from pynetns.wire.address import mask


@dataclass(frozen=True, slots=True)
class Socket:
    """One socket as it is listed; ends are addresses and ports."""

    table: str
    state: int
    local: tuple[int, int]
    remote: tuple[int, int]
    unread: int
    unsent: int
    device: NetDevice | None
    inode: int


Condition = Callable[[Socket], bool]
_AND, _OR, _NOT = ("and", "&", "&&"), ("or", "|", "||"), ("not", "!")
_COMPARISONS = {"=": "=", "==": "=", "eq": "=", ">=": ">=", "ge": ">=", "geq": ">=", "<=": "<=", "le": "<=", "leq": "<=", "!=": "!=",
                "ne": "!=", "neq": "!=", ">": ">", "gt": ">", "<": "<", "lt": "<"}


def parse_filter(words: list[str]) -> Condition:
    """The condition of an expression; without one everything is wanted."""
    tokens = [word for each in words for word in each.split()]
    if not tokens:
        return lambda socket: True
    parser = _Parser(tokens)
    condition = parser.any_of()
    if parser.tokens:
        raise _syntax_error()
    return condition


def _syntax_error() -> CommandFailed:
    return CommandFailed(f"ss: bison bellows (while parsing filter): \"syntax error!\" Sorry.\n{USAGE}", 255)


class _Parser:
    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens

    def _take(self) -> str:
        if not self.tokens:
            raise _syntax_error()
        return self.tokens.pop(0)

    def any_of(self) -> Condition:
        parts = [self._all_of()]
        while self.tokens and self.tokens[0] in _OR:
            self._take()
            parts.append(self._all_of())
        return lambda socket: any(part(socket) for part in parts)

    def _all_of(self) -> Condition:
        parts = [self._one()]
        while self.tokens and self.tokens[0] not in (*_OR, ")"):
            if self.tokens[0] in _AND:
                self._take()
            parts.append(self._one())
        return lambda socket: all(part(socket) for part in parts)

    def _one(self) -> Condition:
        word = self._take()
        if word in _NOT:
            inner = self._one()
            return lambda socket: not inner(socket)
        if word == "(":
            inner = self.any_of()
            if self._take() != ")":
                raise _syntax_error()
            return inner
        if word == "autobound":
            return lambda socket: 32768 <= socket.local[1] <= 60999
        if word in ("src", "dst", "sport", "dport", "dev"):
            comparison = "="
            if self.tokens and self.tokens[0] in _COMPARISONS:
                comparison = _COMPARISONS[self._take()]
            return self._compare(word, comparison, self._take())
        _host(word)
        raise _syntax_error()

    @staticmethod
    def _compare(what: str, comparison: str, value: str) -> Condition:
        if what == "dev":
            same = comparison == "="
            return lambda socket: (socket.device is not None and socket.device.name == value) is same
        local = what in ("src", "sport")
        if what in ("src", "dst"):
            if comparison != "=":
                raise _syntax_error()
            address, length, wanted = _host(value)
            return lambda socket: _is_at(socket.local if local else socket.remote, address, length, wanted)
        port = _port(value.removeprefix(":"))

        def holds(socket: Socket) -> bool:
            have = (socket.local if local else socket.remote)[1]
            return {"=": port in (None, have), "!=": port not in (None, have), ">=": have >= (port or 0), "<=": have <= (port or 0),
                    ">": have > (port or 0), "<": have < (port or 0)}[comparison]

        return holds


def _is_at(end: tuple[int, int], address: int, length: int, port: int | None) -> bool:
    return not (end[0] ^ address) & mask(length) and port in (None, end[1])


def _host(value: str) -> tuple[int, int, int | None]:
    """parse_hostcond(): ADDRESS[/LENGTH][:PORT], each part may be missing or a star."""
    text, _, port = value.partition(":")
    wanted = _port(port) if port else None
    if text in ("", "*"):
        return 0, 0, wanted
    address, slash, length = text.partition("/")
    found = loose_ipv4(address)
    bits = int(length) if length.isdigit() else -1 if slash else 32
    if found is None or not 0 <= bits <= 32:
        raise CommandFailed(f"Error: an inet prefix is expected rather than \"{text}\".\nCannot parse dst/src address.\n", 1)
    return found, bits, wanted


def _port(text: str) -> int | None:
    if text in ("", "*"):
        return None
    found = number(text, 0, 65535)
    found = found if found is not None else service_port(text, "tcp") or service_port(text, "udp")
    if found is None:
        raise CommandFailed(f"Error: \"{text}\" does not look like a port.\nCannot parse dst/src address.\n", 1)
    return found
