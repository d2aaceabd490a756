"""The second factor: a code from an app (RFC 6238), or one of ten recovery codes on paper."""

import base64
import secrets
from collections.abc import Iterable
from typing import TYPE_CHECKING

from sqlalchemy import delete, exists, func, select, update

from petitions.accounts.models import Organiser, Passkey, RecoveryCode
from petitions.config import parse_rules
from petitions.db import db, now
from petitions.db.sql import insert_many
from petitions.web.limits import count_attempt, forget_attempts, keyed_digest

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
    """Give a secret for an app, in base32."""
    from pyotp import random_base32

    return random_base32()


def app_address(organiser: Organiser, secret: str) -> str:
    """Give the address that a QR code tells the app: `otpauth://totp/…`."""
    from pyotp import TOTP

    return TOTP(secret).provisioning_uri(name=organiser.email, issuer_name=_ISSUER)


def has_app(organiser: Organiser) -> bool:
    """Tell whether the organiser has set up an app."""
    return organiser.totp_secret is not None


def has_factor(organiser: Organiser) -> bool:
    """Tell whether the organiser has a second factor: an app or a passkey."""
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
    organiser.totp_secret, organiser.totp_step = _seal(secret), step


def prove(organiser: Organiser, code: str) -> None:
    """Take a code of the app or a recovery code, in the caller's transaction; each works once.

    Raises:
        WrongCode: nothing is changed.

    """
    code = "".join(code.split()).replace("-", "")
    if not (_takes_app_code(organiser, code) or _takes_recovery_code(organiser, code)):
        raise WrongCode


def limit(organiser: Organiser) -> None:
    """Count one try, in a transaction of the caller's that stays whatever the code is.

    Raises:
        TooManyAttempts: no more for now.

    """
    count_attempt("second factor", _account(organiser), TRIES)


def forgive(organiser: Organiser) -> None:
    """Forget the tries before the right one, in the caller's transaction."""
    forget_attempts("second factor", _account(organiser), TRIES)


def new_recovery_codes(organiser: Organiser) -> list[str]:
    """Replace the recovery codes, in the caller's transaction; they are shown only now."""
    codes = [_grouped(secrets.token_bytes(_RECOVERY_BYTES)) for _ in range(RECOVERY_CODES)]
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.organiser_id == organiser.id))
    insert_many(
        RecoveryCode,
        [{"digest": _digest(organiser, code), "organiser_id": organiser.id} for code in codes],
    )
    return codes


def forget_all(organiser: Organiser) -> None:
    """Take every second factor away, in the caller's transaction."""
    organiser.totp_secret = None
    db.session.execute(delete(Passkey).where(Passkey.organiser_id == organiser.id))
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.organiser_id == organiser.id))


def recovery_codes_left(organiser: Organiser) -> int:
    """Give how many recovery codes have not been used."""
    of_organiser = RecoveryCode.organiser_id == organiser.id
    return db.session.scalars(select(func.count()).where(of_organiser)).one()


def _takes_app_code(organiser: Organiser, code: str) -> bool:
    if organiser.totp_secret is None:
        return False
    step = _step_of(_open(organiser.totp_secret), code)
    if step is None:
        return False
    # One statement: of two who send the same code at once, one comes in.
    used = update(Organiser).where(Organiser.id == organiser.id, Organiser.totp_step < step)
    done = db.session.execute(used.values(totp_step=step))
    return bool(done.rowcount)  # type: ignore[attr-defined]


def _step_of(secret: str, code: str) -> int | None:
    """Give the half minute a code belongs to: this one, the last, or the next (RFC 6238, 5.2)."""
    from pyotp import TOTP

    this = int(now().timestamp()) // _STEP_SECONDS
    steps: Iterable[int] = (this, this - 1, this + 1)
    totp = TOTP(secret)
    given = code.encode()  # compare_digest() takes no other letters than ASCII as words
    return next(
        (s for s in steps if secrets.compare_digest(totp.generate_otp(s).encode(), given)), None
    )


def _takes_recovery_code(organiser: Organiser, code: str) -> bool:
    used = delete(RecoveryCode).where(
        RecoveryCode.digest == _digest(organiser, code),
        RecoveryCode.organiser_id == organiser.id,
    )
    return bool(db.session.execute(used).rowcount)  # type: ignore[attr-defined]


def _grouped(random: bytes) -> str:
    letters = base64.b32encode(random).decode().lower()
    return "-".join(letters[place : place + 4] for place in range(0, len(letters), 4))


def _digest(organiser: Organiser, code: str) -> bytes:
    return keyed_digest("recovery code", f"{organiser.id} {code.replace('-', '').lower()}")


def _account(organiser: Organiser) -> bytes:
    return keyed_digest("organiser", str(organiser.id))


def _seal(secret: str) -> bytes:
    return _sealer().encrypt(secret.encode())


def _open(sealed: bytes) -> str:
    return _sealer().decrypt(sealed).decode()


def _sealer() -> "Fernet":
    from cryptography.fernet import Fernet

    return Fernet(base64.urlsafe_b64encode(keyed_digest("seal", "secrets of apps")))
