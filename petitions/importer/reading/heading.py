"""What stands on top of a document: its title, and its day of issue."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import chain, pairwise

from petitions.importer.reading.dates import Day, days_in, first_day
from petitions.importer.reading.document import HEAD, Document
from petitions.importer.reading.found import Found
from petitions.importer.reading.furniture import is_furniture, is_menu
from petitions.importer.reading.lines import Line
from petitions.importer.reading.numbers import INDEX
from petitions.importer.reading.places import loud_place, place_at_end, place_at_start
from petitions.importer.reading.text import fold
from petitions.importer.urgent_action import Span, Sure

_HEAD_LINES = 30
_LABELLED_WITHIN = 40  # characters behind a label
_SHORT, _LONG, _SHORT_LINE, _TELLING = 8, 160, 50, 100
_BESIDE_NUMBER = r"[\s:#.-]{0,4}(?:n[ro°º.]{1,3}\s*)?\d{1,4}\s?[/.]\s?(?:19|20)?\d\d(?:-\d+)?(?!\d)"
_AND_EARLIER = re.compile(r"(?:\s*(?:and )?follow-ups?\b|\s*and\b|\s*\([^)]*\)|\s*[-:,.])+\s*")
_SEX = re.compile(r"\([mf]\)|, aged? \d")
_MENU = re.compile(r"[|>@]|\S {2,}\S")
_NO_TITLE = ("©", "http", "Distr", ">", "EXTERN", "PUBLIC", "PÚBLICO", "!", "-")
_ENDS_SENTENCE = re.compile(r"[.;,]$")


def issued(document: Document) -> Found[date] | None:
    """Give the day of issue: behind its label, alone on a line, or at the end of the number's."""
    for line in document.fields_called("issued"):
        end = min(line.end, line.start + _LABELLED_WITHIN)
        day = first_day(document.plain, document.language, line.start, end)
        if day and day.day:
            return Found(day.day, (Span(day.start, day.end),), Sure.LABELLED)
    days = (_day_of_line(document, line) for line in _head(document))
    days = chain(days, (_day_behind_index(document, line) for line in _head(document)))
    day = next((day for day in days if day and day.day), None)
    return Found(day.day, (Span(day.start, day.end),)) if day and day.day else None


def _day_behind_index(document: Document, line: Line) -> Day | None:
    """Read `Index AI: AMR 23/014/2006   5 April 2006`."""
    index = INDEX.match(line.text) if line.name == "index_number" else None
    start = line.start + index.end() if index else line.end
    return first_day(
        document.plain, document.language, start, min(line.end, start + _LABELLED_WITHIN)
    )


def unclear_days(document: Document) -> list[Day]:
    """Give days of the head of which nobody can tell the month."""
    days = (
        days_in(document.plain, document.language, line.start, line.end) for line in _head(document)
    )
    return [day for found in days for day in found if day.is_unclear]


def _day_of_line(document: Document, line: Line) -> Day | None:
    """Give a day that is all of a line, or ends one that has the number."""
    days = [
        day for day in days_in(document.plain, document.language, line.start, line.end) if day.day
    ]
    if not days:
        return None
    rest = document.plain[line.start : days[-1].start].strip(" .-|>")
    tail = document.plain[days[-1].end : line.end].strip(" .,|r")
    if not tail and (
        not rest or (len(rest.split()) <= 3 and rest.endswith((":", ",", "le", "am", "dnia", "el")))
    ):
        return days[-1]
    if (number := _number_line(document, line)) and (
        len(line.text) < _LONG or line.name == "index_number"
    ):
        days = [day for day in days if day.end <= line.start + number + 80] or days[:1]
        return next(
            (day for day in reversed(days) if not _in_brackets(line.plain, day.start - line.start)),
            None,
        )
    return None


def _in_brackets(plain: str, at: int) -> bool:
    return plain[:at].count("(") > plain[:at].count(")")


def title(document: Document) -> Found[str] | None:
    """Give the title: labelled, beside the number, below the mark, or a first short line."""
    readers = (
        _labelled,
        _around_number,
        _behind_number,
        _below_mark,
        _above_country,
        _behind_mark,
        _above_details,
        _first_short,
    )
    for reader in readers:
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
    number = document.labels.expression("numbers").pattern + _BESIDE_NUMBER
    form = re.compile(
        rf"(?:{mark}[^:]{{0,20}}:\s*)?(?P<title>\S.*?)\s*\((?:[\w\s'.,-]{{3,40}}:\s*)?{number}\)"
    )
    for line in _head(document):
        if match := form.match(line.plain):
            yield _piece(line, match.start("title"), match.end("title"), Sure.LABELLED)


