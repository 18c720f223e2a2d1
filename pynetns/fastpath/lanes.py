"""Sums of a whole burst in a few operations: a big integer as a vector of 16-bit words (RFC 1071, RFC 1624).

A burst of k frames of n bytes, joined, has byte i of every frame at `buf[i::n]`. Two such columns, spread into 32-bit lanes of one integer,
are k words with room for carries: one `+` adds all of them, one `&` and one `>>` fold all carries. Python is slow by the operation, not
by the byte.
"""

from functools import lru_cache
from struct import Struct


class Lanes:
    """k 16-bit words in one integer, 32 bits apart."""

    __slots__ = ("k", "mask", "one")

    def __init__(self, k: int) -> None:
        self.k = k
        self.one = int.from_bytes(b"\0\0\0\1" * k, "big")
        self.mask = self.one * 0xFFFF

    def load(self, buf: bytes, at: int, n: int) -> int:
        return self.spread(buf[at::n], buf[at + 1::n])

    def spread(self, high: bytes, low: bytes) -> int:
        words = bytearray(4 * self.k)
        words[2::4], words[3::4] = high, low
        return int.from_bytes(words, "big")

    def fold(self, sums: int) -> int:
        """Add the upper half of each lane to the lower: two times make 16 bits of any sum of fewer than 65,536 words."""
        return (sums & self.mask) + ((sums >> 16) & self.mask)

    def canonical(self, sums: int) -> int:
        """0xffff becomes 0, as the kernel's updates leave it."""
        return (sums + (((sums + self.one) >> 16) & self.one)) & self.mask

    def store(self, words: int, out: bytearray, at: int, n: int) -> None:
        spread = words.to_bytes(4 * self.k, "big")
        out[at::n], out[at + 1::n] = spread[2::4], spread[3::4]

    def first_other(self, sums: int) -> int:
        """The number of the first lane that is not 0xffff; k where all are."""
        difference = sums ^ self.mask
        return self.k if not difference else (4 * self.k - (difference.bit_length() + 7 >> 3)) // 4


@lru_cache(64)
def lanes(k: int) -> Lanes:
    return Lanes(k)


@lru_cache(64)
def splitter(n: int, k: int) -> Struct:
    """Cuts k frames of n bytes apart."""
    return Struct(f"{n}s" * k)


@lru_cache(64)
def key_cutter(width: int, n: int, k: int) -> Struct:
    """Cuts the first `width` bytes out of each of k frames of n bytes."""
    return Struct(f"{width}s{n - width}x" * k)


@lru_cache(64)
def header_cutter(n: int, k: int) -> Struct:
    """Cuts the IPv4 header without options out of each of k frames of n bytes."""
    return Struct(f"14x20s{n - 34}x" * k)


@lru_cache(64)
def source_cutter(n: int, k: int) -> Struct:
    """Cuts the IPv4 source out of each of k frames of n bytes."""
    return Struct(f"26x4s{n - 30}x" * k)
