"""`tc`: queueing disciplines (tc/tc.c, tc_qdisc.c of iproute2 6.1; tc_modify_qdisc() of net/sched/sch_api.c)."""

import errno
from dataclasses import dataclass

from pynetns.commands import tc_netem, tc_tbf
from pynetns.commands.base import CommandFailed, Context, Words, matches, no_device, wrong_argument
from pynetns.commands.ip_link_print import queues
from pynetns.commands.ip_options import Options
from pynetns.commands.ip_print import Printer
from pynetns.commands.tc_units import read_size, size_text
from pynetns.commands.tc_usage import QDISC_USAGE, USAGE
from pynetns.device.netdevice import NetDevice
from pynetns.device.qdisc import Bfifo, Fifo, Noqueue, Pfifo, PfifoFast, Qdisc, all_of, graft
from pynetns.device.qdisc_netem import Netem, NetemSettings
from pynetns.device.qdisc_tbf import Tbf, TbfSettings
from pynetns.errors import Error, NetlinkError

VERSION = "tc utility, iproute2-6.1.0, libbpf 1.1.2\n"
PRIOMAP = (1, 2, 2, 2, 1, 2, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1)
OTHERS = ("cake", "cbs", "choke", "clsact", "codel", "drr", "etf", "ets", "fq", "fq_codel", "fq_pie", "gred", "hfsc", "hhf", "htb",
          "ingress", "mq", "mqprio", "multiq", "pfifo_head_drop", "pie", "plug", "prio", "qfq", "red", "sfb", "sfq", "skbprio", "taprio",
          "teql0")
_FIFO_USAGE = "Usage: ... <[p|b]fifo | pfifo_head_drop> [ limit NUMBER ]\n"


def main(context: Context, argv: list[str]) -> int:
    options, words = Options(), Words(argv)
    while words and words.word.startswith("-"):
        option = words.take()
        if any(matches(option, name) for name in ("-statistics", "-stats")):
            options.stats += 1
        elif matches(option, "-details"):
            options.details += 1
        elif matches(option, "-help"):
            context.err(USAGE)
            return 0
        elif option == "-V" or matches(option, "-Version"):
            context.out(VERSION)
            return 0
        elif matches(option, "-netns") or option == "-n":
            context = context.within(context.lab[words.argument()])
        elif matches(option, "-json"):
            options.json = True
        elif matches(option, "-pretty"):
            options.pretty = True
        elif matches(option, "-oneline"):
            options.oneline = True
        elif option in ("-b", "-batch", "-force", "-cf", "-conf"):
            raise CommandFailed(f"tc {option} is not part of pynetns.\n", 255)
        elif not any(matches(option, name) for name in ("-raw", "-pretty", "-iec", "-graph", "-timestamp", "-names", "-Numeric", "-color",
                                                        "-brief")):
            raise CommandFailed(f'Option "{option}" is unknown, try "tc -help".\n', 255)
    if not words:
        context.err(USAGE)
        return 0
    word = words.take()
    if matches(word, "help"):
        context.err(USAGE)
        return 0
    for name in ("qdisc", "class", "filter", "chain", "actions", "monitor", "exec"):
        if matches(word, name):
            try:
                return qdisc(context, options, words) if name == "qdisc" else _other(context, name, words)
            except Error as error:
                context.err(f"{error}\n")
                return 2
    raise CommandFailed(f'Object "{word}" is unknown, try "tc help".\n', 255)


def _other(context: Context, name: str, words: Words) -> int:
    """There are no filters and no classes to make: a listing of them is short."""
    verb = words.take() if words else "show"
    if name in ("class", "filter", "chain") and any(matches(verb, known) for known in ("show", "list", "lst")):
        device = _device(context, words.rest())
        for at in all_of(device) if name == "class" and device is not None else ():
            if at.classful:
                leaf = f"leaf {at.child.handle:x}: " if at.child is not None and at.child.handle else ""
                context.out(f"class {at.kind} {at.handle:x}:1 parent {at.handle:x}: {leaf}\n")
        return 0
    raise CommandFailed(f"tc {name} {verb} is not part of pynetns.\n", 2)


def _device(context: Context, words: list[str]) -> NetDevice | None:
    if "dev" not in words[:-1]:
        return None
    name = words[words.index("dev") + 1]
    if name not in context.namespace.devices:
        raise no_device(name)
    return context.namespace.devices[name]


