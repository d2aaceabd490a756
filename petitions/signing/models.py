"""Signatures, and the links in their mails."""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from petitions.campaigns.models import Campaign  # noqa: F401  (its table, for the foreign key)
from petitions.db import Base, UtcDateTime
from petitions.web.words import NAME_CHARACTERS

PENDING, CONFIRMED, WITHDRAWN = "pending", "confirmed", "withdrawn"
HIDDEN, INITIALS, FULL = "hidden", "initials", "full"
COMMENT_CHARACTERS = 500
EMAIL_CHARACTERS = 254

_Id = BigInteger().with_variant(Integer, "sqlite")


class Signature(Base):
    """One person under one campaign. The only place where what a signer told us is kept.

    Withdrawn, the row stays without the person, so that the count's history adds up.
    """

    __tablename__ = "signature"
    __table_args__ = (
        UniqueConstraint("campaign_id", "email_digest"),
        Index("ix_signature_campaign_id_state_id", "campaign_id", "state", "id"),
        CheckConstraint(f"state IN {(PENDING, CONFIRMED, WITHDRAWN)}", name="state"),
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


class Link(Base):
    """The link of one mail: it confirms for a week and withdraws for ever.

    Only a digest of its token is kept; the token itself is in the mail alone.
    """

    __tablename__ = "signature_link"

    digest: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    signature_id: Mapped[int] = mapped_column(_Id, ForeignKey("signature.id"), index=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
