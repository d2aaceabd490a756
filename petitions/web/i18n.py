"""Languages: which one a page is in, its direction, names of countries, dates in words."""

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import cache
from typing import Literal
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import get_timezone, get_timezone_gmt, get_timezone_location
from flask import Flask, g
from flask_babel import (
    Babel,
    force_locale,
    format_date,
    format_decimal,
    format_time,
    get_babel,
    get_locale,
    refresh,
)

from petitions.web.countries import names_in

DEFAULT_LANGUAGE = "en"


def init_app(app: Flask) -> None:
    """Let templates translate, and know the page's language and direction."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = "translations"
    Babel(app, locale_selector=lambda: g.get("language", DEFAULT_LANGUAGE))

    app.add_template_filter(format_decimal, "number")
    app.add_template_filter(day_in_words, "day")
    app.add_template_filter(hour_in_words, "hour")
    app.add_template_filter(weekday_in_words, "weekday")
    app.add_template_filter(place_of, "place")
    app.add_template_global(country_name)
    app.add_template_global(language_name)
    app.add_template_global(direction_of)
    app.add_template_global(is_translated)
    app.add_template_global(sentence_language)

    @app.context_processor
    def _page_language() -> dict[str, str]:
        locale = get_locale() or Locale(DEFAULT_LANGUAGE)
        return {"language": _page_locale(), "direction": locale.text_direction}


def use_language(code: str) -> None:
    """Answer this request in the language with this code (`ar`, `pt-BR`)."""
    g.language = code.replace("-", "_")
    refresh()


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Translate into another language than the page's for a while: that of a letter."""
    with force_locale(code.replace("-", "_")):
        yield


@cache
def is_translated(code: str) -> bool:
    """Return True if the site's own sentences exist in this language."""
    translated = {locale.language for locale in get_babel().instance.list_translations()}
    return Locale.parse(code, sep="-").language in {DEFAULT_LANGUAGE} | translated


def sentence_language(code: str) -> str:
    """Return the language of the site's own sentences on a page in this language."""
    return code if is_translated(code) else DEFAULT_LANGUAGE


def direction_of(code: str) -> Literal["ltr", "rtl"]:
    """Return the direction that a language is written in."""
    return "rtl" if Locale.parse(code, sep="-").text_direction == "rtl" else "ltr"


def language_name(code: str) -> str:
    """Return a language's name for itself: `ru` → `русский`."""
    return Locale.parse(code, sep="-").get_display_name() or code


def day_in_words(day: date) -> str:
    """Return a day as the page's language writes it; in English 14 March 2017, the day first."""
    is_english = str(get_locale()) == DEFAULT_LANGUAGE
    return str(format_date(day, "d MMMM y" if is_english else "long"))


def hour_in_words(moment: datetime) -> str:
    """Return the time of day in the zone of the moment, by a clock of 24 hours: 14:05."""
    return str(format_time(moment, "HH:mm", rebase=False))


def weekday_in_words(day: date) -> str:
    """Return the day of the week: Monday."""
    return str(format_date(day, "EEEE"))


def place_of(zone: str) -> str:
    """Return where a time zone is, in the page's language: `Pacific/Kiritimati` → `Kiritimati`.

    A zone of no place is its distance from UTC: `Etc/GMT-5` → `GMT+05:00`.
    """
    locale = get_locale() or Locale(DEFAULT_LANGUAGE)
    if zone.startswith("Etc/GMT"):
        return get_timezone_gmt(datetime.now(ZoneInfo(zone)), locale=locale)
    try:
        city = get_timezone_location(get_timezone(zone), locale=locale, return_city=True)
    except LookupError:  # `localtime` and the like
        city = zone
    return city.rpartition("/")[2]


def is_language(code: str) -> bool:
    """Return True if dates and numbers can be written in this language."""
    try:
        Locale.parse(code, sep="-")
    except (UnknownLocaleError, ValueError):
        return False
    return True


def country_name(code: str) -> str:
    """Return a country's name in the page's language: `KZ` → `Kazakhstan`."""
    return names_in(_page_locale()).get(code, code)


def country_name_in_english(code: str) -> str:
    """Return a country's English name, which every post office knows."""
    return names_in(DEFAULT_LANGUAGE).get(code, code)


def countries() -> list[tuple[str, str]]:
    """Return (ISO 3166-1 alpha-2 code, name) in the page's language, by name."""
    return _sorted_by_name(_page_locale())


@cache
def country_codes() -> frozenset[str]:
    """Return every code that a country can have here."""
    return frozenset(names_in(DEFAULT_LANGUAGE))


def _page_locale() -> str:
    return str(get_locale() or DEFAULT_LANGUAGE).replace("_", "-")


@cache
def _sorted_by_name(locale: str) -> list[tuple[str, str]]:
    def without_accents(pair: tuple[str, str]) -> str:
        # Åland and Côte d'Ivoire stand where a reader looks for them.
        letters = unicodedata.normalize("NFKD", pair[1])
        return "".join(char for char in letters if not unicodedata.combining(char)).casefold()

    return sorted(names_in(locale).items(), key=without_accents)
