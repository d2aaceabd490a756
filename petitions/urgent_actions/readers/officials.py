"""From the lines of a part to officials: name, office, address, contacts, salutation."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from petitions.urgent_actions.models import Sure
from petitions.urgent_actions.readers.classifier import (
    JOINED_LENGTH,
    Classifier,
    classifier_of,
    is_person,
)
from petitions.urgent_actions.readers.contacts import (
    KINDS,
    bare_kind,
    beside_contacts,
    contacts_in,
    is_contact,
)
from petitions.urgent_actions.readers.countries import country_at_end
from petitions.urgent_actions.readers.document import Document
from petitions.urgent_actions.readers.lines import Extract, TextLine
from petitions.urgent_actions.readers.name_and_office import NameAndOffice, parted
from petitions.urgent_actions.readers.text import BULLET

NUMBERED = re.compile(r"[\(]?\d{1,2}[.)]\s+(?=[^\W\d])")
_REMARK = re.compile(r"\((?![cs]/)[^)]*\)?$|\*.*")
_POST_CODE = re.compile(r"\d{4,6}")
_LONG_GREETING, _LONG_GREETINGS = 60, 120  # characters of more than one, or several
_TELEGRAM = 6  # words of its address
_GREETED = 70  # characters of a line that may have a greeting at its right
_BRACKETS = " ()[]"
_EMAIL = re.compile(r"\S@\S")
_COLON = re.compile(r":(?=\s+\w)")


@dataclass
class OfficialExtract:
    """An official with the evidence for each value."""

    name: Extract[str] | None = None
    role: Extract[str] | None = None
    salutation: Extract[str] | None = None
    address: list[Extract[str]] = field(default_factory=list)
    contacts: dict[str, list[Extract[str]]] = field(
        default_factory=lambda: {kind: [] for kind in KINDS}
    )
    is_unclear: bool = False  # which line is the name, which the office?


def officials(document: Document, lines: Sequence[TextLine]) -> list[OfficialExtract]:
    """Return the officials that lines hold, in order."""
    people: list[OfficialExtract] = []
    classifier = classifier_of(document.labels)
    for section in _sections(lines, classifier):
        first = len(people)
        for block in _blocks(_without_run_on(section, classifier), classifier):
            _read(document, block, people, first)
    return people


def _read(
    document: Document, block: Sequence[TextLine], people: list[OfficialExtract], first: int
) -> None:
    """Add the official of a block, or what stood apart to the one above, if that is in reach."""
    classifier = classifier_of(document.labels)
    farewells = document.labels.expression("words", "farewells")
    reader = _Reader(document, classifier)
    person = reader.read(block, people[-1] if people else None)
    if any(value and value.value for value in (person.name, person.role)):
        if not (_is_stray(block, classifier) or farewells.match(block[0].plain)):
            people.append(person)
    elif len(people) > first:
        # What stood apart: an address line, another number.
        above = people[-1]
        for kind, contacts in person.contacts.items():
            # Below a second address a second number may be somebody else's.
            if not (person.address and above.contacts[kind]):
                above.contacts[kind] += contacts
        above.address += person.address
        above.salutation = above.salutation or person.salutation
    if reader.is_shared and people:
        for above in people:
            above.salutation = above.salutation or people[-1].salutation


def _sections(lines: Sequence[TextLine], classifier: Classifier) -> Iterator[list[TextLine]]:
    """Yield the lines between those that end in a colon: they lead to somebody, and name nobody.

    An office, a name with its title or an embassy may end so.
    """
    section: list[TextLine] = []
    for line in lines:
        leads = line.text.endswith(":") and not is_contact(line)
        if leads and not (
            len(line.text) < JOINED_LENGTH
            and (classifier.is_titled(line) or classifier.is_address(line))
        ):
            yield section
            section = []
        else:
            section += _at_colons(line, classifier)
    yield section


def _at_colons(line: TextLine, classifier: Classifier) -> list[TextLine]:
    """Return `Office: Name: address` in lines of their own, the first as after an empty one."""
    colons = [match.end() for match in _COLON.finditer(line.text)]
    is_other = not colons or line.label or is_contact(line)
    if is_other or not classifier.is_titled(unnumbered(line).part(0, colons[0] - 1)):
        return [line]
    ends = zip_longest([0, *colons], colons)
    pieces = [line.part(start, end and end - 1) for start, end in ends]
    name, comma, _ = pieces[-1].text.partition(",")
    address = pieces[-1].part(len(name) + 1)
    is_address = classifier.is_address(address) or country_at_end(address.plain)
    if comma and is_person(name) and is_address:
        pieces[-1:] = [pieces[-1].part(0, len(name)), address]
    first = replace(pieces[0], gap=max(line.gap, 1))
    return [first, *(replace(piece, gap=0) for piece in pieces[1:] if piece.text)]


def unnumbered(line: TextLine) -> TextLine:
    """Return a line without the number or bullet before it."""
    numbered = NUMBERED.match(line.text) or BULLET.match(line.text)
    return line.part(numbered.end()) if numbered else line


def rows(lines: Sequence[TextLine]) -> Iterator[list[TextLine]]:
    """Yield the lines that stood in one row of the text together."""
    row: list[TextLine] = []
    for line in lines:
        if row and line.gap >= 0:
            yield row
            row = []
        row.append(line)
    if row:
        yield row


def _without_run_on(lines: Sequence[TextLine], classifier: Classifier) -> Iterator[TextLine]:
    """Leave out contacts behind words in their row that may name somebody else."""
    lost = False
    for row in rows(lines):
        for line in row:
            contact = is_contact(line)
            if not contact and (line.gap > 0 or classifier.is_titled(unnumbered(line))):
                lost = False  # an official surely begins here
            if not (lost and contact):
                lost = lost or (len(row) > 1 and _runs_on(line))
                yield line


def _runs_on(line: TextLine) -> bool:
    """Return True if words follow a contact that are none of it: who knows whom they name."""
    if line.name == "salutation":
        return len(line.text) > (_LONG_GREETINGS if "/" in line.text else _LONG_GREETING)
    words = len(re.findall(r"[^\W\d_a-z][^\W\d_]+", beside_contacts(line)))
    return words > (_TELEGRAM if line.name == "other" else 1 if line.name in KINDS else words)


def _blocks(lines: Iterable[TextLine], classifier: Classifier) -> Iterator[list[TextLine]]:
    """Yield the lines of each official."""
    block = _Block(classifier)
    lines = list(lines)
    for line, after in zip_longest(lines, lines[1:]):
        if block.lines and (block.ends_before(line) or block.ends_at_seat(line, after)):
            yield block.lines
            block = _Block(classifier)
        block.add(line)
    if block.lines:
        yield block.lines


@dataclass
class _Block:
    """The lines of one official so far, each looked at once."""

    classifier: Classifier
    lines: list[TextLine] = field(default_factory=list)
    heads: int = 0  # lines of name, office and address
    last_head: TextLine | None = None
    has_address: bool = False
    # A salutation may stand beside the first line; name and address then follow.
    is_greeted_beside: bool = True
    ends_in_contact: bool = False
    is_listed: bool = False  # a bullet begins it

    def add(self, line: TextLine) -> None:
        """Take the next line."""
        self.is_listed = self.is_listed or (not self.lines and unnumbered(line) is not line)
        self.lines.append(line)
        contact = is_contact(line)
        self.ends_in_contact = contact or _is_remark(line)
        if contact:
            beside = line.name == "salutation" and line.gap < 0
            self.is_greeted_beside = self.is_greeted_beside and beside
        elif not self.ends_in_contact:
            self.last_head = head = unnumbered(line)
            self.heads += 1
            self.has_address = self.has_address or self.classifier.is_address(head)

    def ends_before(self, line: TextLine) -> bool:
        """Return True if a new official begins with this line."""
        classifier = self.classifier
        if is_contact(line) or _is_remark(line) or classifier.is_place(line):
            return False
        if self.last_head is None or NUMBERED.match(line.text):
            return bool(NUMBERED.match(line.text))
        line, listed = unnumbered(line), line
        is_titled, is_address = classifier.is_titled(line), classifier.is_address(line)
        if listed is not line and (is_titled or (self.ends_in_contact and self.is_listed)):
            return True
        if self.ends_in_contact:
            goes_on = is_address and not is_titled and not line.text.isupper()
            return self.has_address or not (self.is_greeted_beside or goes_on)
        is_body = is_person(line.text) or classifier.is_body(line.plain)
        if not is_titled and (is_address or not is_body):
            return False
        if line.gap > 0:
            return self.has_address or self.heads > 2
        loud = line.text.isupper() and not self.last_head.text.isupper()
        return (is_titled or loud) and self._is_closed(self.last_head, line)

    def ends_at_seat(self, line: TextLine, after: TextLine | None) -> bool:
        """Return True if an embassy or an office begins a new official, named below it."""
        is_seat = not is_contact(line) and self.classifier.addresses.match(line.plain)
        if self.last_head is None or not after or not is_seat or is_contact(after):
            return False
        is_over = self.heads > 2 and self.has_address and country_at_end(self.last_head.plain)
        return bool(is_over) and self.classifier.is_titled(after)

    def _is_closed(self, last: TextLine, line: TextLine) -> bool:
        """Return True if an address has come to its end: with its country, a code, or a place."""
        whole = (parted(each, self.classifier, alone=True)[1] for each in (last, line))
        if self.heads == 1 and self.classifier.is_titled(last) and all(whole):
            return True  # each a whole official
        if len(last.text) > JOINED_LENGTH and parted(last, self.classifier, alone=True)[1]:
            return True  # a whole official in one line
        if self.heads < 3 or not self.has_address:
            return False
        return bool(country_at_end(last.plain) or _POST_CODE.search(last.text)) or self.heads > 3


def _is_remark(line: TextLine) -> bool:
    """Return True if a line is a remark in brackets and nothing else."""
    return not line.label and bool(_REMARK.match(line.text))


def _is_stray(block: Sequence[TextLine], classifier: Classifier) -> bool:
    """Return True if a lone word is no official: it has neither title nor address nor contact."""
    line = unnumbered(block[0])
    if _EMAIL.search(line.text) and not is_contact(line):
        return True
    known = (classifier.is_titled, classifier.is_address)
    is_known = any(test(line) for test in known) or classifier.is_body(line.plain)
    return len(block) == 1 and not is_known


class _Reader:
    """Reads the lines of one official."""

    def __init__(self, document: Document, classifier: Classifier) -> None:
        self.document = document
        self.classifier = classifier
        self.person = OfficialExtract()
        self.is_shared = False
        self._greetings = document.labels.expression("words", "greetings")
        self._addressing = document.labels.expression("words", "addressing")
        self._same_address = document.labels.expression("words", "same_address")

    def read(self, block: Sequence[TextLine], before: OfficialExtract | None) -> OfficialExtract:
        """Return the official; the one before may have the same address."""
        heads: list[TextLine] = []
        kind, above = "", dict.fromkeys(KINDS, len(block))
        for line in block:
            if is_contact(line):
                # Below a second address a second number may be somebody else's.
                if len(heads) > above.get(line.name, len(block)):
                    break
                kind = self._contact(line, kind)
                above[kind] = len(heads)
            elif self._same_address.search(line.plain):
                self.person.address += before.address if before else []
            elif heads and self._is_greeting(line):
                self._greet(line)
            elif not _is_remark(line):
                heads.append(line)
                kind = ""
            elif self._greetings.match(line.plain.strip(_BRACKETS)):
                self._greet(line)  # `(Dear Governor)` on a line of its own
        heads = [head for line in heads if (head := self._without_greeting(line)).text]
        if heads:
            read = NameAndOffice(self.classifier, heads)
            self.person.name, self.person.role = read.name, read.role
            self.person.is_unclear = read.is_unclear
            self.person.address = read.address + self.person.address
        return self.person

    def _contact(self, line: TextLine, above: str) -> str:
        """Take what a line says; return the kind that a line of bare numbers below goes on with."""
        kind = line.name or bare_kind(line) or above or "phone"
        if kind == "salutation":
            self.is_shared = self._is_called(line, "words", "shared")
            self._greet(line)
        elif kind in KINDS:
            contacts = contacts_in(line, kind)
            if kind == "phone" and self._is_called(line, "fields", "fax"):
                # `Tel/Fax`: one number is both, of two the first is the phone's.
                self.person.contacts["fax"] += contacts[1:] or contacts
                contacts = contacts[:1]
            self.person.contacts[kind] += contacts
        return kind

    def _is_called(self, line: TextLine, group: str, name: str) -> bool:
        """Return True if the label of a line has one of these words."""
        words, label = self.document.labels.expression(group, name), line.label
        return bool(label and words.search(self.document.plain, label.start, label.end))

    def _is_greeting(self, line: TextLine) -> bool:
        is_greeting = self._addressing.match(line.plain) and len(line.text) <= _LONG_GREETING
        return bool(is_greeting) and not self.classifier.is_honored(line)

    def _greet(self, line: TextLine) -> None:
        """Take the salutation without the brackets around it, and what ends it."""
        start = len(line.text) - len(line.text.lstrip(_BRACKETS))
        greeting = line.part(start, len(line.text.rstrip(_BRACKETS + ".;,")))
        if greeting.text and not self.person.salutation and not _runs_on(line):
            self.person.salutation = Extract(greeting.text, (greeting.span,), Sure.LABELLED)

    def _without_greeting(self, line: TextLine) -> TextLine:
        """Take off a number before a name, and the salutation at its right.

        That stands in brackets, far at the right, or begins with a word such as `Dear`.
        """
        line = unnumbered(line)
        if len(line.text) > _GREETED:
            return line
        for match in self._greetings.finditer(line.plain):
            at, before = match.start(), line.text[: match.start()]
            beside = before.endswith(("(", "[", "   ")) or (
                self._addressing.match(line.plain, at) and not before.rstrip().endswith("/")
            )
            if at > 3 and line.text[at].isupper() and beside:
                self._greet(line.part(at))
                return line.part(0, at)
        return line
