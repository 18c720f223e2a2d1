"""Captures: a live list, files, and what becomes of it when its device goes."""

from pathlib import Path

from pynetns import Lab
from pynetns.device.capture import Capture
from pynetns.device.veth import Veth
from pynetns.wire import capture as capture_file
from support import ethernet, mac

FRAMES = [ethernet(mac(1), mac(2), bytes([number])) for number in range(4)]


def pair() -> tuple[Lab, Veth, Veth]:
    lab = Lab()
    near, far = lab.veth((lab.netns("a"), "eth0"), (lab.netns("b"), "eth0"))
    near.up()
    far.up()
    return lab, near, far


def test_a_capture_is_a_live_list_of_times_directions_and_frames() -> None:
    lab, near, far = pair()
    capture = near.capture()
    near.inject(FRAMES[0])
    lab.advance(1.25)
    far.inject(FRAMES[1:3])
    assert list(capture) == [(0.0, "out", FRAMES[0]), (1.25, "in", FRAMES[1]), (1.25, "in", FRAMES[2])]
    assert (capture[0], capture[-1][2], len(capture[1:]), len(capture)) == ((0.0, "out", FRAMES[0]), FRAMES[2], 2, 3)
    assert capture.frames == FRAMES[:3]


def test_stopping_ends_one_capture_and_keeps_what_it_saw() -> None:
    _, near, _ = pair()
    first, second = near.capture(), near.capture()
    near.inject(FRAMES[0])
    first.stop()
    first.stop()
    near.inject(FRAMES[1])
    assert (first.frames, second.frames) == (FRAMES[:1], FRAMES[:2])


def test_a_tag_stays_in_what_is_seen() -> None:
    _, near, far = pair()
    tagged = FRAMES[0][:12] + b"\x81\x00\x00\x2a" + FRAMES[0][12:] + bytes(2)  # Linux wants two bytes behind the tag
    seen = far.capture()
    near.inject(tagged)
    assert seen.frames == [tagged]


def test_a_saved_capture_reads_back_and_from_pcapng_with_directions_and_nanoseconds(tmp_path: Path) -> None:
    lab, near, far = pair()
    capture = near.capture()
    near.inject(FRAMES[0])
    lab.advance(0.123456789)
    far.inject(FRAMES[1])
    for name in ("seen.pcap", "seen.pcapng"):
        capture.save(str(tmp_path / name))
    plain = list(capture_file.read((tmp_path / "seen.pcap").read_bytes()))
    rich = list(capture_file.read((tmp_path / "seen.pcapng").read_bytes()))
    assert [(record.time_ns // 1000, record.data) for record in plain] == [(0, FRAMES[0]), (123456, FRAMES[1])]
    assert [(record.time_ns, record.data, record.interface, record.direction) for record in rich] == [
        (0, FRAMES[0], "a/eth0", "out"), (123456789, FRAMES[1], "a/eth0", "in")]


def test_several_interfaces_in_one_file_stand_in_order_of_time(tmp_path: Path) -> None:
    lab, near, far = pair()
    captures: list[Capture] = [far.capture(), near.capture()]
    near.inject(FRAMES[0])
    lab.advance(1)
    far.inject(FRAMES[1])
    lab.write_captures(str(tmp_path / "both.pcapng"), captures)
    records = list(capture_file.read((tmp_path / "both.pcapng").read_bytes()))
    seen = [(record.time_ns // 10**9, record.interface) for record in records]
    assert seen == [(0, "b/eth0"), (0, "a/eth0"), (1, "b/eth0"), (1, "a/eth0")]


def test_when_the_device_goes_down_the_list_is_empty_and_the_file_is_not(tmp_path: Path) -> None:
    _, near, _ = pair()
    capture = near.capture()
    near.inject(FRAMES[0])
    near.down()
    assert (list(capture), len(capture), capture.frames) == ([], 0, FRAMES[:1])
    capture.save(str(tmp_path / "seen.pcap"))
    assert [record.data for record in capture_file.read((tmp_path / "seen.pcap").read_bytes())] == FRAMES[:1]
