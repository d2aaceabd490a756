"""A title by its looks: capitals, a place above or below, a short line before the story."""

import re
from collections.abc import Iterator
from itertools import pairwise

from petitions.urgent_actions.models import Sure
from petitions.urgent_actions.readers.document import Document
from petitions.urgent_actions.readers.found import Found
from petitions.urgent_actions.readers.lines import Line
from petitions.urgent_actions.readers.number_lines import behind_number
from petitions.urgent_actions.readers.places import is_country, loud_place, place_at_end
from petitions.urgent_actions.readers.text import fold

SHORT, LONG = 8, 160  # characters
_WORDS, _SHORT_LINE, _TELLING, _BELOW = range(2, 17), 50, 100, 5
_NUMBERED = re.compile(r"\d{1,4}[/.]\d\d")
_IN = re.compile(r"\b[A-ZÀ-Ý]{1,3}\s+$")  # `KILLED IN GUATEMALA`: the country belongs to it
_ONE_LETTER = re.compile(r"\s[A-ZÀ-Ý]$")
_MENU = re.compile(r"[|>@]|\S {2,}\S")
_NO_TITLE = ("©", "http", "Distr", ">", "EXTERN", "PUBLIC", "PÚBLICO", "!", "-")
_ENDS_SENTENCE = re.compile(r"[.;,]$")


def shown_titles(document: Document) -> Iterator[Found[str]]:
    """Give what looks like a title, the likeliest first."""
    yield from _below_mark(document)
    yield from _above_country(document)
    yield from _behind_mark(document)
    yield from _above_details(document)
    yield from _first_short(document, document.heading())


def _below_mark(document: Document) -> Iterator[Found[str]]:
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


def _loud_words(document: Document, line: Line, start: int) -> int:
    """Give where words in capitals end; the one letter of the next sentence does not count."""
    number = document.labels.expression("numbers").search(line.plain, start)
    text = line.text[: number.start()] if number else line.text
    end = start
    for word in re.finditer(r"\S+", text[start:]):
        if any(letter.islower() for letter in word[0]):
            break
        end = start + word.end()
    return start + _title_length(text[start:end].rstrip())


def _title_length(said: str) -> int:
    """Give how much of some capitals is the title: not the country, nor the next sentence's A."""
    place = place_at_end(fold(said))
    if place and not _IN.search(said[: place.start]):
        return place.start
    return len(said) - 2 if _ONE_LETTER.search(said) else len(said)


def _loud_lines(document: Document, lines: list[Line]) -> Iterator[Found[str]]:
    """Give the lines in capitals that follow each other."""
    loud: list[Line] = []
    for line in lines:
        if _is_title_line(line) and not document.labels.expression("marks").match(line.plain):
            loud.append(line)
        elif loud:
            break
    if loud and len(" ".join(line.text for line in loud)) > SHORT:
        yield Found(" ".join(line.text for line in loud), tuple(line.span for line in loud))


def _is_title_line(line: Line) -> bool:
    other = is_country(line.text) or line.label or _NUMBERED.search(line.text)
    return line.text.isupper() and not other


def _above_country(document: Document) -> Iterator[Found[str]]:
    """Give the short line above the one that begins with the country in capitals."""
    lines = document.heading()
    for above, line in pairwise(lines):
        fits = SHORT < len(above.text) < LONG and not _is_other(document, above)
        if fits and loud_place(line.text):
            yield Found(above.text, (above.span,))


def _behind_mark(document: Document) -> Iterator[Found[str]]:
    """Read `Urgent Action: Title` and `PILNA AKCJA IRAN: Title`."""
    mark = document.labels.expression("marks").pattern
    for line in document.heading():
        match = re.search(rf"{mark}(?: update)?[^:.]{{0,25}}[:–-]\s*(?=\w)", line.plain)
        rest = line.text[match.end() :] if match else ""
        other = is_country(rest) or document.days(line.end - len(rest), line.end)
        if match and SHORT < len(rest) < LONG and not other:
            yield _piece(line, match.end(), len(line.text))


def _first_short(document: Document, among: list[Line]) -> Iterator[Found[str]]:
    """Give a first short line, where a longer one follows: the case in a paragraph."""
    lines = [line for line in among if not line.label]
    for place, line in enumerate(lines):
        tells = any(len(after.text) > _TELLING for after in lines[place + 1 : place + 4])
        torn = place > 0 and line.text[:1].islower() and len(lines[place - 1].text) > _SHORT_LINE
        calls = line.text.endswith("!") or torn  # a banner, or half a sentence
        if (
            tells
            and not calls
            and not _is_above_menu(document, line)
            and _looks_like_title(document, line)
        ):
            yield Found(line.text, (line.span,), Sure.UNSURE)


def _is_above_menu(document: Document, line: Line) -> bool:
    """Tell whether a menu follows: then it is the name of the site."""
    row = document.text[line.end :].lstrip("\n").partition("\n")[0]
    return bool(_MENU.search(row[:LONG]))


def _above_details(document: Document) -> Iterator[Found[str]]:
    """Give the short line above the first number or day."""
    for above, line in pairwise(document.heading()):
        details = line.name in {"issued", "index_number", "number"} or behind_number(document, line)
        days = document.days(line.start, line.end)
        if details or (days and len(line.text) < _SHORT_LINE):
            if _looks_like_title(document, above):
                yield Found(above.text, (above.span,), Sure.UNSURE)
            return


def _looks_like_title(document: Document, line: Line) -> bool:
    short = len(line.text.split()) in _WORDS and len(line.text) < LONG
    ends = _ENDS_SENTENCE.search(line.text)
    return short and not ends and not line.label and not _is_other(document, line)


def _is_other(document: Document, line: Line) -> bool:
    """Tell whether a line is known as something else than a title."""
    mark = document.labels.expression("marks").match(line.plain)
    around = document.labels.expression("openings", "skip").search(line.plain)
    lists = loud_place(line.text) and place_at_end(line.plain)
    other = mark or around or lists or behind_number(document, line) or _MENU.search(line.text)
    return bool(other or document.days(line.start, line.end)) or line.text.startswith(_NO_TITLE)


def _piece(line: Line, start: int, end: int) -> Found[str]:
    part = line.part(start, end)
    return Found(part.text.strip(" :-–"), (part.span,))
