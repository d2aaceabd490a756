"""Where lines lie on a page: boxes, columns, and the order in which they are read."""

import re
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

CLOSE = 0.5  # of the height of a line
_LEAST_CLOSE = 0.1
_SAME_GAP = 1.3  # times as far apart as lines usually are
_MOST_LINES = 300
_TOUCH = 0.25  # of the height of a line may overlap that of the next one below
_NARROWEST = 3  # points between columns
_FAR = 3  # heights of a line: what is farther below columns is no part of them
_CONTACT = re.compile(r"@|\d[\d ()/.-]{5,}")


@dataclass(frozen=True)
class Line:
    """Some words and where they lie, in points from the left and from below."""

    words: str
    left: float
    right: float
    bottom: float
    top: float

    @property
    def height(self) -> float:
        """Return how tall it is."""
        return self.top - self.bottom

    def is_beside(self, other: "Line") -> bool:
        """Return True if both lie at the same height."""
        return self.bottom < (other.top + other.bottom) / 2 < self.top

    def gap_to(self, other: "Line") -> float | None:
        """Return how far below it the other one is, in heights of a line; None if it is not."""
        overlap = min(self.right, other.right) > max(self.left, other.left)
        if not overlap or other.top > self.top or other.bottom >= self.bottom:
            return None
        return max(0, self.bottom - other.top) / max(self.height, 1)


@dataclass(frozen=True)
class Box:
    """Lines, at least one, that stand together."""

    lines: tuple[Line, ...]

    @property
    def left(self) -> float:
        """Return its left edge."""
        return min(line.left for line in self.lines)

    @property
    def right(self) -> float:
        """Return its right edge."""
        return max(line.right for line in self.lines)

    @property
    def bottom(self) -> float:
        """Return its lower edge."""
        return min(line.bottom for line in self.lines)

    @property
    def top(self) -> float:
        """Return its upper edge."""
        return max(line.top for line in self.lines)


# Boxes beside each other, by themselves between what is above and what is below; and a stretch
# from left to right that no box crosses.
_Band = list[Box]
_Gap = tuple[float, float]


def closeness(lines: list[Line]) -> float:
    """Return the largest gap within a paragraph, from the gaps that lines usually have.

    What stands below columns is often little farther from them than their own lines are: the
    less is taken for one box, the fewer officials get a line of what follows.
    """
    some = lines[:_MOST_LINES]
    gaps = []
    for above in some:
        below = [gap for line in some if (gap := above.gap_to(line)) is not None]
        if below:
            gaps.append(min(below))
    return min(CLOSE, max(_LEAST_CLOSE, _SAME_GAP * median(gaps))) if gaps else CLOSE


def without(boxes: list[Box], unwanted: set[Line]) -> list[Box]:
    """Return the boxes without these lines, and none that would be empty."""
    remaining = (tuple(line for line in box.lines if line not in unwanted) for box in boxes)
    return [Box(lines) for lines in remaining if lines]


def in_order(boxes: list[Box]) -> list[Box]:
    """Return the boxes as they are read."""
    ordered: list[Box] = []
    bands = _bands(boxes)
    while bands:
        count, gaps = _columns(bands)
        together = [box for band in bands[:count] for box in band]
        ordered += sorted(together, key=lambda box: (_column(box, gaps), -box.top, box.left))
        bands = bands[count:]
    return ordered


def _bands(boxes: list[Box]) -> list[_Band]:
    bands: list[_Band] = []
    bottom = float("-inf")
    for box in sorted(boxes, key=lambda box: -box.top):
        if bands and box.top > bottom + _TOUCH * box.lines[0].height:
            bands[-1].append(box)
            bottom = min(bottom, box.bottom)
        else:
            bands.append([box])
            bottom = box.bottom
    return bands


def _columns(bands: list[_Band]) -> tuple[int, list[_Gap]]:
    """Return how many of the bands are columns together, from the first on, and what parts them.

    Below the last band that has boxes on both sides, a line may end the first column or begin
    what follows: it ends the column only if it is a number or an address.
    """
    count, gaps = 1, _gaps_between(bands[0])
    common = gaps
    for number, (above, band) in enumerate(pairwise(bands), 2):
        common = _uncrossed(common, band)
        first = band[0].lines[0]
        distance = min(box.bottom for box in above) - max(box.top for box in band)
        if not common or distance > _FAR * first.height:
            break
        is_on_both_sides = len({_column(box, common) for box in band}) > 1
        if is_on_both_sides or (number == count + 1 and _CONTACT.search(first.words)):
            count, gaps = number, common
    return count, gaps


def _gaps_between(band: _Band) -> list[_Gap]:
    gaps = []
    right = float("inf")
    for box in sorted(band, key=lambda box: box.left):
        if box.left - right >= _NARROWEST:
            gaps.append((right, box.left))
        right = box.right if right == float("inf") else max(right, box.right)
    return gaps


def _uncrossed(gaps: list[_Gap], band: _Band) -> list[_Gap]:
    """Return what boxes leave of these gaps: each takes all of one, an end, its middle, or none."""
    for box in band:
        sides = [
            side
            for left, right in gaps
            for side in ((left, min(right, box.left)), (max(left, box.right), right))
        ]
        gaps = [(left, right) for left, right in sides if right - left >= _NARROWEST]
    return gaps


def _column(box: Box, gaps: list[_Gap]) -> int:
    return sum(right <= box.left + 1 for _, right in gaps)
