"""Against transcriptions of the kernel's C, in little-endian order as on x86."""

from hypothesis import example, given
from hypothesis import strategies as st

from pynetns.wire import checksum as c

WORD = st.integers(0, 0xFFFF)
LONG = st.integers(0, 0xFFFFFFFF)
EDGES = st.sampled_from([0, 1, 0xFFFE, 0xFFFF, 0xFEFF, 0xFF00, 0x0100, 0x8000])


def swap16(word: int) -> int:
    return (word & 0xFF) << 8 | word >> 8


def swap32(word: int) -> int:
    return int.from_bytes(word.to_bytes(4, "big"), "little")


def add16(a: int, b: int) -> int:
    total = (a + b) & 0xFFFF
    return total + (total < b)


def add32(a: int, b: int) -> int:
    total = (a + b) & 0xFFFFFFFF
    return total + (total < b)


def fold(total: int) -> int:
    total = (total & 0xFFFF) + (total >> 16)
    total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def kernel_checksum(data: bytes) -> int:
    total = 0
    for at in range(0, len(data), 2):
        total = add32(total, int.from_bytes(data[at : at + 2], "little"))
    return swap16(fold(total))


def kernel_replace2(check: int, old: int, new: int) -> int:
    check, old, new = swap16(check), swap16(old), swap16(new)
    return swap16(~add16(add16(~check & 0xFFFF, ~old & 0xFFFF), new) & 0xFFFF)


def kernel_replace4(check: int, old: int, new: int) -> int:
    check, old, new = swap16(check), swap32(old), swap32(new)
    return swap16(fold(add32(add32(~check & 0xFFFFFFFF, ~old & 0xFFFFFFFF), new)))


def kernel_decrease_ttl(check: int) -> int:
    little = swap16(check) + 1
    return swap16((little + (little >= 0xFFFF)) & 0xFFFF)


@given(st.binary(max_size=200))
@example(b"")
@example(bytes(20))
@example(b"\xff" * 20)
@example(b"\xff\xfe\x00\x01")
def test_the_checksum_is_the_kernels(data: bytes) -> None:
    assert c.checksum(data) == kernel_checksum(data)


@given(st.binary(max_size=100).filter(any))
def test_data_with_its_checksum_sums_up(data: bytes) -> None:
    data += bytes(len(data) % 2)
    assert c.is_valid(data + c.checksum(data).to_bytes(2, "big"))


@given(st.binary(min_size=2, max_size=100), st.integers(0), st.integers(1, 0xFE))
def test_one_changed_byte_does_not_sum_up(data: bytes, at: int, change: int) -> None:
    data += bytes(len(data) % 2)
    message = bytearray(data + c.checksum(data).to_bytes(2, "big"))
    message[at % len(message)] ^= change
    assert not c.is_valid(bytes(message))


def test_all_zero_data_does_not_sum_up() -> None:
    assert not c.is_valid(bytes(20))


@given(LONG, LONG, st.integers(0, 255), st.binary(max_size=100))
def test_a_transport_checksum_covers_the_pseudo_header(src: int, dst: int, proto: int, segment: bytes) -> None:
    pseudo = c.pseudo_header(src, dst, proto, len(segment))
    assert len(pseudo) == 12
    assert c.transport_checksum(src, dst, proto, segment) == kernel_checksum(pseudo + segment)
    assert c.transport_is_valid(src, dst, proto, segment) == c.is_valid(pseudo + segment)


@given(WORD | EDGES, WORD | EDGES, WORD | EDGES)
@example(0xFFFF, 0xFFFF, 0)
@example(0xFFFF, 0, 0)
@example(0, 0xFFFF, 0)
@example(0, 0, 0xFFFF)
def test_replacing_a_word_is_csum_replace2(check: int, old: int, new: int) -> None:
    assert c.replace16(check, old, new) == kernel_replace2(check, old, new)


@given(WORD | EDGES, LONG | EDGES, LONG | EDGES)
@example(0xFFFF, 0xFFFFFFFF, 0)
@example(0, 0, 0xFFFFFFFF)
@example(0xFFFF, 0xFFFF, 0)
def test_replacing_two_words_is_csum_replace4(check: int, old: int, new: int) -> None:
    assert c.replace32(check, old, new) == kernel_replace4(check, old, new)


@given(st.binary(min_size=20, max_size=20).filter(any), st.integers(0, 9), WORD)
def test_an_update_leaves_a_sum_that_is_valid(data: bytes, word: int, new: int) -> None:
    at = word * 2
    changed = data[:at] + new.to_bytes(2, "big") + data[at + 2 :]
    old = int.from_bytes(data[at : at + 2], "big")
    check = c.replace16(c.checksum(data), old, new)
    if any(changed):
        assert c.is_valid(changed + check.to_bytes(2, "big"))


def test_decreasing_the_ttl_is_ip_decrease_ttl_for_every_checksum() -> None:
    assert all(c.decrease_ttl(check) == kernel_decrease_ttl(check) for check in range(0x10000))


def test_decreasing_the_ttl_gives_the_recomputed_checksum_for_every_identification() -> None:
    for ident in range(0x10000):
        header = bytes.fromhex("45000054") + ident.to_bytes(2, "big") + bytes.fromhex("400040010000 0a0000010a000002")
        later = header[:8] + b"\x3f" + header[9:]
        assert c.decrease_ttl(c.checksum(header)) == c.checksum(later)
