"""Put what the readers found into an UrgentAction: values here, their evidence there."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from petitions.urgent_actions.models import Official, Question, UrgentAction
from petitions.urgent_actions.readers.contacts import KINDS
from petitions.urgent_actions.readers.found import Found
from petitions.urgent_actions.readers.officials import Person

_ENDED_BY_DIGITS = {"ua_number", "index_number", "issued", "deadline"}
_FEW_DIGITS = re.compile(r"(?<!\d)(?<!\d{4}-\d\d-)\d{1,3}$")  # a year would be four


def keep(action: UrgentAction, name: str, found: Found[Any] | None) -> None:
    """Set a value, where there is one."""
    if found and name in _ENDED_BY_DIGITS and _is_torn(action.text, found):
        action.questions.append(Question("cut", found.spans))
    elif found:
        setattr(action, name, found.value)
        action.findings[name] = found.finding


def _is_torn(text: str, found: Found[Any]) -> bool:
    """Tell whether the text ends within a value's last digits: 115/20 may have been 115/2016."""
    return found.spans[-1].end == len(text) and bool(_FEW_DIGITS.search(text))


def keep_each(action: UrgentAction, name: str, found: Sequence[Found[str]]) -> None:
    """Set a list of values; each has its own finding."""
    setattr(action, name, [one.value for one in found])
    action.findings |= {f"{name}.{place}": one.finding for place, one in enumerate(found)}


def keep_people(action: UrgentAction, name: str, people: Sequence[Person]) -> None:
    """Set a list of officials; each of their values has its own finding.

    A number or address with which the text ends may have gone on: it is asked for, not given.
    """
    for person in people:
        action.questions += _without_torn(person, _open_end(action.text))
    setattr(action, name, [_official(person) for person in people])
    for place, person in enumerate(people):
        for key, found in _values(person):
            action.findings[f"{name}.{place}.{key}"] = found.finding


def _open_end(text: str) -> int:
    """Give where the last word of a text ends, if its line does not end."""
    return len(text.rstrip(" .,;/()-"))


def _without_torn(person: Person, end: int) -> Iterator[Question]:
    for found in person.contacts.values():
        for one in [one for one in found if one.spans[-1].end >= end]:
            found.remove(one)
            yield Question("cut", one.spans)


def _official(person: Person) -> Official:
    contacts = {kind: [one.value for one in _once(person.contacts[kind])] for kind in KINDS}
    return Official(
        name=_value(person.name),
        role=_value(person.role),
        salutation=_value(person.salutation),
        address=[one.value for one in person.address if one.value],
        **contacts,
    )


def _value(found: Found[str] | None) -> str | None:
    return found.value or None if found else None


def _once(found: Sequence[Found[str]]) -> list[Found[str]]:
    """Give each value once, where it stood first."""
    once: dict[str, Found[str]] = {}
    for one in found:
        once.setdefault(one.value, one)
    return list(once.values())


def _values(person: Person) -> Iterator[tuple[str, Found[Any]]]:
    for key in ("name", "role", "salutation"):
        if _value(found := getattr(person, key)):
            yield key, found
    if address := [one for one in person.address if one.value]:
        spans = tuple(span for one in address for span in one.spans)
        yield "address", Found(None, spans, address[0].sure)
    for kind in KINDS:
        for place, one in enumerate(_once(person.contacts[kind])):
            yield f"{kind}.{place}", one
