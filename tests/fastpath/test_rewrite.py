"""What a path does to headers, for one frame and for a burst, is what the packet did to the first frame."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from pynetns.device.packet import Packet
from pynetns.fastpath.burst import Burst, packed
from pynetns.fastpath.columns import Columns, gather, pieces
from pynetns.fastpath.recorder import Conditions, Recorder, RecordingPacket
from pynetns.fastpath.rewrite import Rewrite
from tests.fastpath.topology import ipv4_frame

SEEDS = st.integers(0, (1 << 32) - 1)
LENGTHS = st.sampled_from((42, 43, 60, 64, 65, 72, 126, 255, 256, 257, 1400, 1401))


def frames_of_one_flow(rng: Random, length: int, count: int, udp_zero: bool = False) -> list[bytes]:
    """UDP between two sockets: identification, payload and checksums vary."""
    src, dst = rng.randrange(1 << 32), rng.randrange(1 << 32)
    found = []
    for _ in range(count):
        segment = rng.randbytes(4) if not found else found[0][34:38]
        segment += (length - 34).to_bytes(2, "big") + b"\0\0" + rng.randbytes(length - 42)
        if not udp_zero:
            total = src + dst + 17 + len(segment) + (int.from_bytes(segment, "big") << len(segment) % 2 * 8)
            segment = segment[:6] + (65535 - total % 65535 or 0xFFFF).to_bytes(2, "big") + segment[8:]
        check = rng.choice((None, None, 0, 0xFFFF, 0xFEFF, 0xFF00, 0xFE00))
        found.append(ipv4_frame(b"\2" * 6, b"\4" * 6, src, dst, ident=rng.randrange(1 << 16), payload=segment, check=check))
    return found


def act(packet: Packet, rng: Random) -> None:
    """What routers and translators do, in any order."""
    assert packet.plain_ipv4()
    packet.plain_udp(verify=rng.random() < 0.5)
    for _ in range(rng.randrange(1, 6)):
        kind = rng.randrange(4)
        if kind == 0:
            packet.write(0, rng.randbytes(rng.choice((12, 14, 6))))
        elif kind == 1:
            packet.decrease_ttl()
        elif kind == 2:
            packet.replace(rng.choice((26, 30)), rng.choice((rng.randbytes(4), packet.slice(26, 30))), (24,), 40)
        else:
            packet.replace(rng.choice((34, 36)), rng.randbytes(2), (), 40)


@given(SEEDS, LENGTHS, st.booleans())
@settings(deadline=None, max_examples=150)
def test_a_recorded_path_does_to_each_frame_what_its_stages_do(seed: int, length: int, udp_zero: bool) -> None:
    rng = Random(seed)
    frames = frames_of_one_flow(rng, length, rng.choice((1, 2, 7, 30, 256)), udp_zero)
    wanted = []
    for frame in frames:
        packet = Packet(frame)
        act(packet, Random(seed))
        wanted.append(packet.data)
    recorder = Recorder()
    watched = RecordingPacket(frames[0], recorder)
    act(watched, Random(seed))
    assert not recorder.refused
    rewrite = Rewrite(watched.shape)
    assert [rewrite.one(frame) for frame in frames] == wanted
    assert rewrite.burst(Burst(frames, length, max(rewrite.width, 34))) == wanted
    mixed = [*frames, frames[0] + bytes(3)]
    assert rewrite.burst(Burst(mixed, 0, max(rewrite.width, 34))) == [*wanted, wanted[0] + bytes(3)]
    assert rewrite.burst(Burst(frames, length, max(rewrite.width, 34)), rewrite.values * len(frames)) == wanted


@given(SEEDS, LENGTHS, st.booleans())
@settings(deadline=None, max_examples=150)
def test_conditions_hold_for_a_burst_as_far_as_they_hold_for_each_frame(seed: int, length: int, same_length: bool) -> None:
    rng = Random(seed)
    frames = frames_of_one_flow(rng, length, 40)
    if not same_length:
        frames[1] = frames_of_one_flow(rng, length + 2, 1)[0]
    for _ in range(rng.choice((0, 0, 1, 2))):
        at, bit = rng.randrange(40), rng.choice((14, 16, 18, 24, 33, 38, 40, 41, length - 1))
        frames[at] = frames[at][:bit] + bytes((frames[at][bit] ^ 1 << rng.randrange(8),)) + frames[at][bit + 1:]
    conditions = Conditions(42, 2000, ipv4=True, transport=rng.choice((0, 1)), lengths=rng.choice(((), (38,))), nonzero=rng.choice(((),
                                                                                                                                    (40,))),
                            strangers=False)

    def holds(frame: bytes) -> bool:
        packet = Packet(frame)
        return (packet.plain_ipv4() and (not conditions.lengths or packet.plain_udp(verify=False))
                and (not conditions.nonzero or frame[40:42] != b"\0\0")
                and (not conditions.transport or frame[40:42] == b"\0\0" or checksum_is_right(frame)))

    good = next((i for i, frame in enumerate(frames) if not holds(frame)), len(frames))
    found = Burst(frames, length if same_length else 0, 42).holds(conditions)
    if all(frame[14] == 0x45 and (frame[40:42] != b"\0\0" or not conditions.transport) for frame in frames):  # the key says so
        assert found == good


@given(SEEDS, st.sampled_from((34, 64, 300)), st.integers(1, 60))
@settings(deadline=None, max_examples=150)
def test_strangers_are_told_from_a_hosts_own_addresses_in_a_burst_as_in_a_frame(seed: int, length: int, k: int) -> None:
    rng = Random(seed)
    own = frozenset(rng.choice((0x0A000001, 0x0A0001FE, 0xC0A80001, rng.randrange(1 << 32))) for _ in range(rng.randrange(4)))
    near = [address ^ rng.choice((1, 256, 0x03000000)) for address in own]
    sources = rng.choices([0x0A000102, 0x0B0101FE, *near], k=k)
    if rng.random() < 0.5:
        sources[rng.randrange(k)] = rng.choice([0, 0x7F000001, 0xE0000001, 0xFFFFFFFF, *own])
    frames = [ipv4_frame(b"\2" * 6, b"\4" * 6, source, 0x14000001, payload=bytes(length - 34)) for source in sources]
    good = next((i for i, frame in enumerate(frames) if not Packet(frame).is_from_stranger(own)), k)
    assert Burst(frames, length, 34).from_strangers(packed(own)) == good
    assert Burst(frames, length, 34).from_strangers_each([packed(own)] * k) == (good == k)


def checksum_is_right(frame: bytes) -> bool:
    return Packet(frame).plain_udp(verify=True) or (frame[38] << 8 | frame[39] != len(frame) - 34 and sums_up(frame))


def sums_up(frame: bytes) -> bool:
    total = int.from_bytes(frame[26:], "big") << len(frame) % 2 * 8
    return (total + frame[23] + len(frame) - 34) % 65535 == 0


@given(st.sets(st.integers(0, 63), min_size=1), st.sampled_from((64, 65, 66, 68, 72, 80)))
def test_columns_cover_each_byte_once(places: set[int], n: int) -> None:
    covered = [at + i for at, size, _ in pieces(places, n) for i in range(size)]
    assert sorted(covered) == sorted(places)


@given(SEEDS, st.sampled_from((34, 40, 63, 64, 70)), st.integers(1, 70))
@settings(deadline=None)
def test_columns_tell_how_many_frames_agree_from_the_first_on(seed: int, n: int, k: int) -> None:
    rng = Random(seed)
    first = rng.randbytes(n)
    places = rng.sample(range(n), rng.randrange(1, n))
    frames = [bytes(first[at] if at in places else rng.randrange(256) for at in range(n)) for _ in range(k)]
    columns = Columns({at: first[at] for at in places}, n, k)
    assert columns.agree(b"".join(frames)) == (k, b"")
    other, at = rng.randrange(k), rng.choice(places)
    frames[other] = frames[other][:at] + bytes((frames[other][at] ^ 5,)) + frames[other][at + 1:]
    assert columns.agree(b"".join(frames))[0] == other
    out = bytearray(n * k)
    columns.write(out)
    assert all(out[at::n] == first[at:at + 1] * k for at in places)


@given(SEEDS, st.integers(1, 40))
def test_each_frame_gets_its_own_values(seed: int, k: int) -> None:
    rng = Random(seed)
    places, n = (*range(14), 26, 27, 28, 29, 34, 35), rng.choice((42, 48, 63))
    width = len(places) + rng.choice((0, 2, 4))
    values = [rng.randbytes(width) for _ in range(k)]
    out = bytearray(n * k)
    gather(out, places, n, b"".join(values), width)
    for i, own in enumerate(values):
        assert bytes(out[i * n + place] for place in places) == own[:len(places)]
