"""What supporters tell us: "I sent it", and "this address failed". Nothing about who they are."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from petitions.campaigns.models import Campaign  # noqa: F401  (its table, for the foreign key)
from petitions.db import Base, UtcDateTime, now

MAX_REPORTED = 200
CONTACT_CHARACTERS = 320

_Id = BigInteger().with_variant(Integer, "sqlite")


class Report(Base):
    """A supporter's "I sent it"; `number` is more than one where a group wrote.

    `nonce` is a digest of what the page that was composed for one visitor carried: UNIQUE, so
    that a page counts once. The plain page carries none.
    """

    __tablename__ = "report"
    __table_args__ = (CheckConstraint(f"number BETWEEN 1 AND {MAX_REPORTED}", name="number"),)

    id: Mapped[int] = mapped_column(_Id, primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), index=True)
    # A target that is removed takes nothing from the count.
    target_id: Mapped[int | None] = mapped_column(
        ForeignKey("target.id", ondelete="SET NULL"), index=True
    )
    channel: Mapped[str] = mapped_column(String(20))
    number: Mapped[int]
    nonce: Mapped[bytes | None] = mapped_column(LargeBinary(32), unique=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Failure(Base):
    """A supporter's "this address failed": a mail that came back, a fax that is cut.

    `contact` is the address as it stood: once the organisers correct it, it starts anew.
    """

    __tablename__ = "failure"

    id: Mapped[int] = mapped_column(_Id, primary_key=True)
    target_id: Mapped[int] = mapped_column(ForeignKey("target.id", ondelete="CASCADE"), index=True)
    channel: Mapped[str] = mapped_column(String(20))
    contact: Mapped[str] = mapped_column(String(CONTACT_CHARACTERS))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
