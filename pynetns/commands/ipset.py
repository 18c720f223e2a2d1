"""ipset: lib/ipset.c."""

import errno

from pynetns.commands.base import Context
from pynetns.commands.ipset_create import create
from pynetns.commands.ipset_error import PROGRAM, IpsetFailed, kernel_error, syntax_error
from pynetns.commands.ipset_text import listing, saved, xml
from pynetns.commands.ipset_usage import usage
from pynetns.commands.ipset_values import MAX_TIMEOUT, bounded, parse_elements, print_element
from pynetns.commands.iptables_restore import split_words
from pynetns.errors import strerror
from pynetns.netfilter.ipset import (
    BITMAP_RANGE, COMMENT, COUNTER, EXIST, HASH_ELEM, LIST_FULL, LOOP, NAME, NAMEREF, REF_EXIST, TIMEOUT, IpSet, IpSetError, IpSets,
)
from pynetns.netfilter.ipset_store import Element, Entry

NAME_MAX = 31
# Names of each command, and how many words it needs: 3 is one that may be missing.
_COMMANDS = {
    "create": (("create", "new", "-N"), 2), "add": (("add", "-A"), 2), "del": (("del", "-D"), 2), "test": (("test", "-T"), 2),
    "destroy": (("destroy", "x", "-X"), 3), "list": (("list", "-L"), 3), "save": (("save", "-S"), 3), "restore": (("restore", "-R"), 0),
    "flush": (("flush", "-F"), 3), "rename": (("rename", "e", "-E"), 2), "swap": (("swap", "w", "-W"), 2),
    "help": (("help", "-h", "-H"), 3), "version": (("version", "-v", "-V"), 0), "quit": (("quit",), 0),
}
_FLAGS = {"-s": "sorted", "-sorted": "sorted", "--sorted": "sorted", "-q": "quiet", "-quiet": "quiet", "--quiet": "quiet",
          "-r": "resolve", "-resolve": "resolve", "--resolve": "resolve", "-!": "exist", "-exist": "exist", "--exist": "exist",
          "-n": "name", "-name": "name", "--name": "name", "-t": "terse", "-terse": "terse", "--terse": "terse"}
_WITH_ARGUMENT = {"-o": "output", "-output": "output", "--output": "output", "-f": "file", "-file": "file", "--file": "file"}


def _find_command(word: str) -> str | None:
    """ipset_match_cmd(): the first that begins like this; two dashes in front are ignored."""
    start = word.removeprefix("--")
    if not start or word == "-":
        return None
    return next((name for name, (names, _) in _COMMANDS.items() if any(each.startswith(start) for each in names)), None)


def main(context: Context, words: list[str]) -> int:
    return Ipset(context).run(words)


