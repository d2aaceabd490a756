"""The site's commands as processes of their own."""

import os
import subprocess
import sys
from pathlib import Path

from petitions.config import ROOT, Settings
from tests.forked import Forked


def environment(settings: Settings) -> dict[str, str]:
    """Give the environment in which a process works on the same site."""
    return os.environ | {
        "PETITIONS_DATABASE_URL": settings.database_url,
        "PETITIONS_MAIL_URL": settings.mail_url,
        "PETITIONS_SECRET_KEY": settings.secret_key,
    }


def start(settings: Settings, *command: str) -> Forked:
    """Start `flask --app app COMMAND`."""
    return Forked([*command], environment(settings), Path(os.devnull))


def run(settings: Settings, *command: str, **variables: str) -> tuple[int, str]:
    """Run a command to its end, as an operator does; give its exit code and all that it said."""
    done = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "app", *command],
        check=False,
        cwd=ROOT,
        env=environment(settings) | variables,
        text=True,
        timeout=60,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    return done.returncode, done.stdout
