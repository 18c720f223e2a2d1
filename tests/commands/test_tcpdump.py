"""tcpdump's command line, from files and live: the same output, errors and status as the real one."""

import os
import re
import shutil
import subprocess
from io import StringIO
from pathlib import Path

import pytest
from frames_for_tcpdump import all_frames

from pynetns import Lab
from pynetns.cli.session import Session
from pynetns.wire import pcap, pcapng
from pynetns.wire.record import Record

needs_tcpdump = pytest.mark.skipif(shutil.which("tcpdump") is None, reason="tcpdump is not installed")
can_listen = shutil.which("tcpdump") and shutil.which("unshare") and os.name == "posix" and os.geteuid() == 0
needs_kernel = pytest.mark.skipif(not can_listen, reason="needs root, unshare and tcpdump")

FROM_FILES = """\
-n -r f.pcap arp -c 2
-r nosuch
-r empty.pcap
-r short.pcap
-r bad.pcap
-nr cut.pcap
-nr f.pcap -w /no/such
-nr f.pcap 'foo bar'
-nr f.pcap host
-nr f.pcap port 9 and
-nr f.pcap 'port nosuch'
-nr f.pcap 'host 10.0.0.300'
-nr f.pcap 'net 10.0.0.1/24'
-Z
-i
-Q x
-c 0
-c x
-s 999999999
-nr f.pcap --count
-r f.pcap -i lo -c 1
-L -i lo
-h
-tttttt -r f.pcap
-F nosuch -r f.pcap
-F filter -n -r f.pcap
-y EN10MB -r f.pcap -c 1
-y FOO
-T foo
-T rpc -r f.pcap -c 1
--foo
--int
-i nosuch
-i lo -c 1 -y PPP
-f -r f.pcap
-B 0
-C 0
-W 0
-j foo
--time-stamp-precision=foo
-r f.pcap -nc1 --print -w x.pcap
-I -i lo
-nr f.pcap -c2 -XX
-nr f.pcap -s 30 -c 10
-nr f.pcap -w - -c 2
-nr none.pcap
-nr f.pcap icmp and 'icmp[0] == 8'
-n -v -r f.pcap --number -c 3
--count -r cut.pcap
-nnvvvXSs 1514 -r f.pcap -c 5
-lnr f.pcap -U -c 1
-nr f.pcapng -c 3
--version
""".splitlines()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with capture files, whole and broken, where the test runs."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TZ", "UTC")
    records = [Record(i * 1_234_567_000 + 5000, frame) for i, frame in enumerate(all_frames()[:40])]
    whole = pcap.emit(records)
    files = {"f.pcap": whole, "cut.pcap": whole[:-7], "empty.pcap": b"", "short.pcap": whole[:10], "none.pcap": pcap.emit([]),
             "bad.pcap": b"hello world, this is no capture at all", "filter": b"icmp\n", "f.pcapng": pcapng.emit(records)}
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    return tmp_path


@pytest.fixture
def lab() -> Lab:
    lab = Lab()
    lab.run("ip link set lo up")
    return lab


@needs_tcpdump
@pytest.mark.parametrize("line", FROM_FILES)
def test_a_command_line_gives_what_the_real_one_gives(folder: Path, lab: Lab, line: str) -> None:
    real = subprocess.run(f"tcpdump {line}", shell=True, capture_output=True, encoding="utf-8", errors="surrogateescape")
    ours = lab.run(f"tcpdump {line}")
    libraries = re.compile(r"^OpenSSL.*\n", re.MULTILINE)
    expected = libraries.sub("", real.stdout), libraries.sub("", real.stderr), real.returncode
    assert (ours.stdout, ours.stderr, ours.returncode) == expected


@needs_tcpdump
def test_what_it_writes_is_what_the_real_one_writes(folder: Path, lab: Lab) -> None:
    subprocess.run("tcpdump -nr f.pcap -w real.pcap -c 5 icmp", shell=True, check=True, capture_output=True)
    assert lab.run("tcpdump -nr f.pcap -w ours.pcap -c 5 icmp").returncode == 0
    assert (folder / "ours.pcap").read_bytes() == (folder / "real.pcap").read_bytes()


