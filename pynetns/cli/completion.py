"""What a word on the prompt may become: a command, an object of `ip`, a namespace, a device, a file."""

import glob
import shlex
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

from pynetns.cli.session import Session
from pynetns.commands import REGISTRY, find
from pynetns.netns.namespace import NetNamespace

_SUBCOMMANDS = {
    "ip": ("addr", "link", "maddr", "neigh", "netns", "route", "rule"),
    "ip addr": ("add", "change", "del", "flush", "replace", "show"),
    "ip link": ("add", "del", "set", "show"),
    "ip neigh": ("add", "change", "del", "flush", "get", "replace", "show"),
    "ip netns": ("add", "del", "exec", "list"),
    "ip route": ("add", "append", "change", "del", "flush", "get", "replace", "show"),
    "ip rule": ("show",),
    "bridge": ("fdb", "link"),
    "bridge fdb": ("add", "append", "del", "flush", "get", "replace", "show"),
    "bridge link": ("set", "show"),
    "brctl": ("addbr", "addif", "delbr", "delif", "setageing", "show", "showmacs", "stp"),
}
_BEFORE_A_NAMESPACE = ("-n", "-netns", "netns", "exec", "identify")
_BEFORE_A_DEVICE = ("dev", "-I", "-i", "master", "br", "brport")
_BEFORE_A_COMMAND = ("&&", "||", ";", "|")


def candidates(session: Session, before: str, word: str) -> list[str]:
    """Every way in which `word` may go on, behind the text `before` of the line."""
    try:
        words = list(_lexer(before))
    except ValueError:  # a quote is open
        return []
    options = _options(session, _namespace(session, words), _own_words(words), word)
    return sorted({option for option in options if option.startswith(word)})


def _lexer(text: str) -> shlex.shlex:
    """Splits words as a shell does, and ; & | from the words that they touch."""
    lexer = shlex.shlex(text, posix=True, punctuation_chars=True)
    lexer.whitespace_split = True
    return lexer


def _own_words(words: list[str]) -> list[str]:
    """The words of the command that is being typed: behind the last && or ; and behind `ip netns exec NAME`."""
    for at in range(len(words) - 1, -1, -1):
        if words[at] in _BEFORE_A_COMMAND:
            return _own_words(words[at + 1:])
    if words[:2] == ["ip", "netns"] and words[2:3] == ["exec"] and len(words) > 3:
        return words[4:]
    return words


def _options(session: Session, namespace: NetNamespace, words: list[str], word: str) -> Iterable[str]:
    if not words:
        return [*(name for name in REGISTRY if find(name) is not None), *session.builtins]
    if words[-1] in _BEFORE_A_NAMESPACE and words[-2:] != ["ip", "netns"]:
        return session.lab.namespaces
    if words[-1] in _BEFORE_A_DEVICE:
        return namespace.devices
    if word.startswith(("./", "../", "/", "~")) or words[-1] in ("-r", "-w", "<", ">", ">>"):
        return _files(word)
    plain = _without_options(words)
    return [*_SUBCOMMANDS.get(" ".join(plain[:2]), ()), *_SUBCOMMANDS.get(plain[0], ()) * (len(plain) == 1), *namespace.devices]


def _without_options(words: list[str]) -> list[str]:
    """`ip -n a link` is `ip link`."""
    plain: list[str] = []
    skip = False
    for word in words:
        if not skip and not word.startswith("-"):
            plain.append(word)
        skip = word in ("-n", "-netns")
    return plain


def _namespace(session: Session, words: list[str]) -> NetNamespace:
    """The one that `-n NAME` or `netns exec NAME` names, else the shell's own."""
    for option, name in pairwise(words):
        if option in ("-n", "-netns", "exec") and name in session.lab.namespaces:
            return session.lab.namespaces[name]
    return session.namespace


def _files(word: str) -> list[str]:
    found = glob.glob(glob.escape(str(Path(word).expanduser()) if word.startswith("~") else word) + "*")
    return [f"{name}/" if Path(name).is_dir() else name for name in found]
