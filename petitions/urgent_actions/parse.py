"""From the text of an Urgent Action to its values: what it does not say stays empty."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from petitions.urgent_actions.models import Official, Question, Span, UrgentAction
from petitions.urgent_actions.readers.contacts import KINDS, MASKED
from petitions.urgent_actions.readers.countries import country, country_at_end
from petitions.urgent_actions.readers.dates import deadline, issued, unclear_days
from petitions.urgent_actions.readers.demands import asked_in, with_letter
from petitions.urgent_actions.readers.document import Document, take_apart
from petitions.urgent_actions.readers.lines import Extract, Line
from petitions.urgent_actions.readers.narrative import (
    background,
    channels,
    model_letter,
    persons,
    preferred_languages,
    story,
)
from petitions.urgent_actions.readers.numbers import index_number, ua_number, update_mark
from petitions.urgent_actions.readers.officials import OfficialExtract
from petitions.urgent_actions.readers.targets import copies_to, targets
from petitions.urgent_actions.readers.titles import title

# What every document should have; named in `missing` where it has not.
WANTED = (
    "ua_number",
    "index_number",
    "title",
    "country",
    "issued",
    "deadline",
    "demands",
    "targets",
    "language",
)

_SHORT_LINE = 120  # characters of what may be a heading


class NotAnUrgentAction(Exception):
    """The text is none; `looked_for` says what it lacks: keys of an UrgentAction."""

    def __init__(self, looked_for: list[str]) -> None:
        super().__init__(", ".join(looked_for))
        self.looked_for = looked_for


def parse(text: str) -> UrgentAction:
    """Return what a text says; every value has its finding.

    Raises:
        NotAnUrgentAction: there is too little of what makes one.

    """
    document = take_apart(text)
    action = UrgentAction(text=document.text, language=document.language)
    _read_heading(document, action)
    _read_asking(document, action)
    _read_telling(document, action)
    action.missing = [name for name in WANTED if not getattr(action, name)]
    action.questions += doubts(document, action)
    _expect_enough(document, action)
    return action


def _read_heading(document: Document, action: UrgentAction) -> None:
    keep(action, "ua_number", ua_number(document))
    keep(action, "index_number", index_number(document))
    keep(action, "title", title(document))
    keep(action, "country", country(document))
    keep(action, "issued", issued(document))
    keep(action, "is_update", update_mark(document))
    last = deadline(document, action.issued, action.ua_number)
    keep(action, "deadline", last.extract)
    if last.extract and last.is_inferred:
        action.questions.append(Question("deadline-year", last.extract.spans))
    if last.unclear:
        action.questions.append(Question("unclear-date", (last.unclear,)))


def _read_asking(document: Document, action: UrgentAction) -> None:
    asked = asked_in(document)
    keep_each(action, "demands", with_letter(document, asked))
    for name, written in (
        ("targets", targets(document, asked.left)),
        ("copies_to", copies_to(document)),
    ):
        keep_people(action, name, written.people)
        action.questions += [Question("columns", (span,)) for span in written.torn]
        action.questions += [Question("unclear-official", (span,)) for span in written.unclear]


def _read_telling(document: Document, action: UrgentAction) -> None:
    heading = [span for name in ("title", "issued", "ua_number") for span in _spans(action, name)]
    keep(action, "story", story(document, heading))
    keep(action, "background", background(document))
    keep(action, "model_letter", model_letter(document))
    keep_each(action, "persons", persons(document))
    keep(action, "preferred_languages", preferred_languages(document))
    keep(action, "channels", channels(document))


def _spans(action: UrgentAction, name: str) -> tuple[Span, ...]:
    return action.findings[name].spans if name in action.findings else ()


def _expect_enough(document: Document, action: UrgentAction) -> None:
    """Let through what calls itself an Urgent Action, or has two things that make one."""
    names = {part.name for part in document.parts}
    signs = [
        2 * bool(action.ua_number),
        bool(action.index_number),
        bool(action.deadline),
        "copies" in names,
        bool(names & {"demands", "letter"}) and bool(action.demands or "targets" in names),
        len(action.demands) > 1,
        bool(action.targets or "targets" in names)
        and bool(names & {"demands", "letter", "targets"}),
    ]
    if sum(signs) + 2 * _is_titled(document) < 2:
        looked_for = ["ua_number", "index_number", "demands", "targets", "deadline"]
        raise NotAnUrgentAction([name for name in looked_for if not getattr(action, name)])


def _is_titled(document: Document) -> bool:
    """Return True if a line of the head begins with `Urgent Action`, as no sentence does."""
    marks = document.labels.expression("marks")
    heads = [line for line in document.lines_in("head") if len(line.text) < _SHORT_LINE]
    return any(marks.match(line.plain.lstrip(" *•-")) for line in heads)


_ENDED_BY_DIGITS = {"ua_number", "index_number", "issued", "deadline"}
_FEW_DIGITS = re.compile(r"(?<!\d)(?<!\d{4}-\d\d-)\d{1,3}$")  # a year would be four


def keep(action: UrgentAction, name: str, found: Extract[Any] | None) -> None:
    """Set a value, where there is one."""
    if found and name in _ENDED_BY_DIGITS and _is_torn(action.text, found):
        action.questions.append(Question("cut", found.spans))
    elif found:
        setattr(action, name, found.value)
        action.findings[name] = found.finding


def _is_torn(text: str, found: Extract[Any]) -> bool:
    """Return True if the text ends within a value's last digits: 115/20 may have been 115/2016."""
    return found.spans[-1].end == len(text) and bool(_FEW_DIGITS.search(text))


