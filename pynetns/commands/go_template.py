"""Go's text/template as people use it with `docker inspect -f`: fields, range, if, with, variables, and the functions that docker adds."""

import json
import re
from collections.abc import Iterator
from typing import Any

from pynetns.commands.go_functions import FUNCTIONS, GoStruct, show, truth, type_name

_TOKEN = re.compile(r'''\s*(?:(?P<string>"(?:[^"\\]|\\.)*"|`[^`]*`)|(?P<number>-?\d+(?:\.\d+)?)|(?P<word>\$?[A-Za-z_][\w]*|\$)'''
                    r'''|(?P<field>(?:\.[A-Za-z_]\w*)+|\.)|(?P<op>:=|=|[|(),]))''')


_CONSTANTS = {"true": True, "false": False, "nil": None}


class TemplateError(Exception):
    """The template does not parse, or names what is not there."""


class ExecutionError(TemplateError):
    """It parsed, and this value is not made for it. `at` is the part of the template that failed."""

    def __init__(self, at: "At", text: str, position: int | None = None) -> None:
        line, column = at.place(position)
        super().__init__(f"template: :{line}:{column}: executing \"\" at <{at}>: {text}")


class At(str):
    """A piece of a template that knows where it stands."""

    __slots__ = ("position", "whole")
    whole: str
    position: int

    @classmethod
    def cut(cls, whole: str, start: int, end: int) -> "At":
        piece = cls(whole[start:end])
        piece.whole, piece.position = whole, start
        return piece

    def behind(self, size: int) -> "At":
        """What follows, blanks aside."""
        rest = self[size:]
        start = self.position + size + len(rest) - len(rest.lstrip())
        return At.cut(self.whole, start, start + len(rest.strip()))

    def place(self, position: int | None) -> tuple[int, int]:
        """Line, from 1, and column, from 0."""
        before = self.whole[:self.position if position is None else position]
        return before.count("\n") + 1, len(before) - (before.rfind("\n") + 1)


class Command(list[Any]):
    """A function with its operands, or one operand; `at` is how it was written."""

    at: At


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


def _pieces(template: str) -> Iterator[tuple[str, At]]:
    """Text and actions in turn, white space trimmed where an action has a dash."""
    at = 0
    trim = False
    while True:
        start = template.find("{{", at)
        text = template[at:] if start < 0 else template[at:start]
        if trim:
            text = text.lstrip()
        if start < 0:
            yield "text", At(text)
            return
        end = template.find("}}", start)
        if end < 0:
            raise TemplateError("unclosed action")
        first, last = start + 2, end
        if template.startswith("- ", first):
            text, first = text.rstrip(), first + 1
        trim = template.endswith(" -", first, end)
        action = At.cut(template, first, last - trim).behind(0)
        yield "text", At(text)
        if not action.startswith("/*"):
            yield "action", action
        at = end + 2


def _parse(pieces: Iterator[tuple[str, At]]) -> tuple[list[Any], At | None]:
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
            nodes.append(_block(word, text.behind(len(word)), pieces))
        elif not text:
            raise TemplateError("missing value for command")
        else:
            nodes.append(("value", *_assignment(text)))
    return nodes, None


def _block(word: str, head: At, pieces: Iterator[tuple[str, At]]) -> tuple[Any, ...]:
    body, end = _parse(pieces)
    other: list[Any] = []
    if end is not None and end.startswith("else"):
        more = end.behind(4)
        if more:
            kind = more.split(None, 1)[0]
            other = [_block(kind, more.behind(len(kind)), pieces)]
            return (word, *_assignment(head), body, other)
        other, end = _parse(pieces)
    if end != "end":
        raise TemplateError("unexpected EOF")
    return (word, *_assignment(head), body, other)


def _assignment(text: At) -> tuple[list[str], list[Any]]:
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


def _tokens(text: At) -> list[tuple[str, At]]:
    tokens: list[tuple[str, At]] = []
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
        tokens.append((kind, At.cut(text.whole, text.position + found.start(found.lastgroup or 0), text.position + found.end())))
        at = found.end()
    return tokens


def _pipeline(tokens: list[tuple[str, At]]) -> tuple[list[Any], list[tuple[str, At]]]:
    commands: list[Command] = [Command()]
    begin = end = 0
    while tokens and tokens[0] != ("op", ")"):
        kind, value = tokens.pop(0)
        if (kind, value) == ("op", "|"):
            commands.append(Command())
            continue
        begin = begin if commands[-1] else value.position
        end = value.position + len(value)
        if kind == "word" and not value.startswith("$") and value not in (*_CONSTANTS, *FUNCTIONS):
            raise TemplateError(f'function "{value}" not defined')
        if (kind, value) == ("op", "("):
            inner, tokens = _pipeline(tokens)
            if not tokens:
                raise TemplateError("unclosed left paren")
            end = tokens.pop(0)[1].position + 1
            commands[-1].append(("pipeline", inner))
        elif kind == "chain":
            commands[-1][-1] = ("chain", commands[-1][-1], value)
        else:
            commands[-1].append((kind, value))
        commands[-1].at = At.cut(value.whole, begin, end)
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
        elif truth(value):
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
        if first[0] == "word" and not first[1].startswith("$") and first[1] not in _CONSTANTS:
            given = [_operand(argument, dot, variables) for argument in arguments]
            try:
                value = FUNCTIONS[first[1]](*given, *([] if value is missing else [value]))
            except TypeError:
                raise ExecutionError(command.at, f"wrong number of args for {first[1]}") from None
            except ValueError as error:
                raise ExecutionError(command.at, f"error calling {first[1]}: {error}") from None
        elif arguments:
            method = _operand(first, dot, variables)
            if not callable(method):
                raise TemplateError("can't give argument to non-function")
            value = method(*(_operand(argument, dot, variables) for argument in arguments))
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
        if value in _CONSTANTS:
            return _CONSTANTS[value]
        if value in variables:
            return variables[value]
        if value.startswith("$"):
            raise TemplateError(f'undefined variable "{value}"')
        return FUNCTIONS[value]()
    raise TemplateError(f"unexpected {value!r}")


def _field(value: Any, path: At) -> Any:
    names = path.split(".")[1:]
    # text/template's parser gives a chain of fields the place of its second one
    position = path.position + (len(names[0]) + 1 if len(names) > 1 else 0)
    for name in names:
        if not name:
            continue
        if value is None:
            raise ExecutionError(path, f"nil pointer evaluating interface {{}}.{name}", position)
        if not isinstance(value, dict):
            raise ExecutionError(path, f"can't evaluate field {name} in type {type_name(value)}", position)
        fields = value.fields if isinstance(value, GoStruct) else value
        if name not in fields and isinstance(value, GoStruct) and value.kind:
            raise ExecutionError(path, f"can't evaluate field {name} in type {value.kind}", position)
        if name not in fields:
            raise ExecutionError(path, f"map has no entry for key \"{name}\"", position)
        value = fields[name]
    return value
