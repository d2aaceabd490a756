"""Addresses as they stand on an envelope."""

from petitions.campaigns.models import Target
from petitions.web.i18n import countries, country_name


def address_block(target: Target) -> tuple[str, ...]:
    """Give the lines of an envelope, or none: name, office, address, the country in capitals.

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


def _names_country(line: str, code: str) -> bool:
    """Tell whether a line such as `Republic of Kazakhstan` is a country, or this very one."""
    if any(char.isdigit() for char in line):
        return False
    names = [country_name(code)] if code else [name for _, name in countries()]
    return any(name.casefold() in line.casefold() for name in names)