def keep_each(action: UrgentAction, name: str, found: Sequence[Extract[str]]) -> None:
    """Set a list of values; each has its own finding."""
    setattr(action, name, [one.value for one in found])
    action.findings |= {f"{name}.{place}": one.finding for place, one in enumerate(found)}


def keep_people(action: UrgentAction, name: str, people: Sequence[OfficialExtract]) -> None:
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
    """Return where the last word of a text ends, if its line does not end."""
    return len(text.rstrip(" .,;/()-"))


def _without_torn(person: OfficialExtract, end: int) -> Iterator[Question]:
    for found in person.contacts.values():
        for one in [one for one in found if one.spans[-1].end >= end]:
            found.remove(one)
            yield Question("cut", one.spans)


def _official(person: OfficialExtract) -> Official:
    contacts = {kind: [one.value for one in _once(person.contacts[kind])] for kind in KINDS}
    return Official(
        name=_value(person.name),
        role=_value(person.role),
        salutation=_value(person.salutation),
        address=[one.value for one in person.address if one.value],
        **contacts,
    )


def _value(found: Extract[str] | None) -> str | None:
    return found.value or None if found else None


def _once(found: Sequence[Extract[str]]) -> list[Extract[str]]:
    """Return each value once, where it stood first."""
    once: dict[str, Extract[str]] = {}
    for one in found:
        once.setdefault(one.value, one)
    return list(once.values())


def _values(person: OfficialExtract) -> Iterator[tuple[str, Extract[Any]]]:
    for key in ("name", "role", "salutation"):
        if _value(found := getattr(person, key)):
            yield key, found
    if address := [one for one in person.address if one.value]:
        spans = tuple(span for one in address for span in one.spans)
        yield "address", Extract(None, spans, address[0].sure)
    for kind in KINDS:
        for place, one in enumerate(_once(person.contacts[kind])):
            yield f"{kind}.{place}", one


_OPEN_ENDS = {",", "-", "(", "+", ""}


def doubts(document: Document, action: UrgentAction) -> Iterator[Question]:
    """Return what to ask about a text that was read, but for what its readers asked themselves."""
    if masked := tuple(Span(*found.span()) for found in MASKED.finditer(document.text)):
        yield Question("masked-email", masked)
    if not action.issued:
        for day in unclear_days(document):
            yield Question("unclear-date", (Span(day.start, day.end),))
    last = document.parts[-1] if document.parts else None
    if last and len(document.parts) > 1 and _is_cut(last.name, last.lines[-1], action):
        yield Question("cut", (last.lines[-1].span,))


def _is_cut(part: str, line: Line, action: UrgentAction) -> bool:
    """Return True if the text ends within a sentence, or within an official."""
    open_end = line.text[-1:].isalnum() or line.text[-1:] in _OPEN_ENDS
    if not open_end or line.text.startswith("["):
        return False
    if part in {"targets", "copies"}:
        written = getattr(action, "targets" if part == "targets" else "copies_to")
        return bool(written) and _is_unfinished(line, written[-1])
    return part in {"demands", "letter"}


def _is_unfinished(line: Line, official: Official) -> bool:
    """Return True if an official lacks both country and contacts, or the last label its value."""
    if line.name in KINDS:
        known = [value for kind in KINDS for value in getattr(official, kind)]
        return not any(value in line.text for value in known)
    reached = any(getattr(official, kind) for kind in KINDS) or official.salutation
    return not (line.label or reached or country_at_end(line.plain))
