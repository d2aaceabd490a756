"""Signatures as organisers look for them: filters, and what they find, as a page or as a file."""

from collections import Counter
from collections.abc import Generator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, NamedTuple, Self

from sqlalchemy import (
    ColumnElement,
    case,
    func,
    select,
    text,
)

from petitions.db import db
from petitions.db.sql import utc_text
from petitions.signing.models import (
    CONFIRMED,
    FULL,
    HIDDEN,
    INITIALS,
    PENDING,
    UNREAD,
    UNREAD_INDEX,
    VOICED,
    WITHDRAWN,
    Removal,
    Signature,
)
from petitions.signing.search import found
from petitions.web.i18n import country_codes
from petitions.web.text import clean_name, end_of_day, parse_day, row_number, start_of_day

WANTS_NEWS, NO_NEWS = "yes", "no"
# Of comments: to read, let through, read and left out.
UNREAD_COMMENT, SHOWN_COMMENT, LEFT_OUT = "unread", "shown", "left-out"
REMOVED = "removed"  # withdrawn, by the organisers
LISTED_STATES = (CONFIRMED, PENDING, REMOVED, WITHDRAWN)
PAGE_ROWS = 50
FETCH_ROWS = 2_000
_SEARCH_CHARACTERS = 100
_COMMENTS: dict[str, Any] = {
    UNREAD_COMMENT: text(UNREAD),
    SHOWN_COMMENT: text(VOICED),
    LEFT_OUT: Signature.comment_read & Signature.comment_shown.is_(False),
}


@dataclass(frozen=True)
class Filters:
    """What to look for; empty means everything. Days are UTC, of signing, both included.

    `updates` is "yes" for those who asked for news, "no" for the others. `ids` are signatures that
    were ticked.
    """

    search: str = ""
    state: str = ""
    country: str = ""
    visibility: str = ""
    updates: str = ""
    comments: str = ""
    since: date | None = None
    until: date | None = None
    ids: tuple[int, ...] = ()

    @classmethod
    def read(cls, values: Mapping[str, Any]) -> Self:
        """Read filters from an address; what is not one of the choices is left out."""
        state, visibility, updates, comments = (
            values.get(name, "") for name in ("state", "visibility", "updates", "comments")
        )
        ids = map(row_number, str(values.get("ids") or "").split(",", PAGE_ROWS)[:PAGE_ROWS])
        # Shortened first: normalising takes the square of the length where accents are stacked.
        search = clean_name(str(values.get("search") or "")[: 4 * _SEARCH_CHARACTERS])
        country = str(values.get("country") or "").upper()
        return cls(
            search=search[:_SEARCH_CHARACTERS].strip(),
            state=state if state in LISTED_STATES else "",
            country=country if country in country_codes() else "",
            visibility=visibility if visibility in (HIDDEN, INITIALS, FULL) else "",
            updates=updates if updates in (WANTS_NEWS, NO_NEWS) else "",
            comments=comments if comments in _COMMENTS else "",
            since=parse_day(values.get("since")),
            until=parse_day(values.get("until")),
            ids=tuple(number for number in ids if number is not None),
        )

    def as_query(self) -> dict[str, str]:
        """Return what stands in an address, and reads back the same."""
        ids = {"ids": ",".join(map(str, self.ids))}
        return {name: str(value) for name, value in (asdict(self) | ids).items() if value}

    def conditions(self, campaign_id: int) -> list[ColumnElement[bool]]:
        """Return the conditions on Signature, for a WHERE."""
        conditions = [Signature.campaign_id == campaign_id]
        if self.search:
            conditions.append(found(self.search))
        if self.state in (CONFIRMED, PENDING):
            conditions.append(Signature.state == self.state)
        elif self.state:
            conditions.append(Signature.state == WITHDRAWN)
            by_organisers = Signature.removal_id.is_not(None)
            conditions.append(by_organisers if self.state == REMOVED else ~by_organisers)
        if self.country:
            conditions.append(Signature.country == self.country)
        if self.visibility:
            conditions.append(Signature.visibility == self.visibility)
        if self.updates:
            conditions.append(Signature.updates.is_(self.updates == WANTS_NEWS))
        if self.comments:
            conditions.append(_COMMENTS[self.comments])
        if self.ids:
            conditions.append(Signature.id.in_(self.ids))
        if self.since:
            conditions.append(Signature.signed_at >= start_of_day(self.since))
        if self.until:
            conditions.append(Signature.signed_at <= end_of_day(self.until))
        return conditions


