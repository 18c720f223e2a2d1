"""Real programs read and write the lab's files where the machine's would be, and the machine's stay as they are."""

import os
from pathlib import Path

import pytest

from pynetns import Lab
from pynetns.cli.exec import mounts
from tests.cli.exec.sandbox import Ran, as_nobody, run, why_not

_WHY = {fuse: why_not(fuse) for fuse in (True, False)}
if "PYTEST_XDIST_WORKER" in os.environ:  # see test_mirror.py
    _WHY[False] = "a worker of pytest-xdist has threads of its own"
FUSE, MIRROR = (pytest.param(fuse, id="fuse" if fuse else "mirror", marks=pytest.mark.skipif(bool(_WHY[fuse]), reason=_WHY[fuse] or "-"))
                for fuse in (True, False))
BOTH = pytest.mark.parametrize("fuse", [FUSE, MIRROR])
ONLY_FUSE = pytest.mark.parametrize("fuse", [FUSE])


@pytest.fixture
def lab() -> Lab:
    """A bridge br0 at 10.0.0.1 with c1 on its port v1, who have spoken."""
    lab = Lab(seed=7)
    bridge = lab.host.bridge("br0")
    port, eth0 = lab.veth((lab.host, "v1"), (lab.netns("c1"), "eth0"), peer_mac="02:00:00:00:00:02")
    bridge.attach(port)
    for device in (bridge, port, eth0):
        device.up()
    bridge.add_address("10.0.0.1/24")
    eth0.add_address("10.0.0.2/24")
    assert lab.host.ping("10.0.0.2").received == 1
    return lab


_READING = """
    ls /sys/class/net; [ -d /sys/class/net/br0/bridge ] && echo bridge; readlink /sys/class/net/v1/master
    grep -c : /proc/net/dev; awk '$6 == "br0" { print $1, $4 }' /proc/net/arp
    cat /proc/sys/net/ipv4/ip_forward /sys/class/net/lo/mtu /sys/class/net/br0/brif/v1/state; ls /run/netns /var/run/netns
    head -c 5 /sys/devices/virtual/net/v1/operstate; [ -e /sys/class/net/eth0 ] || echo none"""
_READ = ["br0", "lo", "v1", "bridge", "../br0", "3", "10.0.0.2 02:00:00:00:00:02", "0", "65536", "3",
         "/run/netns:", "c1", "", "/var/run/netns:", "c1", "up", "none", ""]


@BOTH
def test_real_programs_see_the_labs_files(lab: Lab, fuse: bool) -> None:
    assert run(lab, _READING, fuse) == Ran("\n".join(_READ), "", 0, [])


@pytest.mark.skipif(bool(_WHY[False]) or os.getuid() != 0, reason=_WHY[False] or "only root can become somebody else")
def test_an_ordinary_user_sees_them_too(lab: Lab) -> None:
    before = Path("/proc/sys/net/ipv4/ip_forward").read_text()
    ran = as_nobody(lambda: run(lab, _READING + "; echo 1 > /proc/sys/net/ipv4/ip_forward; cat /proc/sys/net/ipv4/conf/br0/forwarding"))
    assert ran == Ran("\n".join(_READ) + "1\n", "", 0, [])
    assert Path("/proc/sys/net/ipv4/ip_forward").read_text() == before


@BOTH
def test_what_programs_write_changes_the_lab_and_nothing_else(lab: Lab, fuse: bool) -> None:
    settings = {path: Path(path).read_text() for path in ("/proc/sys/net/ipv4/ip_forward", "/proc/sys/net/ipv4/ip_default_ttl",
                                                          "/proc/sys/kernel/printk")}
    interfaces = sorted(path.name for path in Path("/sys/class/net").iterdir())
    ran = run(lab, """
        echo 1 > /proc/sys/net/ipv4/ip_forward; echo 9 | tee /proc/sys/net/ipv4/ip_default_ttl
        echo 1400 > /sys/class/net/br0/mtu; echo 0 > /sys/class/net/br0/bridge/ageing_time; echo 100 > /sys/class/net/v1/brport/path_cost
        echo 7 >> /proc/sys/net/ipv4/conf/br0/arp_announce; echo 1 > /proc/sys/kernel/printk""", fuse)
    assert (lab.host.sysctl["net.ipv4.ip_forward"], lab.host.sysctl["net.ipv4.ip_default_ttl"]) == (1, 9)
    assert lab.host.sysctl["net.ipv4.conf.br0.arp_announce"] == 7
    bridge = lab.host.devices["br0"]
    assert (bridge.mtu, bridge.ageing, lab.host.devices["v1"].port.cost) == (1400, 0, 100)
    assert ran.stdout == "9\n" and ran.stderr == "bash: line 4: /proc/sys/kernel/printk: Read-only file system\n"
    assert settings == {path: Path(path).read_text() for path in settings}
    assert interfaces == sorted(path.name for path in Path("/sys/class/net").iterdir())


@ONLY_FUSE
def test_refusals_are_the_kernels(lab: Lab, fuse: bool) -> None:
    ran = run(lab, """
        echo abc > /proc/sys/net/ipv4/ip_forward; echo 1 > /proc/sys/net/ipv4/nope; echo 1 > /proc/net/arp; cat /proc/net/nope
        cat /proc/sys/net/ipv4/route/flush; echo 1 > /sys/class/net/lo/address; echo 1 > /sys/class/net/lo/nope
        cat /sys/class/net/lo/speed; echo 1 > /proc/sys/net/ipv4; echo 10 > /sys/class/net/br0/mtu""", fuse)
    assert ran.stderr.split("\n") == [
        "bash: line 2: echo: write error: Invalid argument", "bash: line 2: /proc/sys/net/ipv4/nope: No such file or directory",
        "bash: line 2: /proc/net/arp: Permission denied", "cat: /proc/net/nope: No such file or directory",
        "cat: /proc/sys/net/ipv4/route/flush: Permission denied", "bash: line 3: /sys/class/net/lo/address: Permission denied",
        "bash: line 3: /sys/class/net/lo/nope: Permission denied", "cat: /sys/class/net/lo/speed: Invalid argument",
        "bash: line 4: /proc/sys/net/ipv4: Is a directory", "bash: line 4: echo: write error: Invalid argument", ""]
    assert lab.host.sysctl["net.ipv4.ip_forward"] == 0 and lab.host.devices["br0"].mtu == 1500


