"""What is installed stands alone: the standard library only, on any platform."""

import ast
import configparser
import subprocess
import sys
from pathlib import Path

import pytest

import pynetns

ROOT = Path(__file__).parents[1]
PACKAGE = Path(pynetns.__file__).parent
LINUX_ONLY = ("fcntl", "pwd", "grp", "readline", "termios", "tty", "pty", "resource", "syslog", "posix", "spwd", "crypt")

# Everything is imported with the modules that other platforms lack made to fail, and no socket constant that only Linux has.
ELSEWHERE = f"""
import builtins, importlib, pkgutil, socket, sys
real = builtins.__import__
def guarded(name, globals=None, locals=None, fromlist=(), level=0):
    importer = (globals or {{}}).get("__name__", "")
    if name.partition(".")[0] in {LINUX_ONLY!r} and importer.startswith("pynetns"):
        raise ImportError(f"{{name}} is not on this platform, and {{importer}} imports it")
    return real(name, globals, locals, fromlist, level)
builtins.__import__ = guarded
for name in ("AF_PACKET", "AF_NETLINK", "AF_UNIX", "SO_BINDTODEVICE", "IP_MTU_DISCOVER", "PACKET_HOST"):
    if hasattr(socket, name):
        delattr(socket, name)
import pynetns
for module in pkgutil.walk_packages(pynetns.__path__, "pynetns."):
    if not module.name.startswith("pynetns.cli.exec.") or module.name.endswith(".command"):  # its programs are Linux's
        importlib.import_module(module.name)
from pynetns.__main__ import main
sys.exit(main(["run", "bridge"]))
"""


def test_nothing_but_the_standard_library_is_imported() -> None:
    names = set()
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
                names.add(node.module.partition(".")[0])
    assert names - sys.stdlib_module_names == {"pynetns"}


def test_it_runs_where_what_only_linux_has_is_missing(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-W", "error", "-c", ELSEWHERE], cwd=tmp_path, capture_output=True, text=True,
                          env={"PYTHONPATH": str(PACKAGE.parent), "PATH": ""})
    assert (done.returncode, done.stderr) == (0, "")
    assert "3 received" in done.stdout


def test_a_lower_row_never_imports_a_higher_one() -> None:
    """DESIGN's layers. What only the type checker sees does not count."""
    rows = {"wire": 1, "device": 2, "fastpath": 2, "netns": 3, "netfilter": 3, "lab": 4, "docker": 5, "commands": 6, "cli": 7, "errors": 0}
    for path in PACKAGE.rglob("*.py"):
        part = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        if part not in rows:
            continue
        for node in _run_time_imports(ast.parse(path.read_text(encoding="utf-8")).body):
            target = (node.module or "").split(".")
            if target[0] == "pynetns" and len(target) > 1:
                assert rows[target[1]] <= rows[part], f"{path}:{node.lineno} imports {node.module}"


def _run_time_imports(body: list[ast.stmt]) -> list[ast.ImportFrom]:
    found = []
    for node in body:
        if isinstance(node, ast.ImportFrom):
            found.append(node)
        elif not (isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)):
            for field in ("body", "orelse", "handlers", "finalbody"):
                found += _run_time_imports(getattr(node, field, []))
    return found


def test_the_version_is_the_packages_and_types_and_examples_are_part_of_it() -> None:
    if not (ROOT / "setup.cfg").exists():
        pytest.skip("an installed package without its sources")
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg")
    assert config["metadata"]["version"] == "attr: pynetns.__version__"
    assert "install_requires" not in config["options"]
    data = config["options.package_data"]["pynetns"].split()
    found = {path.relative_to(PACKAGE).as_posix() for pattern in data for path in PACKAGE.glob(pattern)}
    assert found >= {"py.typed", "examples/bridge.sh"}
