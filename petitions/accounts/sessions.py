"""Where organisers are logged in: rows here, a random cookie there."""

import hashlib
import secrets
from datetime import timedelta

from sqlalchemy import ColumnElement, delete, select, update

from petitions.accounts.models import Organiser, Session
from petitions.db import db, now, transaction

LIFE = timedelta(hours=12)
PENDING_LIFE = timedelta(minutes=10)  # between passphrase and second factor
IDLE = timedelta(minutes=30)  # after which names are shown only after logging in again
RECENT = timedelta(minutes=10)  # in which what protects an account may be changed
SEEN_STEP = timedelta(minutes=1)  # not one write a request
_TOKEN_BYTES = 32


def start(organiser_id: int, *, is_pending_2fa: bool = False) -> str:
    """Log an organiser in, in the caller's transaction; return the new cookie."""
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    db.session.add(
        Session(digest=_digest(token), organiser_id=organiser_id, is_pending_2fa=is_pending_2fa)
    )
    return token


def session_of(token: str | None) -> tuple[Session, Organiser] | None:
    """Return the session of a cookie and its organiser, unless it is over."""
    if not token:
        return None
    row = db.session.execute(
        select(Session, Organiser)
        .join(Organiser, Organiser.id == Session.organiser_id)
        .where(Session.digest == _digest(token))
    ).first()
    if row is None:
        return None
    session, organiser = row
    life = PENDING_LIFE if session.is_pending_2fa else LIFE
    return None if now() > session.made_at + life else (session, organiser)


def touch(session: Session) -> None:
    """Note that the organiser is still there; an idle session stays idle until log-in."""
    moment = now()
    if SEEN_STEP < moment - session.seen_at <= IDLE:
        with transaction() as open_session:
            open_session.execute(
                update(Session).where(Session.digest == session.digest).values(seen_at=moment)
            )


def is_recent(session: Session) -> bool:
    """Return True if the organiser logged in, or did so again, within ten minutes."""
    return now() - session.proved_at <= RECENT


def note_log_in(session: Session) -> None:
    """Note in the caller's transaction that the organiser logged in again."""
    this = update(Session).where(Session.digest == session.digest)
    db.session.execute(this.values(proved_at=now()))


def is_idle(session: Session) -> bool:
    """Return True if nothing has come from this browser for half an hour."""
    return now() - session.seen_at > IDLE


def end(session: Session) -> bool:
    """Log out here, in the caller's transaction; return False if that was done meanwhile."""
    over = db.session.execute(delete(Session).where(Session.digest == session.digest))
    return bool(over.rowcount)  # type: ignore[attr-defined]


def end_all(organiser_id: int, *, but: Session | None = None) -> None:
    """Log an organiser out everywhere, or everywhere `but` here, in the caller's transaction."""
    over = delete(Session).where(Session.organiser_id == organiser_id)
    if but is not None:
        over = over.where(Session.digest != but.digest)
    db.session.execute(over)


def open_sessions(organiser_id: int) -> list[Session]:
    """Return where an organiser is logged in, the last used first."""
    logged_in = select(Session).where(
        Session.organiser_id == organiser_id,
        Session.is_pending_2fa.is_(False),
        Session.made_at > now() - LIFE,
    )
    return list(db.session.scalars(logged_in.order_by(Session.seen_at.desc())))


def expired_sessions() -> ColumnElement[bool]:
    """Return the condition on sessions that are over."""
    return Session.made_at < now() - LIFE


def _digest(token: str) -> bytes:
    # No key needed: nobody guesses 256 bits.
    return hashlib.sha256(token.encode()).digest()
