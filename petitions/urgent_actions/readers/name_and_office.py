"""Name, office and address from the lines of an official that are no contacts."""

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from petitions.urgent_actions.readers.classifier import (
    JOINED_LENGTH,
    Classifier,
    is_person,
    joins,
    small_words,
)
from petitions.urgent_actions.readers.lines import Extract, TextLine
from petitions.urgent_actions.readers.text import fold

_MOST = 4  # lines that may hold name and office
_AFTER_ROLE = re.compile(r"\s*[,:–-]?\s*")
_BEFORE_ROLE = re.compile(r"\s*(?:,|[–-](?=\s))\s*")
_TRIMMED = " ,;:–[("
_WORD = re.compile(r"(?<!\S)[(\[\"“]?(?=\S)")
_LOWER_ABBREVIATED = re.compile(r"(?:ul|al|pl|os|str|av|c/o|s/c|bd|vul|wul|rua|rue)\b")
_STREET = re.compile(r"\w+(?:weg|strasse|stra.e|str\.|allee|platz|gasse|ufer|damm|ring|markt) \d")
_EXCELLENCY = re.compile(r"exc?z?el+en|eccellen|ekscelen|\b[hs]\. ?e\.")
_LEAST_NAME, _MOST_NAME = 2, 5  # words of a name behind an office and its comma
_REACH = 400  # characters of a line in which name and office end