class Ipset:
    """One invocation; in a restore file, one for each line."""

    def __init__(self, context: Context, line: int = 0) -> None:
        self.context = context
        self.sets: IpSets = context.namespace.iptables.sets
        self.flags: set[str] = set()
        self.output = "plain"
        self.file: str | None = None
        self.line = line

    def run(self, words: list[str]) -> int:
        command = ""
        try:
            rest = self._options(words)
            command, arguments = self._command(rest)
            return self._do(command, arguments)
        except IpSetError as error:
            failed = kernel_error(error, command)
        except IpsetFailed as error:
            failed = error
        if "quiet" not in self.flags:
            where = f"Error in line {self.line}: " if self.line and not failed.hint else ""
            self.context.err(f"{PROGRAM}: {where}{failed.message}\n")
            if failed.hint:
                self.context.err("Try `ipset help' for more information.\n")
        return 2 if failed.hint else 1

    # --- arguments ---------------------------------------------------------------------------------------------------------------

    def _options(self, words: list[str]) -> list[str]:
        """Options may stand anywhere."""
        rest: list[str] = []
        at = 0
        while at < len(words):
            word = words[at]
            at += 1
            if word in _FLAGS:
                self.flags.add(_FLAGS[word])
            elif word in _WITH_ARGUMENT:
                if at >= len(words):
                    raise IpsetFailed(f"Missing mandatory argument to option -{_WITH_ARGUMENT[word][0]}", hint=True)
                if _WITH_ARGUMENT[word] == "output":
                    if words[at] not in ("plain", "save", "xml"):
                        raise syntax_error(f"unknown output mode '{words[at]}'")
                    self.output = words[at]
                else:
                    self.file = words[at]
                at += 1
            else:
                rest.append(word)
        return rest

    def _command(self, words: list[str]) -> tuple[str, list[str]]:
        if not words:
            raise IpsetFailed("No command specified.", hint=True)
        command = _find_command(words[0])
        if command is None:
            raise IpsetFailed(f"No command specified: unknown argument {words[0]}", hint=True)
        if self.line and command in ("restore", "version", "help"):
            raise IpsetFailed(f"Command `{command}' is invalid in restore mode.", hint=True)
        arguments, needs = words[1:], _COMMANDS[command][1]
        if needs == 2 and not arguments:
            raise IpsetFailed(f"Missing mandatory argument to command {command}", hint=True)
        if needs == 2 and len(arguments) < 2:
            raise IpsetFailed(f"Missing second mandatory argument to command {command}", hint=True)
        return command, arguments

    def _do(self, command: str, words: list[str]) -> int:
        context = self.context
        if command == "version":
            context.out("ipset v7.17, protocol version: 7\n")
            return 0
        if command == "help":
            context.out(usage())
            return 0
        if command == "quit":
            return 0
        if command == "restore":
            if words:
                raise IpsetFailed(f"Unknown argument {words[0]}", hint=True)
            return self._restore()
        name = check_name(words[0]) if words else None
        if command == "create":
            assert name is not None
            create(context.namespace, self.sets, name, words[1], words[2:], "exist" in self.flags)
            return 0
        if command in ("add", "del", "test"):
            assert name is not None
            return self._element(command, self.sets.get(name), words[1], words[2:])
        if command in ("rename", "swap"):
            assert name is not None
            other = check_name(words[1])
            self._nothing_more(words[2:])
            (self.sets.rename if command == "rename" else self.sets.swap)(name, other)
            return 0
        self._nothing_more(words[1:])
        if command == "flush":
            for wanted in [self.sets.get(name)] if name is not None else self.sets:
                wanted.flush()
        elif command == "destroy":
            if name is not None:
                self.sets.destroy(name)
            else:
                self.sets.destroy_all()
        else:
            self._list(command, name)
        return 0

    @staticmethod
    def _nothing_more(words: list[str]) -> None:
        if words:
            raise IpsetFailed(f"Unknown argument {words[0]}", hint=True)

    # --- list, save, restore -----------------------------------------------------------------------------------------------------

    def _list(self, command: str, name: str | None) -> None:
        wanted = [self.sets.get(name)] if name is not None else list(self.sets)
        mode = "save" if command == "save" else self.output
        in_order, terse = "sorted" in self.flags, "terse" in self.flags
        if mode == "save":
            text = "".join(saved(each, in_order) for each in wanted)
        elif "name" in self.flags:
            text = "".join(f"{each.name}\n" for each in wanted)
            if mode == "xml":
                text = "<ipsets>\n" + "".join(f'<ipset name="{each.name}"/>\n' for each in wanted) + "</ipsets>\n"
        elif mode == "xml":
            inner = (xml(each, self.sets.referenced(each), terse=terse, in_order=in_order) for each in wanted)
            text = f"<ipsets>\n{''.join(inner)}</ipsets>\n"
        else:
            text = "\n".join(listing(each, self.sets.referenced(each), terse=terse, in_order=in_order) for each in wanted)
        if self.file is None:
            self.context.out(text)
            return
        try:
            with open(self.file, "w", encoding="utf-8") as file:
                file.write(text)
        except OSError as error:
            raise IpsetFailed(f"Cannot open {self.file} for writing: {strerror(error.errno or errno.EIO)}") from None

    def _restore(self) -> int:
        """Line by line until one fails; what stands before it stays done."""
        text = self.context.stdin
        if self.file is not None:
            try:
                with open(self.file, encoding="utf-8") as file:
                    text = file.read()
            except OSError as error:
                raise IpsetFailed(f"Cannot open {self.file} for reading: {strerror(error.errno or errno.EIO)}") from None
        for number, line in enumerate(text.split("\n"), 1):
            words = split_words(line + "\n")
            if not words or words[0].startswith("#"):
                continue
            if words[0] in ("COMMIT", "quit"):
                continue
            inner = Ipset(self.context, number)
            inner.flags = set(self.flags)
            status = inner.run(words)
            if status:
                return status
        return 0

    # --- elements ----------------------------------------------------------------------------------------------------------------

    def _element(self, command: str, wanted: IpSet, text: str, words: list[str]) -> int:
        if wanted.type.name == "list:set":
            check_name(text)
        elements = parse_elements(wanted, text)
        options = _element_options(command, wanted, words)
        exist = "exist" in self.flags
        if command == "test":
            return self._test(wanted, text, elements[0], "nomatch" in options)
        if wanted.type.name == "list:set":
            self._member(command, wanted, text, options, exist)
            return 0
        for element in elements:
            if wanted.type.is_hash and not element[0] and wanted.type.parts[0] == "ip":
                raise IpSetError(HASH_ELEM if wanted.type.dimension == 1 else errno.EINVAL)
            if not wanted.type.is_hash and not wanted.first <= int(element[0]) <= wanted.last:
                raise IpSetError(BITMAP_RANGE)
            if command == "add":
                wanted.add(element, _entry(wanted, options), exist)
            else:
                wanted.delete(element, exist)
        return 0

    def _test(self, wanted: IpSet, text: str, element: Element, nomatch: bool) -> int:
        if wanted.type.name == "list:set":
            member = self.sets.find(str(element[0]))
            if member is None:
                raise IpSetError(NAME)
            found = member in wanted.members
        elif wanted.type.has_nets and 32 in element:
            values = [value for at, value in enumerate(element) if not (value == 32 and at in _cidr_places(wanted))]
            entry = wanted.lookup(values)
            found = entry is not None and entry.nomatch is nomatch
        else:
            entry = wanted.find(element)
            found = entry is not None and entry.nomatch is nomatch
        shown = text if wanted.type.name == "list:set" else print_element(wanted.type, element)
        if "quiet" not in self.flags:
            self.context.err(f"Warning: {shown} is in set {wanted.name}.\n" if found else f"{shown} is NOT in set {wanted.name}.\n")
        return int(not found)

    def _member(self, command: str, wanted: IpSet, name: str, options: dict[str, object], exist: bool) -> None:
        """A set as an element of a list:set."""
        member = self.sets.find(name)
        if member is None:
            raise IpSetError(NAME)
        reference: IpSet | None = None
        if "before" in options or "after" in options:
            reference = self.sets.find(str(options.get("before") or options.get("after")))
            if reference is None:
                raise IpSetError(NAMEREF)
        if command == "del":
            if member not in wanted.members:
                if exist:
                    return
                raise IpSetError(EXIST)
            wanted.members.remove(member)
            wanted.delete((name,))
            return
        if member.type.name == "list:set":
            raise IpSetError(LOOP)
        if member in wanted.members:
            if not exist:
                raise IpSetError(EXIST)
            return
        if len(wanted.members) >= wanted.size:
            raise IpSetError(LIST_FULL)
        at = len(wanted.members)
        if reference is not None:
            if reference not in wanted.members:
                raise IpSetError(REF_EXIST)
            at = wanted.members.index(reference) + ("after" in options)
        wanted.add((name,), _entry(wanted, options), exist)
        wanted.members.insert(at, member)


