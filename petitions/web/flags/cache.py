"""What a process keeps of the switchboard, so that no page has to ask the database for it."""

import logging
import time
from collections.abc import Callable
from math import inf
from threading import Lock

from sqlalchemy.exc import SQLAlchemyError

from petitions.web.flags.models import Switches

log = logging.getLogger(__name__)

KEEP_SECONDS = 2.0


class Keeper:
    """The switches as they were read last, for `keep_seconds`; tests set that to 0 or to `inf`.

    `fallback` is what holds while nothing could be read yet.
    """

    def __init__(
        self,
        read: Callable[[], Switches],
        fallback: Switches,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.keep_seconds = KEEP_SECONDS
        self._read, self._clock = read, clock
        self._kept, self._read_at = fallback, -inf
        self._reading = Lock()

    def switches(self) -> Switches:
        """Give the switches. Where they are due, one thread reads; the others do not wait for it.

        Only where nothing is known, at the very first time and after a change made here, all wait.
        """
        is_unknown = self._read_at == -inf
        if self._is_due() and self._reading.acquire(blocking=is_unknown):
            try:
                if self._is_due():
                    self._read_again()
            finally:
                self._reading.release()
        return self._kept

    def forget(self) -> None:
        """Let who asks next read again, and the others wait for it."""
        self._read_at = -inf

    def _is_due(self) -> bool:
        return self._clock() - self._read_at >= self.keep_seconds

    def _read_again(self) -> None:
        moment = self._clock()
        try:
            self._kept = self._read()
        except SQLAlchemyError as error:
            log.error("the switches could not be read: the last known go on", exc_info=error)
            moment = self._clock()  # a failure may take its time; not each page should wait for it
        self._read_at = moment