@dataclass(slots=True)
class _Request:
    """What a command is about. Numbers as the kernel has them: major in the upper half."""

    device: NetDevice | None = None
    root: bool = False
    parent: int = 0
    handle: int = 0
    kind: str = ""


def qdisc(context: Context, options: Options, words: Words) -> int:
    verb = words.take() if words else "show"
    for name in ("add", "change", "replace", "link", "delete"):
        if matches(verb, name):
            if name == "link":
                raise CommandFailed("tc qdisc link is not part of pynetns.\n", 2)
            return _modify(context, words, name)
    if any(matches(verb, name) for name in ("show", "list", "lst")) or verb == "ls":
        return _show(context, options, words)
    if matches(verb, "help"):
        context.err(QDISC_USAGE)
        return 0
    raise CommandFailed(f'Command "{verb}" is unknown, try "tc qdisc help".\n', 255)


# --- changing ------------------------------------------------------------------------------------------------------------------------

def _modify(context: Context, words: Words, verb: str) -> int:
    request, name = _parse(words)
    device = context.namespace.devices.get(name)
    if name and device is None:
        raise no_device(name)
    if request.kind and request.kind in OTHERS:
        raise CommandFailed(f"tc qdisc: {request.kind} is not part of pynetns.\n", 2)
    if words and request.kind not in KINDS:
        raise CommandFailed(f'Unknown qdisc "{request.kind}", hence option "{words.word}" is unparsable\n', 1)
    if words and request.kind in ("pfifo_fast", "noqueue"):
        raise CommandFailed(f"qdisc '{request.kind}' does not support option parsing\n", 255)
    if verb == "delete":
        _options(request.kind, words, None)
        _delete(device, request)
    else:
        _change(context, device, request, words, verb)
    context.lab.scheduler.drain()
    return 0


def _parse(words: Words) -> tuple[_Request, str]:
    """tc_qdisc_modify(), up to the kind."""
    request, name = _Request(), ""
    while words:
        word = words.take()
        if word == "dev":
            if name:
                raise CommandFailed(f'Error: duplicate "dev": "{words.argument()}" is the second value.\n', 255)
            name = words.argument()
        elif word == "handle":
            request.handle = _handle(words.argument())
        elif word == "root":
            if request.root or request.parent:
                raise CommandFailed('Error: "root" is duplicate parent ID\n', 255)
            request.root = True
        elif word in ("clsact", "ingress"):
            if request.root or request.parent:
                raise CommandFailed(f'Error: "{word}" is a duplicate parent ID\n', 255)
            raise CommandFailed(f"tc qdisc: {word} is not part of pynetns.\n", 2)
        elif word == "parent":
            text = words.argument()
            if request.root or request.parent:
                raise CommandFailed(f'Error: duplicate "parent": "{text}" is the second value.\n', 255)
            request.parent = _classid(text)
        elif word in ("estimator", "stab", "ingress_block", "egress_block") or matches(word, "estimator"):
            raise CommandFailed(f"tc qdisc {word} is not part of pynetns.\n", 2)
        elif matches(word, "help"):
            raise CommandFailed(QDISC_USAGE, 0)
        else:
            request.kind = word
            break
    return request, name


def _handle(text: str) -> int:
    """get_qdisc_handle(): the minor number is not looked at."""
    major = text.partition(":")[0]
    try:
        value = int(major, 16)
    except ValueError:
        raise wrong_argument("invalid qdisc ID", text) from None
    if not 0 <= value <= 0xFFFF:
        raise wrong_argument("invalid qdisc ID", text)
    return value


def _classid(text: str) -> int:
    major, _, minor = text.partition(":")
    try:
        return (int(major or "0", 16) & 0xFFFF) << 16 | (int(minor or "0", 16) & 0xFFFF)
    except ValueError:
        raise wrong_argument("invalid parent ID", text) from None


