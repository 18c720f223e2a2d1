"""What a namespace shows under /proc and /sys instead of the real file system's."""

import errno
import posixpath
from typing import TYPE_CHECKING

from pynetns.commands import proc_net, proc_sys
from pynetns.errors import os_error

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace


def read(namespace: "NetNamespace", path: str) -> str | None:
    """The text of a file of the namespace's; None where the path is none of its business. Raises OSError as open(2) would.

    >>> from pynetns import Lab
    >>> read(Lab().host, "/sys/class/net/lo/mtu")
    '65536\\n'
    """
    if not path.startswith("/"):
        return None
    path = posixpath.normpath(path).replace("//", "/")
    for alias in ("/proc/self/net", "/proc/thread-self/net"):
        if path == alias or path.startswith(alias + "/"):
            path = "/proc/net" + path[len(alias):]
    if path in ("/proc/net", "/proc/sys", "/sys/class/net", "/sys/class", "/proc/net/stat", "/proc/net/netfilter"):
        raise os_error(errno.EISDIR)
    if path.startswith("/proc/net/"):
        make = proc_net.FILES.get(path.removeprefix("/proc/net/"))
        if make is None:
            raise os_error(errno.ENOENT)
        return make(namespace)
    if path.startswith("/proc/sys/net/") or path == "/proc/sys/net":
        return proc_sys.sysctl(namespace, path.removeprefix("/proc/sys/"))
    for folder in ("/sys/class/net/", "/sys/devices/virtual/net/"):
        if path.startswith(folder):
            return proc_sys.device_attribute(namespace, path.removeprefix(folder))
    return None
