"""What goes on beside the web server: mails are sent, counts folded, lists made, old rows swept."""

import logging
import signal
import threading
import time
from collections.abc import Callable
from functools import partial

from flask import Flask, current_app
from sqlalchemy.exc import SQLAlchemyError

from petitions.db import db, forget_overwritten_pages, transaction
from petitions.mail import operations as mail
from petitions.mail.delivery import deliver
from petitions.organisers import exports
from petitions.organisers.exports.operations import sweep as sweep_exports
from petitions.tally.operations import fold
from petitions.web import limits

log = logging.getLogger(__name__)

IDLE_SECONDS = 0.5
PAUSE_AFTER_ERROR_SECONDS = 5
SWEEP_SECONDS = 60
STOP_SECONDS = 10  # as long as a volume of names may take to be typeset


def work() -> None:
    """Work until SIGTERM or Ctrl-C; what was begun is finished first."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    log.info("the mail worker has started")
    exporter = _start_exporting(stop)
    swept = time.monotonic()
    while not stop.is_set():
        done = [_attempt(deliver), _attempt(fold)]
        if time.monotonic() - swept > SWEEP_SECONDS:
            _attempt(sweep)
            swept = time.monotonic()
        if None in done:
            stop.wait(PAUSE_AFTER_ERROR_SECONDS)
        elif not any(done):
            stop.wait(IDLE_SECONDS)
    exporter.join(STOP_SECONDS)


def work_once() -> None:
    """Send all that is due, fold all that is open, make all lists, for cron."""
    for step in (deliver, fold, exports.work):
        while step():
            pass
    sweep()


def sweep() -> int:
    """Delete rows that have served their time; give how many."""
    with transaction():
        gone = limits.sweep() + mail.sweep()
    gone += sweep_exports()
    forget_overwritten_pages()
    return gone


def _start_exporting(stop: threading.Event) -> threading.Thread:
    """Make lists in a thread of their own: a long one must not hold up the mail.

    It ends with the process, should it not hear `stop` in time; its list then waits for the next.
    """
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]

    def make_exports() -> None:
        with app.app_context():
            while not stop.is_set():
                done = _attempt(partial(exports.work, stop))
                stop.wait(PAUSE_AFTER_ERROR_SECONDS if done is None else 0 if done else 1)

    thread = threading.Thread(target=make_exports, name="exports", daemon=True)
    thread.start()
    return thread


def _attempt(step: Callable[[], int]) -> int | None:
    """Do one step; give None where the database failed, which must not end the worker."""
    try:
        return step()
    except SQLAlchemyError:
        log.exception("the worker could not finish a step: %s", step)
        return None
    finally:
        db.session.remove()
