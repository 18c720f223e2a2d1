"""`ip rule`: the three rules that every namespace has. pynetns routes by these, so there are no others."""

from pynetns.commands.base import CommandFailed, Context, Words, matches
from pynetns.commands.ip_options import Options

RULES = ((0, "local"), (32766, "main"), (32767, "default"))


def main(context: Context, options: Options, words: Words) -> int:
    command = words.take() if words else "list"
    if any(matches(command, name) for name in ("list", "lst", "show")):
        printer = options.printer(context)
        for priority, table in RULES if options.family != "inet6" else RULES[:2]:
            printer.open()
            printer.put("priority", priority, "{}:\t")
            printer.put("src", "all", "from {}")
            printer.put("table", table, " lookup {}")
            printer.text("\n")
            printer.close()
        printer.finish()
        return 0
    if any(matches(command, name) for name in ("add", "delete", "flush", "save", "restore")):
        raise CommandFailed("ip rule: pynetns has no routing rules but the three of every namespace.\n", 2)
    raise CommandFailed(f'Command "{command}" is unknown, try "ip rule help".\n', 255)
