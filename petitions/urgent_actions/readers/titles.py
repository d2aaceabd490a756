"""The title of a document: by its label, its number, or its looks."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, pairwise, takewhile

from petitions.urgent_actions.models import Span, Sure
from petitions.urgent_actions.readers.classifier import is_person
from petitions.urgent_actions.readers.countries import (
    country_at_end,
    country_in_capitals,
    is_country,
)
from petitions.urgent_actions.readers.dates import days_in, is_of_month
from petitions.urgent_actions.readers.document import Document
from petitions.urgent_actions.readers.junk import is_address, is_junk, without_tags
from petitions.urgent_actions.readers.lines import Extract, TextLine
from petitions.urgent_actions.readers.numbers import BESIDE, INDEX, OF_OTHERS, number_ends
from petitions.urgent_actions.readers.text import fold, squeeze

_GOES_ON = 90  # characters of a line that may be the second of a title
_AND_EARLIER = re.compile(r"(?:\s*(?:and )?follow-ups?\b|\s*and\b|\s*\([^)]*\)|\s*[-:,.])+\s*")
_PERSON = re.compile(r"\([mfkh]\)|, aged? \d|^(?:Herr|Frau|Mr|Mrs|Ms|Dr)\b")
_AGED = re.compile(r", (?:aged )?\d{1,2}(?: \w+)?$")
_COUNTRY = re.compile(r"([^:.–-]{3,40}?)\s?[:.–-]\s+(?=\S)")
_SHORT, _LONG = 8, 160  # characters
_WORDS, _SHORT_LINE, _TELLING, _BELOW = range(2, 17), 50, 100, 5
_SENTENCE, _LEAST_WORDS, _NAME_WORDS = 70, 4, 3
_NUMBERED = re.compile(r"\d{1,4}[/.]\d\d")
_IN = re.compile(r"\b[A-ZÀ-Ý]{1,3}\s+$")  # `KILLED IN GUATEMALA`: the country belongs to it
_ONE_LETTER = re.compile(r"\s[A-ZÀ-Ý]$")
_MENU = re.compile(r"[|>@]|\S {2,}\S")
_NO_TITLE = ("©", "http", "Distr", ">", "EXTERN", "PUBLIC", "PÚBLICO", "DOCUMENT PUBLIC", "!", "-")
# With one of these at its end a headline goes on, but for articles with one at its beginning.
_LINK = re.compile(
    r"(?:of|in|on|for|to|from|by|with|at|after|over|under|and|or|as|against|von|vom|im|am|an|auf"
    r"|mit|nach|bei|zu|zum|zur|und|oder|de|du|des|et|ou|à|au|aux|en|pour|par|sur|sous|avec|après"
    r"|del|y|o|por|para|con|tras|contra|w|z|do|na|po|za|od|przy|i|oraz)"
)
_ARTICLE = re.compile(r"(?:a|an|the|der|die|das|den|dem|eine?|le|la|les|une?|el|los|las)")
_ENDS_SENTENCE = re.compile(r"[.;,][\"'”“»«]*$|[^\W\d]{4}[.?!] \w")


def title(document: Document) -> Extract[str] | None:
    """Return the title: labelled, beside the number, or what looks like one; never junk."""
    readers = (
        _labelled,
        _around_number,
        _behind_number,
        _below_mark,
        _behind_mark,
        _above_details,
        _behind_country,
        lambda document: _first_short(document, document.heading()),
    )
    for extract in chain.from_iterable(reader(document) for reader in readers):
        found = replace(extract, value=without_tags(extract.value))
        is_other = _is_name_above(document, found) or is_of_month(document, found.value)
        if is_other or is_junk(found.value, document.labels):
            continue
        # `Mexico: ` at the front is no part of it, where the country is not all there is.
        match = _COUNTRY.match(found.value)
        if match and is_country(match[1]) and not any(document.fields_called("title")):
            return replace(found, value=found.value[match.end() :])
        return found
    return None


def _is_name_above(document: Document, found: Extract[str]) -> bool:
    """Return True if the first line of all is the name of whoever sent the text."""
    bodies = document.labels.expression("words", "bodies")
    is_named = is_person(found.value) and not found.value.isupper()
    is_first = not document.text[: found.spans[0].start].strip()
    return is_first and is_named and bool(bodies.search(fold(found.value)))


def _labelled(document: Document) -> Iterator[Extract[str]]:
    for line in document.fields_called("title"):
        if line.text:
            yield _whole(document, line, Sure.LABELLED)


def _whole(document: Document, line: TextLine, sure: Sure) -> Extract[str]:
    """Return a headline with the line below it, where that is its second."""
    lines = document.lines
    at = next((at for at, one in enumerate(lines) if one.start >= line.end), len(lines))
    if at < len(lines) and _is_second(document, line, lines[at]):
        spans = (line.span, lines[at].span)
        return Extract(squeeze(f"{line.text} {lines[at].text}"), spans, sure)
    return Extract(line.text, (line.span,), sure)


def _is_second(document: Document, line: TextLine, below: TextLine) -> bool:
    """Return True if a headline goes on in the line below: one of the two is half a sentence."""
    is_empty = not (line.text and below.text)
    other = below.label or below.gap > 0 or len(below.text) > _GOES_ON
    if is_empty or other or _is_other(document, below) or _ENDS_SENTENCE.search(line.text):
        return False
    if is_junk(below.text, document.labels) or is_country(below.text):
        return False
    first, last = below.text.split()[0].casefold(), line.text.split()[-1].casefold()
    is_open = _LINK.fullmatch(last) or _ARTICLE.fullmatch(last) or last[-1] in "-–/&"
    is_loud = line.text.isupper() and below.text.isupper()
    return bool(is_open or is_loud or _LINK.fullmatch(first) or below.text[:1].islower())


def _around_number(document: Document) -> Iterator[Extract[str]]:
    """Read `Urgent Action Update: TITLE (Kazakhstan: UA 115/16)`."""
    mark = document.labels.expression("marks").pattern
    number = document.labels.expression("numbers").pattern + BESIDE
    form = re.compile(
        rf"(?:{mark}[^:]{{0,20}}:\s*)?(?P<title>\S.*?)\s*\((?:[\w\s'.,-]{{3,40}}:\s*)?{number}\)"
    )
    lines = document.heading()
    for above, line in pairwise([*lines[:1], *lines]):
        match = form.match(line.plain)
        if match and above is not line and _is_second(document, above, line):
            first = re.match(rf"(?:{mark}[^:]{{0,20}}:\s*)?", above.plain)
            start = _piece(above, first.end() if first else 0, len(above.text))
            end = _piece(line, *match.span("title"), Sure.LABELLED)
            yield Extract(f"{start.value} {end.value}", (*start.spans, *end.spans), end.sure)
        elif match:
            yield _piece(line, *match.span("title"), Sure.LABELLED)


def _behind_number(document: Document) -> list[Extract[str]]:
    """Read `UA 17/08 Fear of execution 18 January 2008`; the last such line of the head."""
    lines = document.heading()
    titles: list[Extract[str]] = []
    for index, line in enumerate(lines):
        start = number_ends(document, line)
        if not start:
            continue
        spans = [Span(line.start + start, line.end)]
        for below in lines[index + 1 : index + 3]:
            if not _goes_on(document, spans[-1], below):
                break
            spans.append(below.span)
        text = _told_in(document, spans)
        is_title = not _ENDS_SENTENCE.search(text) and not is_country(text)
        if _SHORT < len(text) < _LONG and is_title:
            titles.append(Extract(squeeze(text), tuple(spans)))
    return titles[-1:]


def _goes_on(document: Document, before: Span, line: TextLine) -> bool:
    """Return True if a line is the second of a title."""
    said = document.text[before.start : before.end].strip()
    days = days_in(document, before.end - 20, before.end)
    open_bracket = said.count("(") > said.count(")")
    ends = days and not open_bracket and not document.plain[days[-1].end : before.end].strip(" .")
    stops = (
        country_in_capitals(line.text) or _PERSON.search(line.text) or line.label or line.gap > 0
    )
    return bool(said) and not ends and not stops and len(line.text) < _GOES_ON


def _told_in(document: Document, spans: list[Span]) -> str:
    """Return the words without a day at their end, other numbers, and the country."""
    text = " ".join(document.text[span.start : span.end] for span in spans)
    last = spans[-1]
    days = days_in(document, last.start, last.end)
    if days and not document.plain[days[-1].end : last.end].strip(" .)"):
        text = text[: len(text) - (last.end - days[-1].start)]
    text = _AND_EARLIER.sub(" ", text, count=1)
    pieces = (piece.strip(" -:,.–?") for piece in INDEX.split(text))
    return next(filter(None, pieces), "")


def _below_mark(document: Document) -> Iterator[Extract[str]]:
    """Read capitals below `URGENT ACTION`, or behind it where the lines were joined."""
    mark = document.labels.expression("marks")
    lines = document.heading()
    for index, line in enumerate(lines):
        match = mark.search(line.plain)
        alone = match and not line.plain[match.end() :].strip(" :.*") and match.start() < 3
        if not match or not (alone or line.text[match.start() : match.end()].isupper()):
            continue
        end = _capitals_end(document, line, match.end())
        if end > match.end() + _SHORT:
            yield _piece(line, match.end(), end)
        elif alone:
            below = lines[index + 1 : index + 1 + _BELOW]
            yield from _lines_in_capitals(document, below)
            yield from _first_short(document, below)


def _capitals_end(document: Document, line: TextLine, start: int) -> int:
    """Return where a title in capitals ends: before the country, and the next sentence's `A`."""
    number = document.labels.expression("numbers").search(line.plain, start)
    text = line.text[start : number.start() if number else None]
    words = takewhile(lambda word: not any(map(str.islower, word[0])), re.finditer(r"\S+", text))
    said = text[: max((word.end() for word in words), default=0)]
    country = country_at_end(fold(said))
    if country and not _IN.search(said[: country.start]):
        return start + country.start
    return start + len(said) - (2 if _ONE_LETTER.search(said) else 0)


