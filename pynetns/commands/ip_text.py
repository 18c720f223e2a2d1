"""Words that the parts of `ip` share: names of scopes, tables, protocols and families (lib/rt_names.c, lib/utils.c)."""

import ipaddress
import pathlib

from pynetns.commands.base import CommandFailed, number
from pynetns.errors import Error
from pynetns.netns.address_text import SCOPES, read_prefix
from pynetns.netns.route_text import PROTOCOLS, TABLES
from pynetns.wire.address import AddressError, parse_ipv4

SCOPE_NAMES = {number: name for name, number in SCOPES.items()}
TABLE_NAMES = {number: name for name, number in TABLES.items()} | {0: "unspec"}
PROTOCOL_NAMES = {number: name for name, number in PROTOCOLS.items()}


def scope_name(scope: int, numeric: bool = False) -> str:
    return str(scope) if numeric else SCOPE_NAMES.get(scope, str(scope))


def table_name(table: int, numeric: bool = False) -> str:
    """rtnl_rttable_n2a()."""
    if numeric:
        return str(table)
    if table in TABLE_NAMES:
        return TABLE_NAMES[table]
    return next((name for name, number in _named_tables() if number == table), str(table))


def read_table(text: str) -> int | None:
    """rtnl_rttable_a2n(): a name, of those that /etc/iproute2 has too, or a number."""
    if text in TABLES:
        return TABLES[text]
    if text == "unspec":
        return 0
    found = number(text)
    return found if found is not None else next((value for name, value in _named_tables() if name == text), None)


def _named_tables() -> list[tuple[str, int]]:
    """The tables that people gave names: rtnl_hash_initialize(), the last of equal numbers first."""
    names = {f"rt_tables.d/{file.name}" for folder in ETC for file in (folder / "iproute2/rt_tables.d").glob("*.conf")}
    files = [next((folder / "iproute2" / name for folder in ETC if (folder / "iproute2" / name).exists()), pathlib.Path())
             for name in ("rt_tables", *sorted(names))]
    named = []
    for file in files:
        try:
            lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            continue
        for line in lines:
            words = line.partition("#")[0].split()
            value = number(words[0]) if len(words) == 2 else None
            if value is not None:
                named.append((words[1], value))
    return named[::-1]


def protocol_name(protocol: int, numeric: bool = False) -> str:
    return str(protocol) if numeric else PROTOCOL_NAMES.get(protocol, str(protocol))


def family_name(family: str) -> str:
    """What an address is expected to be."""
    return family or "any valid"


def loose_ipv4(text: str) -> int | None:
    """get_addr_ipv4(): up to four parts, what is missing is zero: "10.1" is 10.1.0.0. Parts may be octal or hexadecimal."""
    parts = text.split(".")
    if not 1 <= len(parts) <= 4:
        return None
    value = 0
    for part in parts:
        try:
            byte = int(part, 8 if len(part) > 1 and part[0] == "0" and part.isdigit() else 0)
        except ValueError:
            return None
        if not 0 <= byte <= 255 or not part[:1].isdigit():
            return None
        value = value << 8 | byte
    return value << 8 * (4 - len(parts))


# Where /etc is: what a session wrote there stands before what the machine has.
ETC = [pathlib.Path("/etc")]


class Ipv6Asked(Exception):
    """An address or prefix is IPv6's. Who asked for it says what the kernel says where IPv6 is disabled."""


def _check_ipv6(text: str, family: str) -> None:
    if family in ("", "inet6") and (":" in text or (family == "inet6" and text in ("default", "any", "all"))):
        try:
            if ":" in text:
                ipaddress.IPv6Interface(text)
        except ValueError:
            return
        raise Ipv6Asked


def get_address(text: str, family: str = "") -> int:
    """get_addr(): an IPv4 address or the end of the command."""
    _check_ipv6(text, family)
    value = None if family not in ("", "inet") else loose_ipv4(text)
    if value is None and text in ("default", "any", "all") and family in ("", "inet"):
        value = 0
    if value is None:
        raise CommandFailed(f'Error: {family_name(family)} address is expected rather than "{text}".\n', 1)
    return value


def get_prefix(text: str, family: str = "") -> tuple[int, int, bool]:
    """get_prefix(): an address, its length, and whether the length was given; or the end of the command."""
    _check_ipv6(text, family)
    address, slash, length = text.partition("/")
    if family in ("", "inet"):
        if text in ("default", "any", "all"):
            return 0, 0, text == "default"
        value = loose_ipv4(address)
        if value is not None:
            if not slash:
                return value, 32, False
            bits = _netmask(length)
            if bits is not None and bits <= 32:
                return value, bits, True
    raise CommandFailed(f'Error: {family_name(family)} prefix is expected rather than "{text}".\n', 1)


def _netmask(text: str) -> int | None:
    """A length, or a netmask without holes."""
    if "." in text:
        try:
            return read_prefix(f"0.0.0.0/{format(parse_ipv4(text).bit_count())}")[1] if _contiguous(parse_ipv4(text)) else None
        except (AddressError, Error):
            return None
    return int(text, 0) if text.isdigit() else None


def _contiguous(netmask: int) -> bool:
    inverted = ~netmask & 0xFFFFFFFF
    return not inverted & (inverted + 1)
