"""`ip6tables` and its -save and -restore: iptables' with the other family. No packet of IPv6 is ever held against the rules."""

from pynetns.commands import iptables, iptables_restore, iptables_save
from pynetns.commands.base import Context
from pynetns.commands.iptables_family import IPV6


def main(context: Context, words: list[str]) -> int:
    return iptables.main(context, words, IPV6)


def save(context: Context, words: list[str]) -> int:
    return iptables_save.main(context, words, IPV6)


def restore(context: Context, words: list[str]) -> int:
    return iptables_restore.main(context, words, IPV6)
