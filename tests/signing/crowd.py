"""Many signatures at once, without their mails."""

from datetime import UTC, datetime

from sqlalchemy import func, select

from petitions.campaigns.models import Campaign
from petitions.db import db, transaction
from petitions.db.sql import insert_many
from petitions.db.tally import count, counted, mismatches
from petitions.ops.commands.site import public_numbers
from petitions.signing.models import Removal, Signature
from tests.signing.steps import store_link

WHEN = datetime(2026, 11, 20, 12, tzinfo=UTC)


def a_crowd(app, slug, number, state="confirmed", **values):
    """Store signatures, and count those that are confirmed; give their ids."""
    with app.app_context(), transaction() as session:
        campaign = session.scalars(select(Campaign).where(Campaign.slug == slug)).one()
        first = session.scalar(select(func.coalesce(func.max(Signature.id), 0))) + 1
        ids = range(first, first + number)
        insert_many(Signature, [a_row(campaign.id, n, state) | values_of(values, n) for n in ids])
        if state == "confirmed":
            count(campaign.tally_key, number)
        if db.engine.dialect.name == "postgresql":
            session.execute(select(func.setval("signature_id_seq", first + number)))
    return list(ids)


def a_row(campaign_id, n, state):
    return {
        "id": n,
        "campaign_id": campaign_id,
        "state": state,
        "email_digest": n.to_bytes(32, "big"),
        "email": f"signer{n}@example.org",
        "name": f"Ada Lovelace {n}",
        "country": "GB",
        "comment": "",
        "visibility": "hidden",
        "updates": False,
        "consent_version": "x",
        "signed_at": WHEN,
        "confirmed_at": WHEN if state == "confirmed" else None,
        "comment_shown": False,
    }


def values_of(values, n):
    return {
        name: value.format(n) if isinstance(value, str) else value for name, value in values.items()
    }


def tokens_of(app, ids):
    """Give the token of a link for each signature."""
    with app.app_context(), transaction():
        return [store_link(n) for n in ids]


def states(app):
    """Give {id: state} of all signatures."""
    with app.app_context():
        return {one.id: one.state for one in db.session.scalars(select(Signature))}


def the_removals(app):
    """Give all removals."""
    with app.app_context():
        return list(db.session.scalars(select(Removal).order_by(Removal.id)))


def shown_number(app, campaign_id=1):
    """Give the public count, having compared it and all others with the rows."""
    with app.app_context():
        for name, truth in public_numbers().items():
            assert mismatches(name, truth) == {}
        key = f"campaign/{campaign_id}/signatures"
        return counted([key])[key]