def _change(context: Context, device: NetDevice | None, request: _Request, words: Words, verb: str) -> None:
    """tc_modify_qdisc()."""
    rest = words.rest()
    _options(request.kind, Words(rest), None)  # the tool reads them before it asks the kernel
    if device is None:
        raise NetlinkError(errno.ENODEV)
    known = {at.handle: at for at in all_of(device)}
    parent: Qdisc | None = None
    existing: Qdisc | None
    if request.parent:
        parent = known.get(request.parent >> 16)
        if parent is None:
            raise NetlinkError(errno.ENOENT, "Failed to find specified qdisc")
        if not parent.classful:
            raise NetlinkError(errno.EINVAL, "Parent qdisc is not classful")
        existing = parent.child if parent.child is not None and parent.child.handle else None
    elif request.root:
        existing = device.qdisc
    else:
        if not request.handle:
            raise NetlinkError(errno.EINVAL, "Handle cannot be zero")
        existing = known.get(request.handle)
        if existing is None:
            raise NetlinkError(errno.ENOENT, "Specified qdisc not found")
    another = bool(request.handle) and existing is not None and existing.handle != request.handle
    if another and verb != "replace":
        raise NetlinkError(errno.EEXIST, "NLM_F_REPLACE needed to override")
    if existing is not None and not another:
        same = existing.kind == request.kind or not request.kind
        if verb == "add" and (same or request.handle):  # one of another kind, without a handle, takes its place whatever the verb
            raise NetlinkError(errno.EEXIST, "Exclusivity flag on, cannot modify")
        if same:
            _apply(existing, request.kind, Words(rest))
            return
        if request.handle:
            raise NetlinkError(errno.EINVAL, "Invalid qdisc name: must match existing qdisc")
    elif verb == "change" and existing is None:
        raise NetlinkError(errno.ENOENT, "Qdisc not found. To create specify NLM_F_CREATE flag")
    if request.handle in known:
        raise NetlinkError(errno.EINVAL, "Cannot move an existing qdisc to a different parent")
    if request.kind not in KINDS:
        raise NetlinkError(errno.ENOENT, "Specified qdisc kind is unknown")
    fresh = _new(device, request.handle or context.lab.next_qdisc_handle(), parent, request.kind, Words(rest))
    graft(device, parent, fresh)


def _delete(device: NetDevice | None, request: _Request) -> None:
    """tc_get_qdisc() of a deletion."""
    if device is None:
        raise NetlinkError(errno.ENODEV)
    known = {at.handle: at for at in all_of(device)}
    parent: Qdisc | None = None
    if request.parent:
        parent = known.get(request.parent >> 16)
        if parent is None:
            raise NetlinkError(errno.ENOENT, "Failed to find qdisc with specified classid")
        if not parent.classful:
            raise NetlinkError(errno.EINVAL, "Parent qdisc is not classful")
        found = parent.child
    elif request.root:
        found = device.qdisc
    else:
        found = known.get(request.handle)
        if found is None:
            raise NetlinkError(errno.ENOENT, "Failed to find qdisc with specified handle")
        parent = found.parent
    if request.handle and (found.handle if found is not None else 0) != request.handle:
        raise NetlinkError(errno.EINVAL, "Invalid handle")
    if found is None or not found.handle:
        raise NetlinkError(errno.ENOENT, "Cannot delete qdisc with handle of zero")
    if request.kind and found.kind != request.kind:
        raise NetlinkError(errno.EINVAL, "Invalid qdisc name: must match existing qdisc")
    graft(device, parent, Bfifo(device, 0, parent, parent.settings.limit) if isinstance(parent, Tbf) else None)


def _options(kind: str, words: Words, old: Qdisc | None) -> object:
    """A kind's own words, as its part of the tool reads them."""
    if kind == "netem":
        return tc_netem.parse(words, old.settings if isinstance(old, Netem) else None)
    if kind == "tbf":
        return tc_tbf.parse(words) if words or old is None else None
    limit: int | None = None
    while words:
        word = words.take()
        if word == "help":
            raise CommandFailed(_FIFO_USAGE, 1)
        if word != "limit":
            raise CommandFailed(f'{kind}: unknown parameter "{word}"\n{_FIFO_USAGE}', 1)
        text = words.argument()
        limit = read_size(text)
        if limit is None:
            raise CommandFailed(f'{kind}: Illegal value for "limit": "{text}"\n', 1)
    return limit


def _new(device: NetDevice, handle: int, parent: Qdisc | None, kind: str, words: Words) -> Qdisc:
    settings = _options(kind, words, None)
    if isinstance(settings, NetemSettings):
        return Netem(device, handle, parent, settings)
    if isinstance(settings, TbfSettings):
        return Tbf(device, handle, parent, settings)
    made = KINDS[kind](device, handle, parent)
    assert isinstance(made, Fifo)
    if isinstance(settings, int):
        made.limit = settings
    elif kind in ("pfifo", "bfifo"):
        made.limit = (device.qlen or 1) * (device.mtu + 14 if kind == "bfifo" else 1)
    return made


