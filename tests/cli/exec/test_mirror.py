"""The folders of a mirror follow the lab; what is in a file is made when somebody opens it."""

import os
import select
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from pynetns import Lab
from pynetns.cli.exec.mirror import Mirror
from pynetns.cli.exec.tree import Tree


# The kernel tells of an opener by a signal to the process, which kills a process whose other threads do not block it.
pytestmark = pytest.mark.skipif("PYTEST_XDIST_WORKER" in os.environ, reason="a worker of pytest-xdist has threads of its own")


@pytest.fixture
def lab() -> Lab:
    return Lab(seed=7)


@pytest.fixture
def mirror(lab: Lab, tmp_path: Path) -> Iterator[Mirror]:
    mirror = Mirror(os.open(tmp_path, os.O_RDONLY | os.O_DIRECTORY), Tree(lab, lambda pid: None))
    yield mirror
    mirror.close()


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def answer(mirror: Mirror, *words: str) -> str:
    """What a program prints that the mirror has to answer while it runs."""
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as program:
        ended = os.pidfd_open(program.pid)
        while True:
            ready, _, _ = select.select([mirror, ended], [], [])
            if mirror not in ready:
                break
            mirror.handle()
        os.close(ended)
        assert program.stdout is not None
        return program.stdout.read()


def test_devices_come_change_and_go(lab: Lab, mirror: Mirror, tmp_path: Path) -> None:
    top = tmp_path / "0"
    bridge = lab.host.bridge("br0")
    near, _ = lab.veth((lab.host, "v0"), (lab.host, "v1"))
    mirror.sync_out()
    assert names(top / "sys/class/net") == ["br0", "lo", "v0", "v1"]
    assert (top / "sys/class/net/v0").readlink() == Path("../../devices/virtual/net/v0")
    assert names(top / "proc/sys/net/ipv4/conf") == ["all", "br0", "default", "lo", "v0", "v1"]
    bridge.attach(near)
    mirror.sync_out()
    assert (top / "sys/devices/virtual/net/v0/brport/state").is_file()
    assert (top / "sys/devices/virtual/net/br0/lower_v0").readlink() == Path("../v0")
    near.rename("p0")
    mirror.sync_out()
    assert names(top / "sys/devices/virtual/net") == ["br0", "lo", "p0", "v1"]
    assert (top / "sys/devices/virtual/net/br0/brif/p0").readlink() == Path("../../p0/brport")
    near.delete()
    mirror.sync_out()
    assert names(top / "sys/class/net") == names(top / "sys/devices/virtual/net") == ["br0", "lo"]
    assert names(top / "proc/sys/net/ipv4/neigh") == ["br0", "default", "lo"]
    assert "lower_p0" not in names(top / "sys/devices/virtual/net/br0")


def test_a_namespace_has_a_view_as_long_as_it_is_there(lab: Lab, mirror: Mirror, tmp_path: Path) -> None:
    assert names(tmp_path / "0/run/netns") == []
    mirror.view(lab.netns("c1"), "1")
    mirror.sync_out()
    assert names(tmp_path / "0/run/netns") == ["c1"] and names(tmp_path / "1" / "sys/class/net") == ["lo"]
    lab.delete("c1")
    mirror.sync_out()
    assert names(tmp_path / "0/run/netns") == [] and not (tmp_path / "1").exists()


def test_a_file_shows_the_lab_as_it_is_when_it_is_opened(lab: Lab, mirror: Mirror, tmp_path: Path) -> None:
    path = str(tmp_path / "0/proc/sys/net/ipv4/ip_forward")
    for value in (1, 0, 1):
        lab.host.sysctl["net.ipv4.ip_forward"] = value
        assert answer(mirror, "cat", path) == f"{value}\n"


def test_one_who_keeps_a_file_open_keeps_nobody_from_the_next_text(lab: Lab, mirror: Mirror, tmp_path: Path) -> None:
    path = tmp_path / "0/proc/sys/net/ipv4/ip_default_ttl"
    script = f"exec 3< {path}; echo 7 > {path}; cat {path} <&3; exec 4> {path}; echo 8 >&4; cat {path} - <&3"
    assert answer(mirror, "bash", "-c", script) == "7\n7\n64\n"
    mirror.sync_in()
    assert lab.host.sysctl["net.ipv4.ip_default_ttl"] == 8


def test_a_command_finds_what_was_written_before_it(lab: Lab, mirror: Mirror, tmp_path: Path) -> None:
    path = tmp_path / "0/sys/devices/virtual/net/lo/mtu"
    assert answer(mirror, "bash", "-c", f"echo 1000 > {path}") == ""
    mirror.sync_in()
    assert lab.host.lo.mtu == 1000


def test_folders_of_proc_net_come_and_go_too(lab: Lab, mirror: Mirror, tmp_path: Path) -> None:
    top = tmp_path / "0/proc/net"
    assert "vlan" not in names(top) and names(top / "xt_recent") == []
    for line in ("ip link add v0 type veth peer name v1", "ip link add link v0 name v0.5 type vlan id 5",
                 "iptables -A INPUT -m recent --name knock --set"):
        assert lab.run(line).returncode == 0
    mirror.sync_out()
    assert names(top / "vlan") == ["config", "v0.5"] and names(top / "xt_recent") == ["knock"]
    assert answer(mirror, "tail", "-n", "1", str(top / "vlan/config")) == "v0.5           | 5  | v0\n"
    assert lab.run("iptables -F").returncode == lab.run("ip link del v0.5").returncode == 0
    mirror.sync_out()
    assert "vlan" not in names(top) and names(top / "xt_recent") == []
