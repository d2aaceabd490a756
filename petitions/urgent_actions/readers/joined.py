"""Lines of officials that a copy has joined to one: cut where the next of them began."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from petitions.urgent_actions.readers.contacts import KINDS, beside_contacts, last_contact_ends
from petitions.urgent_actions.readers.lines import Line
from petitions.urgent_actions.readers.naming import JOINED_LENGTH, Naming, joins
from petitions.urgent_actions.readers.text import fold

_WORD = re.compile(r"(?<!\S)[(\[\"“]?(?=\S)")
_FLAT = 130  # characters of a row that holds a whole official
_LOUD = 5  # letters that capitals of an office must be more than
_AHEAD = 120  # characters that tell whether an official begins
_REACH = 400  # characters of a line in which name and office end
_LONG_GREETING, _LONG_GREETINGS = 60, 120  # characters of more than one, or several
_TELEGRAM = 6  # words of its address
_LEAST = 12  # characters of a next official
_TIES = ("/", ",", "(", "-", "–", " or", " oder", " o", " ou", " lub")


def is_flat(row: Sequence[Line]) -> bool:
    """Tell whether a row holds a whole official, or more."""
    return len(row) > 1 and row[-1].end - row[0].start > _FLAT


def rows(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Give the lines that stood in one row of the text together."""
    row: list[Line] = []
    for line in lines:
        if row and line.gap >= 0:
            yield row
            row = []
        row.append(line)
    if row:
        yield row


def next_official(line: Line, tells: Naming, greetings: re.Pattern[str]) -> int:
    """Give where the next official begins within a contact's line; 0 where none does."""
    start = (
        _greeting_ends(line, tells, greetings)
        if line.name == "salutation"
        else last_contact_ends(line)
    )
    for at in _words(line, start):
        rest = line.part(at, at + _AHEAD)
        begins = tells.role_ends(rest.plain) or tells.is_honored(rest) or _is_loud(rest.text)
        if (
            begins
            and rest.text[:1].isupper()
            and not line.text[max(0, at - 9) : at].rstrip().endswith(_TIES)
        ):
            return at if len(rest.text) > _LEAST else 0
    return 0


def runs_on(line: Line) -> bool:
    """Tell whether words follow a contact that are none of it: who knows whom they name."""
    if line.name == "salutation":
        return len(line.text) > (_LONG_GREETINGS if "/" in line.text else _LONG_GREETING)
    words = len(re.findall(r"[^\W\d_a-z][^\W\d_]+", beside_contacts(line)))
    return words > (_TELEGRAM if line.name == "other" else 1 if line.name in KINDS else words)


def _is_loud(text: str) -> bool:
    word = text.partition(" ")[0]
    return len(word) > _LOUD and word.isalpha() and word.isupper()


def _greeting_ends(line: Line, tells: Naming, greetings: re.Pattern[str]) -> int:
    """Give where the last of the greetings that a slash parts ends, with its title and office."""
    start = line.text.rfind("/") + 1
    start += len(line.text[start:]) - len(line.text[start:].lstrip())
    greeting = greetings.match(line.plain, start)
    if not greeting:
        return start + 1
    at = _skip(line.text, greeting.end())
    if _is_whole(greeting[0]):
        return at
    at = _skip(line.text, tells.honorific_ends(line, at) or at)
    end = tells.role_ends(line.plain[at:])
    return _complement_ends(line, at + end, tells) if end else at + 1


def _is_whole(greeting: str) -> bool:
    return bool(re.search(r"exc?el|exzel|ekscel|majest|high|hon", greeting))


def _skip(text: str, at: int) -> int:
    return at + len(text[at:]) - len(text[at:].lstrip())


def _complement_ends(line: Line, at: int, tells: Naming) -> int:
    """Pass over `of the Police` behind an office, up to the next office or title."""
    if not joins(line.plain[at:]):
        return at
    for place in _words(line, at):
        rest = line.part(place, place + _AHEAD)
        begins = rest.text[:1].isupper() and not _is_bound(line, place)
        if begins and (tells.role_ends(rest.plain) or tells.is_honored(rest)):
            return place
    return len(line.text)


def _words(line: Line, start: int) -> Iterator[int]:
    words = _WORD.finditer(line.text, start, start + _REACH)
    return (found.end() for found in words if start <= found.end() < len(line.text))


def parted(line: Line, tells: Naming, *, alone: bool) -> tuple[list[Line], Line | None]:
    """Give name and office of a joined line apart, and its address; as it is where it is short."""
    address = _address_begins(line, tells)
    if not address or (len(line.text) <= JOINED_LENGTH and not alone):
        return [line], None
    head = line.part(0, address)
    cuts = [0, *_cuts(head, tells), len(head.text)]
    pieces = [head.part(start, end) for start, end in pairwise(cuts)]
    return [piece for piece in pieces if piece.text], line.part(address, len(line.text))


def _address_begins(line: Line, tells: Naming) -> int:
    """Give where the address begins: with its word, a number, or an office named once more."""
    found = (one.start() for one in tells.roles_in(line.plain[:_REACH]))
    offices = [at for at in found if line.text[at].isupper()]
    named = _name_between(line, offices, tells)
    for at in _words(line, max(tells.role_ends(line.plain), 6)):
        if _is_bound(line, at):
            continue
        if tells.address_begins(line, at) or at in named:
            return at
    return 0


def _name_between(line: Line, offices: list[int], tells: Naming) -> list[int]:
    """Give the offices behind a first one and a name: they belong to the address."""
    if not offices or offices[0] > 0:
        return []
    first = tells.role_ends(line.plain)
    if joins(line.plain[first:]):
        return []
    return [at for at in offices[1:] if tells.is_person(line.text[first:at]) and at > first + 6]


def _is_bound(line: Line, at: int) -> bool:
    """Tell whether a word belongs to the one before: `of Justice`, `de la Corte`."""
    before = line.text[max(0, at - 20) : at].split()
    return bool(before) and before[-1].islower() and joins(fold(before[-1]))


def _cuts(head: Line, tells: Naming) -> Iterator[int]:
    """Give where a title or an office begins behind other words."""
    first = max(tells.role_ends(head.plain), tells.honorific_ends(head), 3)
    at_role = tells.role_ends(head.plain) > 0
    seen = 0
    for at in _words(head, first):
        rest = head.part(at, len(head.text))
        if seen or _is_bound(head, at) or not rest.text or not rest.text[0].isupper():
            continue
        titled = at_role or not tells.is_person(head.text[:at]) or head.text[:at].isupper()
        is_office = not at_role and tells.role_ends(rest.plain)
        if is_office or (titled and tells.is_honored(rest)):
            seen = at
            yield at
