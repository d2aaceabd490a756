"""What the text tells: the story, its background, in which languages and how to write."""

from collections.abc import Iterable

from petitions.importer.reading.document import HEAD, Document
from petitions.importer.reading.found import Found
from petitions.importer.reading.furniture import is_furniture, is_menu
from petitions.importer.reading.languages import languages_named
from petitions.importer.reading.lines import Line
from petitions.importer.reading.numbers import INDEX
from petitions.importer.urgent_action import Span

CHANNELS = ("letter", "email", "fax", "call", "social")
_TELLING = 90  # characters of a line that tells, rather than labels
_ASKING = 220  # characters behind the words that ask to write


def story(document: Document, taken: Iterable[Span]) -> Found[str] | None:
    """Give what stands between the heading and what is asked, in paragraphs."""
    taken = list(taken)
    lines = [
        line
        for line in document.lines_in(HEAD, "story")
        if line.kind != "field" and not _is_taken(line, taken) and not _is_aside(line, document)
    ]
    first = next((place for place, line in enumerate(lines) if len(line.text) > _TELLING), None)
    if first is None:
        first = next(
            (place for place, line in enumerate(lines) if line.text.count(" ") > 6), len(lines)
        )
    return _paragraphs(lines[first:])


def background(document: Document) -> Found[str] | None:
    """Give the background, in paragraphs."""
    lines = [line for line in document.lines_in("background") if line.text and line.text[0] != "("]
    return _paragraphs(lines)


def _is_taken(line: Line, taken: list[Span]) -> bool:
    return any(span.start <= line.start and line.end <= span.end for span in taken)


def _is_aside(line: Line, document: Document) -> bool:
    return (
        is_menu(line) or is_furniture(line, document.labels) or bool(INDEX.search(line.text[:40]))
    )


def _paragraphs(lines: list[Line]) -> Found[str] | None:
    """Join lines that one paragraph was broken into: a short line or an empty one ends it."""
    if not lines:
        return None
    widest = max(len(line.text) for line in lines)
    text = ""
    for line in lines:
        if not text:
            text = line.text
        elif line.gap > 0 or _ends(before, widest):
            text += f"\n\n{line.text}"
        else:
            text += f" {line.text}"
        before = line.text
    return Found(text, tuple(line.span for line in lines)) if text else None


def _ends(line: str, widest: int) -> bool:
    return line.endswith((".", "!", "?", "”", '"')) and (len(line) < 0.8 * widest or widest > 160)


def preferred_languages(document: Document) -> Found[list[str]] | None:
    """Give ISO 639-1 codes of the languages to write in: labelled, or beside `please write in`."""
    for line in document.fields_called("preferred_language"):
        if codes := languages_named(line.text, document.language or "en"):
            return Found(codes, (line.span,))
    for part in document.parts_called("demands", "closing"):
        text = document.text[part.start : part.start + _ASKING].partition(":")[0]
        if codes := languages_named(text, document.language or "en"):
            return Found(codes, (Span(part.start, part.start + len(text)),))
    return None


def channels(document: Document) -> Found[list[str]] | None:
    """Give through which of our channels the text asks to write."""
    for part in document.parts_called("demands", "targets", "closing"):
        start = document.plain.rfind("\n", 0, part.start) + 1
        text = document.plain[start : part.start + _ASKING].partition(":")[0]
        found = [
            one for one in CHANNELS if document.labels.expression("channels", one).search(text)
        ]
        if found:
            return Found(found, (Span(start, start + len(text)),))
    return None
