"""What an organiser asked for, and where it is made."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self, TypeAlias, cast

from petitions.config import settings
from petitions.documents.content import PAPERS, Paper
from petitions.signing.filters import Filters

# Called every now and then with the number of rows done; it may stop the work by raising.
OnProgress: TypeAlias = Callable[[int], None]
PROGRESS_ROWS = 200  # between two calls: one for each row would take longer than writing it
WORK_PREFIX = "work-"  # of the names of folders in which an export is being made


@dataclass(frozen=True)
class ExportRequest:
    """A list of one campaign; `target` (its slug) and `paper` are for the hand-over alone."""

    kind: str
    campaign_id: int
    filters: Filters
    target: str = ""
    paper: Paper = "a4"

    def as_json(self) -> dict[str, Any]:
        """Return what a row of the database keeps beside kind and campaign."""
        return self.filters.as_query() | {"target": self.target, "paper": self.paper}

    @classmethod
    def read(cls, kind: str, campaign_id: int, kept: dict[str, Any]) -> Self:
        """Return the request that a row keeps."""
        paper = kept.get("paper") if kept.get("paper") in PAPERS else "a4"
        target = kept.get("target", "")
        return cls(kind, campaign_id, Filters.read(kept), target, cast("Paper", paper))


def export_folder() -> Path:
    """Return the folder of exports, which nobody else on this machine may read."""
    path = settings().instance / "exports"
    path.mkdir(mode=0o700, exist_ok=True)
    return path
