"""A text taken apart: its lines in parts, each begun by a label."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from petitions.importer.reading.bullets import BULLET
from petitions.importer.reading.furniture import is_furniture, mail_headers
from petitions.importer.reading.labels import Labels, labels_of
from petitions.importer.reading.languages import language_of
from petitions.importer.reading.lines import ONE_LINE, Line, lines_of
from petitions.importer.reading.text import clean, fold

# Fields of the document itself: where one stands behind the case, the part before it is over.
CLOSING_FIELDS = {"index_number", "issued", "deadline", "preferred_language", "persons", "number"}
_LATE = {"closing", "form", "copies"}  # what begins no part before anything was asked
_DETAILS = {"index_number", "issued", "number"}
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
    mail = mail_headers(plain)
    lines = [
        line
        for line in lines_of(text, plain, labels)
        if not any(one.start <= line.start < one.end for one in mail)
    ]
    return Document(text, plain, language, labels, lines, _parts(lines, labels))


def _parts(lines: list[Line], labels: Labels) -> list[Part]:
    farewells = labels.expression("words", "farewells")
    details = [at for at, line in enumerate(lines) if line.name in _DETAILS]
    parts = [Part(HEAD)]
    for at, line in enumerate(lines):
        greets = line.kind == "greeting" and parts[-1].name == HEAD
        early = greets and any(place > at for place in details)  # `Dear all`, before the document
        name = "" if early else _begins(line, parts, farewells)
        if name:
            parts.append(Part(name))
        dropped = line.name in ONE_LINE or (len(parts) > 1 and is_furniture(line, labels))
        if not dropped:
            parts[-1].lines.append(line)
    return _with_bullets([part for part in parts if part.lines])


def _with_bullets(parts: list[Part]) -> list[Part]:
    """Where nothing asks by a label, a colon and a list in the story do."""
    if not parts or any(part.name in {"demands", "letter"} for part in parts):
        return parts
    head = parts[0]
    for place, (line, below) in enumerate(pairwise(head.lines), 1):
        listed = sum(bool(BULLET.match(one.text)) for one in head.lines[place : place + 6])
        if line.text.endswith(":") and BULLET.match(below.text) and listed > 1:
            asking = Part("demands", head.lines[place:])
            return [Part(HEAD, head.lines[:place]), asking, *parts[1:]]
    return parts


def _begins(line: Line, parts: list[Part], farewells: re.Pattern[str]) -> str:
    """Give the name of the part that begins with this line; nothing where none does."""
    now = parts[-1].name
    if line.kind == "heading" and line.name == "letter" and line.gap < 0 and now == "targets":
        return ""  # `… or using this model letter`: the officials come first
    if line.name == "demands" and now == "targets" and not any(one.text for one in parts[-1].lines):
        return ""  # `Appeals to: please send them through the embassy to`
    if line.kind in {"heading", "opening"} and line.name not in ONE_LINE:
        asked = {part.name for part in parts} & {"demands", "targets", "letter"}
        return line.name if asked or line.name not in _LATE else ""
    if line.kind == "greeting":
        return _letter_begins(parts[-1])
    if now == "letter" and farewells.match(line.plain):
        return "after"
    if line.name == "index_number" and now in {"targets", "copies"}:
        return ""  # the foot of a page
    if line.kind == "field" and line.name in CLOSING_FIELDS and now not in {HEAD, "after"}:
        return "after"
    return ""


def _letter_begins(part: Part) -> str:
    """Tell that the letter begins; what stood below its heading before it are the officials."""
    if part.name != "letter":
        return "letter"
    if (
        any(line.kind == "greeting" for line in part.lines)
        or sum(bool(one.text) for one in part.lines) < 2
    ):
        return ""
    part.name = "targets"
    return "letter"
