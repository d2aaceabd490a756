"""Names of countries: one table of what Unicode's lists lack, and the code that a name means.

Needs no Flask: `petitions.web.i18n` names countries in the page's language.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from babel import Locale

# In Unicode's list, but neither in ISO 3166-1 nor (XK, Kosovo) in use as a country.
NOT_COUNTRIES = frozenset("AC CP CQ DG EA EU EZ IC QO TA UN XA XB ZZ".split())  # noqa: SIM905
# The languages in which Urgent Actions are read.
LANGUAGES = ("en", "de", "fr", "es", "pl")

# What Unicode's lists do not have, and envelopes and Urgent Actions since 1990 do, in any of the
# languages; accents and capitals do not matter.
OTHER_NAMES = {
    code: tuple(names.split(", "))
    for code, names in {
        "AE": "UAE, U.A.E., EAU, VAE",
        "BA": "Bosnia-Herzegovina, Bosnia, Bosnien, Bosnie-Herzégovine, Bosnia i Hercegowina",
        "BF": "Upper Volta, Haute-Volta, Alto Volta, Obervolta",
        "BO": "Plurinational State of Bolivia, Estado Plurinacional de Bolivia",
        "BY": "Byelorussia, Belorussia, Weißrussland, Weissrussland, Bielorrusia, Biélorussie",
        "CD": (
            "Democratic Republic of the Congo, Zaire, Zair, DRC, RDC, DR Congo, DR Kongo, "
            "Democratic Republic of Congo, Demokratische Republik Kongo, "
            "République démocratique du Congo, República Democrática del Congo, "
            "Demokratyczna Republika Konga"
        ),
        "CG": "Republic of the Congo, République du Congo, República del Congo, Republik Kongo",
        "CI": "Ivory Coast, Elfenbeinküste, Costa de Marfil, Wybrzeże Kości Słoniowej",
        "CN": "People's Republic of China, PRC, Volksrepublik China, República Popular China",
        "CV": "Cape Verde, Kap Verde, Cap-Vert",
        "CZ": (
            "Czech Republic, Tschechische Republik, République tchèque, República Checa, "
            "Republika Czeska"
        ),
        "GB": "UK, Great Britain, England, Scotland, Wales, Northern Ireland",
        "GM": "The Gambia, Republic of The Gambia",
        "IR": "Islamic Republic of Iran, Islamische Republik Iran, República Islámica de Irán",
        "KG": "Kirgizia, Kirghizistan, Kirgisien",
        "KH": "Kampuchea, Kampuchéa",
        "KP": (
            "DPRK, Democratic People's Republic of Korea, North Korea, Volksrepublik Korea, "
            "República Popular Democrática de Corea"
        ),
        "KR": (
            "Republic of Korea, Republik Korea, République de Corée, República de Corea, "
            "Republika Korei"
        ),
        "LA": "Lao People's Democratic Republic, Lao PDR",
        "LK": "Ceylon",
        "LY": "Libyan Arab Jamahiriya, Libya Arab Jamahiriya",
        "MD": "Moldavia, Moldavie, Moldawien, Moldau",
        "MK": "Macedonia, Mazedonien, Macédoine, FYROM",
        "MM": "Burma, Birmania, Birma, Birmanie, Burma (Myanmar)",
        "MX": "Estados Unidos Mexicanos, United Mexican States",
        "NL": "Holland, The Netherlands",
        "PS": (
            "Palestine, Palestinian Authority, Palestinian Territories, "
            "Occupied Palestinian Territories, Occupied Palestinian Territory"
        ),
        "RU": (
            "Russian Federation, Russische Föderation, Fédération de Russie, Fédération russe, "
            "Federación de Rusia, Federación Rusa, Federacja Rosyjska"
        ),
        "SR": "Surinam",
        "SY": "Syrian Arab Republic, Arabische Republik Syrien, República Árabe Siria",
        "SZ": "Swaziland, Swasiland, Swazilandia, Suazilandia",
        "TL": "East Timor, Osttimor, Timor Oriental",
        "TR": "Turkey, Turquía, Turquie, Turcja, Türkei",
        "TW": "Republic of China, Republic of China (Taiwan)",
        "TZ": "United Republic of Tanzania",
        "US": (
            "USA, U.S.A., America, United States of America, U.S., EE.UU., EE. UU., EEUU, "
            "Estados Unidos de América, États-Unis d'Amérique, Etats-Unis, "
            "Vereinigte Staaten von Amerika, Stany Zjednoczone Ameryki"
        ),
        "UY": "República Oriental del Uruguay",
        "VA": "Holy See, Heiliger Stuhl, Santa Sede, Saint-Siège",
        "VE": "Bolivarian Republic of Venezuela, República Bolivariana de Venezuela",
        "VN": "Viet Nam",
    }.items()
}
# What states put before their name; what is left then has to be a country.
STYLES = (  # noqa: SIM905
    "islamic republic of, arab republic of, federal republic of, "
    "federal democratic republic of, people's democratic republic of, republic of, "
    "kingdom of, state of, union of, sultanate of, republica de, republica del, reino de, "
    "republique de, republique du, republique islamique de, royaume de, royaume du, "
    "islamische republik, bundesrepublik, republik, konigreich, islamska republika, "
    "republika, krolestwo"
).split(", ")
# Without their style these are another country: the Republic of China is Taiwan.
NOT_WITHOUT_STYLE = frozenset({"china", "chine", "chiny"})
TWO_COUNTRIES = frozenset({"congo", "kongo"})
US_STATES = frozenset(
    (  # noqa: SIM905
        "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT "
        "NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY"
    ).split()
)

_ARTICLE = re.compile(r"^((the|la|el|le|les|los|die|der) |l')")
_IN_BRACKETS = re.compile(r"\s*[(\[][^)\]]*[)\]]\s*")
_AMERICAN = re.compile(r"\b([A-Z]\.?[A-Z])\.?,? \d{5}(-\d{4})?(,? (USA|U\.S\.A\.))?\.?$")
_COUNTRY_AND_US_STATE = "georgia"


class AddressCountry(NamedTuple):
    """The country of an address; `line` is the one that says nothing else, or empty."""

    code: str
    line: str = ""


@cache
def names_in(locale: str) -> dict[str, str]:
    """Return {ISO 3166-1 alpha-2 code: name} of all countries, as Unicode's lists have them."""
    return {
        code: name
        for code, name in Locale.parse(locale, sep="-").territories.items()
        if len(code) == 2 and code.isalpha() and code not in NOT_COUNTRIES
    }


