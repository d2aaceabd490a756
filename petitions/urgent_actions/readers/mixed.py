"""Officials whom a copy has run together, so that nobody can tell whose a number is."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from petitions.urgent_actions.readers.found import Found
from petitions.urgent_actions.readers.lines import Line
from petitions.urgent_actions.readers.naming import Naming, joins
from petitions.urgent_actions.readers.officials import Person
from petitions.urgent_actions.readers.places import places_in
from petitions.urgent_actions.readers.text import fold

_WORD = re.compile(r"(?<!\S)(?=\S)")
_TITLES = r"(?:(?:his|her) excellency|[shi]\.\s?e\.|herrn?|frau|mr|mrs|ms|sra?\.|mme|pani?)\s+\w{3}"
_TITLED = re.compile(rf"\w\W{{1,9}}{_TITLES}")
_BEGINS_TITLED = re.compile(rf"{_TITLES}|m\.\s+\w{{3}}")
_REACH = 60  # characters before a country in which the word before it begins
_NAME = 300  # characters of a name that are looked at


def names_two(name: Found[str] | None, tells: Naming) -> bool:
    """Tell whether a name holds a second one with its own title: `Sr. A B Sr. C D`."""
    if name is None:
        return False
    line = _line(name.value[:_NAME])
    words = [found.start() for found in _WORD.finditer(line.text)]
    first = tells.honorific_ends(line)
    return any(
        len(line.text[first:at].split()) > 1 and tells.is_honored(line.part(at, len(line.text)))
        for at in words
        if at > first
    )


def ends_twice(values: Iterable[Found[str] | None]) -> bool:
    """Tell whether words come twice to the same end: `Nairobi, Kenya … Nairobi, Kenya`."""
    ends = Counter(_ends(fold(" ".join(one.value for one in values if one))))
    return bool(ends) and max(ends.values()) > 1


def holds_name(person: Person) -> bool:
    """Tell whether somebody else's name with its title stands in an address."""
    values = [fold(one.value) for one in person.address]
    begun = person.name is not None and any(map(_BEGINS_TITLED.match, values))
    return begun or any(map(_TITLED.search, values))


def _ends(plain: str) -> Iterator[tuple[str, str]]:
    """Give each country with the word before it; numbers count as one."""
    town = ""
    for place in places_in(plain):
        before = plain[max(0, place.start - _REACH) : place.start].replace(",", " ").split()
        if before and before[-1] != plain[place.start : place.end]:
            town = re.sub(r"\d", "0", before[-1])
        if before and not joins(town):
            yield town, place.code


def _line(text: str) -> Line:
    return Line(0, len(text), text, fold(text), 0)
