"""Lines on paper and the boxes they make, with their places."""

from dataclasses import dataclass
from statistics import median

CLOSE = 0.5  # of the height of a line
_LEAST_CLOSE = 0.1
_SAME_GAP = 1.3  # times as far apart as lines usually are
_MOST_LINES = 300


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
        """How tall it is."""
        return self.top - self.bottom

    def is_beside(self, other: "Line") -> bool:
        """Whether both lie at the same height."""
        return self.bottom < (other.top + other.bottom) / 2 < self.top

    def gap_to(self, other: "Line") -> float | None:
        """How far below it the other one is, in heights of a line, if it is below."""
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
        """Where it begins."""
        return min(line.left for line in self.lines)

    @property
    def right(self) -> float:
        """Where it ends."""
        return max(line.right for line in self.lines)

    @property
    def bottom(self) -> float:
        """How far down it reaches."""
        return min(line.bottom for line in self.lines)

    @property
    def top(self) -> float:
        """How far up it reaches."""
        return max(line.top for line in self.lines)

    @property
    def line_height(self) -> float:
        """How tall its first line is."""
        return self.lines[0].height


def closeness(lines: list[Line]) -> float:
    """Give how far apart lines of one paragraph are at most, from how far apart lines usually are.

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
    """Give the boxes without these lines, and none that would be empty."""
    kept = (tuple(line for line in box.lines if line not in unwanted) for box in boxes)
    return [Box(lines) for lines in kept if lines]
