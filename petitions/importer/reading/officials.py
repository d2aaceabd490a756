"""From the lines of a part to officials: name, office, address, contacts, salutation."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from petitions.importer.reading.blocks import NUMBERED, blocks_of, is_contact
from petitions.importer.reading.contacts import KINDS, bare_kind, contacts_in
from petitions.importer.reading.document import Document
from petitions.importer.reading.found import Found
from petitions.importer.reading.lines import Line
from petitions.importer.reading.naming import Naming, joins, naming
from petitions.importer.urgent_action import Sure

_MOST_HEADS = 4  # lines that may hold name and office; the rest is the address
_RUN_ON = 70  # characters of a line that may hold the address as well
_AFTER_ROLE = re.compile(r"\s*[,:–-]?\s*")


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

    @property
    def is_somebody(self) -> bool:
        """Tell whether one knows whom this is about."""
        return self.name is not None or self.role is not None


def officials(document: Document, lines: Sequence[Line]) -> list[Person]:
    """Give the officials that lines hold, in order."""
    tells = naming(document.labels)
    greetings = document.labels.expression("words", "greetings")
    people: list[Person] = []
    for block in blocks_of(document, _apart(lines, tells, greetings), tells):
        person = _Reader(tells, greetings).read(block)
        if person.is_somebody:
            people.append(person)
        elif people:
            _add(people[-1], person)
    return people


def _add(person: Person, more: Person) -> None:
    """Give an official what stood apart: an address line, another number."""
    person.address += more.address
    person.salutation = person.salutation or more.salutation
    for kind, found in more.contacts.items():
        person.contacts[kind] += found


def _apart(lines: Iterable[Line], tells: Naming, greetings: re.Pattern[str]) -> list[Line]:
    """Cut off the next official where lines were joined: behind a number or a salutation."""
    made: list[Line] = []
    for line in lines:
        at = _next_official(line, tells, greetings) if is_contact(line) else 0
        if at:
            rest = line.part(at, len(line.text))
            head = line.part(0, at)
            made.append(Line(head.start, head.end, head.text, head.plain, line.gap, line.label))
            made.append(Line(rest.start, rest.end, rest.text, rest.plain, -1))
        else:
            made.append(line)
    return made


def _next_official(line: Line, tells: Naming, greetings: re.Pattern[str]) -> int:
    """Give where the next official begins within a contact's line; 0 where none does."""
    start = 0
    if line.name == "salutation":
        greeting = greetings.match(line.plain)
        titled = tells.honorifics.match(line.plain, greeting.end() + 1) if greeting else None
        at = titled.end() if titled else greeting.end() + 1 if greeting else 0
        start = at + tells.role_ends(line.plain[at:])
    for found in re.finditer(r"(?<=[\s)])(?=[^\W\d_a-z])", line.text):
        rest = line.plain[found.start() :]
        begins = tells.role_ends(rest) or (tells.honorifics.match(rest) and len(rest) > 20)
        behind = line.text[: found.start()].rstrip()
        if found.start() > start and begins and not behind.endswith(("/", ",", "(", "or")):
            return found.start() if len(rest) > 12 else 0
    return 0


