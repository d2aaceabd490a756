"""Tokens of the links in mails: random, in the mail alone; here only their digest is kept."""

import hashlib
import secrets

from petitions.db import db, now
from petitions.signing.models import Link

TOKEN_BYTES = 24  # 192 random bits


def new_token(signature_id: int, *, news: bool = False) -> str:
    """Make a link for one mail in the caller's transaction; give its token.

    People forward news, and mail providers keep its header: a token made for `news` ends the
    news, and can neither show nor erase a signature.
    """
    token = secrets.token_urlsafe(TOKEN_BYTES)
    db.session.add(
        Link(digest=token_digest(token, news=news), signature_id=signature_id, made_at=now())
    )
    return token


def token_digest(token: str, *, news: bool = False) -> bytes:
    """Give the digest under which a token is kept. No key needed: nobody can guess 192 bits."""
    return hashlib.sha256(f"{'news ' if news else ''}{token}".encode()).digest()
