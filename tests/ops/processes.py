"""The site's commands as processes of their own, as an operator runs them."""

import os
import subprocess
import sys
from typing import Any

from petitions.config import ROOT, Settings


def environment(settings: Settings) -> dict[str, str]:
    """Give the environment in which a process works on the same site."""
    return os.environ | {
        "PETITIONS_DATABASE_URL": settings.database_url,
        "PETITIONS_MAIL_URL": settings.mail_url,
        "PETITIONS_SECRET_KEY": settings.secret_key,
    }


def start(settings: Settings, *command: str, **options: Any) -> subprocess.Popen[str]:
    """Start `flask --app app COMMAND`."""
    line = [sys.executable, "-m", "flask", "--app", "app", *command]
    given = {"cwd": ROOT, "env": environment(settings), "text": True} | options
    return subprocess.Popen(line, **given)


def run(settings: Settings, *command: str, **variables: str) -> tuple[int, str]:
    """Run a command to its end; give its exit code and all that it said."""
    env = environment(settings) | variables
    pipe = subprocess.PIPE
    with start(settings, *command, env=env, stdout=pipe, stderr=subprocess.STDOUT) as process:
        said, _ = process.communicate(timeout=60)
    return process.returncode, said
