"""Log in and out, and prove again who one is: one transaction each, failures in the audit log.

A browser where somebody logged in is known from then on: it keeps a cookie for the organisers'
pages alone, and has tries of its own, so that strangers who guess shut nobody out.
"""

import hmac
import secrets
from typing import NamedTuple

from sqlalchemy import delete, select, update

from petitions.accounts import factors, passkeys
from petitions.accounts.audit import record
from petitions.accounts.factors import WrongCode, is_right
from petitions.accounts.models import Invitation, Organiser, Session, digest_of
from petitions.accounts.queries import mailbox, organiser_by_email
from petitions.config import Rule, settings
from petitions.db import db, now, transaction
from petitions.web.limits import TooManyAttempts, count_attempt, forget_attempts, keyed_digest

STRANGER = "not logged in"  # the actor of an entry about somebody who might be anybody
_NETWORKS = 10  # so many networks may use up their tries at one account
_COOKIE_BYTES, _DEVICE_BYTES = 32, 16


class WrongPassphrase(Exception):
    """No organiser has this e-mail address and this passphrase."""


class NewSession(NamedTuple):
    """What the browser gets: the cookie, and by what it is known; pending ones are not known."""

    cookie: str
    device: str = ""


def log_in(
    email: str, passphrase: str, network: bytes, *, device: str = "", replaces: Session | None
) -> NewSession:
    """Log in with a passphrase; the session is pending where a second factor is to come.

    The session that this browser had before ends. It takes the same time for unknown accounts.
    The attempt is committed to the limit before the passphrase is checked.

    Raises:
        WrongPassphrase, TooManyAttempts

    """
    organiser = organiser_by_email(email)
    counted = _limits(mailbox(email), network, organiser, device)
    with transaction():
        for action, digest, rules in counted:
            count_attempt(action, digest, rules)
    checked_hash = organiser.passphrase_hash if organiser else None
    if not is_right(passphrase, checked_hash) or organiser is None:
        _note_failure(organiser, "passphrase")
        raise WrongPassphrase
    with transaction() as session:
        # Hold the account until the COMMIT; checking took a while, and it may have changed.
        same = select(Organiser.passphrase_hash).where(Organiser.id == organiser.id)
        if session.scalar(same.with_for_update()) != checked_hash:
            raise WrongPassphrase
        # Not those of the network: they may have been at other accounts.
        forget_attempts(*counted[-1])
        if replaces is not None:
            session.execute(delete(Session).where(Session.digest == replaces.digest))
        if factors.has_factor(organiser):
            return NewSession(start_session(organiser.id, is_pending_2fa=True))
        record(organiser.email, "logged in", f"organiser {organiser.email}")
        return new_session(organiser)


def log_in_by_passkey(credential: str, network: bytes, *, replaces: Session | None) -> NewSession:
    """Log in with a passkey alone; the session that this browser had before ends.

    Its tries are counted by network and apart: who used up those with passphrases, at this account
    or in this network, keeps nobody out who has a passkey.

    Raises:
        WrongCode, TooManyAttempts

    """
    with transaction():
        count_attempt("log in by passkey from", network, settings().login_limit)
    try:
        with transaction() as session:
            organiser = passkeys.owner_of(credential)
            if replaces is not None:
                session.execute(delete(Session).where(Session.digest == replaces.digest))
            record(organiser.email, "logged in", f"organiser {organiser.email}", proof="passkey")
            return new_session(organiser)
    except WrongCode:
        _note_failure(None, "passkey")
        raise


def _limits(
    account: str, network: bytes, organiser: Organiser | None, device: str
) -> list[tuple[str, bytes, list[Rule]]]:
    """Return (action, digest, rules) of each limit that an attempt counts in."""
    rules = list(settings().login_limit)
    if organiser is not None and _is_known(device, organiser):
        return [("log in on", keyed_digest("device", device), rules)]
    wider = [Rule(_NETWORKS * rule.limit, rule.period) for rule in rules]
    return [
        ("log in from", network, rules),
        ("log in as", keyed_digest("log in", account), wider),
    ]


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
    try:
        with transaction():
            if credential:
                passkeys.verify(session, organiser, credential)
            else:
                factors.use_code(organiser, code)
            forget_attempts("second factor", account, factors.TRIES)
    except WrongCode:
        _note_failure(organiser, "second factor", is_inside=not session.is_pending_2fa)
        raise


