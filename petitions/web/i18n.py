"""Languages: which one a page is in, its direction, names of countries, dates in words."""

import unicodedata
from datetime import date
from functools import cache

from babel import Locale, UnknownLocaleError
from flask import Flask, g
from flask_babel import Babel, format_date, format_decimal, get_locale, refresh

DEFAULT_LANGUAGE = "en"
# In Babel's list of territories, but neither in ISO 3166-1 nor (XK, Kosovo) in use as a country.
NOT_COUNTRIES = frozenset("AC CP CQ DG EA EU EZ IC QO TA UN XA XB ZZ".split())  # noqa: SIM905


def init_app(app: Flask) -> None:
    """Let templates translate, and know the page's language and direction."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = "translations"
    Babel(app, locale_selector=lambda: g.get("language", DEFAULT_LANGUAGE))

    app.add_template_filter(format_decimal, "number")
    app.add_template_filter(day_in_words, "day")
    app.add_template_global(country_name)

    @app.context_processor
    def _page_language() -> dict[str, str]:
        locale = get_locale() or Locale(DEFAULT_LANGUAGE)
        return {
            "language": str(locale).replace("_", "-"),
            "direction": locale.text_direction,
        }


def use_language(code: str) -> None:
    """Answer this request in the language with this code (`ar`, `pt-BR`)."""
    g.language = code.replace("-", "_")
    refresh()


def day_in_words(day: date) -> str:
    """Give a day as the page's language writes it; in English 14 March 2017, the day first."""
    english = str(get_locale()) == DEFAULT_LANGUAGE
    return str(format_date(day, "d MMMM y" if english else "long"))


def is_language(code: str) -> bool:
    """Tell whether dates and numbers can be written in this language."""
    try:
        Locale.parse(code, sep="-")
    except (UnknownLocaleError, ValueError):
        return False
    return True


def country_name(code: str) -> str:
    """Give a country's name in the page's language: `KZ` → `Kazakhstan`."""
    return dict(countries()).get(code, code)


def countries() -> list[tuple[str, str]]:
    """Give (ISO 3166-1 alpha-2 code, name) in the page's language, by name."""
    return _countries(str(get_locale() or DEFAULT_LANGUAGE))


def country_codes() -> set[str]:
    """Give every code that a country can have here."""
    return {code for code, _ in _countries(DEFAULT_LANGUAGE)}


@cache
def _countries(locale: str) -> list[tuple[str, str]]:
    territories = Locale.parse(locale).territories
    names = [
        (code, name)
        for code, name in territories.items()
        if len(code) == 2 and code.isalpha() and code not in NOT_COUNTRIES
    ]
    return sorted(names, key=lambda pair: _sort_key(pair[1]))


def _sort_key(name: str) -> str:
    """Sort Åland and Côte d'Ivoire where a reader looks for them."""
    letters = unicodedata.normalize("NFKD", name)
    return "".join(char for char in letters if not unicodedata.combining(char)).casefold()
