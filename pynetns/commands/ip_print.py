"""iproute2's way to print: the same calls make lines for people or JSON (lib/json_print.c, lib/json_writer.c)."""

import json
from typing import Any

from pynetns.commands.base import Context


# On a light background, as iproute2 assumes until COLORFGBG says otherwise (lib/color.c).
COLORS = {"name": "\x1b[36m", "mac": "\x1b[33m", "inet": "\x1b[35m", "UP": "\x1b[32m", "DOWN": "\x1b[31m"}


class Printer:
    """Collects text or JSON. In JSON mode a listing is an array of objects; what only people read is left out, and the reverse."""

    def __init__(self, context: Context, as_json: bool = False, pretty: bool = False, newline: str = "\n", color: bool = False) -> None:
        self.context = context
        self.json = as_json
        self.pretty = pretty
        self.newline = newline
        self.color = color and not as_json
        self._top: list[Any] = []
        self._stack: list[Any] = [self._top]

    def put(self, key: str | None, value: Any, form: str = "{}", color: str = "") -> None:
        """Both: a member in JSON, formatted text else. The colour begins with the value and ends with the form."""
        if self.json:
            self.member(key, value)
        elif self.color and color:
            before, brace, behind = form.partition("{")
            self.context.out(f"{before}{COLORS[color]}{(brace + behind).format(value)}\x1b[0m")
        else:
            self.context.out(form.format(value))

    def text(self, text: str) -> None:
        """For people only."""
        if not self.json:
            self.context.out(text)

    def member(self, key: str | None, value: Any) -> None:
        """For programs only."""
        if self.json:
            place = self._stack[-1]
            if isinstance(place, list):
                place.append(value)
            else:
                place.append_pair(key, value)

    def line(self) -> None:
        """Where a line breaks: a backslash with -oneline."""
        self.text(self.newline)

    def open(self, key: str | None = None, array: bool = False) -> None:
        if self.json:
            new: Any = [] if array else _Object()
            self.member(key, new)
            self._stack.append(new)

    def close(self) -> None:
        if self.json:
            self._stack.pop()

    def broken(self) -> None:
        """What is left of a JSON listing that failed before its first entry."""
        if self.json:
            self.context.out("[")

    def finish(self) -> None:
        """Write the JSON, if it is that."""
        if self.json:
            self.context.out((_pretty(self._top, 0) if self.pretty else _compact(self._top)) + "\n")


class Raw(str):
    """A JSON token as it is: 0.00."""

    __slots__ = ()


class _Object:
    """A JSON object that may hold a key twice, as iproute2's writer does not look."""

    def __init__(self) -> None:
        self.pairs: list[tuple[str, Any]] = []

    def append_pair(self, key: str | None, value: Any) -> None:
        self.pairs.append((key or "", value))


def _compact(value: Any) -> str:
    if isinstance(value, _Object):
        return "{" + ",".join(f"{json.dumps(k)}:{_compact(v)}" for k, v in value.pairs) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(_compact, value)) + "]"
    return str(value) if isinstance(value, Raw) else json.dumps(value, ensure_ascii=False)


def _pretty(value: Any, depth: int) -> str:
    """jsonw_pretty(): members on lines of their own, arrays kept on the line."""
    if isinstance(value, _Object):
        if not value.pairs:
            return "{}"
        inside = ",\n".join("    " * (depth + 1) + f"{json.dumps(k)}: {_pretty(v, depth + 1)}" for k, v in value.pairs)
        return "{\n" + inside + "\n" + "    " * depth + "}"
    if isinstance(value, list):
        if not value:
            return "[ ]"
        return "[ " + ",".join(_pretty(v, depth + 1) for v in value) + " ]"
    return str(value) if isinstance(value, Raw) else json.dumps(value, ensure_ascii=False)
