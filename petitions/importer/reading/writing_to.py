"""Whom to write to, and who gets a copy."""

import re
from dataclasses import dataclass, field

from petitions.importer.reading.columns import in_reading_order, is_interleaved
from petitions.importer.reading.dates import first_day
from petitions.importer.reading.document import Document
from petitions.importer.reading.found import Found
from petitions.importer.reading.lines import Line
from petitions.importer.reading.naming import naming
from petitions.importer.reading.officials import Person, officials
from petitions.importer.reading.parts import Part
from petitions.importer.urgent_action import Span

_LEAD = 200  # characters of the sentence that leads to the officials


@dataclass
class Written:
    """Officials; `torn` are parts in which nobody can tell two of them apart."""

    people: list[Person] = field(default_factory=list)
    torn: list[Span] = field(default_factory=list)


def targets(document: Document, left: list[Line]) -> Written:
    """Give the officials to write to; `left` are lines behind the demands, without a heading."""
    written = Written()
    if not document.parts_called("targets"):
        _read(document, left, written)
    for part in document.parts_called("targets"):
        _read(document, _without_lead(document, part), written)
    return written


def copies_to(document: Document) -> Written:
    """Give who gets a copy; diplomats whom nobody names are one of them."""
    written = Written()
    for part in document.parts_called("copies"):
        lines = _without_lead(document, part)
        diplomats = document.labels.expression("words", "diplomats")
        loose = [line for line in lines[:1] if diplomats.search(line.plain) and len(line.text) > 20]
        written.people += [_diplomats(line) for line in loose]
        _read(document, lines[len(loose) :], written)
    return written


def _read(document: Document, lines: list[Line], written: Written) -> None:
    lines = in_reading_order(document.text, [line for line in lines if line.name != "details"])
    tells = naming(document.labels)
    if is_interleaved(lines, tells, document.labels.expression("words", "greetings")):
        written.torn.append(Span(lines[0].start, lines[-1].end))
    else:
        written.people += officials(document, lines)


def _without_lead(document: Document, part: Part) -> list[Line]:
    """Drop the rest of the sentence that leads to the officials: `by 14 March, 2017:`."""
    lines = list(part.lines)
    instructs = document.labels.expression("words", "instructions")
    lines = [line for line in lines if line.label is None or line.text or line.kind == "field"]
    while lines and (rest := _lead_end(document, lines[0], instructs)) is not None:
        kept = lines[0].part(rest, len(lines[0].text))
        if kept.text:
            return [kept, *lines[1:]]
        lines = lines[1:]
    return [line for line in lines if line.kind == "field" or not instructs.search(line.plain)]


def _lead_end(document: Document, line: Line, instructs: re.Pattern[str]) -> int | None:
    """Give where the lead ends in a line; None where the line is none."""
    if line.kind == "field":
        return None
    day = first_day(document.plain, document.language, line.start, min(line.end, line.start + 60))
    colon = line.text.find(":", 0, _LEAD)
    if day:
        behind = re.match(
            r"[\s,.]*(?:to|an|a|do|à|r)?\b[.\s]*[:.]?\s*", line.text[day.end - line.start :]
        )
        return day.end - line.start + (behind.end() if behind else 0)
    if line.label and line.kind in {"heading", "opening"} and colon >= 0:
        return colon + 1
    if instructs.search(line.plain):
        return len(line.text)
    if line.label and line.kind == "opening" and line.text[:1].islower():
        return len(line.text)
    return None


def _diplomats(line: Line) -> Person:
    sentence = re.match(r"[^.:]*", line.text)
    part = line.part(0, sentence.end() if sentence else len(line.text))
    return Person(name=Found(part.text, (part.span,)))
