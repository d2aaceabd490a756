"""What our own rules for semgrep find: `./run check` prints it, and fails where there is any.

Semgrep asks nobody and tells nobody: it runs without a network.
"""

import json
import subprocess
import sys
from typing import NamedTuple

from petitions.config import ROOT

PROGRAM = ROOT / ".venv" / "audit" / "bin" / "semgrep"
WEAK = ROOT / "tests" / "house" / "weak"
CODE = ("app.py", "petitions", "templates")
ADVICE = f"{PROGRAM.relative_to(ROOT)} is missing: ./run check and ./run test bring it."


class Weakness(NamedTuple):
    """A line that does what a rule forbids."""

    path: str
    line: int
    rule: str
    message: str


def weaknesses(*paths: str) -> list[Weakness]:
    """Give what is found in files or folders; an error where a rule or a file cannot be read."""
    command = [PROGRAM, "scan", "--quiet", "--metrics=off", "--disable-version-check"]
    options = ["--json", "--no-git-ignore", "--config", WEAK / "rules.yaml"]
    done = subprocess.run([*command, *options, *paths], cwd=ROOT, capture_output=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stdout.decode() + done.stderr.decode())
    answer = json.loads(done.stdout)
    if answer["errors"]:
        raise RuntimeError(answer["errors"])
    found = [
        Weakness(
            path=result["path"],
            line=result["start"]["line"],
            rule=result["check_id"].rpartition(".")[2],
            message=result["extra"]["message"],
        )
        for result in answer["results"]
    ]
    return sorted(set(found))


def main() -> int:
    """Print what is found in the code; give 1 where there is any."""
    if not PROGRAM.exists():
        sys.exit(ADVICE)
    found = weaknesses(*CODE)
    for weakness in found:
        print(f"{weakness.path}:{weakness.line}: {weakness.rule}: {weakness.message}")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
