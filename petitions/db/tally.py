"""Numbers shown to the public: exact, cheap to read, recountable.

Whoever changes a number inserts a delta, so that writers never wait for each other on a shared
row. The worker folds deltas into totals; a number is its total plus its open deltas.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Integer,
    SQLColumnExpression,
    String,
    delete,
    func,
    insert,
    select,
    union_all,
)
from sqlalchemy.orm import Mapped, mapped_column

from petitions.db import Base, UtcDateTime, db, now, transaction
from petitions.db.sql import execute, insert_many, locked, table, upsert

KEY_CHARACTERS = 100
FOLD_ROWS = 5_000


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


_all_amounts = union_all(
    select(Total.key, Total.value.label("amount")), select(Delta.key, Delta.amount)
).subquery()
_sums = select(_all_amounts.c.key, func.sum(_all_amounts.c.amount)).group_by(_all_amounts.c.key)
_insert_delta = insert(table(Delta))


def count(key: str, amount: int = 1) -> None:
    """Change a number in the caller's transaction: `count("campaign/12/signatures")`."""
    execute(_insert_delta, key=key, amount=amount)


def count_each(keys: Sequence[str]) -> None:
    """Add 1 to a number for each occurrence of its key, in the caller's transaction."""
    insert_many(Delta, [{"key": key, "amount": 1} for key in keys])


def counted(keys: Iterable[str]) -> dict[str, int]:
    """Return {key: number}, 0 where nothing was counted; one statement, so one moment."""
    wanted = list(keys)
    sums = db.session.execute(_sums.where(_all_amounts.c.key.in_(wanted)))
    return dict.fromkeys(wanted, 0) | {key: int(value) for key, value in sums}


def counted_column(key: SQLColumnExpression[str]) -> ColumnElement[int]:
    """Return a number as a column of another query, for the row's own `key`."""
    total = select(Total.value).where(Total.key == key).scalar_subquery()
    open_deltas = select(func.sum(Delta.amount)).where(Delta.key == key).scalar_subquery()
    return func.coalesce(total, 0) + func.coalesce(open_deltas, 0)


def fold() -> int:
    """Add open deltas to their totals; return how many.

    Several workers may fold at once: each takes deltas that no other one holds. Totals are
    written in the order of their keys, so that two workers cannot deadlock.
    """
    with transaction() as session:
        chosen = select(Delta.id).order_by(Delta.id).limit(FOLD_ROWS)
        open_deltas = delete(Delta).where(Delta.id.in_(locked(chosen)))
        taken = session.execute(open_deltas.returning(Delta.key, Delta.amount)).all()
        sums: Counter[str] = Counter()
        for key, amount in taken:
            sums[key] += amount
        for key in sorted(sums):
            statement = upsert(Total).values(key=key, value=sums[key])
            added = {"value": Total.value + statement.excluded.value}
            session.execute(statement.on_conflict_do_update(index_elements=["key"], set_=added))
    return len(taken)


def mismatches(name: str, truth: Mapping[str, int]) -> dict[str, tuple[int, int]]:
    """Return {key: (shown, true)} of the numbers of a name that differ from `truth`.

    The name is the last part of a key: `signatures`. A number that `truth` lacks should be 0.
    """
    sums = db.session.execute(_sums.where(_all_amounts.c.key.endswith(f"/{name}")))
    shown = {key: int(value) for key, value in sums}
    keys = sorted(shown.keys() | truth.keys())
    pairs = {key: (shown.get(key, 0), truth.get(key, 0)) for key in keys}
    return {key: pair for key, pair in pairs.items() if pair[0] != pair[1]}


def repair(name: str, truth: Mapping[str, int]) -> dict[str, tuple[int, int]]:
    """Correct, in the caller's transaction, what differs from `truth`; return the mismatches.

    The correction is one more delta: nobody who counts meanwhile waits or is overwritten.
    """
    wrong = mismatches(name, truth)
    deltas = [{"key": key, "amount": true - shown} for key, (shown, true) in wrong.items()]
    insert_many(Delta, deltas)
    return wrong
