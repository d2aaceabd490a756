"""The audit log: who changed what.

The entries form a chain. The seal of each covers its words and the seal before it, under the
secret key, so that a changed or removed entry is noticed.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, NamedTuple, Self

from sqlalchemy import JSON, ColumnElement, LargeBinary, String, func, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from petitions.db import Base, UtcDateTime, db, now
from petitions.db.sql import upsert
from petitions.web.addresses import address_spellings
from petitions.web.limits import keyed_digest
from petitions.web.text import end_of_day, parse_day, start_of_day

PAGE_ENTRIES = 50
_HEAD_ID = 1
_RESEALED_ENTRIES = 500  # in memory at one time
_ABOUT_CHARACTERS = 100
_DIGEST_DIGITS = 16
_SHOWN_CHARACTERS = 300  # of a text that changed
_WORDS_AROUND = 5  # the change, for who reads it


class Entry(Base):
    """One change: who, when, what; never anything about a signer."""

    __tablename__ = "audit_entry"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor: Mapped[str] = mapped_column(String(200))
    verb: Mapped[str] = mapped_column(String(50))
    subject: Mapped[str] = mapped_column(String(200))
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
    seal: Mapped[bytes] = mapped_column(LargeBinary(32))

    def expected_seal(self, previous: bytes, secret_key: str = "") -> bytes:
        """Return the seal that belongs to the entry where `previous` is the seal before it."""
        words: list[Any] = [self.number, self.at.isoformat(), self.actor, self.verb, self.subject]
        words += [self.details, previous.hex()]
        return keyed_digest("audit entry", json.dumps(words, sort_keys=True), secret_key)


class Head(Base):
    """The end of the chain, one row: without it, entries cut off the end would not be missed."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    entries: Mapped[int]
    seal: Mapped[bytes] = mapped_column(LargeBinary(32))


def record(actor: str, verb: str, subject: str, **details: Any) -> Entry:
    """Add an entry in the caller's transaction: `record("ben@…", "published", "campaign x")`.

    `details` are plain JSON values and nothing about a signer. The entry is flushed: it has its
    number. The head is locked until the COMMIT, so that two entries never follow the same one.
    """
    head = db.session.get(Head, _HEAD_ID, with_for_update=True, populate_existing=True)
    if head is None:
        first = {"id": _HEAD_ID, "entries": 0, "seal": _head_seal(0, b"")}
        db.session.execute(upsert(Head).values(first).on_conflict_do_nothing())
        head = db.session.get_one(Head, _HEAD_ID, with_for_update=True, populate_existing=True)
    last = db.session.get(Entry, head.entries)
    entry = Entry(
        number=head.entries + 1, at=now(), actor=actor, verb=verb, subject=subject, details=details
    )
    entry.seal = entry.expected_seal(last.seal if last else b"")
    head.entries, head.seal = entry.number, _head_seal(entry.number, entry.seal)
    db.session.add(entry)
    db.session.flush()
    return entry


def gist(text: str) -> str:
    """Return length and digest of a text that is too long for an entry.

    `gist("Hello")` is "5 characters, SHA-256 185f8db32271fe25"; of an empty text it is empty.
    """
    digest = hashlib.sha256(text.encode()).hexdigest()
    return f"{len(text)} characters, SHA-256 {digest[:_DIGEST_DIGITS]}" if text else ""


def changed_place(before: str, after: str) -> tuple[str, str]:
    """Return two texts, long ones cut to the place where they differ: some words on either side.

    `changed_place("She is free.", "She is home.")` is as it was given, for it is short.
    """
    if max(len(before), len(after)) <= _SHOWN_CHARACTERS:
        return before, after
    old, new = before.split(), after.split()
    first = _equal_words(old, new)
    last = min(_equal_words(old[::-1], new[::-1]), min(len(old), len(new)) - first)
    return _around(old, first, last), _around(new, first, last)