def _behind_number(document: Document) -> list[Found[str]]:
    """Read `UA 17/08 Fear of imminent execution 18 January 2008`; the last such line of the head."""
    lines = _head(document)
    found = []
    for place, line in enumerate(lines):
        start = _number_line(document, line)
        if start:
            found += _rest(document, lines[place : place + 3], start)
    return found[-1:]


def _number_line(document: Document, line: Line) -> int:
    """Give where the words behind the document's number begin; 0 in any other line."""
    number = document.labels.expression("numbers").pattern + _BESIDE_NUMBER
    before = document.labels.expression("updates").pattern
    form = rf"(?:document - )?(?:[\w-]+[:\s]+){{0,2}}(?:.{{0,20}}{before}[^/]{{0,30}}?)?(?:{number}|(?<=on ){_BESIDE_NUMBER})"
    start = _behind_index(document, line)
    match = re.compile(form).match(line.plain, start)
    return match.end() if match and (start or line.kind != "field") else 0


def _behind_index(document: Document, line: Line) -> int:
    """Give where words go on behind the index and the day, where lines were joined."""
    index = INDEX.match(line.text)
    if line.name != "index_number" or not index:
        return 0
    days = days_in(
        document.plain, document.language, line.start + index.end(), line.start + index.end() + 25
    )
    end = days[0].end - line.start if days else index.end()
    return end + len(line.text[end:]) - len(line.text[end:].lstrip(" ,"))


def _rest(document: Document, lines: list[Line], start: int) -> Iterator[Found[str]]:
    """Give what stands behind the number, as far as it is the title; it may go on for two lines."""
    first, *others = lines
    spans = [Span(first.start + start, first.end)]
    for line in others:
        if not _goes_on(document, spans[-1], line):
            break
        spans.append(line.span)
    text = " ".join(document.text[span.start : span.end] for span in spans)
    days = days_in(document.plain, document.language, spans[-1].start, spans[-1].end)
    if days and not document.plain[days[-1].end : spans[-1].end].strip(" .)"):
        text = text[: len(text) - (spans[-1].end - days[-1].start)]
    text = _before_country(text)
    text = INDEX.sub("", _AND_EARLIER.sub(" ", text, count=1)).strip(" -:,.–")
    text = _AND_EARLIER.split(text, maxsplit=0)[0] if text.startswith("(") else text
    is_country = (place := place_at_end(fold(text))) and place.start == 0
    if _SHORT < len(text) < _LONG and not _ENDS_SENTENCE.search(text) and not is_country:
        yield Found(" ".join(text.split()), tuple(spans))


def _before_country(text: str) -> str:
    """Cut what was joined: the country in capitals, and all that follows."""
    for word in re.finditer(r"(?<=[a-z/] )(?=[A-ZÀ-Ý]{4})", text):
        if loud_place(text[word.start() :]):
            return text[: word.start()]
    return text


def _goes_on(document: Document, before: Span, line: Line) -> bool:
    said = document.text[before.start : before.end].strip()
    days = days_in(document.plain, document.language, before.end - 20, before.end)
    ends = bool(days) and not document.plain[days[-1].end : before.end].strip(" .")
    stops = loud_place(line.text) or _SEX.search(line.text) or line.label or line.gap > 0
    return bool(said) and not ends and not stops and len(line.text) < 90


def _below_mark(document: Document) -> Iterator[Found[str]]:
    """Read capitals below `URGENT ACTION`, or behind it where the lines were joined."""
    mark = document.labels.expression("marks")
    lines = _head(document)
    for place, line in enumerate(lines):
        match = mark.search(line.plain)
        alone = match and not line.plain[match.end() :].strip(" :.*") and match.start() < 3
        if not match or not (alone or line.text[match.start() : match.end()].isupper()):
            continue
        loud = _loud_words(document, line, match.end())
        if loud > match.end() + _SHORT:
            yield _piece(line, match.end(), loud)
        elif alone:
            below = lines[place + 1 : place + 6]
            yield from _loud_lines(document, below)
            yield from _first_short(document, below)


def _loud_words(document: Document, line: Line, start: int) -> int:
    """Give where words in capitals end; the one letter of the next sentence does not count."""
    number = document.labels.expression("numbers").search(line.plain, start)
    text = line.text[: number.start()] if number else line.text
    end = start
    for word in re.finditer(r"\S+", text[start:]):
        if any(letter.islower() for letter in word[0]):
            break
        end = start + word.end()
    said = text[start:end].rstrip()
    place = place_at_end(fold(said))
    if place and not re.search(r"\b[A-ZÀ-Ý]{1,3}\s+$", said[: place.start]):
        return start + place.start  # no `IN` before it: the country that follows the title
    return start + len(said.rsplit(" ", 1)[0]) if re.search(r"\s[A-ZÀ-Ý]$", said) else end


