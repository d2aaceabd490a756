"""From the text of an Urgent Action to its values: what it does not say stays empty."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from petitions.urgent_actions.models import Finding, Official, Question, Span, UrgentAction
from petitions.urgent_actions.readers.addressees import greeted_in_letter, with_addressees
from petitions.urgent_actions.readers.contacts import KINDS, MASKED
from petitions.urgent_actions.readers.countries import country, country_at_end
from petitions.urgent_actions.readers.dates import deadline, issued, unclear_days
from petitions.urgent_actions.readers.demands import asked_in
from petitions.urgent_actions.readers.document import HEAD, Document, take_apart
from petitions.urgent_actions.readers.lines import Extract, TextLine
from petitions.urgent_actions.readers.narrative import (
    background,
    channels,
    model_letter,
    persons,
    preferred_languages,
    story,
)
from petitions.urgent_actions.readers.numbers import (
    first_case,
    index_number,
    is_of_others,
    ua_number,
    update_mark,
)
from petitions.urgent_actions.readers.officials import OfficialExtract
from petitions.urgent_actions.readers.phrasing import said
from petitions.urgent_actions.readers.prose import in_prose
from petitions.urgent_actions.readers.targets import basis, copies_to, targets
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
_ENDED_BY_DIGITS = {"ua_number", "index_number", "issued", "deadline"}
_FEW_DIGITS = re.compile(r"(?<!\d)(?<!\d{4}-\d\d-)\d{1,3}$")  # a year would be four
_OPEN_ENDS = {",", "-", "(", "+", ""}


class NotAnUrgentAction(Exception):
    """The text is none; `looked_for` says what it lacks: keys of an UrgentAction."""

    def __init__(self, looked_for: list[str]) -> None:
        super().__init__(", ".join(looked_for))
        self.looked_for = looked_for


def parse(text: str, *, anyway: bool = False) -> UrgentAction:
    """Return what a text says; every value has its finding. `anyway` reads any text.

    Raises:
        NotAnUrgentAction: there is too little of what makes one.

    """
    document, second = first_case(take_apart(text))
    document = with_addressees(document)
    action = UrgentAction(text=document.source, language=document.language)
    _read_heading(document, action)
    _read_asking(document, action)
    _read_narrative(document, action)
    action.missing = [name for name in WANTED if not getattr(action, name)]
    action.questions += _questions(document, action)
    if second:
        action.questions.append(Question("two-cases", (second,)))
    if not anyway:
        _expect_enough(document, action)
    return action


def _read_heading(document: Document, action: UrgentAction) -> None:
    _record(action, "ua_number", ua_number(document))
    _record(action, "index_number", index_number(document))
    _record(action, "title", title(document))
    _record(action, "country", country(document))
    _record(action, "issued", issued(document))
    _record(action, "is_update", update_mark(document))
    last = deadline(document, action.issued, action.ua_number)
    _record(action, "deadline", last.extract)
    if last.extract and last.is_inferred:
        action.questions.append(Question("deadline-year", last.extract.spans))
    if last.unclear:
        action.questions.append(Question("unclear-date", (last.unclear,)))


def _read_asking(document: Document, action: UrgentAction) -> None:
    asked = asked_in(document)
    _record_each(action, "demands", asked.demands)
    action.said = [said(demand, action.language) for demand in action.demands]
    addressed, copied = targets(document, asked.left), copies_to(document)
    addressed.people = addressed.people or in_prose(document, copies=False)
    copied.people = copied.people or in_prose(document, copies=True)
    if len(addressed.people) == 1:
        only = addressed.people[0]
        only.salutation = only.salutation or greeted_in_letter(document, only)
    action.bases = [basis(document, person) for person in addressed.people]
    for name, addressees in (("targets", addressed), ("copies_to", copied)):
        _record_officials(action, name, addressees.people)
        action.questions += [Question("columns", (span,)) for span in addressees.torn]
        action.questions += [Question("unclear-official", (span,)) for span in addressees.unclear]


def _read_narrative(document: Document, action: UrgentAction) -> None:
    known = (action.findings.get(name) for name in ("title", "issued", "ua_number"))
    heading = [span for finding in known if finding for span in finding.spans]
    _record(action, "story", story(document, heading))
    _record(action, "background", background(document))
    _record(action, "model_letter", model_letter(document))
    _record_each(action, "persons", persons(document))
    _record(action, "preferred_languages", preferred_languages(document))
    _record(action, "channels", channels(document))


def _expect_enough(document: Document, action: UrgentAction) -> None:
    """Let through what calls itself an Urgent Action, has a number, or two things that make one."""
    names = {part.name for part in document.parts}
    signs = [
        2 * bool(action.ua_number),
        2 * bool(action.index_number),
        bool(action.deadline),
        "copies" in names,
        bool(names & {"demands", "letter"}) and bool(action.demands or "targets" in names),
        len(action.demands) > 1,
        len(action.demands) > 1 and is_of_others(document),
        bool(action.targets and action.demands),
        bool(action.targets or "targets" in names)
        and bool(names & {"demands", "letter", "targets"}),
    ]
    # A line of the head that begins with `Urgent Action`, as no sentence does.
    marks = document.labels.expression("marks")
    heads = [line for line in document.lines_in(HEAD) if len(line.text) < _SHORT_LINE]
    is_titled = any(marks.match(line.plain.lstrip(" *•-")) for line in heads)
    if sum(signs) + 2 * is_titled < 2:
        looked_for = ["ua_number", "index_number", "demands", "targets", "deadline"]
        raise NotAnUrgentAction([name for name in looked_for if not getattr(action, name)])


def _record(action: UrgentAction, name: str, extract: Extract[Any] | None) -> None:
    """Set a value, where there is one; ask where the text ends within its last digits.

    115/20 may have been 115/2016.
    """
    if extract is None:
        return
    ends_text = extract.spans[-1].end == len(action.text)
    if name in _ENDED_BY_DIGITS and ends_text and _FEW_DIGITS.search(action.text):
        action.questions.append(Question("cut", extract.spans))
    else:
        setattr(action, name, extract.value)
        action.findings[name] = extract.finding


def _record_each(action: UrgentAction, name: str, extracts: Sequence[Extract[str]]) -> None:
    """Set a list of values; each has its own finding."""
    setattr(action, name, [extract.value for extract in extracts])
    for index, extract in enumerate(extracts):
        action.findings[f"{name}.{index}"] = extract.finding


def _record_officials(action: UrgentAction, name: str, people: Sequence[OfficialExtract]) -> None:
    """Set a list of officials; each of their values has its own finding.

    A number or address with which the text ends may have gone on: it is asked for, not given.
    """
    open_end = len(action.text.rstrip(" .,;/()-"))
    for index, person in enumerate(people):
        official = Official()
        key = f"{name}.{index}"
        for field in ("name", "role", "salutation"):
            extract = getattr(person, field)
            if extract and extract.value:
                setattr(official, field, extract.value)
                action.findings[f"{key}.{field}"] = extract.finding
        if address := [line for line in person.address if line.value]:
            official.address = [line.value for line in address]
            spans = tuple(span for line in address for span in line.spans)
            action.findings[f"{key}.address"] = Finding(spans, address[0].sure)
        for kind, contacts in person.contacts.items():
            values = getattr(official, kind)
            for contact in contacts:
                if contact.spans[-1].end >= open_end:
                    action.questions.append(Question("cut", contact.spans))
                elif contact.value not in values:
                    action.findings[f"{key}.{kind}.{len(values)}"] = contact.finding
                    values.append(contact.value)
        getattr(action, name).append(official)


def _questions(document: Document, action: UrgentAction) -> Iterator[Question]:
    """Yield what to ask about a text that was read, but for what its readers asked themselves."""
    if masked := tuple(Span(*match.span()) for match in MASKED.finditer(document.text)):
        yield Question("masked-email", masked)
    if document.left_out:
        yield Question("left-out", document.left_out)
    if not action.issued:
        for day in unclear_days(document):
            yield Question("unclear-date", (day.span,))
    last = document.parts[-1] if document.parts else None
    if last and len(document.parts) > 1 and _is_cut(last.name, last.lines[-1], action):
        yield Question("cut", (last.lines[-1].span,))


def _is_cut(part: str, line: TextLine, action: UrgentAction) -> bool:
    """Return True if the text ends within a sentence, or within an official.

    An official is whole with a country or a contact; the last label, with its value.
    """
    open_end = line.text[-1:].isalnum() or line.text[-1:] in _OPEN_ENDS
    if not open_end or line.text.startswith("["):
        return False
    if part not in {"targets", "copies"}:
        return part in {"demands", "letter"}
    officials = action.targets if part == "targets" else action.copies_to
    if not officials:
        return False
    contacts = [value for kind in KINDS for value in getattr(officials[-1], kind)]
    if line.name in KINDS:
        return not any(value in line.text for value in contacts)
    reached = contacts or officials[-1].salutation
    return not (line.label or reached or country_at_end(line.plain))
