"""The switchboard as it is stored, and as every page reads it."""

from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from petitions.db import Base, UtcDateTime

BOARD = 1
SIGNING, REPORTS, NAMES = "signing", "reports", "names"
PARTS = (SIGNING, REPORTS, NAMES)  # each is on or off
MOST_POLL_SECONDS = 300


class Board(Base):
    """The switchboard, one row; without it all is on. `poll_seconds` is None until somebody set it.

    `changed_by` and `changed_at` are of the last change.
    """

    __tablename__ = "switchboard"
    __table_args__ = (
        CheckConstraint(f"poll_seconds BETWEEN 1 AND {MOST_POLL_SECONDS}", name="poll_seconds"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    signing: Mapped[bool]
    reports: Mapped[bool]
    names: Mapped[bool]
    poll_seconds: Mapped[int | None]
    changed_by: Mapped[str | None] = mapped_column(String(254))
    changed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


@dataclass(frozen=True, kw_only=True)
class Switches:
    """How the switches stand. `poll_seconds` is how long an open page waits between two looks."""

    signing: bool = True
    reports: bool = True
    names: bool = True
    poll_seconds: int

    @property
    def off(self) -> list[str]:
        """Give the parts of the site that are off."""
        return [part for part in PARTS if not getattr(self, part)]


COLUMNS = [getattr(Board, field.name) for field in fields(Switches)]
