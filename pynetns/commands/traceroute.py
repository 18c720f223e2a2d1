"""traceroute(8): Dmitry Butskoy's traceroute 2.1 for Linux, as Debian has it."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from pynetns.commands.base import CommandFailed, Context
from pynetns.commands.names import resolve
from pynetns.commands.net_tools_text import inet_aton
from pynetns.commands.traceroute_usage import USAGE, VERSION
from pynetns.device.scheduler import SECOND
from pynetns.errors import strerror
from pynetns.netns.path_probe import Answer, EchoProber, Prober, filler
from pynetns.netns.udp_socket import UdpSocket
from pynetns.wire.address import format_ipv4

DEFAULT_PORT, UDP_PORT = 33434, 53
MAX_HOPS, MAX_PROBES = 255, 10
DURATION = 0.01  # what a run takes at least: who limits its ICMP by the second has to have that time
WAIT_PRECISION = SECOND // 1000
_FLAGS = {"4": "ipv4", "6": "ipv6", "d": "debug", "F": "dont_fragment", "I": "icmp", "T": "tcp", "n": "numeric", "r": "on_link",
          "e": "extensions", "A": "as_path", "U": "udp", "D": "dccp", "V": "version"}
_VALUES = {"f": "first_ttl", "g": "gate,...", "i": "device", "m": "max_ttl", "N": "squeries", "p": "port", "t": "tos", "l": "flow_label",
           "w": "MAX,HERE,NEAR", "q": "nqueries", "s": "src_addr", "z": "sendwait", "M": "name", "O": "OPTS,...", "P": "prot"}
_LONG = {"debug": "d", "dont-fragment": "F", "first": "f", "gateway": "g", "icmp": "I", "tcp": "T", "interface": "i", "max-hops": "m",
         "sim-queries": "N", "port": "p", "tos": "t", "flowlabel": "l", "wait": "w", "queries": "q", "source": "s", "sendwait": "z",
         "extensions": "e", "as-path-lookups": "A", "module": "M", "options": "O", "udp": "U", "dccp": "D", "protocol": "P", "version": "V"}
_UNREACHABLE = {0: "!N", 6: "!N", 8: "!N", 11: "!N", 1: "!H", 7: "!H", 12: "!H", 9: "!X", 10: "!X", 13: "!X", 2: "!P", 5: "!S", 14: "!V",
                15: "!C", 3: ""}


@dataclass(slots=True)
class Options:
    """What the command line said."""

    flags: set[str] = field(default_factory=set)
    values: dict[str, str] = field(default_factory=dict)
    first: int = 1
    hops: int = 30
    queries: int = 3
    together: int = 16
    port: int = 0
    tos: int = 0
    wait: float = 5.0
    here: float = 3.0
    near: float = 10.0
    pause: float = 0.0
    source: int = 0
    source_port: int = 0
    host: str = ""
    target: int = 0
    length: int = 60


@dataclass(slots=True)
class Probe:
    """One packet and what became of it. `done` with no answer: it was waited for too long."""

    hop: int
    sent: int = -1
    answer: Answer | None = None
    done: bool = False
    final: bool = False
    note: str = ""
    socket: UdpSocket | None = None


def main(context: Context, argv: list[str]) -> int:
    if not argv or "--help" in argv:
        context.err(USAGE)
        return 0
    options = _parse(context, argv)
    if "version" in options.flags:
        context.err(VERSION)
        return 0
    _check(context, options)
    return _Trace(context, options).run()


# --- the command line ----------------------------------------------------------------------------------------------------------------

def _parse(context: Context, argv: list[str]) -> Options:
    options, words, at = Options(), [], 0
    positions: list[int] = []
    while at < len(argv):
        word = argv[at]
        at += 1
        if word.startswith("--") and len(word) > 2:
            name, equals, value = word[2:].partition("=")
            if name in ("sport", "fwmark"):
                options.values[name] = value if equals else ""
                continue
            if name not in _LONG:
                if name in ("mtu", "back"):
                    options.flags.add(name)
                    continue
                raise CommandFailed(f"Bad option `{word}' (argc {at})\n", 2)
            letter = _LONG[name]
            if letter in _VALUES:
                options.values[letter] = value
            else:
                options.flags.add(_FLAGS[letter])
        elif word.startswith("-") and len(word) > 1:
            at = _short(options, argv, word, at)
        else:
            words.append(word)
            positions.append(at)
    for number, (name, word) in enumerate(zip(("host", "packetlen"), words, strict=False), 1):
        _argument(context, options, name, word, number, positions[number - 1])
    if len(words) > 2:
        raise CommandFailed(f"Extra arg `{words[2]}' (position 3, argc {positions[2]})\n", 2)
    if not words and "version" not in options.flags:
        raise CommandFailed('Specify "host" missing argument.\n', 2)
    return options


def _short(options: Options, argv: list[str], word: str, at: int) -> int:
    """A cluster of letters; one that takes a value takes the rest of the word, or the next one."""
    position = at
    for index, letter in enumerate(word[1:], 1):
        if letter in _FLAGS:
            options.flags.add(_FLAGS[letter])
            continue
        if letter not in _VALUES:
            raise CommandFailed(f"Bad option `-{letter}' (argc {position})\n", 2)
        value = word[index + 1:]
        if not value:
            if at >= len(argv):
                raise CommandFailed(f"Option `-{letter}' (argc {position}) requires an argument: `-{letter} {_VALUES[letter]}'\n", 2)
            value = argv[at]
            at += 1
        options.values[letter] = value
        _value(options, letter, value, at)
        break
    return at


def _value(options: Options, letter: str, text: str, position: int) -> None:
    names = {"f": "first", "m": "hops", "q": "queries", "N": "together", "p": "port", "t": "tos"}
    if letter in names:
        try:
            setattr(options, names[letter], int(text, 0))
        except ValueError:
            raise CommandFailed(f"Cannot handle `-{letter}' option with arg `{text}' (argc {position})\n", 2) from None
    elif letter == "w":
        parts = text.split(",")
        if len(parts) > 3 or any(not re.fullmatch(r"\d*\.?\d+|\d+\.", part) for part in parts if part):
            raise CommandFailed(f"Cannot handle `-w' option with arg `{text}' (argc {position})\n", 2)
        numbers = [float(part) if part else None for part in parts]
        # A plain number, as of old, turns the factors off.
        options.wait = numbers[0] if numbers[0] is not None else options.wait
        options.here = (numbers[1] or 0.0) if len(numbers) > 1 else 0.0
        options.near = (numbers[2] or 0.0) if len(numbers) > 2 else 0.0
    elif letter == "z":
        try:
            options.pause = float(text)
        except ValueError:
            raise CommandFailed(f"Cannot handle `-z' option with arg `{text}' (argc {position})\n", 2) from None
        options.pause = options.pause / 1000 if options.pause > 10 else options.pause


def _argument(context: Context, options: Options, name: str, word: str, number: int, position: int) -> None:
    if name == "packetlen":
        if not word.isdigit():
            raise CommandFailed(f'Cannot handle "packetlen" cmdline arg `{word}\' on position {number} (argc {position})\n', 2)
        options.length = int(word)
        return
    address = inet_aton(word)
    problem = ""
    if address is not None and "ipv6" in options.flags:
        problem = "Address family for hostname not supported"
    elif address is None:
        address = resolve(context.namespace, word)
        problem = "Temporary failure in name resolution" if address is None else ""
    if problem or address is None:
        raise CommandFailed(f'{word}: {problem}\nCannot handle "host" cmdline arg `{word}\' on position {number} (argc {position})\n', 2)
    options.host, options.target = word, address


def _check(context: Context, options: Options) -> None:
    if options.hops > MAX_HOPS:
        raise CommandFailed(f"max hops cannot be more than {MAX_HOPS}\n", 2)
    if not 1 <= options.first <= options.hops:
        raise CommandFailed("first hop out of range\n", 2)
    if not 1 <= options.queries <= MAX_PROBES:
        raise CommandFailed(f"no more than {MAX_PROBES} probes per hop\n", 2)
    module = options.values.get("M", "")
    known = {"": None, "default": None, "icmp": "icmp", "udp": "udp", "tcp": "tcp", "dccp": "dccp"}
    if module not in known:
        raise CommandFailed(f"Unknown traceroute module {module}\n", 2)
    if (flag := known[module]) is not None:
        options.flags.add(flag)
    for flag, word in (("tcp", "-T"), ("dccp", "-D"), ("as_path", "-A"), ("mtu", "--mtu")):
        if flag in options.flags:
            raise CommandFailed(f"traceroute: {word} is not part of pynetns.\n", 2)
    for letter in ("g", "O", "P"):
        if letter in options.values:
            raise CommandFailed(f"traceroute: -{letter} is not part of pynetns.\n", 2)
    if "s" in options.values:
        source = inet_aton(options.values["s"])
        if source is None:
            raise CommandFailed(f"Bad source address `{options.values['s']}'\n", 2)
        options.source = source
    if "sport" in options.values:
        options.source_port, options.together = int(options.values["sport"] or 0), 1
    options.length = max(options.length, 28)


# --- tracing -------------------------------------------------------------------------------------------------------------------------

class _Trace:
    """One run: do_it() of traceroute.c."""

    def __init__(self, context: Context, options: Options) -> None:
        self.context = context
        self.options = options
        self.scheduler = context.lab.scheduler
        self.probes = [Probe(number // options.queries + 1) for number in range(options.hops * options.queries)]
        self.last_sent = -(1 << 62)
        self.sequence = 0
        self.echo: EchoProber | None = None

    def run(self) -> int:
        options, context = self.options, self.context
        title = (f"traceroute to {options.host} ({format_ipv4(options.target)}), {options.hops} hops max, {options.length} byte packets")
        icmp = "icmp" in options.flags
        if not icmp:
            context.out(title)
        device = None
        if "i" in options.values:
            device = context.namespace.devices.get(options.values["i"])
            if device is None:
                raise CommandFailed("\nsetsockopt SO_BINDTODEVICE: No such device\n", 1)
        self.prober = Prober(context.namespace, options.target, options.length, options.source, device, options.tos,
                             "dont_fragment" in options.flags, True, "on_link" in options.flags)
        try:
            if options.source and options.source not in [ifa.local for ifa in context.namespace.addresses]:
                raise CommandFailed("\nbind: Cannot assign requested address\n", 1)
            self.prober.check()
            if icmp:
                self.echo = EchoProber(self.prober)
        except OSError as error:
            raise CommandFailed(f"\nconnect: {strerror(error.errno or 0)}\n", 1) from None
        if icmp:
            context.out(title)
        try:
            self._loop()
        finally:
            for probe in self.probes:
                if probe.socket is not None:
                    probe.socket.close()
            if self.echo is not None:
                self.echo.close()
        context.out("\n")
        context.lab.advance(DURATION)
        return 0

    def _loop(self) -> None:
        options, probes = self.options, self.probes
        start, end = (options.first - 1) * options.queries, len(probes)
        while start < end:
            running, wake = 0, 0
            for number in range(start, end):
                if number >= end:
                    break
                probe = probes[number]
                if not probe.done and probe.sent >= 0 and self.scheduler.now >= probe.sent + self._patience(number):
                    probe.done = True
                if probe.done:
                    if number == start:
                        self._print(number)
                        start += 1
                    if probe.final:
                        end = (number // options.queries + 1) * options.queries
                    continue
                if probe.sent < 0:
                    pause = round(options.pause * SECOND)
                    if pause and self.scheduler.now - self.last_sent < pause:
                        wake = min(wake, self.last_sent + pause) if wake else self.last_sent + pause
                        break
                    self._send(probe)
                due = probe.sent + self._patience(number)
                wake = min(wake, due) if wake else due
                running += 1
                if running >= options.together:
                    break
            if wake and not any(probes[number].done for number in range(start, min(start + 1, end))):
                self._wait(wake)

    def _wait(self, until: int) -> None:
        """Until something comes, or the time is over."""
        before = sum(probe.done for probe in self.probes)
        while sum(probe.done for probe in self.probes) == before and self.scheduler.now < until:
            if not self.scheduler.step(until):
                break

    def _send(self, probe: Probe) -> None:
        options = self.options
        probe.sent = self.last_sent = self.scheduler.now
        answered = self._answered(probe)
        if self.echo is not None:
            self.echo.send_echo(probe.hop, answered)
        else:
            constant = "udp" in options.flags
            port = options.port or (UDP_PORT if constant else DEFAULT_PORT)
            if not constant:
                port, self.sequence = (port + self.sequence) & 0xFFFF, self.sequence + 1
            probe.socket = self.prober.send_udp(probe.hop, port, answered, filler(options.length - 28), options.source_port)
            if options.source_port:
                probe.socket.close()
        self.scheduler.drain()

    def _answered(self, probe: Probe) -> Callable[[Answer], None]:
        def take(answer: Answer) -> None:
            if not probe.done:
                probe.answer, probe.done = answer, True
                probe.final, probe.note = _judge(answer)
        return take

    def _patience(self, number: int) -> int:
        """get_timeout(): not much longer than others that were answered."""
        options, probes = self.options, self.probes
        longest = round(options.wait * SECOND)
        first = number - number % options.queries
        for factor, others in ((options.here, probes[first:first + options.queries]), (options.near, probes[number + 1:])):
            if not factor:
                continue
            for other in others:
                if other.sent < 0 and other.hop > probes[number].hop:
                    break
                if other.answer is not None:
                    return min(longest, round((other.answer.at - other.sent + WAIT_PRECISION) * factor))
        return longest

    def _print(self, number: int) -> None:
        """print_probe()."""
        options, probe, out = self.options, self.probes[number], self.context.out
        first = number - number % options.queries
        if number == first:
            out(f"\n{probe.hop:2} ")
        answer = probe.answer
        if answer is None or not answer.address:
            out(" *")
        else:
            before = [other.answer.address for other in self.probes[first:number] if other.answer is not None and other.answer.address]
            if not before or before[-1] != answer.address:
                address = format_ipv4(answer.address)
                out(f" {address}" if "numeric" in options.flags else f" {address} ({address})")
        if answer is not None:
            out(f"  {(answer.at - probe.sent) / 1e6:.3f} ms")
        if probe.note:
            out(f" {probe.note}")


def _judge(answer: Answer) -> tuple[bool, str]:
    """Is it the end of the way, and what is to be said of it?"""
    if answer.type == 0:
        return True, ""
    if answer.type == 11:
        return False, ""
    if answer.type == 3:
        if answer.code == 4:
            return True, f"!F-{answer.mtu}"
        return True, _UNREACHABLE.get(answer.code, f"!<{answer.code}>")
    return True, f"!<{answer.type}-{answer.code}>"
