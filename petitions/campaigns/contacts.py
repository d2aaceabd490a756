"""Kinds of contact: how one is written in a file, checked, and shown; lines of an envelope.

Also whom readers ask: who is responsible for a campaign.
"""

import re
import unicodedata
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
_TELEGRAM = re.compile(
    r"(?:@|(?:https?://)?(?:t|telegram)\.me/)([a-z][a-z0-9_]{3,31})/?", re.ASCII | re.IGNORECASE
)
# What stands there in an address of Telegram's own, and is nobody's name.
_TELEGRAM_PAGES = {
    *("addemoji", "addlist", "addstickers", "addstyle", "addtheme", "auction", "auth", "boost"),
    *("call", "confirmphone", "contact", "giftcode", "invoice", "joinchat", "login", "proxy"),
    *("setlanguage", "share", "socks"),
}


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


def chat_number(text: str) -> str:
    """Return a number, as written, that a messenger knows somebody by.

    Raises:
        ValueError: it is none, or one of a telephone behind a switchboard.

    """
    if phonenumbers.parse(number(text)).extension:
        raise ValueError
    return text


def telegram_name(text: str) -> str:
    """Return the name of an account on Telegram: `https://t.me/name` → `@name`.

    Raises:
        ValueError: it is none.

    """
    found = _TELEGRAM.fullmatch(text)
    if not found or found[1].lower() in _TELEGRAM_PAGES:
        raise ValueError
    return f"@{found[1]}"


def web_form(text: str) -> str:
    """Return the address of a form: encrypted, without the name or passphrase of anybody.

    Raises:
        ValueError: it is none.

    """
    parts = urlsplit(text)
    is_whole = text.isprintable() and not re.search(r"[\s\\]", text)
    names_host = "." in (parts.hostname or "") and "@" not in parts.netloc
    has_port = parts.port is None or parts.port  # raises where it is no number
    if not (parts.scheme == "https" and is_whole and names_host and has_port):
        raise ValueError
    if len(text) > CONTACT_CHARACTERS:
        raise ValueError
    return text


def international(text: str) -> str:
    """Return a number as one reads it abroad: `+77172506402` → `+7 717 250 6402`."""
    return _formatted(text, phonenumbers.PhoneNumberFormat.INTERNATIONAL) or text


def dialling_link(text: str) -> str:
    """Return the link that dials a number (RFC 3966): `tel:+7-717-250-6402`."""
    return _formatted(text, phonenumbers.PhoneNumberFormat.RFC3966) or f"tel:{quote(text)}"


def digits(text: str) -> str:
    """Return a number as messengers write it in their links: `+7 7172 506 402` → `77172506402`."""
    return re.sub(r"\D", "", _formatted(text, phonenumbers.PhoneNumberFormat.E164) or text)


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
FORM = ContactKind(
    "form",
    _l("Web form"),
    _l("No web form known."),
    f"an address that begins with https://, of at most {CONTACT_CHARACTERS} characters",
    web_form,
)
WHATSAPP = ContactKind(
    "whatsapp",
    _l("WhatsApp"),
    _l("No number on WhatsApp known."),
    _NUMBER_FORM,
    chat_number,
    international,
)
TELEGRAM = ContactKind(
    "telegram",
    _l("Telegram"),
    _l("No account on Telegram known."),
    "a name such as @name, or an address such as https://t.me/name",
    telegram_name,
)
SIGNAL = ContactKind(
    "signal",
    _l("Signal"),
    _l("No number on Signal known."),
    _NUMBER_FORM,
    chat_number,
    international,
)

# In the order of the channels. What a campaign file may hold of each target, beside the address.
CONTACT_KINDS = {
    kind.name: kind for kind in (EMAIL, FORM, FAX, PHONE, WHATSAPP, TELEGRAM, SIGNAL, SOCIAL)
}


def responsible_for(campaign: Campaign) -> Responsible:
    """Return who is responsible for a campaign: the site's organisation, unless it has another."""
    ours = organisation()
    return Responsible(campaign.organiser_name or ours.name, campaign.contact_email or ours.contact)


def address_block(target: Target) -> tuple[str, ...]:
    """Return the lines of an envelope, or none: name, office, address, the country in capitals.

    The lines stay in the organisers' order, which is that of the country's own post. The country
    is the last line, in capitals (Universal Postal Union, S42), and below it in English where it
    is called otherwise there; where neither the address nor the organisers name one, none is made
    up.
    """
    lines = [line.strip() for line in target.address.splitlines() if line.strip()]
    if not lines:
        return ()
    codes = [target.country] if target.country else sorted(country_codes())
    named = [code for code in codes if names_country(lines[-1], code, country_name(code))]
    if not named and target.country:
        named = [target.country]
        lines.append(country_name(target.country))
    if named:
        lines[-1] = lines[-1].upper()
        # Unicode writes `Myanmar (Burma)`, `Hong Kong SAR China`.
        english = re.split(r" \(| SAR ", country_name_in_english(named[0]))[0]
        letters = unicodedata.normalize("NFKD", lines[-1])
        line = "".join(letter for letter in letters if not unicodedata.combining(letter))
        if not any(names_country(line, code, english) for code in named):
            lines.append(english.upper())
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
