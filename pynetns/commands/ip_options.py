"""The options that stand in front of the object of `ip`."""

from dataclasses import dataclass

from pynetns.commands.base import Context
from pynetns.commands.ip_print import Printer


@dataclass(slots=True)
class Options:
    """Each as often as it was given, where that matters: -s -s shows more than -s."""

    family: str = ""
    stats: int = 0
    details: int = 0
    human: int = 0
    oneline: bool = False
    compress: bool = False  # equal VLANs as ranges
    color: bool = False
    numeric: bool = False
    brief: bool = False
    json: bool = False
    pretty: bool = False
    force: bool = False
    all: bool = False
    version: bool = False
    timestamp: str = ""  # "long" or "short"
    batch: str | None = None

    def printer(self, context: Context) -> Printer:
        return Printer(context, self.json, self.pretty, "\\" if self.oneline else "\n", self.color)
