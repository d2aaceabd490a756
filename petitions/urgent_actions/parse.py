"""From the text of an Urgent Action to its values: what it does not say stays empty."""

from petitions.urgent_actions.models import Question, Span, UrgentAction
from petitions.urgent_actions.readers.countries import country
from petitions.urgent_actions.readers.deadlines import deadline
from petitions.urgent_actions.readers.demands import asked_in
from petitions.urgent_actions.readers.document import Document, take_apart
from petitions.urgent_actions.readers.doubts import doubts
from petitions.urgent_actions.readers.issuing import issued
from petitions.urgent_actions.readers.keeping import keep, keep_each, keep_people
from petitions.urgent_actions.readers.letters import model_letter, with_letter
from petitions.urgent_actions.readers.numbers import index_number, ua_number, update_mark
from petitions.urgent_actions.readers.people import persons
from petitions.urgent_actions.readers.telling import (
    background,
    channels,
    preferred_languages,
    story,
)
from petitions.urgent_actions.readers.titles import title
from petitions.urgent_actions.readers.writing_to import copies_to, targets

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
    keep(action, "deadline", last.found)
    if last.found and last.is_inferred:
        action.questions.append(Question("deadline-year", last.found.spans))
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
    """Tell whether a line of the head begins with `Urgent Action`, as no sentence does."""
    marks = document.labels.expression("marks")
    heads = [line for line in document.lines_in("head") if len(line.text) < _SHORT_LINE]
    return any(marks.match(line.plain.lstrip(" *•-")) for line in heads)
