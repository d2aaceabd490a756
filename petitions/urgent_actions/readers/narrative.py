"""What the text tells: the story, its background, the letter, whom it is about, how to write."""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from petitions.urgent_actions.models import Span, Sure
from petitions.urgent_actions.readers.classifier import is_person
from petitions.urgent_actions.readers.countries import country_in_capitals
from petitions.urgent_actions.readers.document import HEAD, Document, Part, is_menu, is_page_noise
from petitions.urgent_actions.readers.labels import languages_named
from petitions.urgent_actions.readers.lines import ONE_LINE, Extract, TextLine
from petitions.urgent_actions.readers.numbers import INDEX

CHANNELS = ("letter", "email", "fax", "call", "social")
_TELLING, _WORDS = 90, 6  # characters, or words, of a line that tells rather than labels
# The lead is over where a list or an address begins.
_LEAD_END = re.compile(r":\s*\n|:\s*(?=[-•n·*]\s)|\n\s*[-•n·*§]\s|(?<=[.:])\s*\n(?=\S)")
_ASKING = 260  # characters behind the words that ask to write
_PARTED = re.compile(r"\s*(?:[,;]|\band\b|\bund\b|\bet\b|\by\b|\bi\b|\boraz\b|\be\b)\s+")
_NOTE = re.compile(
    r"\s*\([^)]*\)?|\s*,?\s*(?:aged?|alter|âge|edad)\s*:?\s*\d+.*$"
    r"|,?\s*\d+ (?:jahre|years|ans|años|lata?)\b.*$",
    re.IGNORECASE,
)
_NAME = re.compile(r"[^\W\d_][\w.'’`-]*(?: [\w.'’`-]+){0,7}")
_HEAD_LINES, _LONG, _LISTED = 30, 120, 75
_AFTER_COUNTRY = re.compile(r"\s*(?:\([^)]*\)\s*)?:?\s*(?:\([^)]*\)\s*)?")


def story(document: Document, taken: Iterable[Span]) -> Extract[str] | None:
    """Return what stands between the heading and what is asked, in paragraphs."""
    taken = list(taken)
    lines = (_behind_heading(line, taken) for line in document.lines_in(HEAD, "story"))
    told = [line for line in lines if line.kind != "field" and line.text and not _is_aside(line)]
    told = [line for line in told if not _is_taken(line, taken)]
    long = (place for place, line in enumerate(told) if len(line.text) > _TELLING)
    wordy = (place for place, line in enumerate(told) if line.text.count(" ") > _WORDS)
    return _paragraphs(told[next(long, next(wordy, len(told))) :])


def _behind_heading(line: TextLine, taken: list[Span]) -> TextLine:
    """Return what follows the title and the day on one line with them, as joined texts have it."""
    ends = [span.end - line.start for span in taken if line.start <= span.start < line.end]
    if line.kind != "field" or not ends or len(line.text) - max(ends) < _TELLING:
        return line
    return line.part(max(ends), len(line.text))


def background(document: Document) -> Extract[str] | None:
    """Return the background, in paragraphs."""
    lines = [line for line in document.lines_in("background") if line.text and line.text[0] != "("]
    return _paragraphs(lines)


def _is_taken(line: TextLine, taken: list[Span]) -> bool:
    return any(span.start <= line.start and line.end <= span.end for span in taken)


def _is_aside(line: TextLine) -> bool:
    return is_menu(line) or is_page_noise(line) or bool(INDEX.search(line.text[:40]))


def _paragraphs(lines: list[TextLine]) -> Extract[str] | None:
    """Join lines that one paragraph was broken into: a short line or an empty one ends it."""
    if not lines:
        return None
    widest = max(len(line.text) for line in lines)
    text = lines[0].text
    for before, line in pairwise(lines):
        parted = line.gap > 0 or _ends(before.text, widest)
        text += f"\n\n{line.text}" if parted else f" {line.text}"
    return Extract(text, tuple(line.span for line in lines))


def _ends(line: str, widest: int) -> bool:
    return line.endswith((".", "!", "?", "”", '"')) and (len(line) < 0.8 * widest or widest > 160)


