"""Signatures, further attempts at one, and the links in their mails."""

from datetime import datetime, timedelta

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    exists,
    false,
    text,
)
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, column_property, mapped_column

from petitions.campaigns.models import Campaign  # noqa: F401  (its table, for the foreign key)
from petitions.db import Base, UtcDateTime, now
from petitions.web.text import NAME_CHARACTERS, search_text

# Of the words of the consent that a signer agrees to: it is stored with the signature.
CONSENT_VERSION = "2026-11"
CONFIRM_MAIL, ALREADY_MAIL, KEPT_MAIL = "confirm", "already", "kept"
PENDING, CONFIRMED, WITHDRAWN = "pending", "confirmed", "withdrawn"
STATES = (PENDING, CONFIRMED, WITHDRAWN)
HIDDEN, INITIALS, FULL = "hidden", "initials", "full"
COMMENT_CHARACTERS = 500
EMAIL_CHARACTERS = 254
REASON_CHARACTERS = 200
# So long a removal can be undone; then its persons are erased.
REMOVAL_GRACE = timedelta(days=30)

# What a row holds once its person is erased.
ERASED_VALUES = {
    "email_digest": None,
    "email": None,
    "name": None,
    "search_text": None,
    "country": None,
    "comment": None,
    "comment_shown": False,
    "comment_read": False,
    "visibility": HIDDEN,
    "updates": False,
}

# What somebody types, as it is stored with the signature and with each further attempt.
TYPED = ("name", "email", "country", "comment", "visibility", "updates", "consent_version")

_Id = BigInteger().with_variant(Integer, "sqlite")
# Whose names the public list shows: few of many, so the index holds them alone. A question that
# has these very words, and no parameters in their place, finds the index on both databases.
SHOWN_INDEX = "ix_signature_shown"
VOICED = "comment_shown"  # comments that an organiser let through: few, in an index of their own
SHOWN = f"state = '{CONFIRMED}' AND visibility <> '{HIDDEN}'"
# Whose comments an organiser has still to read; in the same way.
UNREAD_INDEX = "ix_signature_unread"
UNREAD = f"{SHOWN} AND comment <> '' AND NOT comment_shown AND NOT comment_read"


