"""`python3 -m pynetns run`: scripts, pipes, redirections, failures, captures."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pynetns.__main__ import main
from pynetns.wire import capture as capture_file

ROOT = Path(__file__).parents[2]
TWO_HOSTS = """\
ip netns add a
ip netns add b
ip -n a link add eth0 type veth peer name eth0 netns b
ip -n a addr add 10.0.0.1/24 dev eth0
ip -n b addr add 10.0.0.2/24 dev eth0
ip -n a link set eth0 up
ip -n b link set eth0 up
"""

Run = Callable[..., tuple[int, str, str]]

needs_shell = pytest.mark.skipif(shutil.which("sh") is None, reason="what stands behind a pipe needs a shell")


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a script in an empty folder: its status, its output and its errors."""
    monkeypatch.chdir(tmp_path)

    def run(script: str, *options: str) -> tuple[int, str, str]:
        Path("script.sh").write_text(script)
        status = main(["run", "script.sh", *options])
        written = capsys.readouterr()
        return status, written.out, written.err

    return run


def test_a_script_prints_what_its_commands_print(run: Run) -> None:
    assert run("# a comment\n\nip netns add a   # another\nip netns\necho 'c  # d'\n") == (0, "a\nc  # d\n", "")


def test_the_first_failure_ends_a_script_with_its_status(run: Run) -> None:
    status, out, err = run("echo one\nip link show dev nosuch\necho two\n")
    assert (status, out) == (1, "one\n")
    assert err == 'Device "nosuch" does not exist.\npynetns: script.sh:2: exit status 1: ip link show dev nosuch\n'


def test_with_keep_going_all_lines_run_and_the_first_failure_is_the_status(run: Run) -> None:
    status, out, err = run("nosuch\nfalse\necho two\n", "--keep-going")
    assert (status, out, err) == (127, "two\n", "nosuch: command not found\n")


def test_a_script_can_say_itself_that_it_goes_on(run: Run) -> None:
    assert run("set +e\nfalse\necho on\nset -e\nfalse\necho off\n")[:2] == (1, "on\n")


def test_exit_ends_a_script_with_a_status(run: Run) -> None:
    assert run("echo one\nexit 7\necho two\n") == (7, "one\n", "")


@pytest.mark.parametrize(("line", "out", "status"), [
    ("true && echo yes", "yes\n", 0),
    ("false && echo yes", "", 0),  # a shell under set -e does not stop at what is tested
    ("false || echo no", "no\n", 0),
    ("true || echo no", "", 0),
    ("true && false", "", 1),
    ("echo a; echo b", "a\nb\n", 0),
    ("false; echo b", "", 1),
    ("! false && echo yes", "yes\n", 0),
    ("! true", "", 0),
])
def test_lists_are_a_shells(run: Run, line: str, out: str, status: int) -> None:
    assert run(line)[:2] == (status, out)


def test_a_continued_line_is_one_line_and_keeps_its_place(run: Run) -> None:
    status, out, err = run("echo a \\\n  b\n# no \\\necho c\nfalse \\\n  x\n")
    assert (status, out, err) == (1, "a b\nc\n", "pynetns: script.sh:5: exit status 1: false   x\n")


@needs_shell
def test_what_stands_behind_a_pipe_is_the_real_shells(run: Run) -> None:
    assert run("ip netns add a; ip netns add b; ip netns | sort | sed 's/$/;/' | tr -d '\\n'") == (0, "a;b;", "")


@needs_shell
def test_a_pipes_status_is_its_last_commands(run: Run) -> None:
    assert run("ip netns | grep -c a")[:2] == (1, "0\n")
    assert run("false | cat")[0] == 0


@needs_shell
def test_a_loop_behind_a_pipe_is_the_real_shells(run: Run) -> None:
    assert run('echo "a b" | while read x y; do echo $y; echo $x; done') == (0, "b\na\n", "")


