"""Tokens of the links in mails: random, in the mail alone; here only their digest is kept."""

import hashlib
import secrets

from petitions.db import now
from petitions.signing.models import Link

TOKEN_BYTES = 24  # 192 random bits


def new_link(signature_id: int, *, news: bool = False) -> tuple[str, Link]:
    """Make a link for one mail; give its token, and the row to store before the mail goes.

    People forward news, and mail providers keep its header: a token made for `news` ends the
    news, and can neither show nor erase a signature.
    """
    token = secrets.token_urlsafe(TOKEN_BYTES)
    digest = token_digest(token, news=news)
    return token, Link(digest=digest, signature_id=signature_id, made_at=now())


def token_digest(token: str, *, news: bool = False) -> bytes:
    """Give the digest under which a token is kept. No key needed: nobody can guess 192 bits."""
    return hashlib.sha256(f"{'news ' if news else ''}{token}".encode()).digest()
