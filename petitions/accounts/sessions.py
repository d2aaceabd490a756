"""Where organisers are logged in: rows here, a random cookie there."""

import hashlib
import secrets
from datetime import timedelta

from sqlalchemy import ColumnElement, delete, select, update

from petitions.accounts.models import Organiser, Session
from petitions.db import db, now, transaction

LIFE = timedelta(hours=12)
FACTOR_LIFE = timedelta(minutes=10)  # between passphrase and second factor
IDLE = timedelta(minutes=30)  # after which names are shown only to who logs in again
PROOF_LIFE = timedelta(minutes=10)  # in which what protects an account may be changed
SEEN_STEP = timedelta(minutes=1)  # not one write a request
_TOKEN_BYTES = 32


def start(organiser_id: int, *, waits: bool) -> str:
    """Log an organiser in, in the caller's transaction; give the new cookie."""
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    db.session.add(Session(digest=_digest(token), organiser_id=organiser_id, waits=waits))
    return token


def found(token: str | None) -> tuple[Session, Organiser] | None:
    """Give who is behind a cookie, and since when, where that is not too long ago."""
    if not token:
        return None
    row = db.session.execute(
        select(Session, Organiser)
        .join(Organiser, Organiser.id == Session.organiser_id)
        .where(Session.digest == _digest(token))
    ).first()
    if row is None:
        return None
    life = FACTOR_LIFE if row[0].waits else LIFE
    return None if now() > row[0].made_at + life else (row[0], row[1])


def touch(session: Session) -> None:
    """Note that the organiser is still there; who was away for long stays idle until log-in."""
    moment = now()
    if SEEN_STEP < moment - session.seen_at <= IDLE:
        with transaction() as open_session:
            open_session.execute(
                update(Session).where(Session.digest == session.digest).values(seen_at=moment)
            )


def is_proved(session: Session) -> bool:
    """Tell whether it was proved just now who is there."""
    return now() - session.proved_at <= PROOF_LIFE


def note_proof(session: Session) -> None:
    """Note in the caller's transaction that it was proved who is there."""
    this = update(Session).where(Session.digest == session.digest)
    db.session.execute(this.values(proved_at=now()))


def is_idle(session: Session) -> bool:
    """Tell whether nothing has come from this browser for half an hour."""
    return now() - session.seen_at > IDLE


def end(session: Session) -> bool:
    """Log out here, in the caller's transaction; give False where that was done meanwhile."""
    over = db.session.execute(delete(Session).where(Session.digest == session.digest))
    return bool(over.rowcount)  # type: ignore[attr-defined]


def end_all(organiser_id: int, *, but: Session | None = None) -> None:
    """Log an organiser out everywhere, or everywhere `but` here, in the caller's transaction."""
    over = delete(Session).where(Session.organiser_id == organiser_id)
    if but is not None:
        over = over.where(Session.digest != but.digest)
    db.session.execute(over)


def open_sessions(organiser_id: int) -> list[Session]:
    """Give where an organiser is logged in, the last used first."""
    return list(
        db.session.scalars(
            select(Session)
            .where(
                Session.organiser_id == organiser_id,
                Session.waits.is_(False),
                Session.made_at > now() - LIFE,
            )
            .order_by(Session.seen_at.desc())
        )
    )


def old_sessions() -> ColumnElement[bool]:
    """Give the condition on sessions that are over."""
    return Session.made_at < now() - LIFE


def _digest(token: str) -> bytes:
    """Give the digest under which a cookie is kept. No key needed: nobody guesses 256 bits."""
    return hashlib.sha256(token.encode()).digest()