SETUP = """\
ip netns add a
ip netns add b
ip -n a link add eth0 address 02:00:00:00:00:0a type veth peer name eth0 netns b address 02:00:00:00:00:0b
ip -n a addr add 10.0.0.1/24 dev eth0
ip -n b addr add 10.0.0.2/24 dev eth0
ip -n a link set lo up
ip -n a link set eth0 up
ip -n b link set eth0 up
""".splitlines()
TRAFFIC = ("ip netns exec a ping -q -c 1 10.0.0.2", "ip netns exec a ping -q -c 1 10.0.0.1")
LIVE = (
    "-n -i eth0", "-ne -i eth0 arp", "-nv -i eth0 icmp", "-n -i any", "-ne -i any icmp", "-nq -i any -e", "-n -i lo",
    "-n -Q in -i eth0", "-nX -s 60 -i eth0 'icmp[icmptype] = icmp-echo'", "-n -i 1 --count", "-n", "-w x.pcap -i eth0",
    "-n -i eth0 udp",
)


@pytest.fixture
def two_hosts(lab: Lab) -> Lab:
    for line in SETUP:
        assert lab.run(line).returncode == 0
    return lab


def live(lab: Lab, line: str) -> tuple[str, str]:
    """What a tcpdump in the background of a script says while the traffic passes."""
    out, err = StringIO(), StringIO()
    session = Session(lab, out, err)
    session.execute(f"ip netns exec a tcpdump {line} &")
    for command in TRAFFIC:
        session.execute(f"{command} > /dev/null")
    session.close()
    return out.getvalue(), err.getvalue()


def without_what_differs(text: str) -> str:
    """No times, no identifications, no checksums of what ping chooses."""
    text = re.sub(r"\d\d:\d\d:\d\d\.\d{6}", "TIME", text)
    text = re.sub(r"\bid \d+", "id N", text)
    return re.sub(r"0x00[0-9a-f]0:  .*", "DUMP", text)


@needs_kernel
@pytest.mark.parametrize("line", LIVE)
def test_a_live_one_says_what_the_real_one_says(two_hosts: Lab, line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    quiet = "ip netns exec {} sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1"
    # tcpdump is ready when it says that it listens, and has seen everything when the traffic is older than its timeout
    private = "mount --make-rprivate / && mkdir -p /run/netns && mount -t tmpfs tmpfs /run/netns"
    script = [private, *SETUP[:2], quiet.format("a"), quiet.format("b"), *SETUP[2:],
              "sleep 1.2",
              f"ip netns exec a tcpdump -l {line} 2>err >out & echo $! >pid",
              "for i in $(seq 100); do grep -q listening err && break; sleep 0.05; done; sleep 0.3",
              *(f"{command} >/dev/null" for command in TRAFFIC), "sleep 1.2", "kill -INT $(cat pid)", "wait"]
    trial = subprocess.run(["unshare", "-m", "-n", "bash", "-c", "\n".join(script)], capture_output=True, text=True)
    if not (tmp_path / "err").exists():
        pytest.skip(f"no namespaces here: {trial.stderr}")
    real = (tmp_path / "out").read_text(), (tmp_path / "err").read_text()
    assert tuple(map(without_what_differs, live(two_hosts, line))) == tuple(map(without_what_differs, real))


def test_it_waits_for_frames_or_until_nothing_more_can_happen(two_hosts: Lab) -> None:
    done = two_hosts.run("ip netns exec a tcpdump -n -i eth0")
    assert done.returncode == 0
    assert done.stderr.endswith("0 packets captured\n0 packets received by filter\n0 packets dropped by kernel\n")


def test_a_device_that_goes_ends_it(two_hosts: Lab) -> None:
    out, err = StringIO(), StringIO()
    session = Session(two_hosts, out, err)
    for line in ("ip netns exec a tcpdump -n -i eth0 &", "ip -n a link del eth0", "ip netns"):
        session.execute(line)
    assert "tcpdump: pcap_loop: The interface disappeared\n0 packets captured\n" in err.getvalue()
    assert not session.jobs.running


@pytest.mark.parametrize(("line", "message"), [
    ("-n -i eth1", "tcpdump: eth1: No such device exists\n(No such device exists)\n"),
    ("-n -i 99", "tcpdump: Invalid adapter index\n"),
    ("-n -i eth0", "tcpdump: eth0: That device is not up\n"),
])
def test_a_device_that_it_can_not_listen_on_is_named(two_hosts: Lab, line: str, message: str) -> None:
    two_hosts.run("ip -n a link set eth0 down")
    done = two_hosts.run(f"ip netns exec a tcpdump {line}")
    assert (done.stdout, done.stderr, done.returncode) == ("", message, 1)
