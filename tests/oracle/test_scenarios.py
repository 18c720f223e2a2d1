"""Every scenario gives in pynetns what the kernel gave (expected/), with the flow cache and without it."""

import functools
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

import pytest

from compare import differences, in_pynetns

HERE = pathlib.Path(__file__).resolve().parent
SCENARIOS = sorted((HERE / "scenarios").glob("*.sh"))

# Where pynetns differs on purpose; the README lists it too.
ON_PURPOSE = {
    "nat-fragments": "the kernel writes later headers into fragments that a packet socket has seen but not read; our captures stay as they were",
}

# Run again on the kernel where that is possible: one of each kind, none that waits long.
SAMPLE = ("addr-forms", "arp-ignore", "bridge-learning-2", "bridge-nf-header-checks", "icmp-types", "ip-bad-header", "ip-reassembly",
          "link-words", "route-replace", "tables-counters-forward", "tcp-reset-numbers", "udp-closed")


def expected(name):
    return json.loads((HERE / "expected" / f"{name}.json").read_text())


@functools.cache
def why_no_kernel():
    """Empty where the kernel oracle can run here, else the reason why not."""
    if os.name != "posix" or not hasattr(os, "geteuid") or os.geteuid() != 0:
        return "needs root"
    missing = [tool for tool in ("unshare", "ip", "bridge", "sysctl", "nstat") if not shutil.which(tool)]
    if missing:
        return f"needs {', '.join(missing)}"
    trial = "mount --make-rprivate / && ip link add br9 type bridge && ip link add v9 type veth peer name w9"
    if subprocess.run(["unshare", "-m", "-n", "sh", "-c", trial], capture_output=True).returncode:
        return "no namespaces, veth or bridge here"
    return ""


def same_kernel(name):
    """What is stored holds for the kernel that wrote it; another version may differ."""
    return expected(name)["kernel"] == os.uname().release.split("-")[0]


@pytest.mark.parametrize("flow_cache", (True, False), ids=("flow-cache", "slow-path"))
@pytest.mark.parametrize("scenario", [
    pytest.param(path, id=path.stem, marks=[pytest.mark.xfail(reason=ON_PURPOSE[path.stem], strict=True)] if path.stem in ON_PURPOSE else [])
    for path in SCENARIOS])
def test_the_emulator_agrees_with_the_kernel(scenario, flow_cache):
    found = list(differences(expected(scenario.stem), in_pynetns(scenario, flow_cache)))
    assert not found, "\n" + "\n".join(found)


@pytest.mark.parametrize("name", SAMPLE)
def test_the_kernel_still_does_what_is_stored(name, tmp_path):
    if why_no_kernel():
        pytest.skip(why_no_kernel())
    if not same_kernel(name):
        pytest.skip(f"stored by Linux {expected(name)['kernel']}, this is {os.uname().release}")
    for part in ("kernel.py", "packet.py"):
        shutil.copy(HERE / part, tmp_path)
    for part in ("include", "scenarios"):
        shutil.copytree(HERE / part, tmp_path / part)
    subprocess.run([sys.executable, "kernel.py", f"scenarios/{name}.sh"], cwd=tmp_path, check=True, capture_output=True)
    again = json.loads((tmp_path / "expected" / f"{name}.json").read_text())
    assert not list(differences(expected(name), again))


@pytest.mark.parametrize("scenario", [pytest.param(path, id=path.stem) for path in SCENARIOS])
def test_a_scenario_says_what_it_shows_and_has_its_answer(scenario):
    first = scenario.read_text().splitlines()[0]
    assert re.match(r"# \S", first), "the first line is the rule seen"
    stored = expected(scenario.stem)
    assert stored["scenario"] == scenario.stem and stored["outputs"]


def test_every_answer_has_its_scenario():
    assert {path.stem for path in (HERE / "expected").glob("*.json")} == {path.stem for path in SCENARIOS}