class Attempt(Base):
    """What was typed with the mailbox of a signature that waits to be confirmed, after the first.

    Nobody has proved yet whose mailbox it is: so an attempt changes no other one. The one that is
    confirmed becomes the signature, and the others go.
    """

    __tablename__ = "signature_attempt"

    id: Mapped[int] = mapped_column(_Id, primary_key=True)
    signature_id: Mapped[int] = mapped_column(_Id, ForeignKey("signature.id"), index=True)
    email: Mapped[str] = mapped_column(String(EMAIL_CHARACTERS))
    name: Mapped[str] = mapped_column(String(NAME_CHARACTERS))
    country: Mapped[str] = mapped_column(String(2))
    comment: Mapped[str] = mapped_column(String(COMMENT_CHARACTERS))
    visibility: Mapped[str] = mapped_column(String(10))
    updates: Mapped[bool]
    consent_version: Mapped[str] = mapped_column(String(20))
    signed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Signature(Base):
    """One person under one campaign. The only place where what a signer told us is kept.

    Withdrawn, the row stays without the person, so that the count's history adds up. One that the
    organisers removed is withdrawn too and has its `removal_id`; the person stays for 30 days, so
    that it can be put back. Forgotten: confirmed and counted, but nobody knows any more who.
    """

    __tablename__ = "signature"
    __table_args__ = (
        UniqueConstraint("campaign_id", "email_digest"),
        Index("ix_signature_campaign_id_state_id", "campaign_id", "state", "id"),
        Index("ix_signature_campaign_id_confirmed_at", "campaign_id", "confirmed_at"),
        Index(
            SHOWN_INDEX,
            "campaign_id",
            "id",
            sqlite_where=text(SHOWN),
            postgresql_where=text(SHOWN),
        ),
        Index(
            "ix_signature_voiced",
            "campaign_id",
            "id",
            sqlite_where=text(VOICED),
            postgresql_where=text(VOICED),
        ),
        Index(
            UNREAD_INDEX,
            "campaign_id",
            "id",
            sqlite_where=text(UNREAD),
            postgresql_where=text(UNREAD),
        ),
        CheckConstraint(f"state IN {STATES}", name="state"),
    )

    id: Mapped[int] = mapped_column(_Id, primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    state: Mapped[str] = mapped_column(String(10))
    email_digest: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    email: Mapped[str | None] = mapped_column(String(EMAIL_CHARACTERS))
    name: Mapped[str | None] = mapped_column(String(NAME_CHARACTERS))
    country: Mapped[str | None] = mapped_column(String(2))
    comment: Mapped[str | None] = mapped_column(String(COMMENT_CHARACTERS))
    visibility: Mapped[str] = mapped_column(String(10))
    updates: Mapped[bool]
    consent_version: Mapped[str] = mapped_column(String(20))
    signed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # No foreign key: SQLite could not drop such a column again without making the table anew.
    removal_id: Mapped[int | None] = mapped_column(index=True)
    forgotten_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # Which attempt was confirmed; None for the first, which stands here from the start.
    attempt_id: Mapped[int | None] = mapped_column(BigInteger)
    has_attempts: Mapped[bool] = column_property(
        exists().where(Attempt.signature_id == id).correlate_except(Attempt),  # noqa: A003
        deferred=True,
    )
    # An organiser has read the comment and let it through to the public list.
    comment_shown: Mapped[bool] = mapped_column(default=False)
    # An organiser has read it, and let it through or not.
    comment_read: Mapped[bool] = mapped_column(default=False, server_default=false())
    # No database folds every alphabet.
    search_text: Mapped[str | None] = mapped_column(
        Text, default=lambda context: search_text(context.get_current_parameters())
    )

    @property
    def is_removed(self) -> bool:
        """Return True if the organisers removed it and the person is not erased yet."""
        return self.state == WITHDRAWN and self.email_digest is not None

    @property
    def is_listed(self) -> bool:
        """Return True if it is one to remove: confirmed, or on its way to that."""
        return self.state in (CONFIRMED, PENDING)

    @property
    def may_show_comment(self) -> bool:
        """Return True if there is a comment to let through; a pending one can still change."""
        return bool(self.state == CONFIRMED and self.comment and self.visibility != HIDDEN)

    @hybrid_property
    def wants_news(self) -> bool:
        """Return True if news may be mailed: ticked, confirmed, and there is where to write to."""
        has_address = self.email != None  # noqa: E711  (SQL too)
        return (self.state == CONFIRMED) & self.updates & has_address


class Removal(Base):
    """Signatures that the organisers took from the list at one time, for one reason; public."""

    __tablename__ = "removal"

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(
        ForeignKey("campaign.id", ondelete="CASCADE"), index=True
    )
    reason: Mapped[str] = mapped_column(String(REASON_CHARACTERS))
    number: Mapped[int]  # of confirmed signatures, by which the count fell
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def can_be_undone(self) -> bool:
        """Return True if the people are still here, and the signatures not put back yet."""
        return self.undone_at is None and now() < self.made_at + REMOVAL_GRACE


class Link(Base):
    """The link of one attempt in one mail: it confirms that for a week, and withdraws for ever.

    Only a digest of its token is kept; the token itself is in the mail alone.
    """

    __tablename__ = "signature_link"

    digest: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    signature_id: Mapped[int] = mapped_column(_Id, ForeignKey("signature.id"), index=True)
    # Stays when the attempt is gone: a link always knows whether it was the one that counted.
    attempt_id: Mapped[int | None] = mapped_column(BigInteger)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
