"""nsenter and unshare of util-linux 2.38, as far as network namespaces go: others have no meaning where there is no machine below."""

import re
from typing import TYPE_CHECKING

from pynetns.commands.base import CommandFailed, Context

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

# The options of each: letter, long name, and whether it takes a value (a "?" may be left out, and is then no word of its own).
_NSENTER = {"a": ("all", ""), "t": ("target", ":"), "m": ("mount", "?"), "u": ("uts", "?"), "i": ("ipc", "?"), "n": ("net", "?"),
            "p": ("pid", "?"), "C": ("cgroup", "?"), "U": ("user", "?"), "T": ("time", "?"), "S": ("setuid", ":"), "G": ("setgid", ":"),
            "r": ("root", "?"), "w": ("wd", "?"), "W": ("wdns", ":"), "F": ("no-fork", ""), "Z": ("follow-context", ""),
            "": ("preserve-credentials", "")}
_UNSHARE = {"m": ("mount", "?"), "u": ("uts", "?"), "i": ("ipc", "?"), "n": ("net", "?"), "p": ("pid", "?"), "U": ("user", "?"),
            "C": ("cgroup", "?"), "T": ("time", "?"), "f": ("fork", ""), "r": ("map-root-user", ""), "c": ("map-current-user", ""),
            "R": ("root", ":"), "w": ("wd", ":"), "S": ("setuid", ":"), "G": ("setgid", ":"), "1": ("kill-child", "?"),
            "2": ("mount-proc", "?"), "3": ("propagation", ":"), "4": ("setgroups", ":"), "5": ("keep-caps", ""), "6": ("map-user", ":"),
            "7": ("map-group", ":"), "8": ("map-auto", "")}
_PATHS = re.compile(r"(?:/var)?/run/netns/([^/]+)|/proc/(\d+|self)/ns/net")


def main(context: Context, words: list[str]) -> int:
    """nsenter: the namespace of a process or of a file."""
    options, rest = _read("nsenter", _NSENTER, words)
    if "net" not in options and "all" not in options:
        return context.execute(rest)
    path = options.get("net", "")
    target = options.get("target", "")
    if not path and not target.isdigit():
        raise CommandFailed("nsenter: no target PID specified for --all\n" if "all" in options else
                            "nsenter: neither filename nor target pid supplied for ns/net\n" if not target else
                            f"nsenter: failed to parse pid: '{target}': Invalid argument\n", 1)
    return context.within(find(context, path or f"/proc/{target}/ns/net", "nsenter: cannot open {}: {}\n")).execute(rest)


def unshare(context: Context, words: list[str]) -> int:
    """A namespace that has no name, for one program."""
    options, rest = _read("unshare", _UNSHARE, words)
    if "net" not in options:
        return context.execute(rest)
    return context.within(context.lab.unnamed_netns("unshare")).execute(rest)


def find(context: Context, path: str, failure: str) -> "NetNamespace":
    """The namespace behind /run/netns/NAME or /proc/PID/ns/net."""
    found = _PATHS.fullmatch(path)
    if found is None:
        raise CommandFailed(failure.format(path, "No such file or directory"), 1)
    name, pid = found.groups()
    namespace = context.lab.namespaces.get(name) if name else context.namespace_of(0 if pid == "self" else int(pid))
    if namespace is None:
        raise CommandFailed(failure.format(path, "No such file or directory"), 1)
    return namespace


def _read(program: str, known: dict[str, tuple[str, str]], words: list[str]) -> tuple[dict[str, str], list[str]]:
    """What stands in front of the program, by long names, and the program with its words."""
    options: dict[str, str] = {}
    at = 0
    while at < len(words) and words[at].startswith("-") and words[at] != "-":
        word = words[at]
        at += 1
        if word == "--":
            break
        if word.startswith("--"):
            name, _, value = word[2:].partition("=")
            takes = next((takes for long, takes in known.values() if long == name), None)
            if takes is None:
                raise CommandFailed(f"{program}: unrecognized option '{word}'\nTry '{program} --help' for more information.\n", 1)
            if takes == ":" and "=" not in word:
                value = words[at] if at < len(words) else ""
                at += 1
            options[name] = value
            continue
        letters = word[1:]
        while letters:
            letter, letters = letters[0], letters[1:]
            if letter not in known:
                raise CommandFailed(f"{program}: invalid option -- '{letter}'\nTry '{program} --help' for more information.\n", 1)
            name, takes = known[letter]
            options[name] = ""
            if takes:
                options[name], letters = letters.removeprefix("="), ""
                if takes == ":" and not options[name]:
                    options[name] = words[at] if at < len(words) else ""
                    at += 1
    return options, words[at:]
