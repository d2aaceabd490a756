"""The second factor: a code from an app (RFC 6238), or one of ten recovery codes on paper."""

import base64
import secrets
from typing import TYPE_CHECKING

from sqlalchemy import delete, exists, func, select, update

from petitions.accounts.models import Organiser, Passkey, RecoveryCode
from petitions.config import parse_rules
from petitions.db import db, now
from petitions.db.sql import insert_many
from petitions.web.limits import keyed_digest

if TYPE_CHECKING:
    from cryptography.fernet import Fernet

RECOVERY_CODES = 10
TRIES = parse_rules("5 per 10 minutes; 50 per day")
_STEP_SECONDS = 30
_RECOVERY_BYTES = 10  # 80 random bits: 16 letters and digits
_ISSUER = "Petitions"


class WrongCode(Exception):
    """Not a code of this organiser, or one that was used before."""


def new_secret() -> str:
    """Return a secret for an app, in base32."""
    from pyotp import random_base32

    return random_base32()


def app_address(organiser: Organiser, secret: str) -> str:
    """Return the address that a QR code tells the app: `otpauth://totp/…`."""
    from pyotp import TOTP

    return TOTP(secret).provisioning_uri(name=organiser.email, issuer_name=_ISSUER)


def has_app(organiser: Organiser) -> bool:
    """Return True if the organiser has set up an app."""
    return organiser.totp_secret is not None


def has_factor(organiser: Organiser) -> bool:
    """Return True if the organiser has a second factor: an app or a passkey."""
    passkeys = exists(select(Passkey.id).where(Passkey.organiser_id == organiser.id))
    return has_app(organiser) or bool(db.session.scalar(select(passkeys)))


def set_app(organiser: Organiser, secret: str, code: str) -> None:
    """Keep the secret of an app that has shown its first code, in the caller's transaction.

    Raises:
        WrongCode: nothing is changed.

    """
    step = _step_of(secret, code)
    if step is None:
        raise WrongCode
    organiser.totp_secret, organiser.totp_step = seal_secret(secret), step


def use_code(organiser: Organiser, code: str) -> None:
    """Use up a code of the app or a recovery code, in the caller's transaction.

    Raises:
        WrongCode: nothing is changed.

    """
    code = "".join(code.split()).replace("-", "")
    if organiser.totp_secret is not None:
        step = _step_of(open_secret(organiser.totp_secret), code)
        if step is not None:
            # One statement: of two who send the same code at once, one comes in.
            unused = update(Organiser).where(Organiser.id == organiser.id)
            used = unused.where(Organiser.totp_step < step).values(totp_step=step)
            if db.session.execute(used).rowcount:  # type: ignore[attr-defined]
                return
    used_up = delete(RecoveryCode).where(
        RecoveryCode.digest == _recovery_digest(organiser, code),
        RecoveryCode.organiser_id == organiser.id,
    )
    if not db.session.execute(used_up).rowcount:  # type: ignore[attr-defined]
        raise WrongCode


def first_recovery_codes(organiser: Organiser) -> list[str]:
    """Return new recovery codes where none are left, in the caller's transaction; else nothing."""
    return [] if recovery_codes_left(organiser) else new_recovery_codes(organiser)


def new_recovery_codes(organiser: Organiser) -> list[str]:
    """Replace the recovery codes, in the caller's transaction; they are shown only now."""
    codes = []
    for _ in range(RECOVERY_CODES):
        letters = base64.b32encode(secrets.token_bytes(_RECOVERY_BYTES)).decode().lower()
        codes.append("-".join(letters[start : start + 4] for start in range(0, len(letters), 4)))
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.organiser_id == organiser.id))
    insert_many(
        RecoveryCode,
        [
            {"digest": _recovery_digest(organiser, code), "organiser_id": organiser.id}
            for code in codes
        ],
    )
    return codes


def delete_all(organiser: Organiser) -> None:
    """Delete every second factor, in the caller's transaction."""
    organiser.totp_secret = None
    db.session.execute(delete(Passkey).where(Passkey.organiser_id == organiser.id))
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.organiser_id == organiser.id))


def recovery_codes_left(organiser: Organiser) -> int:
    """Return how many recovery codes have not been used."""
    of_organiser = RecoveryCode.organiser_id == organiser.id
    return db.session.scalars(select(func.count()).where(of_organiser)).one()


def seal_secret(secret: str) -> bytes:
    """Return an app's secret as it is stored."""
    return _fernet().encrypt(secret.encode())


def open_secret(sealed: bytes) -> str:
    """Return an app's secret from what is stored."""
    return _fernet().decrypt(sealed).decode()


def _step_of(secret: str, code: str) -> int | None:
    """Return the half minute of a code: this one, the last, or the next (RFC 6238, 5.2)."""
    from pyotp import TOTP

    this = int(now().timestamp()) // _STEP_SECONDS
    totp = TOTP(secret)
    for step in (this, this - 1, this + 1):
        # As bytes: compare_digest() takes no other letters than ASCII as words.
        if secrets.compare_digest(totp.generate_otp(step).encode(), code.encode()):
            return step
    return None


def _recovery_digest(organiser: Organiser, code: str) -> bytes:
    return keyed_digest("recovery code", f"{organiser.id} {code.replace('-', '').lower()}")


def _fernet() -> "Fernet":
    from cryptography.fernet import Fernet

    return Fernet(base64.urlsafe_b64encode(keyed_digest("seal", "secrets of apps")))
