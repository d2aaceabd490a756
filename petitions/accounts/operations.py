"""Invite, join, log in: one transaction each."""

import hashlib
import secrets
from datetime import timedelta

from sqlalchemy import ColumnElement, delete, exists, select
from sqlalchemy.orm import Session as Database

from petitions.accounts import factors, passkeys, sessions
from petitions.accounts.audit import record
from petitions.accounts.membership import keep_an_admin
from petitions.accounts.models import ADMIN, Invitation, Organiser, Session
from petitions.accounts.passphrases import hashed, is_right
from petitions.config import settings
from petitions.db import db, now, transaction
from petitions.web.limits import count_attempt, forget_attempts, keyed_digest

INVITATION_LIFE = timedelta(hours=24)
_TOKEN_BYTES = 24


class WrongPassphrase(Exception):
    """No organiser has this e-mail address and this passphrase."""


class InvitationUnknown(Exception):
    """The link was used, replaced, is older than a day, or was never made."""


class EmailTaken(Exception):
    """An organiser with this e-mail address has joined already."""


def invite(email: str, role: str, *, actor: str) -> str:
    """Make a one-time link for a new organiser, or one who lost everything; give its token.

    An older link for the same address no longer works. An empty `email` is for the first admin.

    Raises:
        LastAdmin: the only one would become something else.

    """
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    with transaction() as session:
        keep_an_admin(but=_organiser(session, email.lower()) if role != ADMIN else None)
        session.execute(delete(Invitation).where(Invitation.email == email.lower()))
        session.add(
            Invitation(
                digest=_digest(token),
                email=email.lower(),
                role=role,
                expires_at=now() + INVITATION_LIFE,
            )
        )
        record(actor, "invited", f"organiser {email.lower() or 'without a name yet'}", role=role)
    return token


def invited(token: str, *, lock: bool = False) -> Invitation:
    """Give what a link invites to; locked, nobody else uses it before the COMMIT.

    Raises:
        InvitationUnknown: it invites to nothing.

    """
    found = db.session.get(Invitation, _digest(token), populate_existing=True, with_for_update=lock)
    if found is None or found.expires_at < now():
        raise InvitationUnknown
    return found


def old_invitations() -> ColumnElement[bool]:
    """Give the condition on invitations that nobody followed in time."""
    return Invitation.expires_at < now()


def join(token: str, email: str, passphrase: str) -> str:
    """Make the account that a link invites to, or renew it; give the cookie of a session.

    A renewed account loses its second factor and every open session: its owner lost them too.

    Raises:
        InvitationUnknown, EmailTaken: nothing is changed.

    """
    kept = hashed(passphrase)  # slow, and so not while the database is locked
    with transaction() as session:
        invitation = invited(token, lock=True)
        email = invitation.email or email.lower()
        found = _organiser(session, email)
        if found is not None and not invitation.email:
            raise EmailTaken
        organiser = found or Organiser(email=email)
        organiser.role, organiser.passphrase_hash = invitation.role, kept
        session.add(organiser)
        session.delete(invitation)
        if organiser.role == ADMIN:  # who can invite others; nobody needs the first start's link
            session.execute(delete(Invitation).where(Invitation.email == ""))
        session.flush()
        factors.forget_all(organiser)
        sessions.end_all(organiser.id)
        record(email, "joined", f"organiser {email}", role=organiser.role)
        return sessions.start(organiser.id, waits=False)


def log_in(email: str, passphrase: str, network: bytes, *, replaces: Session | None = None) -> str:
    """Give the cookie of a new session; it `waits` where a second factor is to come.

    The session that this browser had before ends.

    Unknown names take as long and get the same answer as known ones. Attempts are counted, and
    stay so, before anything slow is done.

    Raises:
        WrongPassphrase, TooManyAttempts

    """
    account = keyed_digest("log in", email.lower())
    with transaction():
        count_attempt("log in from", network, settings().login_limit)
        count_attempt("log in as", account, settings().login_limit)
    organiser = _organiser(db.session(), email.lower())
    kept = organiser.passphrase_hash if organiser else None
    right = is_right(passphrase, kept)
    if organiser is None or not right:
        raise WrongPassphrase
    with transaction():
        _still_has(organiser, kept)
        forget_attempts("log in as", account, settings().login_limit)
        if replaces is not None:
            sessions.end(replaces)
        waits = factors.has_factor(organiser)
        if not waits:
            record(organiser.email, "logged in", f"organiser {organiser.email}")
        return sessions.start(organiser.id, waits=waits)


def prove(session: Session, organiser: Organiser, code: str, credential: str) -> None:
    """Take a second factor: a code, or a passkey's answer. Tries are counted, and stay so.

    Raises:
        WrongCode, TooManyAttempts

    """
    with transaction():
        factors.limit(organiser)
    with transaction():
        if credential:
            passkeys.prove(session, organiser, credential)
        else:
            factors.prove(organiser, code)
        factors.forgive(organiser)


def finish_log_in(waiting: Session) -> str:
    """Turn a session that waits into one under a new cookie; give that.

    Raises:
        WrongPassphrase: it was ended meanwhile, by a new passphrase for one.

    """
    with transaction() as session:
        if not sessions.end(waiting):
            raise WrongPassphrase
        organiser = session.get_one(Organiser, waiting.organiser_id)
        record(organiser.email, "logged in", f"organiser {organiser.email}")
        return sessions.start(organiser.id, waits=False)


def log_out(session: Session, *, everywhere: bool = False) -> None:
    """End this session, or all of its organiser."""
    with transaction():
        if everywhere:
            sessions.end_all(session.organiser_id)
        else:
            sessions.end(session)


def any_admin() -> bool:
    """Tell whether somebody has joined who can invite others."""
    joined = exists(
        select(Organiser.id).where(Organiser.role == ADMIN, Organiser.passphrase_hash.is_not(None))
    )
    return bool(db.session.scalar(select(joined)))


def _organiser(session: Database, email: str) -> Organiser | None:
    return session.scalar(select(Organiser).where(Organiser.email == email))


def _still_has(organiser: Organiser, kept: str | None) -> None:
    """Hold the account until the COMMIT; checking took a while, and it may have changed."""
    now_kept = db.session.scalar(
        select(Organiser.passphrase_hash).where(Organiser.id == organiser.id).with_for_update()
    )
    if now_kept != kept:
        raise WrongPassphrase


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
