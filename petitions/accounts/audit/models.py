"""Entries, and the head that says how many there are."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from petitions.db import Base, UtcDateTime

HEAD = 1


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


class Head(Base):
    """The end of the chain, one row: without it, entries cut off the end would not be missed."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    entries: Mapped[int]
    seal: Mapped[bytes] = mapped_column(LargeBinary(32))
