"""What an entry says of a text that is too long for it."""

import hashlib

_DIGITS = 16


def gist(text: str) -> str:
    """Give length and digest of a text, by which an entry tells one from another.

    `gist("Hello")` is "5 characters, SHA-256 185f8db32271fe25"; an empty text is no text.
    """
    if not text:
        return ""
    digest = hashlib.sha256(text.encode()).hexdigest()
    return f"{len(text)} characters, SHA-256 {digest[:_DIGITS]}"
