"""What a number is, now."""

from collections.abc import Iterable, Mapping

from sqlalchemy import ColumnElement, func, select, union_all

from petitions.db import db
from petitions.db.tally.models import Delta, Total

_rows = union_all(
    select(Total.key, Total.value.label("amount")), select(Delta.key, Delta.amount)
).subquery()


def counted(keys: Iterable[str]) -> dict[str, int]:
    """Give each number, 0 where nothing was counted; one statement, so one moment."""
    wanted = list(keys)
    found = db.session.execute(
        select(_rows.c.key, func.sum(_rows.c.amount))
        .where(_rows.c.key.in_(wanted))
        .group_by(_rows.c.key)
    )
    return dict.fromkeys(wanted, 0) | {key: int(value) for key, value in found}


def counted_column(key: ColumnElement[str]) -> ColumnElement[int]:
    """Give a number as a column of another query, for the row's own `key`."""
    total = select(Total.value).where(Total.key == key).scalar_subquery()
    open_deltas = select(func.sum(Delta.amount)).where(Delta.key == key).scalar_subquery()
    return func.coalesce(total, 0) + func.coalesce(open_deltas, 0)


def drift(name: str, truth: Mapping[str, int]) -> dict[str, tuple[int, int]]:
    """Give {key: (shown, true)} for every number of a name that is not what `truth` says it is.

    The name is the last part of a key: `signatures`. A number that `truth` lacks should be 0.
    """
    found = db.session.execute(
        select(_rows.c.key, func.sum(_rows.c.amount))
        .where(_rows.c.key.endswith(f"/{name}"))
        .group_by(_rows.c.key)
    )
    shown = {key: int(value) for key, value in found}
    keys = sorted(shown.keys() | truth.keys())
    pairs = {key: (shown.get(key, 0), truth.get(key, 0)) for key in keys}
    return {key: pair for key, pair in pairs.items() if pair[0] != pair[1]}
