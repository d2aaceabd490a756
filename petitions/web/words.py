"""Names and texts as people write them, without what only machines see."""

import re
import unicodedata

import idna
import regex

NAME_CHARACTERS = 100
NAME_BYTES = 400

_JOINERS = {"\u200c", "\u200d"}
# In category Cf like them, and part of many a Mongolian word.
_VOWEL_SEPARATOR = re.compile("(?<=[\u1820-\u18aa])\u180e(?=[\u1820-\u18aa])")
_VIRAMA = 9  # the combining class of the sign that silences a vowel in the scripts of India
# Line and paragraph separators, and letters that look like an empty space (Hangul fillers).
_BLANKS = {"\u2028", "\u2029", "\u115f", "\u1160", "\u3164", "\uffa0", "\u2800"}
# Control, format (bidi, zero-width), private use, half a pair. Not Cn: scripts that Unicode got
# after this Python was built stand there, and people have names in them.
_INVISIBLE_CATEGORIES = {"Cc", "Cf", "Co", "Cs"}
# But for those of Cn that Unicode promises to leave empty, or to fill with nothing one can see.
_NEVER_SEEN = re.compile(
    "[\u2065\ufdd0-\ufdef\ufff0-\ufff8\ufffe\uffff\U000e0000-\U000e00ff\U000e01f0-\U000e0fff]"
)
# Between the words of a name: spaces, and the dots that do the same in Katakana, Chinese, Ethiopic.
_BETWEEN_WORDS = regex.compile(r"[\s·・፡]+")
_HYPHEN = regex.compile(r"\p{Dash_Punctuation}")
_FIRST_LETTER = regex.compile(r"(?:(?![\p{L}\p{N}])\X)*+((?=[\p{L}\p{N}])\X)")
_PICTURE = regex.compile(r"\p{Extended_Pictographic}")
_BEFORE_A_JOINER = regex.compile(r"\p{Extended_Pictographic}[\uFE0F\p{Emoji_Modifier}]?$")
# Alone they show nothing: marks belong on a letter, joiners between two.
_NOT_ALONE = {"Mn", "Mc", "Me", "Cf", "Zs"}


def clean_name(text: str) -> str:
    """Give a name in NFC on one line, without control, bidi and zero-width characters.

    Every script passes. The zero-width joiners stay where Persian, Hindi or Sinhala spelling
    needs them (RFC 5892, appendix A). Empty where nothing is left that one can see.
    """
    name = " ".join(_visible(text.replace("\t", " ").replace("\n", " ")).split())
    return name if any(unicodedata.category(char) not in _NOT_ALONE for char in name) else ""


def clean_text(text: str) -> str:
    """Give a text in NFC with its lines kept, without what only machines see."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(_visible(line).rstrip() for line in lines).strip()


def initials(name: str) -> str:
    """Give a name's initials: `Ada Lovelace` → `A. L.`, `Jean-Luc Picard` → `J.-L. P.`.

    In any script, with the marks that belong to a letter. A name without a space has one initial,
    as in Chinese; one without a letter has the first thing that one can see of it.
    """
    words = [_word_initials(word) for word in _BETWEEN_WORDS.split(name)]
    return " ".join(filter(None, words)) or next(filter(clean_name, regex.findall(r"\X", name)), "")


def _word_initials(word: str) -> str:
    found = [_FIRST_LETTER.match(part) for part in _HYPHEN.split(word)]
    return "-".join(f"{first[1]}." for first in found if first)


def _visible(text: str) -> str:
    # Until nothing changes: what stood apart may combine now, and a joiner stand elsewhere.
    before = None
    while text != before:
        before, composed = text, unicodedata.normalize("NFC", text)
        text = "".join(char for place, char in enumerate(composed) if _is_kept(composed, place))
    return text


def _is_kept(text: str, place: int) -> bool:
    char = text[place]
    if char in _JOINERS:
        return _is_spelling(text, place)
    if char in _BLANKS or _NEVER_SEEN.match(char):
        return False
    if unicodedata.category(char) in _INVISIBLE_CATEGORIES:
        return bool(_VOWEL_SEPARATOR.match(text, place))
    return True


def _is_spelling(text: str, place: int) -> bool:
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    if _PICTURE.match(after) and _BEFORE_A_JOINER.search(text[:place][-2:]):
        return text[place] == "\u200d"  # a family, a profession: one picture of several
    # Bengali has the joiner before its virama too, which the RFC leaves out: র‍্যাচেল, Rachel.
    if before.isalpha() and after and unicodedata.combining(after) == _VIRAMA:
        return True
    try:
        return idna.core.valid_contextj(text, place)
    except ValueError:  # the letter before it is in no script that joins
        return False
