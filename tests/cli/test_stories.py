"""The tour and the cases: each runs as its script says, and fits a terminal."""

import io
import re

import pytest

from pynetns import Lab
from pynetns.__main__ import main
from pynetns.cli.story import Story, StoryFailed, Teller, read, stories


def told(story: Story, flow_cache: bool = True) -> str:
    out = io.StringIO()
    for _ in Teller(out, colour=False).tell(story, Lab(flow_cache=flow_cache)):
        pass
    return out.getvalue()


@pytest.mark.parametrize("story", [*stories("tour"), *stories("cases")], ids=lambda story: story.name)
def test_each_command_of_a_story_ends_as_the_script_says_and_every_line_fits_80_columns(story: Story) -> None:
    text = told(story)
    assert max(map(len, text.splitlines()[2:])) <= 80
    assert "the packet's path" in text


@pytest.mark.parametrize("story", [*stories("tour"), *stories("cases")], ids=lambda story: story.name)
def test_a_story_is_the_same_without_the_flow_cache(story: Story) -> None:
    assert told(story) == told(story, flow_cache=False)


def test_a_path_names_the_places_in_order_and_says_what_changed() -> None:
    text = told(next(story for story in stories("tour") if story.name == "publish"))
    path = text.split("curl")[1].split("the packet's path")[1].split("\n\n")[0]
    places = re.findall(r"^ [1 ] (\S+) +(\S+) +(?:->|<-)", path.split("\n 2 ")[0], re.MULTILINE)
    assert [name for name, _ in places] == ["lan", "host", "host", "host", "web"]
    assert "> 192.168.1.10:8080 tcp S" in path and "> 172.17.0.2:80 tcp S" in path


def test_ten_questions_are_there() -> None:
    assert len(stories("cases")) == 10


def test_a_story_whose_command_ends_otherwise_fails_and_says_where() -> None:
    with pytest.raises(StoryFailed, match="ip link show nothing: exit status 1"):
        told(read("x", "# Title\n\nip link show nothing\n# prose\n"))
    with pytest.raises(StoryFailed, match="! true: exit status 1"):
        told(read("x", "# Title\n\n! true\n"))


@pytest.mark.parametrize(("words", "status", "printed"), [
    (["tour", "--list"], 0, "macvlan"),
    (["tour", "--only", "none", "--fast"], 0, "Network is unreachable"),
    (["tour", "--only", "nowhere"], 2, ""),
    (["case"], 0, "stale-udp"),
    (["case", "nothing"], 2, ""),
    (["case", "loopback-port"], 0, "What fixes it")])
def test_the_command_line_lists_chooses_and_refuses(capsys: pytest.CaptureFixture[str], words: list[str], status: int,
                                                    printed: str) -> None:
    assert main(words) == status
    assert printed in capsys.readouterr().out
