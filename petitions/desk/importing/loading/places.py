"""Countries as Urgent Actions write them. What could be two is none."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from petitions.campaigns.postal import OTHER_NAMES
from petitions.desk.importing.loading.old_names import (
    NOT_WITHOUT_STYLE,
    OLD_NAMES,
    STYLES,
    TWO_COUNTRIES,
    US_STATES,
)
from petitions.web.i18n import DEFAULT_LANGUAGE, countries_in

LANGUAGES = ("en", "de", "fr", "es", "pl")
_ARTICLE = re.compile(r"(the|la|el|le|les|los|die|der) |l'")
_IN_BRACKETS = re.compile(r"\s*[(\[][^)\]]*[)\]]\s*")
_AMERICAN = re.compile(r"\b([A-Z]\.?[A-Z])\.?,? \d{5}(-\d{4})?(,? (USA|U\.S\.A\.))?\.?$")
# A country, and a state of the United States, where an address often ends.
_AMERICAN_TOO = "georgia"


class Place(NamedTuple):
    """The country of an address; `line` is the one that says nothing else, or empty."""

    code: str
    line: str = ""


def country_code(name: str, language: str = DEFAULT_LANGUAGE) -> str:
    """Give the code of a country: `Kasachstan`, `USA (Texas)`, `Burma`; empty where unknown."""
    whole = _code(name, language)
    return whole or _code(_IN_BRACKETS.sub(" ", name), language)


def place_of(lines: Sequence[str], language: str, case: str = "") -> Place | None:
    """Give the country that an address ends with; `case` is that of the campaign.

    An American address may end with a state and its number instead.
    """
    last = next((line.strip() for line in reversed(lines) if line.strip()), "")
    if _is_american(last):
        return Place("US")
    end = last.rpartition(",")[2].strip(" ()")
    code = _code(end, language)
    if not code or (_key(end) == _AMERICAN_TOO and case != "GE"):
        return None
    return Place(code, last if _key(last.strip(" ()")) == _key(end) else "")


def _is_american(line: str) -> bool:
    found = _AMERICAN.search(line)
    return found is not None and found[1].replace(".", "") in US_STATES


def _code(name: str, language: str) -> str:
    """Give the code by the whole name, then by the name without the style of the state."""
    key = _key(name)
    found = _look_up(key, language)
    if found:
        return found
    for style in STYLES:
        rest = key.removeprefix(f"{style} ")
        if rest != key and _key(rest) not in NOT_WITHOUT_STYLE:
            return _look_up(_key(rest), language)
    return ""


def _look_up(key: str, language: str) -> str:
    own = _names_in(language).get(key, set()) if language in LANGUAGES else set()
    codes = own or _names().get(key, set())
    is_one = len(codes) == 1 and key not in TWO_COUNTRIES
    return next(iter(codes)) if is_one else ""


@cache
def _names() -> dict[str, set[str]]:
    """Give {key: codes} of all names in all languages, and of those that lists do not have."""
    found: dict[str, set[str]] = defaultdict(set)
    for names in (OTHER_NAMES, OLD_NAMES):
        for code, spellings in names.items():
            for name in spellings:
                found[_key(name)].add(code)
    for language in LANGUAGES:
        for key, codes in _names_in(language).items():
            found[key] |= codes
    return dict(found)


@cache
def _names_in(language: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for code, name in countries_in(language).items():
        # CLDR writes `Myanmar (Burma)`, `Hong Kong SAR China`.
        for part in {name, name.partition(" SAR ")[0], *re.split(r" ?[()]", name)}:
            if part:
                found[_key(part)].add(code)
    return dict(found)


def _key(name: str) -> str:
    """Give a name as it is compared: without accents, capitals, article, punctuation around it."""
    plain = unicodedata.normalize("NFKD", name.replace("’", "'").replace("ł", "l"))
    plain = "".join(char for char in plain if not unicodedata.combining(char)).casefold()
    words = " ".join(plain.replace("&", "and").split()).strip(" .,;:")
    return _ARTICLE.sub("", words, count=1) if _ARTICLE.match(words) else words
