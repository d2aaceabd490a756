"""Signatures as organisers look for them: filters, and the conditions they stand for."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Self

from sqlalchemy import ColumnElement, func, or_, select

from petitions.db import db
from petitions.signing.models import (
    CONFIRMED,
    FULL,
    HIDDEN,
    INITIALS,
    PENDING,
    WITHDRAWN,
    Signature,
)

REMOVED = "removed"  # withdrawn, by the organisers
LISTED_STATES = (CONFIRMED, PENDING, REMOVED, WITHDRAWN)
_SEARCH_CHARACTERS = 100


@dataclass(frozen=True)
class Filters:
    """What to look for; empty means everything. Days are UTC, of signing, both included."""

    search: str = ""
    state: str = ""
    country: str = ""
    visibility: str = ""
    since: date | None = None
    until: date | None = None

    @classmethod
    def read(cls, given: Mapping[str, Any]) -> Self:
        """Read filters from an address; what is not one of the choices is left out."""
        state, visibility = given.get("state", ""), given.get("visibility", "")
        return cls(
            search=str(given.get("search") or "").replace("\0", "").strip()[:_SEARCH_CHARACTERS],
            state=state if state in LISTED_STATES else "",
            country=str(given.get("country") or "")[:2].upper(),
            visibility=visibility if visibility in (HIDDEN, INITIALS, FULL) else "",
            since=_day(given.get("since")),
            until=_day(given.get("until")),
        )

    def as_query(self) -> dict[str, str]:
        """Give what stands in an address, and reads back the same."""
        return {name: str(value) for name, value in asdict(self).items() if value}

    def conditions(self, campaign_id: int) -> list[ColumnElement[bool]]:
        """Give the conditions on Signature, for a WHERE."""
        found = [Signature.campaign_id == campaign_id]
        if self.search:
            columns = (Signature.name, Signature.email, Signature.comment)
            found.append(or_(*(one.icontains(self.search, autoescape=True) for one in columns)))
        found += _state_conditions(self.state)
        if self.country:
            found.append(Signature.country == self.country)
        if self.visibility:
            found.append(Signature.visibility == self.visibility)
        if self.since:
            found.append(Signature.signed_at >= _midnight(self.since))
        if self.until:
            found.append(Signature.signed_at < _midnight(self.until) + timedelta(days=1))
        return found


def number_of(campaign_id: int, filters: Filters) -> int:
    """Give how many signatures the filters find."""
    found = select(func.count()).where(*filters.conditions(campaign_id))
    return db.session.scalars(found).one()


def _state_conditions(state: str) -> list[ColumnElement[bool]]:
    if not state:
        return []
    if state in (CONFIRMED, PENDING):
        return [Signature.state == state]
    by_organisers = Signature.removal_id.is_not(None)
    return [
        Signature.state == WITHDRAWN,
        by_organisers if state == REMOVED else Signature.removal_id.is_(None),
    ]


def _day(text: object) -> date | None:
    with suppress(ValueError):
        return date.fromisoformat(str(text))
    return None


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
