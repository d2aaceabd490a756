"""The text of a document with what was found in it marked, each mark leading to its control."""

import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

from petitions.desk.importing.draft import contact_keys
from petitions.desk.importing.labels import in_words
from petitions.desk.importing.line_buttons import LineButtons
from petitions.urgent_actions.models import Span, Sure, UrgentAction

# Key of a finding -> colour of its marks, id of its control on the review page.
FIELDS = {
    "title": ("title", "basics-title"),
    "ua_number": ("title", "basics-reference"),
    "summary": ("summary", "basics-summary"),
    "pledge": ("other", "basics-pledge"),
    "country": ("title", "basics-country"),
    "language": ("title", "basics-language"),
    "issued": ("date", "dates-issued"),
    "deadline": ("date", "dates-deadline"),
    "story": ("story", "story-story"),
    "background": ("story", "story-story"),
    "index_number": ("title", "sources-sources-0-title"),
    "demands": ("demand", "demands-demands-0-text"),
    "targets": ("other", "target-0-name"),
    "persons": ("person", "also-persons"),
    "preferred_languages": ("other", "also-languages"),
    "channels": ("other", "also-channels"),
    "model_letter": ("other", "also-letter"),
    "is_update": ("title", ""),
}
OFFICIAL_COLOURS = dict.fromkeys(("name", "role", "salutation"), "person") | {"address": "address"}
_LINE_BREAK = re.compile(r"(\s*\n\s*)")


class Highlight(NamedTuple):
    """One finding, or one question: where it stands, and what it belongs to on the page."""

    key: str
    name: str
    colour: str
    control: str
    spans: tuple[Span, ...]
    sure: Sure | None = None

    @property
    def anchor(self) -> str:
        """Return the id of its first mark."""
        return f"found-{self.key.replace('.', '-')}"

    @property
    def size(self) -> int:
        """Return the number of characters that it marks."""
        return sum(span.end - span.start for span in self.spans)


class Tag(NamedTuple):
    """The name in front of a mark, which leads to the control; `anchor` only at the first."""

    name: str
    control: str
    anchor: str


class Piece(NamedTuple):
    """Characters that the same findings share; the smallest of them gives the colour."""

    text: str
    keys: str
    colour: str
    tags: tuple[Tag, ...]
    choices: LineButtons | None = None  # of the line that ends here


# A highlight, one of its spans within the text, and whether that is its first.
_Placed = tuple[Highlight, Span, bool]


def colour_of(key: str) -> str:
    """Return the colour of a finding: `targets.1.fax.0` has that of contacts."""
    kind, *rest = key.split(".")
    if kind in {"targets", "copies_to"} and len(rest) > 1:
        return OFFICIAL_COLOURS.get(rest[1], "contact")
    return FIELDS[kind][0] if kind in FIELDS else "other"


def controls_of(action: UrgentAction) -> dict[str, str]:
    """Return {key: id of its control} for all that the form holds."""
    controls = {key: control for key, (_, control) in FIELDS.items() if control}
    for index in range(len(action.demands)):
        controls[f"demands.{index}"] = f"demands-demands-{index}-text"
    for index in range(len(action.persons)):
        controls[f"persons.{index}"] = controls["persons"]
    for index, official in enumerate(action.targets):
        key = f"targets.{index}"
        for part in ("name", "role", "salutation", "address", "country"):
            controls[f"{key}.{part}"] = f"target-{index}-{part}"
        for row, contact in enumerate(contact_keys(key, official)):
            controls[contact] = f"target-{index}-contacts-{row}-value"
    row = 0
    for index, official in enumerate(action.copies_to):
        key, name = f"copies_to.{index}", f"copies-copies_to-{row}-name"
        controls |= {f"{key}.{part}": name for part in ("name", "role", "salutation", "address")}
        for part in ("fax", "phone", "twitter"):
            for number in range(len(getattr(official, part))):
                controls[f"{key}.{part}.{number}"] = name
        for number in range(max(1, len(official.email))):
            controls[f"{key}.email.{number}"] = f"copies-copies_to-{row}-email"
            row += 1
    return controls


def pieces(
    text: str, highlights: Iterable[Highlight], choices: Mapping[int, LineButtons] | None = None
) -> list[Piece]:
    """Return the whole text in order, cut where a highlight begins or ends and at line breaks.

    `choices` are buttons by where they stand.
    """
    placed = list(_placed(text, highlights))
    buttons = choices or {}
    edges = {edge for _, span, _ in placed for edge in (span.start, span.end)} | {*buttons}
    waiting = deque(sorted(placed, key=lambda item: (item[1].start, -item[0].size)))
    result: list[Piece] = []
    current: list[_Placed] = []
    last_key = ""
    for start, end in pairwise(sorted({0, len(text), *edges})):
        current = [item for item in current if item[1].end > start]
        begun: list[_Placed] = []
        while waiting and waiting[0][1].start == start:
            begun.append(waiting.popleft())
        current += begun
        keys = dict.fromkeys(highlight.key for highlight, _, _ in current)
        inner = min((item[0] for item in current), key=lambda item: item.size, default=None)
        tags = tuple(
            Tag(highlight.name, highlight.control, highlight.anchor if is_first else "")
            for highlight, _, is_first in begun
            if is_first or highlight.key != last_key  # what goes on in another line has a name
        )
        piece = Piece(text[start:end], " ".join(keys), inner.colour if inner else "", tags)
        result += _lines(piece)
        result[-1] = result[-1]._replace(choices=buttons.get(end))
        last_key = begun[-1][0].key if begun else last_key
    return result


def _placed(text: str, highlights: Iterable[Highlight]) -> Iterator[_Placed]:
    for highlight in highlights:
        is_first = True
        for span in highlight.spans:
            within = Span(max(0, span.start), min(len(text), span.end))
            if within.start < within.end:
                yield highlight, within, is_first
                is_first = False


def _lines(piece: Piece) -> Iterator[Piece]:
    """Yield a piece line by line; what is between lines is in no mark."""
    tags = piece.tags
    for words in filter(None, _LINE_BREAK.split(piece.text)):
        if words.strip() or tags:
            yield piece._replace(text=in_words(words), tags=tags)
            tags = ()
        else:
            yield Piece(words, "", "", ())