def country_code(name: str, language: str = "en") -> str:
    """Return the code of a country: `Kasachstan`, `USA (Texas)`, `Burma`; empty where unknown.

    A name that could be two countries is none.
    """
    return _code(name, language) or _code(_IN_BRACKETS.sub(" ", name), language)


def country_of_address(
    lines: Sequence[str], language: str, campaign_country: str = ""
) -> AddressCountry | None:
    """Return the country that an address ends with.

    An American address may end with a state and its postcode instead.
    """
    last = next((line.strip() for line in reversed(lines) if line.strip()), "")
    american = _AMERICAN.search(last)
    if american and american[1].replace(".", "") in US_STATES:
        return AddressCountry("US")
    end = last.rpartition(",")[2].strip(" ()")
    code = _code(end, language)
    if not code or (_key(end) == _COUNTRY_AND_US_STATE and campaign_country != "GE"):
        return None
    return AddressCountry(code, last if _key(last.strip(" ()")) == _key(end) else "")


def _code(name: str, language: str) -> str:
    """Return the code by the whole name, else by the name without the style of the state."""
    key = _key(name)
    if code := _look_up(key, language):
        return code
    for style in STYLES:
        rest = key.removeprefix(f"{style} ")
        if rest != key and _key(rest) not in NOT_WITHOUT_STYLE:
            return _look_up(_key(rest), language)
    return ""


def _look_up(key: str, language: str) -> str:
    own = _codes_in(language).get(key, set()) if language in LANGUAGES else set()
    codes = own or _all_codes().get(key, set())
    return next(iter(codes)) if len(codes) == 1 and key not in TWO_COUNTRIES else ""


@cache
def _all_codes() -> dict[str, set[str]]:
    """Return {key: codes} of all names in all languages, and of OTHER_NAMES."""
    codes: dict[str, set[str]] = defaultdict(set)
    for code, names in OTHER_NAMES.items():
        for name in names:
            codes[_key(name)].add(code)
    for language in LANGUAGES:
        for key, of_language in _codes_in(language).items():
            codes[key] |= of_language
    return dict(codes)


@cache
def _codes_in(language: str) -> dict[str, set[str]]:
    codes: dict[str, set[str]] = defaultdict(set)
    for code, name in names_in(language).items():
        # Unicode writes `Myanmar (Burma)`, `Hong Kong SAR China`.
        for part in {name, name.partition(" SAR ")[0], *re.split(r" ?[()]", name)}:
            if part:
                codes[_key(part)].add(code)
    return dict(codes)


def _key(name: str) -> str:
    """Return a name as it is compared: without accents, capitals, article, outer punctuation."""
    plain = unicodedata.normalize("NFKD", name.replace("’", "'").replace("ł", "l"))
    plain = "".join(char for char in plain if not unicodedata.combining(char)).casefold()
    words = " ".join(plain.replace("&", "and").split()).strip(" .,;:")
    return _ARTICLE.sub("", words)
