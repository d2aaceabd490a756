"""The model letter, and what its sentences ask for."""

import re
from collections.abc import Iterator

from petitions.urgent_actions.models import Span
from petitions.urgent_actions.readers.bullets import BULLET
from petitions.urgent_actions.readers.demands import Asked
from petitions.urgent_actions.readers.document import Document
from petitions.urgent_actions.readers.found import Found
from petitions.urgent_actions.readers.furniture import is_furniture_row
from petitions.urgent_actions.readers.parts import Part
from petitions.urgent_actions.readers.prose import asked_in_prose
from petitions.urgent_actions.readers.text import fold, squeeze

_ABBREVIATED = re.compile(
    r"(?:^|[\s(])(?:mr|mrs|ms|dr|st|no|nr|sr|sra|art|vs|prof|gen|lic"
    r"|[a-z]|u\.s|e\.g|i\.e|ul|gral|col|mme|mlle)\.$"
)
_SENTENCE_END = re.compile(r"[.!?][\"'”’)]*(?=\s+[\"“«'(¿¡]?[^\W\da-zß-ÿ_]|\s*$)|\n\s*\n|:\s*\n")
_LEAST = 25


def model_letter(document: Document) -> Found[str] | None:
    """Give the letter from its greeting on, without the farewell."""
    parts = document.parts_called("letter")
    lines = [line for part in parts for line in part.lines if line.text]
    if not lines:
        return None
    text = "\n".join(line.text if line.gap < 1 else f"\n{line.text}" for line in lines).strip()
    return Found(text, tuple(line.span for line in lines))


def asked_in_letter(document: Document) -> list[Found[str]]:
    """Give the sentences that ask; where one ends with a colon, the bullets behind it."""
    asks = document.labels.expression("words", "letter_asks")
    farewells = document.labels.expression("words", "farewells")
    found: list[Found[str]] = []
    for part in document.parts_called("letter"):
        leads = False
        for start, end in _sentences(document, part):
            text = document.text[start:end].strip()
            if farewells.match(document.plain[start:end].lstrip()):
                break
            bullet = BULLET.match(text)
            if bullet and leads:
                found.append(_sentence(document, start, end, bullet.end()))
                continue
            leads = bool(asks.search(document.plain, start, end)) and text.endswith(":")
            if asks.search(document.plain, start, end) and not leads and len(text) > _LEAST:
                found.append(_asking(document, start, end, asks))
    return found


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


def _asking(document: Document, start: int, end: int, asks: re.Pattern[str]) -> Found[str]:
    """Give the part of a sentence that asks: a greeting before it goes, and what only tells."""
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


def _sentence(document: Document, start: int, end: int, skip: int = 0) -> Found[str]:
    words = document.text[start:end]
    start += len(words) - len(words.lstrip())
    start += skip
    text = document.text[start:end].rstrip(" \n;")
    return Found(squeeze(_without_furniture(text)), (Span(start, start + len(text)),))


def _without_furniture(text: str) -> str:
    """Leave out rows between the first and the last that belong to the page."""
    rows = text.split("\n")
    kept = [row for row in rows[1:-1] if not (row.strip() and is_furniture_row(fold(row.strip())))]
    return "\n".join([rows[0], *kept, *rows[1:][-1:]])


def with_letter(document: Document, asked: Asked) -> list[Found[str]]:
    """Give the demands of the bullets, else those of the letter, else what prose may ask."""
    return asked.demands or asked_in_letter(document) or asked_in_prose(document)
