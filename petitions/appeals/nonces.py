"""What makes a page count once: a sealed random value in a page composed for one visitor."""

import hashlib
import secrets
from datetime import timedelta
from typing import Any

from itsdangerous import BadData, URLSafeTimedSerializer

from petitions.config import settings

NONCE_LIFE = timedelta(days=2)
UNDO_LIFE = timedelta(days=1)


def new_nonce(target_id: int, channel: str) -> str:
    """Give a value that no two pages share, and that nobody else can make."""
    return str(_sealer("nonce").dumps([target_id, channel, secrets.token_urlsafe(12)]))


def nonce_digest(nonce: str, target_id: int, channel: str) -> bytes | None:
    """Give the digest of a value of ours for this target and channel; else nothing."""
    found = _opened("nonce", nonce, NONCE_LIFE)
    if not isinstance(found, list) or found[:2] != [target_id, channel]:
        return None
    # Not of the sealed text: its last letters can be spelt in several ways.
    return hashlib.sha256(found[2].encode()).digest()


def undo_token(report_id: int) -> str:
    """Give the token by which whoever made a report can take it back."""
    return str(_sealer("undo").dumps(report_id))


def undone_report(token: str) -> int | None:
    """Give the report that a token takes back; nothing where it is too old or not ours."""
    found = _opened("undo", token, UNDO_LIFE)
    return found if isinstance(found, int) else None


def _sealer(purpose: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(settings().secret_key, salt=f"report {purpose}")


def _opened(purpose: str, sealed: str, life: timedelta) -> Any:
    try:
        return _sealer(purpose).loads(sealed, max_age=int(life.total_seconds()))
    except BadData:
        return None
