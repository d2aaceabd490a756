"""Group commit: what several people send at the same moment is stored in one transaction.

A turn in the line of writers and a wait for the disk cost more than the rows of one signature do.
Whoever comes while others are stored joins the next group: the busier the site, the larger the
groups, and the less each of them costs. Measured on SQLite: storing a signature takes 0.9 ms of
processor time alone, 0.17 ms in a group of ten.
"""

from collections import deque
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from threading import Lock
from types import TracebackType
from typing import Any, Generic, TypeVar

from sqlalchemy.exc import (
    DataError,
    DBAPIError,
    IntegrityError,
    SQLAlchemyError,
    StatementError,
)

from petitions.db import write_queue
from petitions.db.write_queue import TooManyWriters

Item = TypeVar("Item")
ROW_HELD = ("40P01", "55P03")  # PostgreSQL's: a deadlock, and a lock that was not to be had in time


class Member(Generic[Item]):
    """What one thread wants to be stored, and what came of it."""

    def __init__(self, item: Item) -> None:
        self.item = item
        self.leads = False
        self.outcome: Any = None
        self.failed_in: TracebackType | None = None
        self.woken = Lock()
        self.woken.acquire()

    def fail(self, error: BaseException) -> None:
        """Note what is to be raised."""
        self.outcome, self.failed_in = error, error.__traceback__

    def result(self) -> Any:
        """Give the outcome, or raise it where it is an exception."""
        if isinstance(self.outcome, BaseException):
            # All of a group raise one error, which would grow by the places of each.
            raise self.outcome.with_traceback(self.failed_in)
        return self.outcome


class Groups(Generic[Item]):
    """Forms the groups of one process.

    `store` gets the items of a group and gives an outcome for each; one that is an exception is
    raised where its item came from. Whoever comes first leads: waits for the `turn` of the
    group, and then stores all that has come up to that moment.
    """

    def __init__(
        self,
        store: Callable[[Sequence[Item]], Sequence[Any]],
        turn: Callable[[], AbstractContextManager[None]],
    ) -> None:
        self.store = store
        self.turn = turn
        self.is_led = False
        self.waiting: deque[Member[Item]] = deque()
        self.lock = Lock()

    def do(self, item: Item) -> Any:
        """Have the item stored, and give its outcome.

        Raises:
            TooManyWriters: too many wait, or the line did not move; nothing is stored.

        """
        member = Member(item)
        self._join(member)
        if not member.leads:
            self._wait(member)
        if member.leads:
            self._lead()
        return member.result()

    def _join(self, member: Member[Item]) -> None:
        with self.lock:
            if len(self.waiting) >= write_queue.WAITING:
                raise TooManyWriters
            self.waiting.append(member)
            member.leads, self.is_led = not self.is_led, True

    def _wait(self, member: Member[Item]) -> None:
        if member.woken.acquire(timeout=write_queue.PATIENCE_SECONDS):
            return
        with self.lock:
            if not member.leads and member in self.waiting:
                self.waiting.remove(member)
                raise TooManyWriters
        member.woken.acquire()  # a group that is being stored comes to an end

    def _lead(self) -> None:
        group: list[Member[Item]] = []
        try:
            with self.turn():
                group = self._take_all()
                self._store(group)
        except BaseException as error:
            group = group or self._take_all()
            for member in group:
                member.fail(error)
        self._make_way()
        for member in group:
            if not member.leads:
                member.woken.release()

    def _take_all(self) -> list[Member[Item]]:
        with self.lock:
            group = list(self.waiting)
            self.waiting.clear()
        return group

    def _store(self, group: list[Member[Item]]) -> None:
        """Store a group; should one of many be at fault, each by itself."""
        try:
            outcomes = self.store([member.item for member in group])
        except Exception as error:
            if len(group) == 1 or _concerns_all(error):
                raise
            for member in group:
                self._store_alone(member)
        else:
            for member, outcome in zip(group, outcomes, strict=True):
                member.outcome = outcome

    def _store_alone(self, member: Member[Item]) -> None:
        try:
            [member.outcome] = self.store([member.item])
        except Exception as error:
            member.fail(error)

    def _make_way(self) -> None:
        with self.lock:
            self.is_led = bool(self.waiting)
            if self.waiting:
                self.waiting[0].leads = True
                self.waiting[0].woken.release()


def _concerns_all(error: Exception) -> bool:
    """Tell whether the database failed, and not over what one of them had sent."""
    if not isinstance(error, SQLAlchemyError):
        return False
    if isinstance(error, DBAPIError) and not isinstance(error, IntegrityError | DataError):
        return getattr(error.orig, "sqlstate", None) not in ROW_HELD
    return not isinstance(error, StatementError)
