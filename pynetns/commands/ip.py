"""`ip`: the options in front of the object, and which module serves the object (ip/ip.c of iproute2 6.1)."""

import pathlib
import shlex
from collections.abc import Callable

from pynetns.commands import ip_addr, ip_link, ip_maddr, ip_monitor, ip_neigh, ip_netns, ip_nexthop, ip_route, ip_rule, ip_vrf
from pynetns.commands.base import CommandFailed, Context, Words, matches, wrong_argument
from pynetns.commands.ip_options import Options
from pynetns.commands.ip_usage import USAGE
from pynetns.errors import Error, strerror

VERSION = "ip utility, iproute2-6.1.0, libbpf 1.1.2\n"
FAMILIES = {"inet": "inet", "inet6": "inet6", "link": "link", "bridge": "bridge", "mpls": "mpls"}

Handler = Callable[[Context, Options, Words], int]

# In the order in which iproute2 tries abbreviations: `ip r` is route, `ip n` is neighbor, `ip l` is link.
OBJECTS: tuple[tuple[str, Handler | None], ...] = (
    ("address", ip_addr.main), ("addrlabel", None), ("maddress", ip_maddr.main), ("route", ip_route.main), ("rule", ip_rule.main),
    ("neighbor", ip_neigh.main), ("neighbour", ip_neigh.main), ("ntable", None), ("ntbl", None), ("link", ip_link.main), ("l2tp", None),
    ("fou", None), ("ila", None), ("macsec", None), ("tunnel", None), ("tunl", None), ("tuntap", None), ("tap", None), ("token", None),
    ("tcpmetrics", None), ("tcp_metrics", None), ("monitor", ip_monitor.main), ("xfrm", None), ("mroute", None), ("mrule", None),
    ("netns", ip_netns.main), ("netconf", None), ("vrf", ip_vrf.main), ("sr", None), ("nexthop", ip_nexthop.main), ("mptcp", None),
    ("ioam", None),
    ("help", None), ("stats", None),
)


def main(context: Context, argv: list[str]) -> int:
    options = Options()
    words = Words(argv)
    while words and words.word.startswith("-"):
        option = words.take()
        if option == "--":
            break
        context = _option(context, options, option[1:] if option.startswith("--") else option, words)
        if options.version:
            context.out(VERSION)
            return 0
    if options.batch is not None:
        return _batch(context, options, options.batch)
    if not words:
        raise CommandFailed(USAGE, 255)
    return run_object(context, options, words)


def run_object(context: Context, options: Options, words: Words) -> int:
    """do_cmd(): the object, by name or by the beginning of one."""
    word = words.take()
    for name, handler in OBJECTS:
        if matches(word, name):
            if name == "help":
                raise CommandFailed(USAGE, 255)
            if handler is None:
                raise CommandFailed(f'ip {name} is not part of pynetns.\n', 1)
            try:
                return handler(context, options, words)
            except Error as error:
                context.err(f"{error}\n")
                return 2
    raise CommandFailed(f'Object "{word}" is unknown, try "ip help".\n', 1)


def _option(context: Context, options: Options, option: str, words: Words) -> Context:
    """One option; -netns changes where the rest runs. The order is iproute2's: `-r` is resolve, `-b` is batch, `-s` is stats."""
    if matches(option, "-loops"):
        _value(words)
    elif matches(option, "-family"):
        family = _value(words)
        if family == "help":
            raise CommandFailed(USAGE, 255)
        if family not in FAMILIES:
            raise wrong_argument("invalid protocol family", family)
        options.family = FAMILIES[family]
    elif option in ("-4", "-6", "-0", "-M", "-B"):
        options.family = {"-4": "inet", "-6": "inet6", "-0": "link", "-M": "mpls", "-B": "bridge"}[option]
    elif matches(option, "-human") or matches(option, "-human-readable") or matches(option, "-iec"):
        options.human += 1
    elif matches(option, "-stats") or matches(option, "-statistics"):
        options.stats += 1
    elif matches(option, "-details"):
        options.details += 1
    elif matches(option, "-resolve") or option == "-echo":
        pass  # names and echoes that nothing here prints
    elif matches(option, "-timestamp"):
        options.timestamp = options.timestamp or "long"
    elif matches(option, "-tshort"):
        options.timestamp = "short"
    elif matches(option, "-oneline"):
        options.oneline = True
    elif matches(option, "-Version"):
        options.version = True
    elif matches(option, "-force"):
        options.force = True
    elif matches(option, "-batch"):
        options.batch = _value(words)
    elif matches(option, "-brief"):
        options.brief = True
    elif matches(option, "-json"):
        options.json = True
    elif matches(option, "-pretty"):
        options.pretty = True
    elif matches(option, "-rcvbuf"):
        _value(words)
    elif matches(option, "-Numeric"):
        options.numeric = True
    elif matches(option.partition("=")[0], "-color") and option.partition("=")[2] in ("", "always", "auto", "never"):
        options.color = option.partition("=")[2] in ("", "always")  # what is printed goes to no terminal
    elif matches(option, "-help"):
        raise CommandFailed(USAGE, 255)
    elif matches(option, "-netns"):
        return context.within(ip_netns.switch(context, words.take() if words else "(null)"))
    elif matches(option, "-all"):
        options.all = True
    else:
        raise CommandFailed(f'Option "{option}" is unknown, try "ip -help".\n', 255)
    return context


def _value(words: Words) -> str:
    if not words:
        raise CommandFailed(USAGE, 255)
    return words.take()


def _batch(context: Context, options: Options, name: str) -> int:
    """One command a line, from a file or the standard input ("-"), until one fails; with -force all of them."""
    if name == "-":
        text = context.stdin
    else:
        try:
            text = pathlib.Path(name).read_text(encoding="utf-8")
        except OSError as error:
            raise CommandFailed(f'Cannot open file "{name}" for reading: {strerror(error.errno or 0)}\n', 1) from None
    status, number = 0, 0
    lines = iter(text.splitlines())
    for line in lines:
        number += 1
        while line.endswith("\\"):
            line = line[:-1] + next(lines, "")
            number += 1
        words = shlex.split(line, comments=True)
        if not words:
            continue
        try:
            failed = run_object(context, options, Words(words))
        except CommandFailed as failure:
            context.err(failure.message)
            if failure.status == 255:  # iproute2 exits there and then
                return 255
            failed = failure.status
        if failed:
            context.err(f"Command failed {name}:{number}\n")
            status = 1
            if not options.force:
                break
    return status
