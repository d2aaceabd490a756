"""Whom to write to, and who gets a copy."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

from petitions.urgent_actions.models import Span
from petitions.urgent_actions.readers.ambiguous import (
    ends_twice,
    holds_name,
    is_interleaved,
    names_two,
)
from petitions.urgent_actions.readers.classifier import Classifier, classifier_of
from petitions.urgent_actions.readers.document import Document, Part
from petitions.urgent_actions.readers.lines import Extract, TextLine
from petitions.urgent_actions.readers.officials import (
    OfficialExtract,
    greeting_of,
    officials,
    unnumbered,
)
from petitions.urgent_actions.readers.preamble import lines_of_officials
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
class Addressees:
    """Officials; `torn` are parts in which nobody can tell two of them apart.

    `unclear` are names that may be offices.
    """

    people: list[OfficialExtract] = field(default_factory=list)
    torn: list[Span] = field(default_factory=list)
    unclear: list[Span] = field(default_factory=list)


def targets(document: Document, left: list[TextLine]) -> Addressees:
    """Return the officials to write to; `left` are lines behind the demands, without a heading."""
    addressees = Addressees()
    parts = document.parts_called("targets") or [Part("targets", left)] * bool(left)
    for part in parts:
        lines = lines_of_officials(document, part, classifier_of(document.labels))
        _read(document, _without_diplomats(document, lines), addressees)
    if beside := _beside(document):
        addressees.torn.append(Span(beside.start, beside.end))
    # The one salutation that is labelled is the one official's, wherever it stands.
    labelled = list(document.fields_called("salutation"))
    if len(addressees.people) == len(labelled) == 1 and labelled[0].text:
        official = addressees.people[0]
        official.salutation = official.salutation or greeting_of(labelled[0])
    return addressees


def copies_to(document: Document) -> Addressees:
    """Return who gets a copy; diplomats whom nobody names are one of them."""
    addressees = Addressees()
    classifier = classifier_of(document.labels)
    beside = _beside(document)
    for part in document.parts_called("copies"):
        if part is not beside:
            _read(document, lines_of_officials(document, part, classifier), addressees)
    for part in document.parts_called("targets"):
        lines = lines_of_officials(document, part, classifier)
        addressees.people += [
            _diplomats(document, *cut) for cut in _joined_diplomats(document, lines)
        ]
    return addressees


def _read(document: Document, lines: list[TextLine], addressees: Addressees) -> None:
    greetings = document.labels.expression("words", "greetings")
    if lines and is_interleaved(lines, classifier_of(document.labels), greetings):
        addressees.torn.append(Span(lines[0].start, lines[-1].end))
        return
    for group, diplomats in _groups(document, lines):
        people = list(
            _told_apart(officials(document, group), classifier_of(document.labels), addressees)
        )
        # Where somebody is named below the diplomats, he is the one they mean.
        addressees.people += [_diplomats(document, diplomats)] if diplomats and not people else []
        addressees.people += people
        addressees.unclear += [
            person.name.spans[0] for person in people if person.is_unclear and person.name
        ]


def _told_apart(
    people: list[OfficialExtract], classifier: Classifier, addressees: Addressees
) -> Iterator[OfficialExtract]:
    """Leave out what nobody can tell whose it is, where two officials run together."""
    for person in people:
        is_two = names_two(person.name, classifier) or holds_name(person)
        if not is_two and not ends_twice((person.role, person.name, *person.address)):
            yield person
            continue
        values = (value for value in (person.name, *person.address) if value)
        spans = [span for value in values for span in value.spans]
        start, end = min(span.start for span in spans), max(span.end for span in spans)
        addressees.torn.append(Span(start, end))
        if not is_two:
            yield OfficialExtract(name=person.name, role=person.role, is_unclear=person.is_unclear)


def _groups(
    document: Document, lines: list[TextLine]
) -> Iterator[tuple[list[TextLine], TextLine | None]]:
    """Yield the lines up to a line of diplomats, then those behind it with it."""
    known = document.labels.expression("words", "diplomats")
    group: list[TextLine] = []
    diplomats: TextLine | None = None
    for line in lines:
        if known.search(line.plain) and line.kind != "field":
            yield group, diplomats
            group, diplomats = [], line
        else:
            group.append(line)
    yield group, diplomats


def _beside(document: Document) -> Part | None:
    """Return the copies whose heading stands beside that of the targets: two columns below both."""
    for left, right in pairwise(document.parts):
        if (left.name, right.name) != _KINDS or right.lines[0].gap >= 0:
            continue
        if not right.lines[0].text and not any(line.text for line in left.lines):
            return right
    return None


def _without_diplomats(document: Document, lines: list[TextLine]) -> list[TextLine]:
    """Leave out diplomats named behind the last official: they get copies."""
    cuts = {line.start: at for line, at in _joined_diplomats(document, lines)}
    kept = [
        replace(line.part(0, cuts[line.start]), label=line.label) if line.start in cuts else line
        for line in lines
    ]
    return [line for line in kept if line.text]


def _joined_diplomats(document: Document, lines: list[TextLine]) -> Iterator[tuple[TextLine, int]]:
    """Yield lines with `and to diplomatic representatives` in them, and where that begins."""
    known = document.labels.expression("words", "diplomats")
    copies = document.labels.expression("openings", "copies")
    for line in lines:
        diplomats = known.search(line.plain)
        if not diplomats:
            continue
        near = max(0, diplomats.start() - _NEAR)
        asked = copies.search(line.plain, near, diplomats.end())
        joined = _JOINED.search(line.plain, near, diplomats.start())
        start = (asked or joined or diplomats).start()
        if start < diplomats.start() or asked:
            yield line, start


def _diplomats(document: Document, line: TextLine, at: int = 0) -> OfficialExtract:
    """Return diplomats as they are called, to the end of the sentence."""
    line = line if at else unnumbered(line)
    known = document.labels.expression("words", "diplomats").search(line.plain, at)
    words = document.labels.expression("openings", "copies").match(line.plain, at)
    at = words.end() if words and known and words.end() <= known.start() else at
    joined = _JOINING.match(line.plain, at)
    start = line.start + (joined.end() if joined else at)
    last = _SENTENCE_ENDS.search(document.text, start, start + _MOST_OF_SENTENCE)
    text = document.text[start : last.start() if last else start + _MOST_OF_SENTENCE].rstrip()
    return OfficialExtract(name=Extract(squeeze(text), (Span(start, start + len(text)),)))
