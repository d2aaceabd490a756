"""A text taken apart: its lines in parts, each begun by a label."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, pairwise

from petitions.urgent_actions.models import Span
from petitions.urgent_actions.readers.cutting import lines_of
from petitions.urgent_actions.readers.dates import Day, days_in
from petitions.urgent_actions.readers.furniture import is_furniture, is_menu, mail_headers
from petitions.urgent_actions.readers.labels import Labels, labels_of
from petitions.urgent_actions.readers.languages import language_of
from petitions.urgent_actions.readers.lines import Line
from petitions.urgent_actions.readers.parts import HEAD, Part, parts_of
from petitions.urgent_actions.readers.text import clean, fold

_HEADING_LINES = 30


@dataclass
class Document:
    """A text with all that readers of single values look at."""

    text: str
    plain: str
    language: str | None
    labels: Labels
    lines: list[Line]
    parts: list[Part]

    def lines_in(self, *names: str) -> list[Line]:
        """Give the lines of all parts with these names, in order."""
        return [line for part in self.parts if part.name in names for line in part.lines]

    def heading(self) -> list[Line]:
        """Give the first lines of the head, without menus and page furniture."""
        lines = (line for line in self.lines_in(HEAD) if not is_menu(line))
        return list(islice((line for line in lines if not is_furniture(line)), _HEADING_LINES))

    def days(self, start: int, end: int) -> list[Day]:
        """Give the days that stand in a stretch of the text."""
        return days_in(self.plain, self.language, start, end)

    def parts_called(self, *names: str) -> list[Part]:
        """Give the parts with these names, in order."""
        return [part for part in self.parts if part.name in names]

    def fields_called(self, name: str) -> Iterator[Line]:
        """Give the lines with a value behind this label; it may stand on a line of its own."""
        for line, below in pairwise([*self.lines, *self.lines[-1:]]):
            if line.kind == "field" and line.name == name:
                apart = not line.text and below.label is None
                yield below if apart else line


def take_apart(raw: str) -> Document:
    """Give a text in lines and parts."""
    text = clean(raw)
    plain = fold(text)
    language = language_of(text)
    labels = labels_of(language or "en")
    lines = _without(mail_headers(plain), lines_of(text, plain, labels))
    return Document(text, plain, language, labels, lines, parts_of(lines, labels))


def _without(spans: list[Span], lines: list[Line]) -> list[Line]:
    """Leave out the lines that begin within spans, which stand in order."""
    starts = [span.start for span in spans]
    before = [bisect_right(starts, line.start) for line in lines]
    return [
        line
        for line, count in zip(lines, before, strict=True)
        if not count or spans[count - 1].end <= line.start
    ]