@needs_shell
@pytest.mark.parametrize("line", [
    "echo lo | xargs ip link show", "echo lo | xargs -n 1 /sbin/ip link show", "echo lo | while read x; do ip link show $x; done",
    "echo lo | (cat; ip link)",
])
def test_a_filter_never_touches_the_machines_own_network(run: Run, line: str) -> None:
    status, out, err = run(line)
    assert status
    assert not out
    assert "pynetns: " in err or "syntax error" in err


def test_a_lab_command_behind_a_pipe_is_the_labs(run: Run) -> None:
    assert run("ip netns add a; echo ignored | ip netns") == (0, "a\n", "")


def test_redirections_write_real_files(run: Run, tmp_path: Path) -> None:
    script = ("echo one > a.txt\necho two >> a.txt\nnosuch 2> b.txt || true\nnosuch > c.txt 2>&1 || true\n"
              "nosuch 2>/dev/null || echo three &> d.txt\n")
    assert run(script) == (0, "", "")
    assert {path.name: path.read_text() for path in tmp_path.glob("*.txt")} == {
        "a.txt": "one\ntwo\n", "b.txt": "nosuch: command not found\n", "c.txt": "nosuch: command not found\n", "d.txt": "three\n"}


def test_redirections_are_taken_from_left_to_right(run: Run, tmp_path: Path) -> None:
    status, out, err = run("nosuch 2>&1 > a.txt || true")
    assert (status, out, err) == (0, "nosuch: command not found\n", "")
    assert (tmp_path / "a.txt").read_text() == ""


def test_a_redirection_that_fails_keeps_the_command_from_running(run: Run) -> None:
    assert run("ip netns add a > no/such/folder || true\nip netns") == (0, "", "sh: no/such/folder: No such file or directory\n")


def test_settings_are_the_labs_never_the_machines(run: Run) -> None:
    key = "/proc/sys/net/ipv4/ip_forward"
    before = Path(key).read_text() if Path(key).exists() else ""
    script = f"echo 1 > {key}\nsysctl -n net.ipv4.ip_forward\necho 0 > {key}\nsysctl -n net.ipv4.ip_forward\necho x > {key}\n"
    assert run(script)[:2] == (1, "1\n0\n")
    assert run("echo 1 > /proc/sys/net/ipv4/nosuch")[2].startswith("sh: /proc/sys/net/ipv4/nosuch: No such file or directory\n")
    assert run("echo 1 > /sys/class/net/lo/mtu")[2].startswith("sh: /sys/class/net/lo/mtu: Permission denied\n")
    assert (Path(key).read_text() if Path(key).exists() else "") == before


@pytest.mark.parametrize("line", [
    "echo 'a", "echo >", "| cat", "echo a |", "echo a && ", "&& echo", "ip link show $x", "ip link show $(echo lo)", "echo `id`",
    "for x in a b", "(echo a)", "echo a << b", "if true",
])
def test_what_is_not_understood_is_refused_and_nothing_runs(run: Run, line: str) -> None:
    status, out, err = run(f"ip netns add a; {line}")
    assert (status, out) == (2, "")
    assert err.startswith("syntax error")
    assert err.endswith(f"pynetns: script.sh:1: exit status 2: ip netns add a; {line.strip()}\n")


def test_a_dollar_in_quotes_is_a_dollar(run: Run) -> None:
    assert run("echo '$x' \\$y") == (0, "$x $y\n", "")


def test_every_interface_leaves_a_capture(run: Run, tmp_path: Path) -> None:
    script = TWO_HOSTS + """\
ip netns exec a ping -c 1 10.0.0.2
ip -n a link set eth0 netns b name eth1
ip -n b link set eth1 name eth2
ip -n b link del eth0
ip -n b link add eth2 type dummy
"""
    status, _, err = run(script, "--pcap", "out")
    assert (status, err) == (0, "")
    frames = {path.name: [record.data[12:14].hex() for record in capture_file.read(path.read_bytes())]
              for path in (tmp_path / "out").iterdir()}
    ping = ["0806", "0806", "0800", "0800"]
    assert frames == {"lo.pcap": [], "a.lo.pcap": [], "b.lo.pcap": [], "a.eth0.pcap": ping, "b.eth0.pcap": ping, "b.eth2.pcap": []}


