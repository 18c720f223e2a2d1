"""What a Go template can call, and how Go prints values: text/template's own functions and those that docker adds."""

import json
import re
from collections.abc import Callable, Iterable
from typing import Any


class GoStruct(dict[str, Any]):
    """A value that is a struct in Go: fields that JSON leaves out are there all the same, and it is printed without their names."""

    def __init__(self, fields: dict[str, Any], shown: Iterable[str] | None = None, kind: str = "") -> None:
        self.fields = fields
        self.kind = kind  # what Go calls it, where that is ever said
        super().__init__({name: value for name, value in fields.items() if shown is None or name in shown})


def type_name(value: Any) -> str:
    return {str: "string", int: "int", float: "float64", bool: "bool", list: "[]interface {}"}.get(type(value), "interface {}")


def truth(value: Any) -> bool:
    return bool(value)


def show(value: Any) -> str:
    """What fmt.Print makes of a value.

    >>> show({"b": [1, "x"], "a": None})
    'map[a:[] b:[1 x]]'
    """
    if value is None:  # what is null in Docker's answers is an empty list in Go
        return "[]"
    if isinstance(value, GoStruct):
        return "{" + " ".join(map(show, value.fields.values())) + "}"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "map[" + " ".join(f"{key}:{show(value[key])}" for key in sorted(value)) + "]"
    if isinstance(value, list | tuple):
        return "[" + " ".join(show(each) for each in value) + "]"
    return str(value)


def _index(value: Any, *keys: Any) -> Any:
    for key in keys:
        if isinstance(value, dict):
            value = value.get(key)
        elif isinstance(value, list) and isinstance(key, int) and 0 <= key < len(value):
            value = value[key]
        elif value is None:
            raise ValueError("index of untyped nil")
        else:
            raise ValueError(f"index out of range: {key}" if isinstance(value, list) else f"can't index item of type {type_name(value)}")
    return value


def _printf(text: str, *values: Any) -> str:
    """%s, %q, %d, %v and %t with widths."""
    given = iter(values)

    def one(found: re.Match[str]) -> str:
        if found.group(2) == "%":
            return "%"
        value = next(given, "")
        words = json.dumps(show(value)) if found.group(2) == "q" else show(value)
        width = found.group(1)
        return words.ljust(int(width[1:])) if width.startswith("-") else words.rjust(int(width or 0))

    return re.sub(r"%(-?\d*)([sqdvt%])", one, text)


def _json(value: Any) -> str:
    text = json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "json": _json,
    "index": _index,
    "len": len,
    "print": lambda *values: "".join(map(show, values)),
    "println": lambda *values: " ".join(map(show, values)) + "\n",
    "printf": _printf,
    "join": lambda values, between: between.join(map(show, values)),
    "split": lambda text, between: text.split(between),
    "upper": lambda text: show(text).upper(),
    "lower": lambda text: show(text).lower(),
    "title": lambda text: show(text).title(),
    "slice": lambda value, first, last=None: value[first:last],
    "truncate": lambda text, size: show(text)[:size],
    "pad": lambda text, before, after: " " * before + show(text) + " " * after if text else text,
    "eq": lambda first, *others: any(first == other for other in others),
    "ne": lambda first, second: first != second,
    "lt": lambda first, second: first < second,
    "le": lambda first, second: first <= second,
    "gt": lambda first, second: first > second,
    "ge": lambda first, second: first >= second,
    "and": lambda *values: next((value for value in values if not truth(value)), values[-1]),
    "or": lambda *values: next((value for value in values if truth(value)), values[-1]),
    "not": lambda value: not truth(value),
}
