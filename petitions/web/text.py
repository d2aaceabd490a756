"""Texts that people send: cleaned of what only machines see, and read as what they should be.

Knows no Flask, so that readers of documents can use it.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from typing import Any

import idna
import regex
from email_validator import EmailNotValidError, validate_email
from wtforms.validators import ValidationError

NAME_CHARACTERS = 100
NAME_BYTES = 400
ADDRESS_CHARACTERS = 1_000  # as typed; no mail server takes more than 254
LARGEST_ROW = 2**63 - 1  # what both databases can compare a number with

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
# Any of these, to be looked at more closely; nearly all texts have none.
_SUSPECT = regex.compile(r"[\p{Other}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]")
# Between the words of a name: spaces, and the dots that do the same in Katakana, Chinese, Ethiopic.
_BETWEEN_WORDS = regex.compile(r"[\s·・፡]+")
_HYPHEN = regex.compile(r"\p{Dash_Punctuation}")
_FIRST_LETTER = regex.compile(r"(?:(?![\p{L}\p{N}])\X)*+((?=[\p{L}\p{N}])\X)")
_PICTURE = regex.compile(r"\p{Extended_Pictographic}")
# No script stacks more marks on one letter. Normalising sorts each run of them, which takes the
# square of its length, and a tower of them covers the lines around it.
_MOST_MARKS = 10
_TOWER = regex.compile(rf"(\p{{M}}{{{_MOST_MARKS}}})\p{{M}}+")
_BEFORE_A_JOINER = regex.compile(r"\p{Extended_Pictographic}[\uFE0F\p{Emoji_Modifier}]?$")
# Providers that ignore dots, and the sign after which they ignore the rest. Others may treat
# each spelling as another person, so theirs stay as they are, but for capital letters.
_DOTS_IGNORED = {"gmail.com"}
_TAG_SIGNS = {
    "gmail.com": "+",
    "outlook.com": "+",
    "hotmail.com": "+",
    "live.com": "+",
    "icloud.com": "+",
    "fastmail.com": "+",
    "fastmail.fm": "+",
    "proton.me": "+",
    "zoho.com": "+",
    "mailbox.org": "+",
    "posteo.de": "+",
    "yandex.ru": "+",
}
_SAME_MAILBOX = {
    "googlemail.com": "gmail.com",
    "protonmail.com": "proton.me",
    "pm.me": "proton.me",
    "me.com": "icloud.com",
    "mac.com": "icloud.com",
    "ya.ru": "yandex.ru",
    "yandex.com": "yandex.ru",
}
# Of which we know which spellings are one mailbox.
KNOWN_DOMAINS = frozenset({*_TAG_SIGNS, *_SAME_MAILBOX})
# What makes no difference to who looks for a name: each kind of apostrophe, and joiners.
_LEFT_OUT = dict.fromkeys("'’‘‛`´ʹʻʼʽˈ′‵ʾʿ\u0640\u200b\u200c\u200d")
# Letters with a stroke, which no normal form takes apart.
_STROKES = {
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ð": "d",
    "ħ": "h",
    "ŧ": "t",
    "ı": "i",
    "æ": "ae",
    "œ": "oe",
}
_FOLDED = str.maketrans(_LEFT_OUT | _STROKES)
# Alone they show nothing: marks belong on a letter, joiners between two.
_NOT_ALONE = {"Mn", "Mc", "Me", "Cf", "Zs"}


class InvalidAddress(ValueError):
    """Not an e-mail address that mail could be sent to."""


def clean_name(text: str) -> str:
    """Return a name in NFC on one line, without control, bidi and zero-width characters.

    Every script passes. The zero-width joiners stay where Persian, Hindi or Sinhala spelling
    needs them (RFC 5892, appendix A). Empty where nothing is left that one can see.
    """
    name = " ".join(_visible(text.replace("\t", " ").replace("\n", " ")).split())
    return name if any(unicodedata.category(char) not in _NOT_ALONE for char in name) else ""


def clean_text(text: str) -> str:
    """Return a text in NFC with its lines kept, without what only machines see."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(_visible(line).rstrip() for line in lines).strip()


def without_nul(text: str | None) -> str:
    """Return a text without the one character that a page has no way to give back."""
    return (text or "").replace("\0", "")


def folded(text: str) -> str:
    """Return a name as it is looked for: `" Zoë  O'Neill-Łuk "` → `"zoe oneill luk"`.

    Without case, accents and apostrophes, every kind of hyphen and space the same. Vowels that
    are marks, as in India's scripts, stay.
    """
    # An accent that stands alone is an apostrophe here, and would become a space.
    text = unicodedata.normalize("NFKD", text.replace("\u00b4", "'"))
    text = unicodedata.normalize("NFKD", _HYPHEN.sub(" ", text).casefold()).translate(_FOLDED)
    return " ".join("".join(char for char in text if not unicodedata.combining(char)).split())


def search_text(typed: Mapping[str, Any]) -> str:
    """Return what organisers search in: a line each of name, address and comment, folded.

    Of an address only the case: without accents it would be another mailbox.
    """
    name, email, comment = (typed.get(field) or "" for field in ("name", "email", "comment"))
    return f"{folded(name)}\n{email.lower()}\n{folded(comment)}"


