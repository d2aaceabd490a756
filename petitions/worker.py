"""What goes on beside the web server: mails are sent, counts folded, old rows swept and erased."""

import logging
import signal
import threading
import time
from collections.abc import Callable
from contextlib import closing

from sqlalchemy.exc import SQLAlchemyError

from petitions import upkeep
from petitions.db import db, forget_overwritten_pages, transaction
from petitions.mail import operations as mail
from petitions.mail.delivery import deliver
from petitions.organisers.mailing import advance
from petitions.signing import removal
from petitions.tally.operations import fold
from petitions.web import limits

log = logging.getLogger(__name__)

ACTOR = "worker"
IDLE_SECONDS = 0.5
PAUSE_AFTER_ERROR_SECONDS = 5
SWEEP_SECONDS = 60
FORGET_SECONDS = 60 * 60
TURN_SECONDS = 0.05  # in which others write: SQLite's find the lock free only by looking

_stop = threading.Event()


def work() -> None:
    """Work until SIGTERM or Ctrl-C; what was begun is finished first."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: _stop.set())
    log.info("the mail worker has started")
    swept = forgot = time.monotonic()
    while not _stop.is_set():
        done = [_attempt(deliver), _attempt(advance), _attempt(fold)]
        if time.monotonic() - swept > SWEEP_SECONDS:
            _attempt(sweep)
            swept = time.monotonic()
        # By itself, so that the privacy page tells the truth on a server where nobody set up a
        # cron job; not at once, so that who starts with a wrong clock or an old backup has time.
        if time.monotonic() - forgot > FORGET_SECONDS:
            _attempt(forget)
            forgot = time.monotonic()
        if None in done:
            _stop.wait(PAUSE_AFTER_ERROR_SECONDS)
        elif not any(done):
            _stop.wait(IDLE_SECONDS)


def work_once() -> None:
    """Send all that is due and fold all that is open, for cron."""
    while deliver() or advance():
        pass
    while fold():
        pass
    sweep()


def sweep() -> int:
    """Delete rows that have served their time; give how many."""
    with transaction():
        gone = limits.sweep() + mail.sweep() + removal.sweep()
    forget_overwritten_pages()
    return gone


def forget() -> int:
    """Erase what is past its time, and send mails in between; give how many rows."""
    number = 0
    with closing(upkeep.erase(ACTOR)) as erasing:
        for gone in erasing:
            number += gone
            deliver()
            fold()
            if _stop.wait(TURN_SECONDS):
                break
    return number


def _attempt(step: Callable[[], int]) -> int | None:
    """Do one step; give None where the database failed, which must not end the worker."""
    try:
        return step()
    except SQLAlchemyError:
        log.exception("the worker could not %s", step.__name__)
        return None
    finally:
        db.session.remove()
