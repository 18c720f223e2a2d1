"""iptables' own options: the cases of do_parse() of iptables/xshared.c."""

from collections.abc import Callable

from pynetns.commands.iptables_command import NAME_MAX, STANDARD, Arguments, Given, assert_valid_chain_name, check_interface, target_name
from pynetns.commands.iptables_extensions import find_match, find_target
from pynetns.commands.iptables_values import BadArgument, IptablesProblem, number, parse_protocol

_NOT_INVERTED = "njvx0c"
_EXTENSION_HEADERS = (43, 44, 51, 60)  # is_exthdr() of libxtables: no packet's last header is one of these


class OwnOptions(Arguments):
    """What each of iptables' own options does, by its letter."""

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
        assert_valid_chain_name(arg, self.family)
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
        if self.family.number == 6 and self.rule.proto in _EXTENSION_HEADERS and not self.rule.invert_proto:
            self.warn(f"Warning: never matched protocol: {self.protocol}. use extension match instead.\n")

    def _source(self, letter: str, arg: str) -> None:
        self._option("s")
        self.source_text = arg

    def _destination(self, letter: str, arg: str) -> None:
        self._option("d")
        self.destination_text = arg

    def _goto(self, letter: str, arg: str) -> None:
        self._option("j")
        self.result.goto = True
        self.result.jumpto = target_name(arg)

    def _jump(self, letter: str, arg: str) -> None:
        self._option("j")
        self.result.jumpto = target_name(arg)
        named = arg in STANDARD or (self.announced is not None and arg in self.announced)
        ext = None if named else find_target(arg, self.family.number)
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
        if self.family.number == 6:
            raise IptablesProblem("`-f' is not supported in IPv6, use -m frag instead")
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
        ext = find_match(arg, self.family.number)
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
            ext = find_match(self.protocol, self.family.number)
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
        """-M: nothing to do."""

    def _which_family(self, letter: str, arg: str) -> None:
        """-4 and -6: a line of a file for the other program is skipped."""
        if int(letter) == self.family.number:
            return
        if self.restore:
            self.result.ask = letter
            return
        raise BadArgument


_OWN: dict[str, Callable[[OwnOptions, str, str], None]] = {
    "A": OwnOptions._add_or_check, "C": OwnOptions._add_or_check, "D": OwnOptions._delete, "I": OwnOptions._insert,
    "R": OwnOptions._replace, "L": OwnOptions._list, "S": OwnOptions._list, "F": OwnOptions._flush, "Z": OwnOptions._zero,
    "N": OwnOptions._new_chain, "X": OwnOptions._flush, "E": OwnOptions._rename, "P": OwnOptions._policy, "p": OwnOptions._proto,
    "s": OwnOptions._source, "d": OwnOptions._destination, "g": OwnOptions._goto, "j": OwnOptions._jump, "i": OwnOptions._interface,
    "o": OwnOptions._interface, "f": OwnOptions._fragments, "v": OwnOptions._verbose, "m": OwnOptions._match, "n": OwnOptions._flag,
    "x": OwnOptions._flag, "0": OwnOptions._flag, "t": OwnOptions._table, "h": OwnOptions._ask, "V": OwnOptions._ask,
    "w": OwnOptions._wait, "W": OwnOptions._wait, "c": OwnOptions._counters, "M": OwnOptions._nothing, "4": OwnOptions._which_family,
    "6": OwnOptions._which_family,
}


def _leading(text: str) -> int:
    digits = 0
    while digits < len(text) and text[digits].isdigit():
        digits += 1
    return int(text[:digits])
