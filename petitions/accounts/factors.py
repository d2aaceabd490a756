"""What organisers prove themselves with: a passphrase, then a code of an app or of a paper.

Passphrases are hashed with argon2id by the second recommendation of RFC 9106: 64 MiB, 3 passes.
An app shows codes by RFC 6238; ten recovery codes stand on paper. Passkeys have a module.
"""

import base64
import secrets
import unicodedata
from functools import cache
from threading import BoundedSemaphore
from typing import TYPE_CHECKING

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, exists, func, select, update

from petitions.accounts.models import Organiser, Passkey, RecoveryCode
from petitions.config import parse_rules, settings
from petitions.db import db, now
from petitions.db.sql import insert_many
from petitions.web.limits import keyed_digest

if TYPE_CHECKING:
    from cryptography.fernet import Fernet

MAX_PASSPHRASE_CHARACTERS = 200
RECOVERY_CODES = 10
TRIES = parse_rules("5 per 10 minutes; 50 per day")
_HASHES_AT_ONCE = BoundedSemaphore(4)  # in each process: each takes 64 MB while it is computed
_STEP_SECONDS = 30
_RECOVERY_BYTES = 10  # 80 random bits: 16 letters and digits
_MAX_CODE_CHARACTERS = 200


class WrongCode(Exception):
    """Not a code of this organiser, or one that was used before."""


def prepared_passphrase(text: str) -> str:
    """Return a passphrase as it is hashed: one form for every way to encode it.

    RFC 8265, 4.2 (OpaqueString): every space is U+0020, then NFC. One that is far too long stays
    as it is: normalising takes the square of the length where somebody stacks accents.
    """
    if len(text) > 4 * MAX_PASSPHRASE_CHARACTERS:
        return text
    spaced = "".join(" " if unicodedata.category(char) == "Zs" else char for char in text)
    return unicodedata.normalize("NFC", spaced)


def hashed(passphrase: str) -> str:
    """Return what is stored of a passphrase (argon2id)."""
    with _HASHES_AT_ONCE:
        return PasswordHasher().hash(prepared_passphrase(passphrase))


def is_right(passphrase: str, stored: str | None) -> bool:
    """Return True if this is the passphrase; it takes as long where none is stored.

    Older hashes were made of the passphrase as some keyboard sent it: such forms are tried, too.
    """
    prepared = prepared_passphrase(passphrase)
    forms = [prepared, passphrase]
    if len(passphrase) <= 4 * MAX_PASSPHRASE_CHARACTERS:
        forms.append(unicodedata.normalize("NFD", passphrase))
    compared = stored or _hash_of_nobody()
    # A dictionary keeps the order, and each form once.
    return any(_fits(form, compared) for form in dict.fromkeys(forms)) and stored is not None


def _fits(passphrase: str, stored: str) -> bool:
    try:
        with _HASHES_AT_ONCE:
            return PasswordHasher().verify(stored, passphrase)
    except (VerificationError, InvalidHashError):
        return False


@cache
def _hash_of_nobody() -> str:
    return hashed("the passphrase of nobody")


def has_factor(organiser: Organiser) -> bool:
    """Return True if the organiser has a second factor: an app or a passkey."""
    passkeys = exists(select(Passkey.id).where(Passkey.organiser_id == organiser.id))
    return organiser.totp_secret is not None or bool(db.session.scalar(select(passkeys)))


def plain_code(text: str) -> str:
    """Return a code as it was given out, without what stands between: `"٧٨٠-٢٣٦"` → `"780236"`.

    In digits and wide letters of any script, in small letters.
    """
    wide = unicodedata.normalize("NFKC", text[:_MAX_CODE_CHARACTERS]).lower()
    return "".join(str(unicodedata.decimal(char, char)) for char in wide if char.isalnum())


def step_of(secret: str, code: str) -> int | None:
    """Return the half minute of a code: this one, the last, or the next (RFC 6238, 5.2)."""
    from pyotp import TOTP

    code = plain_code(code)
    this = int(now().timestamp()) // _STEP_SECONDS
    totp = TOTP(secret)
    for step in (this, this - 1, this + 1):
        # As bytes: compare_digest() takes no other letters than ASCII as words.
        if secrets.compare_digest(totp.generate_otp(step).encode(), code.encode()):
            return step
    return None


def use_code(organiser: Organiser, code: str) -> None:
    """Use up a code of the app or a recovery code, in the caller's transaction.

    Raises:
        WrongCode: nothing is changed.

    """
    if organiser.totp_secret is not None:
        step = step_of(fernet().decrypt(organiser.totp_secret).decode(), code)
        if step is not None:
            # One statement: of two who send the same code at once, one comes in.
            unused = update(Organiser).where(Organiser.id == organiser.id)
            used = unused.where(Organiser.totp_step < step).values(totp_step=step)
            if db.session.execute(used).rowcount:  # type: ignore[attr-defined]
                return
    used_up = delete(RecoveryCode).where(
        RecoveryCode.digest.in_(_recovery_digests(organiser, code)),
        RecoveryCode.organiser_id == organiser.id,
    )
    if not db.session.execute(used_up).rowcount:  # type: ignore[attr-defined]
        raise WrongCode


def recovery_codes_left(organiser: Organiser) -> int:
    """Return how many recovery codes have not been used."""
    of_organiser = RecoveryCode.organiser_id == organiser.id
    return db.session.scalars(select(func.count()).where(of_organiser)).one()


def new_recovery_codes(organiser: Organiser) -> list[str]:
    """Replace the recovery codes, in the caller's transaction; they are shown only now."""
    codes = []
    for _ in range(RECOVERY_CODES):
        letters = base64.b32encode(secrets.token_bytes(_RECOVERY_BYTES)).decode().lower()
        codes.append("-".join(letters[start : start + 4] for start in range(0, len(letters), 4)))
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.organiser_id == organiser.id))
    digests = [_recovery_digests(organiser, code)[0] for code in codes]
    rows = [{"digest": digest, "organiser_id": organiser.id} for digest in digests]
    insert_many(RecoveryCode, rows)
    return codes


def _recovery_digests(organiser: Organiser, code: str) -> list[bytes]:
    """Return the digests of a code under the secret key and under former ones.

    Nobody here knows the codes: so they cannot be sealed anew.
    """
    keys = settings().secret_keys
    value = f"{organiser.id} {plain_code(code)}"
    return [keyed_digest("recovery code", value, key) for key in keys]


def fernet(secret_key: str = "") -> "Fernet":
    """Return what encrypts and decrypts the secrets of apps."""
    from cryptography.fernet import Fernet

    return Fernet(base64.urlsafe_b64encode(keyed_digest("seal", "secrets of apps", secret_key)))


def reseal_apps(former_key: str) -> None:
    """Seal the secrets of apps anew, in the caller's transaction."""
    old, new = fernet(former_key), fernet()
    for organiser in db.session.scalars(
        select(Organiser).where(Organiser.totp_secret.is_not(None))
    ):
        organiser.totp_secret = new.encrypt(old.decrypt(organiser.totp_secret or b""))
