"""What the text tells: the story, its background, the letter, whom it is about, how to write."""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from petitions.urgent_actions.models import Span, Sure
from petitions.urgent_actions.readers.classifier import is_person
from petitions.urgent_actions.readers.countries import country_in_capitals
from petitions.urgent_actions.readers.document import HEAD, Document, is_page_noise
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
_HEAD_LINES, _LONG, _LISTED, _OPENS = 30, 120, 75, 20
_AFTER_COUNTRY = re.compile(r"\s*(?:\([^)]*\)\s*)?:?\s*(?:\([^)]*\)\s*)?")


def story(document: Document, taken: Iterable[Span]) -> Extract[str] | None:
    """Return what stands between the heading and what is asked, in paragraphs."""
    taken = list(taken)
    lines: list[TextLine] = []
    for line in document.lines_in(HEAD, "story"):
        # Joined texts have the story on one line with the title and the day.
        ends = [span.end - line.start for span in taken if line.start <= span.start < line.end]
        is_field = line.kind == "field"
        if is_field and (not ends or len(line.text) - max(ends) < _TELLING):
            continue
        rest = line.part(max(ends)) if is_field else line
        aside = is_page_noise(rest) or INDEX.search(rest.text[:40])
        is_taken = any(span.start <= rest.start and rest.end <= span.end for span in taken)
        if rest.text and not aside and not is_taken:
            lines.append(rest)
    long = (index for index, line in enumerate(lines) if len(line.text) > _TELLING)
    wordy = (index for index, line in enumerate(lines) if line.text.count(" ") > _WORDS)
    return _paragraphs(_told(document, lines[next(long, next(wordy, len(lines))) :]))


def _told(document: Document, lines: list[TextLine]) -> list[TextLine]:
    """Return lines without short paragraphs at their end that lead to a letter or an address."""
    sending = document.labels.expression("words", "sending")
    until = document.labels.expression("deadline", "before")
    while start := max((n for n, line in enumerate(lines) if n and line.gap > 0), default=0):
        last = " ".join(line.plain for line in lines[start:])
        asks = sending.search(last, 0, _OPENS) and until.search(last)
        if len(last) > _LONG or not (asks or last.endswith(":")):
            break
        lines = lines[:start]
    return lines


def background(document: Document) -> Extract[str] | None:
    """Return the background, in paragraphs."""
    lines = [line for line in document.lines_in("background") if line.text and line.text[0] != "("]
    return _paragraphs(lines)


def _paragraphs(lines: list[TextLine]) -> Extract[str] | None:
    """Join lines that one paragraph was broken into: a short line or an empty one ends it."""
    if not lines:
        return None
    widest = max(len(line.text) for line in lines)
    text = lines[0].text
    for before, line in pairwise(lines):
        is_short = len(before.text) < 0.8 * widest or widest > 160
        ended = before.text.endswith((".", "!", "?", "”", '"')) and is_short
        text += f"\n\n{line.text}" if line.gap > 0 or ended else f" {line.text}"
    return Extract(text, tuple(line.span for line in lines))


def preferred_languages(document: Document) -> Extract[list[str]] | None:
    """Return ISO 639-1 codes of the languages to write in: labelled, or in what asks."""
    labelled = [line.span for line in document.fields_called("preferred_language")]
    for span in labelled + _leads(document, "demands", "closing", "targets"):
        text = document.text[span.start : span.end]
        if codes := languages_named(text, document.language or "en"):
            return Extract(codes, (span,))
    return None


def channels(document: Document) -> Extract[list[str]] | None:
    """Return through which of our channels the text asks to write."""
    asked: dict[str, Span] = {}
    for span in _leads(document, "demands", "targets", "closing"):
        for channel in CHANNELS:
            words = document.labels.expression("channels", channel)
            if words.search(document.plain, span.start, span.end):
                asked.setdefault(channel, span)
    named = [channel for channel in CHANNELS if channel in asked]
    return Extract(named, tuple(dict.fromkeys(asked.values()))) if named else None


def _leads(document: Document, *names: str) -> list[Span]:
    """Return the words that lead to what is asked, and what the reader may do besides."""
    leads: list[Span] = []
    for part in document.parts_called(*names):
        end = min(part.start + _ASKING, len(document.text))
        match = _LEAD_END.search(document.text, part.start, end)
        leads.append(Span(part.start, match.start() if match else end))
    for line in document.lines:
        is_besides = line.name in ONE_LINE or (line.kind == "opening" and line.name in names)
        if line.label and is_besides:
            leads.append(Span(line.label.start, line.end))
    return leads


def model_letter(document: Document) -> Extract[str] | None:
    """Return the letter from its greeting on, without the farewell."""
    lines = [line for line in document.lines_in("letter") if line.text]
    if not lines:
        return None
    text = "\n".join(line.text if line.gap < 1 else f"\n{line.text}" for line in lines).strip()
    return Extract(text, tuple(line.span for line in lines))


def persons(document: Document) -> list[Extract[str]]:
    """Return their names: behind a label, or behind the country in capitals as of old."""
    people = [person for line in _listed(document) for person in _names(line, Sure.PLACED)]
    for line in document.fields_called("persons"):
        people += _names(line, Sure.LABELLED)
    return list({person.value.casefold(): person for person in people}.values())


def _names(line: TextLine, sure: Sure) -> Iterator[Extract[str]]:
    at = 0
    blanked = _NOTE.sub(lambda note: " " * len(note[0]), line.text)
    for index, piece in enumerate(_PARTED.split(blanked)):
        name = piece.strip()
        start = line.text.find(name, at) if name else -1
        if start < 0:
            continue
        at = start + len(name)
        match = _NAME.match(name)
        # `Ada Lovelace, teacher`: one word behind a comma is what somebody does.
        listed = sure == Sure.LABELLED or (is_person(name) and " " in name)
        if match and match[0][:1].isupper() and listed and (" " in name or not index):
            part = line.part(start, start + match.end())
            yield Extract(part.text, (part.span,), sure)


def _listed(document: Document) -> Iterator[TextLine]:
    """Yield the lines that list people: behind the country in capitals and below it."""
    lines = iter(document.lines_in(HEAD)[:_HEAD_LINES])
    for line in lines:
        country = country_in_capitals(line.text)
        if not country:
            continue
        behind = _AFTER_COUNTRY.match(line.text, country.end)
        rest = line.part(behind.end() if behind else country.end)
        if rest.text and len(rest.text) < _LONG:
            yield rest
        break
    for line in lines:
        if len(line.text) > _LISTED or line.label or line.text.endswith(".") or line.gap > 0:
            return
        if any(map(str.isdigit, _NOTE.sub("", line.text))):
            return
        yield line
