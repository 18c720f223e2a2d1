"""`ip6tables` and its -save and -restore: refused, since a lab has no IPv6."""

from pynetns.commands.base import CommandFailed, Context


def main(context: Context, words: list[str]) -> int:
    raise _refused("ip6tables")


def save(context: Context, words: list[str]) -> int:
    raise _refused("ip6tables-save")


def restore(context: Context, words: list[str]) -> int:
    raise _refused("ip6tables-restore")


def _refused(name: str) -> CommandFailed:
    return CommandFailed(f"{name}: IPv6 is not supported: there are only IPv4 packets, and so only iptables\n", 3)
