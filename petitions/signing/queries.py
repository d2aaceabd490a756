"""What is asked about signatures: the public list, the count, who gets news."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, case, func, literal, select, text

from petitions.campaigns.models import Campaign, signatures_key
from petitions.db import db
from petitions.db.tally import counted_column
from petitions.signing.models import CONFIRMED, FULL, SHOWN, SHOWN_INDEX, Removal, Signature
from petitions.web.text import initials

SUPPORTERS = 50


class Supporter(NamedTuple):
    """A signer as the public sees them: the name is what they chose to show of it."""

    name: str
    country: str
    comment: str


class Supporters(NamedTuple):
    """A page of the public list: who, how many there are in all, and where the next page begins."""

    people: list[Supporter]
    total: int
    older: int | None


def confirmed_counts() -> dict[str, int]:
    """Return {tally key: confirmed signatures}, counted from the signatures themselves."""
    rows = db.session.execute(
        select(Signature.campaign_id, func.count())
        .where(Signature.state == CONFIRMED)
        .group_by(Signature.campaign_id)
    )
    return {signatures_key(campaign_id): number for campaign_id, number in rows}


def signature_of(campaign_id: int, signature_id: int) -> Signature | None:
    """Return a signature of a campaign, as it is now."""
    signature = select(Signature).where(
        Signature.campaign_id == campaign_id, Signature.id == signature_id
    )
    return db.session.scalar(signature, execution_options={"populate_existing": True})


def supporters(campaign_id: int, before: int | None = None) -> Supporters:
    """Return who signed a campaign and is shown, the newest first, in one read."""
    in_all = _shown(campaign_id, func.count(Signature.id)).correlate(None).scalar_subquery()
    comment = case((Signature.comment_shown, Signature.comment))
    whom = Signature.id, Signature.name, Signature.country, Signature.visibility
    question = _shown(campaign_id, *whom, comment, in_all)
    if before is not None:
        question = question.where(Signature.id < before)
    rows = db.session.execute(question.order_by(Signature.id.desc()).limit(SUPPORTERS + 1)).all()
    page = rows[:SUPPORTERS]
    return Supporters(
        people=[
            Supporter(name if visibility == FULL else initials(name), country, comment or "")
            for _id, name, country, visibility, comment, _shown_in_all in page
        ],
        total=page[0][-1] if page else 0,
        older=page[-1][0] if len(rows) > SUPPORTERS else None,
    )


def removals(campaign_id: int) -> list[Removal]:
    """Return by what removals the count of a campaign fell, the oldest first."""
    return counts_and_removals(campaign_id, [])[1]


def counts_and_removals(
    campaign_id: int, keys: Iterable[str]
) -> tuple[dict[str, int], list[Removal]]:
    """Return {tally key: number} and the removals() of a campaign, in one read."""
    keys = list(keys)
    lowered = (Removal.campaign_id == Campaign.id) & (Removal.number > 0)
    rows = db.session.execute(
        select(Removal, *(counted_column(literal(key)) for key in keys))
        .select_from(Campaign)
        .outerjoin(Removal, lowered)
        .where(Campaign.id == campaign_id)
        .order_by(Removal.id)
    ).all()
    counts = dict(zip(keys, map(int, rows[0][1:]), strict=True))
    return counts, [row[0] for row in rows if row[0]]


def _shown(campaign_id: int, *columns: Any) -> Select[Any]:
    """Ask for columns of those who are shown; whoever is erased has no name."""
    question = select(*columns).with_hint(Signature, f"INDEXED BY {SHOWN_INDEX}", "sqlite")
    return question.where(
        Signature.campaign_id == campaign_id, text(SHOWN), Signature.name.is_not(None)
    )


def number_of_news_receivers(campaign_id: int) -> int:
    """Return how many people asked for news of a campaign, as things stand."""
    wanting = Signature.campaign_id == campaign_id, Signature.wants_news
    return db.session.scalars(select(func.count()).where(*wanting)).one()


def next_news_receivers(campaign_id: int, since: int, until: datetime, most: int) -> list[int]:
    """Return signatures after the number `since`, in order, whose people get news of a campaign.

    They were confirmed by the moment `until`, and still want it.
    """
    wanting = select(Signature.id).where(
        Signature.campaign_id == campaign_id,
        Signature.wants_news,
        Signature.confirmed_at <= until,
        Signature.id > since,
    )
    return list(db.session.scalars(wanting.order_by(Signature.id).limit(most)))
