"""The people whom a case is about."""

import re
from collections.abc import Iterator

from petitions.urgent_actions.models import Sure
from petitions.urgent_actions.readers.document import Document
from petitions.urgent_actions.readers.found import Found
from petitions.urgent_actions.readers.lines import Line
from petitions.urgent_actions.readers.naming import is_person
from petitions.urgent_actions.readers.parts import HEAD
from petitions.urgent_actions.readers.places import loud_place

_PARTED = re.compile(r"\s*(?:[,;]|\band\b|\bund\b|\bet\b|\by\b|\bi\b|\boraz\b|\be\b)\s+")
_NOTE = re.compile(
    r"\s*\([^)]*\)?|\s*,?\s*(?:aged?|alter|âge|edad)\s*:?\s*\d+.*$"
    r"|,?\s*\d+ (?:jahre|years|ans|años|lata?)\b.*$",
    re.IGNORECASE,
)
_NAME = re.compile(r"[^\W\d_][\w.'’`-]*(?: [\w.'’`-]+){0,7}")
_HEAD_LINES, _LONG, _LISTED = 30, 120, 75
_AFTER_COUNTRY = re.compile(r"\s*(?:\([^)]*\)\s*)?:?\s*(?:\([^)]*\)\s*)?")


def persons(document: Document) -> list[Found[str]]:
    """Give their names: behind a label, or behind the country in capitals as of old."""
    found = _behind_country(document)
    for line in document.fields_called("persons"):
        found += _names(line, Sure.LABELLED)
    return list({one.value.casefold(): one for one in found}.values())


def _names(line: Line, sure: Sure) -> Iterator[Found[str]]:
    at = 0
    for place, piece in enumerate(_PARTED.split(_blanked(line.text))):
        name = piece.strip()
        start = line.text.find(name, at) if name else -1
        if start < 0:
            continue
        at = start + len(name)
        match = _NAME.match(name)
        # `Ada Lovelace, teacher`: one word behind a comma is what somebody does.
        listed = sure == Sure.LABELLED or (is_person(name) and " " in name)
        if match and match[0][:1].isupper() and listed and (" " in name or not place):
            part = line.part(start, start + match.end())
            yield Found(part.text, (part.span,), sure)


def _blanked(text: str) -> str:
    return _NOTE.sub(lambda found: " " * len(found[0]), text)


def _behind_country(document: Document) -> list[Found[str]]:
    lines = document.lines_in(HEAD)[:_HEAD_LINES]
    for at, line in enumerate(lines):
        place = loud_place(line.text)
        if place:
            behind = _AFTER_COUNTRY.match(line.text, place.end)
            rest = line.part(behind.end() if behind else place.end, len(line.text))
            return [
                one for each in _listed(rest, lines[at + 1 :]) for one in _names(each, Sure.PLACED)
            ]
    return []


def _listed(first: Line, below: list[Line]) -> Iterator[Line]:
    """Give the lines that list people: behind the country, and below it until the story begins."""
    if first.text and len(first.text) < _LONG:
        yield first
    for line in below:
        if len(line.text) > _LISTED or line.label or line.text.endswith(".") or line.gap > 0:
            return
        if any(letter.isdigit() for letter in _NOTE.sub("", line.text)):
            return
        yield line