class NameAndOffice:
    """Read from the lines above the contacts: the first tell who, the others where."""

    def __init__(self, classifier: Classifier, lines: Sequence[TextLine]) -> None:
        self.classifier = classifier
        self.name: Extract[str] | None = None
        self.role: Extract[str] | None = None
        self.address: list[Extract[str]] = []
        self.is_unclear = False  # two lines, and nothing says which is the name
        self._title: TextLine | None = None  # `His Excellency`, with the name on the next line
        self._is_short = False  # an office beside the name; a longer one may follow
        self._is_plain = False  # a name without a title, which may be an office
        self._is_office = False  # the first line can only be an office: a name follows
        self._after: TextLine | None = None
        pieces, address = parted(lines[0], classifier, alone=len(lines) == 1)
        below = [address, *lines[1:]] if address else []
        heads = pieces if address else lines
        for index, (line, after) in enumerate(zip_longest(heads, heads[1:])):
            if index >= _MOST or not self._take(line, after, is_first=index == 0):
                below = [*heads[index:], *below]
                break
        self.address += [extract_of(line) for line in below]

    def _take(self, line: TextLine, after: TextLine | None, *, is_first: bool) -> bool:
        """Take a line for the name, the office or both. Return False if it is neither."""
        self._after = after
        end = self.classifier.role_ends(line.plain)
        if self.classifier.is_honorific(line) and not end and after:
            self._title = line
            return True
        if is_first and self._by_neighbour(line, after):
            return True
        if self.classifier.is_honored(line) and self.name is None:
            self._titled_name(line)
            return True
        if end:
            return self._office(line, end)
        return self._first(line) if is_first else self._below_first(line)

    def _by_neighbour(self, line: TextLine, after: TextLine | None) -> bool:
        """Take the first line for what it must be, above the one that follows."""
        classifier = self.classifier
        # `Chancery of …, H.E. Mr …,` on one line.
        head, comma, _ = line.text.partition(",")
        rest = line.part(len(head) + 1)
        if comma and classifier.is_honored(rest):
            plain = line.plain[: len(head)]
            if classifier.addresses.match(plain) or classifier.is_body(plain):
                self.address.append(extract_of(line.part(0, len(head))))
                self._titled_name(rest)
                return True
        # An embassy above its ambassador.
        if after and classifier.role_ends(after.plain) and not line.text.isupper():
            is_seat = classifier.addresses.match(line.plain) or classifier.is_body(line.plain)
            is_named = bool(self._name_behind(after, classifier.role_ends(after.plain)))
            if is_seat and (is_named or not classifier.is_body(line.plain)):
                self.address.append(extract_of(line))
                return True
        # A body or an embassy above the name of somebody in it.
        if after and classifier.is_honored(after) and not line.text.isupper():
            is_seat = classifier.is_address(line) or classifier.is_body(line.plain)
            is_somebody = classifier.is_honored(line) or classifier.role_ends(line.plain)
            if is_seat and not is_somebody:
                self.address.append(extract_of(line))
                return True
        if after and self._is_only_office(line, after):
            self.role, self._is_office = extract_of(line), True
            return True
        return False

    def _is_only_office(self, line: TextLine, after: TextLine) -> bool:
        """Return True if the first line says what somebody is, by what stands below it."""
        classifier = self.classifier
        if classifier.is_honored(line) or classifier.is_place(line):
            return False
        if line.text.isupper():
            return not after.text.isupper() or classifier.is_honored(after)
        end = classifier.role_ends(line.plain)
        behind = self._name_behind(line, end) if end else None
        if behind and classifier.is_honored(behind):
            return False
        if classifier.is_honored(after) or classifier.is_honorific(after):
            return True
        described = small_words(line.text) > 0 and not any(map(str.isdigit, line.text))
        return described and not behind and not end and not classifier.is_address(after)

    def _titled_name(self, line: TextLine) -> None:
        """Take a name with its titles, and an office between or behind."""
        end = self.classifier.honorific_ends(line)
        office = self.classifier.role_ends(line.plain[end:])
        if office and self._after and is_person(self._after.text) and self.role is None:
            behind = line.plain[end + office :]
            if not behind or joins(behind):  # `Monsieur le Ministre de …`, above his name
                self.role, self._is_office = extract_of(line.part(end)), True
                return
        if office and is_person(line.text[end + office :]):
            self.role = self.role or extract_of(line.part(end, end + office))
            self._set_name(line.part(end + office))
            self._is_short = True
            # `His Excellency Ambassador …` keeps what he is called.
            title = line.part(0, end)
            if self.name and _EXCELLENCY.search(title.plain):
                words = f"{title.text} {self.name.value}"
                self.name = Extract(words, (title.span, *self.name.spans))
        else:
            self._with_office(line)

    def _with_office(self, line: TextLine) -> None:
        """Take a name, and the office that a comma parts from it."""
        for comma in _BEFORE_ROLE.finditer(line.text):
            if self.classifier.role_ends(line.plain[comma.end() :]) and comma.start() > 3:
                self._set_name(line.part(0, comma.start()))
                self.role = self.role or extract_of(line.part(comma.end()))
                return
        self._set_name(line)

    def _set_name(self, line: TextLine) -> None:
        self.name = extract_of(line)
        if self._title and self._title.end <= line.start:
            text = f"{self._title.text} {self.name.value}"
            self.name = Extract(text, (self._title.span, *self.name.spans))
        self._title = None

    def _office(self, line: TextLine, end: int) -> bool:
        """Take an office, and the name behind it on the same line."""
        rest = self._name_behind(line, end) if self.name is None else None
        if rest and self.role is not None:
            self._with_office(line)  # `Governor of …`, then `Chief …`: a title
        elif rest:
            # The title above belongs to the office: `Son Excellence`, `Président M. …`.
            self._title = None
            self._set_name(rest)
            self.role, self._is_short = extract_of(line.part(0, rest.start - line.start)), True
        elif self.role is not None and not self._is_short:
            # Once more, longer: `President`, then `President of the Republic`.
            words = set(fold(self.role.value).split()) - {"the"}
            is_longer = words <= set(line.plain.split())
            self.role = extract_of(line) if is_longer else self.role
            return is_longer
        else:
            self.role, self._is_short = extract_of(line), False
        return True

    def _name_behind(self, line: TextLine, end: int) -> TextLine | None:
        """Return the name behind an office, which a comma may part from it."""
        comma = line.text.find(",", end)
        if comma >= 0 and (comma == end or joins(line.plain[end:comma])):
            rest = line.part(comma + 1)
            if not rest.text or any(self.classifier.roles_in(rest.plain)):
                return None
            if self.classifier.is_honored(rest):
                return rest
            is_name = self._is_bare_name(rest) and not self._is_named_below()
            # `Governor, Nuevo León` may be a place.
            self.is_unclear = self.is_unclear or (is_name and comma == end)
            return rest if is_name else None
        behind = _AFTER_ROLE.match(line.text, end)
        rest = line.part(behind.end() if behind else end)
        if not rest.text or joins(rest.plain) or any(self.classifier.roles_in(rest.plain)):
            return None
        if self.classifier.is_honored(rest):
            return rest
        is_name = is_person(rest.text) and " " in rest.text
        is_seat = self.classifier.is_address(rest) or self.classifier.is_body(rest.plain)
        return rest if is_name and not is_seat else None

    def _is_bare_name(self, line: TextLine) -> bool:
        """Return True if words without a title are a name, and neither a place nor more office."""
        words = line.plain.rstrip(" ,.").split()
        is_name = is_person(line.text) and _LEAST_NAME <= len(words) <= _MOST_NAME
        is_seat = self.classifier.is_address(line) or self.classifier.is_body(line.plain)
        is_office = "," in line.text.rstrip(" ,") or any(map(self.classifier.is_of_office, words))
        return is_name and not is_seat and not is_office

    def _is_named_below(self) -> bool:
        after = self._after
        if after is None or self.classifier.is_address(after):
            return False
        return self.classifier.is_titled(after) or is_person(after.text)

    def _first(self, line: TextLine) -> bool:
        """Take the first line for the name of anybody, unless it is where somebody is."""
        if any(map(str.isdigit, line.text)):
            return False
        office = next(self.classifier.roles_in(line.plain), None)
        is_body = self.classifier.is_body(line.plain)
        if office and not is_body and not self.classifier.is_address(line):
            before = line.text[: office.start()]
            *_, last = self.classifier.roles_in(line.plain)
            behind = self._name_behind(line, last.end()) if "," not in before else None
            if "," in before and is_person(before.rstrip(" ,–-")):
                self._with_office(line)
            elif behind and before[:1].isupper():  # `Ghanaian Minister Ama Boateng`
                self.role = extract_of(line.part(0, behind.start - line.start))
                self._set_name(behind)
            else:
                self.role = extract_of(line)
        else:
            self._is_plain = not is_body and is_person(line.text)
            self._with_office(line)
        return True

    def _below_first(self, line: TextLine) -> bool:
        """Take a line that begins with neither title nor office, below one that was taken."""
        if self.classifier.is_address(line):
            return False
        if self.name is None:
            is_seat = self._after and self.classifier.is_body(line.plain)
            if is_seat and self._after and self.classifier.is_honored(self._after):
                self.address.append(extract_of(line))
                return True
            if self._is_office or is_person(line.text):
                self._with_office(line)
            return self.name is not None
        if self.role is not None or self.classifier.is_body(line.plain):
            return False
        if any(self.classifier.roles_in(line.plain)):
            self.role = extract_of(line)
        else:
            self.is_unclear = self._is_plain and is_person(line.text)
        return self.role is not None


