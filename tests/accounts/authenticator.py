"""A passkey in software: what a browser answers when its owner has put a finger on it."""

import hashlib
import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode

from cbor2 import dumps
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256

from petitions.accounts.models import Passkey
from petitions.db import transaction

ORIGIN = "http://localhost:8000"
PRESENT, VERIFIED = 1, 4  # WebAuthn, 6.1: somebody is there; it is the owner


class Authenticator:
    """One passkey. `answers` counts, as those do that live in one device."""

    def __init__(self) -> None:
        self.key = generate_private_key(SECP256R1())
        self.credential_id = secrets.token_bytes(16)
        self.answers = 0

    def belongs_to(self, app, organiser_id):
        """Store the public key, as adding it to an account does."""
        point = self.key.public_key().public_numbers()
        # RFC 9053: a key on the curve P-256 for ES256.
        public_key = {1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32), -3: point.y.to_bytes(32)}
        with app.app_context(), transaction() as session:
            row = Passkey(
                organiser_id=organiser_id,
                credential_id=self.credential_id,
                public_key=dumps(public_key),
                sign_count=0,
                name="my phone",
            )
            session.add(row)

    def answer(self, options, *, origin=ORIGIN, flags=PRESENT | VERIFIED, **changes):
        """Give what a browser posts for what the page asked, as JSON."""
        asked = json.loads(options) | changes
        self.answers += 1
        client = {"type": "webauthn.get", "challenge": asked["challenge"], "origin": origin}
        client_data = json.dumps(client).encode()
        authenticator_data = (
            hashlib.sha256(asked["rpId"].encode()).digest()
            + bytes([flags])
            + self.answers.to_bytes(4)
        )
        signed = authenticator_data + hashlib.sha256(client_data).digest()
        response = {
            "clientDataJSON": encoded(client_data),
            "authenticatorData": encoded(authenticator_data),
            "signature": encoded(self.key.sign(signed, ECDSA(SHA256()))),
        }
        number = encoded(self.credential_id)
        return json.dumps(
            {"id": number, "rawId": number, "type": "public-key", "response": response}
        )


def encoded(content):
    """Give bytes as WebAuthn writes them in JSON."""
    return urlsafe_b64encode(content).rstrip(b"=").decode()


def decoded(text):
    """Give the bytes again."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
