"""The shell at a terminal, as a person has it."""

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

pty = pytest.importorskip("pty", reason="needs a pseudo terminal")
pytest.importorskip("readline", reason="needs readline")
ROOT = Path(__file__).parents[2]


class Terminal:
    def __init__(self, state: Path) -> None:
        self.near, far = pty.openpty()
        self.process = subprocess.Popen([sys.executable, "-m", "pynetns", "shell"], cwd=ROOT, stdin=far, stdout=far, stderr=far,
                                        env={**os.environ, "XDG_STATE_HOME": str(state), "TERM": "dumb"})
        os.close(far)
        self.seen = ""

    def shows(self, text: str, seconds: float) -> bool:
        """Read until `text` was shown, for so long at most."""
        end = time.monotonic() + seconds
        while text not in self.seen:
            if not select.select([self.near], [], [], max(end - time.monotonic(), 0))[0]:
                return False
            self.seen += os.read(self.near, 4096).decode()
        self.seen = self.seen.partition(text)[2]
        return True

    def wait_for(self, text: str) -> None:
        if not self.shows(text, 20):
            pytest.fail(f"no {text!r} in {self.seen!r}")

    def interrupt(self, shown: str) -> None:
        """^C, again if it came at the moment between two characters when Python's readline does not see it."""
        for _ in range(20):
            self.process.send_signal(signal.SIGINT)
            if self.shows(shown, 1):
                return
        pytest.fail(f"no {shown!r} in {self.seen!r}")

    def type(self, text: str) -> None:
        os.write(self.near, text.encode())

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self.near)


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    terminal = Terminal(tmp_path)
    yield terminal
    terminal.close()


def test_there_are_a_prompt_completion_history_and_a_way_out(terminal: Terminal, tmp_path: Path) -> None:
    terminal.wait_for("pynetns# ")
    terminal.type("ip netns add one\n")
    terminal.wait_for("pynetns# ")
    terminal.type("netns o\t\n")
    terminal.wait_for("pynetns@one# ")
    terminal.type("half a line")
    terminal.wait_for("half a line")
    terminal.interrupt("pynetns@one# ")
    terminal.type("\x04")
    assert terminal.process.wait(20) == 0
    assert (tmp_path / "pynetns" / "history").read_text().split("\n")[:2] == ["ip netns add one", "netns one "]
