"""ipset create: the options of each type."""

import errno
from typing import TYPE_CHECKING, Any

from pynetns.commands.ipset_error import IpsetFailed, syntax_error
from pynetns.commands.ipset_values import MAX_TIMEOUT, address_range, bounded, port
from pynetns.netfilter.ipset import BITMAP_RANGE_SIZE, FIND_TYPE, MISSING_TYPES, TYPES, IpSet, IpSetError, IpSets
from pynetns.wire.address import mask

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

_ALIASES = {"iphash": "hash:ip", "nethash": "hash:net", "ipporthash": "hash:ip,port", "ipportiphash": "hash:ip,port,ip",
            "ipportnethash": "hash:ip,port,net", "setlist": "list:set", "portmap": "bitmap:port", "ipmap": "bitmap:ip",
            "machash": "hash:mac", "macipmap": "bitmap:ip,mac"}
_EVERYWHERE = ("timeout", "counters", "comment", "skbinfo")
_HASH = ("family", "hashsize", "maxelem", "forceadd", "bucketsize", "initval", "probes", "resize", "-4", "-6")
_FLAGS = ("counters", "comment", "skbinfo", "forceadd", "-4", "-6")
_U32 = 0xFFFFFFFF


def create(namespace: "NetNamespace", sets: IpSets, name: str, type_name: str, words: list[str], exist: bool) -> None:
    type_name = _ALIASES.get(type_name, type_name)
    type_ = TYPES.get(type_name)
    if type_ is None:
        if type_name in MISSING_TYPES:
            raise IpSetError(FIND_TYPE)
        raise syntax_error(f"typename '{type_name}' is unknown")
    known: tuple[str, ...] = _EVERYWHERE
    if type_.is_hash:
        known += _HASH
        if type_.name == "hash:ip":
            known += ("netmask",)
    elif type_.name == "list:set":
        known += ("size",)
    else:
        known += ("range", "from", "to") + (("netmask",) if type_.name == "bitmap:ip" else ())
    options = _parse(words, known, type_.name)
    if not type_.is_hash and type_.name != "list:set" and "first" not in options:
        raise IpsetFailed("Mandatory option `range' is missing", hint=True)
    made = IpSet(namespace, name, type_, **options)
    there = sets.find(name)
    if there is not None:
        if exist and there.type is type_ and (there.timeout, there.netmask, there.counters) == (made.timeout, made.netmask, made.counters):
            return
        raise IpSetError(errno.EEXIST)
    sets.add(made)


def _parse(words: list[str], known: tuple[str, ...], type_name: str) -> dict[str, Any]:
    options: dict[str, Any] = {}
    ends: dict[str, str] = {}
    at = 0
    while at < len(words):
        given = words[at]
        word = given if given in ("-4", "-6") else given.removeprefix("--")
        at += 1
        if word not in known:
            raise IpsetFailed(f"Unknown argument: `{given}'", hint=True)
        if word in _FLAGS:
            if word == "-6":
                raise syntax_error("pynetns has no IPv6: family inet6")
            if word in ("counters", "comment", "skbinfo"):
                options[word] = True
            continue
        if at >= len(words):
            raise IpsetFailed(f"Missing mandatory argument of option `{word}'", hint=True)
        text = words[at]
        at += 1
        if word in ("from", "to"):
            ends[word] = text
        else:
            _option(options, word, text, type_name)
    if ends:
        if len(ends) < 2:
            raise IpsetFailed(f"Mandatory option `{'to' if 'from' in ends else 'from'}' is missing", hint=True)
        _option(options, "range", f"{ends['from']}-{ends['to']}", type_name)
    return options


def _option(options: dict[str, Any], word: str, text: str, type_name: str) -> None:
    if word == "family":
        if text in ("inet6", "ipv6"):
            raise syntax_error("pynetns has no IPv6: family inet6")
        if text not in ("inet", "ipv4"):
            raise syntax_error(f"unknown inet family {text}")
    elif word == "timeout":
        options["timeout"] = bounded(text, 0, MAX_TIMEOUT)
    elif word in ("hashsize", "maxelem", "size"):
        options[word] = max(bounded(text, 0, _U32), 4 if word == "size" else 0)
    elif word == "bucketsize":
        value = bounded(text, 0, 255)
        options["bucketsize"] = max(2, min(value, 12)) // 2 * 2
    elif word == "initval":
        options["initval"] = bounded(text, 0, _U32)
    elif word == "netmask":
        try:
            options["netmask"] = bounded(text, 1, 32)
        except IpsetFailed as failed:
            raise IpsetFailed(f"{failed.message}\nSyntax error: netmask is out of the inclusive range of 1-32") from None
    elif word == "range":
        if type_name == "bitmap:port":
            low, dash, high = text.partition("-")
            if not dash:
                port(low, "tcp")
                raise IpsetFailed("Mandatory option `to' is missing", hint=True)
            first, last = port(low, "tcp"), port(high, "tcp")
            options["first"], options["last"] = min(first, last), max(first, last)
            return
        if "-" not in text and "/" not in text:
            raise syntax_error(f"IP/cidr or IP-IP range must be specified: {text}")
        found = address_range(text)
        hosts = found.hosts()
        if found.cidr is None and found.last is None:
            raise syntax_error(f"IP/cidr or IP-IP range must be specified: {text}")
        if len(hosts) > 1 << 16 and "netmask" not in options:
            raise IpSetError(BITMAP_RANGE_SIZE)
        step = mask(options.get("netmask", 32))
        options["first"], options["last"] = hosts[0] & step, hosts[-1]
