"""Each duty of a stage, of the recorder and of the cache is broken on purpose, one at a time; the random scenarios have to see it.

A claim of equality is worth as much as the test that would notice if it were false.
"""

from collections.abc import Callable
from typing import Any

import pytest

from pynetns.device.capture import Capture
from pynetns.device.packet import Counter, Packet, Routing
from pynetns.device.scheduler import Scheduler
from pynetns.device.table import Stage, Stamp, Watchers
from pynetns.fastpath import flow, flow_cache
from pynetns.fastpath.burst import Burst
from pynetns.fastpath.columns import Columns
from pynetns.fastpath.flow import Flow, MaskTable, Path, Program
from pynetns.fastpath.flow_cache import FlowCache
from pynetns.fastpath.lanes import Lanes
from pynetns.fastpath.recorder import Recorder, RecordingPacket
from pynetns.fastpath.rewrite import Rewrite
from pynetns.netns.route import RouteDecision
from pynetns.netns.route_exceptions import RouteExceptions
from tests.fastpath import test_examples as examples
from tests.fastpath.scenario import scenario
from tests.fastpath.twins import Difference

SCENARIOS = 240


def plainly(name: str) -> Callable[..., Any]:
    """What the plain packet does, without a note."""
    return getattr(Packet, name)  # type: ignore[no-any-return]


def unrecorded_plain_ipv4(packet: RecordingPacket) -> bool:
    answer = Packet.plain_ipv4(packet)
    if not answer:
        packet._recorder.refuse("has an IPv4 header that is not plain")
    packet._recorder.seen |= 1 << 14
    return answer


def unrecorded_plain_ipv4_route(packet: RecordingPacket, routes: Routing) -> tuple[int, int, int] | None:
    answer = Packet.plain_ipv4_route(packet, routes)
    if answer is None:
        packet._recorder.refuse("has an IPv4 header that is not plain")
    packet.slice(14, 16)
    packet.slice(30, 34)
    return answer


def unclassified(packet: RecordingPacket, counter: Counter, longest: int, to_other_namespace: bool, mac: bytes, broadcast: bytes) -> bool:
    packet.fits(longest)
    packet._recorder.counters += counter, packet.accelerated
    return Packet.pass_cable(packet, counter, longest, to_other_namespace, mac, broadcast)


def forgetful_clone(packet: RecordingPacket) -> Packet:
    copy = RecordingPacket(packet._data, packet._recorder)
    copy.device = packet.device
    packet.copy_notes(copy)
    return copy


def silent_setting(stage: Stage, name: str, value: object) -> None:
    object.__setattr__(stage, name, value)


def unwatched(packet: RecordingPacket, sink: Any, direction: str) -> None:
    packet._recorder.outputs.append((packet.shape, sink, direction))
    sink.add(direction, packet._data)


def settle_to_the_last(path: Path) -> None:
    packets, size = path.packets, path.bytes
    path.packets = path.bytes = 0
    for counter, times, headers in path.counters:
        counter._packets += packets * times
        counter._bytes += size * times - headers * packets
    for stamp in path.stamps:
        stamp._at = path.used


def all_of_a_kind(program: Program, outputs: Any, rewrites: Any, init: Any = Program.__init__) -> None:
    init(program, outputs, rewrites)
    program.kind = tuple(rewrite.kind for rewrite in program.rewrites), program.outputs


def early_finder(table: MaskTable, frame: bytes, size: int) -> Any:
    return table.numbers.get(int.from_bytes(frame[:table.width], "big") & table.mask)


def two_zeros(lanes: Lanes, sums: int) -> int:
    return sums


def one_without_sums(rewrite: Rewrite, frame: bytes) -> bytes:
    out = bytearray(frame)
    if rewrite.ttl:
        out[22] -= rewrite.ttl
    for offset, piece in rewrite.pieces:
        out[offset:offset + len(piece)] = piece
    return bytes(out)


def heedless(cache: FlowCache, flow: Flow, burst: list[bytes], size: int, at: int) -> int:
    cache._send_one_flow(flow, burst[:at], size)
    cache.inject_one(burst[at])
    cache._send_one_flow(flow, burst[at + 1:], size)
    return len(burst)


def nothing(*args: Any) -> None:
    """A duty that is not done."""


