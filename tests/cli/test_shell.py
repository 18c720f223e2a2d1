"""`python3 -m pynetns shell`: lines by hand, the namespace in which they are typed, completion, history."""

from io import StringIO
from pathlib import Path

import pytest

from pynetns import Lab
from pynetns.__main__ import main
from pynetns.cli import shell
from pynetns.cli.completion import candidates
from pynetns.cli.session import Session


@pytest.fixture
def session() -> Session:
    lab = Lab()
    lab.veth((lab.netns("alpha"), "eth0"), (lab.netns("beta"), "eth1"))
    session = Session(lab, StringIO(), StringIO())
    session.builtins |= {"netns": shell.change_namespace}
    return session


def typed(lines: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> tuple[int, str, str]:
    monkeypatch.setattr("sys.stdin", StringIO(lines))
    status = main(["shell"])
    written = capsys.readouterr()
    return status, written.out, written.err


def test_lines_run_in_one_lab_and_a_failure_ends_nothing(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert typed("ip netns add a\nnosuch\nip \\\n netns\n", capsys, monkeypatch) == (0, "a\n", "nosuch: command not found\n")


def test_exit_leaves_with_a_status_and_the_end_of_the_input_with_the_last_one(
        capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert typed("exit 3\necho no\n", capsys, monkeypatch)[:2] == (3, "")
    assert typed("false\n", capsys, monkeypatch)[0] == 1


def test_netns_changes_where_lines_are_typed(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    lines = "ip netns add a\nnetns a\nip link add d0 type dummy\nnetns\nip -n a link set d0 up\nip link show d0\nnetns b\n"
    errors = 'Device "d0" does not exist.\nCannot open network namespace "b": No such file or directory\n'
    assert typed(lines, capsys, monkeypatch) == (1, "", errors)


def test_the_prompt_names_the_namespace_and_leaves_one_that_is_deleted(session: Session) -> None:
    prompts = [shell.prompt(session)]
    for line in ("netns alpha", "ip netns del alpha"):
        session.execute(line)
        prompts.append(shell.prompt(session))
    assert prompts == ["pynetns# ", "pynetns@alpha# ", "pynetns# "]
    assert session.namespace is session.lab.host


@pytest.mark.parametrize(("before", "word", "found"), [
    ("", "brc", ["brctl"]),
    ("", "netn", ["netns"]),
    ("ip -n ", "", ["alpha", "beta"]),
    ("ip netns exec ", "a", ["alpha"]),
    ("ip netns exec alpha ", "pin", ["ping"]),
    ("echo; ip netns ", "e", ["exec"]),
    ("ip ", "ro", ["route"]),
    ("ip -n beta link set ", "e", ["eth1"]),
    ("ip -n beta addr add 10.0.0.1/24 dev ", "", ["eth1", "lo"]),
    ("ip netns exec alpha ping -I ", "", ["eth0", "lo"]),
    ("netns ", "b", ["beta"]),
    ("echo 'x ", "y", []),
])
def test_a_word_is_completed_by_what_may_stand_there(session: Session, before: str, word: str, found: list[str]) -> None:
    assert candidates(session, before, word) == found


def test_files_are_completed_behind_a_redirection(session: Session, tmp_path: Path) -> None:
    (tmp_path / "out.pcap").touch()
    (tmp_path / "folder").mkdir()
    assert candidates(session, "ip link > ", f"{tmp_path}/") == [f"{tmp_path}/folder/", f"{tmp_path}/out.pcap"]


def test_the_history_is_where_the_system_wants_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert shell.history_path() == tmp_path / "pynetns" / "history"
    monkeypatch.delenv("XDG_STATE_HOME")
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    assert shell.history_path() == tmp_path / ".pynetns_history"
