"""`dmesg` of util-linux 2.38.1: its words and status, as the real one prints them."""

import pytest

from pynetns import Lab, NetNamespace

EXCLUSIVE = "dmesg: mutually exclusive arguments: --clear --console-off --console-on --read-clear --console-level --raw\n"
HINT = "Try 'dmesg --help' for more information.\n"


def logging_box() -> NetNamespace:
    """A namespace whose log has lines of one ping."""
    box = Lab().netns("box")
    box.run("ip link set lo up")
    box.run("iptables -A OUTPUT -j LOG --log-level error")
    box.run("ping -c 1 127.0.0.1")
    return box


@pytest.mark.parametrize("words", ["-n 4", "-n notice", "-n 8", "--console-level err", "-D", "-E"])
def test_the_level_of_the_console_is_taken(words: str) -> None:
    done = logging_box().run(f"dmesg {words}")
    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)


@pytest.mark.parametrize(("words", "error"), [
    ("-n foo", "dmesg: unknown level 'foo'\n"), ("-n 9", "dmesg: unknown level '9'\n"), ("-n 0", "dmesg: unknown level '0'\n"),
    ("-n", f"dmesg: option requires an argument -- 'n'\n{HINT}"), ("-z", f"dmesg: invalid option -- 'z'\n{HINT}"),
    ("foo", f"dmesg: bad usage\n{HINT}"), ("-l err,foo", "dmesg: unknown level 'foo'\n"), ("-C -c", EXCLUSIVE), ("-D -E", EXCLUSIVE),
])
def test_what_is_wrong_fails_with_the_real_tools_words(words: str, error: str) -> None:
    done = logging_box().run(f"dmesg {words}")
    assert (done.stdout, done.stderr, done.returncode) == ("", error, 1)


def test_the_log_is_cleared_with_or_without_being_read() -> None:
    for words, reads in (("-c", True), ("-C", False)):
        box = logging_box()
        assert bool(box.run(f"dmesg {words}").stdout) is reads
        assert box.run("dmesg").stdout == ""


def test_stamps_and_levels() -> None:
    box = logging_box()
    assert box.run("dmesg").stdout.startswith("[    0.000000] IN=")
    assert box.run("dmesg -T").stdout.startswith("[Wed Jan  1 00:00:00 2025] IN=")
    assert box.run("dmesg -t -l 3").stdout.startswith("IN=")
    assert box.run("dmesg -l warn").stdout == ""
    assert box.run("dmesg -x").stdout.startswith("kern  :err   : [    0.000000] IN=")