class Holdings(NamedTuple):
    """How many signatures a list holds, and by how they are shown and country, the most first."""

    number: int
    shown: dict[str, int]
    countries: list[tuple[str | None, int]]


class Removable(NamedTuple):
    """What a removal would take out: how many, and the last id that is among them."""

    confirmed: int
    pending: int
    max_id: int

    @property
    def number(self) -> int:
        """Return how many signatures would go from the list."""
        return self.confirmed + self.pending


def number_of(campaign_id: int, filters: Filters) -> int:
    """Return how many signatures the filters find."""
    number = select(func.count()).where(*filters.conditions(campaign_id))
    return db.session.scalars(number).one()


def number_unread(campaign_id: int) -> int:
    """Return how many comments of a campaign are still to be read."""
    unread = (
        select(func.count())
        .select_from(Signature)
        .where(Signature.campaign_id == campaign_id, text(UNREAD))
    )
    hinted = unread.with_hint(Signature, f"INDEXED BY {UNREAD_INDEX}", "sqlite")
    return db.session.scalars(hinted).one()


def holdings(campaign_id: int, filters: Filters) -> Holdings:
    """Return what a list of the confirmed signatures that filters find would hold, in one read."""
    groups = (Signature.visibility, Signature.country)
    conditions = confirmed_only(filters).conditions(campaign_id)
    rows = db.session.execute(select(*groups, func.count()).where(*conditions).group_by(*groups))
    shown: Counter[str] = Counter()
    countries: Counter[str | None] = Counter()
    for visibility, country, number in rows:
        shown[visibility] += number
        countries[country] += number
    by_number = sorted(countries.items(), key=lambda row: (row[0] is None, -row[1], row[0]))
    return Holdings(shown.total(), shown, by_number)


def removable(campaign_id: int, filters: Filters) -> Removable:
    """Return what a removal of all that the filters find would take out, in one read."""
    confirmed, pending = Signature.state == CONFIRMED, Signature.state == PENDING
    numbers = select(
        func.count().filter(confirmed),
        func.count().filter(pending),
        func.coalesce(func.max(Signature.id), 0),
    ).where(*filters.conditions(campaign_id), confirmed | pending)
    return Removable(*db.session.execute(numbers).one())


def recent_removals(campaign_id: int) -> list[Removal]:
    """Return the last removals, the newest first; those of pending signatures too."""
    removals = select(Removal).where(Removal.campaign_id == campaign_id)
    return list(db.session.scalars(removals.order_by(Removal.id.desc()).limit(PAGE_ROWS)))


class ExportRow(NamedTuple):
    """One confirmed signature, in the words of a file; empty where nobody knows (any more).

    `updates` is yes or no; times are UTC, as in 2026-11-20T08:30:00Z.
    """

    number: int
    name: str
    email: str
    country: str
    comment: str
    visibility: str
    updates: str
    signed_at: str
    confirmed_at: str


def confirmed_only(filters: Filters) -> Filters:
    """Return the same filters for confirmed signatures, whatever state was looked for."""
    return replace(filters, state=CONFIRMED)


def export_rows(campaign_id: int, filters: Filters) -> Generator[ExportRow, None, None]:
    """Yield the confirmed signatures that filters find, of one moment, in the order of signing.

    Never more than `FETCH_ROWS` of them are in memory. To be closed where not all are taken.
    """
    # The database makes the words of a file: it takes a third of the time that Python does.
    statement = (
        select(
            func.coalesce(Signature.name, ""),
            func.coalesce(Signature.email, ""),
            func.coalesce(Signature.country, ""),
            func.coalesce(Signature.comment, ""),
            Signature.visibility,
            case((Signature.updates, WANTS_NEWS), else_=NO_NEWS),
            utc_text(Signature.signed_at),
            func.coalesce(utc_text(Signature.confirmed_at), ""),
        )
        .where(*confirmed_only(filters).conditions(campaign_id))
        .order_by(Signature.id)
    )
    with db.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
            # It is one question for as long as the file takes, and a limit is meant for pages.
            connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
        options = {"stream_results": True, "yield_per": FETCH_ROWS}
        with connection.execute(statement, execution_options=options) as rows:
            for number, row in enumerate(rows, start=1):
                yield ExportRow(number, *row)
