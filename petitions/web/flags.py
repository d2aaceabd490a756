"""Feature flags that admins change while the site runs."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import datetime
from math import inf
from threading import Lock
from typing import cast

from flask import current_app
from sqlalchemy import CheckConstraint, String, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Mapped, mapped_column

from petitions.config import settings
from petitions.db import Base, UtcDateTime, db

log = logging.getLogger(__name__)

KEEP_SECONDS = 2.0
FLAGS_ID = 1
SIGNING, REPORTS, NAMES = "signing", "reports", "names"
PARTS = (SIGNING, REPORTS, NAMES)  # each is on or off
MAX_POLL_SECONDS = 300
_EXTENSION = "petitions.flags"


class StoredFlags(Base):
    """The feature flags, one row; without it all is on.

    `poll_seconds` is None until somebody sets it; `changed_by` is of the last change.
    """

    __tablename__ = "switchboard"
    __table_args__ = (
        CheckConstraint(f"poll_seconds BETWEEN 1 AND {MAX_POLL_SECONDS}", name="poll_seconds"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    signing: Mapped[bool]
    reports: Mapped[bool]
    names: Mapped[bool]
    poll_seconds: Mapped[int | None]
    changed_by: Mapped[str | None] = mapped_column(String(254))
    changed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


@dataclass(frozen=True, kw_only=True)
class Flags:
    """The flags. `poll_seconds` is how long an open page waits between two looks."""

    signing: bool = True
    reports: bool = True
    names: bool = True
    poll_seconds: int

    @property
    def off(self) -> list[str]:
        """Return the parts of the site that are off."""
        return [part for part in PARTS if not getattr(self, part)]


class CachedFlags:
    """The flags as this process read them last: no page has to ask the database for them.

    They are kept for `keep_seconds`; tests set that to 0 or to `inf`.

    `fallback` is what holds while nothing could be read yet.
    """

    def __init__(
        self,
        read: Callable[[], Flags],
        fallback: Flags,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.keep_seconds = KEEP_SECONDS
        self._read, self._clock = read, clock
        self._flags, self._read_at = fallback, -inf
        self._reading = Lock()

    def flags(self) -> Flags:
        """Return the flags. Where they are due, one thread reads; the others do not wait for it.

        Only where nothing is known, at the very first time and after a change made here, all wait.
        """
        is_unknown = self._read_at == -inf
        if self._is_due() and self._reading.acquire(blocking=is_unknown):
            try:
                if self._is_due():
                    self._read_again()
            finally:
                self._reading.release()
        return self._flags

    def forget(self) -> None:
        """Make the next caller read again, and the others wait for it."""
        self._read_at = -inf

    def _is_due(self) -> bool:
        return self._clock() - self._read_at >= self.keep_seconds

    def _read_again(self) -> None:
        moment = self._clock()
        try:
            self._flags = self._read()
        except SQLAlchemyError as error:
            log.error(
                "the feature flags could not be read: the last known ones stay", exc_info=error
            )
            moment = self._clock()  # a failure may take its time; not each page should wait for it
        self._read_at = moment


def flags() -> Flags:
    """Return the flags, at most two seconds old; asks the database rarely."""
    return cached_flags().flags()


def cached_flags() -> CachedFlags:
    """Return the cache of the running application, made on first use."""
    cache = current_app.extensions.get(_EXTENSION)
    if cache is None:  # of two threads that come here first, one is taken
        new = CachedFlags(_stored, Flags(poll_seconds=settings().poll_seconds))
        cache = current_app.extensions.setdefault(_EXTENSION, new)
    return cast("CachedFlags", cache)


def stored_flags() -> StoredFlags | None:
    """Return the flags as stored now, or None where nobody ever changed one."""
    return db.session.get(StoredFlags, FLAGS_ID, populate_existing=True)


def _stored() -> Flags:
    """Read on a connection of its own: the page's transaction may have begun before a change.

    Where this fails, it fails alone.
    """
    columns = [getattr(StoredFlags, field.name) for field in fields(Flags)]
    with db.engine.connect() as connection:
        row = connection.execute(select(*columns).where(StoredFlags.id == FLAGS_ID)).first()
    stored = row._asdict() if row else {}
    stored["poll_seconds"] = stored.get("poll_seconds") or settings().poll_seconds
    return Flags(**stored)
