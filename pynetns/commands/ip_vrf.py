"""`ip vrf`: list VRFs, and run commands in one (ip/ipvrf.c of iproute2 6.1)."""

from pynetns.commands.base import CommandFailed, Context, Words, matches, number, wrong_argument
from pynetns.commands.ip_options import Options
from pynetns.commands.ip_usage import VRF_USAGE
from pynetns.device.vrf import Vrf
from pynetns.netns.route_entry import TABLE_MAIN


def main(context: Context, options: Options, words: Words) -> int:
    command = words.take() if words else "show"
    if matches(command, "identify"):
        return _identify(context, words.rest())
    if matches(command, "pids"):
        return _pids(context, words.rest())
    if matches(command, "exec"):
        return _exec(context, words.rest())
    if any(matches(command, name) for name in ("show", "lst", "list")):
        return _show(context, options, words.rest())
    if matches(command, "help"):
        raise CommandFailed(VRF_USAGE, 255)
    raise CommandFailed(f'Command "{command}" is unknown, try "ip vrf help".\n', 255)


def find_vrf(context: Context, name: str) -> Vrf | None:
    """name_is_vrf()."""
    device = context.namespace.devices.get(name)
    return device if isinstance(device, Vrf) else None


def vrf_table(context: Context, name: str) -> int:
    """ipvrf_get_table(): 0 where there is none of that name; "default" is main."""
    vrf = find_vrf(context, name)
    if vrf is not None:
        return vrf.table
    return TABLE_MAIN if name == "default" and name not in context.namespace.devices else 0


def _show(context: Context, options: Options, argv: list[str]) -> int:
    if len(argv) > 1:
        raise CommandFailed(VRF_USAGE, 255)
    if argv:
        table = vrf_table(context, argv[0])
        if not table:
            raise CommandFailed("Invalid VRF\n", 1)
        context.out(f"{argv[0]} {table}\n")
        return 0
    printer = options.printer(context)
    printer.text(f"{'Name':<16}  {'Table':>5}\n-----------------------\n")
    vrfs = [device for device in context.namespace.devices.values() if isinstance(device, Vrf)]
    for vrf in vrfs:
        printer.open()
        printer.put("name", vrf.name, "{:<16}")
        printer.put("table", vrf.table, " {:>5}")
        printer.text("\n")
        printer.close()
    if not vrfs:
        printer.text("No VRF has been configured\n")
    printer.finish()
    return 0


def _identify(context: Context, argv: list[str]) -> int:
    if len(argv) > 1:
        raise wrong_argument("Extra arguments specified\n", argv[1])
    if argv and number(argv[0]) is None:
        raise wrong_argument("Invalid pid\n", argv[0])
    if context.vrf is not None and not argv:
        context.out(f"{context.vrf.name}\n")
    return 0


def _pids(context: Context, argv: list[str]) -> int:
    """No process outlives its command here."""
    if not argv:
        raise CommandFailed("VRF name not given\n", 1)
    if find_vrf(context, argv[0]) is None:
        raise CommandFailed("Invalid VRF name\n", 1)
    return 0


def _exec(context: Context, argv: list[str]) -> int:
    """The sockets of the command are bound to the VRF, unless it binds them itself."""
    if not argv:
        raise CommandFailed("No VRF name specified\n", 1)
    if len(argv) < 2:
        raise CommandFailed("No command specified\n", 1)
    vrf = find_vrf(context, argv[0])
    if vrf is None and argv[0] != "default":
        raise CommandFailed("Invalid VRF name\n", 255)
    inside = context.within(context.namespace)
    inside.vrf = vrf
    return inside.execute(argv[1:])
