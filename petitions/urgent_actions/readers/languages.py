"""Which language a text is in, and which languages it names."""

import re
from functools import cache

from babel import Locale, localedata

from petitions.urgent_actions.readers.labels import LANGUAGES
from petitions.urgent_actions.readers.text import fold

_MOST = 20_000  # characters that are enough to tell
_LEAST = 40
_TODAY = {"iw": "he"}  # codes that were changed since
_ENDING = re.compile(r"(?<=k)(?:i|im|u|iego|iemu)$")  # Polish declines: `po angielsku`


def language_of(text: str) -> str | None:
    """Give the ISO 639-1 code of the language; None where it cannot be told."""
    import gcld3  # heavy, and seldom needed

    if len(text.strip()) < _LEAST:
        return None
    told = gcld3.NNetLanguageIdentifier(0, _MOST).FindTopNMostFreqLangs(text[:_MOST], 3)
    codes = [str(one.language).partition("-")[0] for one in told if one.is_reliable]
    codes = [_TODAY.get(code, code) for code in codes]
    known = [code for code in codes if code in LANGUAGES]
    return next(iter([*known, *(code for code in codes if len(code) == 2)]), None)


def languages_named(text: str, language: str) -> list[str]:
    """Give the codes of all languages that a text names in its own words, in their order."""
    names = _names(language)
    words = re.findall(r"\w+", fold(text))
    found = (names.get(word) or names.get(_ENDING.sub("", word)) for word in words)
    return list(dict.fromkeys(code for code in found if code))


@cache
def _names(language: str) -> dict[str, str]:
    """Give {folded name: code}; of languages that letters are written in, not of all dialects."""
    names = {"farsi": "fa", "castellano": "es", "persa": "fa", "persisch": "fa", "creole": "ht"}
    for one in filter(localedata.exists, dict.fromkeys((language, *LANGUAGES))):
        for code, name in Locale(one).languages.items():
            if len(code) == 2:
                names.setdefault(fold(name), code)
                if one == "pl":
                    names.setdefault(_ENDING.sub("", fold(name)), code)
    return names
