"""Officials side by side: told apart where spaces keep the columns, else only noticed."""

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from petitions.urgent_actions.readers.contacts import KINDS
from petitions.urgent_actions.readers.lines import Line
from petitions.urgent_actions.readers.naming import JOINED_LENGTH, Naming, joins
from petitions.urgent_actions.readers.text import fold

_WIDE = re.compile(r"(?<=\S) {3,}(?=\S)")
_ROW = 1000  # characters of a line that are looked at
_LEAST_ROWS = 3
_SHARE = 0.5  # of the rows that stand in two columns
_STRAY = 4  # characters that the right column may be out of line
_TWO_CODES = re.compile(r"\d{4,6} [^\d,;/]+ \d{4,6} [^\d,;/]+")
_TWO_HOUSES = re.compile(r"\d{1,4} [A-Z][^\d,;/]+ [^\d,;/]+ \d{1,4} [A-Z][^\d,;/]+ [^\d,;/]+")
_NAME = r"(?:[^\W\d_a-z][\w.'’-]+ ){2,5}"


def in_reading_order(text: str, lines: Sequence[Line]) -> list[Line]:
    """Give the lines of the left column, then those of the right, where spaces part the two."""
    pieces = [piece for line in lines for piece in _pieces(line)]
    columns = [_column(text, piece) for piece in pieces]
    rights = [
        column
        for (left, right), column in zip(pairwise(pieces), columns[1:], strict=False)
        if right.gap < 0 and _far(text, left, right)
    ]
    rows = sum(piece.gap >= 0 for piece in pieces)
    if len(rights) < _LEAST_ROWS or len(rights) < _SHARE * rows:
        return list(lines)
    edge = median(rights) - _STRAY
    if any(abs(column - edge) > 3 * _STRAY for column in rights):
        return list(lines)
    left = [piece for piece, column in zip(pieces, columns, strict=True) if column < edge]
    right = [piece for piece, column in zip(pieces, columns, strict=True) if column >= edge]
    return left + right


def _pieces(line: Line) -> list[Line]:
    places = [0, *(found.end() for found in _WIDE.finditer(line.text)), len(line.text)]
    made = [line.part(start, end) for start, end in pairwise(places)]
    if len(made) < 2:
        return [line]
    first = Line(made[0].start, made[0].end, made[0].text, made[0].plain, line.gap, line.label)
    return [first, *(Line(one.start, one.end, one.text, one.plain, -1) for one in made[1:])]


def _column(text: str, line: Line) -> int:
    start = line.label.start if line.label else line.start
    return start - text.rfind("\n", 0, start) - 1


def _far(text: str, left: Line, right: Line) -> bool:
    start = right.label.start if right.label else right.start
    return text[left.end : start].count(" ") >= 3 and not text[left.end : start].strip(" |")


def is_interleaved(lines: Sequence[Line], tells: Naming, greetings: re.Pattern[str]) -> bool:
    """Tell whether two officials were read line by line across both columns."""
    twice = sum(
        right.gap < 0 and left.name == right.name and left.name in {*KINDS, "salutation"}
        for left, right in pairwise(lines)
    )
    heads = [line for line in lines if not line.label]
    crossed = sum(_is_crossed(line, tells) for line in heads)
    doubled = sum(_is_doubled(line) for line in heads)
    greeted = sum(
        len(greetings.findall(line.plain)) > 1 and not re.search(r"[/,;]| or ", line.plain)
        for line in lines
        if line.name == "salutation"
    )
    return crossed + doubled + greeted + min(twice, 2) > 1 or (crossed > 0 and _has_long_row(heads))


def _has_long_row(heads: Sequence[Line]) -> bool:
    return any(len(line.text) > 150 for line in heads)


def _is_crossed(line: Line, tells: Naming) -> bool:
    """Tell whether a line holds two offices or two names: nobody has two in such a way."""
    offices = [one for one in tells.roles_in(line.plain[:_ROW]) if _is_free(line, one.start())]
    for first, second in pairwise(offices):
        between = line.text[first.end() : second.start()]
        apart = first[0] != second[0] and re.fullmatch(rf"\s+{_NAME}", between)
        if apart and not tells.addresses.search(between.lower().strip()):
            return True
    return _is_side_by_side(line, offices, tells)


def _is_doubled(line: Line) -> bool:
    """Tell whether a line holds two post codes, or two houses with their streets."""
    text = line.text[:_ROW]
    return bool(_TWO_CODES.fullmatch(text) or _TWO_HOUSES.fullmatch(text))


def _is_free(line: Line, at: int) -> bool:
    """Tell whether a word begins something: it has a capital, and is not tied to the one before."""
    before = line.text[max(0, at - JOINED_LENGTH) : at].rstrip()
    tied = (
        before.endswith((",", "/", "-", "–", "(")) or joins(fold(before.split()[-1]))
        if before
        else False
    )
    return line.text[at].isupper() and not tied


def _is_side_by_side(line: Line, offices: Sequence[re.Match[str]], tells: Naming) -> bool:
    """Tell whether an office with its `of …` stands before a second one, or a titled name does."""
    text = line.text[:_ROW]
    if len(offices) > 1 and offices[0].start() == 0 and len(text) <= JOINED_LENGTH:
        return offices[0][0] != offices[1][0] and joins(line.plain[offices[0].end() :])
    if not tells.is_honored(line):
        return False
    words = (found.start() for found in re.finditer(r"(?<=\s)(?=\S)", text))
    names = [
        at
        for at in words
        if at > 6 and _is_free(line, at) and tells.is_honored(line.part(at, len(text)))
    ]
    return any(tells.is_person(text[:at]) and text[:at].count(" ") > 1 for at in names)
