"""What organisers do to signatures: remove, put back, let a comment through.

Large selections are one statement for each state. The pending go first: whoever confirms at that
moment is then found among the confirmed, and what is counted is what was changed.
"""

from typing import Any

from sqlalchemy import ColumnElement, select, update

from petitions.accounts.audit import record
from petitions.campaigns.models import Campaign
from petitions.db import db, now, transaction
from petitions.db.tally import count
from petitions.signing.filters import Filters
from petitions.signing.models import CONFIRMED, PENDING, WITHDRAWN, Removal, Signature


class SelectionChanged(Exception):
    """There are more or fewer signatures to remove than the organiser was shown, or none."""


class UnknownRemoval(Exception):
    """Nothing was removed under this number."""


class TooLate(Exception):
    """The time to put back is over, and the persons are erased."""


def show_comments(campaign_id: int, signature_ids: list[int], *, shown: bool, actor: str) -> int:
    """Let comments through to the public list, or keep them off; both have been read then.

    Return of how many: those that are hidden, may still change or are gone, stay as they are.
    """
    with transaction():
        campaign = db.session.get_one(Campaign, campaign_id)
        which = select(Signature).where(
            Signature.campaign_id == campaign_id, Signature.id.in_(signature_ids)
        )
        locked = which.order_by(Signature.id).with_for_update()
        found = db.session.scalars(locked.execution_options(populate_existing=True))
        comments = [signature for signature in found if signature.may_show_comment]
        for signature in comments:
            if signature.comment_shown != shown or not signature.comment_read:
                verb = "let a comment through"
                if not shown:
                    verb = "took a comment off" if signature.comment_shown else "left a comment out"
                signature.comment_shown, signature.comment_read = shown, True
                record(actor, verb, f"campaign {campaign.slug}", signature=signature.id)
        return len(comments)


def remove_matching(
    campaign_id: int, filters: Filters, max_id: int, expected_count: int, reason: str, *, actor: str
) -> None:
    """Remove the confirmed and pending signatures that match the filters, up to `max_id`.

    Those that came after the organiser was shown the number stay.

    Raises:
        SelectionChanged: they are not `expected_count` any more; nothing is changed.

    """
    selection = [*filters.conditions(campaign_id), Signature.id <= max_id]
    names = sorted(filters.as_query())  # not the filters' values: one may be a name
    _remove(campaign_id, selection, expected_count, reason=reason, actor=actor, filters=names)


def remove_one(campaign_id: int, signature_id: int, reason: str, *, actor: str) -> None:
    """Remove one signature.

    Raises:
        SelectionChanged: it is not on the list any more; nothing is changed.

    """
    selection = [Signature.campaign_id == campaign_id, Signature.id == signature_id]
    _remove(campaign_id, selection, 1, reason=reason, actor=actor, signature=signature_id)


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
        still_known = [Signature.removal_id == removal.id, Signature.email_digest.is_not(None)]
        values = {"withdrawn_at": None, "removal_id": None}
        was_confirmed = Signature.confirmed_at.is_not(None)
        confirmed = _change([*still_known, was_confirmed], state=CONFIRMED, **values)
        pending = _change([*still_known, ~was_confirmed], state=PENDING, **values)
        count(campaign.tally_key, confirmed)
        record(
            actor,
            "put back signatures",
            f"campaign {campaign.slug}",
            confirmed=confirmed,
            pending=pending,
            removal=removal.id,
            reason=removal.reason,
        )


def _remove(
    campaign_id: int,
    selection: list[ColumnElement[bool]],
    expected_count: int,
    *,
    reason: str,
    actor: str,
    **about: Any,
) -> None:
    with transaction():
        campaign = _locked(campaign_id)
        removal = Removal(campaign_id=campaign_id, reason=reason, number=0, made_at=now())
        db.session.add(removal)
        db.session.flush()
        gone = {"state": WITHDRAWN, "withdrawn_at": removal.made_at, "removal_id": removal.id}
        pending = _change([*selection, Signature.state == PENDING], **gone)
        removal.number = _change([*selection, Signature.state == CONFIRMED], **gone)
        if not expected_count or removal.number + pending != expected_count:
            raise SelectionChanged
        count(campaign.tally_key, -removal.number)
        record(
            actor,
            "removed signatures",
            f"campaign {campaign.slug}",
            **about,
            confirmed=removal.number,
            pending=pending,
            removal=removal.id,
            reason=reason,
        )


def _locked(campaign_id: int) -> Campaign:
    """Return the campaign; two removals wait for each other, people who sign wait for neither."""
    campaign = select(Campaign).where(Campaign.id == campaign_id)
    return db.session.scalars(campaign.with_for_update(key_share=True)).one()


def _change(which: list[ColumnElement[bool]], **values: Any) -> int:
    """Change signatures in one statement; return how many."""
    statement = update(Signature).where(*which).values(values)
    # Else SQLAlchemy may ask for all of them, to renew what it has in memory.
    done = db.session.execute(statement, execution_options={"synchronize_session": False})
    return done.rowcount  # type: ignore[attr-defined, no-any-return]
