"""Lines on sheets of paper: which belong together, and which stand on every page."""

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise

from petitions.urgent_actions.uploads.columns import in_order
from petitions.urgent_actions.uploads.lines import CLOSE, Box, Line, without
from petitions.urgent_actions.uploads.marks import BEGINS_WITH_BULLET, UNREADABLE, joined

_MARGIN = 0.1  # of the height, above and below
# "7", "- 7 -", "Page 7", "Seite 7 von 9", "7/9"
_PAGE_NUMBER = r"\W*(?:[^\W\d]+ )?{}(?:\W*| [^\W\d]+ |/)\d*\W*"

_Key = tuple[str, int]
_NUMBER = "the number of the page"


@dataclass(frozen=True)
class Sheet:
    """A page: boxes of lines, in any order."""

    height: float
    boxes: list[Box]
    close: float = CLOSE  # how far apart lines of one paragraph are at most, in their heights

    def is_one_paragraph(self, above: Line, line: Line) -> bool:
        """Whether a line goes on where the one above ended."""
        gap = above.gap_to(line)
        return gap is not None and gap <= self.close


def flowing(sheet: Sheet) -> str:
    """Give the words as they are read, an empty line between what does not go on."""
    lines = [line for box in in_order(joined(sheet.boxes)) for line in box.lines]
    pieces = [_readable(line.words) for line in lines[:1]]
    for above, line in pairwise(lines):
        pieces.append("\n" if sheet.is_one_paragraph(above, line) else "\n\n")
        pieces.append(_readable(line.words))
    return "".join(pieces)


def _readable(words: str) -> str:
    words = BEGINS_WITH_BULLET.sub("• ", words, count=1)
    return UNREADABLE.sub("\N{REPLACEMENT CHARACTER}", words)


def without_running_heads(sheets: list[Sheet]) -> list[Sheet]:
    """Give the pages without what stands at the same edge of several, but for its first time.

    Numbers of pages go altogether.
    """
    heads = [_heads(sheet, number) for number, sheet in enumerate(sheets, 1)]
    pages_with = Counter(key for of_sheet in heads for key in set(of_sheet.values()))
    seen = {key for key in pages_with if key[0] == _NUMBER}
    cleared = []
    for sheet, of_sheet in zip(sheets, heads, strict=True):
        unwanted = {line for line, key in of_sheet.items() if pages_with[key] > 1 and key in seen}
        seen.update(of_sheet.values())
        cleared.append(replace(sheet, boxes=without(sheet.boxes, unwanted)))
    return cleared


def _heads(sheet: Sheet, number: int) -> dict[Line, _Key]:
    """Give the lines at the edges, each with what is the same on other pages if it is a head."""
    edge = _MARGIN * sheet.height
    page_number = re.compile(_PAGE_NUMBER.format(number))
    return {
        line: (
            _NUMBER if page_number.fullmatch(line.words) else line.words,
            round(line.bottom),
        )
        for box in sheet.boxes
        for line in box.lines
        if line.top < edge or line.bottom > sheet.height - edge
    }
