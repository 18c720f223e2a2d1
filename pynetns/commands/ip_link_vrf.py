"""What `ip link` says of a VRF (ip/iplink_vrf.c)."""

import errno

from pynetns.commands.base import CommandFailed, Words, matches, wrong_argument
from pynetns.commands.ip_print import Printer
from pynetns.commands.ip_text import read_table
from pynetns.commands.ip_usage import VRF_LINK_USAGE
from pynetns.device.vrf import Vrf
from pynetns.errors import NetlinkError


def parse_vrf(words: Words) -> int | None:
    """The table, None where none is said."""
    table: int | None = None
    while words:
        word = words.take()
        if matches(word, "table"):
            text = words.argument()
            table = read_table(text)
            if table is None:
                raise wrong_argument("invalid table ID\n", text)
        elif matches(word, "help"):
            raise CommandFailed(VRF_LINK_USAGE, 1)
        else:
            raise CommandFailed(f'vrf: unknown option "{word}"?\n{VRF_LINK_USAGE}', 1)
    return table


def check_table(table: int | None) -> int:
    """vrf_newlink()."""
    if table is None:
        raise NetlinkError(errno.EINVAL, "VRF table id is missing")
    if not table:
        raise NetlinkError(errno.EINVAL, "Invalid VRF table id")
    return table


def print_vrf(printer: Printer, vrf: Vrf) -> None:
    printer.put("table", vrf.table, "table {} ")
