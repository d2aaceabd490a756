"""The queue in front of the database: who may write next, with a bounded length and wait.

SQLite allows one writer at a time and lets the others poll with growing pauses, so that under load
the lock is often free while all of them sleep. Here writers wait in order instead: those of one
process behind a semaphore, the processes behind a lock on a file, which the system releases when
its holder dies.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import BoundedSemaphore

from sqlalchemy.exc import SQLAlchemyError

from petitions import config

TIMEOUT_SECONDS = 5


class TooManyWriters(SQLAlchemyError):
    """The queue is full, or its head did not move in time: nothing is stored; a retry may work."""


class WriteQueue:
    """The queue of one process; `lock_file` is shared by all processes that use the database."""

    def __init__(self, concurrency: int, lock_file: Path | None = None) -> None:
        self.capacity = BoundedSemaphore(concurrency + config.MAX_WAITING_WRITERS)
        self.active = BoundedSemaphore(concurrency)
        self.lock_file = lock_file
        self._descriptor: int | None = None
        self._owner_pid = 0

    @contextmanager
    def slot(self) -> Iterator[None]:
        """Wait for permission to write, and hold it for the length of the block.

        Raises:
            TooManyWriters: the queue is full, or the wait took longer than TIMEOUT_SECONDS.

        """
        with _acquired(self.capacity, 0), _acquired(self.active, TIMEOUT_SECONDS):
            descriptor = self._open_lock_file()
            if descriptor is None:
                yield
                return
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.flock(descriptor, fcntl.LOCK_UN)

    def _open_lock_file(self) -> int | None:
        """Return the open lock file of this process: forked processes would share one lock.

        None where it cannot be opened: the database beside it cannot either, and reports why.
        """
        if self._owner_pid != os.getpid() and self.lock_file:
            with suppress(OSError):
                self._descriptor = os.open(self.lock_file, os.O_CREAT | os.O_RDWR, 0o600)
                self._owner_pid = os.getpid()
        return self._descriptor


@contextmanager
def _acquired(semaphore: BoundedSemaphore, timeout_seconds: float) -> Iterator[None]:
    if not semaphore.acquire(timeout=timeout_seconds):
        raise TooManyWriters
    try:
        yield
    finally:
        semaphore.release()
