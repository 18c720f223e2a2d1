"""`sh -c LINE`, as far as a container's tools go: commands one after the other (;), if the one before did well (&&) or not (||), with
their output where it belongs or thrown away. Pipes and loops are a real shell's business."""

import shlex

from pynetns import commands
from pynetns.commands.base import CommandFailed, Context


def main(context: Context, argv: list[str]) -> int:
    words = [word for word in argv if word not in ("-l", "-x", "-e")]
    if not words or words[0] not in ("-c", "-ec", "-xc", "-lc"):
        return 0
    if len(words) < 2:
        raise CommandFailed("sh: -c requires an argument\n", 2)
    try:
        lexer = shlex.shlex(words[1], posix=True, punctuation_chars=";&|<>\n")
        lexer.whitespace = " \t\r"
        lexer.whitespace_split = True
        tokens = list(lexer)
    except ValueError as error:
        raise CommandFailed(f"sh: syntax error: {error}\n", 2) from None
    status, wanted = 0, True
    for separator, command in _commands(tokens):
        if command and wanted and command[0] == "exit":
            return int(command[1]) & 0xFF if command[1:] and command[1].isdigit() else status
        if command and wanted:
            status = _run(context, command)
        wanted = separator in (";", "\n", "&", "") or (separator == "&&") == (status == 0)
    return status


def _commands(tokens: list[str]) -> list[tuple[str, list[str]]]:
    """Each command with what stands behind it."""
    found: list[tuple[str, list[str]]] = []
    current: list[str] = []
    for word in tokens:
        if word in (";", "&&", "||", "&", "\n"):
            found.append((word, current))
            current = []
        elif word == "|":
            raise CommandFailed("sh: pipes are not part of a container's shell here\n", 2)
        else:
            current.append(word)
    return [*found, ("", current)]


def _run(context: Context, words: list[str]) -> int:
    """One command; `> /dev/null` and `2>&1` are understood."""
    quiet_out = quiet_err = False
    plain: list[str] = []
    at = 0
    while at < len(words):
        word = words[at]
        if word in (">", ">&", ">>") or word.startswith(">"):
            stream = plain.pop() if plain and plain[-1] in ("1", "2") else "1"
            target = words[at + 1] if at + 1 < len(words) else ""
            if word == ">&" or target.startswith("&"):
                quiet_err = quiet_err or (stream == "2" and quiet_out)
            elif target != "/dev/null":
                raise CommandFailed(f"sh: can't create {target}: nonexistent directory\n", 1)
            elif stream == "2":
                quiet_err = True
            else:
                quiet_out = True
            at += 2
            continue
        plain.append(word)
        at += 1
    inner = Context(context.lab, context.namespace, context.stdin)
    if plain and plain[0] in (":", "cd", "export", "set"):  # there are no files and no variables to change
        return 0
    if plain and commands.find(plain[0]) is None:
        context.err("" if quiet_err else f"sh: {plain[0]}: not found\n")
        return 127
    status = commands.run_words(inner, plain)
    out, err = inner.take()
    context.out("" if quiet_out else out)
    context.err("" if quiet_err else err)
    return status
