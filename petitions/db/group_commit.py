"""Group commit: concurrent writes are stored in one transaction.

Waiting for the write queue and for the disk costs more than the rows of one signature do. Threads
that arrive while a batch is being stored form the next batch: the busier the site, the larger the
batches, and the less each write costs. `bench/signing.py` measures it.
"""

from collections import deque
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from threading import Lock
from types import TracebackType
from typing import Any, Generic, TypeVar

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, SQLAlchemyError, StatementError

from petitions import config
from petitions.db import write_queue
from petitions.db.write_queue import TooManyWriters

Item = TypeVar("Item")
ROW_LOCKED = ("40P01", "55P03")  # SQLSTATE: deadlock_detected, lock_not_available


class _Request(Generic[Item]):
    """What one thread wants stored, and the outcome it waits for."""

    def __init__(self, item: Item) -> None:
        self.item = item
        self.is_leader = False
        self.outcome: Any = None
        self.traceback: TracebackType | None = None
        self.wake_up = Lock()
        self.wake_up.acquire()


class CommitBatcher(Generic[Item]):
    """Forms the batches of one process.

    `store` gets the items of a batch and returns an outcome for each; an outcome that is an
    exception is re-raised in the thread that brought its item. The first thread becomes the
    leader: it waits for the write slot, then stores everything that has arrived by then.
    """

    def __init__(
        self,
        store: Callable[[Sequence[Item]], Sequence[Any]],
        write_slot: Callable[[], AbstractContextManager[None]],
    ) -> None:
        self.store = store
        self.write_slot = write_slot
        self.waiting: deque[_Request[Item]] = deque()
        self._has_leader = False
        self._lock = Lock()

    def submit(self, item: Item) -> Any:
        """Store the item with others, and return its outcome.

        Raises:
            TooManyWriters: the queue is full or did not move; nothing is stored.

        """
        request = _Request(item)
        with self._lock:
            if len(self.waiting) >= config.MAX_WAITING_WRITERS:
                raise TooManyWriters
            self.waiting.append(request)
            request.is_leader, self._has_leader = not self._has_leader, True
        timeout = write_queue.TIMEOUT_SECONDS
        if not request.is_leader and not request.wake_up.acquire(timeout=timeout):
            with self._lock:
                if not request.is_leader and request in self.waiting:
                    self.waiting.remove(request)
                    raise TooManyWriters
            request.wake_up.acquire()  # its batch is being stored right now, and will end
        if request.is_leader:
            self._lead()
        if isinstance(request.outcome, BaseException):
            # A batch shares one error, whose traceback would grow with each thread that raises it.
            raise request.outcome.with_traceback(request.traceback)
        return request.outcome

    def _lead(self) -> None:
        batch: list[_Request[Item]] = []
        try:
            with self.write_slot():
                batch = self._take_waiting()
                self._store(batch)
        except BaseException as error:
            batch = batch or self._take_waiting()
            for request in batch:
                request.outcome, request.traceback = error, error.__traceback__
        with self._lock:
            self._has_leader = bool(self.waiting)
            if self.waiting:
                self.waiting[0].is_leader = True
                self.waiting[0].wake_up.release()
        for request in batch:
            if not request.is_leader:
                request.wake_up.release()

    def _take_waiting(self) -> list[_Request[Item]]:
        with self._lock:
            batch = list(self.waiting)
            self.waiting.clear()
        return batch

    def _store(self, batch: list[_Request[Item]]) -> None:
        """Store a batch; where one item of many is at fault, store each by itself."""
        try:
            outcomes = self.store([request.item for request in batch])
        except Exception as error:
            if len(batch) == 1 or _concerns_whole_batch(error):
                raise
            for request in batch:
                try:
                    [request.outcome] = self.store([request.item])
                except Exception as own_error:
                    request.outcome, request.traceback = own_error, own_error.__traceback__
        else:
            for request, outcome in zip(batch, outcomes, strict=True):
                request.outcome = outcome


def _concerns_whole_batch(error: Exception) -> bool:
    """Return True if the database failed, False if a value of one item may be the cause."""
    if not isinstance(error, SQLAlchemyError):
        return False
    if isinstance(error, DBAPIError) and not isinstance(error, IntegrityError | DataError):
        return getattr(error.orig, "sqlstate", None) not in ROW_LOCKED
    return not isinstance(error, StatementError)
