"""Countries by the names that people use: Babel's territories, and those of the label tables."""

import re
from dataclasses import dataclass
from functools import cache

from babel import Locale

from petitions.urgent_actions.readers.labels import LANGUAGES, table
from petitions.urgent_actions.readers.text import fold

_MOST_WORDS = 6
# Capitals at the start of a line, even glued to what follows: `CHADOfficial statement`.
_LOUD = re.compile(r"[A-ZÀ-Ý](?:[A-ZÀ-Ý' -]*[A-ZÀ-Ý])(?=[:.,;\s(/–-]|$|[A-ZÀ-Ý][a-zà-ý])")


@dataclass(frozen=True)
class Place:
    """A country named in a text, from `start` up to `end`; `code` is empty for one of the past."""

    start: int
    end: int
    code: str


def code_of(name: str) -> str | None:
    """Give the ISO 3166-1 code of a country by its name in any of our languages."""
    return _names().get(_bare(fold(name)))


def place_at_start(plain: str) -> Place | None:
    """Give the country whose name begins a folded text, the longest name first."""
    words = _words(plain)[:_MOST_WORDS]
    for count in range(len(words), 0, -1):
        start, end = words[0][0], words[count - 1][1]
        if (code := code_of(plain[start:end])) is not None:
            return Place(start, end, code)
    return None


def is_country(text: str) -> bool:
    """Tell whether a text is the name of a country and nothing else."""
    return code_of(text) is not None


def loud_place(text: str) -> Place | None:
    """Give the country in capitals that begins a text."""
    match = _LOUD.match(text)
    return place_at_start(fold(match[0])) if match else None


def place_at_end(plain: str) -> Place | None:
    """Give the country whose name ends a folded text."""
    words = _words(plain)[-_MOST_WORDS:]
    for first in range(len(words)):
        start, end = words[first][0], words[-1][1]
        if (code := code_of(plain[start:end])) is not None:
            return Place(start, end, code)
    return None


def places_in(plain: str) -> list[Place]:
    """Give the countries named anywhere in a folded text, in order."""
    words = _words(plain)
    found, at = [], 0
    while at < len(words):
        place, step = _place_from(plain, words, at)
        if place:
            found.append(place)
        at += step
    return found


def _place_from(plain: str, words: list[tuple[int, int]], at: int) -> tuple[Place | None, int]:
    for count in range(min(_MOST_WORDS, len(words) - at), 0, -1):
        start, end = words[at][0], words[at + count - 1][1]
        if (code := code_of(plain[start:end])) is not None:
            return Place(start, end, code), count
    return None, 1


def _words(plain: str) -> list[tuple[int, int]]:
    """Give where each word stands, without the marks around it."""
    found, at = [], 0
    for piece in plain.split():
        start = plain.index(piece, at)
        at = start + len(piece)
        inner = piece.strip(".,;:()[]\"'!?-")
        if inner:
            start += piece.index(inner)
            found.append((start, start + len(inner)))
    return found


def _bare(plain: str) -> str:
    return " ".join(plain.strip(" .,;:()[]\"'").split())


@cache
def _names() -> dict[str, str]:
    names: dict[str, str] = {}
    for language in LANGUAGES:
        names |= {fold(name): code for name, code in table(language)["places"].items()}
    for language in LANGUAGES:
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha():
                names.setdefault(fold(name), code)
    return names
