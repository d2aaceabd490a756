"""The title of a document: by its label, its number, or its looks."""

import re
from collections.abc import Iterator
from itertools import pairwise

from petitions.urgent_actions.models import Span, Sure
from petitions.urgent_actions.readers.countries import (
    country_at_end,
    country_in_capitals,
    is_country,
)
from petitions.urgent_actions.readers.dates import days_in
from petitions.urgent_actions.readers.document import Document
from petitions.urgent_actions.readers.lines import Extract, TextLine
from petitions.urgent_actions.readers.numbers import BESIDE, INDEX, number_ends
from petitions.urgent_actions.readers.text import fold

_GOES_ON = 90  # characters of a line that may be the second of a title
_AND_EARLIER = re.compile(r"(?:\s*(?:and )?follow-ups?\b|\s*and\b|\s*\([^)]*\)|\s*[-:,.])+\s*")
_PERSON = re.compile(r"\([mfkh]\)|, aged? \d|^(?:Herr|Frau|Mr|Mrs|Ms|Dr)\b")
_LOUD_COUNTRY = re.compile(r"^([A-ZÀ-Ý][A-ZÀ-Ý -]+?)\s*[?:–-]\s*")
_COUNTRY = re.compile(r"([^:.–-]{3,40}?)\s?[:.–-]\s+(?=\S)")
SHORT, LONG = 8, 160  # characters
_WORDS, _SHORT_LINE, _TELLING, _BELOW = range(2, 17), 50, 100, 5
_NUMBERED = re.compile(r"\d{1,4}[/.]\d\d")
_IN = re.compile(r"\b[A-ZÀ-Ý]{1,3}\s+$")  # `KILLED IN GUATEMALA`: the country belongs to it
_ONE_LETTER = re.compile(r"\s[A-ZÀ-Ý]$")
_MENU = re.compile(r"[|>@]|\S {2,}\S")
_NO_TITLE = ("©", "http", "Distr", ">", "EXTERN", "PUBLIC", "PÚBLICO", "!", "-")
_ENDS_SENTENCE = re.compile(r"[.;,]$")


def title(document: Document) -> Extract[str] | None:
    """Return the title: labelled, beside the number, or what looks like one."""
    for reader in (_labelled_title, _around_number, _behind_number, shown_titles):
        extract = next(iter(reader(document)), None)
        if extract:
            return _without_country(document, extract)
    return None


def _labelled_title(document: Document) -> Iterator[Extract[str]]:
    for line in document.fields_called("title"):
        if line.text:
            yield Extract(line.text, (line.span,), Sure.LABELLED)


def _around_number(document: Document) -> Iterator[Extract[str]]:
    """Read `Urgent Action Update: TITLE (Kazakhstan: UA 115/16)`."""
    mark = document.labels.expression("marks").pattern
    number = document.labels.expression("numbers").pattern + BESIDE
    form = re.compile(
        rf"(?:{mark}[^:]{{0,20}}:\s*)?(?P<title>\S.*?)\s*\((?:[\w\s'.,-]{{3,40}}:\s*)?{number}\)"
    )
    for line in document.heading():
        if match := form.match(line.plain):
            yield _piece(line, match.start("title"), match.end("title"), Sure.LABELLED)


def _behind_number(document: Document) -> list[Extract[str]]:
    """Read `UA 17/08 Fear of execution 18 January 2008`; the last such line of the head."""
    lines = document.heading()
    titles: list[Extract[str]] = []
    for place, line in enumerate(lines):
        start = number_ends(document, line)
        if start:
            titles += _rest(document, lines[place : place + 3], start)
    return titles[-1:]


def _rest(document: Document, lines: list[TextLine], start: int) -> Iterator[Extract[str]]:
    """Yield what stands behind the number, as far as it is the title, on up to three lines."""
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
        yield Extract(" ".join(text.split()), tuple(spans))


def _before_day(document: Document, spans: list[Span]) -> str:
    """Return the words without a day at their end."""
    text = " ".join(document.text[span.start : span.end] for span in spans)
    last = spans[-1]
    days = days_in(document, last.start, last.end)
    if days and not document.plain[days[-1].end : last.end].strip(" .)"):
        return text[: len(text) - (last.end - days[-1].start)]
    return text


def _before_country(text: str) -> str:
    """Cut what was joined: the country in capitals, and all that follows."""
    for word in re.finditer(r"(?<=[a-z/] )(?=[A-ZÀ-Ý]{4})", text):
        if country_in_capitals(text[word.start() :]):
            return text[: word.start()]
    return text


def _goes_on(document: Document, before: Span, line: TextLine) -> bool:
    said = document.text[before.start : before.end].strip()
    days = days_in(document, before.end - 20, before.end)
    open_bracket = said.count("(") > said.count(")")
    ends = days and not open_bracket and not document.plain[days[-1].end : before.end].strip(" .")
    stops = (
        country_in_capitals(line.text) or _PERSON.search(line.text) or line.label or line.gap > 0
    )
    return bool(said) and not ends and not stops and len(line.text) < _GOES_ON


def _without_country(document: Document, extract: Extract[str]) -> Extract[str]:
    """Take `Mexico: ` off the front, where the country is not all there is."""
    match = _COUNTRY.match(extract.value)
    labelled = next(document.fields_called("title"), None)
    if not match or labelled or not is_country(match[1]):
        return extract
    return Extract(extract.value[match.end() :], extract.spans, extract.sure)


