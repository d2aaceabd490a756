"""What of a part speaks to the reader: the sentence before the officials, those behind them."""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from petitions.urgent_actions.readers.classifier import Classifier, small_words
from petitions.urgent_actions.readers.contacts import is_own
from petitions.urgent_actions.readers.dates import days_in
from petitions.urgent_actions.readers.document import Document, Part
from petitions.urgent_actions.readers.lines import TextLine
from petitions.urgent_actions.readers.officials import NUMBERED, is_contact, rows

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


def lines_of_officials(document: Document, part: Part, classifier: Classifier) -> list[TextLine]:
    """Return the lines of a part that are about officials."""
    lines = [line for line in part.lines[:_MOST_LINES] if line.name not in _NOBODYS]
    first = next(rows(lines), [])
    lines = [*_behind_lead(document, first, classifier), *lines[len(first) :]]
    form = document.labels.expression("openings", "form")
    lines = [line for line in lines if line.text and not form.match(line.plain)]
    return list(_without_sentences(document, lines, classifier))


def _behind_lead(
    document: Document, row: Sequence[TextLine], classifier: Classifier
) -> list[TextLine]:
    """Drop the rest of the sentence that leads to the officials: `by 14 March, 2017:`."""
    if not row or row[0].label is None or row[0].kind not in {"heading", "opening"}:
        return list(row)
    line = row[0]
    if document.labels.expression("words", "diplomats").search(line.plain):
        return list(row)
    is_short = line.kind == "opening" and row[-1].end - line.start < _SHORT_ROW
    end = _marked_end(document, line) or _spoken_end(line, classifier)
    rest = line.part(end)
    is_short = is_short and not any(map(is_contact, row)) and not classifier.is_titled(rest)
    if is_short and not _marked_end(document, line):
        rest = line.part(0, 0)
    behind = [line for line in row[1:] if line.kind == "field" or not is_short]
    return [rest, *behind] if rest.text else behind


def _marked_end(document: Document, line: TextLine) -> int:
    """Return where a day or a colon ends the lead; 0 where none does."""
    days = days_in(document, line.start, min(line.end, line.start + _DAY_WITHIN))
    if days:
        end = days[0].end - line.start
        behind = _TO.match(line.text, end)
        return behind.end() if behind else end
    return line.text.find(":", 0, _LEAD) + 1


def _spoken_end(line: TextLine, classifier: Classifier) -> int:
    """Return where words in capitals and sentences end that go before the officials in one row."""
    words = list(re.finditer(r"\S+\s*", line.text))
    loud = list(takewhile(lambda word: word[0].upper() == word[0], words))
    leads = line.kind == "opening" and _LEAST_LOUD <= len(loud) < len(words)
    end = loud[-1].end() if leads else 0
    while sentence := _SENTENCE.match(line.text, end):
        told = small_words(sentence[0]) >= _LEAST_SMALL
        if not told or classifier.is_titled(line.part(end)):
            break
        end = sentence.end()
    return end


def _without_sentences(
    document: Document, lines: Sequence[TextLine], classifier: Classifier
) -> Iterator[TextLine]:
    """Leave out sentences for the reader. Addresses below one are where to report to.

    Only a line with an office or a title then tells that officials go on.
    """
    closed = begun = False
    seen: set[str] = set()
    for line in lines:
        if line.text.endswith((":", ",")) and line.plain.rstrip(":, ") in seen:
            return  # the letter begins, and greets by name and office alone
        seen.add(line.plain)
        spoken = _speaks(document, line, classifier)
        ends = line.gap > 0 or _EMAIL.search(line.text) or line.text.endswith((".", ":", "!"))
        closed = closed or bool(begun and spoken and ends)
        if spoken:
            continue
        if closed and not (classifier.is_titled(line) or NUMBERED.match(line.text)):
            continue
        closed, begun = False, True
        yield line


def _speaks(document: Document, line: TextLine, classifier: Classifier) -> bool:
    """Return True if a line is a sentence for the reader."""
    if line.kind == "field" or is_contact(line) or line.text.startswith("("):
        return False
    if document.labels.expression("words", "diplomats").search(line.plain):
        return False
    if document.labels.expression("words", "instructions").search(line.plain):
        return True
    return _is_sentence(line, classifier)


def _is_sentence(line: TextLine, classifier: Classifier) -> bool:
    """Return True if a line is told, rather than a name or an address."""
    small = small_words(line.text)
    if _EMAIL.search(line.text) and (small > 1 or is_own(line.text)):
        return True
    if len(line.text) > _SHORT_ROW / 2 and classifier.is_titled(line):
        return False
    ended = line.text.endswith((".", ":", "…")) or len(line.text.split()) > _LONG
    return line.text.endswith(("!", "?")) or (small >= _LEAST_SMALL and ended)