def test_a_failed_script_leaves_its_captures_too(run: Run, tmp_path: Path) -> None:
    assert run("ip netns add a\nfalse\nip netns add b\n", "--pcap", "out")[0] == 1
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"lo.pcap", "a.lo.pcap"}


def test_capturing_changes_nothing_that_is_printed(run: Run) -> None:
    script = (ROOT / "pynetns/examples/bridge.sh").read_text() + "ip -n host -s link\n"
    assert run(script) == run(script, "--pcap", "out")


def test_the_same_seed_gives_the_same_addresses_and_another_seed_others(run: Run) -> None:
    script = TWO_HOSTS + "ip -n a link show eth0\n"
    assert run(script, "--seed", "5") == run(script, "--seed", "5", "--no-flow-cache")
    assert run(script, "--seed", "5") != run(script, "--seed", "6")


def test_a_loop_ends_with_its_message(run: Run) -> None:
    script = """\
ip link add br0 type bridge
ip link add br1 type bridge
ip link add a0 type veth peer name a1
ip link add b0 type veth peer name b1
ip link set a0 master br0
ip link set b0 master br0
ip link set a1 master br1
ip link set b1 master br1
ip link set br1 up
ip link set a0 up
ip link set a1 up
ip link set b0 up
ip link set b1 up
ip addr add 10.0.0.1/24 dev br0
ip link set br0 up
ping -c 1 10.0.0.2
echo not here
"""
    status, out, err = run(script, "--work-limit", "5000")
    assert status == 2
    assert "not here" not in out
    assert "is there a switching loop?" in err


def test_a_line_can_be_given_and_standard_input_read(run: Run, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("ip netns add a", "-e", "ip netns") == (0, "a\n", "")
    assert main(["run", "-e", "echo one", "-e", "echo two"]) == 0
    assert capsys.readouterr().out == "one\ntwo\n"
    monkeypatch.setattr("sys.stdin", iter(["echo three\n"]))
    assert main(["run", "-"]) == 0
    assert capsys.readouterr().out == "three\n"


def test_directives_of_scenario_files_are_obeyed(run: Run, tmp_path: Path) -> None:
    (tmp_path / "include").mkdir()
    (tmp_path / "include" / "hosts.sh").write_text(TWO_HOSTS)
    send = "#! send a/eth0 eth.dst=ff:ff:ff:ff:ff:ff eth.src=02:00:00:00:00:0a arp.op=request arp.spa=10.0.0.9 arp.tpa=10.0.0.2\n"
    status, out, err = run(f"#!/bin/sh\n#! include hosts\n#! capture\n{send}#! sleep 1\nip -n b neigh\n")
    assert (status, out, err) == (0, "10.0.0.9 dev eth0 lladdr 02:00:00:00:00:0a STALE \n", "")


@pytest.mark.parametrize(("line", "message"), [
    ("#! include nosuch", "nothing to include: nosuch"), ("#! include script", "script includes itself"),
    ("#! sned a/eth0", "no such directive: #! sned a/eth0"),
    ("#! sleep x", "not a number of seconds: x"), ("#! send a/eth0 len=3", 'Cannot open network namespace "a": No such file or directory'),
    ("#! send /nosuch len=3", 'Cannot find device "nosuch"'), ("#! send /lo len=3", "a frame without eth.dst: len=3"),
])
def test_a_directive_that_is_wrong_ends_the_script(run: Run, line: str, message: str) -> None:
    status, _, err = run(f"{line}\n")
    assert status == 2
    assert message in err


def test_what_is_no_script_is_refused(run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "nosuch.sh"]) == 2
    assert capsys.readouterr().err == "pynetns: nosuch.sh: No such file or directory\n"
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00")
    assert main(["run", "binary"]) == 2
    assert main(["run"]) == 2


