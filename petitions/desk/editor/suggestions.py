"""What one can choose from while typing: time zones and languages."""

from functools import cache
from zoneinfo import available_timezones

from babel import Locale
from babel.localedata import locale_identifiers

from petitions.web.i18n import language_name


@cache
def time_zones() -> list[str]:
    """Give the names of places; those of offices and of old are left to who knows them."""
    return ["UTC", *sorted(name for name in available_timezones() if _is_place(name))]


@cache
def languages() -> list[tuple[str, str]]:
    """Give (code, the language's name for itself), without those of single countries."""
    codes = {Locale.parse(each).language for each in locale_identifiers()}
    return [(code, language_name(code)) for code in sorted(codes)]


def _is_place(name: str) -> bool:
    return "/" in name and not name.startswith(("Etc/", "SystemV/", "US/", "posix/", "right/"))
