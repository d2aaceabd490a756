"""Whom to write to, and who gets a copy."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise, takewhile

from petitions.urgent_actions.models import Span
from petitions.urgent_actions.readers.classifier import (
    JOINED_LENGTH,
    Classifier,
    classifier_of,
    joins,
    small_words,
)
from petitions.urgent_actions.readers.contacts import KINDS, is_own
from petitions.urgent_actions.readers.countries import countries_in
from petitions.urgent_actions.readers.dates import days_in
from petitions.urgent_actions.readers.document import Document, Part
from petitions.urgent_actions.readers.lines import Extract, Line
from petitions.urgent_actions.readers.officials import (
    NUMBERED,
    OfficialExtract,
    greeting_of,
    is_contact,
    is_titled,
    officials,
    rows,
    unnumbered,
)
from petitions.urgent_actions.readers.text import BULLET, fold, squeeze

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

    people: list[OfficialExtract] = field(default_factory=list)
    torn: list[Span] = field(default_factory=list)
    unclear: list[Span] = field(default_factory=list)


def targets(document: Document, left: list[Line]) -> Written:
    """Return the officials to write to; `left` are lines behind the demands, without a heading."""
    written = Written()
    parts = document.parts_called("targets") or [Part("targets", left)] * bool(left)
    for part in parts:
        lines = addressed(document, part, classifier_of(document.labels))
        _read(document, _without_diplomats(document, lines), written)
    if beside := _beside(document):
        written.torn.append(Span(beside.start, beside.end))
    _greet_alone(document, written.people)
    return written


def _greet_alone(document: Document, people: list[OfficialExtract]) -> None:
    """Return the one official the one salutation that is labelled, wherever it stands."""
    labelled = list(document.fields_called("salutation"))
    if len(people) == len(labelled) == 1 and labelled[0].text:
        people[0].salutation = people[0].salutation or greeting_of(labelled[0])


def copies_to(document: Document) -> Written:
    """Return who gets a copy; diplomats whom nobody names are one of them."""
    written = Written()
    classifier = classifier_of(document.labels)
    beside = _beside(document)
    for part in document.parts_called("copies"):
        if part is not beside:
            _read(document, addressed(document, part, classifier), written)
    for part in document.parts_called("targets"):
        lines = addressed(document, part, classifier)
        written.people += [_diplomats(document, *cut) for cut in _joined_diplomats(document, lines)]
    return written


def _read(document: Document, lines: list[Line], written: Written) -> None:
    greetings = document.labels.expression("words", "greetings")
    if lines and is_interleaved(lines, classifier_of(document.labels), greetings):
        written.torn.append(Span(lines[0].start, lines[-1].end))
        return
    for group, diplomats in _groups(document, lines):
        people = list(
            _told_apart(officials(document, group), classifier_of(document.labels), written)
        )
        # Where somebody is named below the diplomats, he is the one they mean.
        written.people += [_diplomats(document, diplomats)] if diplomats and not people else []
        written.people += people
        written.unclear += [one.name.spans[0] for one in people if one.is_unclear and one.name]


def _told_apart(
    people: list[OfficialExtract], classifier: Classifier, written: Written
) -> Iterator[OfficialExtract]:
    """Leave out what nobody can tell whose it is, where two officials run together."""
    for person in people:
        is_two = names_two(person.name, classifier) or holds_name(person)
        if not is_two and not ends_twice((person.role, person.name, *person.address)):
            yield person
            continue
        spans = [span for one in (person.name, *person.address) if one for span in one.spans]
        written.torn.append(Span(min(one.start for one in spans), max(one.end for one in spans)))
        if not is_two:
            yield OfficialExtract(name=person.name, role=person.role, is_unclear=person.is_unclear)


def _groups(document: Document, lines: list[Line]) -> Iterator[tuple[list[Line], Line | None]]:
    """Return the lines up to a line of diplomats, then those behind it with it."""
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
    """Return the copies whose heading stands beside that of the targets: two columns below both."""
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
    """Return lines with `and to diplomatic representatives` in them, and where that begins."""
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


def _diplomats(document: Document, line: Line, at: int = 0) -> OfficialExtract:
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


_NOBODYS = {"details", "index_number", "country"}
_MOST_LINES = 1_000  # more is no list of officials
_DAY_WITHIN = 150
_LEAD = 200  # characters of the sentence that leads to the officials
_SHORT_ROW = 300  # characters; a longer row holds the officials as well
_TO = re.compile(
    r"[\s,.]*(?:r\.?\s)?(?:to|an|a|à|do|na(?: adres)?)?(?!\w)\s*[.:]?\s*", re.IGNORECASE
)
_SENTENCE = re.compile(r"[^.!?]{20,250}[.!?](?:\s+|$)")
_LEAST_SMALL = 4  # words written small that make a sentence, not a name or an address
_LONG = 5  # words of a sentence without its end
_LEAST_LOUD = 3  # words in capitals that lead, and are no office
_EMAIL = re.compile(r"\S@\S")


def addressed(document: Document, part: Part, classifier: Classifier) -> list[Line]:
    """Return the lines of a part that are about officials."""
    lines = [line for line in part.lines[:_MOST_LINES] if line.name not in _NOBODYS]
    first = next(rows(lines), [])
    lines = [*_behind_lead(document, first, classifier), *lines[len(first) :]]
    form = document.labels.expression("openings", "form")
    lines = [line for line in lines if line.text and not form.match(line.plain)]
    return list(_without_sentences(document, lines, classifier))


def _behind_lead(document: Document, row: Sequence[Line], classifier: Classifier) -> list[Line]:
    """Drop the rest of the sentence that leads to the officials: `by 14 March, 2017:`."""
    if not row or row[0].label is None or row[0].kind not in {"heading", "opening"}:
        return list(row)
    line = row[0]
    if document.labels.expression("words", "diplomats").search(line.plain):
        return list(row)
    is_short = line.kind == "opening" and row[-1].end - line.start < _SHORT_ROW
    end = _marked_end(document, line) or _spoken_end(line, classifier)
    rest = line.part(end, len(line.text))
    is_short = is_short and not any(map(is_contact, row)) and not is_titled(rest, classifier)
    if is_short and not _marked_end(document, line):
        rest = line.part(0, 0)
    behind = [one for one in row[1:] if one.kind == "field" or not is_short]
    return [rest, *behind] if rest.text else behind


def _marked_end(document: Document, line: Line) -> int:
    """Return where a day or a colon ends the lead; 0 where none does."""
    days = days_in(document, line.start, min(line.end, line.start + _DAY_WITHIN))
    if days:
        end = days[0].end - line.start
        behind = _TO.match(line.text, end)
        return behind.end() if behind else end
    return line.text.find(":", 0, _LEAD) + 1


def _spoken_end(line: Line, classifier: Classifier) -> int:
    """Return where words in capitals and sentences end that go before the officials in one row."""
    end = _loud_ends(line.text) if line.kind == "opening" else 0
    while sentence := _SENTENCE.match(line.text, end):
        told = small_words(sentence[0]) >= _LEAST_SMALL
        if not told or is_titled(line.part(end, len(line.text)), classifier):
            break
        end = sentence.end()
    return end


def _loud_ends(text: str) -> int:
    """Return where words in capitals end, if others follow."""
    words = list(re.finditer(r"\S+\s*", text))
    loud = list(takewhile(lambda word: word[0].upper() == word[0], words))
    return loud[-1].end() if _LEAST_LOUD <= len(loud) < len(words) else 0


def _without_sentences(
    document: Document, lines: Sequence[Line], classifier: Classifier
) -> Iterator[Line]:
    """Leave out sentences for the reader. Addresses below one are where to report to.

    Only a line with an office or a title then classifier that officials go on.
    """
    closed = begun = False
    seen: set[str] = set()
    for line in lines:
        if line.text.endswith((":", ",")) and line.plain.rstrip(":, ") in seen:
            return  # the letter begins, and greets by name and office alone
        seen.add(line.plain)
        spoken = _speaks(document, line, classifier)
        closed = closed or (begun and spoken and _closes(line))
        if spoken:
            continue
        if closed and not (is_titled(line, classifier) or NUMBERED.match(line.text)):
            continue
        closed, begun = False, True
        yield line


def _speaks(document: Document, line: Line, classifier: Classifier) -> bool:
    """Return True if a line is a sentence for the reader."""
    if line.kind == "field" or is_contact(line) or line.text.startswith("("):
        return False
    if document.labels.expression("words", "diplomats").search(line.plain):
        return False
    if document.labels.expression("words", "instructions").search(line.plain):
        return True
    return _is_listed(line) or _is_sentence(line, classifier)


def _is_sentence(line: Line, classifier: Classifier) -> bool:
    """Return True if a line is told, rather than a name or an address."""
    small = small_words(line.text)
    if _EMAIL.search(line.text) and (small > 1 or is_own(line.text)):
        return True
    if len(line.text) > _SHORT_ROW / 2 and is_titled(line, classifier):
        return False
    ended = line.text.endswith((".", ":", "…")) or len(line.text.split()) > _LONG
    return line.text.endswith(("!", "?")) or (small >= _LEAST_SMALL and ended)


def _is_listed(line: Line) -> bool:
    """Return True if a line is an item of a list that says what to do: `- send us …`."""
    bullet = BULLET.match(line.text)
    if bullet is None or any(map(str.isdigit, bullet[0])):
        return False
    return line.text[bullet.end() :][:1].islower()


def _closes(line: Line) -> bool:
    return line.gap > 0 or bool(_EMAIL.search(line.text)) or line.text.endswith((".", ":", "!"))


_ROW = 1000  # characters of a line that are looked at
_TWO_CODES = re.compile(r"\d{4,6} [^\d,;/]+ \d{4,6} [^\d,;/]+")
_TWO_HOUSES = re.compile(r"\d{1,4} [A-Z][^\d,;/]+ [^\d,;/]+ \d{1,4} [A-Z][^\d,;/]+ [^\d,;/]+")
_NAME = r"(?:[^\W\d_a-z][\w.'’-]+ ){2,5}"


def is_interleaved(
    lines: Sequence[Line], classifier: Classifier, greetings: re.Pattern[str]
) -> bool:
    """Return True if two officials were read line by line across both columns."""
    twice = sum(
        right.gap < 0 and left.name == right.name and left.name in {*KINDS, "salutation"}
        for left, right in pairwise(lines)
    )
    heads = [line for line in lines if not line.label]
    crossed = sum(_is_crossed(line, classifier) for line in heads)
    doubled = sum(_is_doubled(line) for line in heads)
    greeted = sum(
        len(greetings.findall(line.plain)) > 1 and not re.search(r"[/,;]| or ", line.plain)
        for line in lines
        if line.name == "salutation"
    )
    return crossed + doubled + greeted + min(twice, 2) > 1 or (crossed > 0 and _has_long_row(heads))


def _has_long_row(heads: Sequence[Line]) -> bool:
    return any(len(line.text) > 150 for line in heads)


def _is_crossed(line: Line, classifier: Classifier) -> bool:
    """Return True if a line holds two offices or two names: nobody has two in such a way."""
    offices = [one for one in classifier.roles_in(line.plain[:_ROW]) if _is_free(line, one.start())]
    for first, second in pairwise(offices):
        between = line.text[first.end() : second.start()]
        apart = first[0] != second[0] and re.fullmatch(rf"\s+{_NAME}", between)
        if apart and not classifier.addresses.search(between.lower().strip()):
            return True
    return _is_side_by_side(line, offices, classifier)


def _is_doubled(line: Line) -> bool:
    """Return True if a line holds two post codes, or two houses with their streets."""
    text = line.text[:_ROW]
    return bool(_TWO_CODES.fullmatch(text) or _TWO_HOUSES.fullmatch(text))


def _is_free(line: Line, at: int) -> bool:
    """Return True if a word has a capital, and is not tied to the one before."""
    before = line.text[max(0, at - JOINED_LENGTH) : at].rstrip()
    tied = (
        before.endswith((",", "/", "-", "–", "(")) or joins(fold(before.split()[-1]))
        if before
        else False
    )
    return line.text[at].isupper() and not tied


def _is_side_by_side(line: Line, offices: Sequence[re.Match[str]], classifier: Classifier) -> bool:
    """Return True if an office with its `of …`, or a titled name, stands before another."""
    text = line.text[:_ROW]
    if len(offices) > 1 and offices[0].start() == 0 and len(text) <= JOINED_LENGTH:
        return offices[0][0] != offices[1][0] and joins(line.plain[offices[0].end() :])
    if not classifier.is_honored(line):
        return False
    words = (found.start() for found in re.finditer(r"(?<=\s)(?=\S)", text))
    names = [
        at
        for at in words
        if at > 6 and _is_free(line, at) and classifier.is_honored(line.part(at, len(text)))
    ]
    return any(classifier.is_person(text[:at]) and text[:at].count(" ") > 1 for at in names)


_TITLES = r"(?:(?:his|her) excellency|[shi]\.\s?e\.|herrn?|frau|mr|mrs|ms|sra?\.|mme|pani?)\s+\w{3}"
_TITLED = re.compile(rf"\w\W{{1,9}}{_TITLES}")
_BEGINS_TITLED = re.compile(rf"{_TITLES}|m\.\s+\w{{3}}")
_NAME_CHARACTERS = 300  # of a name that are looked at
_REACH = 60  # characters before a country in which the word before it begins


def names_two(name: Extract[str] | None, classifier: Classifier) -> bool:
    """Return True if a name holds a second one with its own title: `Sr. A B Sr. C D`."""
    text = name.value[:_NAME_CHARACTERS] if name else ""
    line = Line(0, len(text), text, fold(text), 0)
    first = classifier.honorific_ends(line)
    return any(
        len(text[first:at].split()) > 1 and classifier.is_honored(line.part(at))
        for at in (match.start() for match in re.finditer(r"(?<=\s)\S", text))
        if at > first
    )


def ends_twice(values: Iterable[Extract[str] | None]) -> bool:
    """Return True if words come twice to the same end: `Nairobi, Kenya … Nairobi, Kenya`."""
    ends = Counter(_ends(fold(" ".join(one.value for one in values if one))))
    return bool(ends) and max(ends.values()) > 1


def holds_name(person: OfficialExtract) -> bool:
    """Return True if somebody else's name with its title stands in an address."""
    values = [fold(one.value) for one in person.address]
    begun = person.name is not None and any(map(_BEGINS_TITLED.match, values))
    return begun or any(map(_TITLED.search, values))


def _ends(plain: str) -> Iterator[tuple[str, str]]:
    """Return each country with the word before it; numbers count as one."""
    town = ""
    for place in countries_in(plain):
        before = plain[max(0, place.start - _REACH) : place.start].replace(",", " ").split()
        if before and before[-1] != plain[place.start : place.end]:
            town = re.sub(r"\d", "0", before[-1])
        if before and not joins(town):
            yield town, place.code