def _cidr_places(wanted: IpSet) -> tuple[int, ...]:
    return (1,) if wanted.type.parts[0] == "net" else (len(wanted.type.parts) + 1,)


def check_name(name: str) -> str:
    if len(name) > NAME_MAX:
        raise syntax_error(f"setname '{name}' is longer than {NAME_MAX} characters")
    return name


_ADD_OPTIONS = ("timeout", "packets", "bytes", "comment", "skbmark", "skbprio", "skbqueue")


def _element_options(command: str, wanted: IpSet, words: list[str]) -> dict[str, object]:
    options: dict[str, object] = {}
    at = 0
    known: tuple[str, ...] = _ADD_OPTIONS if command == "add" else ()
    if wanted.type.has_nets and command in ("add", "test"):
        known = (*known, "nomatch")
    if wanted.type.name == "list:set":
        known = (*known, "before", "after")
    while at < len(words):
        word = words[at].lstrip("-")
        at += 1
        if word not in known:
            raise IpsetFailed(f"Unknown argument: `{words[at - 1]}'", hint=True)
        if word == "nomatch":
            options[word] = True
            continue
        if at >= len(words):
            raise IpsetFailed(f"Missing mandatory argument of option `{word}'", hint=True)
        text = words[at]
        at += 1
        if word == "timeout":
            options[word] = bounded(text, 0, MAX_TIMEOUT)
        elif word in ("packets", "bytes"):
            options[word] = bounded(text, 0, 0xFFFFFFFFFFFFFFFF)
        elif word == "comment":
            if '"' in text:
                raise syntax_error('" character is not permitted in comments')
            if len(text) > 255:
                raise syntax_error("Comment is longer than the maximum allowed 255 characters")
            options[word] = text
        else:
            options[word] = text
    if "timeout" in options and wanted.timeout is None:
        raise IpSetError(TIMEOUT)
    if ("packets" in options or "bytes" in options) and not wanted.counters:
        raise IpSetError(COUNTER)
    if "comment" in options and not wanted.comment:
        raise IpSetError(COMMENT)
    return options


def _entry(wanted: IpSet, options: dict[str, object]) -> Entry:
    timeout, packets, size = options.get("timeout"), options.get("packets", 0), options.get("bytes", 0)
    assert (timeout is None or isinstance(timeout, int)) and isinstance(packets, int) and isinstance(size, int)
    return Entry(wanted.expiry(timeout) if wanted.timeout is not None else 0, packets, size, str(options.get("comment", "")),
                 "nomatch" in options)
