"""What a person types for an address: "10.0.0.2/24", broadcast="+", scope="link" (get_prefix() and ipaddr_modify() of iproute2)."""

from typing import Any

from pynetns.errors import Error
from pynetns.netns.address_entry import FOREVER
from pynetns.netns.route_entry import HOST, LINK, NOWHERE, SITE, UNIVERSE
from pynetns.wire.address import AddressError, ipv4_is_loopback, mask, parse_ipv4

SCOPES = {"global": UNIVERSE, "nowhere": NOWHERE, "host": HOST, "link": LINK, "site": SITE}


def read_prefix(text: str, default: int = 32) -> tuple[int, int]:
    """An address and its prefix length, `default` where none is given."""
    address, slash, length = text.partition("/")
    try:
        value = parse_ipv4(address)
        if not slash:
            return value, default
        if "." in length:  # a netmask will do too
            netmask = parse_ipv4(length)
            bits = netmask.bit_count()
            if mask(bits) != netmask:
                raise AddressError(text)
            return value, bits
        bits = int(length)
        mask(bits)
    except ValueError:
        raise Error(f'any valid prefix is expected rather than "{text}".') from None
    return value, bits


def read_ipv4(text: str) -> int:
    """An address alone."""
    try:
        return parse_ipv4(text)
    except AddressError:
        raise Error(f'any valid address is expected rather than "{text}".') from None


def read_scope(value: str | int) -> int:
    """A scope by name or number."""
    if isinstance(value, int):
        return value
    if value in SCOPES:
        return SCOPES[value]
    if value.isdigit() and int(value) < 256:
        return int(value)
    raise Error(f'invalid scope value "{value}"')


def read_address(text: str, options: dict[str, Any]) -> dict[str, Any]:
    """The fields of `Addresses.insert` for an address with its options. An unknown option is refused."""
    local, length = read_prefix(text)
    fields: dict[str, Any] = {"local": local, "address": local, "length": length}
    for name, value in options.items():
        if name == "peer":
            fields["address"], fields["length"] = read_prefix(value)
        elif name in ("broadcast", "brd"):
            fields["broadcast"] = value
        elif name == "scope":
            fields["scope"] = read_scope(value)
        elif name in ("label", "metric", "noprefixroute", "valid_lft", "preferred_lft"):
            fields[name] = FOREVER if value in ("forever", None) and name.endswith("lft") else value
        else:
            raise TypeError(f"an address has no option {name!r}")
    if "broadcast" in fields:
        fields["broadcast"] = read_broadcast(fields["broadcast"], fields["address"], fields["length"])
    if "scope" not in fields:
        fields["scope"] = HOST if ipv4_is_loopback(local) else UNIVERSE
    return fields


def read_broadcast(text: str, address: int, length: int) -> int:
    """"+" is the last address of the network, "-" the first; both only where there is room for hosts."""
    if text not in ("+", "-"):
        return read_ipv4(text)
    if length > 30:
        return 0
    return address | ~mask(length) & 0xFFFFFFFF if text == "+" else address & mask(length)
