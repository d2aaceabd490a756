"""What is asked for: bullets behind the words that ask to write, or sentences of a letter."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from petitions.urgent_actions.models import Span, Sure
from petitions.urgent_actions.readers.bullets import BULLET, SIGNS
from petitions.urgent_actions.readers.document import Document
from petitions.urgent_actions.readers.found import Found
from petitions.urgent_actions.readers.lines import Line
from petitions.urgent_actions.readers.parts import Part
from petitions.urgent_actions.readers.text import fold, squeeze

_ENDED = re.compile(r"[.;:!?][\"'”’)]*$")
_INTRO_END = re.compile(r":\s*$|:(?=\s)")
_INTRO_CHARACTERS, _INTRO_LINES = 260, 4
_LEAST_CHARACTERS, _FLAT = 12, 600
_TO_US = re.compile(r"\S@\S|\[e-?mail", re.IGNORECASE)  # an address is for reports
_TRAILING = re.compile(r"[\s;,.]+(?:and|und|et|y|oraz|i)?[\s;,.]*$")


@dataclass
class Asked:
    """Demands, and the lines behind them that are none: officials without a heading."""

    demands: list[Found[str]] = field(default_factory=list)
    left: list[Line] = field(default_factory=list)


@dataclass
class _Item:
    lines: list[Line]

    @property
    def text(self) -> str:
        return squeeze(" ".join(line.text for line in self.lines))

    @property
    def is_ended(self) -> bool:
        last = next((line.text for line in reversed(self.lines) if line.text), "")
        return bool(_ENDED.search(last))


def asked_in(document: Document) -> Asked:
    """Give what the parts that ask hold."""
    asked = Asked()
    for part in document.parts_called("demands"):
        lines = _without_intro(part)
        items, left = _items(document, lines)
        asked.demands += [found for item in items if (found := _demand(document, item))]
        asked.left += left
    return asked


def _without_intro(part: Part) -> list[Line]:
    """Drop the words that lead to the demands, up to their colon."""
    lines = list(part.lines)
    for place, line in enumerate(lines[:_INTRO_LINES]):
        if BULLET.match(line.text):
            break
        colon = _INTRO_END.search(line.text[:_INTRO_CHARACTERS])
        if colon:
            rest = line.part(colon.end(), len(line.text))
            return [rest, *lines[place + 1 :]] if rest.text else lines[place + 1 :]
    first = lines[0]
    return lines if not first.label or (first.kind == "heading" and first.text) else lines[1:]


def _items(document: Document, lines: list[Line]) -> tuple[list[_Item], list[Line]]:
    lines = _unfolded(document, lines)
    if any(BULLET.match(line.text) for line in lines):
        return _bulleted(document, lines)
    return _bare(document, lines)


def _unfolded(document: Document, lines: Iterable[Line]) -> list[Line]:
    """Cut lines that hold several demands: at semicolons, at bullets, before words that ask."""
    asks = document.labels.expression("words", "asks").pattern
    cut = re.compile(
        rf";\s+|(?<=[.:;])\s+(?=[•·▪■●○◦§–-]\s)|(?<=[.])\s+(?={asks})|\s(?=(?:n|[{SIGNS}–-])\s+(?:{asks}))"
    )
    made: list[Line] = []
    for line in lines:
        at = 0
        for found in cut.finditer(line.plain):
            whole = BULLET.match(line.text) and not BULLET.match(line.text, found.end())
            if found[0].startswith(";") and whole and len(line.text) < _FLAT:
                continue  # a bullet may hold a semicolon
            made.append(line.part(at, found.end()))
            at = found.end()
        made.append(line.part(at, len(line.text)) if at else line)
    return [line for line in made if line.text]


def _bulleted(document: Document, lines: list[Line]) -> tuple[list[_Item], list[Line]]:
    items: list[_Item] = []
    asks = document.labels.expression("words", "asks")
    first = next(found[0] for line in lines if (found := BULLET.match(line.text)))
    for place, line in enumerate(lines):
        bullet = BULLET.match(line.text)
        if _is_official(document, line, first, items):
            return items, lines[place:]
        if bullet:
            rest = line.part(bullet.end(), len(line.text))
            items.append(_Item([rest] if rest.text else []))
        elif not items and asks.match(line.plain):
            items.append(_Item([line]))
        elif items and not items[-1].lines:
            items[-1].lines.append(line)
        elif items and items[-1].is_ended and not asks.match(line.plain):
            return items, lines[place:]
        elif items and items[-1].is_ended:
            items.append(_Item([line]))
        elif items and (line.label or line.gap > 0) and not line.text[:1].islower():
            return items, lines[place:]
        elif items:
            items[-1].lines.append(line)
    return items, []


def _is_official(document: Document, line: Line, first: str, items: list[_Item]) -> bool:
    """Tell whether a numbered line among other bullets is an official: `1) Board of Pardons`."""
    bullet = BULLET.match(line.text)
    if not bullet or not items or not _is_number(bullet[0]) or _is_number(first):
        return False
    return not document.labels.expression("words", "asks").match(line.plain, bullet.end())


def _is_number(bullet: str) -> bool:
    return any(letter.isdigit() for letter in bullet)


def _bare(document: Document, lines: list[Line]) -> tuple[list[_Item], list[Line]]:
    """Read demands that have lost their bullets: each begins with a word that asks."""
    asks = document.labels.expression("words", "asks")
    items: list[_Item] = []
    for place, line in enumerate(lines):
        begins = bool(asks.match(line.plain))
        fresh = not items or items[-1].is_ended or (line.gap > 0 and begins)
        if begins and (fresh or line.text[:1].isupper()):
            items.append(_Item([line]))
        elif not items:
            continue
        elif items[-1].is_ended or line.label:
            return items, lines[place:]
        else:
            items[-1].lines.append(line)
    return items, []


def _demand(document: Document, item: _Item) -> Found[str] | None:
    text = _TRAILING.sub("", item.text)
    instructs = document.labels.expression("words", "instructions").search(
        " ".join(line.plain for line in item.lines)
    )
    if len(text) < _LEAST_CHARACTERS or instructs or text.isupper() or text.startswith("("):
        return None
    if _TO_US.search(text) or document.labels.expression("headings", "report").match(fold(text)):
        return None
    return Found(text, tuple(_merged(item.lines)), Sure.LABELLED)


def _merged(lines: Iterable[Line]) -> list[Span]:
    """Give one span for lines that follow each other closely."""
    spans: list[Span] = []
    for line in lines:
        if spans and line.start - spans[-1].end <= 2:
            spans[-1] = Span(spans[-1].start, line.end)
        else:
            spans.append(line.span)
    return spans
