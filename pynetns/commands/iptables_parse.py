"""The arguments of iptables: do_parse() of iptables/xshared.c, with getopt_long's ways.

Options are looked up first among iptables' own, then among those of the extensions that the rule has named so far, the latest first. An
unknown one makes the protocol's match known (`-p tcp --dport 80` needs no `-m tcp`) and is looked up again.
"""


from pynetns.commands.iptables_command import NAME_MAX, Command
from pynetns.commands.iptables_option import Call, Ext, Option, final_check, parse_option
from pynetns.commands.iptables_own import OwnOptions
from pynetns.commands.iptables_values import BadArgument, IptablesProblem
from pynetns.netfilter.rule import IpPart

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


class Parser(OwnOptions):
    """One command line. In a restore file the table is given and `line` is the line's number."""

    # --- getopt_long ---------------------------------------------------------------------------------------------------------------

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
                           "i" in inverted, "o" in inverted, "p" in inverted, "f" in inverted,
                           self.family.number == 6 and "p" in result.options)

    def _addresses(self) -> None:
        result = self.result
        for text, found in ((self.source_text, result.sources), (self.destination_text, result.destinations)):
            found += self.family.networks(text) if text else [(self.family.any, self.family.any)]
        if "s" in result.options and not self.source_text:
            result.sources[:] = self.family.networks("")
        if "d" in result.options and not self.destination_text:
            result.destinations[:] = self.family.networks("")
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


def _check_options(command: Command) -> None:
    """generic_opt_check(): an option is legal if any of the commands allows it."""
    for letter in _FLAGS:
        if letter in command.options and all(letter in _ILLEGAL[each] for each in command.commands):
            raise IptablesProblem(f"Illegal option `-{letter}' with this command")
