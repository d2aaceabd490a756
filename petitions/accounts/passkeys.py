"""Passkeys (WebAuthn, level 2): made and asked with user verification, kept as public keys."""

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
# What reading comes to that no browser has written.
NONSENSE = (ValueError, KeyError, TypeError, RecursionError)
_SITE = "Petitions"


def are_possible() -> bool:
    """Tell whether browsers make passkeys for this site: over TLS, or on localhost by name."""
    return settings().https or _site_id() == "localhost"


def of(organiser: Organiser) -> list[Passkey]:
    """Give an organiser's passkeys, the oldest first."""
    return list(
        db.session.scalars(
            select(Passkey).where(Passkey.organiser_id == organiser.id).order_by(Passkey.id)
        )
    )


def question(session: Session, organiser: Organiser) -> str:
    """Give what the browser is asked to prove itself with, as JSON; nothing without a passkey."""
    from webauthn import generate_authentication_options, options_to_json
    from webauthn.helpers.structs import PublicKeyCredentialDescriptor, UserVerificationRequirement

    known = of(organiser)
    if not known or not are_possible():
        return ""
    asked = generate_authentication_options(
        rp_id=_site_id(),
        challenge=_challenge(session),
        allow_credentials=[PublicKeyCredentialDescriptor(one.credential_id) for one in known],
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return options_to_json(asked)


def prove(session: Session, organiser: Organiser, credential: str) -> None:
    """Take the browser's answer in the caller's transaction; each question is answered once.

    Raises:
        WrongCode: it is no right answer.

    """
    from webauthn import verify_authentication_response

    passkey = _named(credential, organiser)
    checked: Any = _checked(
        verify_authentication_response,
        credential=credential,
        expected_challenge=_challenge(session),
        credential_public_key=passkey.public_key,
        credential_current_sign_count=passkey.sign_count,
    )
    passkey.sign_count = checked.new_sign_count
    _note_proof(session)


def new_question(session: Session, organiser: Organiser) -> str:
    """Give what the browser is asked to make a passkey for, as JSON."""
    from webauthn import generate_registration_options, options_to_json
    from webauthn.helpers.structs import (
        AuthenticatorSelectionCriteria,
        PublicKeyCredentialDescriptor,
        UserVerificationRequirement,
    )

    asked = generate_registration_options(
        rp_id=_site_id(),
        challenge=_challenge(session),
        rp_name=_SITE,
        user_name=organiser.email,
        user_id=str(organiser.id).encode(),
        authenticator_selection=AuthenticatorSelectionCriteria(
            user_verification=UserVerificationRequirement.REQUIRED
        ),
        exclude_credentials=[
            PublicKeyCredentialDescriptor(one.credential_id) for one in of(organiser)
        ],
    )
    return options_to_json(asked)


def add(session: Session, organiser: Organiser, credential: str, name: str) -> None:
    """Keep a new passkey, in the caller's transaction.

    Raises:
        WrongCode: the answer belongs to no question of ours, or the key is known already.

    """
    from webauthn import verify_registration_response

    made: Any = _checked(
        verify_registration_response,
        credential=credential,
        expected_challenge=_challenge(session),
    )
    _note_proof(session)
    db.session.add(
        Passkey(
            organiser_id=organiser.id,
            credential_id=made.credential_id,
            public_key=made.credential_public_key,
            sign_count=made.sign_count,
            name=name[:NAME_CHARACTERS] or _SITE,
        )
    )
    try:
        db.session.flush()
    except IntegrityError as error:
        raise WrongCode from error


def _checked(verify: Any, **values: Any) -> Any:
    from webauthn.helpers.exceptions import WebAuthnException

    try:
        return verify(
            **values,
            expected_rp_id=_site_id(),
            expected_origin=sorted(own_names(settings().base_url)[1]),
            require_user_verification=True,
        )
    except (WebAuthnException, *NONSENSE) as error:
        raise WrongCode from error


def _named(credential: str, organiser: Organiser) -> Passkey:
    from webauthn.helpers import base64url_to_bytes

    try:
        credential_id = base64url_to_bytes(str(json.loads(credential)["id"]))
    except NONSENSE as error:
        raise WrongCode from error
    asked = {"credential_id": credential_id, "organiser_id": organiser.id}
    found = db.session.scalar(select(Passkey).filter_by(**asked))
    if found is None:
        raise WrongCode
    return found


def _challenge(session: Session) -> bytes:
    """Give what this session is asked to sign next: nobody else can, and it is asked once."""
    return keyed_digest("passkey question", f"{session.digest.hex()} {session.proofs}")


def _note_proof(session: Session) -> None:
    """Note in the caller's transaction that the question was answered.

    Raises:
        WrongCode: so it was meanwhile.

    """
    this = (Session.digest == session.digest) & (Session.proofs == session.proofs)
    noted = db.session.execute(update(Session).where(this).values(proofs=Session.proofs + 1))
    if not noted.rowcount:  # type: ignore[attr-defined]
        raise WrongCode


def _site_id() -> str:
    return urlsplit(settings().base_url).hostname or ""
