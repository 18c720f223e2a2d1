"""`python3 -m pynetns replay`: a capture file through a network, at once or by its own times."""

from collections.abc import Callable
from pathlib import Path

import pytest

from pynetns import Lab
from pynetns.__main__ import main
from pynetns.docker import Docker
from pynetns.wire import capture as capture_file
from pynetns.wire import pcap
from pynetns.wire.record import Record
from tests.support import ethernet, ip_frame, mac, udp_packet

TWO_HOSTS = """\
ip netns add a
ip netns add b
ip -n a link add eth0 address 02:00:00:00:00:0a type veth peer name eth0 address 02:00:00:00:00:0b netns b
ip -n a link set eth0 up
ip -n b link set eth0 up
"""
FRAMES = [ethernet(mac(10), mac(11), bytes([number]) * 50) for number in range(20)]

Replayed = tuple[int, str, str]


@pytest.fixture
def replay(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Replayed]:
    """Replay frames, a tenth of a second apart, in an empty folder: status, output, errors."""
    monkeypatch.chdir(tmp_path)

    def replay(*options: str, frames: list[bytes] = FRAMES, linktype: int = 1) -> Replayed:
        Path("net.sh").write_text(TWO_HOSTS)
        Path("in.pcap").write_bytes(pcap.emit(Record(1_000_000_000 + number * 100_000_000, frame) for number, frame in enumerate(frames)))
        if linktype != 1:
            data = bytearray(Path("in.pcap").read_bytes())
            data[20] = linktype
            Path("in.pcap").write_bytes(data)
        status = main(["replay", "in.pcap", "net.sh", *options])
        written = capsys.readouterr()
        return status, written.out, written.err

    return replay


def arrived(path: str = "pcaps/b.eth0.pcap") -> list[tuple[int, bytes]]:
    return [(record.time_ns, record.data) for record in capture_file.read(Path(path).read_bytes())]


def test_every_frame_arrives_at_once_and_in_order(replay: Callable[..., Replayed]) -> None:
    status, out, err = replay("--into", "a/eth0", "--pcap", "pcaps")
    assert (status, err) == (0, "")
    assert out.startswith("20 frames, 1,280 bytes into a/eth0 in ")
    assert arrived() == [(0, frame) for frame in FRAMES]


def test_frames_go_at_the_times_of_the_file(replay: Callable[..., Replayed]) -> None:
    status, out, _ = replay("--into", "a/eth0", "--pcap", "pcaps", "--timed")
    assert status == 0 and "1.900000 s of the lab's time" in out
    assert arrived() == [(number * 100_000_000, frame) for number, frame in enumerate(FRAMES)]


def test_what_was_counted_can_be_looked_at_afterwards(replay: Callable[..., Replayed]) -> None:
    _, out, _ = replay("--into", "a/eth0", "--quiet", "--then", "ip -n b -s link show eth0", frames=[*FRAMES, b"short"])
    assert "1280      20" in out


def test_what_is_too_short_is_counted_as_dropped(replay: Callable[..., Replayed]) -> None:
    _, out, _ = replay("--into", "a/eth0", frames=[*FRAMES, b"short"])
    assert out.rstrip().endswith("1 dropped: too short or too long")


@pytest.mark.parametrize(("into", "words"), [
    ("a/eth9", 'pynetns: Device "eth9" does not exist.\n'), ("c/eth0",
                                                             'pynetns: Cannot open network namespace "c": No such file or directory\n')])
def test_an_interface_that_is_not_there(replay: Callable[..., Replayed], into: str, words: str) -> None:
    assert replay("--into", into) == (1, "", words)


def test_a_file_of_another_link_type_is_refused_before_anything_is_sent(replay: Callable[..., Replayed]) -> None:
    assert replay("--into", "a/eth0", linktype=101) == (1, "", "pynetns: the file has frames of link type 101, not Ethernet\n")