def _apply(existing: Qdisc, kind: str, words: Words) -> None:
    settings = _options(kind, words, existing)
    if isinstance(existing, Netem) and isinstance(settings, NetemSettings):
        existing.change(settings)
    elif isinstance(existing, Tbf) and isinstance(settings, TbfSettings):
        existing.change(settings)
    elif isinstance(existing, Fifo) and isinstance(settings, int):
        existing.limit = settings


KINDS: dict[str, type[Qdisc]] = {kind.kind: kind for kind in (Netem, Tbf, Pfifo, Bfifo, PfifoFast, Noqueue)}


# --- listing -------------------------------------------------------------------------------------------------------------------------

def _show(context: Context, options: Options, words: Words) -> int:
    """tc_qdisc_list()."""
    name, only_root, handle, parent = "", False, 0, 0
    while words:
        word = words.take()
        if word == "dev":
            name = words.argument()
        elif word == "root":
            only_root = True
        elif word == "handle":
            handle = _handle(words.argument())
        elif word == "parent":
            parent = _classid(words.argument())
        elif word not in ("ingress", "clsact", "invisible"):
            if matches(word, "help"):
                raise CommandFailed(QDISC_USAGE, 0)
            raise CommandFailed(f'What is "{word}"? Try "tc qdisc help".\n', 255)
    if name and name not in context.namespace.devices:
        raise no_device(name)
    printer = options.printer(context)
    for device in context.namespace.devices.values():
        if name not in ("", device.name):
            continue
        shown = all_of(device)
        if not shown and device.was_up and not handle and not parent:
            _print(printer, options, device, None, not name)
        for at in shown:
            if (only_root and at.parent is not None) or (handle and at.handle != handle) or (
                    parent and (at.parent is None or at.parent.handle != parent >> 16)):
                continue
            _print(printer, options, device, at, not name)
    printer.finish()
    return 0


def _print(printer: Printer, options: Options, device: NetDevice, at: Qdisc | None, with_device: bool) -> None:
    """print_qdisc()."""
    printer.open()
    printer.put("kind", at.kind if at is not None else "noqueue", "qdisc {} ")
    printer.put("handle", f"{at.handle if at is not None else 0:x}:", "{} ")
    if with_device:
        printer.put("dev", device.name, "dev {} ")
    if at is None or at.parent is None:
        printer.put("root", True, "root ")
        printer.put("refcnt", 1 + queues(device, "tx_queues") if at is not None else 2, "refcnt {} ")
    else:
        printer.put("parent", f"{at.parent.handle:x}:1", "parent {} ")
    printer.open("options")
    if isinstance(at, Netem):
        tc_netem.show(printer, at.settings)
    elif isinstance(at, Tbf):
        tc_tbf.show(printer, at.settings, options.details > 0)
    elif isinstance(at, PfifoFast):
        printer.text("bands 3 priomap " + " ".join(map(str, PRIOMAP)))
        if printer.json:
            printer.member("bands", 3)
            printer.member("priomap", list(PRIOMAP))
            printer.member("multiqueue", False)
    elif isinstance(at, Fifo) and not isinstance(at, Noqueue):
        limit = at.limit or 0
        printer.put("limit", limit if printer.json else size_text(limit) if isinstance(at, Bfifo) else f"{limit}p", "limit {}")
    printer.close()
    printer.text("\n")
    if options.stats:
        _print_statistics(printer, at)
    printer.close()


def _print_statistics(printer: Printer, at: Qdisc | None) -> None:
    """print_tcstats2_attr()."""
    numbers = {"bytes": 0, "packets": 0, "drops": 0, "overlimits": 0, "requeues": 0, "backlog": 0, "qlen": 0}
    if at is not None:
        numbers = {"bytes": at.sent.bytes, "packets": at.sent.packets, "drops": at.dropped, "overlimits": at.overlimits,
                   "requeues": at.requeues, "backlog": at.backlog, "qlen": at.queued}
    for key, value in numbers.items():
        printer.member(key, value)
    printer.text(" Sent {bytes} bytes {packets} pkt (dropped {drops}, overlimits {overlimits} requeues {requeues}) \n".format(**numbers))
    printer.text(f" backlog {size_text(numbers['backlog'])} {numbers['qlen']}p requeues {numbers['requeues']}\n")
