"""Bob Jenkins' lookup3 hash of 32-bit words, as include/linux/jhash.h has it, and the kernel's way to scale a hash to a range."""

from collections.abc import Sequence

_INITVAL = 0xDEADBEEF
_MASK = 0xFFFFFFFF
_FINAL = ((2, 1, 1, 14), (0, 2, 2, 11), (1, 0, 0, 25), (2, 1, 1, 16), (0, 2, 2, 4), (1, 0, 0, 14), (2, 1, 1, 24))  # registers, and how far


def _rol(word: int, shift: int) -> int:
    return (word << shift | word >> 32 - shift) & _MASK


def jhash2(words: Sequence[int], initval: int) -> int:
    """A hash of whole words.

    >>> hex(jhash2((1, 2, 3, 4), 0)) == hex(jhash2([1, 2, 3, 4], 0))
    True
    """
    length, at = len(words), 0
    a = b = c = (_INITVAL + (length << 2) + initval) & _MASK
    while length > 3:
        a, b, c = (a + words[at]) & _MASK, (b + words[at + 1]) & _MASK, (c + words[at + 2]) & _MASK
        a = (a - c & _MASK) ^ _rol(c, 4)
        c = c + b & _MASK
        b = (b - a & _MASK) ^ _rol(a, 6)
        a = a + c & _MASK
        c = (c - b & _MASK) ^ _rol(b, 8)
        b = b + a & _MASK
        a = (a - c & _MASK) ^ _rol(c, 16)
        c = c + b & _MASK
        b = (b - a & _MASK) ^ _rol(a, 19)
        a = a + c & _MASK
        c = (c - b & _MASK) ^ _rol(b, 4)
        b = b + a & _MASK
        length -= 3
        at += 3
    if not length:
        return c
    a, b, c = (x + (words[at + i] if i < length else 0) & _MASK for i, x in enumerate((a, b, c)))
    for first, second, third, shift in _FINAL:
        registers = [a, b, c]
        registers[first] = (registers[first] ^ registers[second]) - _rol(registers[third], shift) & _MASK
        a, b, c = registers
    return c


def reciprocal_scale(value: int, size: int) -> int:
    """A number below `size`, by the high bits of a hash."""
    return value * size >> 32
