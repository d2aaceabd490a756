"""Days as people write them in each language; months from Babel (CLDR)."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from babel import Locale

from petitions.urgent_actions.readers.labels import LANGUAGES
from petitions.urgent_actions.readers.text import fold

# Where day and month come first: by law or habit of the languages' countries.
_DAY_FIRST = {"de", "fr", "es", "pl"}
# What CLDR leaves out: Austrian, American Spanish, and umlauts written out.
_FURTHER = {"janner": 1, "feber": 2, "maerz": 3, "setiembre": 9, "sept": 9}
_ROMAN_NAMES = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_ROMAN = {name: number for number, name in enumerate(_ROMAN_NAMES, 1)}
_DAY = r"(?P<day>\d{1,2})(?:\s?(?:st|nd|rd|th|er|º|o|a|\.º|\.)(?!\w))?"
_YEAR = r"(?P<year>(?:19|20)\d\d|'\d\d)(?!\d)"


@dataclass(frozen=True)
class Day:
    """A day in a text, from `start` up to `end`. Without its year, or unclear, `day` is None."""

    start: int
    end: int
    day: date | None
    month_day: tuple[int, int] | None = None
    is_unclear: bool = False

    def in_year(self, year: int) -> date | None:
        """Give the day in a year, where it has that day."""
        return _date(year, *self.month_day) if self.month_day else self.day


def days_in(plain: str, language: str | None, start: int = 0, end: int | None = None) -> list[Day]:
    """Give the days that stand in folded text, in order."""
    language = language if language in LANGUAGES else "en"
    found = _pattern(language).finditer(plain, start, len(plain) if end is None else end)
    return [day for match in found if (day := _day(match, language))]


def first_day(plain: str, language: str | None, start: int, end: int) -> Day | None:
    """Give the first day in a stretch of folded text."""
    return next(iter(days_in(plain, language, start, end)), None)


def _day(found: re.Match[str], language: str) -> Day | None:
    groups = {name.rstrip("01234"): one for name, one in found.groupdict().items() if one}
    if "iso" in groups:
        return _iso(found, groups["iso"])
    if "first" in groups:
        return _numeric(found, groups, language)
    month = _months(language).get(groups["month"].rstrip(".")) or _ROMAN.get(groups["month"], 0)
    day = int(groups["day"])
    if not _date(2000, month, day):
        return None
    year = _year(groups.get("year"))
    if year is None:
        return Day(*found.span(), None, (month, day))
    return Day(*found.span(), _date(year, month, day), (month, day))


def _iso(found: re.Match[str], text: str) -> Day | None:
    year, month, day = map(int, text.split("-"))
    read = _date(year, month, day)
    return Day(*found.span(), read, (month, day)) if read else None


def _numeric(found: re.Match[str], groups: dict[str, str], language: str) -> Day | None:
    """Read 29.06.2012 and 3/14/2017; where both could be the day, only points tell."""
    first, second = int(groups["first"]), int(groups["second"])
    year = _year(groups["year"]) or 0
    by_day, by_month = _date(year, second, first), _date(year, first, second)
    if by_day and by_month and by_day != by_month:
        if groups["sep"] == "." or language in _DAY_FIRST:
            return Day(*found.span(), by_day, (second, first))
        return Day(*found.span(), None, None, is_unclear=True)
    day = by_day or by_month
    return Day(*found.span(), day, (day.month, day.day)) if day else None


def _year(text: str | None) -> int | None:
    if not text:
        return None
    number = int(text.lstrip("'"))
    return number if number > 99 else number + (1900 if number > 60 else 2000)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


@cache
def _months(language: str) -> dict[str, int]:
    months = dict(_FURTHER)
    for one in dict.fromkeys((language, "en")):
        for form in Locale(one).months.values():
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
        r"(?P<iso>(?:19|20)\d\d-\d\d-\d\d)(?!\d)",
    ]
    numbered = (
        re.sub(r"\?P<(day|month|year)\d?>", rf"?P<\g<1>{number}>", form)
        for number, form in enumerate(forms)
    )
    return re.compile(rf"(?<![\d/.-])(?:{'|'.join(numbered)})")
