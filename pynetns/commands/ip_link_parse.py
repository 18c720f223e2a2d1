"""The words behind `ip link add` and `ip link set`: iplink_parse() of ip/iplink.c in iproute2 6.1."""

import errno
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pynetns.commands.base import CommandFailed, Context, Words, duplicate, garbage, matches, number, wrong_argument
from pynetns.commands.ip_device import find_device
from pynetns.commands.ip_usage import LINK_USAGE
from pynetns.device.netdevice import NetDevice
from pynetns.errors import NetlinkError
from pynetns.wire.address import AddressError, pack_ipv4, parse_ipv4

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

SWITCHES = ("multicast", "allmulticast", "promisc", "trailers", "arp", "dynamic")
_HEX = re.compile(r"\s*(?:0[xX])?([0-9a-fA-F]+)")
GEN_MODES = ("eui64", "none", "stable_secret", "random")


@dataclass(slots=True)
class LinkRequest:
    """What was asked for one device; None where nothing was said. `type_words` are the words behind the type."""

    name: str | None = None
    dev: str | None = None
    up: bool | None = None
    switches: dict[str, bool] = field(default_factory=dict)
    index: int = 0
    link: str | None = None
    address: bytes | None = None
    broadcast: bytes | None = None
    qlen: int | None = None
    mtu: int | None = None
    netns: "NetNamespace | None" = None
    carrier: bool | None = None
    master: NetDevice | None = None
    master_given: bool = False
    alias: str | None = None
    group: int | None = None
    tx_queues: int | None = None
    rx_queues: int | None = None
    addrgenmode: str | None = None
    dormant: bool | None = None
    protodown: bool | None = None
    type: str | None = None
    words: Words = field(default_factory=lambda: Words([]))


def parse(context: Context, words: Words, creating: bool) -> LinkRequest:
    """Read the words up to a type; what stands behind it is left in `words`."""
    request = LinkRequest()
    while words and request.type is None:
        _word(context, words, request)
    request.words = words
    if request.name is None:
        request.name = request.dev
    elif request.dev is None:
        request.dev = request.name
    if request.address is not None and not creating and find_device(context, request.dev) is not None and len(request.address) != 6:
        raise CommandFailed(f"Invalid address length {len(request.address)} - must be 6 bytes\n", 1)
    if request.index and not creating and request.netns is None:
        raise CommandFailed("index can be used only when creating devices or when moving device to another netns.\n", 255)
    if not creating and request.dev is None and request.group is None:
        raise CommandFailed('Not enough information: "dev" argument is required.\n', 255)
    if creating and request.name != request.dev:
        raise CommandFailed('both "name" and "dev" cannot be used when creating devices.\n', 255)
    return request


def _word(context: Context, words: Words, request: LinkRequest) -> None:
    word = words.take()
    if word in ("up", "down"):
        request.up = word == "up"
    elif word == "name":
        value = words.argument()
        if request.name is not None:
            raise duplicate("name", value)
        if not _is_name(value):
            raise wrong_argument('"name" not a valid ifname', value)
        request.name = value
        if request.dev is None:
            request.dev = value
    elif word == "index":
        value = words.argument()
        if request.index:
            raise duplicate("index", value)
        request.index = number(value, 0, 0x7FFFFFFF) or 0
        if request.index <= 0:
            raise wrong_argument('Invalid "index" value', value)
    elif matches(word, "link"):
        request.link = words.argument()
    elif matches(word, "address"):
        request.address = read_lladdr(words.argument())
    elif matches(word, "broadcast") or word == "brd":
        request.broadcast = read_lladdr(words.argument())
    elif matches(word, "txqueuelen") or word == "qlen" or matches(word, "txqlen"):
        qlen = _once(words, "txqueuelen", request.qlen, -1)
        request.qlen = None if qlen == -1 else qlen  # which is how iproute2 says that none was given
    elif word == "mtu":
        request.mtu = _once(words, "mtu", request.mtu, -0x80000000)
    elif word == "netns":
        request.netns = _namespace(context, words.argument(), request)
    elif word in SWITCHES or (matches(word, "dynamic")):
        name = word if word in SWITCHES else "dynamic"
        value = words.argument()
        if value not in ("on", "off"):
            raise CommandFailed(f'Error: argument of "{name}" must be "on" or "off", not "{value}"\n', 1)
        request.switches[name] = value == "on"
    elif word == "carrier":
        request.carrier = on_off("carrier", words.argument(), 22)
    elif matches(word, "master"):
        value = words.argument()
        request.master = find_device(context, value)
        if request.master is None:
            raise wrong_argument("Device does not exist\n", value)
        request.master_given = True
    elif word == "vrf":
        value = words.argument()
        request.master = find_device(context, value)
        if request.master is None or request.master.kind != "vrf":
            raise wrong_argument("Not a valid VRF name\n", value)
        request.master_given = True
    elif matches(word, "nomaster"):
        request.master, request.master_given = None, True
    elif matches(word, "type"):
        request.type = words.argument()
    elif matches(word, "alias"):
        request.alias = words.argument()
        if len(request.alias) >= 256:
            raise wrong_argument("alias too long\n", request.alias)
    else:
        _rare_word(words, request, word)


