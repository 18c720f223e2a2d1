"""The arguments of iptables: do_parse() of iptables/xshared.c, with getopt_long's ways.

Options are looked up first among iptables' own, then among those of the extensions that the rule has named so far, the latest first. An
unknown one makes the protocol's match known (`-p tcp --dport 80` needs no `-m tcp`) and is looked up again.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NoReturn

from pynetns.commands.iptables_extensions import find_match, find_target
from pynetns.commands.iptables_option import Call, Ext, Option, Surroundings, Values, final_check, parse_option
from pynetns.commands.iptables_values import IFNAMSIZ, BadArgument, IptablesProblem, number, parse_networks, parse_protocol, proto_to_name
from pynetns.netfilter.rule import IpPart

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

NAME_MAX = 29  # XT_EXTENSION_MAXNAMELEN
STANDARD = ("ACCEPT", "DROP", "QUEUE", "RETURN")

# Long names, whether they take an argument (2: only after =), and the letter they stand for.
_LONG = {
    "append": (1, "A"), "delete": (1, "D"), "check": (1, "C"), "insert": (1, "I"), "replace": (1, "R"), "list": (2, "L"),
    "list-rules": (2, "S"), "flush": (2, "F"), "zero": (2, "Z"), "new-chain": (1, "N"), "delete-chain": (2, "X"), "rename-chain": (1, "E"),
    "policy": (1, "P"), "source": (1, "s"), "destination": (1, "d"), "src": (1, "s"), "dst": (1, "d"), "protocol": (1, "p"),
    "in-interface": (1, "i"), "jump": (1, "j"), "table": (1, "t"), "match": (1, "m"), "numeric": (0, "n"), "out-interface": (1, "o"),
    "verbose": (0, "v"), "wait": (2, "w"), "wait-interval": (2, "W"), "exact": (0, "x"), "fragments": (0, "f"), "version": (0, "V"),
    "help": (2, "h"), "line-numbers": (0, "0"), "modprobe": (1, "M"), "set-counters": (1, "c"), "goto": (1, "g"), "ipv4": (0, "4"),
    "ipv6": (0, "6"),
}
_SHORT = {"A": 1, "C": 1, "D": 1, "E": 1, "F": 2, "I": 1, "L": 2, "M": 1, "N": 1, "P": 1, "V": 0, "X": 2, "Z": 2, "c": 1, "d": 1, "i": 1,
          "j": 1, "o": 1, "p": 1, "s": 1, "t": 1, "R": 1, "S": 2, "W": 2, "4": 0, "6": 0, "b": 0, "f": 0, "g": 1, "h": 2, "m": 1, "n": 0,
          "v": 0, "w": 2, "x": 0}

# Options in the order of the tool's table, and what each command says of them: x is illegal.
_FLAGS = "nsdpjvxio0cf"
_ILLEGAL = {
    "I": "nx0", "D": "nx0c", "D#": "nsdpjxio0cf", "R": "nx0", "A": "nx0", "L": "sdpjiocf", "F": "nsdpjxio0cf", "Z": "nsdpjxio0cf",
    "N": "nsdpjxio0cf", "X": "nsdpjxio0cf", "P": "nsdpjxio0f", "E": "nsdpjxio0cf", "S": "nsdpjxio0cf", "Z#": "nsdpjxio0cf", "C": "nx0c",
}
_NOT_INVERTED = "njvx0c"


@dataclass(slots=True)
class Given:
    """A match or target that the rule names, and its options."""

    ext: Ext
    values: Values = field(default_factory=Values)
    complete: bool = False  # a later one of the same name takes the options


@dataclass(slots=True)
class Command:
    """What a command line asks for."""

    table: str = "filter"
    commands: list[str] = field(default_factory=list)  # letters; # behind one that names a rule's number
    chain: str | None = None
    newname: str = ""
    policy: str = ""
    rulenum: int = 0
    options: set[str] = field(default_factory=set)
    verbose: int = 0
    ip: IpPart = field(default_factory=IpPart)
    sources: list[tuple[int, int]] = field(default_factory=list)
    destinations: list[tuple[int, int]] = field(default_factory=list)
    matches: list[Given] = field(default_factory=list)
    target: Given | None = None
    jumpto: str = ""
    goto: bool = False
    packets: int = 0
    bytes: int = 0
    help_for: list[Ext] = field(default_factory=list)
    ask: str = ""  # h or V: print and go


class Parser:
    """One command line, its words without the program's name. In a restore file the table is given and `line` is the line's number."""

    def __init__(self, namespace: "NetNamespace", words: list[str], warn: Callable[[str], None], restore: bool = False,
                 program: str = "iptables", announced: "set[str] | None" = None) -> None:
        self.words = words
        self.at = 0
        self.cluster = ""  # the rest of a word of several short options
        self.restore = restore
        self.program = program
        self.warn = warn
        self.announced = announced  # chains that a restore file made: their names are no targets
        self.result = Command()
        self.rule = Surroundings(namespace, warn)
        self.exts: list[Ext] = []  # whose options are known, the latest first
        self.protocol: str | None = None
        self.proto_used = False
        self.invert = False
        self.inverted: set[str] = set()
        self.iniface = self.outiface = ""
        self.fragment = False
        self.source_text = self.destination_text = ""
        self.table_set = self.wait_set = self.wait_interval_set = False

    # --- getopt_long ---------------------------------------------------------------------------------------------------------------

    def _has_arg(self) -> bool:
        return self.at < len(self.words) and self.words[self.at][:1] not in ("-", "!")

    def _unknown(self) -> NoReturn:
        raise IptablesProblem(f'unknown option "{self.words[self.at - 1]}"')

    def _find_long(self, name: str) -> tuple[int, str] | tuple[Ext, Option] | None:
        """An option by its name or an unambiguous beginning of it."""
        found = _LONG.get(name)
        if found is not None:
            return found
        for ext in self.exts:
            option = ext.lookup.get(name)
            if option is not None:
                return ext, option
        candidates: dict[object, tuple[int, str] | tuple[Ext, Option]] = {}
        candidates.update({base: base for long, base in _LONG.items() if long.startswith(name)})
        for ext in self.exts:
            for option in ext.options:
                if option.name.startswith(name):
                    candidates[ext.name, option.id, option.kind is None] = (ext, ext.lookup[option.name])
        return next(iter(candidates.values())) if len(candidates) == 1 else None

    def parse(self) -> Command:
        words = self.words
        count = len(words)
        while self.at < count or self.cluster:
            if self.cluster:
                letter, self.cluster = self.cluster[0], self.cluster[1:]
                self._short(letter)
            else:
                word = words[self.at]
                if word == "--":
                    self.at += 1
                    break
                self.at += 1
                if word.startswith("--"):
                    self._long(word)
                elif word[:1] == "-" and len(word) > 1:
                    self.cluster = word[1:]
                    continue
                elif word == "!":
                    if self.invert:
                        raise IptablesProblem("multiple consecutive ! not allowed")
                    self.invert = True
                    continue
                else:
                    raise BadArgument(f"Bad argument `{word}'\n")
            self.invert = False
            if self.result.ask:
                return self.result
        self._finish(count)
        return self.result

    def _short(self, letter: str) -> None:
        takes = _SHORT.get(letter)
        if takes is None or letter == "b":
            if self.cluster:
                raise IptablesProblem(f'unknown option "{self.words[self.at - 2] if self.at > 1 else self.program}"')
            self._unknown()
        arg: str | None = None
        if takes:
            if self.cluster:
                arg, self.cluster = self.cluster, ""
            elif takes == 1:
                if self.at >= len(self.words):
                    raise IptablesProblem(f'option "{self.words[self.at - 1]}" requires an argument')
                arg = self.words[self.at]
                self.at += 1
        self._own(letter, arg)

    def _long(self, word: str) -> None:
        name, equals, given = word[2:].partition("=")
        found = self._find_long(name)
        if found is None and self._load_proto():
            found = self._find_long(name)
        if found is None:
            self._unknown()
        first, second = found
        if isinstance(first, int):
            assert isinstance(second, str)
            arg = self._argument(word, first, given if equals else None)
            self._own(second, arg)
            return
        assert isinstance(second, Option)
        arg = self._argument(word, 0 if second.kind is None else 1, given if equals else None)
        self._extension_option(first, second, arg or "")

    def _argument(self, word: str, takes: int, given: str | None) -> str | None:
        if given is not None:
            if not takes:
                self._unknown()
            return given
        if takes == 1:
            if self.at >= len(self.words):
                self._load_proto()
                raise IptablesProblem(f'option "{word}" requires an argument')
            self.at += 1
            return self.words[self.at - 1]
        return None

    # --- extensions ----------------------------------------------------------------------------------------------------------------

    def _load_proto(self) -> bool:
        """The protocol's own match, once."""
        if self.protocol is None or self.proto_used:
            return False
        value = number(self.protocol, 0, 255)
        name = proto_to_name(value, "n" in self.result.options) if value is not None else self.protocol
        ext = find_match(name) if name is not None else None
        if ext is None:
            return False
        self.proto_used = True
        self._add_match(ext)
        return True

    def _add_match(self, ext: Ext) -> None:
        for given in self.result.matches:
            if given.ext.name == ext.name:
                given.complete = True
        self.result.matches.append(Given(ext))
        self._know(ext)

    def _know(self, ext: Ext) -> None:
        if ext not in self.exts:
            self.exts.insert(0, ext)

    def _extension_option(self, ext: Ext, option: Option, arg: str) -> None:
        target = self.result.target
        if target is not None and target.ext is ext:
            given = target
        else:
            given = next(given for given in self.result.matches if given.ext is ext and not given.complete)
        call = Call(ext, option, arg, self.invert, self.rule, given.values)
        if option.second:
            if not (option.once and option.id in given.values) and not self._has_arg():
                raise IptablesProblem(option.second)
            if self._has_arg():
                call.second = self.words[self.at]
            parse_option(call)
            self.at += 1
            return
        parse_option(call)

    # --- iptables' own options -------------------------------------------------------------------------------------------------------

    def _command(self, letter: str, others: str = "") -> None:
        if self.invert:
            raise IptablesProblem("unexpected '!' flag")
        already = [command[0] for command in self.result.commands if command not in others]
        if already:
            raise IptablesProblem(f"Cannot use -{letter} with -{already[0]}")
        self.result.commands.append(letter)

    def _option(self, letter: str) -> None:
        options = self.result.options
        if letter in options:
            raise IptablesProblem(f"multiple -{letter} flags not allowed")
        options.add(letter)
        if self.invert:
            if letter in _NOT_INVERTED:
                raise IptablesProblem(f"cannot have ! before -{letter}")
            self.inverted.add(letter)

    def _rulenum(self) -> int:
        text = self.words[self.at]
        self.at += 1
        value = number(text, 1, 0x7FFFFFFF)
        if value is None:
            raise IptablesProblem(f"Invalid rule number `{text}'")
        return value

    def _own(self, letter: str, arg: str | None) -> None:
        """One of iptables' own options, by its letter."""
        handler = _OWN.get(letter)
        if handler is None:
            self._unknown()
        if letter in "psdjio":  # do_parse() takes the word before the next one, so what is glued to its option is not understood
            arg = self.words[self.at - 1]
        handler(self, letter, arg or "")

    def _add_or_check(self, letter: str, arg: str) -> None:
        self._command(letter)
        self.result.chain = arg

    def _delete(self, letter: str, arg: str) -> None:
        self._command("D")
        self.result.chain = arg
        if self._has_arg():
            self.result.rulenum = self._rulenum()
            self.result.commands[-1] = "D#"

    def _insert(self, letter: str, arg: str) -> None:
        self._command("I")
        self.result.chain = arg
        self.result.rulenum = self._rulenum() if self._has_arg() else 1

    def _replace(self, letter: str, arg: str) -> None:
        self._command("R")
        self.result.chain = arg
        if not self._has_arg():
            raise IptablesProblem("-R requires a rule number")
        self.result.rulenum = self._rulenum()

    def _chain_of(self, arg: str) -> None:
        if arg:
            self.result.chain = arg
        elif self._has_arg():
            self.result.chain = self.words[self.at]
            self.at += 1

    def _list(self, letter: str, arg: str) -> None:
        self._command(letter, "Z Z#")
        self._chain_of(arg)
        if self._has_arg():
            self.result.rulenum = self._rulenum()

    def _flush(self, letter: str, arg: str) -> None:
        self._command(letter)
        self._chain_of(arg)

    def _zero(self, letter: str, arg: str) -> None:
        self._command("Z", "L S")
        self._chain_of(arg)
        if self._has_arg():
            self.result.rulenum = self._rulenum()
            self.result.commands = ["Z#"]

    def _new_chain(self, letter: str, arg: str) -> None:
        assert_valid_chain_name(arg)
        self._command("N")
        self.result.chain = arg

    def _rename(self, letter: str, arg: str) -> None:
        self._command("E")
        self.result.chain = arg
        if not self._has_arg():
            raise IptablesProblem("-E requires old-chain-name and new-chain-name")
        self.result.newname = self.words[self.at]
        self.at += 1

    def _policy(self, letter: str, arg: str) -> None:
        self._command("P")
        self.result.chain = arg
        if not self._has_arg():
            raise IptablesProblem("-P requires a chain and a policy")
        self.result.policy = self.words[self.at]
        self.at += 1

    def _proto(self, letter: str, arg: str) -> None:
        self._option("p")
        self.protocol = arg.lower()
        self.rule.proto = parse_protocol(self.protocol)
        self.rule.invert_proto = "p" in self.inverted
        if self.rule.proto == 0 and self.rule.invert_proto:
            raise IptablesProblem("rule would never match protocol")

    def _source(self, letter: str, arg: str) -> None:
        self._option("s")
        self.source_text = arg

    def _destination(self, letter: str, arg: str) -> None:
        self._option("d")
        self.destination_text = arg

    def _goto(self, letter: str, arg: str) -> None:
        self._option("j")
        self.result.goto = True
        self.result.jumpto = _target_name(arg)

    def _jump(self, letter: str, arg: str) -> None:
        self._option("j")
        self.result.jumpto = _target_name(arg)
        ext = find_target(arg) if arg not in STANDARD and (self.announced is None or arg not in self.announced) else None
        if ext is not None:
            self.result.target = Given(ext)
            self._know(ext)

    def _interface(self, letter: str, arg: str) -> None:
        if not arg:
            raise IptablesProblem("Empty interface is likely to be undesired")
        self._option(letter)
        check_interface(arg, self.warn)
        if letter == "i":
            self.iniface = arg
        else:
            self.outiface = arg

    def _fragments(self, letter: str, arg: str) -> None:
        self._option("f")
        self.fragment = True

    def _verbose(self, letter: str, arg: str) -> None:
        if not self.result.verbose:
            self._option("v")
        self.result.verbose += 1

    def _match(self, letter: str, arg: str) -> None:
        if self.invert:
            raise IptablesProblem("unexpected ! flag before --match")
        if len(arg) >= NAME_MAX:
            raise IptablesProblem(f'Invalid match name "{arg}" ({NAME_MAX - 1} chars max)')
        ext = find_match(arg)
        if ext is None:
            raise IptablesProblem(f"Couldn't load match `{arg}':No such file or directory\n")
        self._add_match(ext)

    def _flag(self, letter: str, arg: str) -> None:
        self._option(letter)

    def _table(self, letter: str, arg: str) -> None:
        if self.invert:
            raise IptablesProblem("unexpected ! flag before --table")
        if self.restore and self.table_set:
            raise IptablesProblem(f"The -t option cannot be used in {self.program}.\n")
        self.result.table = arg
        self.table_set = True

    def _ask(self, letter: str, arg: str) -> None:
        self.result.ask = letter + ("!" if self.invert else "")
        if letter == "h" and not self.result.matches and self.protocol:
            ext = find_match(self.protocol)
            if ext is not None:
                self._add_match(ext)

    def _wait(self, letter: str, arg: str) -> None:
        if self.restore:
            raise IptablesProblem(f"You cannot use `-{letter}' from iptables-restore")
        text = arg
        if not text and self._has_arg():
            text = self.words[self.at]
            self.at += 1
        if letter == "W":
            if not text:
                raise IptablesProblem("wait interval value required")
            value = number(text)
            if value is None:
                raise IptablesProblem("wait interval not numeric")
            if value > 999999:
                raise IptablesProblem(f"too long usec wait {value} > 999999 usec")
            self.warn("Ignoring deprecated --wait-interval option.\n")
            self.wait_interval_set = True
            return
        self.wait_set = True
        if text and number(text.lstrip("-")) is None:
            raise IptablesProblem("wait seconds not numeric")

    def _counters(self, letter: str, arg: str) -> None:
        self._option("c")
        packets, comma, size = arg[:1] + arg[1:].partition(",")[0], *arg[1:].partition(",")[1:]
        if not comma:
            if not self._has_arg():
                raise IptablesProblem("-c requires packet and byte counter")
            size = self.words[self.at]
            self.at += 1
        if not packets[:1].isdigit():
            raise IptablesProblem("-c packet counter not numeric")
        if not size[:1].isdigit():
            raise IptablesProblem("-c byte counter not numeric")
        self.result.packets, self.result.bytes = _leading(packets), _leading(size)

    def _nothing(self, letter: str, arg: str) -> None:
        """-M, -4: nothing to do."""

    def _ipv6(self, letter: str, arg: str) -> None:
        if self.restore:
            self.result.ask = "6"
            return
        raise BadArgument

    # --- the end ---------------------------------------------------------------------------------------------------------------------

    def _finish(self, count: int) -> None:
        result = self.result
        if result.table == "nat" and "DROP" in (result.policy, result.jumpto):
            raise IptablesProblem('\nThe "nat" table is not intended for filtering, the use of DROP is therefore inhibited.\n\n')
        if self.wait_interval_set and not self.wait_set:
            raise IptablesProblem("--wait-interval only makes sense with --wait\n")
        for given in result.matches:
            final_check(given.ext, given.values, self.rule)
        if result.target is not None:
            final_check(result.target.ext, result.target.values, self.rule)
        if self.at < count:
            raise IptablesProblem("unknown arguments found on commandline")
        if not result.commands:
            raise IptablesProblem("no command specified")
        if self.invert:
            raise IptablesProblem("nothing appropriate following !")
        self._addresses()
        _check_options(result)
        self._check_chain()
        inverted = self.inverted
        result.ip = IpPart(0, 0, 0, 0, self.iniface, self.outiface, self.rule.proto, self.fragment, "s" in inverted, "d" in inverted,
                           "i" in inverted, "o" in inverted, "p" in inverted, "f" in inverted)

    def _addresses(self) -> None:
        result = self.result
        for text, found in ((self.source_text, result.sources), (self.destination_text, result.destinations)):
            found += parse_networks(text) if text else [(0, 0)]
        if "s" in result.options and not self.source_text:
            result.sources[:] = parse_networks("")
        if "d" in result.options and not self.destination_text:
            result.destinations[:] = parse_networks("")
        if (len(result.sources) > 1 or len(result.destinations) > 1) and self.inverted & {"s", "d"}:
            raise IptablesProblem("! not allowed with multiple source or destination IP addresses")
        if result.commands == ["R"] and (len(result.sources) != 1 or len(result.destinations) != 1):
            raise IptablesProblem("Replacement rule does not specify a unique address")

    def _check_chain(self) -> None:
        result, chain = self.result, self.result.chain
        if chain is not None and len(chain) >= NAME_MAX:
            raise IptablesProblem(f"chain name `{chain}' too long (must be under {NAME_MAX} chars)")
        if result.commands[0] in ("A", "D", "D#", "C", "I", "R"):
            if chain in ("PREROUTING", "INPUT") and "o" in result.options:
                raise IptablesProblem(f"Can't use -o with {chain}\n")
            if chain in ("POSTROUTING", "OUTPUT") and "i" in result.options:
                raise IptablesProblem(f"Can't use -i with {chain}\n")


