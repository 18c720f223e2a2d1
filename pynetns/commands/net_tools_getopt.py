"""getopt_long(3) of glibc: options may stand anywhere, long ones may be abbreviated, and what is wrong is said in its words."""

from collections.abc import Iterator, Mapping

from pynetns.commands.base import Context

# What a long option stands for, and whether it takes an argument.
Long = Mapping[str, tuple[str, bool]]

UNKNOWN = "?"


class Getopt:
    """Iterates over (option, argument) pairs, `UNKNOWN` for one that is not there. `rest` is what is no option, when all are read.

    `short` is as in C: "a" is an option, "a:" one with an argument, and a "+" in front ends the options at the first
    other word. A long option without an argument has its own name in that place.
    """

    def __init__(self, context: Context, program: str, words: list[str], short: str, long: Long | None = None) -> None:
        self.context = context
        self.program = program
        self.words = words
        self.short = {letter: short[at + 1:at + 2] == ":" for at, letter in enumerate(short) if letter not in ":+"}
        self.leading = short.startswith("+")
        self.long = long or {}
        self.rest: list[str] = []

    def __iter__(self) -> Iterator[tuple[str, str]]:
        words = iter(self.words)
        for word in words:
            if word == "--":
                self.rest += words
            elif self.leading and (word == "-" or not word.startswith("-")):
                self.rest += [word, *words]
            elif word.startswith("--"):
                yield self._long(word[2:], words)
            elif word.startswith("-") and word != "-":
                yield from self._letters(word[1:], words)
            else:
                self.rest.append(word)

    def _letters(self, letters: str, words: Iterator[str]) -> Iterator[tuple[str, str]]:
        """-abc is -a -b -c, or -a with the argument "bc"."""
        for at, letter in enumerate(letters):
            takes = self.short.get(letter)
            if takes is None:
                yield self._wrong(f"invalid option -- '{letter}'")
            elif not takes:
                yield letter, ""
            else:
                value = letters[at + 1:] or next(words, None)
                yield (letter, value) if value is not None else self._wrong(f"option requires an argument -- '{letter}'")
                return

    def _long(self, text: str, words: Iterator[str]) -> tuple[str, str]:
        name, equals, value = text.partition("=")
        found = [name] if name in self.long else [other for other in self.long if other.startswith(name)]
        if not found:
            return self._wrong(f"unrecognized option '--{name}'")
        if len({self.long[other] for other in found}) > 1:
            return self._wrong(f"option '--{text}' is ambiguous; possibilities:" + "".join(f" '--{other}'" for other in found))
        option, takes = self.long[found[0]]
        if not takes:
            return self._wrong(f"option '--{found[0]}' doesn't allow an argument") if equals else (option, found[0])
        if equals:
            return option, value
        argument = next(words, None)
        return (option, argument) if argument is not None else self._wrong(f"option '--{found[0]}' requires an argument")

    def _wrong(self, message: str) -> tuple[str, str]:
        self.context.err(f"{self.program}: {message}\n")
        return UNKNOWN, ""
