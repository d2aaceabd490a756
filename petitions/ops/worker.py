"""What goes on beside the web server: mails sent, counts folded, lists made, old rows erased."""

import logging
import os
import signal
import threading
import time
from collections.abc import Callable
from contextlib import closing

from flask import Flask, current_app
from sqlalchemy.exc import SQLAlchemyError

from petitions.db import db, transaction, truncate_wal
from petitions.db.ending import Ending
from petitions.db.tally import FOLD_ROWS, fold
from petitions.desk import exports
from petitions.desk.exports.operations import sweep as sweep_exports
from petitions.desk.news.mailing import advance
from petitions.mail import operations as mail
from petitions.mail.delivery import BATCH, deliver
from petitions.ops import retention
from petitions.signing import removal
from petitions.web import limits

log = logging.getLogger(__name__)

ACTOR = "worker"
IDLE_SECONDS = 0.5
PAUSE_AFTER_ERROR_SECONDS = 5
SWEEP_SECONDS = 60
FORGET_SECONDS = 60 * 60
TURN_SECONDS = 0.05  # in which others write: SQLite's find the lock free only by looking
NICENESS = 10  # visitors come first: a fifth more sign on two busy processors
STOP_SECONDS = 10  # as long as a volume of names may take to be typeset

# What is done in each turn, and how much of it means that more is to be done at once. What is less
# gathers until the next turn: many mails in few transactions leave signers the database.
STEPS = ((deliver, BATCH), (advance, 1), (fold, FOLD_ROWS))

_stop = Ending()


def work() -> None:
    """Work until SIGTERM or Ctrl-C; what was begun is finished first."""
    os.nice(NICENESS)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: _stop.set())
    log.info("the mail worker has started")
    exporter = _start_exporting()
    swept = forgot = time.monotonic()
    while not _stop.is_set():
        done = [_attempt(step, full) for step, full in STEPS]
        if time.monotonic() - swept > SWEEP_SECONDS:
            _attempt(sweep)
            swept = time.monotonic()
        # By itself, so that the privacy page tells the truth on a server where nobody set up a
        # cron job; not at once, so that who starts with a wrong clock or an old backup has time.
        if time.monotonic() - forgot > FORGET_SECONDS:
            _attempt(forget)
            forgot = time.monotonic()
        _rest(done)
    exporter.join(STOP_SECONDS)


def work_once() -> None:
    """Send all that is due, fold all that is open, make all lists, for cron."""
    while deliver() or advance():
        pass
    while fold():
        pass
    while make_exports():
        pass
    sweep()


def sweep() -> int:
    """Delete rows that have served their time; give how many."""
    with transaction():
        gone = limits.sweep() + mail.sweep() + removal.sweep()
    gone += sweep_exports()
    truncate_wal()
    return gone


def forget() -> int:
    """Erase what is past its time, and send mails in between; give how many rows."""
    number = 0
    with closing(retention.erase(ACTOR)) as erasing:
        for gone in erasing:
            number += gone
            deliver()
            fold()
            if _stop.wait(TURN_SECONDS):
                break
    return number


def make_exports() -> int:
    """Make one list that an organiser waits for; give 0 where nobody does."""
    return exports.work(_stop)


def _start_exporting() -> threading.Thread:
    """Make lists in a thread of their own: a long one must not hold up the mail.

    It ends with the process, should it not hear of the end in time; its list then waits for the
    next worker.
    """
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]

    def keep_making() -> None:
        with app.app_context():
            while not _stop.is_set():
                _rest([_attempt(make_exports)])

    thread = threading.Thread(target=keep_making, name="exports", daemon=True)
    thread.start()
    return thread


def _rest(done: list[bool | None]) -> None:
    """Wait a little where there is no more to do, longer where the database failed."""
    if None in done:
        _stop.wait(PAUSE_AFTER_ERROR_SECONDS)
    elif not any(done):
        _stop.wait(IDLE_SECONDS)


def _attempt(step: Callable[[], int], full: int = 1) -> bool | None:
    """Do one step; tell whether there is more to do, None where the database failed.

    A failure must not end the worker.
    """
    try:
        return step() >= full
    except SQLAlchemyError:
        log.exception("the worker could not %s", step.__name__)
        return None
    finally:
        db.session.remove()
