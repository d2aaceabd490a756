"""A campaign and its parts, and what each row can say of itself."""

import re
from datetime import date, datetime, timedelta
from textwrap import shorten
from typing import TypedDict
from zoneinfo import ZoneInfo

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ColumnElement,
    Date,
    ForeignKey,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    cast,
    literal,
)
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from petitions.campaigns.markdown import as_plain
from petitions.db import Base, UtcDateTime, now

DRAFT, OPEN, PAUSED, WON, CLOSED = "draft", "open", "paused", "won", "closed"
TAKEN_DOWN = "taken-down"
STATES = (DRAFT, OPEN, PAUSED, WON, CLOSED, TAKEN_DOWN)
ENDED = (WON, CLOSED)
KEEP_DAYS = 30
SHORTER_KEEPING_DELAY = timedelta(days=1)
ALT_CHARACTERS = 300
CREDIT_CHARACTERS = 200
SAFETY_CHARACTERS = 2_000
HEADLINE_CHARACTERS = 120
WORDINGS = 5  # that a part of a letter may have, with the first


class Source(TypedDict):
    """Where the facts come from: a title, and an address or an empty text."""

    title: str
    url: str


class Copy(TypedDict):
    """Who gets a copy of each letter: a name, and an e-mail address or an empty text."""

    name: str
    email: str


def signatures_key(campaign_id: int) -> str:
    """Return the tally key of a campaign's confirmed signatures."""
    return f"campaign/{campaign_id}/signatures"


def reports_key(campaign_id: int, channel: str) -> str:
    """Return the tally key of what supporters report to have sent through a channel."""
    return f"campaign/{campaign_id}/{channel}"


def groups_key(campaign_id: int, channel: str) -> str:
    """Return the tally key of what of it groups reported, many at once."""
    return f"campaign/{campaign_id}/{channel}/groups"


def moved_goal(goal: int, signatures: int) -> int:
    """Return the goal to show: the organiser's until it is reached, then the next round number.

    Round numbers are 1, 2, 5 times a power of ten: 100, 200, 500, 1,000 …
    """
    if signatures < goal:
        return goal
    power = int(10 ** (len(str(signatures)) - 1))
    return next(step * power for step in (2, 5, 10, 20) if step * power > signatures)


