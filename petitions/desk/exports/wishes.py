"""What an organiser asked for, and where it is made."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self, TypeAlias, cast

from petitions.config import settings
from petitions.documents.content import PAPERS, Paper
from petitions.signing.filters import Filters

# Called every now and then with the number of rows done; it may stop the work by raising.
Watch: TypeAlias = Callable[[int], None]
_SOME = 200
WORK = "work-"  # how the names of folders begin where a list is being made


@dataclass(frozen=True)
class Wish:
    """A list of one campaign; `target` (its slug) and `paper` are for the hand-over alone."""

    kind: str
    campaign_id: int
    filters: Filters
    target: str = ""
    paper: Paper = "a4"

    def as_json(self) -> dict[str, Any]:
        """Give what a row of the database keeps beside kind and campaign."""
        return self.filters.as_query() | {"target": self.target, "paper": self.paper}

    @classmethod
    def read(cls, kind: str, campaign_id: int, kept: dict[str, Any]) -> Self:
        """Read the wish back from a row."""
        paper = kept.get("paper") if kept.get("paper") in PAPERS else "a4"
        target = kept.get("target", "")
        return cls(kind, campaign_id, Filters.read(kept), target, cast("Paper", paper))


def is_time_to_look(number: int) -> bool:
    """Tell whether to call the Watch now: looking at every row would take longer than writing."""
    return number % _SOME == 0


def folder() -> Path:
    """Give the folder for lists, that nobody else on this machine may read."""
    path = settings().instance / "exports"
    path.mkdir(mode=0o700, exist_ok=True)
    return path
