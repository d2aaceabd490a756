"""Pages of the list of signatures, in the order that an organiser chose."""

from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, func, literal, select, tuple_, union_all

from petitions.db import UtcDateTime, db
from petitions.db.sql import position
from petitions.signing.filters import PAGE_ROWS, Filters
from petitions.signing.models import CONFIRMED, STATES, Signature
from petitions.web.i18n import countries

# So many can be sorted by what no index has in order.
FEW = 2_000
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)
NEWEST = "-signed"
COLUMNS = {"name", "country", "signed", "confirmed"}


class SignaturePage(NamedTuple):
    """A page of the list: the newest first, and the ids from where to go on in each direction."""

    rows: list[Signature]
    older: int | None
    newer: int | None


def columns_to_sort(filters: Filters, number: int) -> set[str]:
    """Return by which columns so many signatures can be sorted: all, or those of an index."""
    if number <= FEW:
        return COLUMNS
    return {"signed", "confirmed"} if filters.state == CONFIRMED else {"signed"}


def signature_page(
    campaign_id: int,
    filters: Filters,
    sort: str = NEWEST,
    before: int | None = None,
    after: int | None = None,
) -> SignaturePage:
    """Return a page of what the filters find: the first, or what is next to a signature.

    `sort` is a column, with "-" in front from the end. `before` and `after` are as in the newest
    first: what comes later in the list is `before`.
    """
    column, is_down = sort.removeprefix("-"), sort.startswith("-") == (after is None)
    anchor = before if after is None else after
    conditions = filters.conditions(campaign_id)
    if column == "signed":
        chosen = _by_number(conditions, anchor, is_down=is_down)
    else:
        key = _sort_key(column, filters)
        chosen = _by_key(key, conditions, anchor, is_down=is_down)
    rows = list(db.session.scalars(chosen.limit(PAGE_ROWS + 1)))
    is_more = len(rows) > PAGE_ROWS
    del rows[PAGE_ROWS:]
    if after is not None:
        rows.reverse()
    if not rows:
        return SignaturePage([], None, None)
    return SignaturePage(
        rows,
        older=rows[-1].id if is_more or after is not None else None,
        newer=rows[0].id if (is_more if after is not None else before is not None) else None,
    )


def _by_number(
    conditions: list[ColumnElement[bool]], anchor: int | None, *, is_down: bool
) -> Select[Signature]:
    """Return the question for signatures as they came, next to the anchor."""
    ids = select(Signature.id).where(*conditions)
    if anchor is not None:
        ids = ids.where(Signature.id < anchor if is_down else Signature.id > anchor)
    # An index has those of each state in order, none all of them: so no large list is sorted.
    order = Signature.id.desc() if is_down else Signature.id
    ids = ids.order_by(order).limit(PAGE_ROWS + 1)
    of_each = [ids.where(Signature.state == state).subquery() for state in STATES]
    chosen = select(Signature).where(Signature.id.in_(union_all(*map(select, of_each))))
    return chosen.order_by(order)


def _by_key(
    key: ColumnElement[Any],
    conditions: list[ColumnElement[bool]],
    anchor: int | None,
    *,
    is_down: bool,
) -> Select[Signature]:
    """Return the question for signatures in the order of a key, next to the anchor."""
    chosen = select(Signature).where(*conditions)
    order = (key.desc(), Signature.id.desc()) if is_down else (key, Signature.id)
    at = db.session.execute(select(key).where(conditions[0], Signature.id == anchor)).first()
    if at is not None:
        place, start = tuple_(key, Signature.id), tuple_(literal(at[0], key.type), literal(anchor))
        chosen = chosen.where(place < start if is_down else place > start)
    return chosen.order_by(*order)


def _sort_key(column: str, filters: Filters) -> ColumnElement[Any]:
    """Return by what a column is sorted; it is never NULL, or comparing would lose rows."""
    if column == "name":
        return func.coalesce(Signature.search_text, "")  # it begins with the name, folded
    if column == "country":
        in_order = literal(",".join(code for code, _name in countries()))
        return func.coalesce(position(in_order, Signature.country.expression), 0)
    if filters.state == CONFIRMED:
        return Signature.confirmed_at.expression
    return func.coalesce(Signature.confirmed_at, literal(_NEVER, UtcDateTime()))
