"""/proc/net of a namespace as folders and files."""

from typing import TYPE_CHECKING

from pynetns.commands.file_nodes import File, Folder, Node
from pynetns.commands.proc_net import FILES, ONLY_ROOT

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

_FOLDERS: dict[str, tuple[str, ...]] = {}
for _path in sorted(FILES):
    _folder, _, _name = _path.rpartition("/")
    _FOLDERS[_folder] = (*_FOLDERS.get(_folder, ()), _name)
_FOLDERS[""] += tuple(name for name in _FOLDERS if name)


def find(namespace: "NetNamespace", path: str) -> Node | None:
    """What is at a path below /proc/net."""
    make = FILES.get(path)
    if make is not None:
        return File(lambda: make(namespace), permissions=0o440 if path in ONLY_ROOT else 0o444)
    names = _FOLDERS.get(path)
    return Folder(lambda: names) if names is not None else None
