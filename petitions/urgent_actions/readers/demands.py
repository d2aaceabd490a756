"""What is asked for: bullets behind words that ask to write, sentences of a letter, or prose."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from petitions.urgent_actions.models import Span, Sure
from petitions.urgent_actions.readers.document import HEAD, Document, Part
from petitions.urgent_actions.readers.lines import Extract, TextLine
from petitions.urgent_actions.readers.text import BULLET, SIGNS, fold, squeeze

_ENDED = re.compile(r"[.;:!?][\"'”’)]*$")
_INTRO_END = re.compile(r":\s*$|:(?=\s)")
_INTRO_CHARACTERS, _INTRO_LINES = 260, 4
_LEAST_CHARACTERS, _FLAT = 12, 600
_TO_US = re.compile(r"\S@\S|\[e-?mail", re.IGNORECASE)  # an address is for reports
_TRAILING = re.compile(r"[\s;,.]+(?:and|und|et|y|oraz|i)?[\s;,.]*$")
_ABBREVIATED = re.compile(
    r"(?:^|[\s(])(?:mr|mrs|ms|dr|st|no|nr|sr|sra|art|vs|prof|gen|lic"
    r"|[a-z]|u\.s|e\.g|i\.e|ul|gral|col|mme|mlle)\.$"
)
_LEAST = 25
_SENTENCE_END = re.compile(r"[.!?][\"'”’)]*(?=\s+[\"“«'(¿¡]?[^\W\da-zß-ÿ_]|\s*$)|\n\s*\n|:\s*\n")
_SENTENCE = re.compile(r"[^.:;]+[.:;]?(?:[^.:;]+[.:;])?")
_TAIL = re.compile(r"[\s,;.:]+(?:and|und|et|y|oraz|i)?[\s,;.:]*$")


@dataclass
class Asked:
    """Demands, and the lines behind them that are none: officials without a heading."""

    demands: list[Extract[str]] = field(default_factory=list)
    left: list[TextLine] = field(default_factory=list)


@dataclass
class _Item:
    lines: list[TextLine]

    @property
    def text(self) -> str:
        return squeeze(" ".join(line.text for line in self.lines))

    @property
    def is_ended(self) -> bool:
        last = next((line.text for line in reversed(self.lines) if line.text), "")
        return bool(_ENDED.search(last))


def asked_in(document: Document) -> Asked:
    """Return what the parts that ask hold."""
    asked = Asked()
    for part in document.parts_called("demands"):
        lines = _without_intro(part)
        items, left = _items(document, lines)
        asked.demands += [demand for item in items if (demand := _demand(document, item))]
        asked.left += left
    return asked


def _without_intro(part: Part) -> list[TextLine]:
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


def _items(document: Document, lines: list[TextLine]) -> tuple[list[_Item], list[TextLine]]:
    lines = _unfolded(document, lines)
    if any(BULLET.match(line.text) for line in lines):
        return _bulleted(document, lines)
    return _bare(document, lines)


def _unfolded(document: Document, lines: Iterable[TextLine]) -> list[TextLine]:
    """Cut lines that hold several demands: at semicolons, at bullets, before words that ask."""
    asks = document.labels.expression("words", "asks").pattern
    cut = re.compile(
        rf";\s+|(?<=[.:;])\s+(?=[•·▪■●○◦§–-]\s)|(?<=[.])\s+(?={asks})|\s(?=(?:n|[{SIGNS}–-])\s+(?:{asks}))"
    )
    made: list[TextLine] = []
    for line in lines:
        at = 0
        for match in cut.finditer(line.plain):
            whole = BULLET.match(line.text) and not BULLET.match(line.text, match.end())
            if match[0].startswith(";") and whole and len(line.text) < _FLAT:
                continue  # a bullet may hold a semicolon
            made.append(line.part(at, match.end()))
            at = match.end()
        made.append(line.part(at, len(line.text)) if at else line)
    return [line for line in made if line.text]


def _bulleted(document: Document, lines: list[TextLine]) -> tuple[list[_Item], list[TextLine]]:
    items: list[_Item] = []
    asks = document.labels.expression("words", "asks")
    first = next(match[0] for line in lines if (match := BULLET.match(line.text)))
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


def _is_official(document: Document, line: TextLine, first: str, items: list[_Item]) -> bool:
    """Return True if a numbered line among other bullets is an official: `1) Board of Pardons`."""
    bullet = BULLET.match(line.text)
    if not bullet or not items or not _is_number(bullet[0]) or _is_number(first):
        return False
    return not document.labels.expression("words", "asks").match(line.plain, bullet.end())


def _is_number(bullet: str) -> bool:
    return any(letter.isdigit() for letter in bullet)


def _bare(document: Document, lines: list[TextLine]) -> tuple[list[_Item], list[TextLine]]:
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


def _demand(document: Document, item: _Item) -> Extract[str] | None:
    text = _TRAILING.sub("", item.text)
    instructs = document.labels.expression("words", "instructions").search(
        " ".join(line.plain for line in item.lines)
    )
    if len(text) < _LEAST_CHARACTERS or instructs or text.isupper() or text.startswith("("):
        return None
    if _TO_US.search(text) or document.labels.expression("headings", "report").match(fold(text)):
        return None
    return Extract(text, tuple(_merged(item.lines)), Sure.LABELLED)


def _merged(lines: Iterable[TextLine]) -> list[Span]:
    """Return one span for lines that follow each other closely."""
    spans: list[Span] = []
    for line in lines:
        if spans and line.start - spans[-1].end <= 2:
            spans[-1] = Span(spans[-1].start, line.end)
        else:
            spans.append(line.span)
    return spans


def asked_in_letter(document: Document) -> list[Extract[str]]:
    """Return the sentences that ask; where one ends with a colon, the bullets behind it."""
    asks = document.labels.expression("words", "letter_asks")
    farewells = document.labels.expression("words", "farewells")
    demands: list[Extract[str]] = []
    for part in document.parts_called("letter"):
        leads = False
        for start, end in _sentences(document, part):
            text = document.text[start:end].strip()
            if farewells.match(document.plain[start:end].lstrip()):
                break
            bullet = BULLET.match(text)
            if bullet and leads:
                demands.append(_sentence(document, start, end, bullet.end()))
                continue
            leads = bool(asks.search(document.plain, start, end)) and text.endswith(":")
            if asks.search(document.plain, start, end) and not leads and len(text) > _LEAST:
                demands.append(_asking(document, start, end, asks))
    return demands


def _sentences(document: Document, part: Part) -> Iterator[tuple[int, int]]:
    start = part.start
    for match in _SENTENCE_END.finditer(document.text, part.start, part.end):
        before = document.plain[max(start, match.start() - 8) : match.start() + 1]
        if match[0].strip().startswith(".") and _ABBREVIATED.search(before):
            continue
        if document.text[start : match.end()].strip():
            yield start, match.end()
            start = match.end()
    if document.text[start : part.end].strip():
        yield start, part.end


def _asking(document: Document, start: int, end: int, asks: re.Pattern[str]) -> Extract[str]:
    """Return the part of a sentence that asks: without the greeting before it."""
    pieces = list(re.finditer(r"[^;]+", document.text[start:end]))
    asking = [
        piece
        for piece in pieces
        if asks.search(document.plain, start + piece.start(), start + piece.end())
    ]
    first, last = start + asking[0].start(), start + asking[-1].end()
    words = document.labels.expression("words", "greetings").pattern
    greeting = re.match(
        rf"\s*{words}[^,:;.]{{0,60}}(?:\.[^,:;]{{0,40}})?[,:]\s+",
        document.plain[first:last],
    )
    return _sentence(document, first, last, greeting.end() if greeting else 0)


def _sentence(document: Document, start: int, end: int, skip: int = 0) -> Extract[str]:
    words = document.text[start:end]
    start += len(words) - len(words.lstrip())
    start += skip
    text = document.text[start:end].rstrip(" \n;")
    return Extract(squeeze(text), (Span(start, start + len(text)),))


def with_letter(document: Document, asked: Asked) -> list[Extract[str]]:
    """Return the demands of the bullets, else those of the letter, else what prose may ask."""
    return asked.demands or asked_in_letter(document) or asked_in_prose(document)


def asked_in_prose(document: Document) -> list[Extract[str]]:
    """Return what a sentence says that letters are for; it may be, and a person has to look."""
    purposes = document.labels.phrases("words", "purposes")
    if not purposes:
        return []
    purpose = document.labels.expression("words", "purposes")
    letters = document.labels.expression("channels", "letter")
    demands: list[Extract[str]] = []
    for part in document.parts_called(HEAD):
        for sentence in _SENTENCE.finditer(document.plain, part.start, part.end):
            sent = letters.search(sentence[0])
            places = [one.start() for one in purpose.finditer(sentence[0])]
            if sent and places and places[0] > sent.start():
                demands += _pieces(document, sentence, places)
    return demands


def _pieces(
    document: Document, sentence: re.Match[str], places: list[int]
) -> Iterator[Extract[str]]:
    bounds = [*places, len(sentence[0])]
    for start, end in pairwise(bounds):
        first = sentence.start() + start
        text = _TAIL.sub("", document.text[first : sentence.start() + end])
        yield Extract(text, (Span(first, first + len(text)),), Sure.UNSURE)