_OWN: dict[str, Callable[[Parser, str, str], None]] = {
    "A": Parser._add_or_check, "C": Parser._add_or_check, "D": Parser._delete, "I": Parser._insert, "R": Parser._replace, "L": Parser._list,
    "S": Parser._list, "F": Parser._flush, "Z": Parser._zero, "N": Parser._new_chain, "X": Parser._flush, "E": Parser._rename,
    "P": Parser._policy, "p": Parser._proto, "s": Parser._source, "d": Parser._destination, "g": Parser._goto, "j": Parser._jump,
    "i": Parser._interface, "o": Parser._interface, "f": Parser._fragments, "v": Parser._verbose, "m": Parser._match, "n": Parser._flag,
    "x": Parser._flag, "0": Parser._flag, "t": Parser._table, "h": Parser._ask, "V": Parser._ask, "w": Parser._wait, "W": Parser._wait,
    "c": Parser._counters, "M": Parser._nothing, "4": Parser._nothing, "6": Parser._ipv6,
}


def _leading(text: str) -> int:
    digits = 0
    while digits < len(text) and text[digits].isdigit():
        digits += 1
    return int(text[:digits])


def _check_options(command: Command) -> None:
    """generic_opt_check(): an option is legal if any of the commands allows it."""
    for letter in _FLAGS:
        if letter in command.options and all(letter in _ILLEGAL[each] for each in command.commands):
            raise IptablesProblem(f"Illegal option `-{letter}' with this command")