def extract_of(line: TextLine) -> Extract[str]:
    """Return the words of a line as a value, without what parts it from its neighbours."""
    start = len(line.text) - len(line.text.lstrip(_TRIMMED))
    value = line.part(start, len(line.text.rstrip(_TRIMMED)))
    return Extract(value.text, (value.span,))


def parted(
    line: TextLine, classifier: Classifier, *, alone: bool
) -> tuple[list[TextLine], TextLine | None]:
    """Return name and office of a joined line apart, and its address; a short line stays whole."""
    address = _address_begins(line, classifier)
    if not address or (len(line.text) <= JOINED_LENGTH and not alone):
        return [line], None
    head = line.part(0, address)
    cut = _name_begins(head, classifier)
    pieces = [head.part(0, cut), head.part(cut)] if cut else [head]
    return [piece for piece in pieces if piece.text], line.part(address)


def _address_begins(line: TextLine, classifier: Classifier) -> int:
    """Return where the address begins: with its word, a number, or an office named once more."""
    roles = (role.start() for role in classifier.roles_in(line.plain[:_REACH]))
    offices = [at for at in roles if line.text[at].isupper()]
    first = classifier.role_ends(line.plain)
    if offices[:1] != [0] or joins(line.plain[first:]):
        offices = []
    for at in _words(line, max(first, 6)):
        # An office behind a first one and a name.
        again = at in offices and at > first + 6 and is_person(line.text[first:at])
        if again or line.text[at].isdigit() or _STREET.match(line.plain, at):
            return at
        begins = line.text[at].isupper() or _LOWER_ABBREVIATED.match(line.plain, at)
        if begins and classifier.addresses.match(line.plain, at):
            return at
    return 0


def _name_begins(head: TextLine, classifier: Classifier) -> int:
    """Return where a title or an office begins behind other words; 0 where none does."""
    at_role = classifier.role_ends(head.plain)
    for at in _words(head, max(at_role, classifier.honorific_ends(head), 3)):
        rest = head.part(at)
        if not rest.text[:1].isupper():
            continue
        titled = at_role or not is_person(head.text[:at]) or head.text[:at].isupper()
        is_office = not at_role and classifier.role_ends(rest.plain)
        if is_office or (titled and classifier.is_honored(rest)):
            return at
    return 0


def _words(line: TextLine, start: int) -> Iterator[int]:
    """Yield where words begin that do not belong to the one before: `of Justice`, `de la Corte`."""
    for word in _WORD.finditer(line.text, start, start + _REACH):
        at = word.end()
        before = line.text[max(0, at - 20) : at].split()
        is_bound = before and before[-1].islower() and joins(fold(before[-1]))
        if start <= at < len(line.text) and not is_bound:
            yield at
