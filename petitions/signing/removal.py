"""Take signatures from the list for a public reason, and put them back: one transaction each.

Large selections are one statement for each state. The pending go first: whoever confirms at that
moment is then found among the confirmed, and what is counted is what was changed.
"""

from typing import Any

from sqlalchemy import ColumnElement, select, update

from petitions.accounts.audit import record
from petitions.campaigns.models import Campaign
from petitions.db import db, now, transaction
from petitions.db.tally import count
from petitions.signing.listing import Filters
from petitions.signing.models import (
    CONFIRMED,
    PENDING,
    WITHDRAWN,
    Removal,
    Signature,
)


class SelectionChanged(Exception):
    """There are more or fewer signatures to remove than the organiser was shown, or none."""


class UnknownRemoval(Exception):
    """Nothing was removed under this number."""


class TooLate(Exception):
    """It is more than 30 days ago: who was removed is forgotten."""


def remove_found(
    campaign_id: int, filters: Filters, newest: int, shown: int, reason: str, *, actor: str
) -> None:
    """Remove the confirmed and pending signatures that the filters find, up to the `newest`.

    Those that came after the organiser was shown the number stay.

    Raises:
        SelectionChanged: they are not `shown` many any more; nothing is changed.

    """
    found = [*filters.conditions(campaign_id), Signature.id <= newest]
    about = {"filters": sorted(filters.as_query())}  # not their values: one may be a name
    with transaction():
        removal, pending = _take_out(campaign_id, found, reason)
        if not shown or removal.number + pending != shown:
            raise SelectionChanged
        _record(actor, "removed signatures", removal, removal.number, pending, **about)


def remove_one(campaign_id: int, signature_id: int, reason: str, *, actor: str) -> None:
    """Remove one signature.

    Raises:
        SelectionChanged: it is not on the list any more; nothing is changed.

    """
    found = [Signature.campaign_id == campaign_id, Signature.id == signature_id]
    with transaction():
        removal, pending = _take_out(campaign_id, found, reason)
        if removal.number + pending != 1:
            raise SelectionChanged
        about = {"signature": signature_id}
        _record(actor, "removed signatures", removal, removal.number, pending, **about)


def put_back(campaign_id: int, removal_id: int, *, actor: str) -> None:
    """Undo a removal, once: all whose person has not withdrawn meanwhile are as they were.

    Raises:
        UnknownRemoval, TooLate: nothing is changed.

    """
    with transaction():
        campaign = _locked(campaign_id)
        removal = db.session.get(Removal, removal_id, populate_existing=True)
        if removal is None or removal.campaign_id != campaign_id:
            raise UnknownRemoval
        if removal.undone_at is not None:
            return
        if not removal.can_be_undone:
            raise TooLate
        removal.undone_at = now()
        confirmed, pending = _restore(removal)
        count(campaign.tally_key, confirmed)
        _record(actor, "put back signatures", removal, confirmed, pending)


def _take_out(
    campaign_id: int, found: list[ColumnElement[bool]], reason: str
) -> tuple[Removal, int]:
    """Remove what is found and lower the count; give the removal, and how many were pending."""
    campaign = _locked(campaign_id)
    removal = Removal(campaign_id=campaign_id, reason=reason, number=0, made_at=now())
    db.session.add(removal)
    db.session.flush()
    out = {"state": WITHDRAWN, "withdrawn_at": removal.made_at, "removal_id": removal.id}
    pending = _change([*found, Signature.state == PENDING], **out)
    removal.number = _change([*found, Signature.state == CONFIRMED], **out)
    count(campaign.tally_key, -removal.number)
    return removal, pending


def _restore(removal: Removal) -> tuple[int, int]:
    """Put back those that still have their person; give how many confirmed and pending ones."""
    still = [Signature.removal_id == removal.id, Signature.email_digest.is_not(None)]
    back = {"withdrawn_at": None, "removal_id": None}
    was_confirmed = Signature.confirmed_at.is_not(None)
    confirmed = _change([*still, was_confirmed], state=CONFIRMED, **back)
    return confirmed, _change([*still, ~was_confirmed], state=PENDING, **back)


def _record(
    actor: str, verb: str, removal: Removal, confirmed: int, pending: int, **about: Any
) -> None:
    campaign = db.session.get_one(Campaign, removal.campaign_id)
    numbers = {"removal": removal.id, "confirmed": confirmed, "pending": pending}
    record(actor, verb, f"campaign {campaign.slug}", **numbers, **about, reason=removal.reason)


def _locked(campaign_id: int) -> Campaign:
    """Give the campaign; two removals wait for each other, people who sign wait for neither."""
    question = select(Campaign).where(Campaign.id == campaign_id)
    return db.session.scalars(question.with_for_update(key_share=True)).one()


def _change(which: list[ColumnElement[bool]], **values: Any) -> int:
    """Change signatures in one statement; give how many."""
    statement = update(Signature).where(*which).values(values)
    # Else SQLAlchemy may ask for all of them, to renew what it has in memory.
    done = db.session.execute(statement, execution_options={"synchronize_session": False})
    return done.rowcount  # type: ignore[attr-defined, no-any-return]
