"""Lines that belong together: each part is begun by a label, the first one, the head, by none."""

import re
from dataclasses import dataclass, field
from itertools import pairwise

from petitions.importer.reading.bullets import BULLET
from petitions.importer.reading.furniture import is_furniture
from petitions.importer.reading.labels import Labels
from petitions.importer.reading.lines import ONE_LINE, Line

HEAD = "head"
# Fields of the document itself: where one stands behind the case, the part before it is over.
_CLOSING_FIELDS = {"index_number", "issued", "deadline", "preferred_language", "persons", "number"}
_LATE = {"closing", "form", "copies"}  # what begins no part before anything was asked
_DETAILS = {"index_number", "issued", "number"}


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


def parts_of(lines: list[Line], labels: Labels) -> list[Part]:
    """Give the parts in order, page furniture and sentences to pass over left out."""
    farewells = labels.expression("words", "farewells")
    details = [at for at, line in enumerate(lines) if line.name in _DETAILS]
    parts = [Part(HEAD)]
    for at, line in enumerate(lines):
        greets = line.kind == "greeting" and parts[-1].name == HEAD
        early = greets and any(place > at for place in details)  # `Dear all`, before the document
        name = "" if early else _begins(line, parts, farewells)
        if name:
            parts.append(Part(name))
        dropped = line.name in ONE_LINE or (len(parts) > 1 and is_furniture(line))
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
    if now == "targets" and _goes_on(line, parts[-1]):
        return ""
    if line.kind in {"heading", "opening"} and line.name not in ONE_LINE:
        asked = {part.name for part in parts} & {"demands", "targets", "letter"}
        return line.name if asked or line.name not in _LATE else ""
    if line.kind == "greeting":
        return _letter_begins(parts[-1])
    closes = line.kind == "field" and line.name in _CLOSING_FIELDS and now not in {HEAD, "after"}
    if line.name == "index_number" and now in {"targets", "copies"}:
        closes = False  # the foot of a page
    return "after" if closes or (now == "letter" and farewells.match(line.plain)) else ""


def _goes_on(line: Line, part: Part) -> bool:
    """Tell whether a label is still part of what leads to the officials.

    `… or using this model letter`; `Appeals to: please send them through the embassy to`.
    """
    if line.kind == "heading" and line.name == "letter":
        return line.gap < 0
    return line.name == "demands" and not any(one.text for one in part.lines)


def _letter_begins(part: Part) -> str:
    """Tell that the letter begins; what stood below its heading before it are the officials."""
    if part.name != "letter":
        return "letter"
    above = [line for line in part.lines if line.text]
    if any(line.kind == "greeting" for line in part.lines) or len(above) < 2:
        return ""
    part.name = "targets"
    return "letter"
