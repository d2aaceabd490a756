"""In which order the boxes of a page are read: down each column, and then on below them all."""

import re
from dataclasses import dataclass
from itertools import pairwise

from petitions.urgent_actions.uploads.lines import Box

_TOUCH = 0.25  # of the height of a line may overlap that of the next one below
_NARROWEST = 3  # points between columns
_FAR = 3  # heights of a line: what is farther below columns is no part of them
_CONTACT = re.compile(r"@|\d[\d ()/.-]{5,}")

_Gap = tuple[float, float]


@dataclass
class _Band:
    """Boxes beside each other, by themselves between what is above and what is below."""

    boxes: list[Box]

    @property
    def bottom(self) -> float:
        """How far down it reaches."""
        return min(box.bottom for box in self.boxes)

    @property
    def top(self) -> float:
        """How far up it reaches."""
        return max(box.top for box in self.boxes)

    def gaps(self) -> list[_Gap]:
        """Give the stretches from left to right that no box crosses, between boxes only."""
        found = []
        right = float("inf")
        for box in sorted(self.boxes, key=lambda box: box.left):
            if box.left - right >= _NARROWEST:
                found.append((right, box.left))
            right = box.right if right == float("inf") else max(right, box.right)
        return found

    def within(self, gaps: list[_Gap]) -> list[_Gap]:
        """Give what of these stretches no box of this band crosses."""
        for box in self.boxes:
            pieces = [piece for gap in gaps for piece in _beside(gap, box)]
            gaps = [(left, right) for left, right in pieces if right - left >= _NARROWEST]
        return gaps

    def is_on_both_sides(self, gaps: list[_Gap]) -> bool:
        """Whether it has boxes in more than one column."""
        return len({_column(box, gaps) for box in self.boxes}) > 1


def in_order(boxes: list[Box]) -> list[Box]:
    """Give the boxes as they are read."""
    ordered: list[Box] = []
    bands = _bands(boxes)
    while bands:
        count, gaps = _columns(bands)
        together = [box for band in bands[:count] for box in band.boxes]
        ordered += sorted(together, key=lambda box: (_column(box, gaps), -box.top, box.left))
        bands = bands[count:]
    return ordered


def _bands(boxes: list[Box]) -> list[_Band]:
    bands: list[_Band] = []
    bottom = float("-inf")
    for box in sorted(boxes, key=lambda box: -box.top):
        if bands and box.top > bottom + _TOUCH * box.line_height:
            bands[-1].boxes.append(box)
            bottom = min(bottom, box.bottom)
        else:
            bands.append(_Band([box]))
            bottom = box.bottom
    return bands


def _columns(bands: list[_Band]) -> tuple[int, list[_Gap]]:
    """Give how many of the bands are columns together, from the first on, and what parts them.

    Below the last band that has boxes on both sides, a line may end the first column or begin
    what follows: it ends the column only if it is a number or an address.
    """
    count, gaps = 1, bands[0].gaps()
    common = gaps
    for number, (above, band) in enumerate(pairwise(bands), 2):
        common = band.within(common)
        if not common or above.bottom - band.top > _FAR * band.boxes[0].line_height:
            break
        if band.is_on_both_sides(common) or (number == count + 1 and _is_contact(band)):
            count, gaps = number, common
    return count, gaps


def _is_contact(band: _Band) -> bool:
    return bool(_CONTACT.search(band.boxes[0].lines[0].words))


def _column(box: Box, gaps: list[_Gap]) -> int:
    return sum(right <= box.left + 1 for _, right in gaps)


def _beside(gap: _Gap, box: Box) -> list[_Gap]:
    """Give what a box leaves of a gap: all, a piece, two pieces, or nothing."""
    left, right = gap
    if box.right <= left or box.left >= right:
        return [gap]
    return [(left, min(right, box.left)), (max(left, box.right), right)]
