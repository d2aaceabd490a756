"""The script that starts everything must itself start, on whatever Python it meets."""

import os
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "run"
REQUIREMENTS = sorted(ROOT.glob("requirements*.txt"))
PIN = re.compile(r"\S+==\S+( ; [^\\\n]+)?( \\\n    --hash=sha256:[0-9a-f]{64})+\n")


def run(*command: str | Path, **environ: str) -> subprocess.CompletedProcess[str]:
    environ = os.environ | environ
    return subprocess.run(
        command, check=False, cwd="/", env=environ, capture_output=True, text=True
    )


def make_program(path: Path, text: str = "") -> None:
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy with nothing installed, where the only Python is too old."""
    for path in (SCRIPT, *REQUIREMENTS):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    make_program(tmp_path / "python3", '[ "$1" = --version ] && echo Python 3.10.9 || exit 1')
    monkeypatch.setenv("PYTHON", str(tmp_path / "python3"))
    return tmp_path


def test_it_is_plain_shell() -> None:
    assert run("sh", "-n", SCRIPT).returncode == 0


def test_usage_lists_every_command() -> None:
    commands = set(re.findall(r"^    ([a-z]+)(?: \|.*)?\)", SCRIPT.read_text(), re.MULTILINE))
    assert {"help", "test", "check"} <= commands
    usage = run(SCRIPT, "help").stdout
    assert commands - set(re.findall(r"\./run ([a-z]+)", usage)) == set()


def test_a_python_too_old_is_refused(checkout: Path) -> None:
    result = run("sh", checkout / "run", "routes")
    assert result.returncode == 1
    assert result.stderr.startswith("This needs Python 3.11 or newer; ")
    assert result.stderr.endswith("/python3 is Python 3.10.9.\n")
    assert not (checkout / ".venv").exists()


def test_it_installs_again_only_when_requirements_change(checkout: Path) -> None:
    programs = checkout / ".venv/bin"
    programs.mkdir(parents=True)
    make_program(programs / "python")
    make_program(programs / "flask", 'echo "ran $*"')
    wanted = checkout / "requirements.txt"
    (checkout / ".venv/requirements.txt").write_bytes(wanted.read_bytes())
    assert run("sh", checkout / "run", "routes").stdout == "ran --app app routes\n"
    wanted.write_text("flask==4.0\n")
    assert "needs Python" in run("sh", checkout / "run", "routes").stderr


@pytest.mark.parametrize("path", REQUIREMENTS, ids=lambda path: path.name)
def test_requirements_are_hashed_pins_and_nothing_else(path: Path) -> None:
    text = path.read_text()
    assert PIN.search(text)
    assert PIN.sub("", text) == ""
