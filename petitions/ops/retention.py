"""Erasing what is past its time, in every room: signers first, then what only keeps house."""

from collections.abc import Generator
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, delete, func, inspect, select

from petitions.accounts.models import Invitation, Session
from petitions.accounts.operations import old_invitations
from petitions.accounts.sessions import old_sessions
from petitions.db import Base, db, transaction, truncate_wal
from petitions.mail.models import Mail
from petitions.mail.operations import old_mails
from petitions.signing import forgetting
from petitions.signing.models import Link

BATCH = 1_000


class Old(NamedTuple):
    """Rows that have served their time; nobody is in them, and so no audit entry is made."""

    words: str
    model: type[Base]
    condition: ColumnElement[bool]

    @property
    def key(self) -> Any:
        """Give the column that tells the rows apart."""
        return inspect(self.model).primary_key[0]


def due() -> dict[str, dict[str, int]]:
    """Give {what: numbers} of all that is due: a line for each campaign, one for the rest."""
    found: dict[str, dict[str, int]] = {
        f"campaign {slug}": dict(+numbers) for slug, numbers in forgetting.due().items()
    }
    rest = {old.words: _number(old) for old in _others()}
    if any(rest.values()):
        found["besides"] = {words: number for words, number in rest.items() if number}
    return found


def erase(actor: str) -> Generator[int, None, None]:
    """Erase what is due, a batch and a transaction at a time; give how many after each.

    Whoever calls waits, or does other things, in between: signers need their turn to write.
    """
    yield from forgetting.erase(actor)
    for old in _others():
        while gone := _delete_some(old):
            yield gone
    db.session.commit()  # a reader of our own would keep the next step from its work
    truncate_wal()


def _others() -> list[Old]:
    return [
        Old("links of withdrawn signatures", Link, forgetting.spent_links()),
        Old("mails", Mail, old_mails()),
        Old("sessions", Session, old_sessions()),
        Old("invitations", Invitation, old_invitations()),
    ]


def _number(old: Old) -> int:
    found = select(func.count()).select_from(old.model).where(old.condition)
    return db.session.scalars(found).one()


def _delete_some(old: Old) -> int:
    some = list(db.session.scalars(select(old.key).where(old.condition).limit(BATCH)))
    if some:
        with transaction() as session:
            session.execute(delete(old.model).where(old.key.in_(some)))
    return len(some)
