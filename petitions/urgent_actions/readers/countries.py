"""Which country a case is in, as the text writes it."""

import re
from collections import Counter
from collections.abc import Iterator

from petitions.urgent_actions.models import Span, Sure
from petitions.urgent_actions.readers.document import Document
from petitions.urgent_actions.readers.found import Found
from petitions.urgent_actions.readers.lines import Line
from petitions.urgent_actions.readers.numbers import INDEX
from petitions.urgent_actions.readers.parts import HEAD
from petitions.urgent_actions.readers.places import (
    Place,
    loud_place,
    place_at_end,
    place_at_start,
    places_in,
)

_HEAD_LINES = 30
_STORY_CHARACTERS = 8_000
_OFTEN = 2
_ADDRESS = 80  # characters of a line
_TITLE_COUNTRY = re.compile(r"(?P<country>[^\W\d][\w' -]{2,40}?)\s?(?:[:.]|[–-])\s")


def country(document: Document) -> Found[str] | None:
    """Give the country: labelled, in the head, in a title, or named most often."""
    readers = (_labelled, _behind_index, _before_number, _loud, _in_title, _alone, _in_addresses)
    for reader in readers:
        found = next(iter(reader(document)), None)
        if found:
            return found
    return _most_named(document)


def _labelled(document: Document) -> Iterator[Found[str]]:
    for line in document.fields_called("country"):
        if place := place_at_start(line.plain):
            yield _as_written(document, line.start, place, Sure.LABELLED)


def _behind_index(document: Document) -> Iterator[Found[str]]:
    """Read `Index: AMR 34/013/2011 Guatemala`, whose rest is the country."""
    for line in document.fields_called("index_number"):
        match = INDEX.search(line.text)
        rest = line.part(match.end(), len(line.text)) if match else None
        place = place_at_start(rest.plain.lstrip(" -–")) if rest else None
        if rest and place:
            shift = len(rest.plain) - len(rest.plain.lstrip(" -–"))
            yield _as_written(document, rest.start + shift, place)


def _before_number(document: Document) -> Iterator[Found[str]]:
    """Read `(Kazakhstan: UA 115/16)`, and `UA 12/11: Country`."""
    numbers = document.labels.expression("numbers").pattern
    for line in _head(document):
        for match in re.finditer(rf"\((?P<country>[^():]{{3,40}}):\s*{numbers}", line.plain):
            if place := place_at_start(match["country"]):
                yield _as_written(document, line.start + match.start("country"), place)


def _loud(document: Document) -> Iterator[Found[str]]:
    for line in _head(document):
        if place := loud_place(line.text):
            yield _as_written(document, line.start, place)


def _in_title(document: Document) -> Iterator[Found[str]]:
    """Read `Mexico: Protect …` and `PILNA AKCJA IRAN: …`."""
    marks = document.labels.expression("marks").pattern
    for line in document.lines_in(HEAD)[:_HEAD_LINES]:
        skip = re.match(rf"\W*(?:document - )?(?:{marks}\W+(?:update\W+)?)?", line.plain)
        start = skip.end() if skip else 0
        match = _TITLE_COUNTRY.match(line.text, start)
        place = place_at_start(line.plain[start : match.end("country")]) if match else None
        if match and place and len(line.text) < 200:
            yield _as_written(document, line.start + start, place)


def _alone(document: Document) -> Iterator[Found[str]]:
    for line in _head(document):
        place = place_at_end(line.plain)
        if place and place.start <= 1 and place.end >= len(line.plain) - 1:
            yield _as_written(document, line.start, place)


def _in_addresses(document: Document) -> list[Found[str]]:
    """Give the country that most officials sit in; embassies are elsewhere."""
    found = []
    for line in document.lines_in("targets"):
        place = place_at_end(line.plain)
        if place and place.code and not line.label and _ends_address(line, place):
            found.append((place.code, _as_written(document, line.start, place)))
    counts = Counter(code for code, _ in found)
    best = counts.most_common(1)[0][0] if counts else ""
    return [one for code, one in found if code == best][:1]


def _ends_address(line: Line, place: Place) -> bool:
    """Tell whether a country is a line of its own, or parted by a comma: no `Minister of Cuba`."""
    before = line.plain[: place.start].rstrip()
    return len(line.text) < _ADDRESS and (not before or before.endswith((",", "-", "/")))


def _most_named(document: Document) -> Found[str] | None:
    start = document.parts[0].start if document.parts else 0
    plain = document.plain[start : start + _STORY_CHARACTERS]
    places = [place for place in places_in(plain) if place.code]
    counts = Counter(place.code for place in places)
    if not counts or counts.most_common(1)[0][1] < _OFTEN:
        return None
    best = counts.most_common(1)[0][0]
    place = next(place for place in places if place.code == best)
    return _as_written(document, start, place, Sure.UNSURE)


def _as_written(
    document: Document, start: int, place: Place, sure: Sure = Sure.PLACED
) -> Found[str]:
    span = Span(start + place.start, start + place.end)
    return Found(document.text[span.start : span.end], (span,), sure)


def _head(document: Document) -> list[Line]:
    return [line for line in document.lines_in(HEAD) if line.kind != "field"][:_HEAD_LINES]
