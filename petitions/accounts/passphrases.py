"""Passphrases: which are strong enough, how they are kept and checked."""

from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask_babel import gettext as _

LEAST_CHARACTERS = 12
MOST_CHARACTERS = 200
_JUDGED_CHARACTERS = 72  # the rest only makes it longer; judging takes the square of the length
_AT_ONCE = BoundedSemaphore(4)  # in each process, since each takes 64 MB while it is computed
_STRONG_ENOUGH = 3  # of 4: a hundred million guesses or more


def weakness(passphrase: str, email: str) -> str:
    """Give what is wrong with a passphrase, in words; nothing where it is strong enough."""
    if len(passphrase) < LEAST_CHARACTERS:
        return str(_("Use 12 characters or more. Four words that do not belong together are good."))
    if len(passphrase) > MOST_CHARACTERS:
        return str(_("Use 200 characters or fewer."))
    from zxcvbn import zxcvbn

    known = [email, *email.split("@"), "petitions"]
    judged = zxcvbn(passphrase[:_JUDGED_CHARACTERS], user_inputs=known)
    if judged["score"] < _STRONG_ENOUGH or email.lower() in passphrase.lower():
        return str(_("This is easy to guess. Four words that do not belong together are better."))
    return ""


def hashed(passphrase: str) -> str:
    """Give what is kept of a passphrase (argon2id)."""
    with _AT_ONCE:
        return _hasher().hash(passphrase)


def is_right(passphrase: str, kept: str | None) -> bool:
    """Tell whether this is the passphrase; it takes as long where none is kept."""
    compared = kept or _nobodys()
    try:
        with _AT_ONCE:
            return _hasher().verify(compared, passphrase) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def _hasher() -> PasswordHasher:
    return PasswordHasher()  # the second recommendation of RFC 9106: 64 MiB, 3 passes


@cache
def _nobodys() -> str:
    return hashed("the passphrase of nobody")
