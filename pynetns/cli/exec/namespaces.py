"""Which program is in which namespace. A program carries the number of its namespace in its environment, as children inherit it."""

import re
from typing import TYPE_CHECKING

from pynetns.commands.base import container_with

if TYPE_CHECKING:
    from pynetns.lab import Lab
    from pynetns.netns.namespace import NetNamespace

VARIABLE = "PYNETNS_NETNS"
_NAMESPACE_OF = re.compile(r"/proc/(\d+)/ns/net")


class Namespaces:
    """Numbers for namespaces, given as programs enter them; the initial namespace has 0, and is where a program without a number is."""

    def __init__(self, lab: "Lab") -> None:
        self.lab = lab
        self._by_number: dict[str, NetNamespace] = {"0": lab.host}
        self._numbers: dict[NetNamespace, str] = {lab.host: "0"}

    def number(self, namespace: "NetNamespace") -> str:
        found = self._numbers.get(namespace)
        if found is None:
            found = self._numbers[namespace] = str(len(self._numbers))
            self._by_number[found] = namespace
        return found

    def find(self, number: str) -> "NetNamespace":
        """The namespace of a number; the initial one for a number that nobody gave."""
        return self._by_number.get(number, self.lab.host)

    def of(self, pid: int) -> "NetNamespace":
        """The namespace that a program is in. Raises OSError where there is no such process."""
        with open(f"/proc/{pid}/environ", "rb", buffering=0) as file:
            text = file.read(1 << 20)
        key = VARIABLE.encode() + b"="
        for entry in text.split(b"\0"):
            if entry.startswith(key):
                return self.find(entry[len(key):].decode())
        return self.lab.host

    def look(self, pid: int) -> "NetNamespace | None":
        """The same; None where there is no such process."""
        try:
            return self.of(pid)
        except OSError:
            return None


class Names:
    """What programs make of /run/netns themselves: `ln -s /proc/PID/ns/net /run/netns/NAME`, and `rm` of it."""

    def __init__(self, namespaces: Namespaces) -> None:
        self.namespaces = namespaces

    def symlink(self, pid: int, name: str, target: str) -> None:
        found = _NAMESPACE_OF.fullmatch(target)
        if found is None:
            return
        namespace = container_with(self.namespaces.lab, int(found[1])) or self.namespaces.look(int(found[1]))
        if namespace is not None:
            self.namespaces.lab.attach(name, namespace)

    def unlink(self, pid: int, name: str) -> None:
        self.namespaces.lab.delete(name)
