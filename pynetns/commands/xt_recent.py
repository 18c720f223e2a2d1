"""/proc/net/xt_recent: a file for each list of `-m recent`, which can be written too (net/netfilter/xt_recent.c)."""

import errno
from typing import TYPE_CHECKING

from pynetns.commands.file_nodes import File, Folder, Node
from pynetns.errors import Error, os_error
from pynetns.netfilter.match_limit import TICK
from pynetns.netfilter.match_recent import RecentList
from pynetns.wire.address import format_ipv4, parse_ipv4

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

_FIRST_JIFFY = (1 << 32) - 300 * 250  # INITIAL_JIFFIES, with 250 a second


def find(namespace: "NetNamespace", name: str) -> Node | None:
    """The folder, or a list by its name."""
    lists: dict[str, RecentList] = namespace.iptables.recent
    if not name:
        return Folder(lambda: sorted(lists))
    recent = lists.get(name)
    if recent is None:
        return None
    return File(lambda: _text(recent), lambda text: _change(namespace, recent, text), 0o644)


def _text(recent: RecentList) -> str:
    """recent_seq_show()."""
    text = ""
    for address, entry in recent.entries.items():
        stamps = [stamp + _FIRST_JIFFY for stamp in entry.stamps]
        text += (f"src={format_ipv4(address)} ttl: {entry.ttl} last_seen: {stamps[-1]} oldest_pkt: {len(stamps)} "
                 f"{', '.join(str(stamp) for stamp in stamps)}\n")
    return text


def _change(namespace: "NetNamespace", recent: RecentList, text: str) -> None:
    """recent_mt_proc_write(): +ADDRESS, -ADDRESS, or / for all."""
    if text[:1] == "/":
        recent.entries.clear()
        namespace.scheduler.flush()
        return
    if text[:1] not in ("+", "-"):
        raise os_error(errno.EINVAL)
    try:
        address = parse_ipv4(text[1:].partition("\n")[0])
    except (Error, ValueError):
        raise os_error(errno.EINVAL) from None
    entry = recent.entries.get(address)
    now = namespace.scheduler.now // TICK
    if text[0] == "-":
        recent.entries.pop(address, None)
    elif entry is None:
        recent.add(address, 0, now)
    else:
        recent.update(address, entry, now)
    namespace.scheduler.flush()
