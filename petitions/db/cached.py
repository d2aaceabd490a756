"""A value that every page needs, read from the database rarely: once in two seconds a process."""

import logging
import time
from collections.abc import Callable
from math import inf
from threading import Lock
from typing import Generic, TypeVar

from sqlalchemy.exc import SQLAlchemyError

log = logging.getLogger(__name__)

KEEP_SECONDS = 2.0
T = TypeVar("T")


class CachedValue(Generic[T]):
    """A value as this process read it last: no page has to ask the database for it.

    It is kept for `keep_seconds`; tests set that to 0 or to `inf`.

    `fallback` is what holds while nothing could be read yet; `name` says in the log what it is.
    """

    def __init__(
        self,
        name: str,
        read: Callable[[], T],
        fallback: T,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.keep_seconds = KEEP_SECONDS
        self.last_known = fallback
        self._name, self._read, self._clock = name, read, clock
        self._read_at = -inf
        self._reading = Lock()

    def value(self) -> T:
        """Return the value. Where it is due, one thread reads; the others do not wait for it.

        Only where nothing is known, at the very first time and after a change made here, all wait.
        """
        is_unknown = self._read_at == -inf
        if self._is_due() and self._reading.acquire(blocking=is_unknown):
            try:
                if self._is_due():
                    self._read_again()
            finally:
                self._reading.release()
        return self.last_known

    def forget(self) -> None:
        """Make the next caller read again, and the others wait for it."""
        self._read_at = -inf

    def _is_due(self) -> bool:
        return self._clock() - self._read_at >= self.keep_seconds

    def _read_again(self) -> None:
        moment = self._clock()
        try:
            self.last_known = self._read()
        except SQLAlchemyError as error:
            log.error("%s could not be read: what was known last stays", self._name, exc_info=error)
            moment = self._clock()  # a failure may take its time; not each page should wait for it
        self._read_at = moment
