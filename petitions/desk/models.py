"""Work that organisers start and that takes a while: news to mail, exports to make."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from petitions.accounts.models import Organiser  # noqa: F401  (its table, for the foreign key)
from petitions.campaigns.models import Campaign  # noqa: F401
from petitions.db import Base, UtcDateTime, now

# Of a mailing
PREVIEWED, GOING, STOPPED, DONE = "previewed", "going", "stopped", "done"
# Of an export
WAITING, RUNNING, READY, FAILED, EXPIRED = "waiting", "running", "ready", "failed", "expired"

# What an organiser typed and did not save is thrown away after that.
KEPT_FORM_LIFE = timedelta(days=30)


class Mailing(Base):
    """An update on its way to the signers who asked for news.

    `reached` is the last signature whose mail is in the outbox: mails go there in the order of
    signatures, so that a mailing can stop, go on, and reach nobody twice. `text_digest` is of the
    text that was previewed.
    """

    __tablename__ = "mailing"

    update_id: Mapped[int] = mapped_column(
        ForeignKey("campaign_update.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    state: Mapped[str] = mapped_column(String(10), index=True)
    text_digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    receivers: Mapped[int] = mapped_column(default=0)
    reached: Mapped[int] = mapped_column(BigInteger, default=0)
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Export(Base):
    """A list that one organiser asked for; made at once, or in the worker.

    What the worker made is a file in `instance/exports`, named by the number, for 15 minutes or
    until it is fetched. What was given out stays as its receipt, without the list.
    """

    __tablename__ = "export"

    id: Mapped[int] = mapped_column(primary_key=True)
    # Whoever leaves fetches nothing more, and the receipts stay.
    organiser_id: Mapped[int | None] = mapped_column(
        ForeignKey("organiser.id", ondelete="SET NULL")
    )
    actor: Mapped[str] = mapped_column(String(254), default="")  # the organiser's address
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(10))
    filters: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(10), default=WAITING, index=True)
    rows: Mapped[int] = mapped_column(default=0)
    rows_done: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    ready_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    given_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(String(200), default="")
    sha256: Mapped[str] = mapped_column(String(64), default="")  # of the file


class KeptForm(Base):
    """What stands in an organiser's editor and is not saved: fields by name, as they were sent."""

    __tablename__ = "kept_form"

    campaign_id: Mapped[int] = mapped_column(
        ForeignKey("campaign.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    organiser_id: Mapped[int] = mapped_column(
        ForeignKey("organiser.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    fields: Mapped[list[list[str]]] = mapped_column(JSON)
    kept_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
