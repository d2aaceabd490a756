"""Confirmations that come at the same moment, counted together: one statement a table."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, update

from petitions.db import UtcDateTime, now
from petitions.db.sql import built_once, execute, table
from petitions.db.tally import count_each
from petitions.signing.links import Linked, LinkProblem, behind_links, confirmable
from petitions.signing.models import CONFIRMED, PENDING, Signature


def confirm_all(digests: Sequence[bytes]) -> list[str | LinkProblem]:
    """Count the signature of each link, once, in the caller's transaction.

    `digests` are of the links' tokens. Give the slugs of campaigns, or what is the matter.
    """
    found = behind_links(digests, lock=True)
    outcomes = [_outcome(found.get(digest)) for digest in digests]
    confirmed = [each for each in outcomes if isinstance(each, Linked)]
    _count({one.signature.id: one for one in confirmed if one.signature.state == PENDING})
    return [each.campaign.slug if isinstance(each, Linked) else each for each in outcomes]


def _outcome(linked: Linked | None) -> Linked | LinkProblem:
    try:
        return confirmable(linked)
    except LinkProblem as problem:
        return problem


def _count(pending: dict[int, Linked]) -> None:
    if pending:
        execute(_confirm(), ids=list(pending), moment=now())
        count_each([linked.campaign.tally_key for linked in pending.values()])


@built_once
def _confirm() -> Any:
    chosen = Signature.id.in_(bindparam("ids", expanding=True))
    moment = bindparam("moment", type_=UtcDateTime)
    return update(table(Signature)).where(chosen).values(state=CONFIRMED, confirmed_at=moment)
