"""From the text of an Urgent Action to its values: what it does not say stays empty."""

from collections.abc import Iterator
from typing import Any

from petitions.importer.reading.contacts import KINDS, MASKED
from petitions.importer.reading.countries import country
from petitions.importer.reading.deadlines import deadline
from petitions.importer.reading.demands import asked_in
from petitions.importer.reading.document import Document, take_apart
from petitions.importer.reading.found import Found
from petitions.importer.reading.heading import issued, title, unclear_days
from petitions.importer.reading.letters import model_letter, with_letter
from petitions.importer.reading.lines import Line
from petitions.importer.reading.numbers import index_number, ua_number, update_mark
from petitions.importer.reading.officials import Person
from petitions.importer.reading.people import persons
from petitions.importer.reading.places import place_at_end
from petitions.importer.reading.telling import background, channels, preferred_languages, story
from petitions.importer.reading.writing_to import Written, copies_to, targets
from petitions.importer.urgent_action import (
    Official,
    Question,
    Span,
    UrgentAction,
)

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
    """Give what a text says; every value has its finding.

    Raises:
        NotAnUrgentAction: there is too little of what makes one.

    """
    document = take_apart(text)
    action = UrgentAction(text=document.text, language=document.language)
    _read_heading(document, action)
    _read_asking(document, action)
    _read_telling(document, action)
    action.missing = [name for name in WANTED if not getattr(action, name)]
    action.questions += [*_masked(document), *_cut(document, action)]
    _expect_enough(document, action)
    return action


def _read_heading(document: Document, action: UrgentAction) -> None:
    number, issue = ua_number(document), issued(document)
    _keep(action, "ua_number", number)
    _keep(action, "index_number", index_number(document))
    _keep(action, "title", title(document))
    _keep(action, "country", country(document))
    _keep(action, "issued", issue)
    _keep(action, "is_update", update_mark(document))
    last = deadline(document, issue and issue.value, number and number.value)
    _keep(action, "deadline", last.found)
    if last.found and last.is_inferred:
        action.questions.append(Question("deadline-year", last.found.spans))
    unclear = [Span(day.start, day.end) for day in unclear_days(document) if not issue]
    unclear += [last.unclear] if last.unclear else []
    action.questions += [Question("unclear-date", (span,)) for span in dict.fromkeys(unclear)]


def _read_asking(document: Document, action: UrgentAction) -> None:
    asked = asked_in(document)
    _keep_each(action, "demands", with_letter(document, asked))
    _keep_people(action, "targets", targets(document, asked.left))
    _keep_people(action, "copies_to", copies_to(document))


def _read_telling(document: Document, action: UrgentAction) -> None:
    heading = [span for name in ("title", "issued", "ua_number") for span in _spans(action, name)]
    _keep(action, "story", story(document, heading))
    _keep(action, "background", background(document))
    _keep(action, "model_letter", model_letter(document))
    _keep_each(action, "persons", persons(document))
    _keep(action, "preferred_languages", preferred_languages(document))
    _keep(action, "channels", channels(document))


def _spans(action: UrgentAction, name: str) -> tuple[Span, ...]:
    return action.findings[name].spans if name in action.findings else ()


def _keep(action: UrgentAction, name: str, found: Found[Any] | None) -> None:
    if found:
        setattr(action, name, found.value)
        action.findings[name] = found.finding


def _keep_each(action: UrgentAction, name: str, found: list[Found[str]]) -> None:
    setattr(action, name, [one.value for one in found])
    action.findings |= {f"{name}.{place}": one.finding for place, one in enumerate(found)}


def _keep_people(action: UrgentAction, name: str, written: Written) -> None:
    setattr(action, name, [_official(person) for person in written.people])
    for place, person in enumerate(written.people):
        for key, found in _values(person):
            action.findings[f"{name}.{place}.{key}"] = found.finding
    action.questions += [Question("columns", (span,)) for span in written.torn]
    action.questions += [Question("unclear-official", (span,)) for span in written.unclear]


def _official(person: Person) -> Official:
    contacts = {
        kind: list(dict.fromkeys(one.value for one in person.contacts[kind])) for kind in KINDS
    }
    return Official(
        name=person.name and person.name.value,
        role=person.role and person.role.value,
        salutation=person.salutation and person.salutation.value,
        address=[one.value for one in person.address],
        **contacts,
    )


def _values(person: Person) -> Iterator[tuple[str, Found[Any]]]:
    for key in ("name", "role", "salutation"):
        if found := getattr(person, key):
            yield key, found
    if person.address:
        spans = tuple(span for one in person.address for span in one.spans)
        yield "address", Found(None, spans, person.address[0].sure)
    for kind in KINDS:
        known = {one.value: one for one in reversed(person.contacts[kind])}
        for place, value in enumerate(reversed(known)):
            yield f"{kind}.{place}", known[value]


def _masked(document: Document) -> list[Question]:
    spans = tuple(Span(*match.span()) for match in MASKED.finditer(document.text))
    return [Question("masked-email", spans)] if spans else []


def _cut(document: Document, action: UrgentAction) -> list[Question]:
    """Ask where the text ends within a sentence, or within an official nobody could reach."""
    last = document.parts[-1] if document.parts else None
    if last is None or len(document.parts) < 2:
        return []
    line = last.lines[-1]
    open_end = line.text[-1:].isalnum() or line.text[-1:] in {",", "-", "(", "+", ""}
    is_within = last.name in {"demands", "letter"} and open_end and not line.text.startswith("[")
    written = action.targets or action.copies_to
    if last.name in {"targets", "copies"} and written:
        is_within = open_end and _is_unfinished(line, written[-1])
    return [Question("cut", (line.span,))] if is_within else []


def _is_unfinished(line: Line, official: Official) -> bool:
    """Tell whether the last official lacks both country and contacts, or a label its value."""
    reached = any(getattr(official, kind) for kind in KINDS) or official.salutation
    ends = place_at_end(line.plain) is not None
    lacks_value = line.name in KINDS and not any(
        value in line.text for kind in KINDS for value in getattr(official, kind)
    )
    return lacks_value or not (reached or ends or line.label)


def _expect_enough(document: Document, action: UrgentAction) -> None:
    """Let through what calls itself an Urgent Action, or has two things that make one."""
    names = {part.name for part in document.parts}
    signs = [
        2 * bool(action.ua_number),
        bool(action.index_number),
        bool(action.deadline),
        "copies" in names,
        bool(names & {"demands", "letter"}) and bool(action.demands or "targets" in names),
        bool(action.targets or "targets" in names)
        and bool(names & {"demands", "letter", "targets"}),
    ]
    if sum(signs) + 2 * _is_titled(document) < 2:
        looked_for = ["ua_number", "index_number", "demands", "targets", "deadline"]
        raise NotAnUrgentAction([name for name in looked_for if not getattr(action, name)])


def _is_titled(document: Document) -> bool:
    """Tell whether a line of the head begins with `Urgent Action`, as no sentence does."""
    marks = document.labels.expression("marks")
    heads = [line for line in document.lines_in("head") if len(line.text) < _SHORT_LINE]
    return any(marks.match(line.plain.lstrip(" *•-")) for line in heads)
