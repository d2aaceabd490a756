"""Names and comments as people write them, without what only machines see."""

import unicodedata

import idna

NAME_CHARACTERS = 100
NAME_BYTES = 400

_JOINERS = {"\u200c", "\u200d"}
# Line and paragraph separators, and letters that look like an empty space (Hangul fillers).
_BLANKS = {"\u2028", "\u2029", "\u115f", "\u1160", "\u3164", "\uffa0", "\u2800"}
# Control, format (bidi, zero-width), private use, half a pair. Not Cn: scripts that Unicode got
# after this Python was built stand there, and people have names in them.
_INVISIBLE_CATEGORIES = {"Cc", "Cf", "Co", "Cs"}


def clean_name(text: str) -> str:
    """Give a name in NFC on one line, without control, bidi and zero-width characters.

    Every script passes. The zero-width joiners stay where Persian, Hindi or Sinhala spelling
    needs them (RFC 5892, appendix A).
    """
    return " ".join(_visible(text.replace("\t", " ").replace("\n", " ")).split())


def clean_text(text: str) -> str:
    """Give a text in NFC with its lines kept, without what only machines see."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(_visible(line).rstrip() for line in lines).strip()


def _visible(text: str) -> str:
    composed = unicodedata.normalize("NFC", text)
    kept = (char for place, char in enumerate(composed) if _is_kept(composed, place))
    return unicodedata.normalize("NFC", "".join(kept))


def _is_kept(text: str, place: int) -> bool:
    char = text[place]
    if char in _JOINERS:
        return _is_spelling(text, place)
    return char not in _BLANKS and unicodedata.category(char) not in _INVISIBLE_CATEGORIES


def _is_spelling(text: str, place: int) -> bool:
    try:
        return idna.core.valid_contextj(text, place)
    except ValueError:  # the letter before it is in no script that joins
        return False
