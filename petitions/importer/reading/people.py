"""The people whom a case is about."""

import re
from collections.abc import Iterator

from petitions.importer.reading.document import HEAD, Document
from petitions.importer.reading.found import Found
from petitions.importer.reading.lines import Line
from petitions.importer.reading.places import place_at_start
from petitions.importer.urgent_action import Sure

_PARTED = re.compile(r"\s*(?:[,;]|\band\b|\bund\b|\bet\b|\by\b|\bi\b|\boraz\b|\be\b)\s+")
_NOTE = re.compile(r"\s*\([^)]*\)?|\s*,?\s*(?:aged?|alter|âge|edad)\s*:?\s*\d+.*$")
_NAME = re.compile(r"[^\W\d_][\w.'’`-]*(?: [\w.'’`-]+){0,7}")
_AFTER_COUNTRY = re.compile(r"\s*(?:\([^)]*\)\s*)?:?\s*(?:\([^)]*\)\s*)?")


def persons(document: Document) -> list[Found[str]]:
    """Give their names: behind a label, or behind the country in capitals as of old."""
    found = [
        one for line in document.fields_called("persons") for one in _names(line, Sure.LABELLED)
    ]
    return list({one.value: one for one in found or _behind_country(document)}.values())


def _names(line: Line, sure: Sure) -> Iterator[Found[str]]:
    at = 0
    for piece in _PARTED.split(_blanked(line.text)):
        start = line.text.find(piece.strip(), at) if piece.strip() else -1
        if start < 0:
            continue
        at = start + len(piece.strip())
        match = _NAME.match(piece.strip())
        if match and match[0][:1].isupper():
            part = line.part(start, start + match.end())
            yield Found(part.text, (part.span,), sure)


def _blanked(text: str) -> str:
    return _NOTE.sub(lambda found: " " * len(found[0]), text)


def _behind_country(document: Document) -> list[Found[str]]:
    for line in document.lines_in(HEAD)[:30]:
        place = place_at_start(line.plain[:50])
        if not place or not line.text[: place.end].isupper() or place.start > 0:
            continue
        behind = _AFTER_COUNTRY.match(line.text, place.end)
        rest = line.part(behind.end() if behind else place.end, len(line.text))
        if rest.text and len(rest.text) < 120:
            return list(_names(rest, Sure.PLACED))
    return []
