"""What the text tells: the story, its background, in which languages and how to write."""

import re
from collections.abc import Iterable
from itertools import pairwise

from petitions.urgent_actions.models import Span
from petitions.urgent_actions.readers.document import Document
from petitions.urgent_actions.readers.found import Found
from petitions.urgent_actions.readers.furniture import is_furniture, is_menu
from petitions.urgent_actions.readers.languages import languages_named
from petitions.urgent_actions.readers.lines import ONE_LINE, Line
from petitions.urgent_actions.readers.numbers import INDEX
from petitions.urgent_actions.readers.parts import HEAD, Part

CHANNELS = ("letter", "email", "fax", "call", "social")
_TELLING, _WORDS = 90, 6  # characters, or words, of a line that tells rather than labels
# The lead is over where a list or an address begins.
_LEAD_END = re.compile(r":\s*\n|:\s*(?=[-•n·*]\s)|\n\s*[-•n·*§]\s|(?<=[.:])\s*\n(?=\S)")
_ASKING = 260  # characters behind the words that ask to write


def story(document: Document, taken: Iterable[Span]) -> Found[str] | None:
    """Give what stands between the heading and what is asked, in paragraphs."""
    taken = list(taken)
    lines = (_behind_heading(line, taken) for line in document.lines_in(HEAD, "story"))
    told = [line for line in lines if line.kind != "field" and line.text and not _is_aside(line)]
    told = [line for line in told if not _is_taken(line, taken)]
    long = (place for place, line in enumerate(told) if len(line.text) > _TELLING)
    wordy = (place for place, line in enumerate(told) if line.text.count(" ") > _WORDS)
    return _paragraphs(told[next(long, next(wordy, len(told))) :])


def _behind_heading(line: Line, taken: list[Span]) -> Line:
    """Give what follows the title and the day on one line with them, as joined texts have it."""
    ends = [span.end - line.start for span in taken if line.start <= span.start < line.end]
    if line.kind != "field" or not ends or len(line.text) - max(ends) < _TELLING:
        return line
    return line.part(max(ends), len(line.text))


def background(document: Document) -> Found[str] | None:
    """Give the background, in paragraphs."""
    lines = [line for line in document.lines_in("background") if line.text and line.text[0] != "("]
    return _paragraphs(lines)


def _is_taken(line: Line, taken: list[Span]) -> bool:
    return any(span.start <= line.start and line.end <= span.end for span in taken)


def _is_aside(line: Line) -> bool:
    return is_menu(line) or is_furniture(line) or bool(INDEX.search(line.text[:40]))


def _paragraphs(lines: list[Line]) -> Found[str] | None:
    """Join lines that one paragraph was broken into: a short line or an empty one ends it."""
    if not lines:
        return None
    widest = max(len(line.text) for line in lines)
    text = lines[0].text
    for before, line in pairwise(lines):
        parted = line.gap > 0 or _ends(before.text, widest)
        text += f"\n\n{line.text}" if parted else f" {line.text}"
    return Found(text, tuple(line.span for line in lines))


def _ends(line: str, widest: int) -> bool:
    return line.endswith((".", "!", "?", "”", '"')) and (len(line) < 0.8 * widest or widest > 160)


def preferred_languages(document: Document) -> Found[list[str]] | None:
    """Give ISO 639-1 codes of the languages to write in: labelled, or beside `please write in`."""
    for line in document.fields_called("preferred_language"):
        if codes := languages_named(line.text, document.language or "en"):
            return Found(codes, (line.span,))
    for span in _leads(document, "demands", "closing", "targets"):
        text = document.text[span.start : span.end]
        if codes := languages_named(text, document.language or "en"):
            return Found(codes, (span,))
    return None


def channels(document: Document) -> Found[list[str]] | None:
    """Give through which of our channels the text asks to write."""
    asked: dict[str, Span] = {}
    for span in _leads(document, "demands", "targets", "closing"):
        for one in CHANNELS:
            words = document.labels.expression("channels", one)
            if words.search(document.plain, span.start, span.end):
                asked.setdefault(one, span)
    found = [one for one in CHANNELS if one in asked]
    return Found(found, tuple(dict.fromkeys(asked.values()))) if found else None


def _leads(document: Document, *names: str) -> list[Span]:
    """Give the words that lead to what is asked, and what the reader may do besides."""
    leads = [_lead(document, part) for part in document.parts_called(*names)]
    besides = [
        line
        for line in document.lines
        if line.name in ONE_LINE or (line.kind == "opening" and line.name in names)
    ]
    return leads + [Span(line.label.start, line.end) for line in besides if line.label]


def _lead(document: Document, part: Part) -> Span:
    end = min(part.start + _ASKING, len(document.text))
    found = _LEAD_END.search(document.text, part.start, end)
    return Span(part.start, found.start() if found else end)
