"""The geometry of charts: numbers in, coordinates out. Templates draw them, as SVG.

Charts are stretched to the room there is; what is to read stands beside them, as text.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from typing import Self

WIDTH, HEIGHT = 320, 100
MOST_DAYS = 90  # of bars; with more, each is a week
GAP = 0.2  # of a bar's step, left free


@dataclass(frozen=True)
class Series:
    """Numbers of one day or one week each, `days` long, beginning at `starts`."""

    starts: list[date]
    numbers: list[int]
    days: int

    @classmethod
    def of(cls, by_day: Mapping[date, int], today: date) -> Self:
        """Return every day from the first until today, those without any too, or every week."""
        if not by_day:
            return cls([], [], 1)
        first, last = min(by_day), max(today, *by_day)
        days = 7 if (last - first).days >= MOST_DAYS else 1
        if days == 7:
            first -= timedelta(days=first.weekday())
        numbers = [0] * ((last - first).days // days + 1)
        for day, number in by_day.items():
            numbers[(day - first).days // days] += number
        return cls([first + timedelta(days=days * n) for n in range(len(numbers))], numbers, days)

    @property
    def totals(self) -> list[int]:
        """Return how many there were after each."""
        return list(accumulate(self.numbers))

    @property
    def most(self) -> int:
        """Return the largest of them."""
        return max(self.numbers, default=0)

    @property
    def busiest(self) -> date:
        """Return when the most came; there has to be one."""
        return self.starts[self.numbers.index(self.most)]

    @property
    def rows(self) -> list[tuple[date, int, int]]:
        """Return (first day, number, number altogether), the newest first."""
        return list(zip(self.starts, self.numbers, self.totals, strict=True))[::-1]


@dataclass(frozen=True)
class Bar:
    """One bar."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Scale:
    """Where numbers stand in a chart `HEIGHT` high, whose upper edge is `top`."""

    top: int

    @classmethod
    def of(cls, numbers: Sequence[int]) -> Self:
        """Return a scale above all of these; its top has one digit and zeros, and halves well."""
        largest = max([1, *numbers])
        power = int(10 ** (len(str(largest)) - 1))
        return cls(next(step * power for step in (1, 2, 4, 6, 8, 10) if step * power >= largest))

    def y(self, number: int) -> float:
        """Return where a number stands, from above."""
        return round(HEIGHT - HEIGHT * number / self.top, 2)

    @property
    def ticks(self) -> list[int]:
        """Return what stands beside the chart, from above: all, half if that is whole, nothing."""
        halves = [self.top // 2] if self.top % 2 == 0 else []
        return [self.top, *halves, 0]


def line(totals: Sequence[int], scale: Scale) -> str:
    """Return the points of a line as SVG has them: from nothing, a step for each number."""
    step = WIDTH / max(len(totals), 1)
    points = [(0.0, scale.y(0)), *((step * n, scale.y(s)) for n, s in enumerate(totals, 1))]
    return " ".join(f"{round(x, 2):g},{y:g}" for x, y in points)


def bars(numbers: Sequence[int], scale: Scale) -> list[Bar]:
    """Return a standing bar for each number, with a gap to the next."""
    step = WIDTH / max(len(numbers), 1)
    return [
        Bar(
            x=round(step * (n + GAP / 2), 2),
            y=scale.y(number),
            width=round(step * (1 - GAP), 2),
            height=round(HEIGHT - scale.y(number), 2),
        )
        for n, number in enumerate(numbers)
    ]


def widths(numbers: Sequence[int]) -> list[float]:
    """Return how wide lying bars are: the largest fills all, what is not nothing can be seen."""
    largest = max(numbers, default=0)
    return [max(round(WIDTH * n / largest, 2), 1) if n else 0 for n in numbers]
