"""Questions about the outbox. Its rows hold no address."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, case, func, select

from petitions.config import settings
from petitions.db import db, now
from petitions.mail.models import PARKED, STATES, WAITING, Mail

LATE = timedelta(minutes=5)
FAILED = "failed"  # of those that wait: tried in vain, and tried again
PAGE = 50
OVERDUE = timedelta(minutes=10)


@dataclass(frozen=True)
class Trouble:
    """What organisers should know: nothing sent in earnest, mails given up, mails that wait."""

    to_files: bool
    parked: int
    waited: timedelta

    @property
    def late_minutes(self) -> int:
        """Give for how long the oldest mail has waited, 0 where that is as usual."""
        return self.waited // timedelta(minutes=1) if self.waited > LATE else 0


def trouble() -> Trouble:
    """Give what is wrong with the mail, in one read."""
    parked = select(func.count()).where(Mail.state == PARKED).scalar_subquery()
    oldest = select(func.min(Mail.due_at)).where(Mail.state == WAITING).scalar_subquery()
    number, due_at = db.session.execute(select(parked, oldest)).one()
    return Trouble(
        to_files=settings().mail_url.startswith("file:"),
        parked=number,
        waited=now() - due_at if due_at else timedelta(),
    )


class Numbers(NamedTuple):
    """How the outbox stands."""

    by_state: dict[str, int]
    failed: int
    oldest: datetime | None

    @property
    def is_stuck(self) -> bool:
        """Tell whether mails wait that should have gone long ago."""
        return self.oldest is not None and now() - self.oldest > OVERDUE


class Shelf(NamedTuple):
    """One page of a list of mails, and the number after which the next page begins."""

    mails: list[Mail]
    next_before: int | None


def numbers() -> Numbers:
    """Give how many mails there are of each state, and since when the oldest waits to be tried."""
    counted = dict.fromkeys(STATES, 0)
    for state, number in db.session.execute(select(Mail.state, func.count()).group_by(Mail.state)):
        counted[state] = number
    waiting = select(func.count().filter(Mail.tries > 0), func.min(_never_tried()))
    failed, oldest = db.session.execute(waiting.where(Mail.state == WAITING)).one()
    return Numbers(counted, failed, oldest)


def shelf(state: str, kind: str, before: int | None) -> Shelf:
    """Give mails, the newest first; an empty `state` or `kind` means any."""
    question = select(Mail).order_by(Mail.id.desc()).limit(PAGE + 1)
    if state:
        question = question.where(*_in_state(state))
    if kind:
        question = question.where(Mail.kind == kind)
    if before is not None:
        question = question.where(Mail.id < before)
    found = list(db.session.scalars(question))
    return Shelf(found[:PAGE], found[PAGE - 1].id if len(found) > PAGE else None)


def _in_state(state: str) -> list[ColumnElement[bool]]:
    if state == FAILED:
        return [Mail.state == WAITING, Mail.tries > 0]
    return [Mail.state == state]


def _never_tried() -> ColumnElement[datetime]:
    # News waits its turn for hours where there are many: it is no sign of trouble.
    fresh = (Mail.tries == 0) & Mail.batch.is_(None)
    return case((fresh, Mail.made_at))
