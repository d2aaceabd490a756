"""Kinds of contact: how one is written in a file, checked, and shown; lines of an envelope.

Also whom readers ask: who is responsible for a campaign.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from urllib.parse import quote, urlsplit

import phonenumbers
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from petitions.campaigns.models import Campaign, Target
from petitions.organisation.models import Responsible
from petitions.organisation.queries import organisation
from petitions.web.countries import OTHER_NAMES
from petitions.web.i18n import country_codes, country_name, country_name_in_english
from petitions.web.text import checked_address

CONTACT_CHARACTERS = 320
_HANDLE = re.compile(r"@[\w.-]+(@[\w.-]+)?")


def number(text: str) -> str:
    """Return a phone or fax number, as written, which one can dial from any country.

    Raises:
        ValueError: it is none.

    """
    try:
        parsed = phonenumbers.parse(text)
    except phonenumbers.NumberParseException as error:
        raise ValueError from error
    if not phonenumbers.is_possible_number(parsed):
        raise ValueError
    return text


def handle(text: str) -> str:
    """Return the name of an account: `@name`, `@name@server`, or its address.

    Raises:
        ValueError: it is none.

    """
    is_address = urlsplit(text).scheme in {"http", "https"} and urlsplit(text).hostname
    if len(text) > CONTACT_CHARACTERS or not (is_address or _HANDLE.fullmatch(text)):
        raise ValueError
    return text


def international(text: str) -> str:
    """Return a number as one reads it abroad: `+77172506402` → `+7 717 250 6402`."""
    return _formatted(text, phonenumbers.PhoneNumberFormat.INTERNATIONAL) or text


def dialling_link(text: str) -> str:
    """Return the link that dials a number (RFC 3966): `tel:+7-717-250-6402`."""
    return _formatted(text, phonenumbers.PhoneNumberFormat.RFC3966) or f"tel:{quote(text)}"


def _formatted(text: str, form: int) -> str:
    """Return a number in a form, or nothing where it is none that the library knows."""
    try:
        return phonenumbers.format_number(phonenumbers.parse(text), form)
    except phonenumbers.NumberParseException:
        return ""


@dataclass(frozen=True)
class ContactKind:
    """One kind: `check` raises ValueError where a text is not of the `form`."""

    name: str
    label: LazyString
    missing: LazyString
    form: str
    check: Callable[[str], str]
    shown: Callable[[str], str] = str


_NUMBER_FORM = "a number in international form, such as +7 7172 506 402"

# The postal address is a column of the target: it has lines, and there is one.
ADDRESS = ContactKind(
    "address", _l("Address"), _l("No postal address known."), "lines of an envelope", str
)
EMAIL = ContactKind(
    "email", _l("E-mail"), _l("No e-mail address known."), "an e-mail address", checked_address
)
FAX = ContactKind("fax", _l("Fax"), _l("No fax number known."), _NUMBER_FORM, number, international)
PHONE = ContactKind(
    "phone", _l("Phone"), _l("No phone number known."), _NUMBER_FORM, number, international
)
SOCIAL = ContactKind(
    "social",
    _l("Social media"),
    _l("No account on social media known."),
    "a handle such as @name or @name@server, or an address",
    handle,
)

# In the order of the channels. What a campaign file may hold of each target, beside the address.
CONTACT_KINDS = {kind.name: kind for kind in (EMAIL, FAX, PHONE, SOCIAL)}


def responsible_for(campaign: Campaign) -> Responsible:
    """Return who is responsible for a campaign: the site's organisation, unless it has another."""
    ours = organisation()
    return Responsible(campaign.organiser_name or ours.name, campaign.contact_email or ours.contact)


def address_block(target: Target) -> tuple[str, ...]:
    """Return the lines of an envelope, or none: name, office, address, the country in capitals.

    The lines stay in the organisers' order, which is that of the country's own post. The country
    is the last line, in capitals (Universal Postal Union, S42); where neither the address nor
    the organisers name one, none is made up.
    """
    lines = [line.strip() for line in target.address.splitlines() if line.strip()]
    if not lines:
        return ()
    codes = [target.country] if target.country else country_codes()
    if any(names_country(lines[-1], code, country_name(code)) for code in codes):
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


@cache
def _spellings(code: str, local_name: str) -> frozenset[str]:
    """Return the names of a country on envelopes, in small letters: `bosnia and herzegovina`."""
    names = {local_name, country_name_in_english(code), *OTHER_NAMES.get(code, ())}
    names |= {name.replace("&", "and") for name in names}
    # Unicode writes `Myanmar (Burma)`, `Hong Kong SAR China`.
    names |= {part for name in names for part in re.split(r" ?[()]| SAR ", name) if part}
    return frozenset(name.casefold() for name in names)
