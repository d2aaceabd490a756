"""What a measurement gives, and how time is taken."""

import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """A number with its unit; `floor` is what the least work takes that has to be done anyhow.

    Both are taken in the same run, so that their relation holds on any machine.
    """

    name: str
    value: float
    unit: str
    floor: float | None = None
    floor_is: str = ""

    def line(self) -> str:
        """Give it for reading: `importing.document  9.1 ms  (floor 2.0 ms: …)`."""
        shown = f"{self.name:34} {_shown(self.value):>10} {self.unit}"
        if self.floor is None:
            return shown
        return f"{shown}  (floor {_shown(self.floor)} {self.unit}: {self.floor_is})"


def _shown(value: float) -> str:
    return f"{value:,}" if isinstance(value, int) else f"{value:,.2f}"


def seconds(work: Callable[[], object]) -> float:
    """Give how long some work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
