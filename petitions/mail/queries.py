"""Questions about the outbox. Its rows hold no address."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import case, func, select

from petitions.config import settings
from petitions.db import db, now
from petitions.mail.models import PARKED, STATES, WAITING, Mail

LATE = timedelta(minutes=5)
OVERDUE = timedelta(minutes=10)
FAILED = "failed"  # of those that wait: tried in vain, and tried again
PAGE = 50


@dataclass(frozen=True)
class MailTrouble:
    """What organisers should know: mails go to files, were given up on, or wait too long."""

    to_files: bool
    parked: int
    waited: timedelta

    @property
    def late_minutes(self) -> int:
        """Return for how long the oldest mail has waited, 0 where that is as usual."""
        return self.waited // timedelta(minutes=1) if self.waited > LATE else 0


class OutboxStatistics(NamedTuple):
    """How many mails there are of each state, and since when the oldest waits to be tried."""

    by_state: dict[str, int]
    failed: int
    oldest: datetime | None

    @property
    def is_stuck(self) -> bool:
        """Return True if mails wait that should have gone long ago."""
        return self.oldest is not None and now() - self.oldest > OVERDUE


class MailPage(NamedTuple):
    """One page of a list of mails, and the number before which the next page begins."""

    mails: list[Mail]
    next_before: int | None


def mail_trouble() -> MailTrouble:
    """Return what is wrong with the mail, in one read."""
    parked = select(func.count()).where(Mail.state == PARKED).scalar_subquery()
    oldest = select(func.min(Mail.due_at)).where(Mail.state == WAITING).scalar_subquery()
    number, due_at = db.session.execute(select(parked, oldest)).one()
    return MailTrouble(
        to_files=settings().mail_url.startswith("file:"),
        parked=number,
        waited=now() - due_at if due_at else timedelta(),
    )


def outbox_statistics() -> OutboxStatistics:
    """Return the numbers of the outbox, in two reads."""
    by_state = dict.fromkeys(STATES, 0)
    for state, number in db.session.execute(select(Mail.state, func.count()).group_by(Mail.state)):
        by_state[state] = number
    # News waits for hours where there are many receivers, and others for their turn: it is no sign
    # of trouble.
    has_turn = Mail.batch.is_(None) & (Mail.made_at <= now())
    never_tried = case(((Mail.tries == 0) & has_turn, Mail.made_at))
    waiting = select(func.count().filter(Mail.tries > 0), func.min(never_tried))
    failed, oldest = db.session.execute(waiting.where(Mail.state == WAITING)).one()
    return OutboxStatistics(by_state, failed, oldest)


def mail_page(state: str, kind: str, before: int | None) -> MailPage:
    """Return mails, the newest first; an empty `state` or `kind` means any."""
    query = select(Mail).order_by(Mail.id.desc()).limit(PAGE + 1)
    if state == FAILED:
        query = query.where(Mail.state == WAITING, Mail.tries > 0)
    elif state:
        query = query.where(Mail.state == state)
    if kind:
        query = query.where(Mail.kind == kind)
    if before is not None:
        query = query.where(Mail.id < before)
    mails = list(db.session.scalars(query))
    return MailPage(mails[:PAGE], mails[PAGE - 1].id if len(mails) > PAGE else None)


def states_of_batch(batch: str) -> dict[str, int]:
    """Return {state: how many mails of the batch}."""
    counted = select(Mail.state, func.count()).where(Mail.batch == batch).group_by(Mail.state)
    return dict(db.session.execute(counted).all())


def waiting_of_batch(batch: str) -> int:
    """Return how many mails of the batch wait."""
    # The sum keeps the database from going through the whole batch: few wait, many were sent.
    waiting = select(func.count()).where(Mail.state == WAITING, Mail.batch + "" == batch)
    return db.session.scalars(waiting).one()