def _target_name(name: str) -> str:
    """xt_parse_target()."""
    if not name:
        raise IptablesProblem("Invalid target name (too short)")
    if len(name) >= NAME_MAX:
        raise IptablesProblem(f"Invalid target name `{name}' ({NAME_MAX - 1} chars max)")
    if any(letter.isspace() for letter in name):
        raise IptablesProblem(f"Invalid target name `{name}'")
    return name


def assert_valid_chain_name(name: str) -> None:
    if len(name) >= NAME_MAX:
        raise IptablesProblem(f"chain name `{name}' too long (must be under {NAME_MAX} chars)")
    if name[:1] in ("-", "!") and name:
        raise IptablesProblem(f"chain name not allowed to start with `{name[0]}'")
    if not name or name in STANDARD or find_target(name) is not None:
        raise IptablesProblem("chain name may not clash with target name")
    if any(letter.isspace() for letter in name):
        raise IptablesProblem(f"Invalid chain name `{name}'")


def check_interface(name: str, warn: Callable[[str], None]) -> None:
    """xtables_parse_interface()."""
    if len(name) + 1 > IFNAMSIZ:
        raise IptablesProblem(f"interface name `{name}' must be shorter than IFNAMSIZ ({IFNAMSIZ - 1})")
    if "/" in name or " " in name:
        warn(f"Warning: weird character in interface `{name}' ('/' and ' ' are not allowed by the kernel).\n")