def _lines_in_capitals(document: Document, lines: list[TextLine]) -> Iterator[Extract[str]]:
    """Yield as one title the lines in capitals that follow each other."""
    marks = document.labels.expression("marks")
    loud: list[TextLine] = []
    for line in lines:
        other = is_country(line.text) or line.label or _NUMBERED.search(line.text)
        other = other or OF_OTHERS.search(line.text)
        if line.text.isupper() and not other and not marks.match(line.plain):
            loud.append(line)
        elif loud:
            break
    text = " ".join(line.text for line in loud)
    if len(text) > _SHORT:
        yield Extract(text, tuple(line.span for line in loud))


def _behind_mark(document: Document) -> Iterator[Extract[str]]:
    """Read `Urgent Action: Title` and `PILNA AKCJA IRAN: Title`."""
    mark = document.labels.expression("marks").pattern
    for line in document.heading():
        match = re.search(rf"{mark}(?: update)?[^:.]{{0,25}}[:–-]\s*(?=\w)", line.plain)
        rest = line.text[match.end() :] if match else ""
        days = days_in(document, line.end - len(rest), line.end)
        other = is_country(rest) or days or OF_OTHERS.match(rest)
        if match and _SHORT < len(rest) < _LONG and not other:
            yield _whole(document, line.part(match.end()), Sure.PLACED)


