"""What only a person can tell."""

from collections.abc import Iterator

from petitions.urgent_actions.models import Official, Question, Span, UrgentAction
from petitions.urgent_actions.readers.contacts import KINDS, MASKED
from petitions.urgent_actions.readers.document import Document
from petitions.urgent_actions.readers.issuing import unclear_days
from petitions.urgent_actions.readers.lines import Line
from petitions.urgent_actions.readers.places import place_at_end

_OPEN_ENDS = {",", "-", "(", "+", ""}


def doubts(document: Document, action: UrgentAction) -> Iterator[Question]:
    """Give what to ask about a text that was read, but for what its readers asked themselves."""
    if masked := tuple(Span(*found.span()) for found in MASKED.finditer(document.text)):
        yield Question("masked-email", masked)
    if not action.issued:
        for day in unclear_days(document):
            yield Question("unclear-date", (Span(day.start, day.end),))
    last = document.parts[-1] if document.parts else None
    if last and len(document.parts) > 1 and _is_cut(last.name, last.lines[-1], action):
        yield Question("cut", (last.lines[-1].span,))


def _is_cut(part: str, line: Line, action: UrgentAction) -> bool:
    """Tell whether the text ends within a sentence, or within an official."""
    open_end = line.text[-1:].isalnum() or line.text[-1:] in _OPEN_ENDS
    if not open_end or line.text.startswith("["):
        return False
    if part in {"targets", "copies"}:
        written = getattr(action, "targets" if part == "targets" else "copies_to")
        return bool(written) and _is_unfinished(line, written[-1])
    return part in {"demands", "letter"}


def _is_unfinished(line: Line, official: Official) -> bool:
    """Tell whether an official lacks both country and contacts, or the last label its value."""
    if line.name in KINDS:
        known = [value for kind in KINDS for value in getattr(official, kind)]
        return not any(value in line.text for value in known)
    reached = any(getattr(official, kind) for kind in KINDS) or official.salutation
    return not (line.label or reached or place_at_end(line.plain))
