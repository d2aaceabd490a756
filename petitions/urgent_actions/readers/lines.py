"""Lines of a text: cut at its breaks, and before each label in the middle of one."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, zip_longest
from typing import Generic, TypeVar

from petitions.urgent_actions.models import Finding, Span, Sure
from petitions.urgent_actions.readers.labels import Label, Labels
from petitions.urgent_actions.readers.text import BULLET, LEAD

T = TypeVar("T")

ONE_LINE = {"skip", "report"}  # labels of sentences to pass over; no part begins there
DATED = {"issued", "deadline", "number"}  # a day or a number follows these at once
_DATE = re.compile(r"[^\S\n]+(?:[^\W\d_]+,? )?\d")
_AFTER_HEADING = re.compile(r"[^\S\n]*(?:[:.)\]\"]|-|\n|$)")
_SENTENCE_END = re.compile(r"(?:[.;:!?…|/)\]]['\")\]]*|\n)[^\S\n]*$|^\s*$")
_SENTENCE = re.compile(r"[.!?](?=\s+[^\W\d_a-z])")
_VALUE_MARK = re.compile(r"[^\S\n]*(?:\([^)\n]{0,40}\)[^\S\n]*)?[:.]")
_NUMBER = re.compile(r"[^\S\n]*[.:]?[^\S\n]*\(?\+?[^\S\n]?\(?\d[\d\s().+/-]{5}")
_ADDRESS = re.compile(r"[\s:]{0,9}\S{1,64}@")
_GREETED = r"(?:[,:!](?=\s|$)|\n(?=\s*[^\n]{80}))"  # a comma, or a line of its own
_GREETING = 60  # characters of one
_FLAT = 600  # characters of a row that was many
_SHORT = 2  # letters: `T`, `F`; those need a colon or a number behind
_LOUD = 4  # letters that capitals must be more than
_QUOTES = {">", "»"}
_TRIMMED = " \n:-.)]\"'"  # between a label and its value
_DOUBLED, _LEAST_LINES = 0.7, 6  # the share of lines with an empty one behind, and of how many


@dataclass(frozen=True)
class Extract(Generic[T]):
    """A value, where it stands, and how sure it is."""

    value: T
    spans: tuple[Span, ...]
    sure: Sure = Sure.PLACED

    @property
    def finding(self) -> Finding:
        """Return the evidence alone."""
        return Finding(self.spans, self.sure)


@dataclass(frozen=True)
class TextLine:
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
        """Return where the words stand."""
        return Span(self.start, self.end)

    @property
    def name(self) -> str:
        """Return for what the label stands; nothing where there is none."""
        return self.label.name if self.label else ""

    @property
    def kind(self) -> str:
        """Return of which sort the label is; nothing where there is none."""
        return self.label.kind if self.label else ""

    def part(self, start: int, end: int | None = None) -> "TextLine":
        """Return some of its words, counted from its start, without spaces around them."""
        words = self.text[start:end]
        start += len(words) - len(words.lstrip())
        words = words.strip()
        end = start + len(words)
        return TextLine(
            self.start + start, self.start + end, words, self.plain[start:end], self.gap
        )


@dataclass(frozen=True)
class _Source:
    """The text, folded and not; `starts` are where its rows begin."""

    text: str
    plain: str
    labels: Labels
    starts: list[int]

    def row_of(self, at: int) -> int:
        """Return where the row begins in which a place is."""
        return self.starts[bisect_right(self.starts, at) - 1]

    def is_flat(self, row: int) -> bool:
        """Return True if a row was many lines, which a copy has joined."""
        return self.text.find("\n", row, row + _FLAT) < 0 and len(self.text) > row + _FLAT


def split_lines(text: str, plain: str, labels: Labels) -> list[TextLine]:
    """Return the lines in order, without empty ones, each with the label that begins it."""
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    source = _Source(text, plain, labels, starts)
    cuts: dict[int, Label] = {}
    for choice in labels.find(plain):
        if label := next((label for label in choice if _is_label(source, label)), None):
            cuts[label.start] = label
    cuts |= dict(_greetings(source, cuts))
    places = sorted(cuts)
    lines: list[TextLine] = []
    gap = 0
    for start, end in pairwise([*starts, len(text)]):
        in_row = places[bisect_left(places, start) : bisect_left(places, end)]
        is_empty = text[start:end].isspace()
        row = [] if is_empty else _row(source, start, end, [cuts[at] for at in in_row], gap)
        gap = 0 if row else gap + 1
        lines += row
    # A copy may have put an empty line behind each line.
    gaps = [line.gap for line in lines[1:] if line.gap >= 0]
    if len(gaps) < _LEAST_LINES or sum(gap > 0 for gap in gaps) < _DOUBLED * len(gaps):
        return lines
    return [replace(line, gap=max(line.gap - 1, min(line.gap, 0))) for line in lines]


def _is_label(source: _Source, label: Label) -> bool:
    """Return True if these words are a label here, and not part of a sentence."""
    text = source.text
    row = source.row_of(label.start)
    lead = LEAD.match(text, row)
    begins = lead is not None and lead.end() >= label.start
    if label.kind == "field":
        return _is_field(label, text, begins=begins)
    written = text[label.start : label.end]
    loud = written.isupper() and len(written) > _LOUD
    before = source.plain[max(row, label.start - _LOUD) : label.start]
    fresh = begins or bool(_SENTENCE_END.search(before))
    # Copies begin wherever they are named: `… Sende eine Kopie an …`.
    copies = label.name == "copies" and written[:1].isupper() and " " in written
    if label.kind == "opening":
        return (fresh and not written[:1].islower()) or loud or copies
    ends = bool(_AFTER_HEADING.match(text, label.end))
    if begins:
        return ends or loud or copies
    marked = _is_colon(text, label.end)
    if source.is_flat(row) and written[:1].isupper() and len(written) > _LOUD:
        # Where a text has lost its lines, nothing ends before a heading.
        return marked or (loud and (fresh or label.name == "copies"))
    return (loud and (fresh or ends)) or (fresh and marked) or copies


def _is_field(label: Label, text: str, *, begins: bool) -> bool:
    """Return True if a value follows: behind a colon, on the next line, or a number at once."""
    is_short = label.end - label.start <= _SHORT
    if not begins and is_short and text[label.start - 1] not in " |/,;)":
        return False
    numbered = label.name in {"fax", "phone"} and bool(_NUMBER.match(text, label.end))
    dated = begins and label.name in DATED and bool(_DATE.match(text, label.end))
    # `Azione urgente: scadenza 24 giugno`
    led = label.name == "deadline" and text[: label.start].rstrip().endswith((":", "(", "|"))
    dated = dated or (led and not is_short and bool(_DATE.match(text, label.end)))
    marked = _is_colon(text, label.end) and (begins or text[label.start].isupper())
    if numbered or dated or marked:
        return True
    if is_short or not begins:
        return _is_colon(text, label.end) and bool(_ADDRESS.match(text, label.end))
    return text[label.end : label.end + 1] in {"\n", ""} or bool(_VALUE_MARK.match(text, label.end))


def _is_colon(text: str, at: int) -> bool:
    return text[at : at + 4].lstrip(" .)").startswith(":")


def _greetings(source: _Source, cuts: dict[int, Label]) -> Iterator[tuple[int, Label]]:
    """Yield where a letter begins: a greeting, and a sentence behind it."""
    words = source.labels.expression("words", "greetings").pattern
    form = rf"{words}(?:(?!{words})[^,;:!?()/\n]){{0,{_GREETING}}}{_GREETED}"
    for match in re.finditer(form, source.plain):
        start = match.start()
        near = (cuts[at] for at in range(start - _GREETING, start + 1) if at in cuts)
        is_value = any(
            label.kind == "field" and label.end <= start <= label.end + 3 for label in near
        )
        row = source.row_of(start)
        before = source.plain[max(row, start - _FLAT) : start].rstrip()
        # It begins a row, or follows a sentence or another greeting.
        is_item = BULLET.match(before + " ") and before not in _QUOTES
        alone = source.is_flat(row) or not (LEAD.sub("", before, count=1) or is_item)
        follows = before[-1:] in ".!?)" or "dear" in before[-_GREETING:]
        fresh = (alone or follows) and not before.endswith("/")
        if not source.text[start].islower() and fresh and not is_value:
            yield start, Label("greeting", "letter", start, start)


def _row(
    source: _Source, start: int, end: int, labels: Sequence[Label], gap: int
) -> list[TextLine]:
    """Return what a row holds: the words before its first label, then each label with its words."""
    lines: list[TextLine] = []
    first = labels[0].start if labels else end
    if not labels or LEAD.sub("", source.text[start:first], count=1).strip():
        lines.append(_line(source, start, first))
    for label, after in zip_longest(labels, labels[1:]):
        last = after.start if after else end
        sentence = _SENTENCE.search(source.text, label.end, last)
        stop = sentence.end() if sentence and label.name in ONE_LINE else last
        lines += [_line(source, label.end, stop, label), _line(source, stop, last)]
    lines = [line for line in lines if line.text or line.label]
    return [replace(line, gap=-1 if index else gap) for index, line in enumerate(lines)]


def _line(source: _Source, start: int, end: int, label: Label | None = None) -> TextLine:
    words = source.text[start:end].rstrip()
    end = start + len(words)
    start = end - len(words.lstrip(_TRIMMED if label else None))
    return TextLine(start, end, source.text[start:end], source.plain[start:end], 0, label)
