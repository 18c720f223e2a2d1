"""/proc/sys/net of a namespace as folders and files (fs/proc/proc_sysctl.c)."""

from functools import lru_cache
from typing import TYPE_CHECKING

from pynetns.commands.file_nodes import File, Folder, Node
from pynetns.netns.device_conf import CONF_DEFAULTS, NEIGH_ALIASES, NEIGH_DEFAULTS
from pynetns.netns.sysctl import ROUTE_FLUSH
from pynetns.netns.sysctl_values import RESERVED_PORTS

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

_CONF = tuple(sorted(CONF_DEFAULTS))
_NEIGH = tuple(sorted((*NEIGH_DEFAULTS, *NEIGH_ALIASES)))

_SAMPLE = "net.ipv4.neigh.default.gc_thresh1"  # what only the initial namespace has


def find(namespace: "NetNamespace", path: str) -> Node | None:
    """What is at a path below /proc/sys/net. A device's name stands for itself there, dots and all."""
    parts = path.split("/") if path else []
    if parts[:2] in (["ipv4", "conf"], ["ipv4", "neigh"]):
        return _per_device(namespace, parts[1], parts[2:])
    folders = _folders(_keys(namespace))
    names = folders.get(path)
    if names is not None:
        return Folder(lambda: names, family="sysctl")
    above, _, name = path.rpartition("/")
    return _setting(namespace, ".".join(("net", *parts))) if name in folders.get(above, ()) else None


def _keys(namespace: "NetNamespace") -> tuple[str, ...]:
    settings = namespace.sysctl
    if not settings.hides(_SAMPLE):
        return settings.plain_keys()
    return tuple(key for key in settings.plain_keys() if not settings.hides(key))


@lru_cache(maxsize=8)
def _folders(keys: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """The names in each folder, in the order of the alphabet."""
    found: dict[str, set[str]] = {"ipv4": {"conf", "neigh"}}
    for key in keys:
        parts = key.split(".")[1:]
        for depth, part in enumerate(parts):
            found.setdefault("/".join(parts[:depth]), set()).add(part)
    return {folder: tuple(sorted(names)) for folder, names in found.items()}


def _per_device(namespace: "NetNamespace", kind: str, parts: list[str]) -> Node | None:
    """conf/NAME/SETTING and neigh/NAME/SETTING."""
    own = ("all", "default") if kind == "conf" else () if namespace.sysctl.hides(_SAMPLE) else ("default",)
    if not parts:
        return Folder(lambda: sorted((*own, *namespace.devices)), family="sysctl")
    scope, names = parts[0], _CONF if kind == "conf" else _NEIGH
    if scope not in own and scope not in namespace.devices:
        return None
    further = _folders(_keys(namespace)).get(f"ipv4/{kind}/{scope}", ()) if scope in own else ()
    if len(parts) == 1:
        return Folder(lambda: sorted((*names, *further)), family="sysctl")
    if len(parts) > 2 or parts[1] not in (*names, *further):
        return None
    return _setting(namespace, f"net.ipv4.{kind}.{scope}.{parts[1]}")


def _setting(namespace: "NetNamespace", key: str) -> File:
    settings = namespace.sysctl

    def show() -> str:
        return f"{settings[key]}\n"

    def store(text: str) -> None:
        settings[key] = text.strip() if key != RESERVED_PORTS else text.removesuffix("\n")

    if key == ROUTE_FLUSH:
        return File(None, store, 0o200, once=True)
    if settings.is_read_only(key):
        return File(show, None, 0o444, once=True)
    return File(show, store, 0o644, once=True)
