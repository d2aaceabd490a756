"""Lists of names on paper, to hand over: in volumes, every page counted."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import asdict, replace
from typing import Literal

from petitions.documents.content import Layout, NamePage, Paper, Volume
from petitions.documents.sanitise import direction, each, plain, printable
from petitions.documents.typesetting import NoFont, pdf

ROWS_IN_COLUMN: dict[Paper, int] = {"a4": 50, "us-letter": 45}
COLUMNS = 2
MARK = "\N{REPLACEMENT CHARACTER}"  # in the font that comes with Typst
# Up to how many letters wide a word may be for a size in points; the last one is for all others.
_NAME_SIZES = ((25, 9.0), (60, 7.0), (80, 6.0), (110, 4.5), (10_000, 3.5))
_COUNTRY_SIZES = ((15, 8.0), (42, 6.0), (10_000, 4.5))
# A list may hold any number of characters that nobody has a font for. Each costs a try: after
# so many, all that may have none are marked.
_MOST_TRIES = 100
_RARE = re.compile(r"[^\0-\u024f\u0391-\u03ce\u0401-\u045f]")


def names_on_page(paper: Paper) -> int:
    """Return how many names stand on a page."""
    return COLUMNS * ROWS_IN_COLUMN[paper]


def volume_pdf(volume: Volume, unshown: frozenset[str] = frozenset()) -> bytes:
    """Return a volume as a PDF, with a mark for each of the characters that no font shows.

    Raises:
        NoFont: another character would show as a box.

    """
    volume = each(plain(volume), lambda words: _marked(words, unshown))
    values = asdict(volume)
    for page in values["pages"]:
        page["rows"] = [_sized(*row) for row in page["rows"]]
    rows = ROWS_IN_COLUMN[volume.layout.paper]
    return pdf("handover.typ", {**values, "rows_in_column": rows})


def unshown_in(names: Iterable[str], layout: Layout) -> frozenset[str]:
    """Return the characters of these names that no font of this machine shows."""
    left = sorted({character for name in names for character in printable(name)})
    found: set[str] = set()
    for _ in range(_MOST_TRIES):
        missing = _first_missing("".join(left), layout)
        if missing is None:
            return frozenset(found)
        found |= set(missing)
        left = left[left.index(missing[0]) + 1 :]  # those before it are shown
    return frozenset(found | set(filter(_RARE.match, left)))


def _marked(words: str, characters: frozenset[str]) -> str:
    if characters.isdisjoint(words):
        return words
    return "".join(MARK if character in characters else character for character in words)


def _first_missing(characters: str, layout: Layout) -> str | None:
    page = NamePage((("", characters, ""),), "")
    probe = Volume(replace(layout, paper="a4"), "", ("", "", ""), "", (page,))
    try:
        volume_pdf(probe)
    except NoFont as problem:
        return problem.characters
    return None


def _sized(
    number: str, name: str, country: str
) -> tuple[str, str, str, float, float, Literal["ltr", "rtl"]]:
    sizes = _size(name, _NAME_SIZES), _size(country, _COUNTRY_SIZES)
    return number, name, country, *sizes, direction(name)


def _size(words: str, sizes: tuple[tuple[int, float], ...]) -> float:
    width = sum(_width(character) for character in words)
    return next((size for longest, size in sizes if width <= longest), sizes[-1][1])


def _width(character: str) -> float:
    if unicodedata.combining(character):
        return 0
    if unicodedata.east_asian_width(character) in "WF":
        return 2
    return 1.4 if character.isupper() else 1
