"""Tables as docker's formatter lays them out: columns as wide as they need, three blanks between; and how long ago something was."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from pynetns.commands.base import CommandFailed
from pynetns.commands.go_functions import GoStruct
from pynetns.commands.go_template import ExecutionError, TemplateError, render
from pynetns.device.scheduler import SECOND


def row(fields: dict[str, Any], labels: dict[str, str], kind: str) -> GoStruct:
    """One line of a list: its fields by name, as JSON has them, and `.Label "key"`."""
    return GoStruct({**dict(sorted(fields.items())), "Label": lambda key: labels.get(key, "")}, fields, kind)


def formatted(template: str, rows: Sequence[GoStruct], headings: dict[str, str], modern: bool = False) -> str:
    """A --format: with `table` in front columns and their headings, else a line each."""
    if modern and template == "json":
        template = "{{json .}}"
    template = template.replace("\\t", "\t").replace("\\n", "\n")
    try:
        if template.startswith("table "):
            body = template[6:]
            names: dict[str, Any] = {name: headings.get(name, name.upper()) for row in rows for name in row}
            names = names or {name: headings.get(name, name.upper()) for name in ("ID", "Name", "Driver", "Scope", "Image", "Command",
                                                                                   "RunningFor", "Status", "Ports", "Names")}
            names["Label"] = lambda key: key.rpartition(".")[2].replace("-", " ").replace("_", " ")
            lines = [render(body, names), *[render(body, row) for row in rows]]
            return table([line.split("\t") for line in lines])
        return "".join(render(template, row) + "\n" for row in rows)
    except ExecutionError as error:
        raise CommandFailed(f"{error}\n", 1) from None
    except TemplateError as error:
        raise CommandFailed(f"template: :1: {error}\n", 1) from None


def go_time(nanoseconds: int) -> str:
    """Time.String()."""
    fraction = f".{nanoseconds % SECOND:09}".rstrip("0").rstrip(".")
    return f"{datetime.fromtimestamp(nanoseconds // SECOND, UTC):%Y-%m-%d %H:%M:%S}{fraction} +0000 UTC"


def table(rows: list[list[str]]) -> str:
    """text/tabwriter with a minimum width of 10 and a padding of 3."""
    widths = [max(max(len(row[column]) for row in rows) + 3, 10) for column in range(len(rows[0]))]
    return "".join("".join(cell.ljust(width) for cell, width in zip(row[:-1], widths)) + row[-1] + "\n" for row in rows)


def human_duration(nanoseconds: int) -> str:
    """units.HumanDuration()."""
    seconds = nanoseconds // SECOND
    if seconds < 1:
        return "Less than a second"
    if seconds == 1:
        return "1 second"
    if seconds < 60:
        return f"{seconds} seconds"
    minutes = seconds // 60
    if minutes == 1:
        return "About a minute"
    if minutes < 60:
        return f"{minutes} minutes"
    hours = (minutes + 30) // 60
    if hours == 1:
        return "About an hour"
    if hours < 48:
        return f"{hours} hours"
    if hours < 24 * 7 * 2:
        return f"{hours // 24} days"
    if hours < 24 * 30 * 2:
        return f"{hours // 24 // 7} weeks"
    if hours < 24 * 365 * 2:
        return f"{hours // 24 // 30} months"
    return f"{hours // 24 // 365} years"
