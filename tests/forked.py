"""The site's program in a process that has read most of it: starting takes a quarter of the time.

Otherwise it is what `flask --app app WORDS` is: it makes the application anew, by its environment.
"""

import multiprocessing
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Self

import alembic.command  # noqa: F401
import flask.cli
import granian  # noqa: F401
from sqlalchemy.orm import configure_mappers

from petitions import desk, public  # noqa: F401  (read here, before the fork)
from petitions.config import ROOT
from petitions.ops import commands  # noqa: F401

if TYPE_CHECKING:
    from multiprocessing.context import ForkServerProcess


configure_mappers()


class Forked:
    """A running program, as `subprocess.Popen` shows it; it leads a session of its own."""

    def __init__(self, words: list[str], environment: dict[str, str], log: Path) -> None:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload([__name__])
        self.process: ForkServerProcess = context.Process(
            target=_run, args=(words, environment, log), daemon=False
        )
        self.process.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.process.join()

    @property
    def pid(self) -> int:
        """Its number."""
        assert self.process.pid
        return self.process.pid

    def send_signal(self, number: int) -> None:
        """Send it a signal, if it still runs."""
        if self.process.is_alive():
            os.kill(self.pid, number)

    def kill(self) -> None:
        """End it at once."""
        self.process.kill()

    def wait(self, seconds: float | None = None) -> int:
        """Wait for its end, and return its exit code."""
        self.process.join(seconds)
        assert self.process.exitcode is not None
        return self.process.exitcode


def _run(words: list[str], environment: dict[str, str], log: Path) -> None:
    os.setsid()
    os.chdir(ROOT)
    os.environ.clear()
    os.environ.update(environment)
    multiprocessing.set_start_method("fork", force=True)
    with log.open("ab") as output:
        for stream in (1, 2):
            os.dup2(output.fileno(), stream)
    sys.argv = ["flask", "--app", "app", *words]
    flask.cli.main()
