"""How the kernel keeps the elements of a hash set: net/netfilter/ipset/ip_set_hash_gen.h.

The order in which elements are listed is that of the buckets, so the buckets are kept as there: each a row of places that grows by two, a
place freed is used again, and a bucket that would grow beyond `bucketsize` doubles the number of buckets. Finding an element needs none of
that: a dict has the places.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from pynetns.netfilter.jhash import jhash2

Element = tuple[int | str, ...]

GROW = 2  # AHASH_INIT_SIZE
HEADER = 32  # struct hbucket in front of its elements


@dataclass(slots=True)
class Entry:
    """What a set knows of an element. `expires` in nanoseconds of the lab's clock, 0 for never."""

    expires: int = 0
    packets: int = 0
    bytes: int = 0
    comment: str = ""
    nomatch: bool = False


class HashStore:
    """Elements with their hash words; those of a set that is no hash have none, and are in no bucket. `bits` is the binary logarithm of
    how many buckets there are."""

    def __init__(self, bits: int, bucketsize: int, initval: int) -> None:
        self.bits = bits
        self.bucketsize = bucketsize
        self.initval = initval
        self.entries: dict[Element, Entry] = {}
        self._words: dict[Element, tuple[int, ...]] = {}
        self._buckets: dict[int, list[Element | None]] = {}
        self._sizes: dict[int, int] = {}

    def _key(self, element: Element) -> int:
        return jhash2(self._words[element], self.initval) & (1 << self.bits) - 1

    def add(self, element: Element, entry: Entry, words: tuple[int, ...]) -> None:
        self.entries[element] = entry
        if not words:
            return
        self._words[element] = words
        while not self._place(element):
            self._double()

    def _place(self, element: Element) -> bool:
        """Put it into its bucket; False where that is full."""
        key = self._key(element)
        bucket = self._buckets.setdefault(key, [])
        if None in bucket:
            bucket[bucket.index(None)] = element
            return True
        size = self._sizes.get(key, GROW)
        if len(bucket) >= size:
            if size >= self.bucketsize:
                return False
            size += GROW
        self._sizes[key] = size
        bucket.append(element)
        return True

    def _double(self) -> None:
        """mtype_resize()."""
        placed = [element for _, bucket in sorted(self._buckets.items()) for element in bucket if element is not None]
        while True:
            self.bits += 1
            self._buckets, self._sizes = {}, {}
            if all(self._place(element) for element in placed):
                return

    def remove(self, element: Element) -> None:
        del self.entries[element]
        if element not in self._words:
            return
        key = self._key(element)
        bucket = self._buckets[key]
        bucket[bucket.index(element)] = None
        if bucket[-1] is None:
            bucket.pop()
        free = bucket.count(None)
        if not bucket or free == len(bucket):
            del self._buckets[key]
            self._sizes.pop(key, None)
        elif free + self._sizes[key] - len(bucket) >= GROW and free:
            self._buckets[key] = [other for other in bucket if other is not None]
            self._sizes[key] = max(self._sizes[key] - GROW, GROW)
        del self._words[element]

    def clear(self) -> None:
        self.entries.clear()
        self._words.clear()
        self._buckets.clear()
        self._sizes.clear()

    def listed(self) -> Iterator[tuple[Element, Entry]]:
        """In the order in which the kernel lists them."""
        for _, bucket in sorted(self._buckets.items()):
            for element in bucket:
                if element is not None:
                    yield element, self.entries[element]

    def places(self) -> int:
        """For how many elements there is memory."""
        return sum(self._sizes.get(key, GROW) for key in self._buckets)

    def __len__(self) -> int:
        return len(self.entries)

    @property
    def buckets(self) -> int:
        return len(self._buckets)
