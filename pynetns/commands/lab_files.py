"""The files of a namespace under /proc and /sys as a tree: what is there, with which mode, and what reading and writing does.

Paths are those of the kernel: /proc/net, /proc/sys/net, /sys/class/net and /sys/devices/virtual/net with what is below them.
"""

import errno
import posixpath
from typing import TYPE_CHECKING

from pynetns.commands import proc_net_tree, proc_sys, sysfs_net
from pynetns.commands.file_nodes import File, Link, Node
from pynetns.errors import os_error

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

_MAX_LINKS = 40  # MAXSYMLINKS
_ROOTS = (("/proc/sys/net", proc_sys.find), ("/sys/devices/virtual/net", sysfs_net.find), ("/sys/class/net", sysfs_net.find_class),
          ("/proc/net", proc_net_tree.find))


def find(namespace: "NetNamespace", path: str) -> Node | None:
    """What is at a path, links not followed; None where there is nothing or where it is none of the namespace's business.

    >>> from pynetns import Lab
    >>> find(Lab().host, "/sys/class/net/lo")
    Link(target='../../devices/virtual/net/lo')
    """
    for root, finder in _ROOTS:
        if path.startswith(root) and path[len(root):len(root) + 1] in ("", "/"):
            return finder(namespace, path[len(root) + 1:])
    return None


def resolve(namespace: "NetNamespace", path: str) -> Node | None:
    """What is at a path once every link on the way is followed."""
    done, rest = "/", [part for part in path.split("/") if part not in ("", ".")]
    links = 0
    node: Node | None = None
    while rest:
        part = rest.pop(0)
        if part == "..":
            done = posixpath.dirname(done)
            continue
        here = posixpath.join(done, part)
        node = find(namespace, here)
        if isinstance(node, Link):
            links += 1
            if links > _MAX_LINKS:
                raise os_error(errno.ELOOP)
            rest = [*node.target.split("/"), *rest]
        elif isinstance(node, File) and rest:
            raise os_error(errno.ENOTDIR)
        else:
            done = here
    return find(namespace, done)
