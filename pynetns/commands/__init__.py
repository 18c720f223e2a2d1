"""The commands people type, one module each. Networking is below; here are only arguments and text."""

import shlex
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

from pynetns.commands.base import CommandFailed, Context, ProgramWanted, Result
from pynetns.errors import Error

if TYPE_CHECKING:
    from pynetns.lab import Lab
    from pynetns.netns.namespace import NetNamespace

__all__ = ["CommandFailed", "Context", "Result", "find", "run", "run_words"]

# The module of each command; its function is `main` unless a name stands behind the colon.
REGISTRY = {
    "arp": "arp", "arping": "arping", "brctl": "brctl", "bridge": "bridge", "cat": "cat", "conntrack": "conntrack", "dmesg": "dmesg",
    "docker": "docker", "dockerd": "dockerd", "systemctl": "dockerd:systemctl", "sh": "sh", "bash": "sh", "ash": "sh",
    "echo": "simple:echo", "ethtool": "ethtool", "false": "simple:false", "flows": "flows", "hostname": "hostname",
    "ifconfig": "ifconfig", "ip": "ip",
    "ip6tables": "ip6tables", "ip6tables-legacy": "ip6tables", "ip6tables-legacy-restore": "ip6tables:restore",
    "ip6tables-legacy-save": "ip6tables:save", "ip6tables-restore": "ip6tables:restore", "ip6tables-save": "ip6tables:save",
    "ipmaddr": "ip_maddr:ipmaddr", "ipset": "ipset", "iptables": "iptables", "iptables-legacy": "iptables",
    "iptables-legacy-restore": "iptables_restore",
    "iptables-legacy-save": "iptables_save", "iptables-restore": "iptables_restore", "iptables-save": "iptables_save",
    "curl": "http_client:curl", "nc": "http_client:nc", "netstat": "netstat", "nslookup": "nslookup",
    "modprobe": "modprobe", "nsenter": "nsenter", "nstat": "nstat", "ping": "ping", "route": "route", "sleep": "simple:sleep", "ss": "ss",
    "sudo": "simple:sudo", "sysctl": "sysctl", "tc": "tc", "tcpdump": "tcpdump",
    "timeout": "timeout", "unshare": "nsenter:unshare", "xtables-legacy-multi": "simple:xtables_multi",
    "tracepath": "tracepath", "traceroute": "traceroute", "true": "simple:true", "wget": "http_client:wget",
}

# What takes time, and so can't run while other lines do: there is one clock.
WAITING = frozenset(("arping", "ping", "sleep", "tracepath", "traceroute"))

# In images of another flavour the same names print otherwise.
FLAVOURS = {"busybox": {"ping": "busybox_ping", "ifconfig": "busybox_ifconfig"}}

Main = Callable[[Context, list[str]], int]


def find(name: str, flavour: str = "") -> Main | None:
    """The function of a command, or None where there is none of that name. A path such as /sbin/ip will do."""
    name = name.rpartition("/")[2]
    place = FLAVOURS.get(flavour, {}).get(name) or REGISTRY.get(name)
    if place is None:
        return None
    module, _, function = place.partition(":")
    path = f"pynetns.commands.{module}"
    try:
        main: Main = getattr(import_module(path), function or "main")
    except ModuleNotFoundError as missing:
        if missing.name != path:
            raise
        return None
    return main


def run(lab: "Lab", line: str, input: str = "", namespace: "NetNamespace | None" = None) -> Result:
    """Run one command line in a namespace, the lab's own without one. A command's failure is in the result, never an exception."""
    context = Context(lab, namespace if namespace is not None else lab.host, input)
    try:
        words = shlex.split(line)
    except ValueError as error:
        return Result("", f"sh: {error}\n", 2)
    return Result(*context.collect(run_words, words))


def run_words(context: Context, words: list[str], flavour: str | None = None) -> int:
    """Run a command that is split into words already, its output going to the context's."""
    if not words:
        return 0
    if context.jobs is not None and words[0].rpartition("/")[2] in WAITING:
        context.err(f"pynetns: {words[0]}: what takes time can't run in the background here: there is one clock\n")
        return 2
    main = find(words[0], context.namespace.flavour if flavour is None else flavour)
    if main is None:
        context.err(f"{words[0]}: command not found\n")
        return 127
    try:
        try:
            return main(context, words[1:])
        except ProgramWanted as wanted:
            return context.start_program(words[0].rpartition("/")[2], wanted)
    except CommandFailed as failed:
        context.err(failed.message)
        return failed.status
    except Error as error:
        context.err(f"{error}\n")
        return 2
