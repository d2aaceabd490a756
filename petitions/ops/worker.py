"""What runs beside the web server: mails sent, counts folded, exports made, old rows erased."""

import logging
import os
import signal
import threading
import time
from collections.abc import Callable
from contextlib import closing

from flask import Flask, current_app
from sqlalchemy.exc import SQLAlchemyError

from petitions.db import db
from petitions.db.tally import FOLD_ROWS, fold
from petitions.desk.exports import jobs
from petitions.desk.news.mailing import advance
from petitions.mail.delivery import BATCH, deliver
from petitions.ops import retention
from petitions.signing.mails import release_mails

log = logging.getLogger(__name__)

ACTOR = "worker"
IDLE_SECONDS = 0.5
PAUSE_AFTER_ERROR_SECONDS = 5
SWEEP_SECONDS = 60
ERASE_SECONDS = 60 * 60
PAUSE_BETWEEN_BATCHES_SECONDS = 0.05  # others write: those of SQLite find the lock free by polling
NICENESS = 10  # visitors come first
STOP_SECONDS = 10  # as long as a volume of names may take to be typeset

# What is done in each round, and how much of it means that there is more to do at once. Less than
# that gathers until the next round: many mails in few transactions leave signers the database.
STEPS = ((release_mails, 1), (deliver, BATCH), (advance, 1), (fold, FOLD_ROWS))


class StopFlag:
    """Set by a signal handler. Not a threading.Event: a handler that sets one may deadlock.

    It runs in the main thread at any moment, also while that holds the lock of the event.
    """

    def __init__(self) -> None:
        self._is_set = False

    def set(self, *_signal: object) -> None:
        """Ask all threads to stop."""
        self._is_set = True

    def is_set(self) -> bool:
        """Return True if the process is to end."""
        return self._is_set

    def wait(self, seconds: float) -> bool:
        """Sleep so long, or until shortly after the flag is set; return True if it is."""
        until = time.monotonic() + seconds
        while not self._is_set and (left := until - time.monotonic()) > 0:
            time.sleep(min(left, IDLE_SECONDS))
        return self._is_set


_stop = StopFlag()


def work() -> None:
    """Work until SIGTERM or Ctrl-C; what was begun is finished first."""
    os.nice(NICENESS)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _stop.set)
    log.info("the mail worker has started")
    exporter = _start_exporting()
    swept_at = erased_at = time.monotonic()
    while not _stop.is_set():
        outcomes = [_attempt(step, full) for step, full in STEPS]
        if time.monotonic() - swept_at > SWEEP_SECONDS:
            _attempt(retention.sweep)
            swept_at = time.monotonic()
        # By itself, so that the privacy page tells the truth on a server where nobody set up a
        # cron job; not at once, so that who starts with a wrong clock or an old backup has time.
        if time.monotonic() - erased_at > ERASE_SECONDS:
            _attempt(erase)
            erased_at = time.monotonic()
        _rest(outcomes)
    exporter.join(STOP_SECONDS)


def work_once() -> None:
    """Send all that is due, fold all that is open, make all exports, for cron."""
    release_mails()
    while deliver() or advance():
        pass
    while fold():
        pass
    while make_export():
        pass
    retention.sweep()


def erase() -> int:
    """Erase what is past its time, and send mails in between; return how many rows."""
    number = 0
    with closing(retention.erase(ACTOR)) as batches:
        for erased in batches:
            number += erased
            deliver()
            fold()
            if _stop.wait(PAUSE_BETWEEN_BATCHES_SECONDS):
                break
    return number


def make_export() -> int:
    """Make one export that an organiser waits for; return 0 where nobody does."""
    return jobs.make_due_export(_stop.is_set)


def _start_exporting() -> threading.Thread:
    """Make exports in a thread of their own: a long one must not delay the mail.

    The thread ends with the process, should it not stop in time; its export then waits for the
    next worker.
    """
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]

    def keep_making() -> None:
        with app.app_context():
            while not _stop.is_set():
                _rest([_attempt(make_export)])

    thread = threading.Thread(target=keep_making, name="exports", daemon=True)
    thread.start()
    return thread


def _attempt(step: Callable[[], int], full: int = 1) -> bool | None:
    """Do one step; return True if there is more to do, None if the database failed.

    A failure must not end the worker.
    """
    try:
        return step() >= full
    except SQLAlchemyError:
        log.exception("the worker could not %s", step.__name__)
        return None
    finally:
        db.session.remove()


def _rest(outcomes: list[bool | None]) -> None:
    """Wait a little where there is no more to do, longer where the database failed."""
    if None in outcomes:
        _stop.wait(PAUSE_AFTER_ERROR_SECONDS)
    elif not any(outcomes):
        _stop.wait(IDLE_SECONDS)
