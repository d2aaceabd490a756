"""Whom to write to, and who gets a copy."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

from petitions.urgent_actions.models import Span
from petitions.urgent_actions.readers.blocks import unnumbered
from petitions.urgent_actions.readers.columns import in_reading_order, is_interleaved
from petitions.urgent_actions.readers.document import Document
from petitions.urgent_actions.readers.found import Found
from petitions.urgent_actions.readers.leads import addressed
from petitions.urgent_actions.readers.lines import Line
from petitions.urgent_actions.readers.mixed import ends_twice, holds_name, names_two
from petitions.urgent_actions.readers.naming import naming
from petitions.urgent_actions.readers.officials import Person, greeting_of, officials
from petitions.urgent_actions.readers.parts import Part
from petitions.urgent_actions.readers.text import squeeze

_KINDS = ("targets", "copies")
_MOST_OF_SENTENCE = 160
_SENTENCE_ENDS = re.compile(r"[.:;(]|\n(?=\s*\n)|\n(?![^\S\n]*[a-zà-ÿ])|$")
# `and to diplomatic representatives`: what stands before the first word of their name.
_TIES = r"\b(?:and|to|the|y|a|las?|los|et|ainsi|qu'aux|aux?|oraz|do|i|und|an|die)\b"
_JOINING = re.compile(rf"(?:\W{{0,3}}{_TIES})*\W*")
_JOINED = re.compile(rf"{_TIES}(?:\W{{1,3}}{_TIES})*\W{{0,3}}$")
_NEAR = 60  # characters between the words that ask for copies and those who get them


@dataclass
class Written:
    """Officials; `torn` are parts in which nobody can tell two of them apart.

    `unclear` are names that may be offices.
    """

    people: list[Person] = field(default_factory=list)
    torn: list[Span] = field(default_factory=list)
    unclear: list[Span] = field(default_factory=list)


def targets(document: Document, left: list[Line]) -> Written:
    """Give the officials to write to; `left` are lines behind the demands, without a heading."""
    written = Written()
    parts = document.parts_called("targets") or [Part("targets", left)] * bool(left)
    for part in parts:
        lines = addressed(document, part, naming(document.labels))
        _read(document, _without_diplomats(document, lines), written)
    if beside := _beside(document):
        written.torn.append(Span(beside.start, beside.end))
    _greet_alone(document, written.people)
    return written


def _greet_alone(document: Document, people: list[Person]) -> None:
    """Give the one official the one salutation that is labelled, wherever it stands."""
    labelled = list(document.fields_called("salutation"))
    if len(people) == len(labelled) == 1 and labelled[0].text:
        people[0].salutation = people[0].salutation or greeting_of(labelled[0])


def copies_to(document: Document) -> Written:
    """Give who gets a copy; diplomats whom nobody names are one of them."""
    written = Written()
    tells = naming(document.labels)
    beside = _beside(document)
    for part in document.parts_called("copies"):
        if part is not beside:
            _read(document, addressed(document, part, tells), written)
    for part in document.parts_called("targets"):
        lines = addressed(document, part, tells)
        written.people += [_diplomats(document, *cut) for cut in _joined_diplomats(document, lines)]
    return written


def _read(document: Document, lines: list[Line], written: Written) -> None:
    lines = in_reading_order(document.text, lines)
    greetings = document.labels.expression("words", "greetings")
    if lines and is_interleaved(lines, naming(document.labels), greetings):
        written.torn.append(Span(lines[0].start, lines[-1].end))
        return
    for group, diplomats in _groups(document, lines):
        people = list(_told_apart(document, officials(document, group), written))
        # Where somebody is named below the diplomats, he is the one they mean.
        written.people += [_diplomats(document, diplomats)] if diplomats and not people else []
        written.people += people
        written.unclear += [one.name.spans[0] for one in people if one.is_unclear and one.name]


def _told_apart(document: Document, people: list[Person], written: Written) -> Iterator[Person]:
    """Leave out what nobody can tell whose it is, where two officials run together."""
    tells = naming(document.labels)
    for person in people:
        is_two = names_two(person.name, tells) or holds_name(person)
        if not is_two and not ends_twice((person.role, person.name, *person.address)):
            yield person
            continue
        spans = [span for one in (person.name, *person.address) if one for span in one.spans]
        written.torn.append(Span(min(one.start for one in spans), max(one.end for one in spans)))
        if not is_two:
            yield Person(name=person.name, role=person.role, is_unclear=person.is_unclear)


def _groups(document: Document, lines: list[Line]) -> Iterator[tuple[list[Line], Line | None]]:
    """Give the lines up to a line of diplomats, then those behind it with it."""
    known = document.labels.expression("words", "diplomats")
    group: list[Line] = []
    diplomats: Line | None = None
    for line in lines:
        if known.search(line.plain) and line.kind != "field":
            yield group, diplomats
            group, diplomats = [], line
        else:
            group.append(line)
    yield group, diplomats


def _beside(document: Document) -> Part | None:
    """Give the copies whose heading stands beside that of the targets: two columns below both."""
    for left, right in pairwise(document.parts):
        if (left.name, right.name) != _KINDS or right.lines[0].gap >= 0:
            continue
        if not right.lines[0].text and not any(line.text for line in left.lines):
            return right
    return None


def _without_diplomats(document: Document, lines: list[Line]) -> list[Line]:
    """Leave out diplomats named behind the last official: they get copies."""
    cuts = {line.start: at for line, at in _joined_diplomats(document, lines)}
    kept = [
        replace(line.part(0, cuts[line.start]), label=line.label) if line.start in cuts else line
        for line in lines
    ]
    return [line for line in kept if line.text]


def _joined_diplomats(document: Document, lines: list[Line]) -> Iterator[tuple[Line, int]]:
    """Give lines with `and to diplomatic representatives` in them, and where that begins."""
    known = document.labels.expression("words", "diplomats")
    copies = document.labels.expression("openings", "copies")
    for line in lines:
        found = known.search(line.plain)
        if not found:
            continue
        asked = copies.search(line.plain, max(0, found.start() - _NEAR), found.end())
        joined = _JOINED.search(line.plain, max(0, found.start() - _NEAR), found.start())
        start = (asked or joined or found).start()
        if start < found.start() or asked:
            yield line, start


def _diplomats(document: Document, line: Line, at: int = 0) -> Person:
    """Give diplomats as they are called, to the end of the sentence."""
    line = line if at else unnumbered(line)
    known = document.labels.expression("words", "diplomats").search(line.plain, at)
    words = document.labels.expression("openings", "copies").match(line.plain, at)
    at = words.end() if words and known and words.end() <= known.start() else at
    joined = _JOINING.match(line.plain, at)
    start = line.start + (joined.end() if joined else at)
    last = _SENTENCE_ENDS.search(document.text, start, start + _MOST_OF_SENTENCE)
    text = document.text[start : last.start() if last else start + _MOST_OF_SENTENCE].rstrip()
    return Person(name=Found(squeeze(text), (Span(start, start + len(text)),)))