def cleaned(text: str, clean: Callable[[str], str], max_characters: int, message: Any) -> str:
    """Return `clean(text)`: `cleaned(" Ada ", clean_name, 100, _l("Too long."))` → `"Ada"`.

    Its length is looked at first: of more than four times as many characters as are allowed, which
    no writing system needs for one, nothing is cleaned, nor of a tower that is too long itself.

    Raises:
        ValidationError: with `message`, where it is longer than `max_characters`.

    """
    if len(text) > 4 * max_characters or (len(text) > max_characters and _TOWER.search(text)):
        raise ValidationError(message)
    text = clean(text)
    if len(text) > max_characters:
        raise ValidationError(message)
    return text


def initials(name: str) -> str:
    """Return a name's initials: `Ada Lovelace` → `A. L.`, `Jean-Luc Picard` → `J.-L. P.`.

    In any script, with the marks that belong to a letter. A name without a space has one initial,
    as in Chinese; one without a letter has the first thing that one can see of it.
    """
    words = []
    for word in _BETWEEN_WORDS.split(name):
        letters = [_FIRST_LETTER.match(part) for part in _HYPHEN.split(word)]
        words.append("-".join(f"{letter[1]}." for letter in letters if letter))
    return " ".join(filter(None, words)) or next(filter(clean_name, regex.findall(r"\X", name)), "")


def checked_address(text: str) -> str:
    """Return an e-mail address as mail is sent to it, without a look-up in the network.

    Raises:
        InvalidAddress: it has no valid form.

    """
    if len(text) > ADDRESS_CHARACTERS:
        raise InvalidAddress
    try:
        return validate_email(text.strip(), check_deliverability=False).normalized
    except EmailNotValidError as error:
        raise InvalidAddress from error


def sending_address(address: str) -> str:
    """Return an address with its domain in ASCII, which every mail server takes."""
    valid = validate_email(address, check_deliverability=False)
    return valid.ascii_email or valid.normalized


def canonical_address(address: str) -> str:
    """Return one form for all spellings of a mailbox: `A.da+x@googlemail.com` → `ada@gmail.com`.

    Never used for sending.
    """
    # Not casefold(): that would make one of straße.de and strasse.de, which are two domains.
    local, _, domain = address.lower().rpartition("@")
    domain = _SAME_MAILBOX.get(domain, domain)
    sign = _TAG_SIGNS.get(domain)
    if sign:
        local = local.partition(sign)[0] or local
    if domain in _DOTS_IGNORED:
        local = local.replace(".", "") or local
    return f"{local}@{domain}"


def whole_number(text: str | None, maximum: int) -> int | None:
    """Return the number from 0 to `maximum` that a text is: `"12"` → 12, `"-1"`, `"٣"` → None."""
    # No more digits than it may have: reading a number takes the square of their count.
    if not text or not text.isascii() or not text.isdigit() or len(text) > len(str(maximum)):
        return None
    return int(text) if int(text) <= maximum else None


def row_number(text: str | None) -> int | None:
    """Return the number of a row in an address, None where no row can have it."""
    return whole_number(text, LARGEST_ROW)


def parse_day(text: object) -> date | None:
    """Return the day that a text is (`2027-03-14`), or None."""
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None


def start_of_day(day: date) -> datetime:
    """Return when a day begins in UTC."""
    return datetime.combine(day, time.min, UTC)


def end_of_day(day: date) -> datetime:
    """Return the last moment of a day in UTC; the last of all days has one, too."""
    return datetime.combine(day, time.max, UTC)


def _visible(text: str) -> str:
    # Until nothing changes: what stood apart may combine now, and a joiner stand elsewhere.
    before = None
    while text != before:
        before, text = text, unicodedata.normalize("NFC", _TOWER.sub(r"\1", text))
        text = _SUSPECT.sub(lambda found: found[0] if _is_visible(found) else "", text)
    return text


def _is_visible(found: regex.Match[str]) -> bool:
    text, index, char = found.string, found.start(), found[0]
    if char in _JOINERS:
        return _is_spelling(text, index)
    if char in _BLANKS or _NEVER_SEEN.match(char):
        return False
    if unicodedata.category(char) in _INVISIBLE_CATEGORIES:
        return bool(_VOWEL_SEPARATOR.match(text, index))
    return True


def _is_spelling(text: str, index: int) -> bool:
    """Return True if the joiner at `index` belongs to the spelling of a word, or to a picture."""
    before, after = text[index - 1 : index], text[index + 1 : index + 2]
    if _PICTURE.match(after) and _BEFORE_A_JOINER.search(text[max(0, index - 2) : index]):
        return text[index] == "\u200d"  # a family, a profession: one picture of several
    # Bengali has the joiner before its virama too, which the RFC leaves out: র‍্যাচেল, Rachel.
    if before.isalpha() and after and unicodedata.combining(after) == _VIRAMA:
        return True
    try:
        return idna.core.valid_contextj(text, index)
    except ValueError:  # the letter before it is in no script that joins
        return False
