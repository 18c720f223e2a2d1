"""cat of coreutils 9.1, where /proc/net, /proc/sys/net and /sys/class/net are the namespace's and all else is the real file system's."""

from collections.abc import Iterator

from pynetns.commands import container_files, procfs
from pynetns.commands.base import Context
from pynetns.commands.net_tools_getopt import UNKNOWN, Getopt
from pynetns.errors import strerror

_LONG = {"number-nonblank": ("b", False), "number": ("n", False), "squeeze-blank": ("s", False), "show-nonprinting": ("v", False),
         "show-ends": ("E", False), "show-tabs": ("T", False), "show-all": ("A", False), "help": ("help", False),
         "version": ("version", False)}
_IMPLIED = {"A": "vET", "e": "vE", "t": "vT"}

_HELP = """\
Usage: cat [OPTION]... [FILE]...
Concatenate FILE(s) to standard output.

With no FILE, or when FILE is -, read standard input.

  -A, --show-all           equivalent to -vET
  -b, --number-nonblank    number nonempty output lines, overrides -n
  -e                       equivalent to -vE
  -E, --show-ends          display $ at end of each line
  -n, --number             number all output lines
  -s, --squeeze-blank      suppress repeated empty output lines
  -t                       equivalent to -vT
  -T, --show-tabs          display TAB characters as ^I
  -u                       (ignored)
  -v, --show-nonprinting   use ^ and M- notation, except for LFD and TAB
      --help        display this help and exit
      --version     output version information and exit

Examples:
  cat f - g  Output f's contents, then standard input, then g's contents.
  cat        Copy standard input to standard output.

GNU coreutils online help: <https://www.gnu.org/software/coreutils/>
Report any translation bugs to <https://translationproject.org/team/>
Full documentation <https://www.gnu.org/software/coreutils/cat>
or available locally via: info '(coreutils) cat invocation'
"""
_VERSION = """\
cat (GNU coreutils) 9.1
Copyright (C) 2022 Free Software Foundation, Inc.
License GPLv3+: GNU GPL version 3 or later <https://gnu.org/licenses/gpl.html>.
This is free software: you are free to change and redistribute it.
There is NO WARRANTY, to the extent permitted by law.

Written by Torbjorn Granlund and Richard M. Stallman.
"""


def main(context: Context, words: list[str]) -> int:
    options: set[str] = set()
    reader = Getopt(context, "cat", words, "benstuvAET", _LONG)
    for option, _ in reader:
        if option == UNKNOWN:
            context.err("Try 'cat --help' for more information.\n")
            return 1
        if option in ("help", "version"):
            context.out(_HELP if option == "help" else _VERSION)
            return 0
        options |= set(_IMPLIED.get(option, option))
    status = 0
    text = ""
    for path in reader.rest or ["-"]:
        try:
            text += _content(context, path)
        except OSError as error:
            known = strerror(error.errno or 0)
            context.err(f"cat: {path}: {error.strerror if known.startswith('Unknown error') else known}\n")
            status = 1
        except UnicodeError:  # a file that is no text has no place in a result that is
            context.err(f"cat: {path}: not a text file\n")
            status = 1
    context.out("".join(_dressed(text, options)) if options - {"u"} else text)
    return status


def _content(context: Context, path: str) -> str:
    if path == "-":
        return context.stdin
    text = procfs.read(context.namespace, path)
    if text is None:
        text = container_files.read(context.namespace, path)
    if text is not None:
        return text
    with open(path, encoding="utf-8", newline="") as file:
        return file.read()


def _dressed(text: str, options: set[str]) -> Iterator[str]:
    """The lines with numbers and marks."""
    number, blank_before = 0, False
    for line in text.splitlines(keepends=True) if "\r" not in text else text.replace("\n", "\n\0").split("\0"):
        if not line:
            continue
        blank = line == "\n"
        if blank and blank_before and "s" in options:
            continue
        blank_before = blank
        if ("b" in options and not blank) or ("n" in options and "b" not in options):
            number += 1
            yield f"{number:6}\t"
        end = "\n" if line.endswith("\n") else ""
        body = line.removesuffix("\n")
        if "v" in options:
            body = "".join(_visible(byte) for byte in body.encode())
        yield body.replace("\t", "^I" if "T" in options else "\t") + ("$" if end and "E" in options else "") + end


def _visible(byte: int) -> str:
    """^ and M- notation; a tab stays."""
    if byte >= 128:
        return "M-" + ("^?" if byte == 255 else _control(byte - 128))
    return "\t" if byte == 9 else _control(byte)


def _control(byte: int) -> str:
    return "^" + chr(byte + 64) if byte < 32 else "^?" if byte == 127 else chr(byte)
