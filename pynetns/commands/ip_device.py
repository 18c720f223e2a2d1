"""Devices by the names that people give them: the name, or one of the alternative names (`ip link property`)."""

import errno

from pynetns.commands.base import CommandFailed, Context, Words, garbage, matches, no_device, wrong_argument
from pynetns.commands.ip_usage import LINK_USAGE
from pynetns.device.netdevice import NetDevice
from pynetns.errors import NetlinkError


def find_device(context: Context, name: str | None) -> NetDevice | None:
    """ll_name_to_index(): the device of a name, of whichever kind, in the namespace of the command."""
    devices = context.namespace.devices
    found = devices.get(name or "")
    return found if found is not None else next((each for each in devices.values() if name in each.altnames), None)


def properties(context: Context, words: Words) -> int:
    """`ip link property`: iplink_prop() and iplink_prop_mod()."""
    if not words or matches(words.word, "help"):
        raise CommandFailed(LINK_USAGE, 255)
    verb = words.take()
    adding = matches(verb, "add")
    if not adding and not matches(verb, "del"):
        raise CommandFailed("Operator required\n", 255)
    dev: str | None = None
    names: list[str] = []
    while words:
        word = words.take()
        if matches(word, "altname"):
            word = words.argument()
            _check(word, "not a valid altname")
            names.append(word)
        elif matches(word, "help"):
            raise CommandFailed(LINK_USAGE, 255)
        else:
            if word == "dev":
                word = words.argument()
            if dev is not None:
                raise garbage("dev", word)
            _check(word, '"dev" not a valid ifname')
            dev = word
    if dev is None:
        raise CommandFailed('Not enough of information: "dev" argument is required.\n', 255)
    device = find_device(context, dev)
    if device is None:
        raise no_device(dev)
    for name in names:
        _change(context, device, name, adding)
    return 0


def _check(name: str, message: str) -> None:
    """check_altifname()."""
    if not name or len(name) >= 128 or "/" in name or any(c.isspace() for c in name) or name in (".", ".."):
        raise wrong_argument(message, name)


def _change(context: Context, device: NetDevice, name: str, adding: bool) -> None:
    """netdev_name_node_alt_create() and _destroy() of net/core/dev.c."""
    owner = find_device(context, name)
    known = device.altnames
    if adding:
        if owner is not None:
            raise NetlinkError(errno.EEXIST)
        device.altnames = (*known, name)
    else:
        if owner is None:
            raise NetlinkError(errno.ENOENT)
        if owner is not device or name not in known:
            raise NetlinkError(errno.EINVAL)
        device.altnames = tuple(each for each in known if each != name)
