"""On which day a document was issued."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import chain

from petitions.urgent_actions.models import Span, Sure
from petitions.urgent_actions.readers.dates import Day
from petitions.urgent_actions.readers.document import Document
from petitions.urgent_actions.readers.found import Found
from petitions.urgent_actions.readers.lines import Line
from petitions.urgent_actions.readers.number_lines import behind_number
from petitions.urgent_actions.readers.numbers import INDEX

_WITHIN = 40  # characters behind a label
_BEHIND_NUMBER, _LONG = 80, 160  # characters
_LEAD_WORDS, _LEADS = 3, (":", ",", "le", "am", "dnia", "el")  # `London, 3 May`, `Stand am …`
# `13 Sep 2005 09:14:22 -0500`: when somebody forwarded it.
_MAILED = re.compile(r"[\s,]{1,4}\d\d?:\d\d(?::\d\d| [+-]\d{4})")


def issued(document: Document) -> Found[date] | None:
    """Give the day of issue: behind its label, alone on a line, or beside the number."""
    days = ((day, Sure.LABELLED) for day in _labelled(document))
    others = ((day, Sure.PLACED) for day in _placed(document))
    for day, sure in chain(days, others):
        if day.day:
            return Found(day.day, (Span(day.start, day.end),), sure)
    return None


def unclear_days(document: Document) -> list[Day]:
    """Give days of the head of which nobody can tell the month."""
    lines = document.heading()
    return [day for line in lines for day in document.days(line.start, line.end) if day.is_unclear]


def _labelled(document: Document) -> Iterator[Day]:
    for line in document.fields_called("issued"):
        days = document.days(line.start, min(line.end, line.start + _WITHIN))[:1]
        yield from (day for day in days if not _MAILED.match(document.plain, day.end))


def _placed(document: Document) -> Iterator[Day]:
    """Give days by their place, the likeliest first: a page has days of its own above all."""
    lines = document.heading()
    beside = [
        line
        for place, line in enumerate(lines)
        if any(behind_number(document, one) for one in lines[max(0, place - 1) : place + 2])
    ]
    for line in (*beside, *lines):
        yield from _days_of_line(document, line)
    for line in document.heading():
        yield from _behind_index(document, line)


def _behind_index(document: Document, line: Line) -> list[Day]:
    """Read `Index AI: AMR 23/014/2006   5 April 2006`."""
    index = INDEX.match(line.text) if line.name == "index_number" else None
    if index is None:
        return []
    start = line.start + index.end()
    return document.days(start, min(line.end, start + _WITHIN))[:1]


def _days_of_line(document: Document, line: Line) -> list[Day]:
    """Give a day that is all of a line, or stands beside the number."""
    days = [day for day in document.days(line.start, line.end) if day.day]
    days = [day for day in days if not _MAILED.match(document.plain, day.end)]
    if not days:
        return []
    rest = document.plain[line.start : days[-1].start].strip(" .-|>")
    tail = document.plain[days[-1].end : line.end].strip(" .,|r")
    leads = len(rest.split()) <= _LEAD_WORDS and rest.endswith(_LEADS)
    if not tail and (not rest or leads):
        return days[-1:]
    marked = document.labels.expression("marks").match(line.plain)
    number = behind_number(document, line) or (marked.end() if marked else 0)
    if number and (len(line.text) < _LONG or line.name == "index_number"):
        near = [day for day in days if day.end <= line.start + number + _BEHIND_NUMBER]
        return [day for day in near or days[:1] if not _in_brackets(line, day)][-1:]
    return []


def _in_brackets(line: Line, day: Day) -> bool:
    before = line.plain[: day.start - line.start]
    return before.count("(") > before.count(")")
