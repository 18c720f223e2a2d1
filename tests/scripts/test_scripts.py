"""Bash scripts as people write them print with `pynetns exec` what they print on the real kernel (both.py)."""

import importlib.util
import os
import shutil
import sys
from pathlib import Path

import pytest

_spec = importlib.util.spec_from_file_location("both", Path(__file__).with_name("both.py"))
assert _spec is not None and _spec.loader is not None
both = importlib.util.module_from_spec(_spec)
sys.modules["both"] = both
_spec.loader.exec_module(both)

SCRIPTS = sorted((Path(__file__).parent / "scripts").glob("*.sh"))
QUICK = ("trap-bridge-nf", "veth-errors", "iptables-firewall")  # on the kernel a script's sleeps take their time


def _why_not(folder: Path) -> str:
    script = folder / "nothing.sh"
    script.write_text("true\n")
    text, status = both.here(script, folder)
    return "" if status == 0 else f"no sessions on this machine: {text.strip()}"


@pytest.fixture(scope="module", autouse=True)
def _sessions(tmp_path_factory: pytest.TempPathFactory) -> None:
    reason = _why_not(tmp_path_factory.mktemp("probe"))
    if reason:
        pytest.skip(reason)


@pytest.mark.parametrize("options", [[], ["--no-flow-cache"]], ids=["cached", "plain"])
@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.stem)
def test_a_script_prints_what_it_printed_on_the_kernel(script: Path, options: list[str], tmp_path: Path) -> None:
    text, _, status = (Path(__file__).parent / "expected" / f"{script.stem}.txt").read_text(encoding="utf-8").rpartition("\nstatus ")
    got, mine = both.here(script, tmp_path, *options)
    assert "\n".join(both.differences(text, got)) == ""
    assert mine == int(status)


@pytest.mark.skipif(os.getuid() != 0 or not shutil.which("iptables-legacy"), reason="needs root and iptables-legacy")
@pytest.mark.parametrize("name", QUICK)
def test_the_kernel_of_this_machine_prints_what_was_recorded(name: str, tmp_path: Path) -> None:
    text, _, status = (Path(__file__).parent / "expected" / f"{name}.txt").read_text(encoding="utf-8").rpartition("\nstatus ")
    got, real = both.on_kernel(Path(__file__).parent / "scripts" / f"{name}.sh", tmp_path)
    assert "\n".join(both.differences(text, got)) == ""
    assert real == int(status)
