"""The text cut into pieces, each with what was found in it; what overlaps is cut once more."""

import re
from collections import deque
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from petitions.urgent_actions.urgent_action import Span

# A finding, one of its spans within the text, and whether that is its first.
Place = tuple["Marked", Span, bool]
_BREAK = re.compile(r"(\s*\n\s*)")


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

    @property
    def size(self) -> int:
        """Give the number of characters that it marks."""
        return sum(span.end - span.start for span in self.spans)


class Tag(NamedTuple):
    """The name in front of a mark, which leads to the field; `anchor` only at the first."""

    name: str
    control: str
    anchor: str


class Piece(NamedTuple):
    """Characters that the same findings share; the smallest of them gives the colour."""

    text: str
    keys: str
    colour: str
    tags: tuple[Tag, ...]


def pieces(text: str, marked: Iterable[Marked]) -> list[Piece]:
    """Give the whole text in pieces, in its order."""
    spans = list(_spans(text, marked))
    edges = {edge for _, span, _ in spans for edge in (span.start, span.end)}
    waiting = deque(sorted(spans, key=lambda one: (one[1].start, -one[0].size)))
    found: list[Piece] = []
    around: list[Place] = []
    last = ""
    for start, end in pairwise(sorted({0, len(text), *edges})):
        around = [one for one in around if one[1].end > start]
        begun: list[Place] = []
        while waiting and waiting[0][1].start == start:
            begun.append(waiting.popleft())
        around += begun
        found += _lines(_piece(text[start:end], around, begun, last))
        last = begun[-1][0].key if begun else last
    return found


def _lines(piece: Piece) -> Iterable[Piece]:
    """Give a piece line by line; what is between lines is in no mark."""
    tags = piece.tags
    for words in filter(None, _BREAK.split(piece.text)):
        if words.strip() or tags:
            yield piece._replace(text=words, tags=tags)
            tags = ()
        else:
            yield Piece(words, "", "", ())


def _spans(text: str, marked: Iterable[Marked]) -> Iterable[Place]:
    for one in marked:
        is_first = True
        for span in one.spans:
            within = Span(max(0, span.start), min(len(text), span.end))
            if within.start < within.end:
                yield one, within, is_first
                is_first = False


def _piece(text: str, around: list[Place], begun: list[Place], last: str) -> Piece:
    """Give a piece; what only goes on in another line is not named again."""
    keys = list(dict.fromkeys(one.key for one, _, _ in around))
    inner = min((one for one, _, _ in around), key=lambda one: one.size, default=None)
    tags = [
        Tag(one.name, one.control, one.anchor if is_first else "")
        for one, _, is_first in begun
        if is_first or one.key != last
    ]
    return Piece(text, " ".join(keys), inner.colour if inner else "", tuple(tags))
