"""Single values of a campaign file: each check raises ValueError, each form says what is right."""

import re
from collections.abc import Collection
from datetime import date
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from babel import Locale
from slugify import slugify

from petitions.config import ascii_host
from petitions.web.i18n import country_codes, is_language
from petitions.web.text import whole_number

SLUG_CHARACTERS = 80
# Pages for organisers that stand where a campaign's would.
RESERVED = frozenset({"new", "import"})
CONTROL = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # nothing that one can read
_ORIGIN = re.compile(r"https://[a-z0-9-]+(\.[a-z0-9-]+)*(:\d{1,5})?", re.ASCII)
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

SLUG_FORM = "small letters, digits and hyphens, such as ua-115-16"
COUNTRY_FORM = "a country code of two letters, such as KZ"
LANGUAGE_FORM = "a language code, such as en or pt-BR"
GOAL_FORM = "a whole number of signatures from 1 to 100000000"
YES_NO_FORM = "yes or no"
KEEP_DAYS_FORM = "a whole number of days from 1 to 3650"
DAY_FORM = "a date of the form 2017-03-14"
TIME_ZONE_FORM = "a time zone of the form Asia/Almaty"
SENTENCE_FORM = "a text of at most 1000 characters"
ORIGIN_FORM = "a site that may show the counter, such as https://news.example.org, or *"
WEB_ADDRESS_FORM = "an address that begins with https:// or http://"


def slug(text: str) -> str:
    """Return the last part of an address."""
    if not _SLUG.fullmatch(text) or len(text) > SLUG_CHARACTERS:
        raise ValueError
    return text


def slug_of(text: str) -> str:
    """Make such a part from any words: `Prosecutor General` → `prosecutor-general`."""
    return slugify(text, max_length=SLUG_CHARACTERS, word_boundary=True) or "unnamed"


def free_slug(wanted: str, taken: Collection[str]) -> str:
    """Return the address, or where it is taken the first free one with a number: `name-2`."""
    free, number = wanted, 1
    while free in taken:
        number += 1
        ending = f"-{number}"
        free = wanted[: SLUG_CHARACTERS - len(ending)].rstrip("-") + ending
    return free


def country(text: str) -> str:
    """Return an ISO 3166-1 alpha-2 code."""
    if text.upper() not in country_codes():
        raise ValueError
    return text.upper()


def language(text: str) -> str:
    """Return a language code that dates and numbers can be written in."""
    if not is_language(text):
        raise ValueError
    return str(Locale.parse(text, sep="-")).replace("_", "-")  # DE and de are one


def goal(text: str) -> int:
    """Return a number of signatures."""
    number = whole_number(text, 100_000_000)
    if not number:
        raise ValueError
    return number


def keep_days(text: str) -> int:
    """Return for how many days signers are kept after the end."""
    number = whole_number(text, 3_650)
    if not number:
        raise ValueError
    return number


def yes_no(text: str) -> bool:
    """Return True for yes and False for no, as YAML spells them.

    Raises:
        ValueError: it is neither.

    """
    if text.lower() not in {"yes", "true", "no", "false"}:
        raise ValueError
    return text.lower() in {"yes", "true"}


def day(text: str) -> date:
    """Return a day."""
    parsed = date.fromisoformat(text)  # which takes 20170314 and 2017-W11-2 as well
    if parsed.isoformat() != text:
        raise ValueError
    return parsed


def time_zone(text: str) -> str:
    """Return the IANA name of a time zone."""
    if text not in available_timezones():
        raise ValueError
    return text


def sentence(text: str) -> str:
    """Return a text that fits a demand."""
    if not 0 < len(text) <= 1_000:
        raise ValueError
    return text


def web_address(text: str) -> str:
    """Return an address of the web."""
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname or len(text) > 1_000:
        raise ValueError
    return text


def web_origin(text: str) -> str:
    """Return the origin of a site, its name as browsers send it, or `*` for every site."""
    parts = urlsplit(text)
    if not text.isascii():
        text = text.lower().replace(host := parts.hostname or "", ascii_host(host))
    is_origin = _ORIGIN.fullmatch(text) and parts.port is not False  # raises where it is no port
    if text != "*" and not is_origin:
        raise ValueError
    return text
