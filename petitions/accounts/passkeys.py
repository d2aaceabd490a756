"""Passkeys (WebAuthn, level 2), with user verification; stored are their public keys."""

import json
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from petitions.accounts.factors import WrongCode
from petitions.accounts.models import Organiser, Passkey, Session
from petitions.config import settings
from petitions.db import db
from petitions.web.http import own_names
from petitions.web.limits import keyed_digest

NAME_CHARACTERS = 100
# What reading raises for JSON that no browser has written.
_MALFORMED = (ValueError, KeyError, TypeError, RecursionError)
_SITE = "Petitions"


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


def registration_options(session: Session, organiser: Organiser) -> str:
    """Return what the browser is asked to make a passkey for, as JSON; nothing without TLS."""
    if not _is_supported():
        return ""
    from webauthn import generate_registration_options, options_to_json
    from webauthn.helpers.structs import (
        AuthenticatorSelectionCriteria,
        PublicKeyCredentialDescriptor,
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
            user_verification=UserVerificationRequirement.REQUIRED
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


def _verified(session: Session, verify: Any, **values: Any) -> Any:
    """Return what webauthn's function `verify` reads from the answer; the challenge is used up."""
    from webauthn.helpers.exceptions import WebAuthnException

    try:
        answer = verify(
            **values,
            expected_challenge=_challenge(session),
            expected_rp_id=_rp_id(),
            expected_origin=sorted(own_names(settings().base_url)[1]),
            require_user_verification=True,
        )
    except (WebAuthnException, *_MALFORMED) as error:
        raise WrongCode from error
    # One statement: of two who send the same answer at once, one comes in.
    this = (Session.digest == session.digest) & (Session.proofs == session.proofs)
    used = db.session.execute(update(Session).where(this).values(proofs=Session.proofs + 1))
    if not used.rowcount:  # type: ignore[attr-defined]
        raise WrongCode
    return answer


def _challenge(session: Session) -> bytes:
    """Return what this session is asked to sign next: nobody else can, and it is asked once."""
    return keyed_digest("passkey question", f"{session.digest.hex()} {session.proofs}")


def _is_supported() -> bool:
    """Return True if browsers make passkeys for this site: over TLS, or on localhost by name."""
    return settings().https or _rp_id() == "localhost"


def _rp_id() -> str:
    return urlsplit(settings().base_url).hostname or ""
