"""The worker makes one export after the other, beside the mail."""

import logging
import os
import time
from collections.abc import Callable

from petitions.db import db
from petitions.desk.exports import operations
from petitions.desk.exports.operations import Claimed, ExportLost
from petitions.desk.exports.writers import write_export

log = logging.getLogger(__name__)

NOTE_SECONDS = 0.5


class Stopped(Exception):
    """The worker is to end: what it was making waits for the next one."""


def make_due_export(should_stop: Callable[[], bool] = lambda: False) -> int:
    """Make one export that is due; return how many were taken. One cut short is given back."""
    export = operations.claim()
    if export is None:
        return 0
    try:
        _make_file(export, _Watch(export, should_stop))
    except Stopped:
        operations.give_back(export)
    except ExportLost:
        log.info("export %s is no longer ours to make", export.id)
    except Exception:
        log.exception("export %s could not be made", export.id)
        db.session.rollback()
        operations.note_failed(export)
    return 1


def _make_file(export: Claimed, watch: "_Watch") -> None:
    path = operations.path_of(export.id)
    part = path.with_suffix(".part")
    try:
        with os.fdopen(os.open(part, os.O_CREAT | os.O_TRUNC | os.O_RDWR, 0o600), "w+b") as file:
            number = write_export(export.request, file, watch)
        watch.look(number)
        part.rename(path)
        operations.note_ready(export, number)
    finally:
        part.unlink(missing_ok=True)


class _Watch:
    """Notes progress twice a second, and stops the work when the worker is to end."""

    def __init__(self, export: Claimed, should_stop: Callable[[], bool]) -> None:
        self.export, self.should_stop = export, should_stop
        self.noted = time.monotonic()

    def __call__(self, done: int) -> None:
        if self.should_stop():
            raise Stopped
        if time.monotonic() - self.noted >= NOTE_SECONDS:
            self.look(done)

    def look(self, done: int) -> None:
        operations.note_progress(self.export, done)
        self.noted = time.monotonic()