def _equal_words(one: list[str], other: list[str]) -> int:
    """Return how many words are equal at the beginning."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))


def _around(words: list[str], first: int, last: int) -> str:
    """Return the words between, with a few on either side."""
    start, end = max(0, first - _WORDS_AROUND), len(words) - max(0, last - _WORDS_AROUND)
    middle = " ".join(words[start:end])
    if len(middle) > _SHOWN_CHARACTERS:
        middle, end = middle[:_SHOWN_CHARACTERS].rstrip(), 0
    return ("… " if start else "") + middle + (" …" if end < len(words) else "")


def first_fault(secret_key: str = "") -> str | None:
    """Return what is wrong with the chain, in words, or None where it is whole."""
    number, previous = 0, b""
    in_order = select(Entry).order_by(Entry.number).execution_options(yield_per=500)
    with db.session.scalars(in_order) as entries:
        for entry in entries:
            if entry.number != number + 1:
                return f"entry {number + 1} is missing"
            if entry.seal != entry.expected_seal(previous, secret_key):
                return f"entry {entry.number} is not as it was written"
            number, previous = entry.number, entry.seal
    head = db.session.get(Head, _HEAD_ID)
    if head is None:
        return "the end of the log is missing" if number else None
    if head.entries > number:
        return f"entries after {number} are missing"
    is_whole = (head.entries, head.seal) == (number, _head_seal(number, previous, secret_key))
    return None if is_whole else "the end is forged"


def reseal_log() -> None:
    """Seal a chain that was found whole with the secret key of now, in the caller's transaction."""
    number, seal = 0, b""
    in_order = select(Entry).order_by(Entry.number).limit(_RESEALED_ENTRIES)
    while entries := list(db.session.scalars(in_order.where(Entry.number > number))):
        for entry in entries:
            entry.seal = seal = entry.expected_seal(seal)
            number = entry.number
        db.session.flush()
        db.session.expunge_all()
    db.session.execute(update(Head).values(seal=_head_seal(number, seal)))


def number_of_entries() -> int:
    """Return how many entries there are."""
    return db.session.scalars(select(func.count()).select_from(Entry)).one()


def key_fits(secret_key: str = "") -> bool:
    """Return True unless the log was sealed with another secret key than this, or that of now."""
    head = db.session.get(Head, _HEAD_ID)
    if head is None:
        return True
    last = db.session.get(Entry, head.entries)
    return head.seal == _head_seal(head.entries, last.seal if last else b"", secret_key)


class AuditChoices(NamedTuple):
    """What the log can be filtered by: everybody who did something, everything ever done."""

    actors: list[str]
    verbs: list[str]


@dataclass(frozen=True)
class AuditFilters:
    """Which entries to show; empty means all. Days are UTC, both included."""

    who: str = ""
    what: str = ""
    about: str = ""
    since: date | None = None
    until: date | None = None

    @classmethod
    def read(cls, args: Mapping[str, Any], choices: AuditChoices) -> Self:
        """Return the filters in an address; what is not one of the choices is left out."""
        who, what = args.get("who"), args.get("what")
        return cls(
            who=who if who and who in choices.actors else "",
            what=what if what and what in choices.verbs else "",
            about=str(args.get("about") or "").replace("\0", "").strip()[:_ABOUT_CHARACTERS],
            since=parse_day(args.get("since")),
            until=parse_day(args.get("until")),
        )

    def as_query(self) -> dict[str, str]:
        """Return what stands in an address, for `read` to read back."""
        return {name: str(value) for name, value in asdict(self).items() if value}

    def conditions(self) -> list[ColumnElement[bool]]:
        """Return the conditions on Entry, for a WHERE."""
        conditions: list[ColumnElement[bool]] = []
        if self.who:
            conditions.append(Entry.actor == self.who)
        if self.what:
            conditions.append(Entry.verb == self.what)
        if self.about:
            spellings = sorted(address_spellings(self.about))
            found = [Entry.subject.icontains(words, autoescape=True) for words in spellings]
            conditions.append(or_(*found))
        if self.since:
            conditions.append(Entry.at >= start_of_day(self.since))
        if self.until:
            conditions.append(Entry.at <= end_of_day(self.until))
        return conditions


class EntryPage(NamedTuple):
    """Some entries, the newest first; `older` is the number before which there are more."""

    entries: list[Entry]
    older: int | None


def audit_choices() -> AuditChoices:
    """Return what the log can be filtered by."""
    actors = select(Entry.actor).distinct().order_by(Entry.actor)
    verbs = select(Entry.verb).distinct().order_by(Entry.verb)
    return AuditChoices(list(db.session.scalars(actors)), list(db.session.scalars(verbs)))


def entry_page(filters: AuditFilters, before: int | None) -> EntryPage:
    """Return the entries that the filters let through, with a number below `before`."""
    query = select(Entry).where(*filters.conditions()).order_by(Entry.number.desc())
    if before is not None:
        query = query.where(Entry.number < before)
    entries = list(db.session.scalars(query.limit(PAGE_ENTRIES + 1)))
    shown = entries[:PAGE_ENTRIES]
    return EntryPage(shown, shown[-1].number if len(entries) > PAGE_ENTRIES else None)


def last_entry(verb: str, subject: str) -> Entry | None:
    """Return the newest entry of one verb about one thing."""
    query = select(Entry).where(Entry.subject == subject, Entry.verb == verb)
    return db.session.scalars(query.order_by(Entry.number.desc()).limit(1)).first()


def _head_seal(entries: int, last: bytes, secret_key: str = "") -> bytes:
    """Return the seal of a chain of so many entries, of which the last has the seal `last`."""
    return keyed_digest("audit head", f"{entries} {last.hex()}", secret_key)
