"""The whole site in one command: database, sample, web server, mail worker."""

import ctypes
import gc
import logging
import multiprocessing
import os
import resource
import signal
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from typing import TYPE_CHECKING, Any

from flask import Flask, current_app
from setproctitle import setproctitle

from petitions.accounts.models import ADMIN
from petitions.accounts.operations import invite
from petitions.accounts.queries import any_admin
from petitions.campaigns.campaign_file import read_campaign
from petitions.campaigns.operations import SlugTaken, create
from petitions.campaigns.queries import any_campaign
from petitions.config import (
    DEFAULT_HOST,
    DEFAULT_PORT,
    MAX_HEADER_BYTES,
    ROOT,
    SERVER_THREADS,
    SettingsError,
    settings,
)
from petitions.db import db, schema
from petitions.mail.transports import transport
from petitions.ops import worker
from petitions.ops.key_rotation import former_key
from petitions.organisation.queries import lacks_organisation
from petitions.web.http import absolute_address

if TYPE_CHECKING:
    from multiprocessing.context import ForkProcess

    from granian.server.common import AbstractServer

log = logging.getLogger(__name__)

TITLE = "petitions"  # of its processes, as `ps` shows them
FIRST_START = "first start"
SAMPLE = ROOT / "sample" / "ua-115-16.md"
# Each per process. An open page keeps its connection between two requests for the counter.
CONNECTIONS = 4096
OTHER_FILES = 256  # open files beside connections: database, pipes
IDLE_THREAD_SECONDS = 10  # after which a thread ends: each takes 200 KB
RESTART_SECONDS = 1
STOP_SECONDS = 30  # as long as a request in flight may take when all stops
M_ARENA_MAX, ARENAS = -8, 2  # the first as in glibc's malloc.h


def prepare() -> None:
    """Check the settings, migrate; on a first start load the sample and invite the first admin."""
    transport(settings().mail_url)
    schema.upgrade()
    if former_key():
        raise SettingsError(
            "PETITIONS_SECRET_KEY is new, and the database is sealed with a former key: run "
            "./run rotate-key, then start again."
        )
    if not any_campaign():
        publish = not lacks_organisation()
        with suppress(SlugTaken):  # another server started at the same moment
            create(read_campaign(SAMPLE), actor=FIRST_START, publish=publish)
        if not publish:
            log.info("the sample is a draft: name who is responsible at the desk, then open it")
    if not any_admin():
        token = invite("", ADMIN, actor=FIRST_START)
        link = absolute_address("accounts.join", token=token)
        print(f"Make the first organiser's account within 24 hours: {link}", flush=True)  # noqa: T201


def serve() -> None:
    """Serve until SIGTERM or Ctrl-C: first requests in flight are answered, then all stops."""
    host, port = os.environ.get("HOST", DEFAULT_HOST), int(os.environ.get("PORT", DEFAULT_PORT))
    server = web_server("app:app", port, settings().workers)
    # Processes are forked from this one, and must not share its database connections.
    db.session.remove()
    db.engine.dispose()
    share_memory()
    os.register_at_fork(after_in_child=_leave_signals_to_the_parent)
    pin_processes(settings().workers)
    with mail_worker():
        log.info("serving %s, listening on %s port %s", settings().base_url, host, port)
        server.serve(target_loader=_load_application)


def web_server(target: str, port: int, workers: int) -> "AbstractServer[Any]":
    """Return the server of an application (`module:name`), not yet started."""
    from granian import Granian
    from granian.constants import HTTPModes, Interfaces
    from granian.http import HTTP1Settings
    from granian.log import LogLevels

    soft_limit, hard_limit = resource.getrlimit(resource.RLIMIT_NOFILE)
    open_files = CONNECTIONS + OTHER_FILES
    if soft_limit < open_files:
        is_unlimited = hard_limit == resource.RLIM_INFINITY
        open_files = open_files if is_unlimited else min(open_files, hard_limit)
        resource.setrlimit(resource.RLIMIT_NOFILE, (open_files, hard_limit))
    return Granian(
        target,
        address=os.environ.get("HOST", DEFAULT_HOST),
        port=port,
        interface=Interfaces.WSGI,
        # Where it waits to see which HTTP it is, it waits for ever.
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(max_buffer_size=8 * MAX_HEADER_BYTES),
        workers=workers,
        backpressure=open_files - OTHER_FILES,
        blocking_threads=SERVER_THREADS,
        blocking_threads_idle_timeout=IDLE_THREAD_SECONDS,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
        working_dir=ROOT,
        process_name=f"{TITLE} serve",
        log_level=LogLevels.error,  # it warns of this many threads; web/admission limits them
        websockets=False,
    )


def pin_processes(processes: int) -> None:
    """Pin each process forked from here on to a processor of its own.

    A Python process computes on one processor at a time; handing its threads over to another one
    costs more than most answers. Only where there are at least as many processes as processors:
    else the system does better.
    """
    processors = _processors()
    if not processors or processes < len(processors):
        return

    def pin_to_least_used() -> None:
        used: Counter[int] = Counter()
        for child in multiprocessing.active_children():
            with suppress(ProcessLookupError):  # it has just ended
                used.update(os.sched_getaffinity(child.pid or 0))
        os.sched_setaffinity(0, {min(sorted(processors), key=lambda number: used[number])})

    # A process inherits it when it is forked, so no two can choose at the same moment.
    os.register_at_fork(
        before=pin_to_least_used, after_in_parent=lambda: os.sched_setaffinity(0, processors)
    )


def share_memory() -> None:
    """Keep memory that exists now shared with the processes forked from here on.

    Python's garbage collector writes to every object that it looks at, and glibc returns a
    thread's memory to that thread alone.
    """
    gc.collect()
    gc.freeze()  # the collector looks at none of these again
    with suppress(AttributeError, OSError):  # not glibc
        ctypes.CDLL(None).mallopt(M_ARENA_MAX, ARENAS)


def _load_application(_target: str) -> Any:
    return import_module("app").app


def _leave_signals_to_the_parent() -> None:
    """Set up a new process so that it hears one signal, its parent's, and never misses it.

    Ctrl-C in a terminal goes to every process of the group, and Granian's processes hang on a
    second signal while they stop: so each has a group of its own. Until it has set up its own
    handlers it has nothing to finish, and may just end.
    """
    os.setpgrp()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)


@contextmanager
def mail_worker() -> Iterator[None]:
    """Run the mail worker's process beside a block: forked again should it die.

    At the end it finishes the mail that it is sending.
    """
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    context = multiprocessing.get_context("fork")
    stopping = threading.Event()

    def start() -> "ForkProcess":
        process = context.Process(target=_send_mail, args=[app, _processors()])
        process.start()
        return process

    process = start()

    def supervise() -> None:
        nonlocal process
        process.join()
        while not stopping.wait(RESTART_SECONDS):
            log.warning("the mail worker ended with code %s", process.exitcode)
            process = start()
            if stopping.is_set():  # the block ended before it was started
                process.terminate()
            process.join()

    supervisor = threading.Thread(target=supervise, daemon=True)
    supervisor.start()
    try:
        yield
    finally:
        stopping.set()
        process.terminate()
        supervisor.join()


def _send_mail(app: Flask, processors: set[int]) -> None:
    """Work as `send-mail` does, and be called so; on any of these processors."""
    setproctitle(f"{TITLE} send-mail")
    if processors:
        os.sched_setaffinity(0, processors)
    with app.app_context():
        worker.work()


def _processors() -> set[int]:
    """Return the numbers of those that this process may use; none on macOS."""
    return os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else set()
