"""How an attribute of sysfs is shown and stored: sysfs_emit(), kstrtoul(), netdev_store()."""

import errno
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from pynetns.commands.file_nodes import File
from pynetns.errors import os_error

Value = int | str
T = TypeVar("T")
_NUMBER = re.compile(r"\+?(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9][0-9]*)\n?\Z")
_PREFIX = re.compile(r"0[xX][0-9a-fA-F]+|0[0-7]*|[1-9][0-9]*")


@dataclass(frozen=True, slots=True)
class Attribute(Generic[T]):
    """`show` None: it can only be written. An empty text has no line."""

    show: Callable[[T], Value] | None
    store: Callable[[T, str], None] | None = None


def attribute_file(attribute: Attribute[T], thing: T, exists: Callable[[], bool]) -> File:
    """The file of an attribute of one thing, which may be gone when the file is read."""
    show, store = attribute.show, attribute.store

    def text() -> str:
        if not exists():
            raise os_error(errno.ENODEV)
        value = show(thing) if show is not None else ""
        return f"{value}\n" if value != "" else ""

    def write(written: str) -> None:
        if not exists():
            raise os_error(errno.ENODEV)
        if store is not None:
            store(thing, written)

    permissions = (0o444 if show is not None else 0) | (0o200 if store is not None else 0)
    return File(text if show is not None else None, write if store is not None else None, permissions, 4096)


def unsigned(text: str) -> int:
    """kstrtoul(): a whole number of any base, alone on its line."""
    found = _NUMBER.match(text)
    if found is None:
        raise os_error(errno.EINVAL)
    number = _value(found[1])
    if number >> 64:
        raise os_error(errno.ERANGE)
    return number


def leading_number(text: str) -> int:
    """simple_strtoul(): the number at the beginning, whatever follows."""
    found = _PREFIX.match(text)
    if found is None:
        raise os_error(errno.EINVAL)
    return _value(found[0]) & (1 << 64) - 1


def _value(digits: str) -> int:
    return int(digits, 8) if digits[0] == "0" and digits.isdigit() else int(digits, 0)
