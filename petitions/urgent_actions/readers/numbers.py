"""The numbers of a document: its own, that of the index, and whether it follows another one."""

import re
from collections import Counter
from dataclasses import replace

from petitions.urgent_actions.models import Span, Sure
from petitions.urgent_actions.readers.document import HEAD, Document, Part
from petitions.urgent_actions.readers.lines import Extract, TextLine

INDEX = re.compile(r"\b[A-Z]{3}\s?\d{2}/\d{1,5}/(?:\d{4}|\d{2})(?!\d)(?:/[a-z]\b)?")
# Of the Asian Human Rights Commission, the Observatory of OMCT and FIDH, OMCT, and PEN.
OF_OTHERS = re.compile(
    r"\bAHRC-[A-Z]{2,4}-\d{1,4}-\d{4}\b"
    r"|\b[A-Z]{3}\s?\d{3}\s?/\s?\d{4}\s?/\s?OBS\s?\d{2,3}(?:\.\d{1,2})?\b"
    r"|(?:(?<=\bCase )|(?<=\bCASE )|(?<=\bCaso )|(?<=\bCas ))[A-Z]{3}\s?\d{6}(?:\.\d{1,2})?\b"
    r"|\bRAN\s?\d{1,3}/\d{2,4}\b"
)
_OTHERS = re.compile(
    r"\b(?:asian human rights commission|world organi[sz]ation against torture|omct|the observatory"
    r"|front line defenders|scholars at risk|pen international|english pen|pen america"
    r"|survival international|islamic human rights commission)\b"
)
_AMNESTY = re.compile(r"\b(?:amnest|amnist)")
SENDERS = re.compile(
    rf"{_OTHERS.pattern}|{_AMNESTY.pattern}\w*(?: international)?|\b(?:sar|pen|frontline)\b"
)
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
_FOLLOWED = re.compile(r"(?:ua|au|fi)[-\s:]*\d{1,4}/\d{2,4}-\d{1,2}\b")  # `UA-126/2010-1`
_BARE = r"(?P<number>\d{1,4})/(?P<year>\d\d(?:\d\d)?)(?![\d/])"
_ASKING = {"demands", "targets", "letter"}
_HEAD_LINES, _SHORT, _HEAD_CHARACTERS, _HEADING = 30, 250, 1_500, 60
# How the line begins that has the index number, the most trusted first.
_TRUST = ("ai index", "ai-index", "index ai", "indice ai", "indeks ai", "index", "")


def ua_number(document: Document) -> Extract[str] | None:
    """Return `115/16`; `EXTRA 19/92` for that series. The one that stands first and most often."""
    if is_of_others(document):
        return None
    names = document.labels.expression("numbers").pattern
    matches = list(re.finditer(rf"(?P<series>{names}){_DIGITS}", document.plain))
    if not matches:  # `Further information on 30/91`
        updates = document.labels.expression("updates").pattern
        matches = list(re.finditer(rf"{updates}\s+{_BARE}", document.plain))[:1]
    weights: Counter[str] = Counter()
    spans: dict[str, Span] = {}
    beside_index = set()
    for match in matches:
        groups = match.groupdict()
        number = f"{int(groups['number'])}/{groups['year'][-2:]}"
        number = f"EXTRA {number}" if groups.get("series") == "extra" else number
        weights[number] += 1 if spans else 3
        spans.setdefault(number, Span(*match.span()))
        if INDEX.search(document.text, match.end(), match.end() + 40):
            beside_index.add(number)
    weights.update(dict.fromkeys(beside_index, 4))
    best = weights.most_common(1)
    return Extract(best[0][0], (spans[best[0][0]],), Sure.LABELLED) if best else None


def index_number(document: Document) -> Extract[str] | None:
    """Return the number as written: `MDE 30/05/91`, best behind its label."""
    trusts: dict[int, re.Match[str]] = {}
    for match in INDEX.finditer(document.text):
        before = document.plain[max(0, match.start() - 20) : match.start()].rstrip(" :.\n")
        trust = next(index for index, word in enumerate(_TRUST) if before.endswith(word))
        trusts.setdefault(trust, match)
    if not trusts:
        return _number_of_others(document)
    trust = min(trusts)
    sure = Sure.LABELLED if trust < len(_TRUST) - 1 else Sure.PLACED
    return Extract(trusts[trust][0], (Span(*trusts[trust].span()),), sure)


def is_of_others(document: Document) -> bool:
    """Return True if another organisation than Amnesty wrote the text: its numbers are its own."""
    named = _OTHERS.search(document.plain, 0, _HEAD_CHARACTERS)
    return bool(named) and not _AMNESTY.search(document.plain)


def _number_of_others(document: Document) -> Extract[str] | None:
    """Return the number of another organisation's case, as written."""
    match = OF_OTHERS.search(document.text)
    if not match and is_of_others(document):
        names = document.labels.expression("numbers").pattern
        match = re.search(rf"{names}{_DIGITS}", document.plain)
    if not match:
        return None
    return Extract(document.text[slice(*match.span())], (Span(*match.span()),))


def number_in_heading(document: Document, line: TextLine) -> str:
    """Return the number of a case with which a line begins; nothing where it begins with none."""
    names = document.labels.expression("numbers").pattern
    other = OF_OTHERS.search(line.text, 0, _HEADING)
    match = re.search(rf"{names}{_DIGITS}", line.plain)
    if match and match.start() < number_ends(document, line) and len(line.text) < _SHORT:
        return f"{int(match['number'])}/{match['year'][-2:]}"
    return other[0] if other else ""


def update_mark(document: Document) -> Extract[bool] | None:
    """Return where the text says that it follows an earlier one; None where it does not."""
    if again := _FOLLOWED.search(document.plain, 0, _HEAD_CHARACTERS):
        return Extract(True, (Span(*again.span()),), Sure.LABELLED)
    updates = document.labels.expression("updates")
    numbers = document.labels.expression("numbers")
    heads = [line for line in document.lines_in(HEAD)[:_HEAD_LINES] if len(line.text) < _SHORT]
    for line in heads + document.lines_in("closing", "after", "copies"):
        start = line.label.start if line.label else line.start
        for match in updates.finditer(document.plain, start, line.end):
            # These words begin the line, or stand beside the name of the action.
            before = document.plain[line.start : match.start()].strip(" •.-:([>")
            near = document.plain[max(0, match.start() - 40) : match.end() + 60]
            if not before or numbers.search(near):
                return Extract(True, (Span(*match.span()),), Sure.LABELLED)
    return None


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


def first_case(document: Document) -> tuple[Document, Span | None]:
    """Return the document as far as its first case goes, and the line with which a second begins.

    A case has its number, and asks for something.
    """
    asking = [part.start for part in document.parts if part.name in _ASKING]
    number = ""
    for line in document.lines if len(asking) > 1 else ():
        found = number_in_heading(document, line)
        if number and found and found != number and asking[0] < line.start < asking[-1]:
            return _up_to(document, line), line.span
        number = number or found
    return document, None


def _up_to(document: Document, line: TextLine) -> Document:
    start = line.label.start if line.label else line.start
    parts = [
        Part(part.name, [each for each in part.lines if each.start < start])
        for part in document.parts
    ]
    return replace(
        document,
        text=document.text[:start],
        plain=document.plain[:start],
        lines=[each for each in document.lines if each.start < start],
        parts=[part for part in parts if part.lines],
    )