def shown_titles(document: Document) -> Iterator[Extract[str]]:
    """Yield what looks like a title, the likeliest first."""
    yield from _below_mark(document)
    yield from _above_country(document)
    yield from _behind_mark(document)
    yield from _above_details(document)
    yield from _first_short(document, document.heading())


def _below_mark(document: Document) -> Iterator[Extract[str]]:
    """Read capitals below `URGENT ACTION`, or behind it where the lines were joined."""
    mark = document.labels.expression("marks")
    lines = document.heading()
    for place, line in enumerate(lines):
        match = mark.search(line.plain)
        alone = match and not line.plain[match.end() :].strip(" :.*") and match.start() < 3
        if not match or not (alone or line.text[match.start() : match.end()].isupper()):
            continue
        loud = _loud_words(document, line, match.end())
        if loud > match.end() + SHORT:
            yield _piece(line, match.end(), loud)
        elif alone:
            below = lines[place + 1 : place + 1 + _BELOW]
            yield from _loud_lines(document, below)
            yield from _first_short(document, below)


def _loud_words(document: Document, line: TextLine, start: int) -> int:
    """Return where words in capitals end; the one letter of the next sentence does not count."""
    number = document.labels.expression("numbers").search(line.plain, start)
    text = line.text[: number.start()] if number else line.text
    end = start
    for word in re.finditer(r"\S+", text[start:]):
        if any(letter.islower() for letter in word[0]):
            break
        end = start + word.end()
    return start + _title_length(text[start:end].rstrip())


def _title_length(said: str) -> int:
    """Return how much of some capitals is the title: not the country, nor the next sentence's A."""
    place = country_at_end(fold(said))
    if place and not _IN.search(said[: place.start]):
        return place.start
    return len(said) - 2 if _ONE_LETTER.search(said) else len(said)


def _loud_lines(document: Document, lines: list[TextLine]) -> Iterator[Extract[str]]:
    """Yield the lines in capitals that follow each other."""
    loud: list[TextLine] = []
    for line in lines:
        if _is_title_line(line) and not document.labels.expression("marks").match(line.plain):
            loud.append(line)
        elif loud:
            break
    if loud and len(" ".join(line.text for line in loud)) > SHORT:
        yield Extract(" ".join(line.text for line in loud), tuple(line.span for line in loud))


def _is_title_line(line: TextLine) -> bool:
    other = is_country(line.text) or line.label or _NUMBERED.search(line.text)
    return line.text.isupper() and not other


def _above_country(document: Document) -> Iterator[Extract[str]]:
    """Yield the short line above the one that begins with the country in capitals."""
    lines = document.heading()
    for above, line in pairwise(lines):
        fits = SHORT < len(above.text) < LONG and not _is_other(document, above)
        if fits and country_in_capitals(line.text):
            yield Extract(above.text, (above.span,))


def _behind_mark(document: Document) -> Iterator[Extract[str]]:
    """Read `Urgent Action: Title` and `PILNA AKCJA IRAN: Title`."""
    mark = document.labels.expression("marks").pattern
    for line in document.heading():
        match = re.search(rf"{mark}(?: update)?[^:.]{{0,25}}[:–-]\s*(?=\w)", line.plain)
        rest = line.text[match.end() :] if match else ""
        other = is_country(rest) or days_in(document, line.end - len(rest), line.end)
        if match and SHORT < len(rest) < LONG and not other:
            yield _piece(line, match.end(), len(line.text))


def _first_short(document: Document, among: list[TextLine]) -> Iterator[Extract[str]]:
    """Yield a first short line, where a longer one follows: the case in a paragraph."""
    lines = [line for line in among if not line.label]
    for place, line in enumerate(lines):
        if not any(len(after.text) > _TELLING for after in lines[place + 1 : place + 4]):
            continue
        # A banner, half a sentence, or the name of a site above its menu.
        torn = place > 0 and line.text[:1].islower() and len(lines[place - 1].text) > _SHORT_LINE
        below = document.text[line.end :].lstrip("\n").partition("\n")[0]
        other = line.text.endswith("!") or torn or _MENU.search(below[:LONG])
        if not other and _looks_like_title(document, line):
            yield Extract(line.text, (line.span,), Sure.UNSURE)


def _above_details(document: Document) -> Iterator[Extract[str]]:
    """Yield the short line above the first number or day."""
    for above, line in pairwise(document.heading()):
        details = line.name in {"issued", "index_number", "number"} or number_ends(document, line)
        days = days_in(document, line.start, line.end)
        if details or (days and len(line.text) < _SHORT_LINE):
            if _looks_like_title(document, above):
                yield Extract(above.text, (above.span,), Sure.UNSURE)
            return


def _looks_like_title(document: Document, line: TextLine) -> bool:
    short = len(line.text.split()) in _WORDS and len(line.text) < LONG
    ends = _ENDS_SENTENCE.search(line.text)
    return short and not ends and not line.label and not _is_other(document, line)


def _is_other(document: Document, line: TextLine) -> bool:
    """Return True if a line is known as something else than a title."""
    mark = document.labels.expression("marks").match(line.plain)
    around = document.labels.expression("openings", "skip").search(line.plain)
    lists = country_in_capitals(line.text) and country_at_end(line.plain)
    other = mark or around or lists or number_ends(document, line) or _MENU.search(line.text)
    return bool(other or days_in(document, line.start, line.end)) or line.text.startswith(_NO_TITLE)


def _piece(line: TextLine, start: int, end: int, sure: Sure = Sure.PLACED) -> Extract[str]:
    part = line.part(start, end)
    return Extract(part.text.strip(" :-–"), (part.span,), sure)
