"""Whom to write to, and who gets a copy."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, zip_longest

from petitions.urgent_actions.models import Finding, Span, Sure
from petitions.urgent_actions.readers.ambiguous import (
    ends_twice,
    holds_name,
    is_interleaved,
    names_two,
)
from petitions.urgent_actions.readers.classifier import classifier_of, small_words
from petitions.urgent_actions.readers.contacts import KINDS, beside_contacts, is_contact, is_own
from petitions.urgent_actions.readers.dates import days_in, is_dateline
from petitions.urgent_actions.readers.document import Document, Part
from petitions.urgent_actions.readers.lines import Extract, TextLine
from petitions.urgent_actions.readers.officials import (
    NUMBERED,
    OfficialExtract,
    officials,
    rows,
    unnumbered,
)
from petitions.urgent_actions.readers.text import squeeze

_NOBODYS = {"details", "index_number", "country"}
_MOST_LINES = 1_000  # more is no list of officials
_DAY_WITHIN = 150
_LEAD = 200  # characters of the sentence that leads to the officials
_SHORT_ROW = 300  # characters; a longer row holds the officials as well
_TO = re.compile(
    r"[\s,.]*(?:r\.?\s)?(?:to|an|a|à|do|na(?: adres)?)?(?!\w)\s*[.:]?\s*", re.IGNORECASE
)
_LOUD_LEAD = re.compile(r"(?:[^\W\d_a-zß-ÿ]+[\s,:]+){3,20}(?=[^\W\d_a-zß-ÿ][a-zß-ÿ])")
_NATION = re.compile(r"(?:[^\W\d_a-z][\w-]+ ){0,2}$")  # `Sri Lankan diplomatic representatives`
_BLANK = re.compile(r"[._]{4}")  # a line to write on
_LEAST_SMALL = 4  # words written small that make a sentence, not a name or an address
_LONG = 5  # words of a sentence without its end
_EMAIL = re.compile(r"\S@\S")
_LETTERS = re.compile(r"[^\W\d]{2}")
_TWO = 2
_MOST_OF_SENTENCE = 160
_SENTENCE_ENDS = re.compile(r"[.:;(]|\n(?=\s*\n)|\n(?![^\S\n]*[a-zà-ÿ])|$")


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
    for part in document.parts_called("targets") or [Part("targets", left)] * bool(left):
        _read(document, _lines_of_officials(document, part), addressees)
    if beside := _beside(document):
        addressees.torn.append(Span(beside.start, beside.end))
    return addressees


def basis(document: Document, person: OfficialExtract) -> Finding:
    """Return what says that one writes to somebody.

    Words that lead to their lines are a label. A greeting below them is a place: no heading says
    whom to write to. Else nothing does but where they stand.
    """
    known = (person.name, person.role, *person.address)
    start = min(span.start for value in known if value for span in value.spans)
    parts = document.parts
    at = max((index for index, part in enumerate(parts) if part.start <= start), default=0)
    if parts[at].name != "targets":
        return Finding((), Sure.UNSURE)
    first, above = parts[at].lines[0], parts[at - 1].lines[-1]
    if first.label and first.kind != "field":
        return Finding((Span(first.label.start, first.label.end),), Sure.LABELLED)
    if at and above.text.endswith(":"):
        return Finding((above.span,), Sure.LABELLED)
    below = parts[at + 1].lines[0] if at + 1 < len(parts) else None
    if below and below.kind == "greeting":
        return Finding((below.span,), Sure.PLACED)
    return Finding((), Sure.UNSURE)


def copies_to(document: Document) -> Addressees:
    """Return who gets a copy; diplomats whom nobody names are one of them."""
    addressees = Addressees()
    beside = _beside(document)
    for part in document.parts_called("copies"):
        if part is not beside:
            _read(document, _lines_of_officials(document, part), addressees)
    return addressees


def _lines_of_officials(document: Document, part: Part) -> list[TextLine]:
    """Return the lines of a part that are about officials."""
    lines = [line for line in part.lines[:_MOST_LINES] if line.name not in _NOBODYS]
    first = next(rows(lines), [])
    lines = [*_behind_lead(document, first), *lines[len(first) :]]
    lines = _behind_brackets(lines)
    lines = [line for line in lines if line.text and not is_dateline(document, line)]
    return list(_without_sentences(document, lines))


def _behind_brackets(lines: list[TextLine]) -> list[TextLine]:
    """Drop a remark in brackets that stands first, over several lines too."""
    depth = 0
    for index, line in enumerate(lines):
        if depth < 1 and not line.text.startswith("("):
            return lines[index:]
        depth += line.text.count("(") - line.text.count(")")
    return lines


def _behind_lead(document: Document, row: Sequence[TextLine]) -> list[TextLine]:
    """Drop the rest of the sentence that leads to the officials: `by 14 March, 2017:`."""
    if not row or row[0].label is None or row[0].kind not in {"heading", "opening"}:
        return list(row)
    line = row[0]
    if document.labels.expression("words", "diplomats").search(line.plain):
        return list(row)
    # A day or a colon ends the lead.
    days = days_in(document, line.start, min(line.end, line.start + _DAY_WITHIN))
    marked = days[0].end - line.start if days else line.text.find(":", 0, _LEAD) + 1
    behind_day = _TO.match(line.text, marked) if days else None
    if not marked and (loud := _LOUD_LEAD.match(line.text)):
        marked = loud.end()
    rest = line.part(behind_day.end() if behind_day else marked)
    is_lead = line.kind == "opening" and row[-1].end - line.start < _SHORT_ROW
    is_titled = classifier_of(document.labels).is_titled(rest)
    is_lead = is_lead and not is_titled and not any(map(is_contact, row))
    behind = [line for line in row[1:] if line.kind == "field" or not is_lead]
    return [rest, *behind] if rest.text and (marked or not is_lead) else behind


def _without_sentences(document: Document, lines: Sequence[TextLine]) -> Iterator[TextLine]:
    """Leave out sentences for the reader. Addresses below one are where to report to.

    Only a line with an office or a title then tells that officials go on.
    """
    classifier = classifier_of(document.labels)
    closed = begun = False
    seen: set[str] = set()
    for line in lines:
        if line.text.endswith((":", ",")) and line.plain.rstrip(":, ") in seen:
            return  # the letter begins, and greets by name and office alone
        seen.add(line.plain)
        if is_sentence(document, line):
            ends = line.gap > 0 or _EMAIL.search(line.text) or line.text.endswith((".", ":", "!"))
            closed = closed or bool(begun and ends)
        elif not closed or classifier.is_titled(line) or NUMBERED.match(line.text):
            closed, begun = False, True
            yield line


def is_about(document: Document, line: TextLine) -> bool:
    """Return True for `Re: Four fishermen`, which a letter has between address and greeting."""
    named = document.labels.expression("words", "about").match(line.plain)
    return named is not None and line.plain[named.end() :].lstrip(" .").startswith(":")


def is_sentence(document: Document, line: TextLine) -> bool:
    """Return True if a line tells the reader something, and is no name and no address."""
    classifier, small = classifier_of(document.labels), small_words(line.text)
    words = document.labels.expression
    if line.kind == "field" or is_contact(line) or line.text.startswith("("):
        return False
    if words("words", "diplomats").search(line.plain):
        return False
    instructs = words("words", "instructions").search(line.plain) or is_about(document, line)
    is_ours = _EMAIL.search(line.text) and (small > 1 or is_own(line.text))
    if instructs or is_ours or _BLANK.search(line.text):
        return True
    head = unnumbered(line)
    is_seat = classifier.addresses.match(head.plain)
    is_titled = classifier.is_titled(head)
    # An embassy in a list; a whole official in one line.
    if (is_seat and head is not line) or (is_titled and len(line.text) > _SHORT_ROW / 2):
        return False
    days = days_in(document, line.start, line.end)
    is_day = days and words("deadline", "before").search(line.plain)  # `Please write before 3 May.`
    ours = small and words("words", "ours").search(line.plain)  # `We thank you. PO Box 12, Oslo`
    if is_day or (ours and not (is_seat or is_titled)):
        return True
    if line.text.endswith(".") and small and not classifier.is_address(line):
        return not is_titled  # `Thank you.`
    ended = line.text.endswith((".", ":", "…")) or len(line.text.split()) > _LONG
    return line.text.endswith(("!", "?")) or (small >= _LEAST_SMALL and ended)


def _read(document: Document, lines: list[TextLine], addressees: Addressees) -> None:
    if lines and is_interleaved(document, lines):
        addressees.torn.append(Span(lines[0].start, lines[-1].end))
        return
    for diplomats, group in _groups(document, lines):
        people = list(_told_apart(document, group, addressees))
        # Where somebody is named below the diplomats, he is the one they mean.
        if diplomats and not people:
            people = [_diplomats(document, diplomats)]
        addressees.people += people
        addressees.unclear += [
            person.name.spans[0] for person in people if person.is_unclear and person.name
        ]
    _without_level(lines, addressees)


def _without_level(lines: Sequence[TextLine], addressees: Addressees) -> None:
    """Give `Fax: … Fax: …` in one row to neither of two officials: nobody knows whose they are."""
    if len(addressees.people) < _TWO:
        return
    for left, right in pairwise(lines):
        is_level = right.gap < 0 and left.name == right.name and left.name in KINDS
        if not is_level or _LETTERS.search(beside_contacts(left)):
            continue
        for person in addressees.people:
            person.contacts[left.name] = [
                contact
                for contact in person.contacts[left.name]
                if not left.start <= contact.spans[0].start < right.end
            ]
        addressees.torn.append(Span(left.start, right.end))


def _told_apart(
    document: Document, lines: list[TextLine], addressees: Addressees
) -> Iterator[OfficialExtract]:
    """Leave out what nobody can tell whose it is, where two officials run together."""
    classifier = classifier_of(document.labels)
    for person in officials(document, lines):
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
) -> Iterator[tuple[TextLine | None, list[TextLine]]]:
    """Yield the lines up to a line of diplomats, then each such line with those below it."""
    known = document.labels.expression("words", "diplomats")
    starts = [
        index
        for index, line in enumerate(lines)
        if known.search(line.plain) and line.kind != "field"
    ]
    yield None, lines[: starts[0] if starts else None]
    for start, end in zip_longest(starts, starts[1:]):
        yield lines[start], lines[start + 1 : end]


def _beside(document: Document) -> Part | None:
    """Return the copies whose heading stands beside that of the targets: two columns below both."""
    for left, right in pairwise(document.parts):
        are_beside = (left.name, right.name) == ("targets", "copies") and right.lines[0].gap < 0
        if are_beside and not right.lines[0].text and not any(line.text for line in left.lines):
            return right
    return None


def _diplomats(document: Document, line: TextLine) -> OfficialExtract:
    """Return diplomats as they are called, to the end of the sentence."""
    known = document.labels.expression("words", "diplomats").search(line.plain)
    named = _NATION.search(line.text[: known.start() if known else 0])
    start = line.start + (named.start() if named else 0)
    end = _SENTENCE_ENDS.search(document.text, start, start + _MOST_OF_SENTENCE)
    text = document.text[start : end.start() if end else start + _MOST_OF_SENTENCE].rstrip()
    return OfficialExtract(name=Extract(squeeze(text), (Span(start, start + len(text)),)))