class Campaign(Base):
    """One case: who is in danger, what happened, what is asked, by when."""

    __tablename__ = "campaign"
    __table_args__ = (CheckConstraint(f"state IN {STATES}", name="state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    state: Mapped[str] = mapped_column(String(10), index=True)
    state_note: Mapped[str] = mapped_column(Text, default="")
    # A paused one answers as if it were taken down.
    is_hidden: Mapped[bool] = mapped_column(default=False)
    # Of one that is taken down: what it goes back to.
    state_before: Mapped[str] = mapped_column(String(10), default="")
    title: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str] = mapped_column(Text)
    pledge: Mapped[str] = mapped_column(Text)
    story: Mapped[str] = mapped_column(Text)
    reference: Mapped[str] = mapped_column(String(80), default="")
    country: Mapped[str] = mapped_column(String(2))
    language: Mapped[str] = mapped_column(String(20))
    goal: Mapped[int]
    issued: Mapped[date | None] = mapped_column(Date)
    deadline: Mapped[date | None] = mapped_column(Date)
    time_zone: Mapped[str] = mapped_column(String(50))
    sources: Mapped[list[Source]] = mapped_column(JSON)
    copies_to: Mapped[list[Copy]] = mapped_column(JSON)
    # Sites that may show the counter in a frame: origins, or "*" for any.
    embed_on: Mapped[list[str]] = mapped_column(JSON)
    # Another organisation than the site's, where one is responsible for this campaign.
    organiser_name: Mapped[str] = mapped_column(String(200), default="")
    contact_email: Mapped[str] = mapped_column(String(320), default="")
    # Markdown, in place of what the site says to whoever is in the country of the case.
    safety: Mapped[str] = mapped_column(Text, default="")
    # Subjects of mails do not name the case, and browsers are asked not to keep who signs.
    is_discreet: Mapped[bool] = mapped_column(default=False)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    # When it was won or closed; what signers told us is erased `keep_days` later.
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    keep_days: Mapped[int] = mapped_column(default=KEEP_DAYS)
    # Until when a shorter time does not count yet: somebody may have made a mistake, or worse.
    erase_not_before: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # How often each part was changed: {"story": 3, "target-7": 1}. Two editors notice each other.
    versions: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)

    demands: Mapped[list["Demand"]] = relationship(order_by="Demand.number")
    targets: Mapped[list["Target"]] = relationship(order_by="Target.number")
    updates: Mapped[list["Update"]] = relationship(order_by="Update.dated, Update.id")
    letters: Mapped[list["ModelLetter"]] = relationship(order_by="ModelLetter.number")
    picture: Mapped["Picture | None"] = relationship(viewonly=True)

    @hybrid_property
    def takes_signatures(self) -> bool:
        """Return True if one can sign; a deadline for letters does not end the pledge."""
        return self.state == OPEN

    @hybrid_property
    def is_withheld(self) -> bool:
        """Return True if it was taken from the public: taken down, or paused and hidden."""
        return (self.state == TAKEN_DOWN) | self.is_hidden

    @property
    def days_left(self) -> int | None:
        """Return whole days until the deadline's day, where the deadline is; negative after it."""
        if self.deadline is None:
            return None
        return (self.deadline - self.today).days

    @property
    def today(self) -> date:
        """Return the day that it is where the deadline is."""
        return now().astimezone(ZoneInfo(self.time_zone)).date()

    @property
    def takes_appeals(self) -> bool:
        """Return True if one may write to the targets; after the deadline one asks first."""
        return self.state == OPEN

    @property
    def is_past_deadline(self) -> bool:
        """Return True if the last day to write is over."""
        return self.days_left is not None and self.days_left < 0

    @property
    def erased_at(self) -> datetime | None:
        """Return when what signers told us is to be erased, or None before the campaign ended."""
        return self.erased_if_ended(self.ended_at) if self.ended_at else None

    def erased_if_ended(self, ended_at: datetime) -> datetime:
        """Return when what signers told us is to be erased if the campaign ends at a moment."""
        end = ended_at + timedelta(days=self.keep_days)
        return max(end, self.erase_not_before or end)

    @property
    def has_forgotten(self) -> bool:
        """Return True if the campaign ended so long ago that its signers are to be forgotten."""
        return self.erased_at is not None and now() > self.erased_at

    def letter_in(self, language: str) -> "ModelLetter | None":
        """Return the organisers' words for appeals in a language."""
        return next((letter for letter in self.letters if letter.language == language), None)

    @hybrid_property
    def tally_key(self) -> str:
        """Return the key of the number of confirmed signatures."""
        return signatures_key(self.id)

    @tally_key.inplace.expression
    @classmethod
    def _tally_key_in_sql(cls) -> ColumnElement[str]:
        before, after = signatures_key(0).split("0")
        return literal(before) + cast(cls.id, String) + after


