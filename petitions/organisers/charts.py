"""The geometry of charts: numbers in, coordinates out. Templates draw them, as SVG.

Units are those of a viewBox as wide as a small phone, so that words in it keep their size there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from typing import Self

WIDTH = 320
MOST_DAYS = 90  # of bars; with more, each is a week
GAP = 0.2  # of a bar's place, left free
DIGIT = 7.5
ROW, ROW_BAR = 38, 12


@dataclass(frozen=True)
class Series:
    """Numbers of one day or one week each, `days` long, beginning at `starts`."""

    starts: list[date]
    numbers: list[int]
    days: int

    @classmethod
    def of(cls, by_day: Mapping[date, int], today: date) -> Self:
        """Give every day from the first until today, those without any too, or every week."""
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
        """Give how many there were after each."""
        return list(accumulate(self.numbers))

    @property
    def most(self) -> int:
        """Give the largest of them."""
        return max(self.numbers, default=0)

    @property
    def busiest(self) -> date:
        """Give when the most came; there has to be one."""
        return self.starts[self.numbers.index(self.most)]

    @property
    def rows(self) -> list[tuple[date, int, int]]:
        """Give (first day, number, number altogether), the newest first."""
        return list(zip(self.starts, self.numbers, self.totals, strict=True))[::-1]


@dataclass(frozen=True)
class Tick:
    """A line across a chart, and the number it stands for."""

    y: float
    number: int


@dataclass(frozen=True)
class Bar:
    """One bar."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Scale:
    """Where numbers stand between `low` and `high`, which are heights on the page."""

    top: int
    high: float
    low: float

    @classmethod
    def of(cls, numbers: Sequence[int], high: float, low: float) -> Self:
        """Give a scale that ends at a round number, above all of these."""
        return cls(round_top(max(numbers, default=0)), high, low)

    def y(self, number: int) -> float:
        """Give the height of a number."""
        return round(self.low - (self.low - self.high) * number / self.top, 2)

    @property
    def ticks(self) -> list[Tick]:
        """Give nothing, half and all, as far as those are whole numbers."""
        halves = [self.top // 2] if self.top % 2 == 0 else []
        return [Tick(self.y(number), number) for number in (0, *halves, self.top)]


@dataclass(frozen=True)
class Growth:
    """A line of totals above bars of single numbers, over the same days, right of `left`."""

    left: float
    totals: Scale
    numbers: Scale
    points: list[tuple[float, float]]
    bars: list[Bar]

    @property
    def line(self) -> str:
        """Give the line as SVG has it."""
        return " ".join(f"{x:g},{y:g}" for x, y in self.points)


def growth(numbers: Sequence[int], *, line: Scale, bars: Scale) -> Growth:
    """Give the chart of these numbers; the line begins at nothing."""
    widest = max(len(f"{scale.top:,}") for scale in (line, bars))
    left = widest * DIGIT + DIGIT
    place = (WIDTH - left) / max(len(numbers), 1)
    ends = [(round(left + place * n, 2), line.y(s)) for n, s in enumerate(accumulate(numbers), 1)]
    drawn = [
        Bar(
            x=round(left + place * (n + GAP / 2), 2),
            y=bars.y(number),
            width=round(place * (1 - GAP), 2),
            height=round(bars.low - bars.y(number), 2),
        )
        for n, number in enumerate(numbers)
    ]
    return Growth(left, line, bars, [(left, line.low), *ends], drawn)


def rows(numbers: Sequence[int]) -> list[Bar]:
    """Give a lying bar for each number, with room for its words above; the largest fills all."""
    largest = max(numbers, default=0)
    return [
        Bar(x=0, y=ROW * n + ROW - ROW_BAR - 6, width=_part(number, largest), height=ROW_BAR)
        for n, number in enumerate(numbers)
    ]


def round_top(most: int) -> int:
    """Give the next number of one digit and zeros that halves well: 1, 2, 4, 6, 8, 10, 20."""
    power = int(10 ** (len(str(max(most, 1))) - 1))
    return next(step * power for step in (1, 2, 4, 6, 8, 10) if step * power >= most)


def _part(number: int, largest: int) -> float:
    """Give the width of a bar; what is not nothing can be seen."""
    return max(round(WIDTH * number / largest, 2), 1) if number else 0
