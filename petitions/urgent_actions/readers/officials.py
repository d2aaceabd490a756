"""From the lines of a part to officials: name, office, address, contacts, salutation."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from petitions.urgent_actions.models import Sure
from petitions.urgent_actions.readers.blocks import (
    blocks_of,
    is_contact,
    is_remark,
    is_titled,
    unnumbered,
)
from petitions.urgent_actions.readers.contacts import KINDS, bare_kind, contacts_in
from petitions.urgent_actions.readers.document import Document
from petitions.urgent_actions.readers.found import Found
from petitions.urgent_actions.readers.heads import Heads
from petitions.urgent_actions.readers.joined import is_flat, next_official, rows, runs_on
from petitions.urgent_actions.readers.lines import Line
from petitions.urgent_actions.readers.naming import Naming, naming, small_words

_GREETED = 70  # characters of a line that may have a greeting at its right
_BRACKETS = " ()[]"
_SENTENCE = 4  # words written small
_EMAIL = re.compile(r"\S@\S")
_CLOSING = re.compile(r"[)\]]\s*")


@dataclass
class Person:
    """An official with the evidence for each value."""

    name: Found[str] | None = None
    role: Found[str] | None = None
    salutation: Found[str] | None = None
    address: list[Found[str]] = field(default_factory=list)
    contacts: dict[str, list[Found[str]]] = field(
        default_factory=lambda: {kind: [] for kind in KINDS}
    )

    is_unclear: bool = False  # which line is the name, which the office?

    @property
    def is_somebody(self) -> bool:
        """Tell whether one knows whom this is about."""
        return any(one and one.value for one in (self.name, self.role))


def officials(document: Document, lines: Sequence[Line]) -> list[Person]:
    """Give the officials that lines hold, in order."""
    tells = naming(document.labels)
    greetings = document.labels.expression("words", "greetings")
    farewells = document.labels.expression("words", "farewells")
    people: list[Person] = []
    for block in blocks_of(_apart(lines, tells, greetings), tells):
        reader = _Reader(document, tells)
        person = reader.read(block, people[-1] if people else None)
        stray = _is_stray(block, tells) or farewells.match(block[0].plain)
        if person.is_somebody and not stray:
            people.append(person)
        elif people and not person.is_somebody:
            _add(people[-1], person)
        if reader.is_shared:
            _share(people)
    return people


def _is_stray(block: Sequence[Line], tells: Naming) -> bool:
    """Tell whether a lone word is no official: it has neither title nor address nor contact."""
    line = unnumbered(block[0])
    if _EMAIL.search(line.text) and not is_contact(line):
        return True
    if ": " in line.text and small_words(line.text) >= _SENTENCE:
        return True
    alone = len(block) == 1 and not is_titled(line, tells)
    return alone and not tells.is_address(line) and not tells.is_body(line.plain)


def _add(person: Person, more: Person) -> None:
    """Give an official what stood apart: an address line, another number."""
    for kind, found in more.contacts.items():
        # Below a second address a second number may be somebody else's.
        person.contacts[kind] += found if not (more.address and person.contacts[kind]) else []
    person.address += more.address
    person.salutation = person.salutation or more.salutation


def _share(people: Sequence[Person]) -> None:
    """Give the last salutation to all above it that have none."""
    for person in people:
        person.salutation = person.salutation or people[-1].salutation


def _apart(lines: Sequence[Line], tells: Naming, greetings: re.Pattern[str]) -> list[Line]:
    """Cut off the next official where lines were joined: behind a number or a salutation."""
    made: list[Line] = []
    lost = False
    for row in rows(lines):
        flat = is_flat(row)
        for line in row:
            lost = lost and not _is_new(line, tells)
            # A telegram's address names an office itself.
            may_end = flat and is_contact(line) and line.name != "other"
            at = next_official(line, tells, greetings) if may_end else 0
            at = at or _bracket_ends(line)
            if lost and not at and is_contact(line):
                continue  # somebody else's, whose name stands in a row above all of it
            lost = not at and (lost or (len(row) > 1 and runs_on(line)))
            made.append(replace(line.part(0, at), label=line.label) if at else line)
            if at:
                made.append(replace(line.part(at, len(line.text)), gap=-1))
    return made


def _is_new(line: Line, tells: Naming) -> bool:
    """Tell whether an official surely begins with a line."""
    return not is_contact(line) and (line.gap > 0 or is_titled(unnumbered(line), tells))


def _bracket_ends(line: Line) -> int:
    """Give where a salutation ends whose brackets began before its label; 0 in other lines."""
    end = _CLOSING.search(line.text) if line.name == "salutation" else None
    whole = end is None or set(line.text[: end.start()]) & set("([") or end.end() == len(line.text)
    return end.end() if end and not whole else 0


class _Reader:
    """Reads the lines of one official."""

    def __init__(self, document: Document, tells: Naming) -> None:
        self.document = document
        self.tells = tells
        self.person = Person()
        self.is_shared = False
        self._greetings = document.labels.expression("words", "greetings")

    def read(self, block: Sequence[Line], before: Person | None) -> Person:
        """Give the official; the one before may have the same address."""
        heads: list[Line] = []
        kind, above = "", dict.fromkeys(KINDS, len(block))
        for line in block:
            if is_contact(line):
                # Below a second address a second number may be somebody else's.
                if len(heads) > above.get(line.name, len(block)):
                    break
                kind = self._contact(line, kind)
                above[kind] = len(heads)
            elif self._is_same_address(line):
                self.person.address += before.address if before else []
            elif not is_remark(line) or not self._bracketed_greeting(line):
                heads += [] if is_remark(line) else [line]
                kind = kind if is_remark(line) else ""
        self._read_heads([head for line in heads if (head := self._without_greeting(line)).text])
        return self.person

    def _read_heads(self, lines: Sequence[Line]) -> None:
        if not lines:
            return
        heads = Heads(self.tells)
        heads.read(lines)
        self.person.name, self.person.role = heads.name, heads.role
        self.person.is_unclear = heads.is_unclear
        self.person.address = heads.address + self.person.address

    def _contact(self, line: Line, above: str) -> str:
        """Take what a line says; give the kind that a line of bare numbers below goes on with."""
        kind = line.name or bare_kind(line) or above or "phone"
        if kind == "salutation":
            self.is_shared = self._says(line, "shared")
            self._greet(line)
        elif kind in KINDS:
            self._reach(line, kind)
        return kind

    def _reach(self, line: Line, kind: str) -> None:
        found = contacts_in(line, kind)
        if kind == "phone" and self._says(line, "fax"):
            # `Tel/Fax`: one number is both, of two the first is the phone's.
            self.person.contacts["fax"] += found[1:] or found
            found = found[:1]
        self.person.contacts[kind] += found

    def _says(self, line: Line, name: str) -> bool:
        """Tell whether the label of a line has one of these words."""
        if line.label is None:
            return False
        group = "fields" if name == "fax" else "words"
        words = self.document.labels.expression(group, name)
        return bool(words.search(self.document.plain, line.label.start, line.label.end))

    def _greet(self, line: Line) -> None:
        self.person.salutation = self.person.salutation or greeting_of(line)

    def _is_same_address(self, line: Line) -> bool:
        return bool(self.document.labels.expression("words", "same_address").search(line.plain))

    def _bracketed_greeting(self, line: Line) -> bool:
        """Take `(Dear Governor)` on a line of its own."""
        if not self._greetings.match(line.plain.strip(_BRACKETS)):
            return False
        self._greet(line)
        return True

    def _without_greeting(self, line: Line) -> Line:
        """Take off a number before a name, and the salutation at its right."""
        line = unnumbered(line)
        if len(line.text) > _GREETED:
            return line
        at = next((at for at in self._greetings_in(line) if self._is_beside(line, at)), 0)
        if not at:
            return line
        self._greet(line.part(at, len(line.text)))
        return line.part(0, at)

    def _greetings_in(self, line: Line) -> Iterable[int]:
        found = (one.start() for one in self._greetings.finditer(line.plain))
        return (at for at in found if at > 3 and line.text[at].isupper())

    def _is_beside(self, line: Line, at: int) -> bool:
        """Tell whether a greeting is none of the name: in brackets, far at the right, `Dear`."""
        before = line.text[:at]
        if before.endswith(("(", "[", "   ")):
            return True
        plainly = self.document.labels.expression("words", "addressing")
        return bool(plainly.match(line.plain, at)) and not before.rstrip().endswith("/")


def greeting_of(line: Line) -> Found[str] | None:
    """Give the salutation without the brackets around it, and what ends it."""
    start = len(line.text) - len(line.text.lstrip(_BRACKETS))
    kept = line.part(start, len(line.text.rstrip(_BRACKETS + ".;,")))
    return Found(kept.text, (kept.span,), Sure.LABELLED) if kept.text else None
