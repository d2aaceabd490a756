"""Kinds of contact: how one is written in a file, checked, and shown."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

import phonenumbers
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

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