def finish_log_in(pending: Session) -> NewSession:
    """Turn a session that was pending into one under a new cookie.

    Raises:
        WrongPassphrase: it was ended meanwhile, by a new passphrase for one.

    """
    with transaction() as session:
        ended = session.execute(delete(Session).where(Session.digest == pending.digest))
        if not ended.rowcount:  # type: ignore[attr-defined]
            raise WrongPassphrase
        organiser = session.get_one(Organiser, pending.organiser_id)
        record(organiser.email, "logged in", f"organiser {organiser.email}")
        return new_session(organiser)


def new_session(organiser: Organiser) -> NewSession:
    """Log an organiser in on a browser that is known from then on, in the caller's transaction.

    Who comes in has lost nothing: a recovery that others may object to is void.
    """
    waits = (Invitation.email == organiser.email) & Invitation.starts_at.is_not(None)
    stopped = db.session.execute(delete(Invitation).where(waits))
    if stopped.rowcount:  # type: ignore[attr-defined]
        record(organiser.email, "stopped the recovery of", f"organiser {organiser.email}")
    name = f"{organiser.id}.{secrets.token_hex(_DEVICE_BYTES)}"
    return NewSession(start_session(organiser.id), f"{name}.{_device_seal(name, organiser)}")


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
        check_passphrase(organiser, passphrase)
    with transaction():
        this = update(Session).where(Session.digest == session.digest)
        db.session.execute(this.values(proved_at=now()))


def open_lists(session: Session, organiser: Organiser, code: str, credential: str) -> None:
    """Check the second factor; for LISTS_OPEN this session may then take lists of names along.

    Raises:
        WrongCode, TooManyAttempts

    """
    verify_second_factor(session, organiser, code, credential)
    with transaction():
        this = update(Session).where(Session.digest == session.digest)
        db.session.execute(this.values(lists_proved_at=now()))


def check_passphrase(organiser: Organiser, passphrase: str) -> None:
    """Check the passphrase of somebody who is logged in; strangers' tries do not count here.

    Raises:
        WrongPassphrase, TooManyAttempts

    """
    account = keyed_digest("organiser", str(organiser.id))
    with transaction():
        count_attempt("passphrase", account, settings().login_limit)
    if not is_right(passphrase, organiser.passphrase_hash):
        _note_failure(organiser, "passphrase", is_inside=True)
        raise WrongPassphrase


def _is_known(device: str, organiser: Organiser) -> bool:
    """Return True if this organiser logged in on this browser, with the passphrase of now."""
    name, _, seal = device.rpartition(".")
    # As bytes: compare_digest() takes no other letters than ASCII as words.
    return name.startswith(f"{organiser.id}.") and hmac.compare_digest(
        seal.encode(), _device_seal(name, organiser).encode()
    )


def _device_seal(name: str, organiser: Organiser) -> str:
    return keyed_digest("known device", f"{name} {organiser.passphrase_hash}").hex()


def _note_failure(organiser: Organiser | None, proof: str, *, is_inside: bool = False) -> None:
    """Record a failed log-in, never what was typed: an unknown address may be a passphrase."""
    subject = f"organiser {organiser.email}" if organiser else "nobody known"
    actor = organiser.email if organiser and is_inside else STRANGER
    rules = [Rule(_NETWORKS * rule.limit, rule.period) for rule in settings().login_limit]
    with transaction():
        try:
            count_attempt("entry of", keyed_digest("failed log-in", subject), rules)
        except TooManyAttempts:
            return  # from very many networks at once: the log does not grow without end
        record(actor, "failed to log in as", subject, proof=proof)
