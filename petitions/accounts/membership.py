"""Organisers come and go: questions, and what admins may change."""

from typing import NamedTuple

from sqlalchemy import ColumnElement, delete, exists, func, select

from petitions.accounts import sessions
from petitions.accounts.audit import record
from petitions.accounts.models import ADMIN, Invitation, Organiser, Passkey, Session
from petitions.db import db, now, transaction


class LastAdmin(Exception):
    """Somebody has to stay who can invite others."""


class Member(NamedTuple):
    """An organiser, and whether they have a second factor."""

    organiser: Organiser
    has_factor: bool


def organisers() -> list[Member]:
    """Give all organisers by e-mail address, in one read."""
    passkeys = exists(select(Passkey.id).where(Passkey.organiser_id == Organiser.id))
    has_factor = Organiser.totp_secret.is_not(None) | passkeys
    found = db.session.execute(select(Organiser, has_factor).order_by(Organiser.email))
    return [Member(one, bool(factor)) for one, factor in found]


def organiser(number: int) -> Organiser | None:
    """Give one organiser."""
    return db.session.get(Organiser, number) if number < 2**31 else None


def invitations() -> list[Invitation]:
    """Give the links that still work, by e-mail address."""
    working = select(Invitation).where(Invitation.expires_at >= now())
    return list(db.session.scalars(working.order_by(Invitation.email)))


def change_role(member: Organiser, role: str, *, actor: str) -> None:
    """Let an organiser do more, or less.

    Raises:
        LastAdmin: nothing is changed.

    """
    with transaction():
        keep_an_admin(but=member if role != ADMIN else None)
        _void_invitations()
        before, member.role = member.role, role
        subject = f"organiser {member.email}"
        record(actor, "changed the role of", subject, before=before, after=role)


def remove(member: Organiser, *, actor: str) -> None:
    """Forget an organiser, and every session, factor and link of theirs.

    Raises:
        LastAdmin: nothing is changed.

    """
    with transaction() as session:
        keep_an_admin(but=member)
        _void_invitations()
        sessions.end_all(member.id)
        session.delete(member)
        record(actor, "removed", f"organiser {member.email}", role=member.role)


def shut_everybody_out() -> None:
    """End every session and void every link, since of an old copy nobody knows which still hold."""
    with transaction() as session:
        session.execute(delete(Session))
        _void_invitations()


def _void_invitations() -> None:
    """Let no link work that the one who loses a role may have made, for oneself or another."""
    db.session.execute(delete(Invitation))


def keep_an_admin(*, but: Organiser | None) -> None:
    """Lock the admins, so that two never remove each other, and count who would be left.

    Raises:
        LastAdmin: nobody would be, `but` for this one.

    """
    if but is None:
        return
    left: list[ColumnElement[bool]] = [Organiser.role == ADMIN, Organiser.id != but.id]
    locked = select(Organiser.id).where(Organiser.role == ADMIN).order_by(Organiser.id)
    db.session.execute(locked.with_for_update()).all()
    if but.role == ADMIN and not db.session.scalar(select(func.count()).where(*left)):
        raise LastAdmin
