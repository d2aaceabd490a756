"""Which signatures are past their time, and how they are erased; `ops.retention` runs it.

A pending signature goes whole; it was never counted. Of a counted or removed one the row stays
without the person, so that the public count and `recount` stay what they are.
"""

from datetime import timedelta

from sqlalchemy import ColumnElement, and_, delete, exists, false, func, select, true, update
from sqlalchemy.orm import load_only

from petitions.campaigns.models import Campaign
from petitions.db import db, now, transaction
from petitions.signing.links import LINK_LIFE
from petitions.signing.models import (
    CONFIRMED,
    ERASED_VALUES,
    PENDING,
    REMOVAL_GRACE,
    WITHDRAWN,
    Attempt,
    Link,
    Removal,
    Signature,
)

SPENT_LINK_LIFE = timedelta(days=30)

# What is due, as output and audit log name it.
UNCONFIRMED, SIGNATURES, REMOVED = "unconfirmed", "signatures", "removed"
KINDS = (UNCONFIRMED, SIGNATURES, REMOVED)

_CAMPAIGNS = (
    select(Campaign)
    .options(
        load_only(Campaign.slug, Campaign.ended_at, Campaign.keep_days, Campaign.erase_not_before)
    )
    .execution_options(populate_existing=True)
)


def campaigns_with_periods() -> list[Campaign]:
    """Return all campaigns, with no more of each than its name and its periods."""
    return list(db.session.scalars(_CAMPAIGNS.order_by(Campaign.id)))


def number_due(campaign: Campaign, kind: str) -> int:
    """Return how many signatures of one kind are past their time."""
    return db.session.scalars(select(func.count()).where(*_is_due(campaign, kind))).one()


def ids_due(campaign: Campaign, kind: str, after: int, limit: int) -> list[int]:
    """Return the next ids of what is past its time, in order; locks nothing."""
    due = select(Signature.id).where(*_is_due(campaign, kind), Signature.id > after)
    return list(db.session.scalars(due.order_by(Signature.id).limit(limit)))


def erase(campaign_id: int, kind: str, ids: list[int]) -> int:
    """Erase those of the signatures that are still due; return how many.

    They and their campaign are locked first: it cannot be opened again meanwhile.
    """
    with transaction() as session:
        open_again = _CAMPAIGNS.where(Campaign.id == campaign_id).with_for_update(read=True)
        campaign = session.scalars(open_again).one()
        locked = select(Signature.id).where(Signature.id.in_(ids), *_is_due(campaign, kind))
        still_due = list(session.scalars(locked.with_for_update()))
        session.execute(delete(Attempt).where(Attempt.signature_id.in_(still_due)))
        session.execute(delete(Link).where(Link.signature_id.in_(still_due)))
        chosen = Signature.id.in_(still_due)
        if kind == UNCONFIRMED:
            session.execute(delete(Signature).where(chosen))
        else:
            values = ERASED_VALUES | {"forgotten_at": now()}
            session.execute(update(Signature).where(chosen).values(values))
    return len(still_due)


def spent_attempts() -> ColumnElement[bool]:
    """Return the condition on attempts that no link confirms any more."""
    oldest = now() - LINK_LIFE
    works = exists().where(Link.attempt_id == Attempt.id, Link.made_at >= oldest)
    return and_(Attempt.signed_at < oldest, ~works)


def spent_links() -> ColumnElement[bool]:
    """Return the condition on links whose signature was withdrawn long ago."""
    long_ago = Signature.withdrawn_at < now() - SPENT_LINK_LIFE
    gone = select(Signature.id).where(Signature.state == WITHDRAWN, long_ago)
    return Link.signature_id.in_(gone)


def _is_due(campaign: Campaign, kind: str) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions on the signatures of one kind that are due."""
    here, is_over = Signature.campaign_id == campaign.id, campaign.has_forgotten
    if kind == UNCONFIRMED:
        # A mail that went out late, the mail server being away, promises a week of its own.
        oldest = now() - LINK_LIFE
        works = exists().where(Link.signature_id == Signature.id, Link.made_at >= oldest)
        again = exists().where(Attempt.signature_id == Signature.id, Attempt.signed_at >= oldest)
        cannot_be_confirmed = and_(Signature.signed_at < oldest, ~works, ~again)
        return here, Signature.state == PENDING, true() if is_over else cannot_be_confirmed
    is_known = Signature.forgotten_at.is_(None)
    if kind == SIGNATURES:
        return here, Signature.state == CONFIRMED, is_known, true() if is_over else false()
    lapsed = and_(Removal.made_at < now() - REMOVAL_GRACE, Removal.undone_at.is_(None))
    return (
        here,
        Signature.state == WITHDRAWN,
        is_known,
        Signature.name.is_not(None),  # whoever withdrew has none any more
        Signature.removal_id.is_not(None)
        if is_over
        else Signature.removal_id.in_(select(Removal.id).where(lapsed)),
    )