def _behind_country(document: Document) -> Iterator[Extract[str]]:
    """Read `NEPAL: Police beat a student`, behind a day too; no list of those it is about."""
    for line in document.heading():
        days = days_in(document, line.start, line.end)
        start = days[0].end - line.start if days and days[0].start == line.start else 0
        rest = line.part(start)
        rest = rest.part(len(rest.text) - len(rest.text.lstrip(" :-–")))
        match = _COUNTRY.match(rest.text)
        if line.label or not match or not is_country(match[1]):
            continue
        told = rest.part(match.end())
        name, _, what = told.text.partition(", ")
        is_named = is_person(name) and (what[:1].islower() or len(name.split()) <= _NAME_WORDS)
        is_list = _PERSON.search(told.text) or (what and is_named)
        if not is_list and _looks_like_title(document, told):
            yield _whole(document, told, Sure.PLACED)


def _above_details(document: Document) -> Iterator[Extract[str]]:
    """Yield the short line above the first number or day."""
    lines = [line for line in document.heading() if not is_country(line.text)]
    for above, line in pairwise(lines):
        details = line.name in {"issued", "index_number", "number"} or number_ends(document, line)
        days = days_in(document, line.start, line.end)
        if details or (days and len(line.text) < _SHORT_LINE):
            if _looks_like_title(document, above) and not _is_letterhead([above, line]):
                yield from _with_first(document, above)
            return


