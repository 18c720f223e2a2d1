"""Frames in words: the scenarios' own builder, which knows nothing of pynetns, makes the same bytes."""

import sys
from importlib import import_module
from pathlib import Path

import pytest

from pynetns import Error
from pynetns.cli.frame_words import frame

ORACLE = Path(__file__).parents[1] / "oracle"


def sent() -> set[str]:
    """Every frame that some scenario sends."""
    lines = (line for path in sorted(ORACLE.glob("scenarios/*.sh")) for line in path.read_text().splitlines())
    return {line.split(maxsplit=3)[3] for line in lines if line.startswith("#! send ")}


def test_every_frame_of_every_scenario_is_built_as_the_oracle_builds_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [str(ORACLE), *sys.path])
    build = import_module("packet").build
    frames = sent()
    assert len(frames) > 100
    assert {words: frame(words.split()) for words in frames} == {words: build(words.split()) for words in frames}


@pytest.mark.parametrize("words", ["", "eth.dst=02:00:00:00:00:0b", "raw=xyz", "eth.dst=x eth.src=02:00:00:00:00:0a",
                                   "eth.dst=02:00:00:00:00:0b eth.src=02:00:00:00:00:0a ip.src=1.2.3 ip.dst=1.2.3.4",
                                   "eth.dst=02:00:00:00:00:0b eth.src=02:00:00:00:00:0a ip.src=1.2.3.4 ip.dst=1.2.3.4 ip.ttl=256"])
def test_words_that_make_no_frame_are_an_error(words: str) -> None:
    with pytest.raises(Error):
        frame(words.split())
