"""A text taken apart: its lines in parts, each begun by a label."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from petitions.importer.reading.furniture import is_furniture
from petitions.importer.reading.labels import Labels, labels_of
from petitions.importer.reading.languages import language_of
from petitions.importer.reading.lines import ONE_LINE, Line, lines_of
from petitions.importer.reading.text import clean, fold

# Fields of the document itself: where one stands behind the case, the part before it is over.
CLOSING_FIELDS = {"index_number", "issued", "deadline", "preferred_language", "persons", "number"}
_LATE = {"closing", "form", "copies"}  # what begins no part before anything was asked
HEAD = "head"


@dataclass
class Part:
    """Lines that belong together. `name` is that of the label before them; `head` has none."""

    name: str
    lines: list[Line] = field(default_factory=list)

    @property
    def start(self) -> int:
        """Give where the part begins, its label included."""
        first = self.lines[0]
        return first.label.start if first.label else first.start

    @property
    def end(self) -> int:
        """Give where the part ends."""
        return self.lines[-1].end


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

    def parts_called(self, *names: str) -> list[Part]:
        """Give the parts with these names, in order."""
        return [part for part in self.parts if part.name in names]

    def fields_called(self, name: str) -> Iterator[Line]:
        """Give the lines with a value behind this label."""
        return (line for line in self.lines if line.kind == "field" and line.name == name)


def take_apart(raw: str) -> Document:
    """Give a text in lines and parts."""
    text = clean(raw)
    plain = fold(text)
    language = language_of(text)
    labels = labels_of(language or "en")
    lines = lines_of(text, plain, labels)
    return Document(text, plain, language, labels, lines, _parts(lines, labels))


def _parts(lines: list[Line], labels: Labels) -> list[Part]:
    farewells = labels.expression("words", "farewells")
    parts = [Part(HEAD)]
    for line in lines:
        name = _begins(line, parts, farewells)
        if name:
            parts.append(Part(name))
        dropped = line.name in ONE_LINE or (len(parts) > 1 and is_furniture(line, labels))
        if not dropped:
            parts[-1].lines.append(line)
    return [part for part in parts if part.lines]


def _begins(line: Line, parts: list[Part], farewells: re.Pattern[str]) -> str:
    """Give the name of the part that begins with this line; nothing where none does."""
    now = parts[-1].name
    if line.kind in {"heading", "opening"} and line.name not in ONE_LINE:
        asked = {part.name for part in parts} & {"demands", "targets", "letter"}
        return line.name if asked or line.name not in _LATE else ""
    if line.kind == "greeting":
        return "" if now == "letter" else "letter"
    if now == "letter" and farewells.match(line.plain):
        return "after"
    if line.kind == "field" and line.name in CLOSING_FIELDS and now not in {HEAD, "after"}:
        return "after"
    return ""
