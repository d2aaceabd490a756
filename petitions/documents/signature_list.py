"""Lists of names on paper, to hand over: in volumes, every page counted."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import asdict, replace

from petitions.documents.content import Layout, NamePage, Paper, Volume
from petitions.documents.sanitise import direction, map_texts, plain, printable
from petitions.documents.typesetting import NoFont, pdf

ROWS_IN_COLUMN: dict[Paper, int] = {"a4": 50, "us-letter": 45}
COLUMNS = 2
MARK = "\N{REPLACEMENT CHARACTER}"  # in the font that comes with Typst
# Up to how many letters wide a word may be for a size in points; the last one is for all others.
_NAME_SIZES = ((25, 9.0), (60, 7.0), (80, 6.0), (110, 4.5), (10_000, 3.5))
_COUNTRY_SIZES = ((15, 8.0), (42, 6.0), (10_000, 4.5))
# A list may hold any number of characters that nobody has a font for. Each costs a try: after
# so many, all that may have none are marked.
_MAX_TRIES = 100
_RARE = re.compile(r"[^\0-\u024f\u0391-\u03ce\u0401-\u045f]")


def names_on_page(paper: Paper) -> int:
    """Return how many names stand on a page."""
    return COLUMNS * ROWS_IN_COLUMN[paper]


def volume_pdf(volume: Volume, unshown: frozenset[str] = frozenset()) -> bytes:
    """Return a volume as a PDF, with a mark for each of the characters that no font shows.

    Raises:
        NoFont: another character would show as a box.

    """
    marks = dict.fromkeys(map(ord, unshown), MARK)
    values = asdict(map_texts(plain(volume), lambda words: words.translate(marks)))
    for page in values["pages"]:
        page["rows"] = [
            (
                number,
                name,
                country,
                _font_size(name, _NAME_SIZES),
                _font_size(country, _COUNTRY_SIZES),
                direction(name),
            )
            for number, name, country in page["rows"]
        ]
    rows = ROWS_IN_COLUMN[volume.layout.paper]
    return pdf("handover.typ", {**values, "rows_in_column": rows})


def unshown_in(names: Iterable[str], layout: Layout) -> frozenset[str]:
    """Return the characters of these names that no font of this machine shows."""
    left = sorted({character for name in names for character in printable(name)})
    unshown: set[str] = set()
    for _ in range(_MAX_TRIES):
        page = NamePage((("", "".join(left), ""),), "")
        try:
            volume_pdf(Volume(replace(layout, paper="a4"), "", ("", "", ""), "", (page,)))
        except NoFont as problem:
            unshown |= set(problem.characters)
            left = left[left.index(problem.characters[0]) + 1 :]  # those before it are shown
        else:
            return frozenset(unshown)
    return frozenset(unshown | set(filter(_RARE.match, left)))


def _font_size(words: str, sizes: tuple[tuple[int, float], ...]) -> float:
    width = sum(_width(character) for character in words)
    return next((size for longest, size in sizes if width <= longest), sizes[-1][1])


def _width(character: str) -> float:
    if unicodedata.combining(character):
        return 0
    if unicodedata.east_asian_width(character) in "WF":
        return 2
    return 1.4 if character.isupper() else 1
