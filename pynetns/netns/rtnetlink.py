"""What a namespace tells those who listen on its routing socket: the RTNLGRP_* groups of rtnetlink, one message for each change.

Kinds are "link", "address", "route", "neigh", "rule", "nexthop", "netconf" and "nsid", what is told is "new" or "del"; the third is the
object itself, as it is now.
"""

from collections.abc import Callable
from typing import Any

Listener = Callable[[str, str, Any], None]


class Rtnetlink:
    """The listeners of one namespace. Nobody listens most of the time, so nothing is made for nobody."""

    __slots__ = ("listeners",)

    def __init__(self) -> None:
        self.listeners: tuple[Listener, ...] = ()

    def listen(self, listener: Listener) -> None:
        self.listeners = (*self.listeners, listener)

    def unlisten(self, listener: Listener) -> None:
        self.listeners = tuple(other for other in self.listeners if other != listener)

    def tell(self, kind: str, verb: str, what: Any) -> None:
        for listener in self.listeners:
            listener(kind, verb, what)
