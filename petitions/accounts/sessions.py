"""Where organisers are logged in: rows here, a random cookie there.

Everything that writes here joins the caller's transaction.
"""

import secrets

from sqlalchemy import ColumnElement, delete, select, update

from petitions.accounts.models import SESSION_LIFE, Session
from petitions.db import db, now

_TOKEN_BYTES = 32


def start(organiser_id: int, *, is_pending_2fa: bool = False) -> str:
    """Log an organiser in; return the new cookie."""
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    digest = Session.digest_of(token)
    db.session.add(Session(digest=digest, organiser_id=organiser_id, is_pending_2fa=is_pending_2fa))
    return token


def note_log_in(session: Session) -> None:
    """Note that the organiser logged in again here."""
    this = update(Session).where(Session.digest == session.digest)
    db.session.execute(this.values(proved_at=now()))


def end(session: Session) -> bool:
    """Log out here; return False if that was done meanwhile."""
    over = db.session.execute(delete(Session).where(Session.digest == session.digest))
    return bool(over.rowcount)  # type: ignore[attr-defined]


def end_all(organiser_id: int, *, but: Session | None = None) -> None:
    """Log an organiser out everywhere, or everywhere `but` here."""
    over = delete(Session).where(Session.organiser_id == organiser_id)
    if but is not None:
        over = over.where(Session.digest != but.digest)
    db.session.execute(over)


def open_sessions(organiser_id: int) -> list[Session]:
    """Return where an organiser is logged in, the last used first."""
    logged_in = select(Session).where(
        Session.organiser_id == organiser_id,
        Session.is_pending_2fa.is_(False),
        Session.made_at > now() - SESSION_LIFE,
    )
    return list(db.session.scalars(logged_in.order_by(Session.seen_at.desc())))


def expired_sessions() -> ColumnElement[bool]:
    """Return the condition on sessions that are over."""
    return Session.made_at < now() - SESSION_LIFE
