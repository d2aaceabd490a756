"""What is publicly known against the packages that are installed: `./run check` asks the index.

A finding fails the check. Where the index does not answer, or knows nothing of advisories, the
check says so and goes on: silence is never taken for "nothing found".
"""

import json
import subprocess
import sys
from pathlib import Path

from petitions.config import ROOT

PROGRAM = ROOT / ".venv" / "audit" / "bin" / "pip-audit"
REQUIREMENTS = ROOT / "requirements-dev.txt"  # holds those of requirements.txt too
PATIENCE_SECONDS = 120


def main(program: Path = PROGRAM) -> int:
    """Print what the index knows; give 1 where it knows of a weakness."""
    command = [program, "--disable-pip", "--require-hashes", "--requirement", REQUIREMENTS]
    options = ["--format", "json", "--progress-spinner", "off", "--desc", "off"]
    asking = [*command, *options]
    try:
        done = subprocess.run(
            asking, capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=False
        )
        packages = json.loads(done.stdout)["dependencies"]
    except subprocess.TimeoutExpired:
        return _unknown(f"no answer in {PATIENCE_SECONDS} seconds")
    except ValueError:
        return _unknown((done.stderr.strip().splitlines() or ["pip-audit said nothing"])[-1])
    audited = [package for package in packages if "vulns" in package]
    for package in audited:
        for weakness in package["vulns"]:
            mended = ", ".join(weakness["fix_versions"]) or "no version yet"
            print(f"{package['name']} {package['version']}: {weakness['id']}, mended in {mended}")
    if not audited:
        return _unknown("the index has no advisories")
    if left := len(packages) - len(audited):
        print(f"Not audited, for the index does not know them: {left} of {len(packages)} packages.")
    return int(any(package["vulns"] for package in audited))


def _unknown(reason: str) -> int:
    print(f"Whether anything is known against the packages was NOT found out: {reason}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