BROKEN: dict[str, tuple[Any, str, Any]] = {
    "what is read is not noted": (RecordingPacket, "read", plainly("read")),
    "lengths asked for by `has` are not noted": (RecordingPacket, "has", plainly("has")),
    "lengths asked for by `fits` are not noted": (RecordingPacket, "fits", plainly("fits")),
    "the condition of a plain header is not noted": (RecordingPacket, "plain_ipv4", unrecorded_plain_ipv4),
    "the condition of a plain header that is routed is not noted": (RecordingPacket, "plain_ipv4_route", unrecorded_plain_ipv4_route),
    "what is written is not noted": (RecordingPacket, "write", plainly("write")),
    "the TTL is not noted": (RecordingPacket, "decrease_ttl", plainly("decrease_ttl")),
    "a count is not noted": (RecordingPacket, "count", plainly("count")),
    "several counts are not noted": (RecordingPacket, "count_each", plainly("count_each")),
    "a use is not noted": (RecordingPacket, "touch", plainly("touch")),
    "what comes out is not noted": (RecordingPacket, "emit", plainly("emit")),
    "a look-up is no dependency": (Watchers, "watch", nothing),
    "nothing is refused": (Recorder, "refuse", nothing),
    "a changed key drops nothing": (Watchers, "changed", nothing),
    "a setting flushes nothing": (Stage, "__setattr__", silent_setting),
    "the header of one frame is not verified": (MaskTable, "find", early_finder),
    "the headers of a burst are not verified": (Burst, "holds", lambda burst, *rest: burst.k),
    "a burst is of the flow of its first frame": (
        Columns, "agree", lambda columns, buf, least=0: (len(buf) // columns.n, b"")),
    "a capture forgets bursts": (Capture, "add_burst", nothing),
}
RARE: dict[str, tuple[Any, str, Any, Callable[[], Any]]] = {  # the example that sees it: random scenarios come to it seldom
    "that a sender is a stranger is not noted": (
        RecordingPacket, "is_from_stranger", plainly("is_from_stranger"), lambda: examples.test_senders_that_are_no_strangers(1)),
    "that more than two octets of a destination decide is not seen": (
        RouteDecision, "_octets", lambda decision, dst: 2, lambda: examples.test_whoever_is_behind_a_gateway(1)),
    "what is learned of one destination is of no matter to others": (
        RouteExceptions, "__len__", lambda exceptions: 0,
        lambda: examples.test_a_path_mtu_is_learned_of_one_destination_behind_a_gateway(1)),
    "the conditions of another table are not verified": (
        flow_cache, "_verified", lambda table, joined, found: list(found), lambda: examples.test_flows_of_many_masks_in_one_burst(30)),
    "whether the senders of a burst are strangers is not looked at": (
        Burst, "from_strangers", lambda burst, addresses: burst.k, lambda: examples.test_senders_that_are_no_strangers(40)),
    "whose strangers they are is not looked at": (
        Burst, "from_strangers_each", lambda burst, own: True, lambda: examples.test_every_host_has_strangers_of_its_own(40)),
    "whether one frame's sender is a stranger is not looked at": (
        flow, "is_stranger", lambda frame, addresses: True, lambda: examples.test_senders_that_are_no_strangers(1)),
    "what a device classifies by is not noted": (
        RecordingPacket, "pass_cable", unclassified, examples.test_whom_a_frame_is_for_is_the_device_s_decision),
    "what is sliced is not noted": (
        RecordingPacket, "slice", plainly("slice"), examples.test_what_is_inside_of_an_802_3_frame_is_looked_at),
    "checksums are not updated": (Rewrite, "one", one_without_sums, lambda: examples.test_a_checksum_at_the_edge_of_its_range(0xFEFF, 1)),
    "what is behind a new flow goes the old way even so": (
        FlowCache, "_send_around", heedless, lambda: examples.test_one_new_flow_among_many_frames_of_another(40)),
    "a clone forgets what was written": (RecordingPacket, "clone", forgetful_clone, examples.test_a_routed_frame_is_flooded),
    "a translation is not noted": (
        RecordingPacket, "replace", plainly("replace"),
        lambda: examples.test_translated_and_filtered_datagrams("-t nat -A POSTROUTING -o e1 -j MASQUERADE", "right")),
    "a verified transport checksum is not noted": (
        RecordingPacket, "_sums_up", nothing,
        lambda: examples.test_translated_and_filtered_datagrams("-t nat -A POSTROUTING -o e1 -j MASQUERADE", "right")),
    "that there is a UDP checksum is not noted": (
        RecordingPacket, "_is_nonzero", lambda packet, at: packet._data[at:at + 2] != b"\0\0",
        lambda: examples.test_translated_and_filtered_datagrams("-t nat -A POSTROUTING -o e1 -j MASQUERADE", "mixed")),
    "a capture that somebody watches is no reason to refuse": (
        RecordingPacket, "emit", unwatched, lambda: examples.test_somebody_who_sees_a_frame_answers(1)),
    "a counter is read before it is paid": (
        Counter, "packets", property(lambda counter: counter._packets), examples.test_a_counter_is_paid_before_whoever_reads_it_first),
    "a time of use is read before it is paid": (
        Stamp, "at", property(lambda stamp: stamp._at), lambda: examples.test_an_entry_is_used_at_the_very_moment_of_its_expiry(29.99)),
    "a path is paid to the last payer's time": (Path, "settle", settle_to_the_last, examples.test_times_of_use_do_not_go_backwards),
    "one capture twice on a path is like two": (
        Program, "__init__", all_of_a_kind,
        lambda: examples.test_a_capture_that_one_frame_passes_twice_has_both_records_before_the_next_frame("sw pr")),
    "checksums have two zeros": (Lanes, "canonical", two_zeros, lambda: examples.test_a_checksum_at_the_edge_of_its_range(0xFEFF, 1)),
    "inside of another frame's handling a burst goes first": (
        Scheduler, "busy", property(lambda scheduler: False), examples.test_what_is_sent_on_seeing_a_frame_comes_behind_it),
    "a path outlives the moment that it asked about": (Scheduler, "expire", nothing,
                                                       examples.test_a_connection_is_assured_after_two_seconds),
}


def seen_by_the_machine() -> bool:
    """Does a scenario end in a difference, or break down altogether?"""
    for seed in range(SCENARIOS):
        try:
            scenario(seed, steps=24)
        except Exception:  # noqa: BLE001 - a difference, or something that broke of it
            return True
    return False


@pytest.mark.parametrize("duty", BROKEN)
def test_the_machine_notices_a_duty_that_is_broken(duty: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(*BROKEN[duty])
    assert seen_by_the_machine()


@pytest.mark.parametrize("duty", RARE)
def test_an_example_notices_a_duty_that_is_broken(duty: str, monkeypatch: pytest.MonkeyPatch) -> None:
    owner, name, broken, example = RARE[duty]
    monkeypatch.setattr(owner, name, broken)
    with pytest.raises((Difference, AssertionError)):
        example()
