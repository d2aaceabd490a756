"""Passphrases: which are strong enough, how they are kept and checked.

Hashed with argon2id, with the second recommendation of RFC 9106: 64 MiB, 3 passes.
"""

from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask_babel import gettext as _

MIN_CHARACTERS = 12
MAX_CHARACTERS = 200
_JUDGED_CHARACTERS = 72  # the rest only makes it longer; judging takes the square of the length
_AT_ONCE = BoundedSemaphore(4)  # in each process, since each takes 64 MB while it is computed
_STRONG_ENOUGH = 3  # of 4: a hundred million guesses or more


def weakness(passphrase: str, email: str) -> str:
    """Return what is wrong with a passphrase, in words; nothing where it is strong enough."""
    if len(passphrase) < MIN_CHARACTERS:
        return str(_("Use 12 characters or more. Four words that do not belong together are good."))
    if len(passphrase) > MAX_CHARACTERS:
        return str(_("Use 200 characters or fewer."))
    from zxcvbn import zxcvbn

    known = [email, *email.split("@"), "petitions"]
    judged = zxcvbn(passphrase[:_JUDGED_CHARACTERS], user_inputs=known)
    if judged["score"] < _STRONG_ENOUGH or email.lower() in passphrase.lower():
        return str(_("This is easy to guess. Four words that do not belong together are better."))
    return ""


def hashed(passphrase: str) -> str:
    """Return what is stored of a passphrase (argon2id)."""
    with _AT_ONCE:
        return PasswordHasher().hash(passphrase)


def is_right(passphrase: str, stored: str | None) -> bool:
    """Return True if this is the passphrase; it takes as long where none is stored."""
    compared = stored or _hash_of_nobody()
    try:
        with _AT_ONCE:
            return PasswordHasher().verify(compared, passphrase) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


@cache
def _hash_of_nobody() -> str:
    return hashed("the passphrase of nobody")
