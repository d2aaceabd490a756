"""Invite, join, and change what protects an account: one transaction each."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, select

from petitions.accounts import factors, passkeys
from petitions.accounts.audit import record
from petitions.accounts.factors import WrongCode, hashed
from petitions.accounts.models import (
    ADMIN,
    RECOVERY_DELAY,
    RECOVERY_MAIL,
    Invitation,
    Organiser,
    Passkey,
    RecoveryCode,
    Session,
    digest_of,
)
from petitions.accounts.queries import invitations_for, organiser_by_email, other_admins
from petitions.accounts.sessions import NewSession, check_passphrase, new_session
from petitions.db import db, now, transaction
from petitions.mail.operations import enqueue_for_organiser
from petitions.web.links import new_token

INVITATION_LIFE = timedelta(hours=24)


class InvitationUnknown(Exception):
    """The link was used, replaced, is older than a day, or was never made."""


class InvitationWaits(Exception):
    """The link recovers an account, and its owner may still object; `starts_at` is until when."""

    def __init__(self, starts_at: datetime) -> None:
        super().__init__()
        self.starts_at = starts_at


class EmailTaken(Exception):
    """An organiser with this e-mail address has joined already."""


class LastAdmin(Exception):
    """Somebody has to stay who can invite others."""


def invite(email: str, role: str, *, actor: str, may_wait: bool = False) -> str:
    """Make a one-time link for a new organiser, or one who lost everything; return its token.

    An older link for the same address no longer works. An empty `email` is for the first admin.
    For an organiser it is a recovery: the owner and the other admins hear of it, and with
    `may_wait` it works only after RECOVERY_DELAY, if there are admins beside the actor.

    Raises:
        LastAdmin: the only one would become something else.

    """
    token = new_token()
    with transaction() as session:
        known = organiser_by_email(email)
        if role != ADMIN:
            _keep_an_admin(known)
        for older in invitations_for(email):
            session.delete(older)
        email = known.email if known else email.lower()
        starts_at = now() + RECOVERY_DELAY if known and may_wait and other_admins(actor) else None
        expires_at = (starts_at or now()) + INVITATION_LIFE
        digest = digest_of(token)
        session.add(
            Invitation(
                digest=digest, email=email, role=role, expires_at=expires_at, starts_at=starts_at
            )
        )
        if known is None:
            record(actor, "invited", f"organiser {email or 'without a name yet'}", role=role)
        else:
            works_from = (starts_at or now()).isoformat(timespec="minutes")
            details = {"role": role, "works_from": works_from}
            record(actor, "began the recovery of", f"organiser {email}", **details)
            _tell_of_recovery(known, actor, starts_at)
    return token


def _tell_of_recovery(account: Organiser, actor: str, starts_at: datetime | None) -> None:
    """Mail the owner and every admin but the actor, in the caller's transaction."""
    about = {"account": account.id, "starts_at": starts_at.isoformat() if starts_at else None}
    tell_other_admins(RECOVERY_MAIL, about, actor=actor, also=account.id)


def tell_other_admins(
    kind: str, about: dict[str, Any], *, actor: str, also: int | None = None
) -> None:
    """Mail every admin but the actor, and one more organiser, in the caller's transaction."""
    account = organiser_by_email(actor)
    about = about | {"actor": account.id if account else None}
    receivers = {admin.id for admin in other_admins(actor)} | ({also} if also else set())
    for receiver in sorted(receivers):
        enqueue_for_organiser(kind, about | {"receiver": receiver})


def take_back(digest: bytes, *, actor: str) -> bool:
    """Void a link that nobody has used yet; return False if there is none."""
    with transaction() as session:
        invitation = session.get(Invitation, digest)
        if invitation is None:
            return False
        is_recovery = organiser_by_email(invitation.email) is not None
        session.delete(invitation)
        verb = "stopped the recovery of" if is_recovery else "took back the invitation of"
        record(actor, verb, f"organiser {invitation.email or 'without a name yet'}")
    return True


def invitation_for(token: str, *, lock: bool = False) -> Invitation:
    """Return what a link invites to; locked, nobody else uses it before the COMMIT.

    Raises:
        InvitationUnknown: it invites to nothing.
        InvitationWaits: it does not yet.

    """
    invitation = db.session.get(
        Invitation, digest_of(token), populate_existing=True, with_for_update=lock
    )
    if invitation is None or invitation.expires_at < now():
        raise InvitationUnknown
    if invitation.starts_at is not None and invitation.starts_at > now():
        raise InvitationWaits(invitation.starts_at)
    return invitation


def join(token: str, email: str, passphrase: str) -> NewSession:
    """Make the account that a link invites to, or renew it, and log in.

    A renewed account loses its second factor and every open session: its owner lost them too.

    Raises:
        InvitationUnknown, InvitationWaits, EmailTaken, LastAdmin: nothing is changed.

    """
    passphrase_hash = hashed(passphrase)  # slow, and so not while the database is locked
    with transaction() as session:
        invitation = invitation_for(token, lock=True)
        email = (invitation.email or email).lower()
        known = organiser_by_email(email)
        if known is not None and not invitation.email:
            raise EmailTaken
        if invitation.role != ADMIN:  # the other admins may have left since it was made
            _keep_an_admin(known)
        organiser = known or Organiser(email=email)
        organiser.role, organiser.passphrase_hash = invitation.role, passphrase_hash
        organiser.role_changed_at = now()
        session.add(organiser)
        for used in [invitation, *invitations_for(email)]:
            session.delete(used)
        if organiser.role == ADMIN:  # who can invite others; nobody needs the first start's link
            session.execute(delete(Invitation).where(Invitation.email == ""))
        session.flush()
        organiser.totp_secret = None
        for lost in (Passkey, RecoveryCode, Session):
            session.execute(delete(lost).where(lost.organiser_id == organiser.id))
        verb = "recovered the account of" if known else "joined"
        record(organiser.email, verb, f"organiser {organiser.email}", role=organiser.role)
        return new_session(organiser)


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
        member.role_changed_at = now()
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


def change_passphrase(session: Session, organiser: Organiser, old: str, new: str) -> None:
    """Take a new passphrase, and log out everywhere but here.

    Raises:
        WrongPassphrase, TooManyAttempts: nothing is changed.

    """
    check_passphrase(organiser, old)
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
