"""`ip netns` (ip/ipnetns.c of iproute2 6.1). The namespaces of a lab are the files of /run/netns."""

from typing import TYPE_CHECKING

from pynetns.commands.base import CommandFailed, Context, Words, duplicate, matches, number, wrong_argument
from pynetns.commands.ip_options import Options
from pynetns.commands.ip_usage import NETNS_USAGE

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

RUN = "/run/netns"
COMMANDS = ("list", "show", "lst", "list-id", "help", "add", "set", "delete", "identify", "pids", "exec", "monitor", "attach")


def switch(context: Context, name: str) -> "NetNamespace":
    """netns_switch(): the namespace of `ip -n NAME` and `ip netns exec NAME`."""
    namespace = context.lab.namespaces.get(name)
    if namespace is None:
        raise CommandFailed(f'Cannot open network namespace "{name}": No such file or directory\n', 255)
    return namespace


def main(context: Context, options: Options, words: Words) -> int:
    command = words.take() if words else "list"
    argv = words.rest()
    if not options.all and argv and _invalid(argv[0]):
        raise CommandFailed(f'Invalid netns name "{argv[0]}"\n', 255)
    name = next((name for name in COMMANDS if matches(command, name)), None)
    if name in ("list", "show", "lst"):
        return _list(context, options)
    if name == "list-id":
        return _list_id(context, options, Words(argv))
    if name == "help":
        raise CommandFailed(NETNS_USAGE, 255)
    if name == "add":
        return _add(context, argv)
    if name == "set":
        return _set(context, argv)
    if name == "delete":
        return _delete(context, options, argv)
    if name == "identify":
        return _identify(context, argv)
    if name == "pids":
        return _pids(context, argv)
    if name == "exec":
        return _exec(context, options, argv)
    if name == "attach" and len(argv) < 2:
        raise CommandFailed("No netns name and PID specified\n", 1)
    if name == "attach":
        return _attach(context, argv[:2])
    if name == "monitor":
        from pynetns.commands.ip_monitor import monitor_namespaces  # it shows what the other objects show

        return monitor_namespaces(context)
    raise CommandFailed(f'Command "{command}" is unknown, try "ip netns help".\n', 255)


def _invalid(name: str) -> bool:
    return not name or len(name) > 255 or "/" in name or name in (".", "..")


def _list(context: Context, options: Options) -> int:
    """Newest first, as the directory of the kernel's tmpfs lists them; with the id that this namespace knows it by."""
    printer = options.printer(context)
    for name, namespace in reversed(context.lab.namespaces.items()):
        printer.open()
        printer.put("name", name)
        nsid = context.namespace.nsids.get(namespace)
        if nsid is not None:
            printer.put("id", nsid, " (id: {})")
        printer.text("\n")
        printer.close()
    printer.finish()
    return 0


def _list_id(context: Context, options: Options, words: Words) -> int:
    wanted: int | None = None
    while words:
        word = words.take()
        if word not in ("nsid", "target-nsid"):
            raise CommandFailed(NETNS_USAGE, 255)
        if word == "nsid" and wanted is not None:
            raise duplicate("nsid", word)
        text = words.argument()
        value = number(text)
        if value is None:
            raise wrong_argument(f'"{word}" value is invalid', text)
        if word == "nsid":
            wanted = value
    printer = options.printer(context)
    ids = {nsid: other for other, nsid in context.namespace.nsids.items()}
    for nsid in sorted(key for key in ids if wanted in (None, key)):
        printer.open()
        printer.put("nsid", nsid, "nsid {} ")
        if ids[nsid].name:
            printer.put("name", ids[nsid].name, "(iproute2 netns name: {})")
        printer.text("\n")
        printer.close()
    printer.finish()
    return 0


def _add(context: Context, argv: list[str]) -> int:
    if not argv:
        raise CommandFailed("No netns name specified\n", 1)
    if argv[0] in context.lab.namespaces:
        raise CommandFailed(f'Cannot create namespace file "{RUN}/{argv[0]}": File exists\n', 1)
    context.lab.netns(argv[0])
    return 0


def _set(context: Context, argv: list[str]) -> int:
    if not argv:
        raise CommandFailed("No netns name specified\n", 1)
    if len(argv) < 2:
        raise CommandFailed("No nsid specified\n", 1)
    value = -1 if argv[1] == "auto" else number(argv[1])
    if value is None:
        raise wrong_argument('"netnsid" value should be >= 0' if argv[1].startswith("-") else 'Invalid "netnsid" value', argv[1])
    namespace = context.lab.namespaces.get(argv[0])
    if namespace is None:
        raise CommandFailed(f'Cannot open network namespace "{argv[0]}": No such file or directory\n', 1)
    context.namespace.set_nsid(namespace, value)
    return 0


def _delete(context: Context, options: Options, argv: list[str]) -> int:
    if not argv and not options.all:
        raise CommandFailed("No netns name specified\n", 1)
    for name in list(context.lab.namespaces) if options.all else argv[:1]:
        if name not in context.lab.namespaces:
            raise CommandFailed(f'Cannot remove namespace file "{RUN}/{name}": No such file or directory\n', 1)
        context.lab.delete(name)
    return 0


def _identify(context: Context, argv: list[str]) -> int:
    if len(argv) > 1:
        raise CommandFailed("extra arguments specified\n", 1)
    if argv and not argv[0].isdigit():
        raise CommandFailed(f"Specified string '{argv[0]}' is not a pid\n", 1)
    namespace = context.namespace_of(int(argv[0]) if argv else 0)
    if namespace is None:
        raise CommandFailed("Cannot open network namespace: No such file or directory\n", 1)
    context.out(next((name for name, other in context.lab.namespaces.items() if other is namespace), "") + "\n")
    return 0


def _pids(context: Context, argv: list[str]) -> int:
    if not argv:
        raise CommandFailed("No netns name specified\n", 1)
    if len(argv) > 1:
        raise CommandFailed("extra arguments specified\n", 1)
    if argv[0] not in context.lab.namespaces:
        raise CommandFailed("Cannot open network namespace: No such file or directory\n", 1)
    context.out("".join(f"{pid}\n" for pid in context.processes(context.lab.namespaces[argv[0]])))
    return 0


def _attach(context: Context, argv: list[str]) -> int:
    """A name for the namespace of a process."""
    name, pid = argv
    if name in context.lab.namespaces:
        raise CommandFailed(f'Cannot create namespace file "{RUN}/{name}": File exists\n', 1)
    namespace = context.namespace_of(int(pid)) if pid.isdigit() else None
    if namespace is None:
        raise CommandFailed(f"Bind /proc/{pid}/ns/net -> {RUN}/{name} failed: No such file or directory\n", 1)
    context.lab.attach(name, namespace)
    return 0


def _exec(context: Context, options: Options, argv: list[str]) -> int:
    if not argv and not options.all:
        raise CommandFailed("No netns name specified\n", 1)
    if len(argv) < (1 if options.all else 2):
        raise CommandFailed("No command specified\n", 1)
    if options.all:
        for name, namespace in list(reversed(context.lab.namespaces.items())):
            context.out(f"\nnetns: {name}\n")
            context.within(namespace).execute(argv)
        return 0
    return context.within(switch(context, argv[0])).execute(argv[1:])