def _loud_lines(document: Document, lines: list[Line]) -> Iterator[Found[str]]:
    """Give the lines in capitals that follow each other."""
    loud: list[Line] = []
    for line in lines:
        if _is_title_line(line) and not document.labels.expression("marks").match(line.plain):
            loud.append(line)
        elif loud:
            break
    if loud and len(" ".join(line.text for line in loud)) > _SHORT:
        yield Found(" ".join(line.text for line in loud), tuple(line.span for line in loud))


def _is_title_line(line: Line) -> bool:
    place = loud_place(line.text)
    is_country = place is not None and place.end >= len(line.text.strip(" .:"))
    numbered = re.search(r"\d{1,4}[/.]\d\d", line.text)
    return line.text.isupper() and not (is_country or line.label or numbered)


def _above_country(document: Document) -> Iterator[Found[str]]:
    """Give the short line above the one that begins with the country in capitals."""
    lines = _head(document)
    for above, line in pairwise(lines):
        if (
            loud_place(line.text)
            and _SHORT < len(above.text) < _LONG
            and not _is_other(document, above)
        ):
            yield Found(above.text, (above.span,))


def _behind_mark(document: Document) -> Iterator[Found[str]]:
    """Read `Urgent Action: Title` and `PILNA AKCJA IRAN: Title`."""
    mark = document.labels.expression("marks").pattern
    for line in _head(document):
        match = re.search(rf"{mark}(?: update)?[^:.]{{0,25}}[:–-]\s*(?=\w)", line.plain)
        rest = line.text[match.end() :] if match else ""
        if match and _SHORT < len(rest) < _LONG:
            yield _piece(line, match.end(), len(line.text))


def _first_short(document: Document, among: list[Line] | None = None) -> Iterator[Found[str]]:
    """Give a first short line, where a longer one follows: the case in a paragraph."""
    lines = [line for line in among or _head(document) if not line.label]
    for place, line in enumerate(lines):
        below = lines[place + 1 : place + 4]
        tells = any(len(after.text) > _TELLING for after in below)
        if tells and not _MENU.search(below[0].text) and _looks_like_title(document, line):
            yield Found(line.text, (line.span,), Sure.UNSURE)


def _above_details(document: Document) -> Iterator[Found[str]]:
    """Give the short line above the first number or day."""
    for above, line in pairwise(_head(document)):
        details = line.name in {"issued", "index_number", "number"} or _number_line(document, line)
        days = days_in(document.plain, document.language, line.start, line.end)
        if details or (days and len(line.text) < _SHORT_LINE):
            if _looks_like_title(document, above):
                yield Found(above.text, (above.span,), Sure.UNSURE)
            return


def _looks_like_title(document: Document, line: Line) -> bool:
    words = line.text.split()
    short = (
        2 <= len(words) <= 16 and len(line.text) < _LONG and not _ENDS_SENTENCE.search(line.text)
    )
    return short and not line.label and not _is_other(document, line)


def _is_other(document: Document, line: Line) -> bool:
    days = days_in(document.plain, document.language, line.start, line.end)
    mark = document.labels.expression("marks").match(line.plain)
    numbered = _number_line(document, line) or place_at_end(line.plain) and loud_place(line.text)
    around = document.labels.expression("openings", "skip").search(line.plain)
    return bool(
        days or mark or numbered or around or _MENU.search(line.text)
    ) or line.text.startswith(_NO_TITLE)


def _without_country(document: Document, found: Found[str]) -> Found[str]:
    """Take `Mexico: ` off the front, where the country is not all there is."""
    match = re.match(r"([^:.–-]{3,40}?)\s?[:.–-]\s+(?=\S)", found.value)
    is_place = match and (place := place_at_end(match[1].lower())) and place.start == 0
    if (
        not match
        or not is_place
        or found.sure == Sure.LABELLED
        and next(document.fields_called("title"), None)
    ):
        return found
    return Found(found.value[match.end() :], found.spans, found.sure)


def _piece(line: Line, start: int, end: int, sure: Sure = Sure.PLACED) -> Found[str]:
    part = line.part(start, end)
    return Found(part.text.strip(" :-–"), (part.span,), sure)


def _head(document: Document) -> list[Line]:
    lines = [line for line in document.lines_in(HEAD) if not is_menu(line)]
    return [line for line in lines if not is_furniture(line, document.labels)][:_HEAD_LINES]
