"""Count, fold, repair."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete, insert, select

from petitions.db import db, transaction
from petitions.db.sql import built_once, execute, insert_many, table, upsert
from petitions.db.tally.models import Delta, Total
from petitions.db.tally.queries import drift

FOLD_ROWS = 5_000


def count(key: str, amount: int = 1) -> None:
    """Change a number in the caller's transaction: `count("campaign/12/signatures")`."""
    execute(_insert_delta(), key=key, amount=amount)


def count_each(keys: Sequence[str]) -> None:
    """Add one to a number for each time its key is there, in the caller's transaction."""
    insert_many(Delta, [{"key": key, "amount": 1} for key in keys])


def fold() -> int:
    """Add open deltas to their totals; give how many.

    Several workers may fold at once: each takes deltas that no other one holds. Totals are
    written in one order, so that two of them never wait for each other in a circle.
    """
    with transaction() as session:
        chosen = select(Delta.id).order_by(Delta.id).limit(FOLD_ROWS)
        taken = session.execute(
            delete(Delta)
            .where(Delta.id.in_(chosen.with_for_update(skip_locked=True)))
            .returning(Delta.key, Delta.amount)
        ).all()
        sums: Counter[str] = Counter()
        for key, amount in taken:
            sums[key] += amount
        for key in sorted(sums):
            _add(key, sums[key])
    return len(taken)


def repair(name: str, truth: Mapping[str, int]) -> dict[str, tuple[int, int]]:
    """Set right, in the caller's transaction, what differs from `truth`; give what did.

    The correction is one more delta: nobody who counts meanwhile waits or is overwritten.
    """
    found = drift(name, truth)
    insert_many(Delta, [{"key": key, "amount": is_ - shown} for key, (shown, is_) in found.items()])
    return found


@built_once
def _insert_delta() -> Any:
    return insert(table(Delta))


def _add(key: str, amount: int) -> None:
    statement = upsert(Total).values(key=key, value=amount)
    db.session.execute(
        statement.on_conflict_do_update(
            index_elements=["key"], set_={"value": Total.value + statement.excluded.value}
        )
    )
