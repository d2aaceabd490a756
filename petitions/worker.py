"""What goes on beside the web server: mails are sent, counts folded, old rows swept."""

import logging
import signal
import threading
import time
from collections.abc import Callable

from sqlalchemy.exc import SQLAlchemyError

from petitions.db import db, forget_overwritten_pages, transaction
from petitions.mail import operations as mail
from petitions.mail.delivery import deliver
from petitions.signing import removal
from petitions.tally.operations import fold
from petitions.web import limits

log = logging.getLogger(__name__)

IDLE_SECONDS = 0.5
PAUSE_AFTER_ERROR_SECONDS = 5
SWEEP_SECONDS = 60


def work() -> None:
    """Work until SIGTERM or Ctrl-C; what was begun is finished first."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    log.info("the mail worker has started")
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


def work_once() -> None:
    """Send all that is due and fold all that is open, for cron."""
    while deliver():
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


def _attempt(step: Callable[[], int]) -> int | None:
    """Do one step; give None where the database failed, which must not end the worker."""
    try:
        return step()
    except SQLAlchemyError:
        log.exception("the worker could not %s", step.__name__)
        return None
    finally:
        db.session.remove()
