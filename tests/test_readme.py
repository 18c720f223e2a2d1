"""What the README shows is so."""

import doctest
import re
from pathlib import Path

import pytest

from pynetns.__main__ import main

README = Path(__file__).parents[1] / "README.md"


def blocks(language: str) -> list[str]:
    """The code blocks of one language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", README.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)


def test_the_python_session_gives_what_it_shows() -> None:
    session = "\n".join(blocks("python"))
    test = doctest.DocTestParser().get_doctest(session, {}, README.name, str(README), 0)
    assert len(test.examples) > 15
    assert not doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE).run(test).failed


def test_the_script_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    script = next(block for block in blocks("sh") if block.startswith("ip netns add"))
    (tmp_path / "script.sh").write_text(script)
    assert main(["run", "script.sh"]) == 0
    shown = capsys.readouterr().out
    assert "2 packets transmitted, 2 received" in shown
    assert "Request who-has 10.0.0.2 tell 10.0.0.1" in shown


def test_the_first_command_shows_all_models_and_their_packets_paths(capsys: pytest.CaptureFixture[str]) -> None:
    line = re.search(r"^python3 -m pynetns (.*)$", README.read_text(encoding="utf-8"), re.MULTILINE)
    assert line
    assert main(line[1].split()) == 0
    shown = capsys.readouterr().out
    for model in ("bridge", "host", "container", "none", "macvlan"):
        assert re.search(rf"^{model}: ", shown, re.MULTILINE)
    assert shown.count("the packet's path") > 7


def test_the_example_prints_a_ping_and_leaves_captures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                                       capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["run", "bridge", "--pcap", "captures"]) == 0
    assert "3 packets transmitted, 3 received" in capsys.readouterr().out
    assert (tmp_path / "captures" / "c1.eth0.pcap").stat().st_size > 100


def test_every_command_that_the_readme_names_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    row = next(line for line in README.read_text(encoding="utf-8").splitlines() if line.startswith("| commands |"))
    for name in re.findall(r"`(\w+)`", row.split("|")[2]):
        assert main(["run", "-e", f"{name} --help", "-k"]) != 127, name
