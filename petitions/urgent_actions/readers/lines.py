"""A line of a text, or the part of one that a label begins."""

import re
from dataclasses import dataclass

from petitions.urgent_actions.models import Span
from petitions.urgent_actions.readers.labels import Label

# What stands before the words of a line and is none: a bullet, a number, brackets.
LEAD = re.compile(
    r"(?:[\s•·▪■●○◦*§>|,\ue000-\uf8ff]|-(?!\w)|n(?= [A-Z])"
    r"|[\(\[]?\d{1,2}[.)\]](?=\s)){0,200}[(\[\"“]?"
)
ONE_LINE = {"skip", "report"}  # labels of sentences to pass over; no part begins there


@dataclass(frozen=True)
class Line:
    """Words between two breaks, with the label they began with, which is not part of them.

    `gap` counts empty lines before it; -1 where it was cut from the line before.
    """

    start: int
    end: int
    text: str
    plain: str
    gap: int
    label: Label | None = None

    @property
    def span(self) -> Span:
        """Give where the words stand."""
        return Span(self.start, self.end)

    @property
    def name(self) -> str:
        """Give for what the label stands; nothing where there is none."""
        return self.label.name if self.label else ""

    @property
    def kind(self) -> str:
        """Give of which sort the label is; nothing where there is none."""
        return self.label.kind if self.label else ""

    def part(self, start: int, end: int) -> "Line":
        """Give some of its words, counted from its start, without spaces around them."""
        words = self.text[start:end]
        start += len(words) - len(words.lstrip())
        words = words.strip()
        end = start + len(words)
        return Line(self.start + start, self.start + end, words, self.plain[start:end], self.gap)
