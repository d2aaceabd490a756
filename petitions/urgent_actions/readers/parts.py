"""Lines that belong together: each part is begun by a label, the first one, the head, by none."""

import re
from dataclasses import dataclass, field
from itertools import pairwise

from petitions.urgent_actions.readers.bullets import BULLET
from petitions.urgent_actions.readers.furniture import is_furniture
from petitions.urgent_actions.readers.labels import Labels
from petitions.urgent_actions.readers.lines import ONE_LINE, Line

HEAD = "head"
# Fields of the document itself: where one stands behind the case, the part before it is over.
_CLOSING_FIELDS = {"index_number", "issued", "deadline", "preferred_language", "persons", "number"}
_LATE = {"closing", "form", "copies"}  # what begins no part before anything was asked
_ASKING = {"demands", "targets", "letter"}
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
    last_detail = max((at for at, line in enumerate(lines) if line.name in _DETAILS), default=-1)
    parts = [Part(HEAD)]
    is_asked = False
    for at, line in enumerate(lines):
        greets = line.kind == "greeting" and parts[-1].name == HEAD
        early = greets and last_detail > at  # `Dear all`, before the document
        name = "" if early else _begins(line, parts[-1], farewells, is_asked=is_asked)
        if name:
            parts.append(Part(name))
            is_asked = is_asked or not _ASKING.isdisjoint({name, parts[-2].name})
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


def _begins(line: Line, part: Part, farewells: re.Pattern[str], *, is_asked: bool) -> str:
    """Give the name of the part that begins with this line; nothing where none does."""
    if _belongs_to(line, part):
        return ""
    if line.kind in {"heading", "opening"} and line.name not in ONE_LINE:
        return line.name if line.name not in _LATE or is_asked else ""
    if line.kind == "greeting":
        return _letter_begins(part)
    farewell = part.name == "letter" and farewells.match(line.plain)
    detail = line.kind == "field" and line.name in _CLOSING_FIELDS
    return "after" if farewell or (detail and part.name not in {HEAD, "after"}) else ""


def _belongs_to(line: Line, part: Part) -> bool:
    """Tell whether a label begins no part here, though it would elsewhere."""
    if part.name in {"targets", "copies"} and line.name == "index_number":
        return True  # the foot of a page
    if part.name != "targets":
        return False
    # `… or using this model letter`, `Appeals to: please send them through the embassy to`
    leads = line.kind == "heading" and line.name == "letter" and line.gap < 0
    return leads or (line.name == "demands" and not any(one.text for one in part.lines))


def _letter_begins(part: Part) -> str:
    """Tell that the letter begins; what stood below its heading before it are the officials."""
    if part.name != "letter":
        return "letter"
    if any(line.kind == "greeting" for line in reversed(part.lines)):
        return ""
    if sum(bool(line.text) for line in part.lines) < 2:
        return ""
    part.name = "targets"
    return "letter"
