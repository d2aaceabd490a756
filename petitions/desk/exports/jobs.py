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
        _make_file(export, should_stop)
    except Stopped:
        operations.give_back(export)
    except ExportLost:
        log.info("export %s is no longer ours to make", export.id)
    except Exception:
        log.exception("export %s could not be made", export.id)
        db.session.rollback()
        operations.note_failed(export)
    return 1


def _make_file(export: Claimed, should_stop: Callable[[], bool]) -> None:
    noted = time.monotonic()

    def on_progress(rows_done: int) -> None:
        nonlocal noted
        if should_stop():
            raise Stopped
        if time.monotonic() - noted >= NOTE_SECONDS:
            operations.note_progress(export, rows_done)
            noted = time.monotonic()

    path = operations.path_of(export.id)
    part = path.with_suffix(".part")
    try:
        with os.fdopen(os.open(part, os.O_CREAT | os.O_TRUNC | os.O_RDWR, 0o600), "w+b") as file:
            number = write_export(export.request, file, on_progress)
            sha256 = operations.sha256_of(file)
        operations.note_progress(export, number)
        part.rename(path)
        operations.note_ready(export, number, sha256)
    finally:
        part.unlink(missing_ok=True)
