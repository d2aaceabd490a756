"""What is past its time: unconfirmed, of an ended campaign, or removed by the organisers.

A pending signature goes whole; it was never counted. Of a counted one the row stays, confirmed and
without the person, so that the public count and `recount` stay what they are.
"""

from collections import Counter
from collections.abc import Generator, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import (
    ColumnElement,
    Update,
    and_,
    delete,
    exists,
    false,
    func,
    select,
    true,
    update,
)

from petitions.accounts.audit import record
from petitions.campaigns.models import Campaign, is_forgotten
from petitions.db import db, now, transaction
from petitions.signing.links import LINK_LIFE
from petitions.signing.models import (
    CONFIRMED,
    HIDDEN,
    PENDING,
    WITHDRAWN,
    Link,
    Removal,
    Signature,
)

BATCH = 1_000  # a transaction; signers wait for no more than one
REMOVED_LIFE = timedelta(days=30)
SPENT_LINK_LIFE = timedelta(days=30)

# What is due, as output and audit log name it.
UNCONFIRMED, SIGNATURES, REMOVED = "unconfirmed", "signatures", "removed"


class Case(NamedTuple):
    """What matters of a campaign here."""

    id: int
    slug: str
    ended_at: datetime | None
    keep_days: int

    @property
    def is_over(self) -> bool:
        """Tell whether the campaign ended so long ago that its signers are to be forgotten."""
        return is_forgotten(self.ended_at, self.keep_days)


def due() -> dict[str, Counter[str]]:
    """Give {slug: how many signatures of each kind are due}, of campaigns that have some."""
    found = {case.slug: Counter(_numbers(case)) for case in _cases()}
    return {slug: numbers for slug, numbers in found.items() if numbers.total()}


def erase(actor: str) -> Generator[int, None, None]:
    """Erase what is due, a batch and a transaction at a time; give how many after each.

    Whoever calls does other things in between, and may stop. What was done is in the audit log.
    """
    for case in _cases():
        done: Counter[str] = Counter()
        try:
            for what in (UNCONFIRMED, SIGNATURES, REMOVED):
                for ids in _batches(_rule(case, what)):
                    done[what] += (number := _erase(case.id, what, ids))
                    yield number
        finally:
            if done.total():
                with transaction():
                    record(actor, "forgot", f"campaign {case.slug}", **+done)


def spent_links() -> ColumnElement[bool]:
    """Give the condition on links whose signature was withdrawn long ago."""
    long_ago = Signature.withdrawn_at < now() - SPENT_LINK_LIFE
    gone = select(Signature.id).where(Signature.state == WITHDRAWN, long_ago)
    return Link.signature_id.in_(gone)


def _cases(*conditions: ColumnElement[bool], lock: bool = False) -> list[Case]:
    columns = (Campaign.id, Campaign.slug, Campaign.ended_at, Campaign.keep_days)
    question = select(*columns).where(*conditions).order_by(Campaign.id)
    if lock:
        question = question.with_for_update(read=True)
    return [Case(*row) for row in db.session.execute(question)]


def _numbers(case: Case) -> dict[str, int]:
    def number(what: str) -> int:
        return db.session.scalars(select(func.count()).where(*_rule(case, what))).one()

    return {what: number(what) for what in (UNCONFIRMED, SIGNATURES, REMOVED)}


def _rule(case: Case, what: str) -> tuple[ColumnElement[bool], ...]:
    """Give the conditions on the signatures of one kind that are due."""
    here = Signature.campaign_id == case.id
    is_known = Signature.forgotten_at.is_(None)
    if what == UNCONFIRMED:
        return here, Signature.state == PENDING, true() if case.is_over else _cannot_be_confirmed()
    if what == SIGNATURES:
        is_over = true() if case.is_over else false()
        return here, Signature.state == CONFIRMED, is_known, is_over
    long_ago = true() if case.is_over else _was_removed_long_ago()
    by_organisers = and_(Signature.state == WITHDRAWN, Signature.removal_id.is_not(None))
    # Who withdrew has no name any more.
    return here, by_organisers, is_known, Signature.name.is_not(None), long_ago


def _cannot_be_confirmed() -> ColumnElement[bool]:
    """Give the condition on pending ones: a week old, and no link that still works.

    A mail that went out late, the mail server being away, promises a week of its own.
    """
    moment = now() - LINK_LIFE
    works = exists().where(Link.signature_id == Signature.id, Link.made_at >= moment)
    return and_(Signature.signed_at < moment, ~works)


def _was_removed_long_ago() -> ColumnElement[bool]:
    long_ago = and_(Removal.made_at < now() - REMOVED_LIFE, Removal.undone_at.is_(None))
    return Signature.removal_id.in_(select(Removal.id).where(long_ago))


def _batches(rule: tuple[ColumnElement[bool], ...]) -> Iterator[list[int]]:
    """Give the numbers of what is due, in order; read without a lock, so nobody waits for that."""
    last = 0
    found = select(Signature.id).where(*rule).order_by(Signature.id).limit(BATCH)
    while ids := list(db.session.scalars(found.where(Signature.id > last))):
        yield ids
        last = ids[-1]


def _erase(case_id: int, what: str, ids: list[int]) -> int:
    """Erase those that are still due, now that nobody else can change them or open the campaign."""
    with transaction() as session:
        (case,) = _cases(Campaign.id == case_id, lock=True)
        locked = select(Signature.id).where(Signature.id.in_(ids), *_rule(case, what))
        sure = list(session.scalars(locked.with_for_update()))
        session.execute(delete(Link).where(Link.signature_id.in_(sure)))
        if what == UNCONFIRMED:
            session.execute(delete(Signature).where(Signature.id.in_(sure)))
        else:
            session.execute(_forget_persons(sure))
    return len(sure)


def _forget_persons(ids: list[int]) -> Update:
    nothing = dict.fromkeys(("email_digest", "email", "name", "country", "comment"))
    quiet = {"visibility": HIDDEN, "updates": False, "comment_shown": False}
    chosen = update(Signature).where(Signature.id.in_(ids))
    return chosen.values(nothing | quiet | {"forgotten_at": now()})
