"""What a measurement gives, and how it is taken: in turns with its floor."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from typing import Literal

ROUNDS = 3


class Broken(Exception):
    """A measurement went wrong, by a wrong answer or an error: there is no number."""


@dataclass(frozen=True)
class Goal:
    """What is to be reached: by the ratio to the floor, or by the value where there is none."""

    sign: Literal["≥", "≤"]
    limit: float

    def is_met(self, number: float) -> bool:
        """Return True if a number reaches it."""
        return number >= self.limit if self.sign == "≥" else number <= self.limit

    def __str__(self) -> str:
        return f"{self.sign} {shown(self.limit)}"


def at_least(limit: float) -> Goal:
    """Return a goal that larger numbers meet."""
    return Goal("≥", limit)


def at_most(limit: float) -> Goal:
    """Return a goal that smaller numbers meet."""
    return Goal("≤", limit)


@dataclass(frozen=True)
class Figure:
    """A number with its unit; `floor` is the same by the least work that has to be done anyhow.

    Both are taken in the same run, so that their ratio holds on any machine.
    """

    name: str
    value: float
    unit: str
    floor: float | None = None
    goal: Goal | None = None

    @property
    def ratio(self) -> float | None:
        """Return value : floor."""
        return self.value / self.floor if self.floor else None

    @property
    def verdict(self) -> str:
        """Return `met` or `missed`; nothing where there is no goal."""
        if self.goal is None:
            return ""
        number = self.value if self.ratio is None else self.ratio
        return "met" if self.goal.is_met(number) else "missed"

    def result(self) -> dict[str, float | str | None]:
        """Return it as results.json has it."""
        return {
            "value": _rounded(self.value),
            "unit": self.unit,
            "floor": _rounded(self.floor),
            "ratio": _rounded(self.ratio),
        }

    def cells(self) -> list[str]:
        """Return it for a table: name, value, floor, ratio, goal, verdict."""
        numbers = [shown(number) for number in (self.floor, self.ratio)]
        value = f"{shown(self.value)} {self.unit}"
        return [self.name, value, *numbers, str(self.goal or ""), self.verdict]


def interleaved(*works: Callable[[], float], rounds: int = ROUNDS) -> list[float]:
    """Let each work measure itself once a round, in turns; return the median of each.

    What slows the machine for a while then slows value and floor alike.
    """
    taken = [[work() for work in works] for _ in range(rounds)]
    return [median(numbers) for numbers in zip(*taken, strict=True)]


def seconds(work: Callable[[], object]) -> float:
    """Return how long some work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def shown(number: float | None) -> str:
    """Return a number for reading: three digits that count, and all before the point."""
    if number is None:
        return ""
    places = 0 if number == int(number) or abs(number) >= 100 else 1 if abs(number) >= 10 else 2
    return f"{number:,.{places}f}"


def _rounded(number: float | None) -> float | None:
    if number is None:
        return None
    return float(f"{number:.4g}") if abs(number) < 1000 else round(number)
