"""The numbers of a document: its own, that of the index, and whether it follows another one."""

import re

from petitions.urgent_actions.models import Span, Sure
from petitions.urgent_actions.readers.document import Document
from petitions.urgent_actions.readers.found import Found
from petitions.urgent_actions.readers.lines import Line
from petitions.urgent_actions.readers.parts import HEAD

_DIGITS = (
    r"[\s:#-]{0,4}(?:n[ro°º.]{1,3}\s*)?"
    r"(?P<number>\d{1,4})\s?[/.]\s?(?P<year>(?:19|20)?\d\d)"
    r"(?:(?![\d/])|(?=\d{1,2} ?(?:de )?[a-z]{3}))"  # the day may be glued to it
)
INDEX = re.compile(r"\b[A-Z]{3}\s?\d{2}/\d{1,5}/(?:\d{4}|\d{2})(?!\d)(?:/[a-z]\b)?")
_ASIDE = re.compile(
    r"\(\s*(?:for example, )?(?:see|e\.?g|ej|p\. ?ej|siehe|vgl|z\. ?b|voir|vease|ver|zob|np)\b"
)
_FOLLOWED = re.compile(r"(?:ua|au|fi)[-\s:]*\d{1,4}/\d{2,4}-\d{1,2}\b")  # `UA-126/2010-1`
_BARE = re.compile(r"(?P<number>\d{1,4})/(?P<year>\d\d(?:\d\d)?)(?![\d/])")
_ASIDE_REACH = 300  # characters within brackets
_HEAD_LINES, _SHORT, _HEAD_CHARACTERS = 30, 250, 1_500
# How the line begins that has the index number, the most trusted first.
_TRUST = ("ai index", "ai-index", "index ai", "indice ai", "indeks ai", "index", "")


def ua_number(document: Document) -> Found[str] | None:
    """Give `115/16`; `EXTRA 19/92` for that series. The one that stands first and most often."""
    names = document.labels.expression("numbers").pattern
    matches = [
        match
        for match in re.finditer(rf"(?P<series>{names}){_DIGITS}", document.plain)
        if not _is_aside(document.plain, match.start())
    ]
    if not matches:
        return _after_update(document)
    numbers = [_as_number(match) for match in matches]
    beside = {_as_number(match) for match in matches if _index_follows(document, match)}
    best = max(
        dict.fromkeys(numbers),
        key=lambda one: numbers.count(one) + 2 * (one == numbers[0]) + 4 * (one in beside),
    )
    match = matches[numbers.index(best)]
    return Found(best, (Span(*match.span()),), Sure.LABELLED)


def _is_aside(plain: str, at: int) -> bool:
    """Tell whether a number stands in brackets that point elsewhere: `(see UA 159/95, …)`."""
    start = plain.rfind("(", max(0, at - _ASIDE_REACH), at)
    return start >= 0 and ")" not in plain[start:at] and bool(_ASIDE.match(plain, start))


def _index_follows(document: Document, match: re.Match[str]) -> bool:
    return bool(INDEX.search(document.text, match.end(), match.end() + 40))


def _after_update(document: Document) -> Found[str] | None:
    """Read `Further information on 30/91`."""
    updates = document.labels.expression("updates").pattern
    match = re.search(rf"{updates}\s+{_BARE.pattern}", document.plain)
    return Found(_as_number(match), (Span(*match.span()),), Sure.LABELLED) if match else None


def _as_number(match: re.Match[str]) -> str:
    groups = match.groupdict()
    number = f"{int(groups['number'])}/{groups['year'][-2:]}"
    return f"EXTRA {number}" if groups.get("series") == "extra" else number


def index_number(document: Document) -> Found[str] | None:
    """Give the number as written: `MDE 30/05/91`. Those of other documents stand in brackets."""
    candidates = [
        (_trust(document, match.start()), number, match)
        for number, match in enumerate(INDEX.finditer(document.text))
        if not _in_brackets(document.text, match.start())
    ]
    if not candidates:
        return None
    trust, _, match = min(candidates, key=lambda one: one[:2])
    sure = Sure.LABELLED if trust < len(_TRUST) - 1 else Sure.PLACED
    return Found(match[0], (Span(*match.span()),), sure)


def _trust(document: Document, at: int) -> int:
    before = document.plain[max(0, at - 20) : at].rstrip(" :.\n")
    return next((place for place, word in enumerate(_TRUST) if before.endswith(word)), len(_TRUST))


def _in_brackets(text: str, at: int) -> bool:
    row = text[max(0, at - _ASIDE_REACH) : at].rpartition("\n")[2]
    return row.count("(") > row.count(")")


def update_mark(document: Document) -> Found[bool] | None:
    """Give where the text says that it follows an earlier one; None where it does not."""
    if again := _FOLLOWED.search(document.plain, 0, _HEAD_CHARACTERS):
        return Found(True, (Span(*again.span()),), Sure.LABELLED)
    pattern = document.labels.expression("updates")
    heads = [line for line in document.lines_in(HEAD)[:_HEAD_LINES] if len(line.text) < _SHORT]
    later = document.lines_in("closing", "after", "copies")
    for line in (*heads, *later):
        start = line.label.start if line.label else line.start
        for found in pattern.finditer(document.plain, start, line.end):
            if _is_said(document, found, line):
                return Found(True, (Span(*found.span()),), Sure.LABELLED)
    return None


def _is_said(document: Document, found: re.Match[str], line: Line) -> bool:
    """Tell whether these words are about the document: they begin the line, or name the action."""
    before = found.string[line.start : found.start()].strip(" •.-:([>")
    near = found.string[max(0, found.start() - 40) : found.end() + 60]
    return not before or bool(document.labels.expression("numbers").search(near))
