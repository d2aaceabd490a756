"""Invite, join, log in and out, and change what protects an account: one transaction each."""

import secrets
from datetime import timedelta

from sqlalchemy import delete, func, select, update

from petitions.accounts import factors, passkeys
from petitions.accounts.audit import record
from petitions.accounts.factors import WrongCode, hashed, is_right
from petitions.accounts.models import (
    ADMIN,
    Invitation,
    Organiser,
    Passkey,
    RecoveryCode,
    Session,
    digest_of,
)
from petitions.accounts.queries import invitations_for, mailbox, organiser_by_email
from petitions.config import settings
from petitions.db import db, now, transaction
from petitions.web.limits import count_attempt, forget_attempts, keyed_digest
from petitions.web.links import new_token

INVITATION_LIFE = timedelta(hours=24)
_COOKIE_BYTES = 32


class WrongPassphrase(Exception):
    """No organiser has this e-mail address and this passphrase."""


class InvitationUnknown(Exception):
    """The link was used, replaced, is older than a day, or was never made."""


class EmailTaken(Exception):
    """An organiser with this e-mail address has joined already."""


class LastAdmin(Exception):
    """Somebody has to stay who can invite others."""


def invite(email: str, role: str, *, actor: str) -> str:
    """Make a one-time link for a new organiser, or one who lost everything; return its token.

    An older link for the same address no longer works. An empty `email` is for the first admin.

    Raises:
        LastAdmin: the only one would become something else.

    """
    token = new_token()
    email = email.lower()
    with transaction() as session:
        if role != ADMIN:
            _keep_an_admin(organiser_by_email(email))
        for older in invitations_for(email):
            session.delete(older)
        digest, expires_at = digest_of(token), now() + INVITATION_LIFE
        session.add(Invitation(digest=digest, email=email, role=role, expires_at=expires_at))
        record(actor, "invited", f"organiser {email or 'without a name yet'}", role=role)
    return token


def invitation_for(token: str, *, lock: bool = False) -> Invitation:
    """Return what a link invites to; locked, nobody else uses it before the COMMIT.

    Raises:
        InvitationUnknown: it invites to nothing.

    """
    invitation = db.session.get(
        Invitation, digest_of(token), populate_existing=True, with_for_update=lock
    )
    if invitation is None or invitation.expires_at < now():
        raise InvitationUnknown
    return invitation


def join(token: str, email: str, passphrase: str) -> str:
    """Make the account that a link invites to, or renew it; return the cookie of a session.

    A renewed account loses its second factor and every open session: its owner lost them too.

    Raises:
        InvitationUnknown, EmailTaken: nothing is changed.

    """
    passphrase_hash = hashed(passphrase)  # slow, and so not while the database is locked
    with transaction() as session:
        invitation = invitation_for(token, lock=True)
        email = (invitation.email or email).lower()
        known = organiser_by_email(email)
        if known is not None and not invitation.email:
            raise EmailTaken
        organiser = known or Organiser(email=email)
        organiser.role, organiser.passphrase_hash = invitation.role, passphrase_hash
        session.add(organiser)
        session.delete(invitation)
        if organiser.role == ADMIN:  # who can invite others; nobody needs the first start's link
            session.execute(delete(Invitation).where(Invitation.email == ""))
        session.flush()
        organiser.totp_secret = None
        for lost in (Passkey, RecoveryCode, Session):
            session.execute(delete(lost).where(lost.organiser_id == organiser.id))
        record(email, "joined", f"organiser {email}", role=organiser.role)
        return start_session(organiser.id)


def change_role(member: Organiser, role: str, *, actor: str) -> None:
    """Let an organiser do more, or less.

    Raises:
        LastAdmin: nothing is changed.

    """
    with transaction() as session:
        if role != ADMIN:
            _keep_an_admin(member)
        session.execute(delete(Invitation))  # the member may have made some for themselves
        before, member.role = member.role, role
        subject = f"organiser {member.email}"
        record(actor, "changed the role of", subject, before=before, after=role)


