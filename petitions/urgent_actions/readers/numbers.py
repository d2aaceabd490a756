"""The numbers of a document: its own, that of the index, and whether it follows another one."""

import re

from petitions.urgent_actions.models import Span, Sure
from petitions.urgent_actions.readers.document import HEAD, Document
from petitions.urgent_actions.readers.lines import Extract, TextLine

INDEX = re.compile(r"\b[A-Z]{3}\s?\d{2}/\d{1,5}/(?:\d{4}|\d{2})(?!\d)(?:/[a-z]\b)?")
_NOT_GLUED = r"(?:(?![\d/])|(?=\d{1,2} ?(?:de )?[a-z]{3}))"  # only the day may be glued to it
_DIGITS = (
    r"[\s:#-]{0,4}(?:n[ro°º.]{1,3}\s*)?"
    rf"(?P<number>\d{{1,4}})\s?[/.]\s?(?P<year>(?:19|20)?\d\d){_NOT_GLUED}"
)
# Behind the letters: ` 115/16`, `-052/2013-1`, ` no. 93.19`.
BESIDE = (
    r"[\s:#.-]{0,4}(?:n[ro°º.]{1,3}\s*)?\d{1,4}\s?[/.]\s?(?:19|20)?\d\d(?:-\d+)?"
    r"(?:(?!\d)|(?=\d{1,2} ?(?:de )?[a-z]{3}))"
)
_ASIDE = re.compile(
    r"\(\s*(?:for example, )?(?:see|e\.?g|ej|p\. ?ej|siehe|vgl|z\. ?b|voir|vease|ver|zob|np)\b"
)
_FOLLOWED = re.compile(r"(?:ua|au|fi)[-\s:]*\d{1,4}/\d{2,4}-\d{1,2}\b")  # `UA-126/2010-1`
_BARE = r"(?P<number>\d{1,4})/(?P<year>\d\d(?:\d\d)?)(?![\d/])"
_ASIDE_REACH = 300  # characters within brackets
_HEAD_LINES, _SHORT, _HEAD_CHARACTERS = 30, 250, 1_500
# How the line begins that has the index number, the most trusted first.
_TRUST = ("ai index", "ai-index", "index ai", "indice ai", "indeks ai", "index", "")


def ua_number(document: Document) -> Extract[str] | None:
    """Return `115/16`; `EXTRA 19/92` for that series. The one that stands first and most often."""
    names = document.labels.expression("numbers").pattern
    matches = [
        match
        for match in re.finditer(rf"(?P<series>{names}){_DIGITS}", document.plain)
        if not _is_aside(document.plain, match.start())
    ]
    if not matches:  # `Further information on 30/91`
        updates = document.labels.expression("updates").pattern
        matches = list(re.finditer(rf"{updates}\s+{_BARE}", document.plain))[:1]
    if not matches:
        return None
    numbers = [_normalised(match) for match in matches]
    beside_index = {
        number
        for number, match in zip(numbers, matches, strict=True)
        if INDEX.search(document.text, match.end(), match.end() + 40)
    }
    best = max(
        dict.fromkeys(numbers),
        key=lambda number: (
            numbers.count(number) + 2 * (number == numbers[0]) + 4 * (number in beside_index)
        ),
    )
    match = matches[numbers.index(best)]
    return Extract(best, (Span(*match.span()),), Sure.LABELLED)


def _is_aside(plain: str, at: int) -> bool:
    """Return True if a number stands in brackets that point elsewhere: `(see UA 159/95, …)`."""
    start = plain.rfind("(", max(0, at - _ASIDE_REACH), at)
    return start >= 0 and ")" not in plain[start:at] and bool(_ASIDE.match(plain, start))


def _normalised(match: re.Match[str]) -> str:
    groups = match.groupdict()
    number = f"{int(groups['number'])}/{groups['year'][-2:]}"
    return f"EXTRA {number}" if groups.get("series") == "extra" else number


def index_number(document: Document) -> Extract[str] | None:
    """Return the number as written: `MDE 30/05/91`. Those of other documents stand in brackets."""
    candidates = [
        (_trust(document, match.start()), number, match)
        for number, match in enumerate(INDEX.finditer(document.text))
        if not _is_in_brackets(document.text, match.start())
    ]
    if not candidates:
        return None
    trust, _, match = min(candidates, key=lambda candidate: candidate[:2])
    sure = Sure.LABELLED if trust < len(_TRUST) - 1 else Sure.PLACED
    return Extract(match[0], (Span(*match.span()),), sure)


def _trust(document: Document, at: int) -> int:
    before = document.plain[max(0, at - 20) : at].rstrip(" :.\n")
    return next((place for place, word in enumerate(_TRUST) if before.endswith(word)), len(_TRUST))


def _is_in_brackets(text: str, at: int) -> bool:
    row = text[max(0, at - _ASIDE_REACH) : at].rpartition("\n")[2]
    return row.count("(") > row.count(")")


def update_mark(document: Document) -> Extract[bool] | None:
    """Return where the text says that it follows an earlier one; None where it does not."""
    if again := _FOLLOWED.search(document.plain, 0, _HEAD_CHARACTERS):
        return Extract(True, (Span(*again.span()),), Sure.LABELLED)
    pattern = document.labels.expression("updates")
    heads = [line for line in document.lines_in(HEAD)[:_HEAD_LINES] if len(line.text) < _SHORT]
    later = document.lines_in("closing", "after", "copies")
    for line in (*heads, *later):
        start = line.label.start if line.label else line.start
        for match in pattern.finditer(document.plain, start, line.end):
            if _is_about_document(document, match, line):
                return Extract(True, (Span(*match.span()),), Sure.LABELLED)
    return None


def _is_about_document(document: Document, match: re.Match[str], line: TextLine) -> bool:
    """Return True if these words begin the line, or stand beside the name of the action."""
    before = match.string[line.start : match.start()].strip(" •.-:([>")
    near = match.string[max(0, match.start() - 40) : match.end() + 60]
    return not before or bool(document.labels.expression("numbers").search(near))


def number_ends(document: Document, line: TextLine) -> int:
    """Return where the document's number ends in its line: title and day of issue stand there.

    Return 0 in any other line.
    """
    number = document.labels.expression("numbers").pattern + BESIDE
    update = document.labels.expression("updates").pattern
    form = (
        rf"(?:document - )?(?:[\w-]+[:\s]+){{0,2}}(?:.{{0,20}}{update}[^/]{{0,30}}?)?"
        rf"(?:{number}|(?<=on ){BESIDE})"
    )
    match = re.compile(form).match(line.plain)
    return match.end() if match and line.kind != "field" else 0
