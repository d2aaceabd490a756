"""E-mail addresses: as given, for sending; in one form per mailbox, for recognising it again."""

from email_validator import validate_email

from petitions.web.limits import keyed_digest

# Providers that ignore dots, and the sign after which they ignore the rest. Others may treat
# each spelling as another person, so theirs stay as they are, but for capital letters.
_DOTS_IGNORED = {"gmail.com"}
_TAG_SIGNS = {
    "gmail.com": "+",
    "outlook.com": "+",
    "hotmail.com": "+",
    "live.com": "+",
    "icloud.com": "+",
    "fastmail.com": "+",
    "fastmail.fm": "+",
    "proton.me": "+",
    "zoho.com": "+",
    "mailbox.org": "+",
    "posteo.de": "+",
    "yandex.ru": "+",
}
_SAME_MAILBOX = {
    "googlemail.com": "gmail.com",
    "protonmail.com": "proton.me",
    "pm.me": "proton.me",
    "me.com": "icloud.com",
    "mac.com": "icloud.com",
    "ya.ru": "yandex.ru",
    "yandex.com": "yandex.ru",
}


def sending_address(address: str) -> str:
    """Give the address with its domain in ASCII, which every mail server takes."""
    valid = validate_email(address, check_deliverability=False)
    return valid.ascii_email or valid.normalized


def canonical_address(address: str) -> str:
    """Give one form for all spellings of a mailbox: `A.da+x@googlemail.com` → `ada@gmail.com`.

    Never used for sending.
    """
    # Not casefold(): that would make one of straße.de and strasse.de, which are two domains.
    local, _, domain = address.lower().rpartition("@")
    domain = _SAME_MAILBOX.get(domain, domain)
    sign = _TAG_SIGNS.get(domain)
    if sign:
        local = local.partition(sign)[0] or local
    if domain in _DOTS_IGNORED:
        local = local.replace(".", "") or local
    return f"{local}@{domain}"


def address_digest(address: str) -> bytes:
    """Give the keyed digest by which a mailbox is recognised again."""
    return keyed_digest("e-mail address", canonical_address(address))
