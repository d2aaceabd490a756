"""Organisers, what they prove themselves with, and where they are logged in."""

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from petitions.db import Base, UtcDateTime, now

VIEWER, EDITOR, ADMIN = "viewer", "editor", "admin"
EMAIL_CHARACTERS = 180  # as much as an entry of the audit log holds beside its words
SESSION_LIFE = timedelta(hours=12)
RECOVERY_MAIL, ERASED_SOONER_MAIL = "recovery", "erased-sooner"
RECOVERY_DELAY = timedelta(days=1)  # in which the owner and other admins can stop it
PENDING_LIFE = timedelta(minutes=10)  # between passphrase and second factor
IDLE = timedelta(minutes=30)  # after which every page asks to log in again
RECENT = timedelta(minutes=10)  # in which what protects an account may be changed
LISTS_OPEN = timedelta(minutes=5)  # in which one proof gives out lists of names
ROLES = (VIEWER, EDITOR, ADMIN)  # each may do what those before it may


def digest_of(token: str) -> bytes:
    """Return the digest of a cookie or link. No key needed: nobody guesses 192 bits."""
    return hashlib.sha256(token.encode()).digest()


class Organiser(Base):
    """Somebody who logs in. Without a passphrase they have not joined yet, or have left."""

    __tablename__ = "organiser"
    __table_args__ = (CheckConstraint(f"role IN {ROLES}", name="role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254), unique=True)
    role: Mapped[str] = mapped_column(String(10))
    passphrase_hash: Mapped[str | None] = mapped_column(String(200))
    # Sealed with the secret key: whoever has the database alone can make no codes.
    totp_secret: Mapped[bytes | None] = mapped_column(LargeBinary(200))
    # The 30 seconds of the last code that was taken; each works once.
    totp_step: Mapped[int] = mapped_column(BigInteger, default=0)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    # When somebody changed the role: what was asked for before then is no longer given out.
    role_changed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    def may(self, role: str) -> bool:
        """Return True if they may do what needs this role."""
        return ROLES.index(self.role) >= ROLES.index(role)


class Session(Base):
    """One browser where an organiser is logged in; its cookie is known by a digest alone.

    While it is pending, the passphrase was right and the second factor is still to come.
    """

    __tablename__ = "organiser_session"

    digest: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    organiser_id: Mapped[int] = mapped_column(
        ForeignKey("organiser.id", ondelete="CASCADE"), index=True
    )
    is_pending_2fa: Mapped[bool] = mapped_column("waits")
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    # When the organiser logged in here, or did so again since.
    proved_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)
    # When the second factor was proved here for lists of names; no log-in counts.
    lists_proved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # How many passkey challenges were answered here: the next one is made of it.
    proofs: Mapped[int] = mapped_column(default=0)


class Invitation(Base):
    """A one-time link to choose a passphrase; without an e-mail address it is the first admin's."""

    __tablename__ = "invitation"

    digest: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    email: Mapped[str] = mapped_column(String(254), index=True)
    role: Mapped[str] = mapped_column(String(10))
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    # From when it works, where it replaces what an organiser has and others may object.
    starts_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Passkey(Base):
    """A second factor that lives in a phone, a computer or a stick."""

    __tablename__ = "passkey"

    id: Mapped[int] = mapped_column(primary_key=True)
    organiser_id: Mapped[int] = mapped_column(
        ForeignKey("organiser.id", ondelete="CASCADE"), index=True
    )
    credential_id: Mapped[bytes] = mapped_column(LargeBinary(1024), unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary(2048))
    sign_count: Mapped[int] = mapped_column(BigInteger)
    name: Mapped[str] = mapped_column(String(100))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, default=now)


class RecoveryCode(Base):
    """A second factor on paper, for when the phone is lost; used once, and kept as a digest."""

    __tablename__ = "recovery_code"

    digest: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    organiser_id: Mapped[int] = mapped_column(
        ForeignKey("organiser.id", ondelete="CASCADE"), index=True
    )
