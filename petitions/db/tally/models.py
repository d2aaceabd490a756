"""Two tables: what has been folded, and what has not."""

from datetime import datetime

from sqlalchemy import BigInteger, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from petitions.db import Base, UtcDateTime, now

KEY_CHARACTERS = 100


class Total(Base):
    """A number as it stood when its deltas were last folded."""

    __tablename__ = "tally_total"

    key: Mapped[str] = mapped_column(String(KEY_CHARACTERS), primary_key=True)
    value: Mapped[int] = mapped_column(BigInteger)


class Delta(Base):
    """One change of a number, not folded yet."""

    __tablename__ = "tally_delta"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    key: Mapped[str] = mapped_column(String(KEY_CHARACTERS), index=True)
    amount: Mapped[int]
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
