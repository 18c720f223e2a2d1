"""What a namespace shows under /proc and /sys instead of the real file system's, for the commands that read files."""

import errno
from typing import TYPE_CHECKING

from pynetns.commands.file_nodes import File
from pynetns.commands.lab_files import resolve
from pynetns.errors import os_error

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

_OURS = ("/proc/net", "/proc/sys/net", "/sys/class/net", "/sys/devices/virtual/net")


def read(namespace: "NetNamespace", path: str) -> str | None:
    """The text of a file of the namespace's; None where the path is none of its business. Raises OSError as open(2) would.

    >>> from pynetns import Lab
    >>> read(Lab().host, "/sys/class/net/lo/mtu")
    '65536\\n'
    """
    found = _find(namespace, path)
    return None if found is None else found.read().decode(errors="surrogateescape")


def write(namespace: "NetNamespace", path: str, text: str) -> bool:
    """Write to a file of the namespace's; False where the path is none of its business. Raises OSError as open(2) and write(2) would."""
    found = _find(namespace, path)
    if found is not None:
        found.write(text.encode(errors="surrogateescape"))
    return found is not None


def _find(namespace: "NetNamespace", path: str) -> File | None:
    if not path.startswith("/"):
        return None
    for alias in ("/proc/self/net", "/proc/thread-self/net"):
        if path == alias or path.startswith(alias + "/"):
            path = "/proc/net" + path[len(alias):]
    if not (path + "/").startswith(tuple(root + "/" for root in _OURS)):
        return None
    node = resolve(namespace, path)
    if not isinstance(node, File):
        raise os_error(errno.ENOENT if node is None else errno.EISDIR)
    return node
