"""Feature flags that admins change while the site runs."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import cast

from flask import current_app
from sqlalchemy import CheckConstraint, String, select
from sqlalchemy.orm import Mapped, mapped_column

from petitions.config import settings
from petitions.db import Base, UtcDateTime, db
from petitions.db.cached import CachedValue

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


def flags() -> Flags:
    """Return the flags, at most two seconds old; asks the database rarely."""
    return cached_flags().value()


def cached_flags() -> CachedValue[Flags]:
    """Return the cache of the running application, made on first use."""
    cache = current_app.extensions.get(_EXTENSION)
    if cache is None:  # of two threads that come here first, one is taken
        fallback = Flags(poll_seconds=settings().poll_seconds)
        new = CachedValue("the row of feature flags", _stored, fallback)
        cache = current_app.extensions.setdefault(_EXTENSION, new)
    return cast("CachedValue[Flags]", cache)


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
