"""Days as people write them in each language, the day of issue, and until when one writes.

The names of months are those of Babel (CLDR).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from babel import Locale

from petitions.urgent_actions.models import Span, Sure
from petitions.urgent_actions.readers.document import HEAD, Document
from petitions.urgent_actions.readers.labels import LANGUAGES
from petitions.urgent_actions.readers.lines import Extract, TextLine
from petitions.urgent_actions.readers.numbers import INDEX, OF_OTHERS, number_ends
from petitions.urgent_actions.readers.text import fold

# Where day and month come first: by law or habit of the languages' countries.
_DAY_FIRST = set(LANGUAGES) - {"en"}
# What CLDR leaves out: Austrian, American Spanish, umlauts written out, and the Levant's.
_FURTHER = {
    **{"janner": 1, "feber": 2, "maerz": 3, "setiembre": 9, "sept": 9},
    **{"شباط": 2, "اذار": 3, "نيسان": 4, "ايار": 5, "حزيران": 6, "تموز": 7, "اب": 8, "ايلول": 9},
}
_ROMAN_NAMES = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_ROMAN = {name: number for number, name in enumerate(_ROMAN_NAMES, 1)}
_DAY = r"(?P<day>\d{1,2})(?:\s?(?:st|nd|rd|th|er|º|°|o|a|e|\.º|\.)(?!\w))?"
_YEAR = r"(?P<year>(?:19|20)\d\d|'\d\d)(?!\d)"
_FIRST_OF_CENTURY = 60  # years of two digits above it are of the last century

_BEHIND_LABEL = 40  # characters
_BEHIND_NUMBER, _LONG = 80, 160  # characters
_LEAD_WORDS, _LEADS = 3, (":", ",", "le", "am", "dnia", "el")  # `London, 3 May`, `Stand am …`
# `13 Sep 2005 09:14:22 -0500`: when somebody forwarded it.
_MAILED = re.compile(r"[\s,]{1,4}\d\d?:\d\d(?::\d\d| [+-]\d{4})")

_BETWEEN = re.compile(
    r"[\s:,]*(?:the|el|le|dem|den|zum|am|dnia|del|du|il|o dia|dia|het|op|lundi|mardi|mercredi|jeudi"
    r"|vendredi|[a-z]+tag|[a-z]+day|[a-z]+dag|[a-z]+di|[a-z]+-feira)?[\s:,]*"
)
_QUIET = {HEAD, "background", "letter", "story"}  # where days belong to the case
_LEAD = 250  # characters of the sentence that leads to the demands
_LIST = re.compile(r":\s*\n|\n\s*[-•·*§–]|\n\s*n\s")
_DIGIT = re.compile(r"\d")
_REACH = 45  # characters between the words and the day
_OPENS = 16  # characters in which a line says that it is about sending
_BESIDE = 3  # characters between a day and the words behind it
_AROUND = 80  # characters


@dataclass(frozen=True)
class Day:
    """A day in a text, from `start` up to `end`. Without its year, or unclear, `day` is None."""

    start: int
    end: int
    day: date | None
    month_day: tuple[int, int] | None = None
    is_unclear: bool = False

    @property
    def span(self) -> Span:
        """Return where it stands."""
        return Span(self.start, self.end)

    def in_year(self, year: int) -> date | None:
        """Return the day in a year, where it has that day."""
        return _date(year, *self.month_day) if self.month_day else self.day


@dataclass(frozen=True)
class Deadline:
    """A last day; `is_inferred` where its year stands elsewhere, `unclear` where its month does."""

    extract: Extract[date] | None
    is_inferred: bool = False
    unclear: Span | None = None


def days_in(document: Document, start: int, end: int) -> list[Day]:
    """Return the days that stand in a stretch of the text, in order."""
    language = document.language if document.language in LANGUAGES else "en"
    matches = _pattern(language).finditer(document.plain, start, end)
    return [day for match in matches if (day := _day(match, language))]


def _day(match: re.Match[str], language: str) -> Day | None:
    groups = {name.rstrip("01234"): text for name, text in match.groupdict().items() if text}
    if "first" in groups:
        # 29.06.2012 and 3/14/2017; where both could be the day, only points tell.
        first, second, year = int(groups["first"]), int(groups["second"]), _year(groups["year"])
        by_day, by_month = _date(year, second, first), _date(year, first, second)
        may_be_both = by_day and by_month and by_day != by_month
        if may_be_both and groups["sep"] != "." and language not in _DAY_FIRST:
            return Day(*match.span(), None, None, is_unclear=True)
        known = by_day or by_month
        return Day(*match.span(), known, (known.month, known.day)) if known else None
    if "iso" in groups:
        year, month, day = map(int, re.split("[-/]", groups["iso"]))
    else:
        month = _months(language).get(groups["month"].rstrip(".")) or _ROMAN.get(groups["month"], 0)
        day, year = int(groups["day"]), _year(groups["year"]) if "year" in groups else 0
    if not _date(2000, month, day):
        return None
    return Day(*match.span(), _date(year, month, day) if year else None, (month, day))


def _year(text: str) -> int:
    number = int(text.lstrip("'"))
    return number if number > 99 else number + (1900 if number > _FIRST_OF_CENTURY else 2000)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


@cache
def _months(language: str) -> dict[str, int]:
    months = dict(_FURTHER)
    for code in dict.fromkeys((language, "en")):
        for form in Locale(code).months.values():
            for width in ("wide", "abbreviated"):
                for number, name in form[width].items():
                    months.setdefault(fold(name).rstrip("."), number)
    return {name: number for name, number in months.items() if len(name) > 2}


@cache
def _pattern(language: str) -> re.Pattern[str]:
    names = "|".join(sorted(map(re.escape, _months(language)), key=len, reverse=True))
    of = r"\s*(?:\s(?:de|del|of)\s|-|,)?\s*"
    forms = [
        rf"{_DAY}{of}(?P<month>{names})(?!\w)\.?(?:{of}{_YEAR})?",
        rf"(?P<month1>{names})\.?\s+{_DAY}(?!\d)(?:{of}{_YEAR})?",
        rf"{_DAY}\s+(?P<month2>{'|'.join(sorted(_ROMAN, key=len, reverse=True))})\s+{_YEAR}",
        r"(?P<first>\d{1,2})(?P<sep>[./])\s?(?P<second>\d{1,2})(?P=sep)\s?(?P<year>(?:19|20)?\d\d)(?!\d)",
        r"(?P<iso>(?:19|20)\d\d(?:-\d\d-|/\d\d/)\d\d)(?!\d)",
    ]
    numbered = (
        re.sub(r"\?P<(day|month|year)\d?>", rf"?P<\g<1>{number}>", form)
        for number, form in enumerate(forms)
    )
    return re.compile(rf"(?<![\d/.-])(?:{'|'.join(numbered)})")


def issued(document: Document) -> Extract[date] | None:
    """Return the day of issue: behind its label, alone on a line, or beside the number."""
    for line in document.fields_called("issued"):
        end = min(line.end, line.start + _BEHIND_LABEL)
        for day in days_in(document, line.start, end)[:1]:
            if day.day and not _MAILED.match(document.plain, day.end):
                return Extract(day.day, (day.span,), Sure.LABELLED)
    days = (Extract(day.day, (day.span,)) for day in _placed_issue(document) if day.day)
    return next(days, None)


def unclear_days(document: Document) -> list[Day]:
    """Return days of the head of which nobody can tell the month."""
    days = (day for line in document.heading() for day in days_in(document, line.start, line.end))
    return [day for day in days if day.is_unclear]


def is_dateline(document: Document, line: TextLine) -> bool:
    """Return True if a line is a day with its year and nothing else but a place: `Accra, 3 May …`.

    A letter has one between its address and its greeting.
    """
    days = [] if line.label else days_in(document, line.start, line.end)
    if not days or not days[-1].day:
        return False
    place = document.plain[line.start : days[-1].start].strip(" .-|>")
    tail = document.plain[days[-1].end : line.end].strip(" .,|rg")
    led = not place or place.endswith(_LEADS)
    return not tail and led and len(place.split()) <= _LEAD_WORDS and not _DIGIT.search(place)


def is_of_month(document: Document, text: str) -> bool:
    """Return True if words end with a month that they are of: `Newsletter - May 2019`."""
    names = "|".join(map(re.escape, _months(document.language or "en")))
    form = rf"(?:^|[-–:,|(])\s*(?:{names})\.?(?:\s+(?:de\s+)?\d{{4}})?\W*$"
    return bool(re.search(form, fold(text)))


def _placed_issue(document: Document) -> Iterator[Day]:
    """Yield days by their place, the likeliest first: a page has days of its own above all."""
    lines = document.heading()
    numbered = [bool(number_ends(document, line)) for line in lines]
    beside = [
        line for index, line in enumerate(lines) if any(numbered[max(0, index - 1) : index + 2])
    ]
    for line in (*beside, *lines):
        if line.name != "deadline":
            yield from _days_of_line(document, line)
    for line in lines:  # `Index AI: AMR 23/014/2006   5 April 2006`
        index = INDEX.match(line.text) if line.name == "index_number" else None
        if index:
            start = line.start + index.end()
            yield from days_in(document, start, min(line.end, start + _BEHIND_LABEL))[:1]


def _days_of_line(document: Document, line: TextLine) -> list[Day]:
    """Return a day that is all of a line, or stands beside the number."""
    days = [day for day in days_in(document, line.start, line.end) if day.day]
    days = [day for day in days if not _MAILED.match(document.plain, day.end)]
    if not days:
        return []
    rest = document.plain[line.start : days[-1].start].strip(" .-|>")
    tail = OF_OTHERS.sub("", document.text[days[-1].end : line.end]).strip(" .,|r")
    leads = len(rest.split()) <= _LEAD_WORDS and rest.endswith(_LEADS)
    if not tail and (not rest or leads):
        return days[-1:]
    marked = document.labels.expression("marks").match(line.plain)
    number = number_ends(document, line) or (marked.end() if marked else 0)
    if number and (len(line.text) < _LONG or line.name == "index_number"):
        near = [day for day in days if day.end <= line.start + number + _BEHIND_NUMBER]
        before = [(day, line.plain[: day.start - line.start]) for day in near or days[:1]]
        return [day for day, words in before if words.count("(") <= words.count(")")][-1:]
    return []


def deadline(document: Document, issue: date | None, number: str | None) -> Deadline:
    """Return the last day for appeals: behind a label, or words such as `appeals before`."""
    for day, sure in _last_days(document):
        if day.is_unclear:
            return Deadline(None, unclear=day.span)
        if day.day:
            return Deadline(Extract(day.day, (day.span,), sure))
        # In the year of issue, or the next where it is over; else in the number's.
        inferred = None
        if issue:
            inferred = day.in_year(issue.year)
            if not inferred or inferred < issue:
                inferred = day.in_year(issue.year + 1)
        elif number:
            inferred = day.in_year(_year(number[-2:]))
        else:  # the same day may stand elsewhere with its year
            days = days_in(document, 0, len(document.plain))
            full = (one.day for one in days if one.month_day == day.month_day and one.day)
            inferred = next(full, None)
        if inferred:
            return Deadline(Extract(inferred, (day.span,), Sure.UNSURE), is_inferred=True)
    return Deadline(None)


def _last_days(document: Document) -> Iterator[tuple[Day, Sure]]:
    """Yield days that may be the last, the surest first."""
    for line in document.fields_called("deadline"):
        days = days_in(document, line.start, line.start + _REACH)[:1]
        yield from ((day, Sure.LABELLED) for day in days)
    words = document.labels.expression("deadline", "before")
    quiet = [(part.start, part.end) for part in document.parts_called(*_QUIET)]
    for part in document.parts_called("demands"):
        # Days behind the words that lead to the demands belong to them.
        bullet = _LIST.search(document.text, part.start, part.end)
        quiet.append((bullet.start() if bullet else part.start + _LEAD, part.end))
    for match in words.finditer(document.plain):
        is_quiet = any(start <= match.start() < end for start, end in quiet)
        if not is_quiet or _tells_to_send(document, match.start()):
            yield from ((day, Sure.LABELLED) for day in _days_behind(document, match.end()))
    for match in document.labels.expression("deadline", "after").finditer(document.plain):
        days = days_in(document, max(0, match.start() - _REACH), match.start())[-1:]
        yield from ((day, Sure.LABELLED) for day in days if match.start() - day.end <= _BESIDE)
    # In the story, a sentence says both until when and what to send: `cartas antes del …`.
    channels = ("letter", "email", "fax")
    patterns = [document.labels.expression("channels", name).pattern for name in channels]
    patterns.append(document.labels.expression("words", "sending").pattern)
    sent = re.compile("|".join(patterns))
    for part in document.parts_called(HEAD):
        for match in words.finditer(document.plain, part.start, part.end):
            around = document.plain[max(0, match.start() - _AROUND) : match.end() + _AROUND]
            if sent.search(around):
                yield from ((day, Sure.PLACED) for day in _days_behind(document, match.end()))


def _tells_to_send(document: Document, at: int) -> bool:
    """Return True if a line begins so below the demands: `Send your letters by 3 May`."""
    start = document.plain.rfind("\n", 0, at) + 1
    sending = document.labels.expression("words", "sending")
    asked = [part for part in document.parts_called("demands") if part.start < start <= part.end]
    return bool(asked and sending.search(document.plain, start, min(start + _OPENS, at)))


def _days_behind(document: Document, at: int) -> list[Day]:
    between = _BETWEEN.match(document.plain, at)
    start = between.end() if between else at
    return [day for day in days_in(document, start, start + _REACH) if day.start <= start + 2]
