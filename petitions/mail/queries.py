"""Questions about the outbox. Its rows hold no address."""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, case, func, select

from petitions.db import db, now
from petitions.mail.models import STATES, WAITING, Mail

FAILED = "failed"  # of those that wait: tried in vain, and tried again
PAGE = 50
OVERDUE = timedelta(minutes=10)


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
