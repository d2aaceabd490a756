"""The chain: each entry's seal covers its words and the seal before it, under the secret key."""

import json

from petitions.accounts.audit.models import Entry
from petitions.web.digests import keyed_digest


def seal(entry: Entry, previous: bytes) -> bytes:
    """Give the seal of an entry that follows the one sealed with `previous`."""
    words = [
        entry.number,
        entry.at.isoformat(),
        entry.actor,
        entry.verb,
        entry.subject,
        entry.details,
        previous.hex(),
    ]
    return keyed_digest("audit entry", json.dumps(words, sort_keys=True))


def head_seal(entries: int, last: bytes) -> bytes:
    """Give the seal of a chain that ends after so many entries."""
    return keyed_digest("audit head", f"{entries} {last.hex()}")