def test_examples_run_by_name(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["run", "--list-examples"]) == 0
    names = capsys.readouterr().out.split()
    assert "bridge.sh" in names
    for name in names:
        assert main(["run", name.removesuffix(".sh")]) == 0
    assert "3 packets transmitted, 3 received, 0% packet loss" in capsys.readouterr().out


def test_no_command_prints_help_and_fails() -> None:
    done = subprocess.run([sys.executable, "-m", "pynetns"], cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr[:14]) == (2, "", "usage: pynetns")


def test_output_and_errors_keep_their_order_in_one_file(tmp_path: Path) -> None:
    script = tmp_path / "script.sh"
    script.write_text("echo one\nnosuch || true\necho two\n")
    command = [sys.executable, "-m", "pynetns", "run", str(script)]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert done.stdout == "one\nnosuch: command not found\ntwo\n"


def test_a_reader_that_leaves_early_is_no_error(tmp_path: Path) -> None:
    script = tmp_path / "script.sh"
    script.write_text("echo one\n" * 20_000)
    command = [sys.executable, "-m", "pynetns", "run", str(script)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""


LISTENING = "ip netns exec b tcpdump -n -t -i eth0 icmp"


def test_a_tcpdump_in_the_background_sees_what_the_following_lines_do(run: Run) -> None:
    status, out, err = run(f"{TWO_HOSTS}{LISTENING} &\nip netns exec a ping -q -c 1 10.0.0.2\necho done\n")
    assert status == 0
    assert out.splitlines()[:2] == ["IP 10.0.0.1 > 10.0.0.2: ICMP echo request, id 1, seq 1, length 64",
                                    "IP 10.0.0.2 > 10.0.0.1: ICMP echo reply, id 1, seq 1, length 64"]
    assert out.endswith("\ndone\n\n")  # an empty line where tcpdump is ended as by ^C
    assert err == ("tcpdump: verbose output suppressed, use -v[v]... for full protocol decode\n"
                   "listening on eth0, link-type EN10MB (Ethernet), snapshot length 262144 bytes\n"
                   "2 packets captured\n2 packets received by filter\n0 packets dropped by kernel\n")


def test_a_job_ends_by_itself_or_when_it_is_killed(run: Run) -> None:
    ping = "ip netns exec a ping -q -c 1 10.0.0.2 > /dev/null\n"
    for end in ("kill %1", "kill -INT %%", "pkill tcpdump"):
        assert run(f"{TWO_HOSTS}{LISTENING} &\n{ping}{end}\n{ping}")[1].count("echo request") == 1
    one = LISTENING.replace("-t", "-t -c 1")
    assert run(f"{TWO_HOSTS}{one} 2>&1 &\n{ping}echo behind")[1].endswith("0 packets dropped by kernel\nbehind\n")
    assert run("kill %1")[::2] == (1, "sh: kill: %1: no such job\npynetns: script.sh:1: exit status 1: kill %1\n")
    assert run("pkill tcpdump")[0] == 1
    assert run(f"{TWO_HOSTS}{LISTENING.replace('-t', '-t -c 2')} 2>/dev/null &\nwait\necho on")[:2] == (0, "on\n\n")


@needs_shell
def test_a_jobs_text_goes_where_its_line_says(run: Run, tmp_path: Path) -> None:
    ping = "ip netns exec a ping -q -c 1 10.0.0.2 > /dev/null\n"
    assert run(f"{TWO_HOSTS}{LISTENING} 2>/dev/null > seen.txt &\n{ping}")[:2] == (0, "")
    assert (tmp_path / "seen.txt").read_text().count("ICMP") == 2
    assert run(f"{TWO_HOSTS}{LISTENING} 2>/dev/null | grep -c reply &\n{ping}")[:2] == (0, "1\n")


def test_a_command_that_takes_time_is_refused_in_the_background(run: Run) -> None:
    status, out, err = run(f"{TWO_HOSTS}ip netns exec a ping 10.0.0.2 &\n")
    assert (status, out) == (2, "")
    assert err.startswith("pynetns: ping: what takes time can't run in the background here: there is one clock\n")
    assert run("ip netns add a & ip netns")[:2] == (0, "a\n")