def test_a_file_that_is_no_capture(replay: Callable[..., Replayed], capsys: pytest.CaptureFixture[str]) -> None:
    Path("in.txt").write_text("not a capture at all\n")
    replay("--into", "a/eth0")
    assert main(["replay", "in.txt", "net.sh", "--into", "a/eth0"]) == 1
    assert capsys.readouterr().err.startswith("pynetns: ")
    assert main(["replay", "missing.pcap", "net.sh", "--into", "a/eth0"]) == 1
    assert capsys.readouterr().err == "pynetns: missing.pcap: No such file or directory\n"


def test_flows_show_what_is_remembered_and_why_not() -> None:
    lab = Lab()
    for line in TWO_HOSTS.splitlines():
        assert lab.run(line).returncode == 0
    assert lab.flows() == []
    lab["a"].devices["eth0"].inject(FRAMES)
    (flow,) = lab.flows()
    assert (flow.namespace, flow.device, flow.hits) == ("a", "eth0", 19)
    assert flow.mask == ("eth dst", "eth type")
    assert flow.path == ("a/eth0 > b/eth0", "b/eth0 rx_drop")
    shown = lab.run("flows").stdout
    assert "a/eth0: eth_dst 02:00:00:00:00:0b eth_type 0x88b5\n" in shown
    assert "    hits 19\n" in shown and "a/eth0: 1 flows, 19 of 20 frames by them\n" in shown
    assert lab.run("flows b/eth0").stdout == ""
    assert lab.run("flows --x").returncode == 2
    assert Lab(flow_cache=False).run("flows").stdout == "The flow cache is off.\n"


def test_flows_tell_how_a_header_changes() -> None:
    lab = Lab()
    left, router, right = (lab.netns(name) for name in ("left", "r", "right"))
    for number, host in ((1, left), (2, right)):
        near, far = lab.veth((router, f"r{number}"), (host, "eth0"), f"02:00:00:00:00:{number}1", f"02:00:00:00:00:{number}2")
        near.add_address(f"10.0.{number}.1/24")
        far.add_address(f"10.0.{number}.2/24")
        near.up()
        far.up()
        host.routes.add("default", via=f"10.0.{number}.1")
    router.sysctl["net.ipv4.ip_forward"] = 1
    router.run("ip neigh replace 10.0.2.9 lladdr 02:00:00:00:00:22 dev r2 nud permanent")
    frame = ip_frame("02:00:00:00:00:12", "02:00:00:00:00:11", udp_packet("10.0.1.2", "10.0.2.9"))
    left.devices["eth0"].inject([frame] * 3)
    (flow,) = lab.flows()
    assert flow.rewrite == ("eth dst = 02:00:00:00:00:22", "eth src = 02:00:00:00:00:21", "eth type = 08:00", "ip ttl - 1",
                            "ip checksum + 0x0100")
    assert "plain IPv4 header that sums up" in flow.conditions
    assert "r IpForwDatagrams" in flow.path and "ip dst" in flow.mask
    assert "ip_dst 10.0.2.9\n" in lab.run("flows").stdout
    router.run("ip route add 20.0.0.0/8 via 10.0.2.9")
    for dst in ("20.0.0.1", "20.0.7.7"):
        left.devices["eth0"].inject(ip_frame("02:00:00:00:00:12", "02:00:00:00:00:11", udp_packet("10.0.1.2", dst)))
    _, behind = lab.flows()
    assert "ip dst[0:2]" in behind.mask and behind.hits == 1
    assert "ip_dst 20.0.0.0/16\n" in lab.run("flows").stdout


def test_flows_of_a_container_go_by_its_name() -> None:
    lab = Lab()
    docker = Docker(lab.netns("host"))
    one, other = (docker.run("busybox", name=name) for name in ("one", "other"))
    assert one.namespace is not None and other.namespace is not None
    docker.exec("one", "ping -c 1 172.17.0.3")
    sender, receiver = one.namespace.devices["eth0"], other.namespace.devices["eth0"]
    for _ in range(2):
        sender.inject([receiver.mac + sender.mac + b"\x88\xb5" + bytes(46)] * 10)
    (flow,) = [entry for entry in lab.flows() if (entry.namespace, entry.device) == ("one", "eth0") and entry.hits]
    assert flow.path[0].startswith("one/eth0 > host/veth") and flow.path[-1] == "other/eth0 rx_drop"
    assert "one/eth0: " in lab.run("flows one/eth0").stdout