def _rare_word(words: Words, request: LinkRequest, word: str) -> None:
    if word == "group":
        value = words.argument()
        if request.group is not None:
            raise duplicate("group", value)
        request.group = read_group(value)
    elif word == "mode":
        value = words.argument()
        if value.lower() not in ("default", "dormant"):
            raise wrong_argument("Invalid link mode\n", value)
        request.dormant = value.lower() == "dormant"
    elif word == "protodown":
        request.protodown = on_off("protodown", words.argument(), 22)
    elif word in ("state", "protodown_reason", "gso_max_size", "gso_max_segs", "gro_max_size"):
        words.argument()
        if word == "protodown_reason":
            words.argument()
    elif matches(word, "numtxqueues"):
        request.tx_queues = _once(words, "numtxqueues", request.tx_queues, 0)
    elif matches(word, "numrxqueues"):
        request.rx_queues = _once(words, "numrxqueues", request.rx_queues, 0)
    elif matches(word, "addrgenmode"):
        value = words.argument()
        if value not in GEN_MODES:
            raise wrong_argument("Invalid address generation mode\n", value)
        request.addrgenmode = value
    elif word in ("xdp", "xdpgeneric", "xdpdrv", "xdpoffload") and words and words.word in ("off", "none"):
        words.take()  # there is none to take off
    elif word in ("vf", "xdp", "xdpgeneric", "xdpdrv", "xdpoffload", "link-netns", "link-netnsid", "parentdev"):
        raise CommandFailed(f"ip link: {word} is not part of pynetns.\n", 2)
    else:
        if matches(word, "help"):
            raise CommandFailed(LINK_USAGE, 255)
        value = words.argument() if word == "dev" else word
        if request.dev != request.name:
            raise garbage("dev", value)
        if not value or "/" in value or any(c.isspace() for c in value) or value in (".", ".."):
            raise wrong_argument('"dev" not a valid ifname', value)
        request.dev = value


def _is_name(name: str) -> bool:
    return bool(name) and len(name) < 16 and "/" not in name and not any(c.isspace() for c in name)


def _once(words: Words, name: str, before: int | None, low: int) -> int:
    text = words.argument()
    if before is not None:
        raise duplicate(name, text)
    value = -int(text[1:]) if text.startswith("-") and text[1:].isdigit() else number(text, 0, 0x7FFFFFFF)
    if value is None or value < low:
        raise wrong_argument(f'Invalid "{name}" value\n', text)
    return value


def _namespace(context: Context, name: str, request: LinkRequest) -> "NetNamespace":
    if request.netns is not None:
        raise duplicate("netns", name)
    namespace = context.lab.namespaces.get(name.removeprefix("/run/netns/").removeprefix("/var/run/netns/"))
    if namespace is None and name.isdigit():
        namespace = context.lab.host if name == "1" else context.namespace_of(int(name))  # process 1 is in the first namespace
        if namespace is None:
            raise NetlinkError(errno.ESRCH)
    if namespace is None:
        raise wrong_argument('Invalid "netns" value\n', name)
    return namespace


def on_off(name: str, text: str, status: int = 1) -> bool:
    """parse_on_off(): what is neither fails with a status that depends on who asks."""
    if text not in ("on", "off"):
        raise CommandFailed(f'Error: argument of "{name}" must be one of "off", "on", not "{text}"\n', status)
    return text == "on"


def read_group(text: str) -> int:
    """A device group by number, or "default"."""
    value = 0 if text == "default" else number(text)
    if value is None:
        raise wrong_argument('Invalid "group" value\n', text)
    return value


def read_lladdr(text: str) -> bytes:
    """ll_addr_a2n(): groups of hex digits with colons, however many; how many there must be is asked later. As scanf(3) reads them, what
    follows the digits of a group is not looked at."""
    if "." in text:
        try:
            return pack_ipv4(parse_ipv4(text))
        except AddressError:
            raise CommandFailed(f'"{text}" is invalid lladdr.\n', 1) from None
    result = bytearray()
    for group in text.split(":")[:32]:
        match = _HEX.match(group)
        if match is None or int(match[1], 16) > 255:
            raise CommandFailed(f'"{group}" is invalid lladdr.\n', 1)
        result.append(int(match[1], 16))
    return bytes(result)
