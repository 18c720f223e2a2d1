"""What a lab leaves behind opens in tshark: no malformed packet, no bad checksum."""

import shutil
import subprocess
from pathlib import Path

import pytest

from pynetns import Lab
from pynetns.__main__ import main
from pynetns.wire.address import parse_ipv4
from pynetns.wire.ipv4 import IPPROTO_TCP, IPv4
from pynetns.wire.tcp import SYN, Tcp
from support import echo_packet, ip_frame, make_routed, udp_packet

pytestmark = pytest.mark.skipif(shutil.which("tshark") is None, reason="needs tshark")
VERIFY = [word for protocol in ("ip", "tcp", "udp") for word in ("-o", f"{protocol}.check_checksum:TRUE")]
WRONG = ("_ws.malformed || ip.checksum.status == 0 || tcp.checksum.status == 0 || udp.checksum.status == 0 || icmp.checksum.status == 0 "
         "|| _ws.expert.severity == 8388608")


def tshark(path: Path, *options: str) -> list[str]:
    done = subprocess.run(["tshark", "-n", "-r", str(path), *VERIFY, *options], capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def kinds(path: Path) -> set[str]:
    """What is in the file: protocols, ICMP types."""
    return set(tshark(path, "-T", "fields", "-e", "frame.protocols", "-e", "icmp.type"))


@pytest.fixture(scope="module", params=["pcap", "pcapng"])
def captured(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bridge and a router: pings whole and in pieces, UDP, every common ICMP error, TCP resets, ARP, a VLAN tag."""
    routed = make_routed()
    lab = routed.lab
    switch, guest = lab.netns("sw"), lab.netns("guest")
    bridge = switch.bridge("br0")
    for device in (lab.veth((switch, "p1"), (guest, "eth0"))[0], lab.veth((switch, "p2"), (routed.router, "r3"))[0]):
        bridge.attach(device)
        device.up()
    bridge.up()
    for device, address in ((guest.devices["eth0"], "10.0.3.2/24"), (routed.router.devices["r3"], "10.0.3.1/24")):
        device.up()
        device.add_address(address)
    guest.routes.add("default", via="10.0.3.1")
    captures = [device.capture() for name in ("left", "r", "right", "sw", "guest") for device in lab[name].devices.values()]
    traffic(lab)
    folder = tmp_path_factory.mktemp("captures")
    lab.write_captures(str(folder / f"all.{request.param}"), captures)
    return folder / f"all.{request.param}"


def traffic(lab: Lab) -> None:
    guest, left, router, right = lab["guest"], lab["left"], lab["r"], lab["right"]
    assert guest.ping("10.0.2.2")
    assert guest.ping("10.0.2.2", size=4000)
    assert guest.ping("10.0.2.2", size=0)
    router.routes.add("10.8.0.0/16", via="10.0.1.9")
    router.routes.add("10.7.0.0/16", type="prohibit")
    listener = right.socket()
    listener.bind(("10.0.2.2", 7000))
    client = guest.socket()
    client.sendto(b"question", ("10.0.2.2", 7000))
    client.sendto(bytes(3000), ("10.0.2.2", 7000))
    client.sendto(b"closed", ("10.0.2.2", 7001))
    right.devices["eth0"].set_mtu(1280)
    router.devices["r2"].set_mtu(1280)
    syn = Tcp(1024, 80, 5, 0, SYN, 65535).emit(parse_ipv4("10.0.1.2"), parse_ipv4("10.0.2.2"))
    for packet in (udp_packet("10.0.1.2", "10.0.2.2", ttl=1), udp_packet("10.0.1.2", "10.9.9.9"), udp_packet("10.0.1.2", "10.7.0.1"),
                   udp_packet("10.0.1.2", "10.0.2.9"), udp_packet("10.0.1.2", "10.8.0.1"), echo_packet("10.0.1.2", "10.0.2.2", tos=4),
                   udp_packet("10.0.1.2", "10.0.2.2", bytes(1400), flags=0x4000),
                   IPv4(parse_ipv4("10.0.1.2"), parse_ipv4("10.0.2.2"), IPPROTO_TCP, syn),
                   IPv4(parse_ipv4("10.0.1.2"), parse_ipv4("10.0.2.2"), 253, bytes(20))):
        frame = ip_frame("02:00:00:00:00:12", "02:00:00:00:00:11", packet)
        left.devices["eth0"].inject(frame)
        lab.advance(5)
    left.devices["eth0"].inject(frame[:12] + bytes.fromhex("8100002a") + frame[12:])
    lab.advance(60)


def test_nothing_is_malformed_and_every_checksum_is_right(captured: Path) -> None:
    assert tshark(captured, "-Y", WRONG) == []


def test_the_capture_has_all_that_was_meant(captured: Path) -> None:
    found = kinds(captured)
    assert {line.partition("\t")[2] for line in found} >= {"", "8", "0", "3", "5", "11"}
    for protocol in ("eth:ethertype:arp", "eth:ethertype:ip:tcp", "eth:ethertype:ip:udp", "eth:ethertype:ip:icmp", "eth:ethertype:vlan"):
        assert any(line.startswith(protocol) for line in found), protocol
    codes = set(tshark(captured, "-Y", "icmp.type == 3", "-T", "fields", "-E", "occurrence=f", "-e", "icmp.code"))
    assert codes >= {"0", "1", "2", "3", "4", "13"}


def test_what_run_leaves_behind_opens_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "bridge", "--pcap", str(tmp_path)]) == 0
    assert "3 received" in capsys.readouterr().out
    frames = {path.name: len(tshark(path)) for path in tmp_path.iterdir()}
    assert frames["c1.eth0.pcap"] == frames["c2.eth0.pcap"] == 10  # ARP and three echoes, both ways, and two reports of the bridge's group
    assert [line for path in tmp_path.iterdir() for line in tshark(path, "-Y", WRONG)] == []
