"""What ipset list and ipset save print: lib/session.c."""

from pynetns.commands.ipset_values import print_element
from pynetns.netfilter.ipset import SECOND, IpSet
from pynetns.netfilter.ipset_store import Element, Entry
from pynetns.wire.address import format_ipv4


def header(wanted: IpSet) -> str:
    """The options that a set was made with."""
    type_ = wanted.type
    words: list[str] = []
    if type_.is_hash:
        words += ["family inet", f"hashsize {wanted.hashsize}", f"maxelem {wanted.maxelem}"]
    elif type_.name == "bitmap:port":
        words.append(f"range {wanted.first}-{wanted.last}")
    elif type_.name == "bitmap:ip":
        words.append(f"range {format_ipv4(wanted.first)}-{format_ipv4(wanted.last)}")
    else:
        words.append(f"size {wanted.size}")
    if wanted.netmask != 32:
        words.append(f"netmask {wanted.netmask}")
    if wanted.timeout is not None:
        words.append(f"timeout {wanted.timeout}")
    words += [name for name, on in (("counters", wanted.counters), ("comment", wanted.comment), ("skbinfo", wanted.skbinfo)) if on]
    if type_.is_hash:
        words += [f"bucketsize {wanted.bucketsize}", f"initval 0x{wanted.initval:08x}"]
    return " ".join(words)


def member(wanted: IpSet, element: Element, entry: Entry) -> str:
    """An element with what belongs to it."""
    text = print_element(wanted.type, element)
    if wanted.timeout is not None:
        text += f" timeout {_remaining(wanted, entry)}"
    if entry.nomatch:
        text += " nomatch"
    if wanted.counters:
        text += f" packets {entry.packets} bytes {entry.bytes}"
    return text + (f' comment "{entry.comment}"' if entry.comment else "")


def _remaining(wanted: IpSet, entry: Entry) -> int:
    """In whole seconds, of which the first is never whole: on a real host some time has passed since the element was added."""
    if not entry.expires:
        return 0
    return max((entry.expires - wanted.scheduler._now - 1) // SECOND, 1)


def members(wanted: IpSet, in_order: bool) -> list[str]:
    found = list(wanted.listed())
    if in_order:
        found.sort(key=lambda item: item[0])
    return [member(wanted, element, entry) for element, entry in found]


def listing(wanted: IpSet, references: int, *, terse: bool = False, in_order: bool = False) -> str:
    """The plain listing of one set."""
    shown = members(wanted, in_order)
    text = (f"Name: {wanted.name}\nType: {wanted.type.name}\nRevision: {wanted.type.revision}\nHeader: {header(wanted)}\n"
            f"Size in memory: {wanted.memory()}\nReferences: {references}\nNumber of entries: {len(shown)}\n")
    return text if terse else text + "Members:\n" + "".join(f"{line}\n" for line in shown)


def saved(wanted: IpSet, in_order: bool = False) -> str:
    """What restores the set."""
    lines = [f"create {wanted.name} {wanted.type.name} {header(wanted)}"]
    lines += [f"add {wanted.name} {line}" for line in members(wanted, in_order)]
    return "".join(f"{line}\n" for line in lines)


def xml(wanted: IpSet, references: int, *, terse: bool = False, in_order: bool = False) -> str:
    words = header(wanted).split()
    tags, at = "", 0
    while at < len(words):
        if words[at] in ("counters", "comment", "skbinfo"):
            tags += f"<{words[at]}/>"
            at += 1
        else:
            tags += f"<{words[at]}>{words[at + 1]}</{words[at]}>"
            at += 2
    shown = list(wanted.listed())
    if in_order:
        shown.sort(key=lambda item: item[0])
    text = (f'<ipset name="{wanted.name}">\n<type>{wanted.type.name}</type>\n<revision>{wanted.type.revision}</revision>\n'
            f"<header>{tags}\n<memsize>{wanted.memory()}</memsize>\n<references>{references}</references>\n"
            f"<numentries>{len(shown)}</numentries>\n</header>\n")
    if not terse:
        text += "<members>\n" + "".join(f"<member>{_xml_member(wanted, *item)}</member>\n" for item in shown) + "</members>\n"
    return text + "</ipset>\n"


def _xml_member(wanted: IpSet, element: Element, entry: Entry) -> str:
    text = f"<elem>{print_element(wanted.type, element)}</elem>"
    if wanted.timeout is not None:
        text += f"<timeout>{_remaining(wanted, entry)}</timeout>"
    text += "<nomatch/>" if entry.nomatch else ""
    if wanted.counters:
        text += f"<packets>{entry.packets}</packets><bytes>{entry.bytes}</bytes>"
    return text + (f'<comment>"{entry.comment}"</comment>' if entry.comment else "")