def preferred_languages(document: Document) -> Extract[list[str]] | None:
    """Return ISO 639-1 codes of the languages to write in: labelled, or in what asks."""
    for line in document.fields_called("preferred_language"):
        if codes := languages_named(line.text, document.language or "en"):
            return Extract(codes, (line.span,))
    for span in _leads(document, "demands", "closing", "targets"):
        text = document.text[span.start : span.end]
        if codes := languages_named(text, document.language or "en"):
            return Extract(codes, (span,))
    return None


def channels(document: Document) -> Extract[list[str]] | None:
    """Return through which of our channels the text asks to write."""
    asked: dict[str, Span] = {}
    for span in _leads(document, "demands", "targets", "closing"):
        for one in CHANNELS:
            words = document.labels.expression("channels", one)
            if words.search(document.plain, span.start, span.end):
                asked.setdefault(one, span)
    named = [channel for channel in CHANNELS if channel in asked]
    return Extract(named, tuple(dict.fromkeys(asked.values()))) if named else None


def _leads(document: Document, *names: str) -> list[Span]:
    """Return the words that lead to what is asked, and what the reader may do besides."""
    leads = [_lead(document, part) for part in document.parts_called(*names)]
    besides = [
        line
        for line in document.lines
        if line.name in ONE_LINE or (line.kind == "opening" and line.name in names)
    ]
    return leads + [Span(line.label.start, line.end) for line in besides if line.label]


def _lead(document: Document, part: Part) -> Span:
    end = min(part.start + _ASKING, len(document.text))
    match = _LEAD_END.search(document.text, part.start, end)
    return Span(part.start, match.start() if match else end)


def model_letter(document: Document) -> Extract[str] | None:
    """Return the letter from its greeting on, without the farewell."""
    parts = document.parts_called("letter")
    lines = [line for part in parts for line in part.lines if line.text]
    if not lines:
        return None
    text = "\n".join(line.text if line.gap < 1 else f"\n{line.text}" for line in lines).strip()
    return Extract(text, tuple(line.span for line in lines))


def persons(document: Document) -> list[Extract[str]]:
    """Return their names: behind a label, or behind the country in capitals as of old."""
    people = _behind_country(document)
    for line in document.fields_called("persons"):
        people += _names(line, Sure.LABELLED)
    return list({person.value.casefold(): person for person in people}.values())


def _names(line: TextLine, sure: Sure) -> Iterator[Extract[str]]:
    at = 0
    for place, piece in enumerate(_PARTED.split(_blanked(line.text))):
        name = piece.strip()
        start = line.text.find(name, at) if name else -1
        if start < 0:
            continue
        at = start + len(name)
        match = _NAME.match(name)
        # `Ada Lovelace, teacher`: one word behind a comma is what somebody does.
        listed = sure == Sure.LABELLED or (is_person(name) and " " in name)
        if match and match[0][:1].isupper() and listed and (" " in name or not place):
            part = line.part(start, start + match.end())
            yield Extract(part.text, (part.span,), sure)


def _blanked(text: str) -> str:
    return _NOTE.sub(lambda found: " " * len(found[0]), text)


def _behind_country(document: Document) -> list[Extract[str]]:
    lines = document.lines_in(HEAD)[:_HEAD_LINES]
    for at, line in enumerate(lines):
        place = country_in_capitals(line.text)
        if place:
            behind = _AFTER_COUNTRY.match(line.text, place.end)
            rest = line.part(behind.end() if behind else place.end, len(line.text))
            return [
                one for each in _listed(rest, lines[at + 1 :]) for one in _names(each, Sure.PLACED)
            ]
    return []


def _listed(first: TextLine, below: list[TextLine]) -> Iterator[TextLine]:
    """Yield the lines that list people: behind the country and below it."""
    if first.text and len(first.text) < _LONG:
        yield first
    for line in below:
        if len(line.text) > _LISTED or line.label or line.text.endswith(".") or line.gap > 0:
            return
        if any(letter.isdigit() for letter in _NOTE.sub("", line.text)):
            return
        yield line
