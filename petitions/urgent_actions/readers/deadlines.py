"""Until when one writes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from petitions.urgent_actions.models import Span, Sure
from petitions.urgent_actions.readers.dates import Day, days_in, first_day
from petitions.urgent_actions.readers.document import Document
from petitions.urgent_actions.readers.found import Found
from petitions.urgent_actions.readers.parts import HEAD, Part

_BETWEEN = re.compile(
    r"[\s:,]*(?:the|el|le|dem|den|zum|am|dnia|del|du|lundi|mardi|mercredi|jeudi|vendredi|[a-z]+tag|[a-z]+day)?[\s:,]*"
)
_QUIET = {HEAD, "background", "letter", "story"}  # where days belong to the case
_LEAD = 250  # characters of the sentence that leads to the demands
_LIST = re.compile(r":\s*\n|\n\s*[-•·*§–]|\n\s*n\s")
_REACH = 45  # characters between the words and the day


@dataclass(frozen=True)
class Deadline:
    """A last day; `is_inferred` where its year stands elsewhere, `unclear` where its month does."""

    found: Found[date] | None
    is_inferred: bool = False
    unclear: Span | None = None


def deadline(document: Document, issue: date | None, number: str | None) -> Deadline:
    """Give the last day for appeals: behind a label, or words such as `appeals before`."""
    for day, sure in (*_labelled(document), *_said(document), *_said_in_story(document)):
        span = Span(day.start, day.end)
        if day.is_unclear:
            return Deadline(None, unclear=span)
        if day.day:
            return Deadline(Found(day.day, (span,), sure))
        if year := _year(day, issue, number):
            return Deadline(Found(year, (span,), Sure.UNSURE), is_inferred=True)
    return Deadline(None)


def _labelled(document: Document) -> Iterator[tuple[Day, Sure]]:
    for line in document.fields_called("deadline"):
        day = first_day(document.plain, document.language, line.start, line.start + _REACH)
        if day:
            yield day, Sure.LABELLED


def _said(document: Document) -> Iterator[tuple[Day, Sure]]:
    quiet = [(part.start, part.end) for part in document.parts if part.name in _QUIET]
    quiet += [(_lead_end(document, part), part.end) for part in document.parts_called("demands")]
    words = document.labels.expression("deadline", "before")
    for found in words.finditer(document.plain):
        if not any(start <= found.start() < end for start, end in quiet):
            yield from ((day, Sure.LABELLED) for day in _day_behind(document, found.end()))


def _lead_end(document: Document, part: Part) -> int:
    """Give where the words that lead to the demands end: days behind it belong to them."""
    bullet = _LIST.search(document.text, part.start, part.end)
    return bullet.start() if bullet else min(part.end, part.start + _LEAD)


def _said_in_story(document: Document) -> Iterator[tuple[Day, Sure]]:
    """Read a sentence that says both until when and what to send: `cartas antes del …`."""
    words = document.labels.expression("deadline", "before")
    sent = re.compile("|".join(_sent(document)))
    for part in document.parts_called(HEAD):
        for found in words.finditer(document.plain, part.start, part.end):
            around = document.plain[max(0, found.start() - 80) : found.end() + 80]
            if sent.search(around):
                yield from ((day, Sure.PLACED) for day in _day_behind(document, found.end()))


def _sent(document: Document) -> list[str]:
    """Give what appeals are called: the words for the channels, and those for the deadline."""
    names = ("letter", "email", "fax")
    channels = [document.labels.expression("channels", name).pattern for name in names]
    return [
        *channels,
        r"\b(?:schreib|write|escrib|ecri[vr]|pis[az])\w*",
        r"\b(?:appeals?|appelle?s?|apel[ei]?|llamamientos?|urgent action expires)\b",
    ]


def _day_behind(document: Document, at: int) -> list[Day]:
    between = _BETWEEN.match(document.plain, at)
    start = between.end() if between else at
    return [
        day
        for day in days_in(document.plain, document.language, start, start + _REACH)
        if day.start <= start + 2
    ]


def _year(day: Day, issue: date | None, number: str | None) -> date | None:
    """Give the day in the year of issue, or the next where it is over; else the number's."""
    if issue:
        this_year = day.in_year(issue.year)
        return this_year if this_year and this_year >= issue else day.in_year(issue.year + 1)
    if number:
        year = int(number[-2:])
        return day.in_year(year + (1900 if year > 60 else 2000))
    return None
