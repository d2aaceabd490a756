"""The lines of a text; one with labels in its middle is cut before each."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace

from petitions.importer.reading.labels import Label, Labels
from petitions.importer.urgent_action import Span

# What stands before the words of a line and is none: a bullet, a number, brackets.
LEAD = re.compile(
    r"(?:[\s•·▪■●○◦*§>|,\ue000-\uf8ff]|-(?!\w)|n(?= [A-Z])|[\(\[]?\d{1,2}[.)\]](?=\s))*[(\[\"“]?"
)
DATED = {"issued", "deadline", "number"}  # a day or a number follows these at once
_DATE = re.compile(r"[^\S\n]+(?:[^\W\d_]+,? )?\d")
ONE_LINE = {"skip", "report"}  # labels of sentences to pass over; no part begins there
_AFTER_HEADING = re.compile(r"[^\S\n]*(?:[:.)\]\"]|-|\n|$)")
_SENTENCE_END = re.compile(r"(?:[.;:!?…|/)\]]['\")\]]*|\n)[^\S\n]*$|^\s*$")
_SENTENCE = re.compile(r"[.!?](?=\s+[^\W\d_a-z])")
_VALUE_MARK = re.compile(r"[^\S\n]*(?:\([^)\n]{0,40}\)[^\S\n]*)?[:.]")
_NUMBER = re.compile(r"[^\S\n]*[.:]?[^\S\n]*\(?\+?[^\S\n]?\(?\d[\d\s().+/-]{5}")
_ADDRESS = re.compile(r"[\s:]*\S+@")
_FLAT = 600  # characters of a row that was many
_SHORTEST_HEADING = 4  # characters, in the middle of a row
_SHORT = 2  # letters: `T`, `F`; those need a colon or a number behind
_TRIMMED = " \t:-.)]\"'"  # between a label and its value


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


def lines_of(text: str, plain: str, labels: Labels) -> list[Line]:
    """Give the lines in order, without empty ones, each with the label that begins it."""
    starts = [0, *(found.end() for found in re.finditer("\n", text))]
    cuts = {}
    for choice in labels.find(plain):
        row = starts[bisect_right(starts, choice[0].start) - 1]
        label = next((one for one in choice if _is_label(one, text, plain, row)), None)
        if label:
            cuts[label.start] = label
    cuts |= dict(_greetings(text, plain, labels, starts, cuts))
    return _even(_cut(text, plain, cuts))


def _is_label(label: Label, text: str, plain: str, row: int) -> bool:
    """Tell whether these words are a label here, and not part of a sentence."""
    lead = LEAD.match(text, row)
    begins = lead is not None and lead.end() >= label.start
    if label.kind == "field":
        return _is_field(label, text, begins)
    written = text[label.start : label.end]
    loud = written.isupper() and len(written) > 4
    fresh = begins or bool(_SENTENCE_END.search(plain, max(row, label.start - 4), label.start))
    if label.kind == "opening":
        return (fresh and not written[:1].islower()) or loud
    ends = bool(_AFTER_HEADING.match(text, label.end))
    if begins:
        return ends or loud
    if _is_flat(text, row) and written[:1].isupper() and len(written) > _SHORTEST_HEADING:
        # Where a text has lost its lines, nothing ends before a heading.
        return _colon(text, label.end) or (loud and label.name == "copies") or (loud and fresh)
    return (loud and (fresh or ends)) or (fresh and _colon(text, label.end))


def _is_field(label: Label, text: str, begins: bool) -> bool:
    """Tell whether a value follows: behind a colon, on the next line, or a number at once."""
    if not begins and label.end - label.start <= _SHORT and text[label.start - 1] not in " |/,;)":
        return False
    numbered = bool(_NUMBER.match(text, label.end)) and label.name in {"fax", "phone"}
    if numbered or (_colon(text, label.end) and (begins or text[label.start].isupper())):
        return True
    if begins and label.name in DATED and _DATE.match(text, label.end):
        return True
    if label.end - label.start <= _SHORT or not begins:
        return _colon(text, label.end) and bool(_ADDRESS.match(text, label.end))
    return text[label.end : label.end + 1] in {"\n", ""} or bool(_VALUE_MARK.match(text, label.end))


def _is_flat(text: str, row: int) -> bool:
    return text.find("\n", row, row + _FLAT) < 0 and len(text) > row + _FLAT


def _colon(text: str, at: int) -> bool:
    return text[at : at + 4].lstrip(" .)").startswith(":")


def _greetings(
    text: str, plain: str, labels: Labels, starts: list[int], cuts: dict[int, Label]
) -> Iterator[tuple[int, Label]]:
    """Give where a letter begins: a greeting with its comma, and a sentence behind it."""
    words = labels.expression("words", "greetings").pattern
    for found in re.finditer(
        rf"{words}(?:(?!{words})[^,;:!?()/\n]){{0,60}}(?:[,:!](?=\s)|\n(?=\s*[^\n]{{80}}))", plain
    ):
        row = starts[bisect_right(starts, found.start()) - 1]
        before = plain[row : found.start()].rstrip()
        is_value = any(
            cut.kind == "field" and cut.end <= found.start() <= cut.end + 3
            for cut in _near(cuts, found.start())
        )
        is_flat = plain.find("\n", row) - row > _FLAT
        fresh = (
            is_flat
            or not LEAD.sub("", before, count=1)
            or before[-1:] in ".!?)"
            or "dear" in before[-60:]
        )
        fresh = fresh and before[-1:] != "/"
        if fresh and not is_value and text[found.start()].isupper():
            yield found.start(), Label("greeting", "letter", found.start(), found.start())


def _near(cuts: dict[int, Label], at: int) -> Iterator[Label]:
    found = (cuts[place] for place in range(at - 60, at + 1) if place in cuts)
    return (label for label in found if label.kind == "field")


def _cut(text: str, plain: str, cuts: dict[int, Label]) -> list[Line]:
    lines: list[Line] = []
    gap, places, at = 0, sorted(cuts), 0
    for found in re.finditer(r"[^\n]*(?:\n|$)", text):
        first = at
        while at < len(places) and places[at] < found.end():
            at += 1
        made = list(_pieces(text, plain, found.span(), places[first:at], cuts, gap))
        gap = 0 if made else gap + 1
        lines += made
    return lines


def _pieces(
    text: str,
    plain: str,
    row: tuple[int, int],
    inside: list[int],
    cuts: dict[int, Label],
    gap: int,
) -> Iterator[Line]:
    bounds = [row[0], *inside, row[1]]
    for number, (first, last) in enumerate(zip(bounds, bounds[1:], strict=False)):
        label = cuts.get(first) if number else None
        is_lead = not number and inside and not LEAD.sub("", text[first:last], count=1).strip()
        begin = max(first, label.end if label else 0)
        end = _sentence_end(text, begin, last) if label and label.name in ONE_LINE else last
        for line in (_line(text, plain, begin, end, gap, label), _line(text, plain, end, last, -1)):
            if not is_lead and (line.text or line.label):
                yield line
                gap = -1


def _sentence_end(text: str, start: int, end: int) -> int:
    found = _SENTENCE.search(text, start, end)
    return found.end() if found else end


def _line(
    text: str, plain: str, start: int, end: int, gap: int, label: Label | None = None
) -> Line:
    while start < end and (text[start].isspace() or (label and text[start] in _TRIMMED)):
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return Line(start, end, text[start:end], plain[start:end], gap, label)


def _even(lines: list[Line]) -> list[Line]:
    """Take one empty line off everywhere where a copy has put one behind each line."""
    gaps = [line.gap for line in lines[1:] if line.gap >= 0]
    if len(gaps) < 6 or sum(gap > 0 for gap in gaps) < 0.7 * len(gaps):
        return lines
    return [replace(line, gap=max(line.gap - 1, min(line.gap, 0))) for line in lines]
