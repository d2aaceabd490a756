"""Mails to send, and when a mailbox was last written to."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Index, Integer, LargeBinary, String
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column

from petitions.db import Base, UtcDateTime, now

# Held: of news that an organiser stopped, or about a campaign that is not public now.
# Parked: tried often enough; a person has to look.
# Refused: the server knows no such receiver; there is nothing to mend.
WAITING, SENT, HELD, PARKED, DROPPED = "waiting", "sent", "held", "parked", "dropped"
REFUSED = "refused"
STATES = (WAITING, SENT, HELD, REFUSED, PARKED, DROPPED)
# What stands as the last error of a mail that an organiser gave up.
GIVEN_UP = "given up"


class Mail(Base):
    """One mail: what kind, about which row, and how far it is.

    `about` names rows, never people: `{"signature": 12}`. Mails that go to many have a `batch`
    ("update/3"), in which each `receiver` (the number of a signature) stands once.

    Mails that anybody can ask for have a `mailbox`, a keyed digest, while they wait, and `once`, a
    digest of what they are about, until it is their turn: asked for again, it is the same mail.
    Those of one mailbox go as one: `{"signature": 12, "also": [["already", {"signature": 7}]]}`.
    """

    __tablename__ = "mail"
    __table_args__ = (
        Index("ix_mail_state_due_at", "state", "due_at"),
        Index("ix_mail_batch_receiver", "batch", "receiver", unique=True),
        Index("ix_mail_mailbox_once", "mailbox", "once", unique=True),
    )

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(30))
    about: Mapped[dict[str, Any]] = mapped_column(JSON)
    message_id: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(10), default=WAITING)
    tries: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_error: Mapped[str | None] = mapped_column(String(100))
    batch: Mapped[str | None] = mapped_column(String(40))
    receiver: Mapped[int | None] = mapped_column(BigInteger)
    mailbox: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    once: Mapped[bytes | None] = mapped_column(LargeBinary(32))

    @hybrid_property
    def can_be_retried(self) -> bool:
        """Return True if an organiser may let it be tried again."""
        is_given_up = (self.state == DROPPED) & (self.last_error == GIVEN_UP)
        return (self.state == PARKED) | (self.state == REFUSED) | is_given_up

    @hybrid_property
    def can_be_given_up(self) -> bool:
        """Return True if an organiser may give it up: it was not sent yet."""
        return (self.state == WAITING) | (self.state == PARKED) | (self.state == HELD)


class Recipient(Base):
    """When a mailbox, known by a digest alone, was last written to: the last three times.

    Mails that its owner answered are taken out.
    """

    __tablename__ = "mail_recipient"

    digest: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    newest: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    middle: Mapped[datetime | None] = mapped_column(UtcDateTime)
    oldest: Mapped[datetime | None] = mapped_column(UtcDateTime)
