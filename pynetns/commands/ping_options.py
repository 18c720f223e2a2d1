"""IP options in ping(8), RFC 791: the time stamps that are asked for, and pr_options() of iputils' ping.c."""

from pynetns.wire.address import format_ipv4
from pynetns.wire.ipv4 import IPOPT_END, IPOPT_LSRR, IPOPT_NOOP, IPOPT_RR, IPOPT_SSRR, IPOPT_TIMESTAMP

MIN_POINTER = 4  # IPOPT_MINOFF
NOT_STANDARD = 1 << 31  # a time stamp that is not of milliseconds since midnight UT
TS_ONLY, TS_AND_ADDRESS, TS_PRESPECIFIED = 0, 1, 3


def timestamp_option(kind: str, hops: list[int]) -> bytes:
    """What `-T kind` sends: `hops` are the addresses that are to fill in theirs."""
    if kind == "tsprespec":
        body = b"".join(hop.to_bytes(4, "big") + bytes(4) for hop in hops)
        return bytes((IPOPT_TIMESTAMP, 4 + len(body), 5, TS_PRESPECIFIED)) + body
    length, flag = (40, TS_ONLY) if kind == "tsonly" else (36, TS_AND_ADDRESS)
    return bytes((IPOPT_TIMESTAMP, length, 5, flag)) + bytes(length - 4)


class OptionsText:
    """The text behind a reply's line; of a route that is the last one's it says no more than so."""

    def __init__(self, flood: bool) -> None:
        self._flood = flood
        self._route = b""

    def __call__(self, options: bytes) -> str:
        at, text = 0, ""
        while at < len(options) and options[at] != IPOPT_END:
            kind = options[at]
            if kind == IPOPT_NOOP:
                at += 1
                text += "\nNOP" if at > 1 else ""
                continue
            length = options[at + 1] if at + 1 < len(options) else 0
            if not 2 <= length <= len(options) - at:
                break
            text += self._one(kind, options[at:at + length])
            at += length
        return text

    def _one(self, kind: int, body: bytes) -> str:
        if kind in (IPOPT_SSRR, IPOPT_LSRR):
            return f"\n{'S' if kind == IPOPT_SSRR else 'L'}SRR: " + _addresses(body[3:])
        if kind == IPOPT_RR:
            route = _used(body, MIN_POINTER)
            if not route:
                return ""
            if route == self._route and not self._flood:
                return "\t(same route)"
            self._route = route
            return "\nRR: " + _addresses(route)
        if kind == IPOPT_TIMESTAMP:
            return _stamps(body)
        return f"\nunknown option {kind:x}"


def _used(body: bytes, start: int) -> bytes:
    """What lies before an option's pointer; `start` is where the pointer begins, counted from 1."""
    return body[start - 1:min(body[2], len(body) + 1) - 1] if len(body) > 2 else b""


def _addresses(data: bytes) -> str:
    return "".join(f"\t{format_ipv4(int.from_bytes(data[i:i + 4], 'big'))}\n" for i in range(0, len(data), 4))


def _stamps(body: bytes) -> str:
    """Each time stamp as the difference from the one before."""
    data = _used(body, 5)
    if not data:
        return ""
    with_address, missed = body[3] & 15 != TS_ONLY, body[3] >> 4
    text, at = "\nTS: ", 0
    last = {False: 0, True: 0}
    while at < len(data):
        if with_address:
            text += f"\t{format_ipv4(int.from_bytes(data[at:at + 4], 'big'))}"
            at += 4
        if at >= len(data):
            break
        word = int.from_bytes(data[at:at + 4], "big")
        at += 4
        odd, value = word >= NOT_STANDARD, word & (NOT_STANDARD - 1)
        text += f"\t{value - last[odd]}" if last[odd] else f"\t{value} absolute"
        text += " not-standard\n" if odd else "\n"
        last[odd] = value
    return text + (f"Unrecorded hops: {missed}\n" if missed else "")
