"""Questions about signatures."""

from datetime import datetime

from sqlalchemy import ColumnElement, func, select

from petitions.campaigns.models import signatures_key
from petitions.db import db
from petitions.signing.models import CONFIRMED, Signature


def confirmed_counts() -> dict[str, int]:
    """Give {tally key: confirmed signatures}, counted from the signatures themselves."""
    found = db.session.execute(
        select(Signature.campaign_id, func.count())
        .where(Signature.state == CONFIRMED)
        .group_by(Signature.campaign_id)
    )
    return {signatures_key(campaign_id): number for campaign_id, number in found}


def number_of_news_receivers(campaign_id: int) -> int:
    """Give how many people asked for news of a campaign, as things stand."""
    return db.session.scalars(select(func.count()).where(*_wants_news(campaign_id))).one()


def next_news_receivers(campaign_id: int, since: int, until: datetime, most: int) -> list[int]:
    """Give signatures after the number `since`, in order, whose people get news of a campaign.

    They were confirmed by the moment `until`, and still want it.
    """
    wanting = (*_wants_news(campaign_id), Signature.confirmed_at <= until, Signature.id > since)
    found = select(Signature.id).where(*wanting).order_by(Signature.id).limit(most)
    return list(db.session.scalars(found))


def _wants_news(campaign_id: int) -> tuple[ColumnElement[bool], ...]:
    """Give the conditions; `Signature.wants_news` says the same of a row."""
    return (
        Signature.campaign_id == campaign_id,
        Signature.state == CONFIRMED,
        Signature.updates.is_(True),
        Signature.email.is_not(None),
    )
