"""Who organises here, where they are logged in, and who is invited."""

from contextlib import suppress

from sqlalchemy import ColumnElement, exists, select

from petitions.accounts.models import (
    ADMIN,
    IDLE,
    SESSION_LIFE,
    Invitation,
    Organiser,
    Passkey,
    Session,
)
from petitions.db import db, now
from petitions.web.text import InvalidAddress, canonical_address, checked_address


def organisers() -> list[tuple[Organiser, bool]]:
    """Return [(organiser, has a second factor)] by e-mail address, in one read."""
    passkeys = exists(select(Passkey.id).where(Passkey.organiser_id == Organiser.id))
    has_factor = Organiser.totp_secret.is_not(None) | passkeys
    rows = db.session.execute(select(Organiser, has_factor).order_by(Organiser.email))
    return [(organiser, bool(has_one)) for organiser, has_one in rows]


def organiser_by_email(email: str) -> Organiser | None:
    """Return the organiser with this mailbox, however its address is spelled.

    Of two, who had joined before this was compared, the one with this very spelling.
    """
    everybody = db.session.scalars(select(Organiser).order_by(Organiser.id))
    same = [one for one in everybody if mailbox(one.email) == mailbox(email)]
    exactly = [one for one in same if one.email == email.lower()]
    return next(iter(exactly + same), None)


def invitations_for(email: str) -> list[Invitation]:
    """Return the links for a mailbox, however its address is spelled."""
    every = db.session.scalars(select(Invitation))
    return [invitation for invitation in every if mailbox(invitation.email) == mailbox(email)]


def mailbox(email: str) -> str:
    """Return one form for all spellings of an address, as for signers; of another text itself."""
    with suppress(InvalidAddress):
        email = checked_address(email)
    return canonical_address(email)


def other_admins(email: str) -> list[Organiser]:
    """Return the admins but the one with this address."""
    others = select(Organiser).where(Organiser.role == ADMIN, Organiser.email != email)
    return list(db.session.scalars(others.order_by(Organiser.id)))


def any_admin() -> bool:
    """Return True if somebody has joined who can invite others."""
    joined = select(Organiser.id).where(
        Organiser.role == ADMIN, Organiser.passphrase_hash.is_not(None)
    )
    return bool(db.session.scalar(select(exists(joined))))


def open_sessions(organiser_id: int) -> list[Session]:
    """Return where an organiser is logged in, the last used first."""
    logged_in = select(Session).where(
        Session.organiser_id == organiser_id,
        Session.is_pending_2fa.is_(False),
        ~expired_sessions(),
    )
    return list(db.session.scalars(logged_in.order_by(Session.seen_at.desc())))


def expired_sessions() -> ColumnElement[bool]:
    """Return the condition on sessions that are over."""
    return (Session.made_at < now() - SESSION_LIFE) | (Session.seen_at < now() - IDLE)


def invitations() -> list[Invitation]:
    """Return the links that still work, by e-mail address."""
    working = select(Invitation).where(Invitation.expires_at >= now())
    return list(db.session.scalars(working.order_by(Invitation.email)))


def expired_invitations() -> ColumnElement[bool]:
    """Return the condition on invitations that nobody followed in time."""
    return Invitation.expires_at < now()
