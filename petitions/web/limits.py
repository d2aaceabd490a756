"""How often one visitor may do a thing, counted in the database for all processes.

No rate-limit library stores in SQL; one upsert does it, exactly, on both databases.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import LargeBinary, bindparam, case, delete, select, update
from sqlalchemy.orm import Mapped, mapped_column

from petitions.config import Rule
from petitions.db import Base, UtcDateTime, db, now
from petitions.db.sql import built_once, execute, upsert


class Allowance(Base):
    """How often one visitor did one thing since the first time; no address, a digest."""

    __tablename__ = "allowance"

    key: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    used: Mapped[int]
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class TooManyAttempts(Exception):
    """The visitor did this too often; `wait` is how long until it is allowed again."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__()
        self.wait = wait


def take(what: str, visitor: bytes, rules: Sequence[Rule]) -> None:
    """Count one attempt of `visitor` (a digest) in the caller's transaction.

    A period begins with its first attempt.

    Raises:
        TooManyAttempts: a rule is used up; nothing is counted.

    """
    taken: list[bytes] = []
    for rule in rules:
        key, moment = _key(what, visitor, rule), now()
        attempt = {"key": key, "moment": moment, "until": moment + rule.period, "most": rule.limit}
        if execute(_take_one(), **attempt).first() is None:
            _give_one_back(taken)
            raise TooManyAttempts(_expiry(key) - moment)
        taken.append(key)


def give_back(what: str, visitor: bytes, rules: Sequence[Rule]) -> None:
    """Forget the attempts of `visitor`, in the caller's transaction: what was done is undone."""
    keys = [_key(what, visitor, rule) for rule in rules]
    db.session.execute(delete(Allowance).where(Allowance.key.in_(keys)))


def sweep() -> int:
    """Delete what no longer limits anybody; give the number of rows."""
    gone = db.session.execute(delete(Allowance).where(Allowance.expires_at < now()))
    return gone.rowcount  # type: ignore[attr-defined, no-any-return]


@built_once
def _take_one() -> Any:
    moment, expires_at = (
        bindparam("moment", type_=UtcDateTime),
        bindparam("until", type_=UtcDateTime),
    )
    over = Allowance.expires_at <= moment
    statement = upsert(Allowance).values(key=bindparam("key"), used=1, expires_at=expires_at)
    return statement.on_conflict_do_update(
        index_elements=["key"],
        set_={
            "used": case((over, 1), else_=Allowance.used + 1),
            "expires_at": case((over, expires_at), else_=Allowance.expires_at),
        },
        where=over | (Allowance.used < bindparam("most")),
    ).returning(Allowance.used)


def _give_one_back(keys: Sequence[bytes]) -> None:
    # The caller's transaction may go on: it can be that of many visitors.
    concerned = update(Allowance).where(Allowance.key.in_(keys))
    db.session.execute(concerned.values(used=Allowance.used - 1))


def _expiry(key: bytes) -> datetime:
    return db.session.scalars(select(Allowance.expires_at).where(Allowance.key == key)).one()


def _key(what: str, visitor: bytes, rule: Rule) -> bytes:
    name = f"{what} {rule.period.total_seconds()}".encode()
    return hashlib.sha256(name + visitor).digest()
