"""A value with its evidence, as the readers give it."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from petitions.urgent_actions.models import Finding, Span, Sure
from petitions.urgent_actions.readers.lines import Line

T = TypeVar("T")


@dataclass(frozen=True)
class Found(Generic[T]):
    """A value, where it stands, and how sure it is."""

    value: T
    spans: tuple[Span, ...]
    sure: Sure = Sure.PLACED

    @property
    def finding(self) -> Finding:
        """Give the evidence alone."""
        return Finding(self.spans, self.sure)


def found_in(line: Line, sure: Sure = Sure.PLACED) -> Found[str]:
    """Give the words of a line as a value."""
    return Found(line.text, (line.span,), sure)
