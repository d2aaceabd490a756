"""What of a part speaks to the reader: the sentence before the officials, those behind them."""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from petitions.urgent_actions.readers.blocks import NUMBERED, is_contact, is_titled
from petitions.urgent_actions.readers.bullets import BULLET
from petitions.urgent_actions.readers.contacts import is_own
from petitions.urgent_actions.readers.dates import first_day
from petitions.urgent_actions.readers.document import Document
from petitions.urgent_actions.readers.joined import rows
from petitions.urgent_actions.readers.lines import Line
from petitions.urgent_actions.readers.naming import Naming, small_words
from petitions.urgent_actions.readers.parts import Part

_NOBODYS = {"details", "index_number", "country"}
_MOST_LINES = 1_000  # more is no list of officials
_DAY_WITHIN = 150
_LEAD = 200  # characters of the sentence that leads to the officials
_SHORT_ROW = 300  # characters; a longer row holds the officials as well
_TO = re.compile(
    r"[\s,.]*(?:r\.?\s)?(?:to|an|a|à|do|na(?: adres)?)?(?!\w)\s*[.:]?\s*", re.IGNORECASE
)
_SENTENCE = re.compile(r"[^.!?]{20,250}[.!?](?:\s+|$)")
_LEAST_SMALL = 4  # words written small that make a sentence, not a name or an address
_LONG = 5  # words of a sentence without its end
_LEAST_LOUD = 3  # words in capitals that lead, and are no office
_EMAIL = re.compile(r"\S@\S")


def addressed(document: Document, part: Part, tells: Naming) -> list[Line]:
    """Give the lines of a part that are about officials."""
    lines = [line for line in part.lines[:_MOST_LINES] if line.name not in _NOBODYS]
    first = next(rows(lines), [])
    lines = [*_behind_lead(document, first, tells), *lines[len(first) :]]
    form = document.labels.expression("openings", "form")
    lines = [line for line in lines if line.text and not form.match(line.plain)]
    return list(_without_sentences(document, lines, tells))


def _behind_lead(document: Document, row: Sequence[Line], tells: Naming) -> list[Line]:
    """Drop the rest of the sentence that leads to the officials: `by 14 March, 2017:`."""
    if not row or row[0].label is None or row[0].kind not in {"heading", "opening"}:
        return list(row)
    line = row[0]
    if document.labels.expression("words", "diplomats").search(line.plain):
        return list(row)
    is_short = line.kind == "opening" and row[-1].end - line.start < _SHORT_ROW
    end = _marked_end(document, line) or _spoken_end(line, tells)
    rest = line.part(end, len(line.text))
    is_short = is_short and not any(map(is_contact, row)) and not is_titled(rest, tells)
    if is_short and not _marked_end(document, line):
        rest = line.part(0, 0)
    behind = [one for one in row[1:] if one.kind == "field" or not is_short]
    return [rest, *behind] if rest.text else behind


def _marked_end(document: Document, line: Line) -> int:
    """Give where a day or a colon ends the lead; 0 where none does."""
    day = first_day(
        document.plain, document.language, line.start, min(line.end, line.start + _DAY_WITHIN)
    )
    if day:
        end = day.end - line.start
        behind = _TO.match(line.text, end)
        return behind.end() if behind else end
    return line.text.find(":", 0, _LEAD) + 1


def _spoken_end(line: Line, tells: Naming) -> int:
    """Give where words in capitals and sentences end that go before the officials in one row."""
    end = _loud_ends(line.text) if line.kind == "opening" else 0
    while sentence := _SENTENCE.match(line.text, end):
        told = small_words(sentence[0]) >= _LEAST_SMALL
        if not told or is_titled(line.part(end, len(line.text)), tells):
            break
        end = sentence.end()
    return end


def _loud_ends(text: str) -> int:
    """Give where words in capitals end, if others follow."""
    words = list(re.finditer(r"\S+\s*", text))
    loud = list(takewhile(lambda word: word[0].upper() == word[0], words))
    return loud[-1].end() if _LEAST_LOUD <= len(loud) < len(words) else 0


def _without_sentences(document: Document, lines: Sequence[Line], tells: Naming) -> Iterator[Line]:
    """Leave out sentences for the reader. Addresses below one are where to report to.

    Only a line with an office or a title then tells that officials go on.
    """
    closed = begun = False
    seen: set[str] = set()
    for line in lines:
        if line.text.endswith((":", ",")) and line.plain.rstrip(":, ") in seen:
            return  # the letter begins, and greets by name and office alone
        seen.add(line.plain)
        spoken = _speaks(document, line, tells)
        closed = closed or (begun and spoken and _closes(line))
        if spoken:
            continue
        if closed and not (is_titled(line, tells) or NUMBERED.match(line.text)):
            continue
        closed, begun = False, True
        yield line


def _speaks(document: Document, line: Line, tells: Naming) -> bool:
    """Tell whether a line is a sentence for the reader."""
    if line.kind == "field" or is_contact(line) or line.text.startswith("("):
        return False
    if document.labels.expression("words", "diplomats").search(line.plain):
        return False
    if document.labels.expression("words", "instructions").search(line.plain):
        return True
    return _is_listed(line) or _is_sentence(line, tells)


def _is_sentence(line: Line, tells: Naming) -> bool:
    """Tell whether a line is told, rather than a name or an address."""
    small = small_words(line.text)
    if _EMAIL.search(line.text) and (small > 1 or is_own(line.text)):
        return True
    if len(line.text) > _SHORT_ROW / 2 and is_titled(line, tells):
        return False
    ended = line.text.endswith((".", ":", "…")) or len(line.text.split()) > _LONG
    return line.text.endswith(("!", "?")) or (small >= _LEAST_SMALL and ended)


def _is_listed(line: Line) -> bool:
    """Tell whether a line is an item of a list that says what to do: `- send us …`."""
    bullet = BULLET.match(line.text)
    if bullet is None or any(map(str.isdigit, bullet[0])):
        return False
    return line.text[bullet.end() :][:1].islower()


def _closes(line: Line) -> bool:
    return line.gap > 0 or bool(_EMAIL.search(line.text)) or line.text.endswith((".", ":", "!"))
