"""The text cut into pieces, each with what was found in it; what overlaps is cut once more."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from petitions.importer.urgent_action import Span


class Marked(NamedTuple):
    """One finding, or one question: where it stands, and what it belongs to on the page."""

    key: str
    name: str
    colour: str
    control: str
    spans: tuple[Span, ...]

    @property
    def anchor(self) -> str:
        """Give the id of its first mark."""
        return f"found-{self.key.replace('.', '-')}"


class Tag(NamedTuple):
    """The name in front of a mark, which leads to the field; `anchor` only at the first."""

    name: str
    control: str
    anchor: str
    key: str


class Piece(NamedTuple):
    """Characters that the same findings share; the smallest of them gives the colour."""

    text: str
    keys: str
    colour: str
    tags: tuple[Tag, ...]


def pieces(text: str, marked: Iterable[Marked]) -> list[Piece]:
    """Give the whole text in pieces, in its order."""
    spans = list(_spans(text, marked))
    cuts = sorted(
        {0, len(text), *(edge for _, span, _ in spans for edge in (span.start, span.end))}
    )
    starting = sorted(spans, key=lambda one: (one[1].start, one[1].start - one[1].end))
    found: list[Piece] = []
    open_: list[tuple[Marked, Span, bool]] = []
    for start, end in pairwise(cuts):
        open_ = [one for one in open_ if one[1].end > start]
        begun: list[tuple[Marked, Span, bool]] = []
        while starting and starting[0][1].start == start:
            begun.append(starting.pop(0))
        open_ += begun
        found.append(_piece(text[start:end], open_, begun))
    return found


def _spans(text: str, marked: Iterable[Marked]) -> Iterable[tuple[Marked, Span, bool]]:
    """Give (finding, span within the text, whether it is its first)."""
    for one in marked:
        is_first = True
        for span in one.spans:
            within = Span(max(0, span.start), min(len(text), span.end))
            if within.start < within.end:
                yield one, within, is_first
                is_first = False


def _piece(
    text: str,
    around: Sequence[tuple[Marked, Span, bool]],
    begun: Sequence[tuple[Marked, Span, bool]],
) -> Piece:
    keys = list(dict.fromkeys(one.key for one, _, _ in around))
    inner = min(around, key=lambda one: one[1].end - one[1].start, default=None)
    tags = [
        Tag(one.name, one.control, one.anchor if is_first else "", one.key)
        for one, _, is_first in begun
    ]
    return Piece(text, " ".join(keys), inner[0].colour if inner else "", tuple(tags))
