"""Officials whom a copy has mixed: whose a line is only a person can tell."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from petitions.urgent_actions.readers.classifier import (
    JOINED_LENGTH,
    Classifier,
    classifier_of,
    is_person,
    joins,
)
from petitions.urgent_actions.readers.contacts import KINDS
from petitions.urgent_actions.readers.countries import countries_in
from petitions.urgent_actions.readers.document import Document
from petitions.urgent_actions.readers.lines import Extract, TextLine
from petitions.urgent_actions.readers.officials import OfficialExtract
from petitions.urgent_actions.readers.text import fold

_ROW = 1000  # characters of a line that are looked at
_LONG_ROW = 150
_TWO_CODES = re.compile(r"\d{4,6} [^\d,;/]+ \d{4,6} [^\d,;/]+")
_TWO_HOUSES = re.compile(r"\d{1,4} [A-Z][^\d,;/]+ [^\d,;/]+ \d{1,4} [A-Z][^\d,;/]+ [^\d,;/]+")
_NAME = r"(?:[^\W\d_a-z][\w.'’-]+ ){2,5}"
_TITLES = r"(?:(?:his|her) excellency|[shi]\.\s?e\.|herrn?|frau|mr|mrs|ms|sra?\.|mme|pani?)\s+\w{3}"
_TITLED = re.compile(rf"\w\W{{1,9}}{_TITLES}")
_BEGINS_TITLED = re.compile(rf"{_TITLES}|m\.\s+\w{{3}}")
_NAME_CHARACTERS = 300  # of a name that are looked at
_REACH = 60  # characters before a country in which the word before it begins


def is_interleaved(document: Document, lines: Sequence[TextLine]) -> bool:
    """Return True if two officials were read line by line across both columns."""
    classifier = classifier_of(document.labels)
    greetings = document.labels.expression("words", "greetings")
    twice = sum(
        right.gap < 0 and left.name == right.name and left.name in {*KINDS, "salutation"}
        for left, right in pairwise(lines)
    )
    heads = [line for line in lines if not line.label]
    crossed = sum(_is_crossed(line, classifier) for line in heads)
    doubled = sum(
        bool(_TWO_CODES.fullmatch(line.text[:_ROW]) or _TWO_HOUSES.fullmatch(line.text[:_ROW]))
        for line in heads
    )
    greeted = sum(
        len(greetings.findall(line.plain)) > 1 and not re.search(r"[/,;]| or ", line.plain)
        for line in lines
        if line.name == "salutation"
    )
    return crossed + doubled + greeted + min(twice, 2) > 1 or (
        crossed > 0 and any(len(line.text) > _LONG_ROW for line in heads)
    )


def _is_crossed(line: TextLine, classifier: Classifier) -> bool:
    """Return True if a line holds two offices or two names: nobody has two in such a way."""
    offices = [
        role for role in classifier.roles_in(line.plain[:_ROW]) if _is_free(line, role.start())
    ]
    for first, second in pairwise(offices):
        between = line.text[first.end() : second.start()]
        apart = first[0] != second[0] and re.fullmatch(rf"\s+{_NAME}", between)
        if apart and not classifier.addresses.search(between.lower().strip()):
            return True
    # An office with its `of …`, or a titled name, before another.
    text = line.text[:_ROW]
    if len(offices) > 1 and offices[0].start() == 0 and len(text) <= JOINED_LENGTH:
        return offices[0][0] != offices[1][0] and joins(line.plain[offices[0].end() :])
    if not classifier.is_honored(line):
        return False
    words = (match.start() for match in re.finditer(r"(?<=\s)(?=\S)", text))
    return any(
        at > 6
        and _is_free(line, at)
        and classifier.is_honored(line.part(at, len(text)))
        and is_person(text[:at])
        and text[:at].count(" ") > 1
        for at in words
    )


def _is_free(line: TextLine, at: int) -> bool:
    """Return True if a word has a capital, and is not tied to the one before."""
    before = line.text[max(0, at - JOINED_LENGTH) : at].rstrip()
    tied = before.endswith((",", "/", "-", "–", "(")) or (
        before and joins(fold(before.split()[-1]))
    )
    return line.text[at].isupper() and not tied


def names_two(name: Extract[str] | None, classifier: Classifier) -> bool:
    """Return True if a name holds a second one with its own title: `Sr. A B Sr. C D`."""
    text = name.value[:_NAME_CHARACTERS] if name else ""
    line = TextLine(0, len(text), text, fold(text), 0)
    first = classifier.honorific_ends(line)
    words = (match.start() for match in re.finditer(r"(?<=\s)\S", text))
    return any(
        len(text[first:at].split()) > 1 and classifier.is_honored(line.part(at))
        for at in words
        if at > first
    )


def ends_twice(values: Iterable[Extract[str] | None]) -> bool:
    """Return True if words come twice to the same end: `Nairobi, Kenya … Nairobi, Kenya`."""
    plain = fold(" ".join(value.value for value in values if value))
    # Each country with the word before it; numbers count as one.
    ends: Counter[tuple[str, str]] = Counter()
    town = ""
    for country in countries_in(plain):
        before = plain[max(0, country.start - _REACH) : country.start].replace(",", " ").split()
        if before and before[-1] != plain[country.start : country.end]:
            town = re.sub(r"\d", "0", before[-1])
        if before and not joins(town):
            ends[town, country.code] += 1
    return max(ends.values(), default=0) > 1


def holds_name(person: OfficialExtract) -> bool:
    """Return True if somebody else's name with its title stands in an address."""
    values = [fold(line.value) for line in person.address]
    begun = person.name is not None and any(map(_BEGINS_TITLED.match, values))
    return begun or any(map(_TITLED.search, values))
