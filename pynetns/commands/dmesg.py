"""dmesg(1) of util-linux: what the kernel said, with the lab's time."""

import getopt

from pynetns.commands.base import CommandFailed, Context
from pynetns.device.scheduler import SECOND

_LEVELS = ("emerg", "alert", "crit", "err", "warn", "notice", "info", "debug")


def main(context: Context, argv: list[str]) -> int:
    try:
        options, rest = getopt.gnu_getopt(argv, "CcThtrxHPwl:f:k", ["clear", "read-clear", "ctime", "notime", "raw", "decode", "level=",
                                                                    "kernel", "human", "nopager", "color=", "follow"])
    except getopt.GetoptError as error:
        raise CommandFailed(f"dmesg: {error}\nTry 'dmesg --help' for more information.\n") from None
    if rest:
        raise CommandFailed("dmesg: bad usage\nTry 'dmesg --help' for more information.\n")
    names = {name for name, _ in options}
    levels = {level for name, value in options if name in ("-l", "--level") for level in value.split(",")}
    unknown = sorted(levels - set(_LEVELS))
    if unknown:
        raise CommandFailed(f"dmesg: unknown level '{unknown[0]}'\n")
    log = context.namespace.log
    if not names & {"-C", "--clear"}:
        for at, level, text in log:
            if levels and _LEVELS[level] not in levels:
                continue
            decoded = f"kern  :{_LEVELS[level]:<6}: " if names & {"-x", "--decode"} else ""
            raw = f"<{level}>" if names & {"-r", "--raw"} else ""
            stamp = "" if names & {"-t", "--notime"} else f"[{at // SECOND:5}.{at % SECOND // 1000:06}] "
            context.out(f"{decoded}{raw}{stamp}{text}\n")
    if names & {"-C", "--clear", "-c", "--read-clear"}:
        log.clear()
    return 0