def remove(member: Organiser, *, actor: str) -> None:
    """Delete an organiser, and every session, factor and link of theirs.

    Raises:
        LastAdmin: nothing is changed.

    """
    with transaction() as session:
        _keep_an_admin(member)
        session.execute(delete(Invitation))  # the member may have made some for others
        session.execute(delete(Session).where(Session.organiser_id == member.id))
        session.delete(member)
        record(actor, "removed", f"organiser {member.email}", role=member.role)


def shut_everybody_out() -> None:
    """End every session and void every link: in an old copy nobody knows which still hold."""
    with transaction() as session:
        session.execute(delete(Session))
        session.execute(delete(Invitation))


def log_in(email: str, passphrase: str, network: bytes, *, replaces: Session | None = None) -> str:
    """Return the cookie of a new session, pending where a second factor is to come.

    The session that this browser had before ends. It takes the same time for unknown accounts.
    The attempt is committed to the limit before the passphrase is checked.

    Raises:
        WrongPassphrase, TooManyAttempts

    """
    account = keyed_digest("log in", mailbox(email))
    with transaction():
        count_attempt("log in from", network, settings().login_limit)
        count_attempt("log in as", account, settings().login_limit)
    organiser = organiser_by_email(email)
    checked_hash = organiser.passphrase_hash if organiser else None
    if not is_right(passphrase, checked_hash) or organiser is None:
        raise WrongPassphrase
    with transaction() as session:
        # Hold the account until the COMMIT; checking took a while, and it may have changed.
        same = select(Organiser.passphrase_hash).where(Organiser.id == organiser.id)
        if session.scalar(same.with_for_update()) != checked_hash:
            raise WrongPassphrase
        forget_attempts("log in as", account, settings().login_limit)
        if replaces is not None:
            session.execute(delete(Session).where(Session.digest == replaces.digest))
        is_pending = factors.has_factor(organiser)
        if not is_pending:
            _record_own(organiser, "logged in")
        return start_session(organiser.id, is_pending_2fa=is_pending)


def verify_second_factor(
    session: Session, organiser: Organiser, code: str, credential: str
) -> None:
    """Use up a second factor: a code, or a passkey's answer. The attempt is committed first.

    Raises:
        WrongCode, TooManyAttempts

    """
    account = keyed_digest("organiser", str(organiser.id))
    with transaction():
        count_attempt("second factor", account, factors.TRIES)
    with transaction():
        if credential:
            passkeys.verify(session, organiser, credential)
        else:
            factors.use_code(organiser, code)
        forget_attempts("second factor", account, factors.TRIES)


def finish_log_in(pending: Session) -> str:
    """Turn a session that was pending into one under a new cookie; return that.

    Raises:
        WrongPassphrase: it was ended meanwhile, by a new passphrase for one.

    """
    with transaction() as session:
        ended = session.execute(delete(Session).where(Session.digest == pending.digest))
        if not ended.rowcount:  # type: ignore[attr-defined]
            raise WrongPassphrase
        organiser = session.get_one(Organiser, pending.organiser_id)
        _record_own(organiser, "logged in")
        return start_session(organiser.id)


def start_session(organiser_id: int, *, is_pending_2fa: bool = False) -> str:
    """Log an organiser in, in the caller's transaction; return the new cookie."""
    token = secrets.token_urlsafe(_COOKIE_BYTES)
    digest = digest_of(token)
    db.session.add(Session(digest=digest, organiser_id=organiser_id, is_pending_2fa=is_pending_2fa))
    return token


def log_out(session: Session, *, everywhere: bool = False) -> None:
    """End this session, or all of its organiser."""
    ended = delete(Session).where(Session.organiser_id == session.organiser_id)
    if not everywhere:
        ended = ended.where(Session.digest == session.digest)
    with transaction():
        db.session.execute(ended)


