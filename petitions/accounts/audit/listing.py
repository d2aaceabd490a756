"""The log as organisers read it: filters, and the conditions they stand for."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, NamedTuple, Self

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute

from petitions.accounts.audit.models import Entry
from petitions.db import db
from petitions.web.days import day_of, first_moment, last_moment

PAGE_ENTRIES = 50
_ABOUT_CHARACTERS = 100


class Choices(NamedTuple):
    """Who has done something, and what was ever done."""

    actors: list[str]
    verbs: list[str]


@dataclass(frozen=True)
class Filters:
    """What to look for; empty means everything. Days are UTC, both included."""

    who: str = ""
    what: str = ""
    about: str = ""
    since: date | None = None
    until: date | None = None

    @classmethod
    def read(cls, given: Mapping[str, Any], choices: Choices) -> Self:
        """Read filters from an address; what is not one of the choices is left out."""
        return cls(
            who=_one_of(choices.actors, given.get("who")),
            what=_one_of(choices.verbs, given.get("what")),
            about=str(given.get("about") or "").replace("\0", "").strip()[:_ABOUT_CHARACTERS],
            since=day_of(given.get("since")),
            until=day_of(given.get("until")),
        )

    def as_query(self) -> dict[str, str]:
        """Give what stands in an address, and reads back the same."""
        return {name: str(value) for name, value in asdict(self).items() if value}

    def conditions(self) -> list[ColumnElement[bool]]:
        """Give the conditions on Entry, for a WHERE."""
        found: list[ColumnElement[bool]] = []
        if self.who:
            found.append(Entry.actor == self.who)
        if self.what:
            found.append(Entry.verb == self.what)
        if self.about:
            found.append(Entry.subject.icontains(self.about, autoescape=True))
        if self.since:
            found.append(Entry.at >= first_moment(self.since))
        if self.until:
            found.append(Entry.at <= last_moment(self.until))
        return found


class EntryPage(NamedTuple):
    """Some entries, the newest first; `older` is the number before which there are more."""

    entries: list[Entry]
    older: int | None


def choices() -> Choices:
    """Give what one can filter by."""
    return Choices(*(_words(column) for column in (Entry.actor, Entry.verb)))


def entry_page(filters: Filters, before: int | None) -> EntryPage:
    """Give the entries that the filters find, below a number."""
    wanted = select(Entry).where(*filters.conditions()).order_by(Entry.number.desc())
    if before is not None:
        wanted = wanted.where(Entry.number < before)
    found = list(db.session.scalars(wanted.limit(PAGE_ENTRIES + 1)))
    shown = found[:PAGE_ENTRIES]
    return EntryPage(shown, shown[-1].number if len(found) > PAGE_ENTRIES else None)


def _words(column: InstrumentedAttribute[str]) -> list[str]:
    return list(db.session.scalars(select(column).distinct().order_by(column)))


def _one_of(known: Collection[str], given: object) -> str:
    return given if isinstance(given, str) and given in known else ""
