"""What is asked about signatures: the public list, the count, statistics, who gets news."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    Select,
    case,
    func,
    literal,
    select,
    text,
    union_all,
)

from petitions.campaigns.models import Campaign, signatures_key
from petitions.db import db, now
from petitions.db.sql import utc_day
from petitions.db.tally import counted_column
from petitions.mail.models import PARKED, REFUSED, Mail
from petitions.signing.links import TokenMatch
from petitions.signing.models import (
    CONFIRMED,
    FULL,
    PENDING,
    SHOWN,
    SHOWN_INDEX,
    TYPED,
    VOICED,
    WITHDRAWN,
    Attempt,
    Link,
    Removal,
    Signature,
)
from petitions.web.text import initials

SUPPORTERS = 50
NEW = timedelta(hours=24)
NEWEST_NAMES, NEWEST_COMMENTS = 5, 3


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


class Voices(NamedTuple):
    """The newest who are shown, and the newest whose comments are."""

    people: list[Supporter]
    comments: list[Supporter]


@dataclass(frozen=True)
class SignatureStatistics:
    """Signatures of a campaign beside those that count; `new` were confirmed within 24 hours."""

    new: int = 0
    pending: int = 0
    withdrawn: int = 0
    removed: int = 0


class Undelivered(NamedTuple):
    """Mails to signers that were given up for one reason."""

    error: str
    number: int


def confirmed_counts() -> dict[str, int]:
    """Return {tally key: confirmed signatures}, counted from the signatures themselves."""
    numbers = select(Signature.campaign_id, func.count()).group_by(Signature.campaign_id)
    rows = db.session.execute(numbers.where(Signature.state == CONFIRMED))
    return {signatures_key(campaign_id): number for campaign_id, number in rows}


def attempts_of(signature_id: int, limit: int | None = None) -> list[Attempt]:
    """Return the further attempts at a signature that waits, the newest first."""
    attempts = select(Attempt).where(Attempt.signature_id == signature_id)
    return list(db.session.scalars(attempts.order_by(Attempt.id.desc()).limit(limit)))


def kept_about(match: TokenMatch) -> dict[str, Any]:
    """Return all that is kept about the signer of a link, for them: values of JSON.

    A case that was taken down is not named, in no answer of the site.
    """
    signature, campaign = match.signature, match.campaign
    named = None if campaign.is_withheld else {"title": campaign.title, "slug": campaign.slug}
    links = select(Link.made_at).where(Link.signature_id == signature.id).order_by(Link.made_at)
    return {
        "campaign": named,
        "state": signature.state,
        **{name: getattr(signature, name) for name in (*TYPED, "comment_shown")},
        "signed_at": signature.signed_at,
        "confirmed_at": signature.confirmed_at,
        "withdrawn_at": signature.withdrawn_at,
        "removed_by_organisers": signature.removal_id is not None,
        "attempts_not_confirmed": [
            {name: getattr(attempt, name) for name in (*TYPED, "signed_at")}
            for attempt in attempts_of(signature.id)
        ],
        "links_mailed_at": list(db.session.scalars(links)),
    }


def signature_of(campaign_id: int, signature_id: int) -> Signature | None:
    """Return a signature of a campaign, as it is now."""
    signature = select(Signature).where(
        Signature.campaign_id == campaign_id, Signature.id == signature_id
    )
    return db.session.scalar(signature, execution_options={"populate_existing": True})


def supporters(campaign_id: int, before: int | None = None) -> Supporters:
    """Return who signed a campaign and is shown, the newest first, in one read."""
    total = _shown(campaign_id, func.count(Signature.id)).correlate(None).scalar_subquery()
    comment = case((Signature.comment_shown, Signature.comment))
    columns = Signature.id, Signature.name, Signature.country, Signature.visibility, comment, total
    query = _shown(campaign_id, *columns)
    if before is not None:
        query = query.where(Signature.id < before)
    rows = db.session.execute(query.order_by(Signature.id.desc()).limit(SUPPORTERS + 1)).all()
    page = rows[:SUPPORTERS]
    return Supporters(
        people=[
            Supporter(name if visibility == FULL else initials(name), country, comment or "")
            for _id, name, country, visibility, comment, _total in page
        ],
        total=page[0][-1] if page else 0,
        older=page[-1][0] if len(rows) > SUPPORTERS else None,
    )


def voices(campaign_id: int) -> Voices:
    """Return who signed last and is shown, and what was said, the newest first, in one read."""
    columns = (Signature.id, Signature.name, Signature.country, Signature.visibility)
    people = _shown(campaign_id, *columns, literal("").label("comment"))
    said = select(*columns, Signature.comment).where(
        Signature.campaign_id == campaign_id,
        text(VOICED),
        text(SHOWN),
        Signature.name.is_not(None),
    )
    parts = [
        query.order_by(Signature.id.desc()).limit(limit).subquery().select()
        for query, limit in ((people, NEWEST_NAMES), (said, NEWEST_COMMENTS))
    ]
    found = Voices([], [])
    for row in sorted(db.session.execute(union_all(*parts)), key=lambda row: -row.id):
        shown = row.name if row.visibility == FULL else initials(row.name)
        person = Supporter(shown, row.country, row.comment)
        (found.comments if person.comment else found.people).append(person)
    return found


def _shown(campaign_id: int, *columns: Any) -> Select[Any]:
    """Ask for columns of those who are shown; whoever is erased has no name."""
    query = select(*columns).with_hint(Signature, f"INDEXED BY {SHOWN_INDEX}", "sqlite")
    return query.where(
        Signature.campaign_id == campaign_id, text(SHOWN), Signature.name.is_not(None)
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


def number_of_news_receivers(campaign_id: int) -> int:
    """Return how many people asked for news of a campaign, as things stand."""
    number = select(func.count()).where(Signature.campaign_id == campaign_id, Signature.wants_news)
    return db.session.scalars(number).one()


def next_news_receivers(campaign_id: int, since: int, until: datetime, limit: int) -> list[int]:
    """Return signatures after the number `since`, in order, whose people get news of a campaign.

    They were confirmed by the moment `until`, and still want it.
    """
    ids = select(Signature.id).where(
        Signature.campaign_id == campaign_id,
        Signature.wants_news,
        Signature.confirmed_at <= until,
        Signature.id > since,
    )
    return list(db.session.scalars(ids.order_by(Signature.id).limit(limit)))


def statistics_of(campaign_ids: Iterable[int]) -> dict[int, SignatureStatistics]:
    """Return the statistics of each campaign in one read; it passes over the many that count."""

    def number(*conditions: ColumnElement[bool]) -> ScalarSelect[int]:
        own = Signature.campaign_id == Campaign.id
        return select(func.count()).where(own, *conditions).correlate(Campaign).scalar_subquery()

    withdrawn = Signature.state == WITHDRAWN
    rows = db.session.execute(
        select(
            Campaign.id,
            number(Signature.state == CONFIRMED, Signature.confirmed_at > now() - NEW),
            number(Signature.state == PENDING),
            number(withdrawn, Signature.removal_id.is_(None)),
            number(withdrawn, Signature.removal_id.is_not(None)),
        ).where(Campaign.id.in_(campaign_ids))
    )
    return {campaign_id: SignatureStatistics(*numbers) for campaign_id, *numbers in rows}


def confirmed_by_day(campaign_id: int) -> dict[date, int]:
    """Return {day in UTC: signatures confirmed on it}, of those that count."""
    # Every signature that counts has a day, so that they add up to the public number.
    day = utc_day(func.coalesce(Signature.confirmed_at, Signature.signed_at))
    return dict(_confirmed_by(campaign_id, day))


def confirmed_by_country(campaign_id: int) -> list[tuple[str | None, int]]:
    """Return (country, signatures that count), the most first; those without one come last."""
    by_country = _confirmed_by(campaign_id, Signature.country)
    return sorted(by_country, key=lambda row: (row[0] is None, -row[1], row[0]))


def _confirmed_by(campaign_id: int, column: Any) -> list[tuple[Any, int]]:
    """Return (value of the column, signatures that count)."""
    counts = Signature.campaign_id == campaign_id, Signature.state == CONFIRMED
    rows = db.session.execute(select(column, func.count()).where(*counts).group_by(column))
    return [(value, number) for value, number in rows]


def undelivered(campaign_id: int) -> list[Undelivered]:
    """Return the mails to signers of a campaign that nobody took, by reason, the most first."""
    # Mails that go to many say whom they go to in a column of its own.
    about = func.coalesce(Mail.about["signature"].as_integer(), Mail.receiver)
    error, number = func.coalesce(Mail.last_error, ""), func.count()
    rows = db.session.execute(
        select(error, number)
        .join(Signature, Signature.id == about)
        .where(Mail.state.in_((REFUSED, PARKED)), Signature.campaign_id == campaign_id)
        .group_by(error)
        .order_by(number.desc(), error)
    )
    return [Undelivered(*row) for row in rows]
