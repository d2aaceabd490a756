"""What is asked for: bullets behind words that ask to write, sentences of a letter, or prose."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from petitions.urgent_actions.models import Span, Sure
from petitions.urgent_actions.readers.document import HEAD, Document, Part
from petitions.urgent_actions.readers.lines import Extract, TextLine
from petitions.urgent_actions.readers.lists import (
    asked_by_senders,
    asked_in_list,
    sentences,
    told_in_item,
    told_to_ask,
    without_tail,
)
from petitions.urgent_actions.readers.text import BULLET, SIGNS, fold, squeeze

_ENDED = re.compile(r"[.;:!?؛؟][\"'”’)]*$")
_INTRO_END = re.compile(r":\s*$|:(?=\s)")
_INTRO_CHARACTERS, _INTRO_LINES = 260, 4
_LEAST_CHARACTERS, _FLAT = 12, 600
_TO_US = re.compile(r"\S@\S|\[e-?mail", re.IGNORECASE)  # an address is for reports
_LEAST = 25
_SENTENCE = re.compile(r"[^.:;]+[.:;]?(?:[^.:;]+[.:;])?")


@dataclass
class Asked:
    """Demands, and the lines behind them that are none: officials without a heading."""

    demands: list[Extract[str]] = field(default_factory=list)
    left: list[TextLine] = field(default_factory=list)


def asked_in(document: Document) -> Asked:
    """Return the demands of the parts that ask, else of the letter, else what prose may ask."""
    asked = Asked()
    for part in document.parts_called("demands"):
        lines = _unfolded(document, _without_intro(part))
        read = _bulleted if any(BULLET.match(line.text) for line in lines) else _bare
        items, left = read(document, lines)
        asked.demands += [demand for item in items if (demand := _demand(document, item))]
        asked.left += left
    if not asked.demands:
        letter, listed = _asked_in_letter(document), asked_in_list(document)
        told = told_to_ask(document, is_written=not (letter or listed))
        asked.demands = [*told, *letter] or listed
    asked.demands = asked.demands or asked_by_senders(document) or _asked_in_prose(document)
    return asked


def _without_intro(part: Part) -> list[TextLine]:
    """Drop the words that lead to the demands, up to their colon."""
    for index, line in enumerate(part.lines[:_INTRO_LINES]):
        if BULLET.match(line.text):
            break
        if colon := _INTRO_END.search(line.text[:_INTRO_CHARACTERS]):
            rest, below = line.part(colon.end()), part.lines[index + 1 :]
            return [rest, *below] if rest.text else below
    first = part.lines[0]
    is_demand = not first.label or (first.kind == "heading" and first.text)
    return part.lines if is_demand else part.lines[1:]


def _unfolded(document: Document, lines: Iterable[TextLine]) -> list[TextLine]:
    """Cut lines that hold several demands: at semicolons, at bullets, before words that ask."""
    asks = document.labels.expression("words", "asks").pattern
    cut = re.compile(
        rf";\s+|(?<=[.:;])\s+(?=[•·▪■●○◦§–-]\s)|(?<=[.])\s+(?={asks})|\s(?=(?:n|[{SIGNS}–-])\s+(?:{asks}))"
    )
    pieces: list[TextLine] = []
    for line in lines:
        at = 0
        for match in cut.finditer(line.plain):
            whole = BULLET.match(line.text) and not BULLET.match(line.text, match.end())
            if match[0].startswith(";") and whole and len(line.text) < _FLAT:
                continue  # a bullet may hold a semicolon
            pieces.append(line.part(at, match.end()))
            at = match.end()
        pieces.append(line.part(at) if at else line)
    return [piece for piece in pieces if piece.text]


def _bulleted(
    document: Document, lines: list[TextLine]
) -> tuple[list[list[TextLine]], list[TextLine]]:
    """Return the lines of each demand, and those that are left behind the last one."""
    asks = document.labels.expression("words", "asks")
    items: list[list[TextLine]] = []
    first = next(match[0] for line in lines if (match := BULLET.match(line.text)))
    are_numbered = any(map(str.isdigit, first))
    for index, line in enumerate(lines):
        begins = asks.match(line.plain)
        if bullet := BULLET.match(line.text):
            # A number among other bullets is an official's: `1) Board of Pardons`.
            is_other = not are_numbered and any(map(str.isdigit, bullet[0]))
            if items and is_other and not asks.match(line.plain, bullet.end()):
                return items, lines[index:]
            rest = line.part(bullet.end())
            items.append([rest] if rest.text else [])
        elif not items:
            items += [[line]] if begins else []
        elif not items[-1]:
            items[-1].append(line)
        elif _is_ended(items[-1]):
            if not begins:
                return items, lines[index:]
            items.append([line])
        elif (line.label or line.gap > 0) and not line.text[:1].islower():
            return items, lines[index:]
        else:
            items[-1].append(line)
    return items, []


def _bare(document: Document, lines: list[TextLine]) -> tuple[list[list[TextLine]], list[TextLine]]:
    """Read demands that have lost their bullets: each begins with a word that asks."""
    asks = document.labels.expression("words", "asks")
    items: list[list[TextLine]] = []
    for index, line in enumerate(lines):
        begins = bool(asks.match(line.plain))
        if begins and not items and document.text[: line.start].rstrip().endswith(";"):
            continue  # the rest of a sentence for the reader
        fresh = not items or _is_ended(items[-1]) or line.gap > 0
        if begins and (fresh or line.text[:1].isupper()):
            items.append([line])
        elif not items:
            continue
        elif _is_ended(items[-1]) or line.label or (line.gap > 0 and line.text[:1].isupper()):
            return items, lines[index:]
        else:
            items[-1].append(line)
    return items, []


def _is_ended(item: list[TextLine]) -> bool:
    last = next((line.text for line in reversed(item) if line.text), "")
    return bool(_ENDED.search(last))


def _demand(document: Document, item: list[TextLine]) -> Extract[str] | None:
    if item and (told := told_in_item(document, item[0])):
        item = [item[0].part(told), *item[1:]]
    text = without_tail(document, squeeze(" ".join(line.text for line in item)))
    plain = " ".join(line.plain for line in item)
    instructs = document.labels.expression("words", "instructions").search(plain)
    is_loud = text.isupper() and not document.text.isupper()
    if len(text) < _LEAST_CHARACTERS or instructs or is_loud or text.startswith("("):
        return None
    if _TO_US.search(text) or document.labels.expression("headings", "report").match(fold(text)):
        return None
    spans: list[Span] = []
    for line in item:
        if spans and line.start - spans[-1].end <= 2:
            spans[-1] = Span(spans[-1].start, line.end)
        else:
            spans.append(line.span)
    return Extract(text, tuple(spans), Sure.LABELLED)


def _asked_in_letter(document: Document) -> list[Extract[str]]:
    """Return the sentences that ask; where one ends with a colon, the bullets behind it."""
    asks = document.labels.expression("words", "letter_asks")
    farewells = document.labels.expression("words", "farewells")
    demands: list[Extract[str]] = []
    for part in document.parts_called("letter"):
        leads = False
        for start, end in sentences(document, part):
            text = document.text[start:end].strip()
            if farewells.match(document.plain[start:end].lstrip()):
                break
            bullet = BULLET.match(text)
            if bullet and leads:
                demands.append(_sentence(document, start, end, bullet.end()))
                continue
            is_asking = bool(asks.search(document.plain, start, end))
            leads = is_asking and text.endswith(":")
            if is_asking and not leads and len(text) > _LEAST:
                demands.append(_asking(document, start, end, asks))
    return demands


def _asking(document: Document, start: int, end: int, asks: re.Pattern[str]) -> Extract[str]:
    """Return the part of a sentence that asks: without the greeting before it."""
    pieces = (match.span() for match in re.finditer(r"[^;]+", document.text[start:end]))
    asking = [
        (start + first, start + last)
        for first, last in pieces
        if asks.search(document.plain, start + first, start + last)
    ]
    first, last = asking[0][0], asking[-1][1]
    words = document.labels.expression("words", "greetings").pattern
    greeting = re.match(
        rf"\s*{words}[^,:;.]{{0,60}}(?:\.[^,:;]{{0,40}})?[,:]\s+",
        document.plain[first:last],
    )
    return _sentence(document, first, last, greeting.end() if greeting else 0)


def _sentence(document: Document, start: int, end: int, skip: int) -> Extract[str]:
    words = document.text[start:end]
    start += len(words) - len(words.lstrip()) + skip
    text = document.text[start:end].rstrip(" \n;")
    return Extract(squeeze(text), (Span(start, start + len(text)),))


def _asked_in_prose(document: Document) -> list[Extract[str]]:
    """Return what a sentence says that letters are for; it may be, and a person has to look."""
    purpose = document.labels.expression("words", "purposes")
    letters = document.labels.expression("channels", "letter")
    demands: list[Extract[str]] = []
    for part in document.parts_called(HEAD):
        for sentence in _SENTENCE.finditer(document.plain, part.start, part.end):
            sent = letters.search(sentence[0])
            starts = [match.start() for match in purpose.finditer(sentence[0])]
            if not sent or not starts or starts[0] <= sent.start():
                continue
            for start, end in pairwise([*starts, len(sentence[0])]):
                first = sentence.start() + start
                text = without_tail(document, document.text[first : sentence.start() + end])
                span = Span(first, first + len(text))
                demands.append(Extract(text, (span,), Sure.UNSURE))
    return demands