@pytest.mark.parametrize("fuse", [MIRROR])
def test_a_mirror_says_afterwards_what_it_refused_and_shows_what_holds(lab: Lab, fuse: bool) -> None:
    ran = run(lab, """
        echo abc > /proc/sys/net/ipv4/ip_forward; /bin/cat /proc/sys/net/ipv4/ip_forward; echo 1 > /sys/class/net/lo/address
        /bin/cat /sys/class/net/lo/address; echo 1 > /proc/sys/net/ipv4/nope; echo 1 > /proc/net/arp; rm /sys/class/net/lo/mtu
        /bin/sleep 0.01; ls /proc/sys/net/ipv4/nope; cat /sys/class/net/lo/mtu""", fuse)
    assert ran.stdout == "0\n00:00:00:00:00:00\n65536\n"
    assert ran.stderr == ("bash: line 3: /proc/net/arp: Read-only file system\n"
                          "ls: cannot access '/proc/sys/net/ipv4/nope': No such file or directory\n")
    assert ran.refused == ["/proc/sys/net/ipv4/ip_forward: Invalid argument", "/sys/devices/virtual/net/lo/address: Permission denied",
                           "/proc/sys/net/ipv4/nope: No such file or directory",
                           "/sys/devices/virtual/net/lo/mtu: Operation not permitted"]


@ONLY_FUSE
def test_each_process_sees_the_namespace_that_it_is_in(lab: Lab, fuse: bool) -> None:
    ran = run(lab, """
        echo 1 > /proc/sys/net/ipv4/ip_forward; NETNS_OF_TEST= cat /proc/sys/net/ipv4/ip_forward; cat /proc/sys/net/ipv4/ip_forward
        ls /sys/class/net; NETNS_OF_TEST= ls /sys/class/net""", fuse, namespace="c1")
    assert ran.stdout.split() == ["0", "1", "eth0", "lo", "br0", "lo", "v1"]
    assert lab.host.sysctl["net.ipv4.ip_forward"] == 0 and lab["c1"].sysctl["net.ipv4.ip_forward"] == 1


@BOTH
def test_a_program_begins_in_a_namespace(lab: Lab, fuse: bool) -> None:
    ran = run(lab, """
        echo 1 > /proc/sys/net/ipv4/ip_forward; cat /proc/sys/net/ipv4/conf/eth0/forwarding; ls /sys/class/net /run/netns
        head -n 2 /proc/net/arp""", fuse, namespace="c1")
    assert ran.stdout.split()[:7] == ["1", "/run/netns:", "c1", "/sys/class/net:", "eth0", "lo", "IP"]
    assert "10.0.0.1" in ran.stdout and ran.stderr == ""
    assert lab.host.sysctl["net.ipv4.ip_forward"] == 0 and lab["c1"].sysctl["net.ipv4.ip_forward"] == 1


@BOTH
def test_names_in_run_netns_are_the_labs(lab: Lab, fuse: bool) -> None:
    before = sorted(Path("/run/netns").iterdir()) if Path("/run/netns").is_dir() else None
    ran = run(lab, """
        mkdir -p /run/netns; touch /run/netns/x; ls /var/run/netns; rm /run/netns/x
        ln -s /proc/77/ns/net /run/netns/y; readlink /run/netns/y; rm /run/netns/y; echo /run/netns/*""", fuse)
    assert ran == Ran("c1\nx\n/proc/77/ns/net\n/run/netns/c1\n", "", 0, [])
    assert (sorted(Path("/run/netns").iterdir()) if before is not None else None) == before


@ONLY_FUSE
def test_what_is_not_for_programs_to_make_or_remove_they_are_told(lab: Lab, fuse: bool) -> None:
    ran = run(lab, "rm /run/netns/c1; mkdir /run/netns/d; rm /proc/sys/net/ipv4/ip_forward; rm /sys/class/net/lo", fuse)
    assert ran.stderr.split("\n") == [
        "rm: cannot remove '/run/netns/c1': Device or resource busy",
        "mkdir: cannot create directory '/run/netns/d': Operation not permitted",
        "rm: cannot remove '/proc/sys/net/ipv4/ip_forward': Permission denied",
        "rm: cannot remove '/sys/class/net/lo': Operation not permitted", ""]


@BOTH
def test_a_machine_without_run_netns_gets_one_that_only_the_program_sees(lab: Lab, fuse: bool) -> None:
    def empty_run() -> None:
        mounts.mount("none", "/", "", mounts.MS_REC | mounts.MS_PRIVATE)
        mounts.mount("tmpfs", "/run", "tmpfs", 0)
        Path("/run/folder/deep").mkdir(parents=True)
        Path("/run/file").write_text("text\n")
        Path("/run/link").symlink_to("file")

    ran = run(lab, "ls /run /run/netns; cat /run/link; ls /run/folder; echo more >> /run/file; cat /run/file", fuse, before=empty_run)
    assert ran.stdout.split() == ["/run:", "file", "folder", "link", "netns", "/run/netns:", "c1", "text", "deep", "text", "more"]
    assert ran.stderr == ""
