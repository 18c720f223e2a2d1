"""/proc/net of a namespace as folders and files."""

from typing import TYPE_CHECKING

from pynetns.commands import proc_net, proc_net_kernel, proc_net_vlan, xt_recent
from pynetns.commands.file_nodes import File, Folder, Node

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

_FILES = proc_net.FILES | proc_net_kernel.FILES
_FOLDERS: dict[str, tuple[str, ...]] = {"ipt_hashlimit": ()}
for _path in sorted(_FILES):
    _folder, _, _name = _path.rpartition("/")
    _FOLDERS[_folder] = (*_FOLDERS.get(_folder, ()), _name)
_FOLDERS[""] += (*(name for name in _FOLDERS if name), "xt_recent")


def find(namespace: "NetNamespace", path: str) -> Node | None:
    """What is at a path below /proc/net."""
    make = _FILES.get(path)
    if make is not None:
        return File(lambda: make(namespace), permissions=0o440 if path in proc_net_kernel.ONLY_ROOT else 0o444)
    names = _FOLDERS.get(path)
    if names is not None:
        if not path and proc_net_vlan.find(namespace, "") is not None:
            return Folder(lambda: (*names, "vlan"))
        return Folder(lambda: names)
    folder, _, name = path.partition("/")
    if folder == "xt_recent":
        return xt_recent.find(namespace, name)
    return proc_net_vlan.find(namespace, name) if folder == "vlan" else None
