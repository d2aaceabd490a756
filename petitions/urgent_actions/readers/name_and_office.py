"""Name, office and address from the lines of an official that are no contacts."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from petitions.urgent_actions.readers.classifier import (
    JOINED_LENGTH,
    Classifier,
    joins,
    small_words,
)
from petitions.urgent_actions.readers.lines import Extract, TextLine
from petitions.urgent_actions.readers.text import fold

_MOST = 4  # lines that may hold name and office
_AFTER_ROLE = re.compile(r"\s*[,:–-]?\s*")
_BEFORE_ROLE = re.compile(r"\s*(?:,|[–-](?=\s))\s*")
_SEX = re.compile(r"\s*\([mfhk]\)\s*$")
_TRIMMED = " ,;:–[("
_WORD = re.compile(r"(?<!\S)[(\[\"“]?(?=\S)")
_REACH = 400  # characters of a line in which name and office end


class NameAndOffice:
    """Reads the lines above the contacts: the first tell who, the others where."""

    def __init__(self, classifier: Classifier) -> None:
        self.classifier = classifier
        self.name: Extract[str] | None = None
        self.role: Extract[str] | None = None
        self.address: list[Extract[str]] = []
        self.is_unclear = False  # two lines, and nothing says which is the name
        self._title: TextLine | None = None  # `His Excellency`, with the name on the next line
        self._is_short = False  # an office beside the name; a longer one may follow
        self._is_plain = False  # a name without a title, which may be an office
        self._is_office = False  # the first line can only be an office: a name follows

    def read(self, lines: Sequence[TextLine]) -> None:
        """Take name and office from the first lines, and the address from the others."""
        lines, address = self._parted(lines)
        for place, line in enumerate(lines):
            after = lines[place + 1] if place + 1 < len(lines) else None
            if place >= _MOST or not self._take(line, after, is_first=place == 0):
                address = [*lines[place:], *address]
                break
        self.address += [extract_of(line) for line in address]

    def _parted(self, lines: Sequence[TextLine]) -> tuple[list[TextLine], list[TextLine]]:
        pieces, address = parted(lines[0], self.classifier, alone=len(lines) == 1)
        if address is None:
            return list(lines), []
        return pieces, [address, *lines[1:]]

    def _take(self, line: TextLine, after: TextLine | None, *, is_first: bool) -> bool:
        """Take a line for the name, the office or both. Return False if it is neither."""
        end = self.classifier.role_ends(line.plain)
        if self.classifier.is_honorific(line) and not end and after:
            self._title = line
            return True
        if is_first and self._by_neighbour(line, after):
            return True
        if self.classifier.is_honored(line) and self.name is None:
            return self._titled_name(line)
        return self._office(line, end) if end else self._other(line, is_first=is_first)

    def _by_neighbour(self, line: TextLine, after: TextLine | None) -> bool:
        """Take the first line for what it must be, above the one that follows."""
        # `Chancery of …, H.E. Mr …,` on one line.
        head, comma, _ = line.text.partition(",")
        rest = line.part(len(head) + 1)
        if comma and self._names_body(head, line) and self.classifier.is_honored(rest):
            self.address.append(extract_of(line.part(0, len(head))))
            return self._titled_name(rest)
        if self._is_kept_above(line, after):
            self.address.append(extract_of(line))
            return True
        if self._is_only_office(line, after):
            self.role, self._is_office = extract_of(line), True
            return True
        return False

    def _is_kept_above(self, line: TextLine, after: TextLine | None) -> bool:
        """Return True if a body or an embassy stands above the name of somebody in it."""
        if after is None or not self.classifier.is_honored(after) or line.text.isupper():
            return False
        is_seat = self.classifier.is_address(line) or self.classifier.is_body(line.plain)
        is_somebody = self.classifier.is_honored(line) or self.classifier.role_ends(line.plain)
        return is_seat and not is_somebody

    def _is_only_office(self, line: TextLine, after: TextLine | None) -> bool:
        """Return True if the first line says what somebody is, by what stands below it."""
        if after is None or self.classifier.is_honored(line) or self.classifier.is_place(line):
            return False
        if line.text.isupper():
            return not after.text.isupper() or self.classifier.is_honored(after)
        end = self.classifier.role_ends(line.plain)
        behind = self._name_behind(line, end) if end else None
        if behind and self.classifier.is_honored(behind):
            return False
        if self.classifier.is_honored(after) or self.classifier.is_honorific(after):
            return True
        if behind:
            return False
        described = small_words(line.text) > 0 and not any(map(str.isdigit, line.text))
        return described and not end and not self.classifier.is_address(after)

    def _titled_name(self, line: TextLine) -> bool:
        """Take a name with its titles, and an office between or behind."""
        end = self.classifier.honorific_ends(line)
        office = self.classifier.role_ends(line.plain[end:])
        if office and self.classifier.is_person(line.text[end + office :]):
            self.role = self.role or extract_of(line.part(end, end + office))
            self._set_name(line.part(end + office, len(line.text)))
            self._is_short = True
            return True
        return self._with_office(line)

    def _with_office(self, line: TextLine) -> bool:
        """Take a name, and the office that a comma parts from it."""
        for comma in _BEFORE_ROLE.finditer(line.text):
            if self.classifier.role_ends(line.plain[comma.end() :]) and comma.start() > 3:
                self._set_name(line.part(0, comma.start()))
                self.role = self.role or extract_of(line.part(comma.end(), len(line.text)))
                return True
        self._set_name(line)
        return True

    def _set_name(self, line: TextLine) -> None:
        self.name = extract_of(line)
        if self._title and self._title.end <= line.start:
            text = f"{self._title.text} {self.name.value}"
            self.name = Extract(text, (self._title.span, *self.name.spans))
        self._title = None

    def _office(self, line: TextLine, end: int) -> bool:
        """Take an office, and the name behind it on the same line."""
        rest = self._name_behind(line, end)
        if rest and self.name is None and self.role is not None:
            return self._with_office(line)  # `Governor of …`, then `Chief …`: a title
        if rest and self.name is None:
            # The title above belongs to the office: `Son Excellence`, `Président M. …`.
            self._title = None
            self._set_name(rest)
            self.role = self.role or extract_of(line.part(0, end))
            self._is_short = True
            return True
        if self.role is not None and not self._is_short:
            return False
        self.role, self._is_short = extract_of(line), False
        return True

    def _name_behind(self, line: TextLine, end: int) -> TextLine | None:
        behind = _AFTER_ROLE.match(line.text, end)
        rest = line.part(behind.end() if behind else end, len(line.text))
        if not rest.text or joins(rest.plain) or self.classifier.has_role(rest.plain):
            return None
        if self.classifier.is_honored(rest):
            return rest
        parted_off = "," in line.text[end : end + 2]
        is_name = self.classifier.is_person(rest.text) and not self.classifier.is_address(rest)
        is_name = is_name and " " in rest.text and not self.classifier.is_body(rest.plain)
        return rest if is_name and not parted_off else None

    def _other(self, line: TextLine, *, is_first: bool) -> bool:
        """Take a line that begins with neither title nor office."""
        if is_first:
            return self._first(line)
        if self.role is None and self.name is not None:
            return self._second_office(line)
        if self.name is not None or self.classifier.is_address(line):
            return False
        if not self._is_office and not self.classifier.is_person(line.text):
            return False
        return self._with_office(line)

    def _first(self, line: TextLine) -> bool:
        """Take the first line for the name of anybody, unless it is where somebody is."""
        if any(map(str.isdigit, line.text)):
            return False
        office = next(self.classifier.roles_in(line.plain), None)
        is_body = self.classifier.is_body(line.plain)
        if office and not is_body and not self.classifier.is_address(line):
            before = line.text[: office.start()].rstrip(" ,–-")
            if "," in line.text and self.classifier.is_person(before):
                return self._with_office(line)
            self.role = extract_of(line)
            return True
        self._is_plain = not is_body and self.classifier.is_person(line.text)
        return self._with_office(line)

    def _names_body(self, head: str, line: TextLine) -> bool:
        plain = line.plain[: len(head)]
        return bool(self.classifier.addresses.match(plain)) or self.classifier.is_body(plain)

    def _second_office(self, line: TextLine) -> bool:
        """Take the line below the name for the office if it holds the word of one."""
        if self.classifier.is_address(line) or self.classifier.is_body(line.plain):
            return False
        if not self.classifier.has_role(line.plain):
            self.is_unclear = self._is_plain and self.classifier.is_person(line.text)
            return False
        self.role = extract_of(line)
        return True


def extract_of(line: TextLine) -> Extract[str]:
    """Return the words of a line as a value, without what parts it from its neighbours."""
    sex = _SEX.search(line.text)
    text = line.text[: sex.start()] if sex else line.text
    kept = line.part(len(text) - len(text.lstrip(_TRIMMED)), len(text.rstrip(_TRIMMED)))
    return Extract(kept.text, (kept.span,))


def _words(line: TextLine, start: int) -> Iterator[int]:
    words = _WORD.finditer(line.text, start, start + _REACH)
    return (word.end() for word in words if start <= word.end() < len(line.text))


def parted(
    line: TextLine, classifier: Classifier, *, alone: bool
) -> tuple[list[TextLine], TextLine | None]:
    """Return name and office of a joined line apart, and its address; a short line stays whole."""
    address = _address_begins(line, classifier)
    if not address or (len(line.text) <= JOINED_LENGTH and not alone):
        return [line], None
    head = line.part(0, address)
    cuts = [0, *_cuts(head, classifier), len(head.text)]
    pieces = [head.part(start, end) for start, end in pairwise(cuts)]
    return [piece for piece in pieces if piece.text], line.part(address, len(line.text))


def _address_begins(line: TextLine, classifier: Classifier) -> int:
    """Return where the address begins: with its word, a number, or an office named once more."""
    roles = (role.start() for role in classifier.roles_in(line.plain[:_REACH]))
    offices = [at for at in roles if line.text[at].isupper()]
    named = _name_between(line, offices, classifier)
    for at in _words(line, max(classifier.role_ends(line.plain), 6)):
        if _is_bound(line, at):
            continue
        if classifier.address_begins(line, at) or at in named:
            return at
    return 0


def _name_between(line: TextLine, offices: list[int], classifier: Classifier) -> list[int]:
    """Return the offices behind a first one and a name: they belong to the address."""
    if not offices or offices[0] > 0:
        return []
    first = classifier.role_ends(line.plain)
    if joins(line.plain[first:]):
        return []
    return [
        at for at in offices[1:] if classifier.is_person(line.text[first:at]) and at > first + 6
    ]


def _is_bound(line: TextLine, at: int) -> bool:
    """Return True if a word belongs to the one before: `of Justice`, `de la Corte`."""
    before = line.text[max(0, at - 20) : at].split()
    return bool(before) and before[-1].islower() and joins(fold(before[-1]))


def _cuts(head: TextLine, classifier: Classifier) -> Iterator[int]:
    """Yield where a title or an office begins behind other words."""
    first = max(classifier.role_ends(head.plain), classifier.honorific_ends(head), 3)
    at_role = classifier.role_ends(head.plain) > 0
    seen = 0
    for at in _words(head, first):
        rest = head.part(at, len(head.text))
        if seen or _is_bound(head, at) or not rest.text or not rest.text[0].isupper():
            continue
        titled = at_role or not classifier.is_person(head.text[:at]) or head.text[:at].isupper()
        is_office = not at_role and classifier.role_ends(rest.plain)
        if is_office or (titled and classifier.is_honored(rest)):
            seen = at
            yield at
