"""Demands without a heading: in a list (`We ask the authorities to:`), or told to the reader."""

import re
from collections.abc import Iterator, Sequence

from petitions.urgent_actions.models import Span, Sure
from petitions.urgent_actions.readers.document import HEAD, Document
from petitions.urgent_actions.readers.lines import Extract, TextLine
from petitions.urgent_actions.readers.text import BULLET, squeeze

_LEAD = 120  # characters before the colon, in which a word asks
_LEAST, _MOST = 2, 20  # items
_SHORT, _LONG = 12, 500  # characters of one
_TAIL = re.compile(r"\s*;\s*(?:and|y|et|und)?$")
# `Ask him to …`: whom else but the official just named.
_TOLD = re.compile(
    r"(?:^|(?<=[.!?:\n])|(?<=[.!?:] ))(?P<asks>(?:"
    r"(?:ask|urge|call (?:up)?on) (?:him|her|them) (?:not )?to"
    r"|roep (?:hem|haar|hen) op|(?:vraag|verzoek) (?:hem|haar|hen)"
    r"|(?:bitten|fordern|ersuchen) sie (?:ihn|sie)|(?:demandez|dites)-(?:lui|leur)"
    r"|exhortez-(?:le|la|les)|pid[ae]les? que|(?:chiedi|chiedete)(?:gli|le)"
    r")\b[^.!?\n]{12,300}[.!]?)"
)


def told_to_ask(document: Document) -> list[Extract[str]]:
    """Return what the reader is told to ask somebody for, as in `Ask him to release them`."""
    found = []
    for part in document.parts_called(HEAD, "story"):
        for match in _TOLD.finditer(document.plain, part.start, part.end):
            start, end = match.span("asks")
            text = document.text[start:end].rstrip(" .!")
            if text[:1].isupper():
                found.append(Extract(text, (Span(start, start + len(text)),)))
    return found


def asked_in_list(document: Document) -> list[Extract[str]]:
    """Return the items of the first such list: they may be demands, and a person has to look."""
    asks = document.labels.expression("words", "asks")
    for part in document.parts_called(HEAD, "story", "background"):
        for at, line in enumerate(part.lines):
            if line.text.endswith(":") and asks.search(line.plain[-_LEAD:]):
                items = map(_demand, _items(part.lines[at + 1 : at + 1 + 3 * _MOST]))
                demands = [one for one in items if _SHORT <= len(one.value) <= _LONG]
                if _LEAST <= len(demands) <= _MOST:
                    return demands
    return []


def _items(lines: Sequence[TextLine]) -> Iterator[list[TextLine]]:
    """Yield the lines of each item: behind a bullet, or an item that a semicolon ends."""
    item: list[TextLine] = []
    for line in lines:
        bullet = BULLET.match(line.text)
        if line.label or line.text.endswith(":"):
            break
        begins = (
            bullet or not item or item[-1].text.endswith((";", "; and", "; y", "; et", "; und"))
        )
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


def _demand(item: Sequence[TextLine]) -> Extract[str]:
    text = _TAIL.sub("", squeeze(" ".join(line.text for line in item)))
    return Extract(text, tuple(line.span for line in item if line.text), Sure.UNSURE)
