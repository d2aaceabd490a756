"""The title of a document, by its label or its number."""

import re
from collections.abc import Iterator

from petitions.urgent_actions.models import Span, Sure
from petitions.urgent_actions.readers.document import Document
from petitions.urgent_actions.readers.found import Found
from petitions.urgent_actions.readers.lines import Line
from petitions.urgent_actions.readers.number_lines import BESIDE, behind_number
from petitions.urgent_actions.readers.numbers import INDEX
from petitions.urgent_actions.readers.places import is_country, loud_place
from petitions.urgent_actions.readers.shown_titles import LONG, SHORT, shown_titles

_GOES_ON = 90  # characters of a line that may be the second of a title
_AND_EARLIER = re.compile(r"(?:\s*(?:and )?follow-ups?\b|\s*and\b|\s*\([^)]*\)|\s*[-:,.])+\s*")
_PERSON = re.compile(r"\([mfkh]\)|, aged? \d|^(?:Herr|Frau|Mr|Mrs|Ms|Dr)\b")
_LOUD_COUNTRY = re.compile(r"^([A-ZÀ-Ý][A-ZÀ-Ý -]+?)\s*[?:–-]\s*")
_COUNTRY = re.compile(r"([^:.–-]{3,40}?)\s?[:.–-]\s+(?=\S)")
_ENDS_SENTENCE = re.compile(r"[.;,]$")


def title(document: Document) -> Found[str] | None:
    """Give the title: labelled, beside the number, or what looks like one."""
    for reader in (_labelled, _around_number, _behind_number, shown_titles):
        found = next(iter(reader(document)), None)
        if found:
            return _without_country(document, found)
    return None


def _labelled(document: Document) -> Iterator[Found[str]]:
    for line in document.fields_called("title"):
        if line.text:
            yield Found(line.text, (line.span,), Sure.LABELLED)


def _around_number(document: Document) -> Iterator[Found[str]]:
    """Read `Urgent Action Update: TITLE (Kazakhstan: UA 115/16)`."""
    mark = document.labels.expression("marks").pattern
    number = document.labels.expression("numbers").pattern + BESIDE
    form = re.compile(
        rf"(?:{mark}[^:]{{0,20}}:\s*)?(?P<title>\S.*?)\s*\((?:[\w\s'.,-]{{3,40}}:\s*)?{number}\)"
    )
    for line in document.heading():
        if match := form.match(line.plain):
            yield _piece(line, match.start("title"), match.end("title"), Sure.LABELLED)


def _behind_number(document: Document) -> list[Found[str]]:
    """Read `UA 17/08 Fear of execution 18 January 2008`; the last such line of the head."""
    lines = document.heading()
    found: list[Found[str]] = []
    for place, line in enumerate(lines):
        start = behind_number(document, line)
        if start:
            found += _rest(document, lines[place : place + 3], start)
    return found[-1:]


def _rest(document: Document, lines: list[Line], start: int) -> Iterator[Found[str]]:
    """Give what stands behind the number, as far as it is the title; it may go on for two lines."""
    first, *others = lines
    spans = [Span(first.start + start, first.end)]
    for line in others:
        if not _goes_on(document, spans[-1], line):
            break
        spans.append(line.span)
    text = _before_country(_before_day(document, spans))
    text = _AND_EARLIER.sub(" ", text, count=1)
    pieces = (piece.strip(" -:,.–?") for piece in INDEX.split(text))
    text = next(filter(None, pieces), "")
    text = _LOUD_COUNTRY.sub(lambda found: "" if is_country(found[1]) else found[0], text)
    is_title = not _ENDS_SENTENCE.search(text) and not is_country(text)
    if SHORT < len(text) < LONG and is_title:
        yield Found(" ".join(text.split()), tuple(spans))


def _before_day(document: Document, spans: list[Span]) -> str:
    """Give the words without a day at their end."""
    text = " ".join(document.text[span.start : span.end] for span in spans)
    last = spans[-1]
    days = document.days(last.start, last.end)
    if days and not document.plain[days[-1].end : last.end].strip(" .)"):
        return text[: len(text) - (last.end - days[-1].start)]
    return text


def _before_country(text: str) -> str:
    """Cut what was joined: the country in capitals, and all that follows."""
    for word in re.finditer(r"(?<=[a-z/] )(?=[A-ZÀ-Ý]{4})", text):
        if loud_place(text[word.start() :]):
            return text[: word.start()]
    return text


def _goes_on(document: Document, before: Span, line: Line) -> bool:
    said = document.text[before.start : before.end].strip()
    days = document.days(before.end - 20, before.end)
    open_bracket = said.count("(") > said.count(")")
    ends = days and not open_bracket and not document.plain[days[-1].end : before.end].strip(" .")
    stops = loud_place(line.text) or _PERSON.search(line.text) or line.label or line.gap > 0
    return bool(said) and not ends and not stops and len(line.text) < _GOES_ON


def _without_country(document: Document, found: Found[str]) -> Found[str]:
    """Take `Mexico: ` off the front, where the country is not all there is."""
    match = _COUNTRY.match(found.value)
    labelled = next(document.fields_called("title"), None)
    if not match or labelled or not is_country(match[1]):
        return found
    return Found(found.value[match.end() :], found.spans, found.sure)


def _piece(line: Line, start: int, end: int, sure: Sure = Sure.PLACED) -> Found[str]:
    part = line.part(start, end)
    return Found(part.text.strip(" :-–"), (part.span,), sure)
