"""The whole site in one command: database, sample, web server, mail worker."""

import logging
import os
import resource
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

from flask import Flask

from petitions.accounts.models import ADMIN
from petitions.accounts.operations import any_admin, invite
from petitions.campaigns.campaign_file import read_campaign
from petitions.campaigns.operations import SlugTaken, create
from petitions.campaigns.queries import any_campaign
from petitions.config import ROOT, SERVER_THREADS, settings
from petitions.db import db, schema
from petitions.mail.transports import transport
from petitions.ops import cpu_affinity, memory
from petitions.web import stalled
from petitions.web.addresses import absolute_address

if TYPE_CHECKING:
    from granian.server.common import AbstractServer

log = logging.getLogger(__name__)

FIRST_START = "first start"
SAMPLE = ROOT / "sample" / "ua-115-16.md"
# Each per process. An open page keeps its connection between two requests for the counter.
CONNECTIONS = 4096
IDLE_SECONDS = 10  # after which a thread ends: each takes 200 KB
OTHER_FILES = 256  # per process: database, pipes
RESTART_SECONDS = 1
STOP_SECONDS = 30  # as long as a request in flight may take when all stops


def prepare() -> None:
    """Check the settings, migrate; on a first start load the sample and invite the first admin."""
    transport(settings().mail_url)
    schema.upgrade()
    if not any_campaign():
        with suppress(SlugTaken):  # another server started at the same moment
            create(read_campaign(SAMPLE), actor=FIRST_START, publish=True)
    if not any_admin():
        token = invite("", ADMIN, actor=FIRST_START)
        link = absolute_address("joining.join", token=token)
        print(f"Make the first organiser's account within 24 hours: {link}", flush=True)  # noqa: T201


def serve() -> None:
    """Serve until SIGTERM or Ctrl-C: first requests in flight are answered, then all stops."""
    server = web_server("app:app", _port(), settings().workers)
    os.register_at_fork(after_in_child=_leave_signals_to_the_parent)
    cpu_affinity.share_out(settings().workers)
    mail_worker = MailWorker()
    mail_worker.start()
    log.info("serving %s", settings().base_url)
    # Web processes are forked from this one, and must not share its connections to the database.
    db.session.remove()
    db.engine.dispose()
    memory.save()
    try:
        server.serve(target_loader=_application)
    finally:
        mail_worker.stop()


def web_server(target: str, port: int, workers: int) -> "AbstractServer[Any]":
    """Give the server of an application (`module:name`), not yet started."""
    from granian import Granian
    from granian.constants import HTTPModes, Interfaces
    from granian.log import LogLevels

    return Granian(
        target,
        address=os.environ.get("HOST", "127.0.0.1"),
        port=port,
        interface=Interfaces.WSGI,
        # Where it waits to see which HTTP it is, it waits for ever.
        http=HTTPModes.http1,
        workers=workers,
        backpressure=_connections(),
        blocking_threads=SERVER_THREADS,
        blocking_threads_idle_timeout=IDLE_SECONDS,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
        working_dir=ROOT,
        log_level=LogLevels.error,  # it warns of this many threads; turns keep them apart
        websockets=False,
    )


def _connections() -> int:
    """Give how many a process may hold: each is an open file, and so are other things."""
    now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    allowed = CONNECTIONS + OTHER_FILES
    if now < allowed:
        allowed = allowed if most == resource.RLIM_INFINITY else min(allowed, most)
        resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, most))
    return allowed - OTHER_FILES


def _application(target: str) -> Flask:
    """Load the application in a web process, and start what goes on beside it there."""
    stalled.watch(_port())
    module, _, name = target.partition(":")
    return cast("Flask", getattr(import_module(module), name))


def _port() -> int:
    return int(os.environ.get("PORT", "8000"))


def _leave_signals_to_the_parent() -> None:
    """Set up a new web process so that it hears one signal, its parent's, and never misses it.

    Ctrl-C in a terminal goes to every process of the group, and Granian's processes hang on a
    second signal while they stop: so each has a group of its own. Until it has set up its own
    handlers it has nothing to finish, and may just end.
    """
    os.setpgrp()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)


class MailWorker:
    """The mail worker's process: started again should it die, stopped with the server."""

    def __init__(self) -> None:
        self.stopping = threading.Event()
        self.keeper = threading.Thread(target=self._keep_running, daemon=True)

    def start(self) -> None:
        """Start the process, and keep it running."""
        self.process = self._started()
        self.keeper.start()

    def stop(self) -> None:
        """Let the process finish the mail it is sending."""
        self.stopping.set()
        self.process.terminate()
        self.keeper.join()

    def _keep_running(self) -> None:
        self.process.wait()
        while not self.stopping.wait(RESTART_SECONDS):
            log.warning("the mail worker ended with code %s", self.process.returncode)
            self.process = self._started()
            if self.stopping.is_set():  # it came after stop() had looked
                self.process.terminate()
            self.process.wait()

    def _started(self) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", "flask", "--app", "app", "send-mail"]
        return subprocess.Popen(command, cwd=ROOT, process_group=0)  # noqa: S603  (our own)