def log_in_again(
    session: Session, organiser: Organiser, passphrase: str, code: str, credential: str
) -> None:
    """Check the second factor, or the passphrase of an organiser without one.

    Raises:
        WrongCode, WrongPassphrase, TooManyAttempts

    """
    if factors.has_factor(organiser):
        verify_second_factor(session, organiser, code, credential)
    else:
        _check_passphrase(organiser, passphrase)
    with transaction():
        this = update(Session).where(Session.digest == session.digest)
        db.session.execute(this.values(proved_at=now()))


def change_passphrase(session: Session, organiser: Organiser, old: str, new: str) -> None:
    """Take a new passphrase, and log out everywhere but here.

    Raises:
        WrongPassphrase, TooManyAttempts: nothing is changed.

    """
    _check_passphrase(organiser, old)
    passphrase_hash = hashed(new)  # slow, and so not while the database is locked
    with transaction():
        organiser.passphrase_hash = passphrase_hash
        others = (Session.organiser_id == organiser.id) & (Session.digest != session.digest)
        db.session.execute(delete(Session).where(others))
        _record_own(organiser, "changed the passphrase of")


def set_up_app(organiser: Organiser, secret: str, code: str) -> list[str]:
    """Keep a new app's secret; return recovery codes where there were none.

    Raises:
        WrongCode: nothing is changed.

    """
    with transaction():
        step = factors.step_of(secret, code)
        if step is None:
            raise WrongCode
        organiser.totp_secret = factors.fernet().encrypt(secret.encode())
        organiser.totp_step = step
        _record_own(organiser, "set up an app for")
        return _first_recovery_codes(organiser)


def remove_app(organiser: Organiser) -> None:
    """Delete the app's secret."""
    with transaction():
        organiser.totp_secret = None
        _record_own(organiser, "removed the app of")


def add_passkey(session: Session, organiser: Organiser, credential: str, name: str) -> list[str]:
    """Keep a new passkey; return recovery codes where there were none.

    Raises:
        WrongCode: nothing is changed.

    """
    with transaction():
        passkeys.add(session, organiser, credential, name)
        _record_own(organiser, "added a passkey to")
        return _first_recovery_codes(organiser)


def remove_passkey(organiser: Organiser, passkey: Passkey) -> None:
    """Delete a passkey."""
    with transaction() as session:
        session.delete(passkey)
        _record_own(organiser, "removed a passkey of")


def renew_recovery_codes(organiser: Organiser) -> list[str]:
    """Return ten new recovery codes; the old ones no longer work."""
    with transaction():
        _record_own(organiser, "made new recovery codes for")
        return factors.new_recovery_codes(organiser)


def _first_recovery_codes(organiser: Organiser) -> list[str]:
    return [] if factors.recovery_codes_left(organiser) else factors.new_recovery_codes(organiser)


def _check_passphrase(organiser: Organiser, passphrase: str) -> None:
    with transaction():
        account = keyed_digest("log in", mailbox(organiser.email))
        count_attempt("log in as", account, settings().login_limit)
    if not is_right(passphrase, organiser.passphrase_hash):
        raise WrongPassphrase


def _keep_an_admin(leaving: Organiser | None) -> None:
    """Raise LastAdmin if nobody else is one.

    The admins are locked until the COMMIT, so that two never remove each other.
    """
    if leaving is None:
        return
    admins = select(Organiser.id).where(Organiser.role == ADMIN).order_by(Organiser.id)
    db.session.execute(admins.with_for_update()).all()
    others = select(func.count()).where(Organiser.role == ADMIN, Organiser.id != leaving.id)
    if leaving.role == ADMIN and not db.session.scalar(others):
        raise LastAdmin


def _record_own(organiser: Organiser, verb: str) -> None:
    record(organiser.email, verb, f"organiser {organiser.email}")
