"""Signatures as organisers look for them: filters, and the conditions they stand for."""

import unicodedata
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple, Self

from sqlalchemy import ColumnElement, Select, func, or_, select, union_all

from petitions.db import db
from petitions.signing.models import (
    CONFIRMED,
    FULL,
    HIDDEN,
    INITIALS,
    PENDING,
    STATES,
    WITHDRAWN,
    Removal,
    Signature,
)
from petitions.web.i18n import country_codes

REMOVED = "removed"  # withdrawn, by the organisers
LISTED_STATES = (CONFIRMED, PENDING, REMOVED, WITHDRAWN)
PAGE_ROWS = 50
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
        # Shortened first: normalising takes the square of the length where accents are stacked.
        search = str(given.get("search") or "")[: 4 * _SEARCH_CHARACTERS].replace("\0", "")
        search = unicodedata.normalize("NFC", search)
        country = str(given.get("country") or "").upper()
        return cls(
            search=search.strip()[:_SEARCH_CHARACTERS].strip(),
            state=state if state in LISTED_STATES else "",
            country=country if country in country_codes() else "",
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
            found.append(or_(*_contain(self.search)))
        found += _state_conditions(self.state)
        if self.country:
            found.append(Signature.country == self.country)
        if self.visibility:
            found.append(Signature.visibility == self.visibility)
        if self.since:
            found.append(Signature.signed_at >= _midnight(self.since))
        if self.until and self.until < date.max:
            found.append(Signature.signed_at < _midnight(self.until) + timedelta(days=1))
        return found


class Listed(NamedTuple):
    """A page of the list: rows with the newest first, and from where to go on in each direction."""

    rows: list[Signature]
    older: int | None
    newer: int | None


class Removable(NamedTuple):
    """What a removal would take out: how many, and the newest that is among them."""

    confirmed: int
    pending: int
    newest: int

    @property
    def number(self) -> int:
        """Give how many signatures would go from the list."""
        return self.confirmed + self.pending


def number_of(campaign_id: int, filters: Filters) -> int:
    """Give how many signatures the filters find."""
    found = select(func.count()).where(*filters.conditions(campaign_id))
    return db.session.scalars(found).one()


def listed(
    campaign_id: int, filters: Filters, before: int | None = None, after: int | None = None
) -> Listed:
    """Give a page of what the filters find: the newest, or what is next to a signature."""
    question = select(Signature.id).where(*filters.conditions(campaign_id))
    if after is not None:
        question = question.where(Signature.id > after)
    elif before is not None:
        question = question.where(Signature.id < before)
    found = _first(question, forwards=after is not None)
    rows, is_more = found[:PAGE_ROWS], len(found) > PAGE_ROWS
    if after is not None:
        rows.reverse()
    if not rows:
        return Listed([], None, None)
    return Listed(
        rows,
        older=rows[-1].id if is_more or after is not None else None,
        newer=rows[0].id if (is_more if after is not None else before is not None) else None,
    )


def _first(question: Select[Any], *, forwards: bool) -> list[Signature]:
    """Give the rows of a page, and one more where there is one; backwards if not `forwards`.

    An index has those of each state in order, none all of them: sorting a million took 0.8 s.
    """
    order = Signature.id if forwards else Signature.id.desc()
    question = question.order_by(order).limit(PAGE_ROWS + 1)
    of_each = [question.where(Signature.state == state).subquery() for state in STATES]
    chosen = Signature.id.in_(union_all(*map(select, of_each)))
    rows = select(Signature).where(chosen).order_by(order).limit(PAGE_ROWS + 1)
    return list(db.session.scalars(rows))


def removable(campaign_id: int, filters: Filters) -> Removable:
    """Give what a removal of all that the filters find would take out, in one read."""
    confirmed, pending = Signature.state == CONFIRMED, Signature.state == PENDING
    found = db.session.execute(
        select(
            func.count().filter(confirmed),
            func.count().filter(pending),
            func.coalesce(func.max(Signature.id), 0),
        ).where(*filters.conditions(campaign_id), confirmed | pending)
    ).one()
    return Removable(*found)


def recent_removals(campaign_id: int) -> list[Removal]:
    """Give the last removals, the newest first; those of pending signatures too."""
    found = select(Removal).where(Removal.campaign_id == campaign_id)
    return list(db.session.scalars(found.order_by(Removal.id.desc()).limit(PAGE_ROWS)))


def _contain(search: str) -> Iterable[ColumnElement[bool]]:
    """Give who may be meant. Not every database knows the capitals of every alphabet."""
    spellings = {search, search.lower(), search.upper(), search.title()}
    for column in (Signature.name, Signature.email, Signature.comment):
        for spelling in sorted({search} if search.isascii() else spellings):
            yield column.icontains(spelling, autoescape=True)


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
