"""Passkeys (WebAuthn, level 2), with user verification; stored are their public keys.

Each is two factors: a thing, and what unlocks it, a finger, a face or a PIN.
"""

import hmac
import json
import secrets
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from petitions.accounts.factors import WrongCode
from petitions.accounts.models import Organiser, Passkey, Session
from petitions.config import Rule, settings
from petitions.db import db, now
from petitions.web.http import own_names
from petitions.web.limits import TooManyAttempts, count_attempt, keyed_digest

NAME_CHARACTERS = 100
# What reading raises for JSON that no browser has written.
_MALFORMED = (ValueError, KeyError, TypeError, RecursionError)
_SITE = "Petitions"
LOG_IN_LIFE = timedelta(minutes=10)  # of a question on the log-in page
_MOMENT_BYTES, _RANDOM_BYTES = 8, 24


def passkeys_of(organiser: Organiser) -> list[Passkey]:
    """Return an organiser's passkeys, the oldest first."""
    own = select(Passkey).where(Passkey.organiser_id == organiser.id)
    return list(db.session.scalars(own.order_by(Passkey.id)))


def authentication_options(session: Session, organiser: Organiser) -> str:
    """Return what the browser is asked to sign, as JSON; nothing without a passkey."""
    from webauthn import generate_authentication_options, options_to_json
    from webauthn.helpers.structs import PublicKeyCredentialDescriptor, UserVerificationRequirement

    known = passkeys_of(organiser)
    if not known or not _is_supported():
        return ""
    options = generate_authentication_options(
        rp_id=_rp_id(),
        challenge=_challenge(session),
        allow_credentials=[PublicKeyCredentialDescriptor(key.credential_id) for key in known],
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return options_to_json(options)


def verify(session: Session, organiser: Organiser, credential: str) -> None:
    """Check the browser's answer in the caller's transaction; each challenge is answered once.

    Raises:
        WrongCode: the answer is wrong.

    """
    from webauthn import verify_authentication_response
    from webauthn.helpers import base64url_to_bytes

    try:
        credential_id = base64url_to_bytes(str(json.loads(credential)["id"]))
    except _MALFORMED as error:
        raise WrongCode from error
    passkey = db.session.scalar(
        select(Passkey).filter_by(credential_id=credential_id, organiser_id=organiser.id)
    )
    if passkey is None:
        raise WrongCode
    answer = _verified(
        session,
        verify_authentication_response,
        credential=credential,
        credential_public_key=passkey.public_key,
        credential_current_sign_count=passkey.sign_count,
    )
    passkey.sign_count = answer.new_sign_count


def log_in_options() -> str:
    """Return what any passkey of this site is asked to sign, as JSON; nothing without TLS.

    It names no passkey: the browser offers those that it knows, and nobody learns who has one.
    """
    from webauthn import generate_authentication_options, options_to_json
    from webauthn.helpers.structs import UserVerificationRequirement

    if not _is_supported():
        return ""
    moment = int(now().timestamp()).to_bytes(_MOMENT_BYTES)
    question = moment + secrets.token_bytes(_RANDOM_BYTES)
    options = generate_authentication_options(
        rp_id=_rp_id(),
        challenge=question + _seal(question),
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return options_to_json(options)


def owner_of(credential: str) -> Organiser:
    """Return whose passkey answered the log-in page, in the caller's transaction; once.

    Raises:
        WrongCode: the answer is wrong, too late, or was given before.

    """
    from webauthn import verify_authentication_response
    from webauthn.helpers import (
        parse_authentication_credential_json,
        parse_client_data_json,
    )
    from webauthn.helpers.exceptions import WebAuthnException

    try:
        answer = parse_authentication_credential_json(credential)
        challenge = parse_client_data_json(answer.response.client_data_json).challenge
    except (WebAuthnException, *_MALFORMED) as error:
        raise WrongCode from error
    # Locked: whoever takes it away, or recovers the account, ends the session that comes of it.
    theirs = select(Passkey).filter_by(credential_id=answer.raw_id).with_for_update()
    passkey = db.session.scalar(theirs)
    if passkey is None or not _is_fresh(challenge):
        raise WrongCode
    verified = _read(
        verify_authentication_response,
        challenge,
        credential=credential,
        credential_public_key=passkey.public_key,
        credential_current_sign_count=passkey.sign_count,
    )
    try:
        count_attempt("answer of a passkey", challenge, [Rule(1, 2 * LOG_IN_LIFE)])
    except TooManyAttempts as error:
        raise WrongCode from error
    passkey.sign_count = verified.new_sign_count
    return db.session.get_one(Organiser, passkey.organiser_id)


def registration_options(session: Session, organiser: Organiser) -> str:
    """Return what the browser is asked to make a passkey for, as JSON; nothing without TLS."""
    if not _is_supported():
        return ""
    from webauthn import generate_registration_options, options_to_json
    from webauthn.helpers.structs import (
        AuthenticatorSelectionCriteria,
        PublicKeyCredentialDescriptor,
        ResidentKeyRequirement,
        UserVerificationRequirement,
    )

    known = [PublicKeyCredentialDescriptor(key.credential_id) for key in passkeys_of(organiser)]
    options = generate_registration_options(
        rp_id=_rp_id(),
        challenge=_challenge(session),
        rp_name=_SITE,
        user_name=organiser.email,
        user_id=str(organiser.id).encode(),
        authenticator_selection=AuthenticatorSelectionCriteria(
            # Else it cannot log in by itself, without an address.
            resident_key=ResidentKeyRequirement.PREFERRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=known,
    )
    return options_to_json(options)


def add(session: Session, organiser: Organiser, credential: str, name: str) -> None:
    """Keep a new passkey, in the caller's transaction.

    Raises:
        WrongCode: the answer belongs to no challenge of ours, or the key is known already.

    """
    from webauthn import verify_registration_response

    answer = _verified(session, verify_registration_response, credential=credential)
    db.session.add(
        Passkey(
            organiser_id=organiser.id,
            credential_id=answer.credential_id,
            public_key=answer.credential_public_key,
            sign_count=answer.sign_count,
            name=name[:NAME_CHARACTERS] or _SITE,
        )
    )
    try:
        db.session.flush()
    except IntegrityError as error:
        raise WrongCode from error


def _read(verify: Any, challenge: bytes, **values: Any) -> Any:
    """Return what webauthn's function `verify` reads from the answer to a challenge."""
    from webauthn.helpers.exceptions import WebAuthnException

    try:
        return verify(
            **values,
            expected_challenge=challenge,
            expected_rp_id=_rp_id(),
            expected_origin=sorted(own_names(settings().base_url)[1]),
            require_user_verification=True,
        )
    except (WebAuthnException, *_MALFORMED) as error:
        raise WrongCode from error


def _verified(session: Session, verify: Any, **values: Any) -> Any:
    """Return what `verify` reads from the answer to the session's challenge, which is used up."""
    answer = _read(verify, _challenge(session), **values)
    # One statement: of two who send the same answer at once, one comes in.
    this = (Session.digest == session.digest) & (Session.proofs == session.proofs)
    used = db.session.execute(update(Session).where(this).values(proofs=Session.proofs + 1))
    if not used.rowcount:  # type: ignore[attr-defined]
        raise WrongCode
    return answer


def _challenge(session: Session) -> bytes:
    """Return what this session is asked to sign next: nobody else can, and it is asked once."""
    return keyed_digest("passkey question", f"{session.digest.hex()} {session.proofs}")


def _is_fresh(challenge: bytes) -> bool:
    """Return True if our log-in page asked this a short while ago."""
    question = challenge[: _MOMENT_BYTES + _RANDOM_BYTES]
    if not hmac.compare_digest(challenge[len(question) :], _seal(question)):
        return False
    age = now().timestamp() - int.from_bytes(question[:_MOMENT_BYTES])
    return abs(age) <= LOG_IN_LIFE.total_seconds()


def _seal(question: bytes) -> bytes:
    return keyed_digest("passkey log-in", question.hex())


def _is_supported() -> bool:
    """Return True if browsers make passkeys for this site: over TLS, or on localhost by name."""
    return settings().https or _rp_id() == "localhost"


def _rp_id() -> str:
    return urlsplit(settings().base_url).hostname or ""
