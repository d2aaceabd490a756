"""Numbers and accounts as they are dialled from anywhere. What is not known stays as written."""

import re

import phonenumbers

from petitions.campaigns import contacts

_DIALLED_OUT = re.compile(r"^[\s(]*00[\s]*([1-9])")
_ACCOUNT = re.compile(
    r"(?:https?://)?(?:www\.|mobile\.)?(?:twitter|x)\.com/@?(\w{1,30})/?", re.IGNORECASE
)


def international(text: str, country: str) -> str:
    """Give a number in international form: `(00 52) 55 5346 2000` → `+52 55 5346 2000`.

    A number of a `country` (`202.232.5845` in US) gets its code only where the country has such
    numbers; else it stays as written.
    """
    if _can_be_dialled(text):
        return text
    dialled = _DIALLED_OUT.sub(r"+\1", text)
    if dialled != text:
        whole = " ".join(dialled.replace(")", " ", 1).split())
        return whole if _can_be_dialled(whole) else text
    return _of_country(text, country) if country else text


def account(text: str) -> str:
    """Give an account as one addresses it: `twitter.com/name` → `@name`."""
    found = _ACCOUNT.fullmatch(text)
    if found:
        return f"@{found[1]}"
    return text if text.startswith(("@", "http")) else f"@{text}"


def _of_country(text: str, country: str) -> str:
    try:
        parsed = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return text
    if not phonenumbers.is_valid_number(parsed):
        return text
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def _can_be_dialled(text: str) -> bool:
    try:
        contacts.number(text)
    except ValueError:
        return False
    return True
