"""Addresses as they stand on an envelope."""

import re
from functools import cache

from petitions.campaigns.models import Target
from petitions.web.countries import OTHER_NAMES
from petitions.web.i18n import country_codes, country_name, country_name_in_english


def address_block(target: Target) -> tuple[str, ...]:
    """Return the lines of an envelope, or none: name, office, address, the country in capitals.

    The lines stay in the organisers' order, which is that of the country's own post. The country
    is the last line, in capitals (Universal Postal Union, S42); where neither the address nor
    the organisers name one, none is made up.
    """
    lines = [line.strip() for line in target.address.splitlines() if line.strip()]
    if not lines:
        return ()
    if _names_country(lines[-1], target.country):
        lines[-1] = lines[-1].upper()
    elif target.country:
        lines.append(country_name(target.country).upper())
    people = [line for line in (target.name, target.role) if line and line not in lines]
    return (*people, *lines)


def names_country(line: str, code: str, local_name: str) -> bool:
    """Return True if a line such as `Republic of Kazakhstan` is this country.

    `local_name` is what the language of the envelope calls it.
    """
    if any(char.isdigit() for char in line):
        return False
    words = f" {line.casefold()} "
    return any(f" {name}" in words for name in _spellings(code, local_name))


def _names_country(line: str, code: str) -> bool:
    """Return True if a line is this country, or where nobody said which, any."""
    codes = [code] if code else country_codes()
    return any(names_country(line, one, country_name(one)) for one in codes)


@cache
def _spellings(code: str, local_name: str) -> frozenset[str]:
    """Return the names of a country on envelopes, in small letters: `bosnia and herzegovina`."""
    names = {local_name, country_name_in_english(code), *OTHER_NAMES.get(code, ())}
    names |= {name.replace("&", "and") for name in names}
    # Unicode writes `Myanmar (Burma)`, `Hong Kong SAR China`.
    names |= {part for name in names for part in re.split(r" ?[()]| SAR ", name) if part}
    return frozenset(name.casefold() for name in names)
