"""`type vlan` of `ip link` (ip/iplink_vlan.c)."""

import errno
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pynetns.commands.base import CommandFailed, Words, matches, number, wrong_argument
from pynetns.commands.ip_usage import VLAN_USAGE
from pynetns.device.vlan import PROTOCOLS, Vlan
from pynetns.errors import NetlinkError

if TYPE_CHECKING:
    from pynetns.commands.ip_print import Printer

_U16 = 0xFFFF
_FLAGS = {"reorder_hdr": "reorder_header", "gvrp": "gvrp", "mvrp": "mvrp", "loose_binding": "loose_binding",
          "bridge_binding": "bridge_binding"}
_SHOWN = {"REORDER_HDR": "reorder_header", "GVRP": "gvrp", "LOOSE_BINDING": "loose_binding", "MVRP": "mvrp",
          "BRIDGE_BINDING": "bridge_binding"}


@dataclass(slots=True)
class VlanOptions:
    """What was asked for; flags are the attributes of `Vlan` that they set."""

    given: bool = False  # anything at all
    id: int | None = None
    protocol: int = PROTOCOLS["802.1Q"]
    flags: dict[str, bool] = field(default_factory=dict)


def parse_vlan(words: Words) -> VlanOptions:
    """vlan_parse_opt()."""
    options = VlanOptions(given=bool(words))
    while words:
        word = words.take()
        if matches(word, "protocol"):
            text = words.argument()
            found = {name.lower(): value for name, value in PROTOCOLS.items()}.get(text.lower())
            if found is None:
                raise wrong_argument("protocol is invalid", text)
            options.protocol = found
        elif matches(word, "id"):
            text = words.argument()
            options.id = number(text, 0, _U16)
            if options.id is None:
                raise wrong_argument("id is invalid", text)
        elif flag := next((name for name in _FLAGS if matches(word, name)), ""):
            text = words.argument()
            if text not in ("on", "off"):
                raise CommandFailed(f'Error: argument of "{flag}" must be "on" or "off", not "{text}"\n', 1)
            options.flags[_FLAGS[flag]] = text == "on"
        elif matches(word, "ingress-qos-map") or matches(word, "egress-qos-map"):
            raise CommandFailed(f"ip link: {word} is not part of pynetns.\n", 1)
        else:
            message = "" if matches(word, "help") else f'vlan: unknown command "{word}"?\n'
            raise CommandFailed(message + VLAN_USAGE, 1)
    return options


def check_new(options: VlanOptions) -> int:
    """vlan_validate() and vlan_newlink(): the id has to be there."""
    if not options.given:
        raise NetlinkError(errno.EINVAL, "8021q: VLAN properties not specified")
    if options.id is None:
        raise NetlinkError(errno.EINVAL, "8021q: VLAN id not specified")
    return options.id


def set_vlan(device: Vlan, options: VlanOptions) -> None:
    """vlan_changelink(): only flags can change."""
    for name, on in options.flags.items():
        setattr(device, name, on)


def print_vlan(printer: "Printer", device: Vlan) -> None:
    """vlan_print_opt()."""
    printer.put("protocol", next(name for name, value in PROTOCOLS.items() if value == device.protocol), "protocol {} ")
    printer.put("id", device.vlan_id, "id {} ")
    flags = [name for name, attribute in _SHOWN.items() if getattr(device, attribute)]
    if printer.json:
        printer.put("flags", flags)
    elif flags:
        printer.put("flags", ",".join(flags), "<{}> ")
