"""Relations of pcap-filter(7): `ip[8] < 2`, `tcp[tcpflags] & (tcp-syn|tcp-ack) != 0`, `len > 100`.

Numbers are of 32 bits without sign, as BPF's are.
"""

from collections.abc import Callable
from typing import NamedTuple

from pynetns.commands.pcap_filter_primitives import Primitives, Rejected, Test, Value, both
from pynetns.commands.pcap_filter_words import PROTOCOLS, Cursor, FilterError

_MASK = 0xFFFFFFFF
_PRECEDENCE = {"|": 1, "^": 1, "&": 2, "<<": 3, ">>": 3, "+": 4, "-": 4, "*": 5, "/": 5, "%": 5}

RELATIONS: dict[str, Callable[[int, int], bool]] = {
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "=": lambda a, b: a == b,
    "<=": lambda a, b: a <= b,
    "<": lambda a, b: a < b,
    "!=": lambda a, b: a != b,
}


def _divide(a: int, b: int) -> int:
    if not b:
        raise Rejected
    return a // b


def _modulo(a: int, b: int) -> int:
    if not b:
        raise Rejected
    return a % b


OPERATIONS: dict[str, Callable[[int, int], int]] = {
    "|": lambda a, b: a | b,
    "^": lambda a, b: a ^ b,
    "&": lambda a, b: a & b,
    "<<": lambda a, b: a << b & _MASK if b < 32 else 0,
    ">>": lambda a, b: a >> b if b < 32 else 0,
    "+": lambda a, b: a + b & _MASK,
    "-": lambda a, b: a - b & _MASK,
    "*": lambda a, b: a * b & _MASK,
    "/": _divide,
    "%": _modulo,
}


class _Term(NamedTuple):
    value: Value
    guards: tuple[Test, ...] = ()  # of the protocols that are read from
    constant: int | None = None


class _NotArithmetic(Exception):
    """What was tried as arithmetic is something else."""


def relation(cursor: Cursor, primitives: Primitives) -> Test | None:
    """The relation that starts here; None, with the cursor where it was, where none does."""
    start = cursor.position
    try:
        return _relation(cursor, primitives)
    except _NotArithmetic:
        cursor.position = start
        return None


def _relation(cursor: Cursor, primitives: Primitives) -> Test:
    left = _expression(cursor, primitives, 1)
    operator = cursor.accept(*RELATIONS)
    if not operator:
        raise _NotArithmetic
    right = _expression(cursor, primitives, 1)
    compare, a, b = RELATIONS[operator], left.value, right.value
    test: Test = lambda frame: compare(a(frame), b(frame))
    for guard in reversed(left.guards + right.guards):
        test = both(guard, test)
    return test


def _expression(cursor: Cursor, primitives: Primitives, binding: int) -> _Term:
    """Operands and the operators between them that bind at least so strongly, from the left."""
    left = _operand(cursor, primitives)
    while (operator := cursor.peek()) in _PRECEDENCE and _PRECEDENCE[operator] >= binding:
        cursor.take()
        left = _combined(operator, left, _expression(cursor, primitives, _PRECEDENCE[operator] + 1))
    return left


def _combined(operator: str, left: _Term, right: _Term) -> _Term:
    if operator in ("/", "%") and right.constant == 0:
        raise FilterError("division by zero" if operator == "/" else "modulus by zero")
    if operator in ("<<", ">>") and right.constant is not None and right.constant > 31:
        raise FilterError("shift by more than 31 bits")
    operation, a, b = OPERATIONS[operator], left.value, right.value
    return _Term(lambda frame: operation(a(frame), b(frame)), left.guards + right.guards)


def _operand(cursor: Cursor, primitives: Primitives) -> _Term:
    kind = cursor.peek()
    if kind == "NUM":
        number = cursor.take().value
        return _Term(lambda frame: number, constant=number)
    if cursor.accept("len"):
        return _Term(lambda frame: frame.length)
    if cursor.accept("-"):
        value, guards, _ = _operand(cursor, primitives)
        return _Term(lambda frame: -value(frame) & _MASK, guards)
    if cursor.accept("("):
        inner = _expression(cursor, primitives, 1)
        if not cursor.accept(")"):
            raise _NotArithmetic
        return inner
    if kind in PROTOCOLS and cursor.peek(1) == "[":
        return _load(cursor, primitives)
    raise _NotArithmetic


def _load(cursor: Cursor, primitives: Primitives) -> _Term:
    protocol = cursor.take().kind
    cursor.take("[")
    index = _expression(cursor, primitives, 1)
    size = 1
    if cursor.accept(":"):
        size = cursor.take("NUM").value
    cursor.take("]")
    value, guard = primitives.load(protocol, index.value, size)
    return _Term(value, index.guards + ((guard,) if guard else ()))
