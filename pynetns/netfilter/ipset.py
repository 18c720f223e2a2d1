"""Sets of addresses, networks and ports: net/netfilter/ipset/. `namespace.iptables.sets` has those of a namespace, by name."""

import errno
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pynetns.errors import Error
from pynetns.netfilter.ipset_store import HEADER, Element, Entry, HashStore
from pynetns.wire.address import mask

if TYPE_CHECKING:
    from pynetns.netns.namespace import NetNamespace

SECOND = 1_000_000_000
MAX_SETS = 256
# Errors of include/uapi/linux/netfilter/ipset/ip_set.h, by their names there without IPSET_ERR_.
FIND_TYPE, BUSY, EXIST_SETNAME2, TYPE_MISMATCH, EXIST, INVALID_CIDR, INVALID_NETMASK, TIMEOUT, REFERENCED, COUNTER, COMMENT, \
    BITMAP_RANGE, HASH_FULL, HASH_ELEM, NAME, LOOP, BEFORE, NAMEREF, LIST_FULL, REF_EXIST, MISSING_PROTO, INVALID_PROTO, \
    BITMAP_RANGE_SIZE, INVALID_FAMILY = range(4097, 4121)


class IpSetError(Error):
    """A request that the kernel refuses: an errno, or one of the numbers above."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(f"ipset: error {number}")


@dataclass(frozen=True, slots=True)
class SetType:
    """What elements are made of (ip, net, port, ip2, net2, iface, number, set), and the sizes that `ipset list` tells of."""

    name: str
    parts: tuple[str, ...]
    revision: int
    base: int
    element: int

    @property
    def is_hash(self) -> bool:
        return self.name.startswith("hash:")

    @property
    def has_nets(self) -> bool:
        return "net" in self.parts or "net2" in self.parts

    @property
    def dimension(self) -> int:
        return len(self.parts)


TYPES = {type_.name: type_ for type_ in (
    SetType("hash:ip", ("ip",), 6, 216, 4), SetType("hash:net", ("net",), 7, 456, 8), SetType("hash:ip,port", ("ip", "port"), 7, 216, 8),
    SetType("hash:net,port", ("net", "port"), 8, 456, 8), SetType("hash:ip,port,ip", ("ip", "port", "ip2"), 6, 208, 12),
    SetType("hash:ip,port,net", ("ip", "port", "net2"), 8, 456, 12), SetType("hash:net,iface", ("net", "iface"), 8, 488, 24),
    SetType("bitmap:port", ("number",), 3, 72, 0), SetType("bitmap:ip", ("number",), 3, 88, 0), SetType("list:set", ("set",), 3, 80, 48),
)}
# Types that ipset knows and this kernel was built without.
MISSING_TYPES = ("hash:mac", "hash:ip,mark", "hash:net,net", "hash:ip,mac", "hash:net,port,net", "bitmap:ip,mac")


def _swap(address: int) -> int:
    """A word as the processor reads it from network order."""
    return int.from_bytes(address.to_bytes(4, "big"), "little")


def _word(a: int, b: int, c: int, d: int) -> int:
    return a | b << 8 | c << 16 | d << 24


def hash_words(type_: SetType, element: Element) -> tuple[int, ...]:
    """The bytes of an element that are hashed, as 32-bit words."""
    numbers = [part for part in element if isinstance(part, int)]
    if type_.name == "hash:ip":
        return (_swap(numbers[0]),)
    if type_.name == "hash:net":
        return (_swap(numbers[0]), _word(0, 0, 0, numbers[1]))
    if type_.name == "hash:net,iface":
        return (_swap(numbers[0]), _word(0, numbers[1], 0, 1))
    if type_.name == "hash:ip,port":
        ip, port, proto = numbers
        return (_swap(ip), _word(port >> 8, port & 255, proto, 0))
    if type_.name == "hash:net,port":
        ip, cidr, port, proto = numbers
        return (_swap(ip), _word(port >> 8, port & 255, proto, cidr - 1))
    if type_.name == "hash:ip,port,ip":
        ip, port, proto, other = numbers
        return (_swap(ip), _swap(other), _word(port >> 8, port & 255, proto, 0))
    ip, port, proto, other, cidr = numbers
    return (_swap(ip), _swap(other), _word(port >> 8, port & 255, cidr - 1, proto))


class IpSet:
    """One set. `timeout` is the default in seconds, None for a set without."""

    def __init__(self, namespace: "NetNamespace", name: str, type_: SetType, *, hashsize: int = 1024, maxelem: int = 65536,
                 netmask: int = 32, timeout: int | None = None, counters: bool = False, comment: bool = False, skbinfo: bool = False,
                 bucketsize: int = 12, initval: int | None = None, first: int = 0, last: int = 0, size: int = 8) -> None:
        self.namespace = namespace
        self.scheduler = namespace.scheduler
        self.name = name
        self.type = type_
        self.maxelem = maxelem
        self.netmask = netmask
        self.timeout = timeout
        self.counters = counters
        self.comment = comment
        self.skbinfo = skbinfo
        self.bucketsize = bucketsize
        self.first, self.last, self.size = first, last, size
        self.references = 0  # by rules
        self.members: list[IpSet] = []  # of a list:set, in order
        bits = max(hashsize - 1, 63).bit_length()
        if initval is None:
            initval = namespace.random.getrandbits(32) if type_.is_hash else 0
        self.initval = initval
        self.store = HashStore(bits, bucketsize, initval)

    @property
    def hashsize(self) -> int:
        return 1 << self.store.bits

    # --- elements ----------------------------------------------------------------------------------------------------------------

    def _find(self, element: Element) -> Entry | None:
        entry = self.store.entries.get(element)
        if entry is not None and entry.expires and entry.expires <= self.scheduler._now:
            self.store.remove(element)
            return None
        return entry

    def sweep(self) -> None:
        """Take away what is expired."""
        if self.timeout is not None:
            now = self.scheduler._now
            for element in [element for element, entry in self.store.entries.items() if entry.expires and entry.expires <= now]:
                self.store.remove(element)
                self.members = [member for member in self.members if (member.name,) != element]

    def add(self, element: Element, entry: Entry, exist: bool = False) -> None:
        """An element that is there already is an error, unless `exist`: then it is as new."""
        known = self._find(element)
        if known is not None and not exist:
            raise IpSetError(EXIST)
        if known is None:
            self.sweep()
            if self.type.is_hash and len(self.store) >= self.maxelem:
                raise IpSetError(HASH_FULL)
            self.scheduler.flush()
            self.store.add(element, entry, hash_words(self.type, element) if self.type.is_hash else ())
        else:
            self.scheduler.flush()
            self.store.entries[element] = entry

    def delete(self, element: Element, exist: bool = False) -> None:
        if self._find(element) is None:
            if exist:
                return
            raise IpSetError(EXIST)
        self.scheduler.flush()
        self.store.remove(element)

    def flush(self) -> None:
        self.scheduler.flush()
        self.store.clear()
        self.members = []

    def expiry(self, seconds: int | None) -> int:
        """When an element added now with such a timeout is over."""
        seconds = self.timeout if seconds is None else seconds
        return self.scheduler._now + seconds * SECOND if seconds else 0

    # --- asking ------------------------------------------------------------------------------------------------------------------

    def prefixes(self, part: str) -> list[int]:
        """The lengths of the networks in the set, the longest first."""
        at = 1 if part == "net" else len(self.type.parts) + 1
        return sorted({int(element[at]) for element in self.store.entries}, reverse=True)

    def lookup(self, values: list[int | str]) -> Entry | None:
        """What meets concrete values: an address meets the longest network that has it, and a `nomatch` there means no."""
        type_ = self.type
        if not type_.has_nets:
            return self._find(tuple(values))
        if type_.parts[0] == "net":
            address, rest = values[0], values[1:]
            assert isinstance(address, int)
            for cidr in self.prefixes("net"):
                found = self._find((address & mask(cidr), cidr, *rest))
                if found is not None:
                    return found
            return None
        address = values[-1]
        assert isinstance(address, int)
        for cidr in self.prefixes("net2"):
            found = self._find((*values[:-1], address & mask(cidr), cidr))
            if found is not None:
                return found
        return None

    def find(self, element: Element) -> Entry | None:
        """Exactly this element."""
        return self._find(element)

    def listed(self, order_by_name: bool = False) -> Iterator[tuple[Element, Entry]]:
        self.sweep()
        if self.type.name == "list:set":
            return iter([((member.name,), self.store.entries[(member.name,)]) for member in self.members])
        if not self.type.is_hash:
            return iter(sorted(self.store.entries.items(), key=lambda item: item[0]))
        return self.store.listed()

    def memory(self) -> int:
        """What `ipset list` calls the size in memory."""
        extensions = (16 if self.counters else 0) + (8 if self.timeout is not None else 0) + (8 if self.comment else 0) + (
            16 if self.skbinfo else 0)
        comments = sum(16 + len(entry.comment.encode()) + 1 for entry in self.store.entries.values() if entry.comment)
        if self.type.is_hash:
            size = self.type.element if not extensions else -(-self.type.element // 8) * 8 + extensions
            return self.type.base + self.store.buckets * HEADER + self.store.places() * size + comments
        if self.type.name == "list:set":
            return self.type.base + len(self.members) * (self.type.element + extensions) + comments
        count = self.last - self.first + 1
        if self.netmask != 32:
            count >>= 32 - self.netmask
        return self.type.base + -(-count // 64) * 8 + count * extensions + comments


class IpSets:
    """The sets of a namespace."""

    def __init__(self, namespace: "NetNamespace") -> None:
        self.namespace = namespace
        self._slots: list[IpSet | None] = []  # as the kernel numbers them

    def __iter__(self) -> Iterator[IpSet]:
        """In the order in which they are listed: those that hold others last."""
        sets = [each for each in self._slots if each is not None]
        return iter([each for each in sets if each.type.name != "list:set"] + [each for each in sets if each.type.name == "list:set"])

    def find(self, name: str) -> IpSet | None:
        return next((each for each in self._slots if each is not None and each.name == name), None)

    def get(self, name: str) -> IpSet:
        found = self.find(name)
        if found is None:
            raise IpSetError(errno.ENOENT)
        return found

    def add(self, new: IpSet) -> None:
        if None in self._slots:
            self._slots[self._slots.index(None)] = new
        else:
            self._slots.append(new)

    def referenced(self, wanted: IpSet) -> int:
        """By rules, and by sets that hold it."""
        return wanted.references + self._rules(wanted) + sum(each.members.count(wanted) for each in self._slots if each is not None)

    def _rules(self, wanted: IpSet) -> int:
        both = (self.namespace.iptables, self.namespace.ip6tables)
        return sum(wanted in extension.sets() for tables in both for table in tables for chain in table.chains.values()
                   for rule in chain.rules for extension in (*rule.matches, rule.target) if hasattr(extension, "sets"))

    def destroy(self, name: str) -> None:
        found = self.get(name)
        if self.referenced(found):
            raise IpSetError(BUSY)
        self._slots[self._slots.index(found)] = None

    def destroy_all(self) -> None:
        """All, unless a rule uses one of them."""
        if any(each is not None and self._rules(each) for each in self._slots):
            raise IpSetError(BUSY)
        self._slots = []

    def rename(self, old: str, new: str) -> None:
        found = self.get(old)
        if self.referenced(found):
            raise IpSetError(REFERENCED)
        if self.find(new) is not None:
            raise IpSetError(EXIST_SETNAME2)
        found.name = new

    def swap(self, first: str, second: str) -> None:
        """The names change places: who refers to one by number refers to the other's content from now on."""
        one = self.get(first)
        other = self.find(second)
        if other is None:
            raise IpSetError(EXIST_SETNAME2)
        if one.type is not other.type:
            raise IpSetError(TYPE_MISMATCH)
        self.namespace.scheduler.flush()
        skip = ("name", "references", "namespace", "scheduler")
        for key in [key for key in one.__dict__ if key not in skip]:
            one.__dict__[key], other.__dict__[key] = other.__dict__[key], one.__dict__[key]
