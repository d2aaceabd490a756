"""The site in processes of its own, as an operator has it."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self
from urllib.error import URLError

from petitions.config import ROOT
from tests.forked import Forked
from tests.mails import link, read_mail

PATIENCE_SECONDS = 30


def free_port() -> int:
    """Give a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


class Site:
    """A served site: web processes and mail worker, its database and mails in one folder.

    Where the processes themselves are tested it is started as an operator does, else forked.
    """

    def __init__(self, folder: Path, *, forked: bool = True, **changes: str) -> None:
        self.folder = folder
        self.forked = forked
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.mails = folder / "mail"
        self.environment = os.environ | {
            "PORT": str(self.port),
            "PETITIONS_SECRET_KEY": "a test key of many different characters: 0123456789",
            "PETITIONS_DATABASE_URL": f"sqlite:///{folder / 'petitions.sqlite'}",
            "PETITIONS_MAIL_URL": f"file:{self.mails}",
            "PETITIONS_POLL_SECONDS": "1",
            "PETITIONS_SIGN_LIMIT": "",
            **changes,
        }
        self.base_url = self.environment.get("PETITIONS_BASE_URL", self.url)
        self.process: Forked | subprocess.Popen[bytes] | None = None

    @contextmanager
    def running(self) -> Iterator[Self]:
        """Serve, and stop as Ctrl-C does."""
        self.start()
        try:
            yield self
        finally:
            self.stop()

    def start(self) -> None:
        """Start, and wait until the first page can be had."""
        log = self.folder / "log"
        if self.forked:
            self.process = Forked(["serve"], self.environment, log)
        else:
            with log.open("ab") as output:
                self.process = subprocess.Popen(
                    [sys.executable, "-m", "flask", "--app", "app", "serve"],
                    cwd=ROOT,
                    env=self.environment,
                    stdout=output,
                    stderr=output,
                    start_new_session=True,  # by which all processes of the site are found
                )
        self._wait_until_ready()
        self._wait_until_all_hear()

    def stop(self) -> int:
        """Ask to stop, wait, and give the exit code."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE_SECONDS)

    def kill(self) -> None:
        """End every process of the site at once, as a power cut does."""
        assert self.process is not None
        for process in self.processes():
            os.kill(process, signal.SIGKILL)
        self.process.wait()

    def processes(self) -> list[int]:
        """Give the processes of the site that still run, zombies left out."""
        assert self.process is not None
        found = []
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                state, _, _, session = stat.read_text().rpartition(")")[2].split()[:4]
            except OSError:  # it has just ended
                continue
            if int(session) == self.process.pid and state != "Z":
                found.append(int(stat.parent.name))
        return found

    def command(self, *words: str) -> tuple[int, str]:
        """Run a command of the site against the same database; give its code and what it said."""
        said = self.folder / "said"
        said.write_text("")
        return Forked([*words], self.environment, said).wait(PATIENCE_SECONDS), said.read_text()

    @property
    def log(self) -> str:
        """What the site wrote to standard error so far."""
        return (self.folder / "log").read_text()

    def first_link(self) -> str:
        """Give the link that makes the first admin, as the operator reads it."""
        found = re.findall(r"http://\S+/organise/join/\S+", self.log)
        return str(found[-1])

    def mail_link(self, to: str, kind: str) -> str:
        """Wait for the newest mail to an address; give its `confirm` or `withdraw` link."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            mails = sorted(self.mails.glob("*.eml"), key=lambda path: path.stat().st_mtime_ns)
            found = [mail for mail in map(read_mail, mails) if mail["To"] == to]
            if found:
                return self.url + link(found[-1], kind, base=self.base_url)
            time.sleep(0.1)
        raise AssertionError("no mail came")

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(f"{self.url}/readyz") as answer:
                    assert answer.status == 200
                    return
            except (URLError, ConnectionError):
                time.sleep(0.05)
        raise AssertionError(self.log)

    def _wait_until_all_hear(self) -> None:
        """Wait until every process has begun to listen for the signal that ends it.

        Granian (2.8) loses one that comes while a web process sets itself up, and then ends that
        process by force after 30 seconds.
        """
        processes = int(self.environment.get("PETITIONS_WORKERS", "2")) + 2
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            if [_hears(process) for process in self.processes()].count(True) >= processes:
                time.sleep(0.2)  # from its handler to its loop
                return
            time.sleep(0.02)
        raise AssertionError(self.log)


def _hears(process: int) -> bool:
    """Return True if a process has a handler of its own for SIGTERM."""
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:  # it has just ended
        return False
    caught = re.search(r"^SigCgt:\s*([0-9a-f]+)", status, re.MULTILINE)
    return bool(caught and int(caught[1], 16) >> (signal.SIGTERM - 1) & 1)
