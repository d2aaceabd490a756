"""Change what protects an account: one transaction each."""

from petitions.accounts import factors, passkeys, sessions
from petitions.accounts.audit import record
from petitions.accounts.models import Organiser, Passkey, Session
from petitions.accounts.operations import WrongPassphrase, prove
from petitions.accounts.passphrases import hashed, is_right
from petitions.config import settings
from petitions.db import transaction
from petitions.web.limits import count_attempt, keyed_digest


def change_passphrase(session: Session, organiser: Organiser, old: str, new: str) -> None:
    """Take a new passphrase, and log out everywhere but here.

    Raises:
        WrongPassphrase, TooManyAttempts: nothing is changed.

    """
    check_passphrase(organiser, old)
    kept = hashed(new)  # slow, and so not while the database is locked
    with transaction():
        organiser.passphrase_hash = kept
        sessions.end_all(organiser.id, but=session)
        _note(organiser, "changed the passphrase of")


def check_passphrase(organiser: Organiser, passphrase: str) -> None:
    """Check the passphrase of somebody who is logged in; tries are counted, and stay so.

    Raises:
        WrongPassphrase, TooManyAttempts

    """
    with transaction():
        count_attempt("log in as", keyed_digest("log in", organiser.email), settings().login_limit)
    if not is_right(passphrase, organiser.passphrase_hash):
        raise WrongPassphrase


def prove_again(
    session: Session, organiser: Organiser, passphrase: str, code: str, credential: str
) -> None:
    """Take the second factor, or from who has none the passphrase; good for ten minutes.

    Raises:
        WrongCode, WrongPassphrase, TooManyAttempts

    """
    if factors.has_factor(organiser):
        prove(session, organiser, code, credential)
    else:
        check_passphrase(organiser, passphrase)
    with transaction():
        sessions.note_proof(session)


def set_up_app(organiser: Organiser, secret: str, code: str) -> list[str]:
    """Keep a new app's secret; give recovery codes where there were none.

    Raises:
        WrongCode: nothing is changed.

    """
    with transaction():
        factors.set_app(organiser, secret, code)
        _note(organiser, "set up an app for")
        return _first_recovery_codes(organiser)


def remove_app(organiser: Organiser) -> None:
    """Forget the app's secret."""
    with transaction():
        organiser.totp_secret = None
        _note(organiser, "removed the app of")


def add_passkey(session: Session, organiser: Organiser, credential: str, name: str) -> list[str]:
    """Keep a new passkey; give recovery codes where there were none.

    Raises:
        WrongCode: nothing is changed.

    """
    with transaction():
        passkeys.add(session, organiser, credential, name)
        _note(organiser, "added a passkey to")
        return _first_recovery_codes(organiser)


def remove_passkey(organiser: Organiser, passkey: Passkey) -> None:
    """Forget a passkey."""
    with transaction() as session:
        session.delete(passkey)
        _note(organiser, "removed a passkey of")


def renew_recovery_codes(organiser: Organiser) -> list[str]:
    """Give ten new recovery codes; the old ones no longer work."""
    with transaction():
        _note(organiser, "made new recovery codes for")
        return factors.new_recovery_codes(organiser)


def _first_recovery_codes(organiser: Organiser) -> list[str]:
    if factors.recovery_codes_left(organiser):
        return []
    return factors.new_recovery_codes(organiser)


def _note(organiser: Organiser, verb: str) -> None:
    record(organiser.email, verb, f"organiser {organiser.email}")
