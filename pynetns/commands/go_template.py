"""Go's text/template as people use it with `docker inspect -f`: fields, range, if, with, variables, and the functions that docker adds."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

_TOKEN = re.compile(r'''\s*(?:(?P<string>"(?:[^"\\]|\\.)*"|`[^`]*`)|(?P<number>-?\d+(?:\.\d+)?)|(?P<word>\$?[A-Za-z_][\w]*|\$)'''
                    r'''|(?P<field>(?:\.[A-Za-z_]\w*)+|\.)|(?P<op>:=|=|[|(),]))''')


class TemplateError(Exception):
    """The template does not parse, or names what is not there."""


class ExecutionError(TemplateError):
    """It parsed, and this value is not made for it. `at` is where in the template."""

    def __init__(self, text: str, field: str = "") -> None:
        self.field = field
        super().__init__(text)


def render(template: str, data: Any) -> str:
    """The text of a template for a value of dicts, lists and plain values.

    >>> render("{{.Name}}: {{range $k, $v := .Ports}}{{$k}}={{$v}} {{end}}", {"Name": "c1", "Ports": {"80/tcp": 8080}})
    'c1: 80/tcp=8080 '
    """
    nodes, rest = _parse(_pieces(template))
    if rest is not None:
        raise TemplateError(f"unexpected {{{{{rest}}}}}")
    out: list[str] = []
    _run(nodes, data, {"$": data}, out)
    return "".join(out)


def _pieces(template: str) -> Iterator[tuple[str, str]]:
    """Text and actions in turn, white space trimmed where an action has a dash."""
    at = 0
    trim = False
    while True:
        start = template.find("{{", at)
        text = template[at:] if start < 0 else template[at:start]
        if trim:
            text = text.lstrip()
        if start < 0:
            yield "text", text
            return
        end = template.find("}}", start)
        if end < 0:
            raise TemplateError("unclosed action")
        action = template[start + 2:end]
        if action.startswith("- "):
            text, action = text.rstrip(), action[1:]
        trim = action.endswith(" -")
        if trim:
            action = action[:-1]
        yield "text", text
        if not action.strip().startswith("/*"):
            yield "action", action.strip()
        at = end + 2


def _parse(pieces: Iterator[tuple[str, str]]) -> tuple[list[Any], str | None]:
    """Nodes up to an `end` or `else`, and which of them it was."""
    nodes: list[Any] = []
    for kind, text in pieces:
        if kind == "text":
            nodes.append(text)
            continue
        word = text.split(None, 1)[0] if text else ""
        if word in ("end", "else"):
            return nodes, text
        if word in ("range", "if", "with"):
            nodes.append(_block(word, text[len(word):].strip(), pieces))
        elif not text:
            raise TemplateError("missing value for command")
        else:
            nodes.append(("value", *_assignment(text)))
    return nodes, None


def _block(word: str, head: str, pieces: Iterator[tuple[str, str]]) -> tuple[Any, ...]:
    body, end = _parse(pieces)
    other: list[Any] = []
    if end is not None and end.startswith("else"):
        more = end[4:].strip()
        if more:
            kind, _, condition = more.partition(" ")
            other = [_block(kind, condition, pieces)]
            return (word, *_assignment(head), body, other)
        other, end = _parse(pieces)
    if end != "end":
        raise TemplateError("unexpected EOF")
    return (word, *_assignment(head), body, other)


def _assignment(text: str) -> tuple[list[str], list[Any]]:
    """The variables of `$k, $v := pipeline`, and the pipeline."""
    tokens = _tokens(text)
    names: list[str] = []
    for position, token in enumerate(tokens):
        if token in (("op", ":="), ("op", "=")):
            names = [value for kind, value in tokens[:position] if kind == "word"]
            tokens = tokens[position + 1:]
            break
    pipeline, rest = _pipeline(tokens)
    if rest:
        raise TemplateError(f"unexpected {rest[0][1]!r} in operand")
    return names, pipeline


def _tokens(text: str) -> list[tuple[str, str]]:
    tokens: list[tuple[str, str]] = []
    at = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            if not text[at:].strip():
                break
            raise TemplateError(f"unexpected {text[at:].strip()[0]!r} in command")
        kind = found.lastgroup or ""
        if kind == "field" and tokens and found.start(kind) == at and at and not text[at - 1].isspace() and text[at - 1] not in "(|,":
            kind = "chain"  # $v.Field and (…).Field
        tokens.append((kind, found.group(found.lastgroup or 0)))
        at = found.end()
    return tokens


def _pipeline(tokens: list[tuple[str, str]]) -> tuple[list[Any], list[tuple[str, str]]]:
    commands: list[Any] = [[]]
    while tokens and tokens[0] != ("op", ")"):
        kind, value = tokens.pop(0)
        if (kind, value) == ("op", "|"):
            commands.append([])
        elif (kind, value) == ("op", "("):
            inner, tokens = _pipeline(tokens)
            if not tokens:
                raise TemplateError("unclosed left paren")
            tokens = tokens[1:]
            commands[-1].append(("pipeline", inner))
        elif kind == "chain":
            commands[-1][-1] = ("chain", commands[-1][-1], value)
        else:
            commands[-1].append((kind, value))
    if any(not command for command in commands):
        raise TemplateError("missing value for command")
    return commands, tokens


def _run(nodes: list[Any], dot: Any, variables: dict[str, Any], out: list[str]) -> None:
    for node in nodes:
        if isinstance(node, str):
            out.append(node)
            continue
        kind, names, pipeline = node[:3]
        value = _evaluate(pipeline, dot, variables)
        if kind == "value":
            if names:
                variables[names[0]] = value
            else:
                out.append(show(value))
            continue
        body, other = node[3:]
        if kind == "range":
            _range(names, value, body, other, dot, variables, out)
        elif _truth(value):
            inner = {**variables, **({names[0]: value} if names else {})}
            _run(body, value if kind == "with" else dot, inner, out)
        else:
            _run(other, dot, variables, out)


def _range(names: list[str], value: Any, body: list[Any], other: list[Any], dot: Any, variables: dict[str, Any], out: list[str]) -> None:
    """Maps go by sorted key."""
    pairs = sorted(value.items()) if isinstance(value, dict) else list(enumerate(value or ()))
    if not pairs:
        _run(other, dot, variables, out)
    for key, each in pairs:
        inner = dict(variables)
        if len(names) == 2:
            inner[names[0]], inner[names[1]] = key, each
        elif names:
            inner[names[0]] = each
        _run(body, each, inner, out)


def _evaluate(pipeline: list[Any], dot: Any, variables: dict[str, Any]) -> Any:
    missing: Any = object()
    value = missing
    for command in pipeline:
        first, *arguments = command
        if first[0] == "word" and not first[1].startswith("$") and first[1] not in ("true", "false", "nil"):
            function = FUNCTIONS.get(first[1])
            if function is None:
                raise TemplateError(f'function "{first[1]}" not defined')
            given = [_operand(argument, dot, variables) for argument in arguments]
            value = function(*given, *([] if value is missing else [value]))
        elif arguments:
            raise TemplateError("can't give argument to non-function")
        else:
            value = _operand(first, dot, variables)
    return value


def _operand(node: Any, dot: Any, variables: dict[str, Any]) -> Any:
    kind, value = node[:2]
    if kind == "string":
        return value[1:-1] if value.startswith("`") else json.loads(value)
    if kind == "number":
        return float(value) if "." in value else int(value)
    if kind == "pipeline":
        return _evaluate(value, dot, variables)
    if kind == "chain":
        return _field(_operand(value, dot, variables), node[2])
    if kind == "field":
        return _field(dot, value)
    if kind == "word":
        if value in ("true", "false", "nil"):
            return {"true": True, "false": False, "nil": None}[value]
        if value in variables:
            return variables[value]
        if value.startswith("$"):
            raise TemplateError(f'undefined variable "{value}"')
        function = FUNCTIONS.get(value)
        if function is None:
            raise TemplateError(f'function "{value}" not defined')
        return function()
    raise TemplateError(f"unexpected {value!r}")


def _field(value: Any, path: str) -> Any:
    for name in path.split(".")[1:]:
        if not name:
            continue
        if value is None:
            raise TemplateError(f"<{path}>: nil pointer evaluating interface {{}}.{name}")
        if not isinstance(value, dict):
            raise TemplateError(f"<{path}>: can't evaluate field {name} in type {_type(value)}")
        if name not in value:
            raise TemplateError(f"<{path}>: map has no entry for key \"{name}\"")
        value = value[name]
    return value


def _type(value: Any) -> str:
    return {str: "string", int: "int", float: "float64", bool: "bool", list: "[]interface {}"}.get(type(value), "interface {}")


def _truth(value: Any) -> bool:
    return bool(value)


def show(value: Any) -> str:
    """What fmt.Print makes of a value.

    >>> show({"b": [1, "x"], "a": None})
    'map[a:<no value> b:[1 x]]'
    """
    if value is None:
        return "<no value>"
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
        else:
            raise TemplateError(f"error calling index: index out of range: {key}" if isinstance(value, list)
                                else f"error calling index: can't index item of type {_type(value)}")
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
    "and": lambda *values: next((value for value in values if not _truth(value)), values[-1]),
    "or": lambda *values: next((value for value in values if _truth(value)), values[-1]),
    "not": lambda value: not _truth(value),
}
