"""Who is looked for is found: an address or a name in other spellings than the one that signed."""

import re
from collections.abc import Generator
from contextlib import suppress

from sqlalchemy import ColumnElement, and_, func, or_

from petitions.signing.lookalikes import mailbox_column
from petitions.signing.models import Signature
from petitions.web.addresses import AddressFault, address_spellings, meant_address
from petitions.web.limits import address_digest
from petitions.web.text import folded

_MOST_WORDS = 6
_BETWEEN = re.compile(r"[-\u2010-\u2015]|(?<=\b\w)\.")
# Letters of names that are looked for as one word; Chinese ones are short.
_JOINED_LEAST, _JOINED_LEAST_WITHOUT_CASE = 6, 3
# What Germans and Scandinavians write for one letter; folding has taken the dots from it.
_TWO_FOR_ONE = re.compile("a[ea]|oe|ue")
_WITH_TWO = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
# Letters of one sound that Arabs and Persians write differently: any sign stands for each.
_EITHER = str.maketrans(dict.fromkeys("يىیكکةه", "_"))
_EITHER_LEAST = 2  # letters beside them


def found(search: str) -> ColumnElement[bool]:
    """Return the condition that a signature which is looked for fits."""
    return or_(*_by_address(search), *_by_name(search), *_as_typed(search))


def _by_address(search: str) -> Generator[ColumnElement[bool], None, None]:
    """Yield what finds a mailbox, also where the server may pass over full stops and `+more`."""
    with suppress(AddressFault):
        address = meant_address(search)
        yield Signature.email_digest == address_digest(address)
        local, _, domain = address.lower().rpartition("@")
        at_domain = Signature.search_text.contains(f"@{domain}\n", autoescape=True)
        plain = local.partition("+")[0].replace(".", "") or local
        yield and_(at_domain, mailbox_column() == f"{plain}@{domain}")


def _as_typed(search: str) -> Generator[ColumnElement[bool], None, None]:
    for words in sorted({folded(search), *map(str.lower, address_spellings(search))} - {""}):
        yield Signature.search_text.contains(words, autoescape=True)


def _by_name(search: str) -> Generator[ColumnElement[bool], None, None]:
    """Yield what finds all words in any order, one of them as an initial, or first and last."""
    words = [word for part in search.split() for word in _words(part)]
    if not 1 <= len(words) <= _MOST_WORDS:
        return
    whole = [_has(word) for word in words]
    yield and_(*whole)
    text, names = Signature.search_text, [folded(word) for word in words]
    for index, name in enumerate(names if len(names) > 1 else ()):
        initials = (f"{name[0]}. ", f"{name[0]} ")
        begins = or_(*(text.startswith(one, autoescape=True) for one in initials))
        yield and_(begins, *whole[:index], *whole[index + 1 :])
    if len(names) > 2:
        for first, last in ((names[0], names[-1]), (names[-1], names[0])):
            is_last = text.contains(f" {last}\n", autoescape=True)
            yield and_(text.startswith(f"{first} ", autoescape=True), is_last)
    joined = "".join(names)
    has_case = joined != joined.upper()
    if len(joined) >= (_JOINED_LEAST if has_case else _JOINED_LEAST_WITHOUT_CASE):
        yield func.replace(text, " ", "").contains(joined, autoescape=True)


def _words(part: str) -> list[str]:
    """Return the words of a part between spaces: `A.Lovelace` and `Anne-Marie,` have two each."""
    words = [part] if "@" in part else _BETWEEN.split(part.strip(".,;"))
    return [word for word in words if folded(word)]


def _has(word: str) -> ColumnElement[bool]:
    """Return the condition that a text has a word, in one of its spellings; or the initial."""
    text, plain = Signature.search_text, folded(word)
    if len(plain) == 1 and plain != plain.upper():
        return or_(text.startswith(plain), text.contains(f" {plain}"))
    spellings = {plain, folded(word.lower().translate(_WITH_TWO))}
    spellings.add(_TWO_FOR_ONE.sub(lambda two: two[0][0], plain))
    conditions = [text.contains(one, autoescape=True) for one in sorted(spellings)]
    either = plain.translate(_EITHER)
    if plain.isalpha() and "_" in either and len(either.replace("_", "")) >= _EITHER_LEAST:
        conditions.append(text.like(f"%{either}%"))
    return or_(*conditions)