class _Reader:
    """Reads the lines of one official."""

    def __init__(self, tells: Naming, greetings: re.Pattern[str]) -> None:
        self.tells = tells
        self.greetings = greetings
        self.person = Person()

    def read(self, block: Sequence[Line]) -> Person:
        """Give the official."""
        heads: list[Line] = []
        kind = ""
        for line in block:
            kind = self._contact(line, kind) if is_contact(line) else ""
            if not is_contact(line):
                heads.append(line)
        self._heads([head for line in heads if (head := self._without_greeting(line)).text])
        return self.person

    def _contact(self, line: Line, above: str) -> str:
        """Take what a line says; give the kind that a line of bare numbers below goes on with."""
        kind = line.name or bare_kind(line) or above
        if kind == "salutation":
            text = line.text.strip(" ()").rstrip(".;")
            if text and self.person.salutation is None:
                self.person.salutation = Found(text, (line.span,), Sure.LABELLED)
        elif kind in KINDS:
            self.person.contacts[kind] += contacts_in(line, kind)
        return kind

    def _without_greeting(self, line: Line) -> Line:
        """Take off a number before a name, and the salutation at its right."""
        numbered = NUMBERED.match(line.text)
        line = line.part(numbered.end(), len(line.text)) if numbered else line
        greeting = next(
            (one for one in self.greetings.finditer(line.plain) if one.start() > 3), None
        )
        if (
            greeting is None
            or not line.text[greeting.start()].isupper()
            or len(line.text) > _RUN_ON
        ):
            return line
        words = line.part(greeting.start(), len(line.text))
        before = line.text[: greeting.start()].rstrip()
        if words.text.split()[0].casefold() not in {
            "dear",
            "estimado",
            "estimada",
            "monsieur",
            "madame",
        } or before.endswith("/"):
            return line
        self.person.salutation = self.person.salutation or Found(words.text, (words.span,))
        return line.part(0, greeting.start())

    def _heads(self, lines: list[Line]) -> None:
        """Take name and office from the first lines; the rest is the address."""
        for place, line in enumerate(lines):
            if place >= _MOST_HEADS or not self._head(
                line, is_first=place == 0, after=lines[place + 1 : place + 2]
            ):
                self.person.address += [Found(one.text, (one.span,)) for one in lines[place:]]
                break

    def _head(self, line: Line, *, is_first: bool, after: list[Line]) -> bool:
        """Take a line for the name, the office or both; give False where it is neither."""
        if len(line.text) > _RUN_ON and self._run_on(line):
            return True
        if self.tells.is_honorific(line):
            return True
        if self._is_loud_role(line, after, is_first=is_first):
            self.person.role = _found(line)
            return True
        end = self.tells.role_ends(line.plain)
        if end:
            return self._role(line, end)
        if self.tells.addresses.match(line.plain) and not is_first:
            return False
        return self._name(line, is_first=is_first)

    def _is_loud_role(self, line: Line, after: list[Line], *, is_first: bool) -> bool:
        return is_first and line.text.isupper() and bool(after) and not after[0].text.isupper()

    def _role(self, line: Line, end: int) -> bool:
        """Take an office, and the name behind it on the same line."""
        behind = _AFTER_ROLE.match(line.text, end)
        rest = line.part(behind.end() if behind else end, len(line.text))
        named = rest.text and not joins(rest.plain) and self._is_named(rest)
        if named and self.person.name is None:
            self.person.name = _found(rest)
            self.person.role = self.person.role or _found(line.part(0, end))
            self._has_short_role = True
            return True
        if self.person.role is not None and not getattr(self, "_has_short_role", False):
            return False
        self.person.role = _found(line)
        self._has_short_role = False
        return True

    def _is_named(self, rest: Line) -> bool:
        bare = self.tells.bare_name(rest)
        return self.tells.is_person(bare) and not self.tells.has_role(rest.plain)

    def _name(self, line: Line, *, is_first: bool) -> bool:
        """Take a name: of a person, or on the first line of anybody; an office may follow it."""
        if self.person.name is not None:
            return False
        role = next((one for one in self.tells.roles.finditer(line.plain) if one.start() > 3), None)
        if role and line.text[role.start() - 2 : role.start()].strip(" ") in {",", "-", "–"}:
            self.person.name = _found(line.part(0, role.start()))
            self.person.role = self.person.role or _found(line.part(role.start(), len(line.text)))
            return True
        known = self.tells.honorifics.match(line.plain) or self.tells.is_person(line.text)
        if not (known or is_first) or (self.tells.is_address(line) and not is_first):
            return False
        self.person.name = _found(line)
        return True

    def _run_on(self, line: Line) -> bool:
        """Read an official whose lines were joined to one."""
        address = _address_start(line, self.tells)
        if not address:
            return False
        head = line.part(0, address)
        self._joined_head(head)
        rest = line.part(address, len(line.text))
        self.person.address.append(Found(rest.text, (rest.span,)))
        return True

    def _joined_head(self, head: Line) -> None:
        end = self.tells.role_ends(head.plain)
        if end and not joins(head.plain[end:]):
            self._role(head, end)
            return
        role = next((one for one in self.tells.roles.finditer(head.plain) if one.start() > 3), None)
        if role and not end and self.tells.is_person(head.text[: role.start()]):
            self.person.name = _found(head.part(0, role.start()))
            self.person.role = _found(head.part(role.start(), len(head.text)))
        elif end:
            self.person.role = _found(head)
        else:
            self.person.name = _found(head)


def _address_start(line: Line, tells: Naming) -> int:
    """Give where the address begins in a joined line: with its word, or a second office."""
    end = tells.role_ends(line.plain)
    for found in re.finditer(r"(?<=\s)(?=[^\W_a-z])", line.text):
        at = found.start()
        again = (
            end
            and tells.role_ends(line.plain[at:])
            and at > end + 3
            and not _is_last_word(line, at)
        )
        if at > max(end, 6) and (
            tells.addresses.match(line.plain, at) or again or line.text[at].isdigit()
        ):
            return at
    return 0


def _is_last_word(line: Line, at: int) -> bool:
    return " " not in line.text[at:]


def _found(line: Line) -> Found[str]:
    text = line.text.strip(" ,;:–-")
    return Found(text, (line.span,))