def _with_first(document: Document, line: TextLine) -> Iterator[Extract[str]]:
    """Yield a headline with the line above it, where that is its first."""
    above = [one for one in document.heading() if one.end <= line.start][-1:]
    goes_on = above and not (
        above[0].label
        or _is_other(document, above[0])
        or is_junk(above[0].text, document.labels)
        or not _is_second(document, above[0], line)
    )
    yield _whole(document, above[0] if goes_on else line, Sure.UNSURE)


def _first_short(document: Document, among: list[TextLine]) -> Iterator[Extract[str]]:
    """Yield a first short line, where a longer one follows: the case in a paragraph."""
    lines = [line for line in among if not line.label]
    for index, line in enumerate(lines):
        if not any(map(_tells, lines[index + 1 : index + 4])):
            continue
        # A banner, half a sentence, or the name of a site above its menu.
        torn = index > 0 and line.text[:1].islower() and len(lines[index - 1].text) > _SHORT_LINE
        below = document.text[line.end :].lstrip("\n").partition("\n")[0]
        other = line.text.endswith("!") or torn or _MENU.search(below[:_LONG])
        above_address = _is_letterhead(lines[index : index + 3])
        if not (other or above_address) and _looks_like_title(document, line):
            yield from _with_first(document, line)


def _tells(line: TextLine) -> bool:
    """Return True if a line is long, or a whole sentence."""
    return len(line.text) > (_SENTENCE if line.text.endswith(".") else _TELLING)


def _is_letterhead(lines: list[TextLine]) -> bool:
    """Return True if the first line is a name above an address."""
    below = takewhile(lambda line: line.gap <= 0, lines[1:])
    return any(is_address(line.text) for line in below)


def _looks_like_title(document: Document, line: TextLine) -> bool:
    short = len(line.text.split()) in _WORDS and len(line.text) < _LONG
    ends = _ENDS_SENTENCE.search(line.text) and not _is_in_title_case(line.text)
    return short and not ends and not line.label and not _is_other(document, line)


def _is_in_title_case(text: str) -> bool:
    """Return True for `Write A Letter, Save A Life.`, as no sentence is written."""
    words = [word for word in text.split() if word[:1].isalpha()]
    return len(words) > _LEAST_WORDS and all(word[0].isupper() for word in words)


def _is_other(document: Document, line: TextLine) -> bool:
    """Return True if a line is known as something else than a title."""
    mark = document.labels.expression("marks").match(line.plain)
    around = document.labels.expression("openings", "skip").search(line.plain)
    lists = country_in_capitals(line.text) and country_at_end(line.plain)
    other = mark or around or lists or number_ends(document, line) or _MENU.search(line.text)
    other = other or OF_OTHERS.search(line.text) or _AGED.search(line.text)
    return bool(other or days_in(document, line.start, line.end)) or line.text.startswith(_NO_TITLE)


def _piece(line: TextLine, start: int, end: int, sure: Sure = Sure.PLACED) -> Extract[str]:
    part = line.part(start, end)
    return Extract(part.text.strip(" :-–"), (part.span,), sure)
