"""Tables as docker's formatter lays them out: columns as wide as they need, three blanks between; and how long ago something was."""

from pynetns.device.scheduler import SECOND


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
