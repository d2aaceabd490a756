"""Demands without a heading: in a list (`We ask the authorities to:`), or told to the reader."""

import re
from collections.abc import Iterator, Sequence
from functools import partial

from petitions.urgent_actions.models import Span, Sure
from petitions.urgent_actions.readers.document import HEAD, Document, Part
from petitions.urgent_actions.readers.lines import Extract, TextLine
from petitions.urgent_actions.readers.numbers import SENDERS
from petitions.urgent_actions.readers.text import BULLET, squeeze

_LEAD = 120  # characters before the colon, in which a word asks
_LEAST, _MOST = 2, 20  # items
_SHORT, _LONG = 12, 500  # characters of one
_ABBREVIATED = re.compile(
    r"(?:^|[\s(])(?:mr|mrs|ms|dr|st|no|nr|sr|sra|art|vs|prof|gen|lic"
    r"|[a-z]|u\.s|e\.g|i\.e|ul|gral|col|mme|mlle)\.$"
)
_ORDINAL = re.compile(r"\b\d{1,2}\.$")  # `bis 30. November`
_SENTENCE_END = re.compile(r"[.!?][\"'”’)]*(?=\s+[\"“«'(¿¡]?[^\W\da-zß-ÿ_]|\s*$)|\n\s*\n|:\s*\n")
_NEAR, _LONGEST_NAME = 16, 60  # between those who ask and the word for it
_TO = re.compile(r"(?:,\s+\w{1,4})?\s*:$")  # `…, to:`
_TAIL = 40  # characters at its end that are looked at
_OPENS = 20  # characters in which a sentence says what it is about


def sentences(document: Document, part: Part) -> Iterator[tuple[int, int]]:
    """Yield where the sentences of a part are."""
    start = part.start
    for match in _SENTENCE_END.finditer(document.text, part.start, part.end):
        before = document.plain[max(start, match.start() - 8) : match.start() + 1]
        is_ordinal = document.language == "de" and _ORDINAL.search(before)
        if match[0].strip().startswith(".") and (is_ordinal or _ABBREVIATED.search(before)):
            continue
        if document.text[start : match.end()].strip():
            yield start, match.end()
            start = match.end()
    if document.text[start : part.end].strip():
        yield start, part.end


def without_tail(document: Document, text: str) -> str:
    """Return an item of a list without what ends it: `; and`."""
    ands = document.labels.expression("words", "ands").pattern
    tail = re.sub(rf"[\s;,.:؛،]+(?:{ands})?[\s;,.:؛،]*$", "", text[-_TAIL:])
    return text[:-_TAIL] + tail


def tells_to_write(document: Document, line: TextLine) -> bool:
    """Return True if a line tells the reader to write to somebody, and not to us."""
    words = document.plain[line.label.start if line.label else line.start : line.end]
    is_ours = document.labels.expression("words", "ours").search(words)
    return bool(document.labels.expression("words", "sending").search(words)) and not is_ours


def told_to_ask(document: Document, *, is_written: bool) -> list[Extract[str]]:
    """Return what the reader is told to ask somebody for, as in `Ask him to release them`.

    `is_written` takes `Please write to …, urging her to …` too.
    """
    told = document.labels.expression("words", "told")
    sending = document.labels.expression("words", "sending")
    asks = document.labels.expression("words", "asks")
    found: list[Extract[str] | None] = []
    for start, end in _running(document):
        if told.match(document.plain, start, end):
            found.append(_told(document, start, end))
        elif is_written and (sent := sending.search(document.plain, start, start + _OPENS)):
            asked = told.search(document.plain, sent.end(), end)
            asked = asked or asks.search(document.plain, sent.end(), end)
            if asked and not document.text[asked.start()].isupper():
                found.append(_told(document, asked.start(), end))
    return [demand for demand in found if demand]


def told_in_item(document: Document, line: TextLine) -> int:
    """Return where `Write to …, and urge him to …` begins to ask; 0 in any other line."""
    asks = document.labels.expression("words", "asks")
    sent = document.labels.expression("words", "sending").search(line.plain, 0, _OPENS)
    asked = asks.search(line.plain, sent.end()) if sent and not asks.match(line.plain) else None
    return asked.start() if asked and not line.text[asked.start()].isupper() else 0


def asked_by_senders(document: Document) -> list[Extract[str]]:
    """Return what those who sent the text ask for: `Amnesty International calls for …`."""
    asks = document.labels.expression("words", "asks")
    found: list[Extract[str] | None] = []
    for start, end in _running(document):
        named = SENDERS.search(document.plain, start, min(start + _LONGEST_NAME, end))
        asked = named and asks.search(document.plain, named.end(), end)
        is_near = named and asked and asked.start() - named.end() < _NEAR
        if asked and is_near and document.text[start:end].rstrip().endswith((".", "!")):
            found.append(_told(document, asked.start(), end))
    return [demand for demand in found if demand]


def _running(document: Document) -> Iterator[tuple[int, int]]:
    """Yield where a sentence is in which the reader is told something, without spaces before it."""
    for part in document.parts_called(HEAD, "story", "demands"):
        for start, end in sentences(document, part):
            yield end - len(document.text[start:end].lstrip()), end


def _told(document: Document, start: int, end: int) -> Extract[str] | None:
    text = document.text[start:end].rstrip(" .!\n")
    is_ours = document.labels.expression("words", "ours").search(document.plain, start, end)
    leads = text.endswith(":") and BULLET.match(document.text[end:].lstrip())
    text = _TO.sub("", text)
    if is_ours or leads or text.endswith(";") or not _SHORT < len(text) <= _LONG:
        return None
    return Extract(squeeze(text), (Span(start, start + len(text)),))


def asked_in_list(document: Document) -> list[Extract[str]]:
    """Return the items of the first such list: they may be demands, and a person has to look."""
    asks = document.labels.expression("words", "asks")
    for part in document.parts_called(HEAD, "story", "background"):
        for at, line in enumerate(part.lines):
            below = part.lines[at + 1 : at + 1 + 3 * _MOST]
            listed = below and BULLET.match(below[0].text) and tells_to_write(document, line)
            if line.text.endswith(":") and (listed or asks.search(line.plain[-_LEAD:])):
                items = map(partial(_demand, document), _items(document, below))
                demands = [one for one in items if _SHORT <= len(one.value) <= _LONG]
                if _LEAST <= len(demands) <= _MOST:
                    return demands
    return []


def _items(document: Document, lines: Sequence[TextLine]) -> Iterator[list[TextLine]]:
    """Yield the lines of each item: behind a bullet, or an item that a semicolon ends."""
    item: list[TextLine] = []
    for line in lines:
        bullet = BULLET.match(line.text)
        if line.label or line.text.endswith(":"):
            break
        last = item[-1].text if item else ""
        begins = bullet or not item or ";" in last[len(without_tail(document, last)) :]
        if begins:
            if item:
                yield item
            item = [line.part(bullet.end()) if bullet else line]
        elif line.gap > 0 or item[-1].text.endswith("."):
            break
        else:
            item.append(line)
    if item:
        yield item


def _demand(document: Document, item: Sequence[TextLine]) -> Extract[str]:
    text = without_tail(document, squeeze(" ".join(line.text for line in item)))
    return Extract(text, tuple(line.span for line in item if line.text), Sure.UNSURE)
