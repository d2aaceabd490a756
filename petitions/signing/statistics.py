"""Statistics of signing: nothing here reads who signed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, ScalarSelect, func, select

from petitions.campaigns.models import Campaign
from petitions.db import db, now
from petitions.db.sql import utc_day
from petitions.mail.models import PARKED, Mail
from petitions.signing.models import CONFIRMED, PENDING, WITHDRAWN, Signature

NEW = timedelta(hours=24)


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


def statistics_of(campaign_ids: Iterable[int]) -> dict[int, SignatureStatistics]:
    """Return the statistics of each campaign in one read; it passes over the many that count."""
    withdrawn = Signature.state == WITHDRAWN
    rows = db.session.execute(
        select(
            Campaign.id,
            _number(Signature.state == CONFIRMED, Signature.confirmed_at > now() - NEW),
            _number(Signature.state == PENDING),
            _number(withdrawn, Signature.removal_id.is_(None)),
            _number(withdrawn, Signature.removal_id.is_not(None)),
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


def undelivered(campaign_id: int) -> list[Undelivered]:
    """Return the mails to signers of a campaign that nobody took, by reason, the most first."""
    # Mails that go to many say whom they go to in a column of its own.
    about = func.coalesce(Mail.about["signature"].as_integer(), Mail.receiver)
    error, number = func.coalesce(Mail.last_error, ""), func.count()
    rows = db.session.execute(
        select(error, number)
        .join(Signature, Signature.id == about)
        .where(Mail.state == PARKED, Signature.campaign_id == campaign_id)
        .group_by(error)
        .order_by(number.desc(), error)
    )
    return [Undelivered(*row) for row in rows]


def _number(*conditions: ColumnElement[bool]) -> ScalarSelect[int]:
    """Return how many signatures of the row's own campaign meet the conditions."""
    own = Signature.campaign_id == Campaign.id
    return select(func.count()).where(own, *conditions).correlate(Campaign).scalar_subquery()


def _confirmed_by(campaign_id: int, column: Any) -> list[tuple[Any, int]]:
    """Return (value of the column, signatures that count)."""
    counts = Signature.campaign_id == campaign_id, Signature.state == CONFIRMED
    rows = db.session.execute(select(column, func.count()).where(*counts).group_by(column))
    return [(value, number) for value, number in rows]