class Picture(Base):
    """The picture of a case, made anew by us: no trace of the camera, a size that a phone loads."""

    __tablename__ = "picture"

    campaign_id: Mapped[int] = mapped_column(
        ForeignKey("campaign.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    # JPEG; read only where it is given out
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    digest: Mapped[str] = mapped_column(String(16))
    width: Mapped[int]
    height: Mapped[int]
    alt: Mapped[str] = mapped_column(String(ALT_CHARACTERS))
    # Who made it; empty where nobody said.
    credit: Mapped[str] = mapped_column(String(CREDIT_CHARACTERS), default="")
    # JPEG for phones and lists; None of pictures that were stored before there were two.
    small: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)


class Demand(Base):
    """One thing asked for."""

    __tablename__ = "demand"
    __table_args__ = (UniqueConstraint("campaign_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id", ondelete="CASCADE"))
    number: Mapped[int]
    text: Mapped[str] = mapped_column(Text)


class Target(Base):
    """An official who can grant the demands."""

    __tablename__ = "target"
    __table_args__ = (UniqueConstraint("campaign_id", "slug"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id", ondelete="CASCADE"))
    number: Mapped[int]
    slug: Mapped[str] = mapped_column(String(80))
    name: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(200))
    salutation: Mapped[str] = mapped_column(String(200))
    address: Mapped[str] = mapped_column(Text)
    # Where the official sits; empty where nobody said. Not always the country of the case.
    country: Mapped[str] = mapped_column(String(2), default="")
    time_zone: Mapped[str] = mapped_column(String(50), default="")

    contacts: Mapped[list["Contact"]] = relationship(order_by="Contact.id")

    def contacts_of(self, kind: str) -> list["Contact"]:
        """Return the contacts of one kind (`fax`), in the organiser's order."""
        return [contact for contact in self.contacts if contact.kind == kind]

    @property
    def shown_name(self) -> str:
        """Return the name, or the office where nobody knows who holds it."""
        return self.name or self.role


class Contact(Base):
    """One way to reach a target; which kinds there are, the channels say (appeals)."""

    __tablename__ = "contact"

    id: Mapped[int] = mapped_column(primary_key=True)
    target_id: Mapped[int] = mapped_column(ForeignKey("target.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    value: Mapped[str] = mapped_column(String(320))
    note: Mapped[str] = mapped_column(String(200), default="")


class ModelLetter(Base):
    """The organisers' words for appeals in one language; what is empty, the site words itself.

    `text` is the body between salutation and closing, with placeholders such as `{demands}`.
    `demands` are the campaign's in this language, in its order; `salutations` by target slug.
    The `other_` wordings stand for the same as the first: of `demands`, a list for each of them.
    """

    __tablename__ = "model_letter"
    __table_args__ = (UniqueConstraint("campaign_id", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id", ondelete="CASCADE"))
    number: Mapped[int]
    language: Mapped[str] = mapped_column(String(20))
    subject: Mapped[str] = mapped_column(String(200))
    opening: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    closing: Mapped[str] = mapped_column(String(200))
    demands: Mapped[list[str]] = mapped_column(JSON)
    salutations: Mapped[dict[str, str]] = mapped_column(JSON)
    other_openings: Mapped[list[str]] = mapped_column(JSON, default=list)
    other_closings: Mapped[list[str]] = mapped_column(JSON, default=list)
    other_demands: Mapped[list[list[str]]] = mapped_column(JSON, default=list)


class Update(Base):
    """Dated news, in the campaign's timeline."""

    __tablename__ = "campaign_update"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(
        ForeignKey("campaign.id", ondelete="CASCADE"), index=True
    )
    dated: Mapped[date] = mapped_column(Date)
    # Empty where nobody wrote one.
    title: Mapped[str] = mapped_column(String(HEADLINE_CHARACTERS), default="")
    text: Mapped[str] = mapped_column(Text)
    # When it was put up or changed here; of what came with a campaign file, nobody knows.
    changed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def headline(self) -> str:
        """Return the title, or the first words of the text where it has none."""
        return self.title or headline_of(self.text)


def headline_of(text: str) -> str:
    """Return the first sentence of a Markdown text as plain words, cut at a word."""
    words = re.sub(r" \((https?://|mailto:)[^)]*\)", "", as_plain(text, "").strip())
    words = words.partition("\n")[0]
    first = re.match(r".+?[.!?。؟।](?=\s|$)", words)
    return shorten(first[0] if first else words, HEADLINE_CHARACTERS, placeholder=" …")
