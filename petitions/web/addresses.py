"""E-mail addresses as people type them: tidied, their faults named, their slips asked about."""

import html
import re
import unicodedata
from collections.abc import Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import unquote

import idna
from flask_babel import lazy_gettext as _l
from wtforms import EmailField
from wtforms.form import BaseForm
from wtforms.validators import ValidationError

from petitions.web.text import InvalidAddress, checked_address, clean_name, without_nul

ADDRESS_CHARACTERS = 254
# Programs and pages put these around an address, and people copy them along.
_FORMS = [
    re.compile(form)
    for form in (
        r"[^<>@]*<([^<>]+)>?[^<>@]*",  # Ada <ada@example.org>,
        r"[\w-]*[:\uff1a]\s*(?!/)([^?@]*@[^?]*)(?:\?.*)?",  # mailto:ada@example.org?subject=Hello
        r"([^\s()]+@[^\s()]+)\s*\([^()@]*\)[^\w@]*",  # ada@example.org (Ada)
        r"[-*+>]+ (.*)",  # - ada@example.org
    )
]
_ENTITY = re.compile(r"&#?\w{1,8};")
_BETWEEN_COPIES = re.compile(r"(?i)[\s<>()\[\]\"]+(?:mailto:)?")
_PAIRS = dict(zip("'*_`{|~", "'*_`}|~", strict=True))
# Keyboards put them in place of others, and no mailbox has them.
_QUOTES = str.maketrans(
    dict.fromkeys("\u2018\u2019\u201a\u201b\u02b9\u02bb\u02bc\u02bd\u02c8\u2032\u00b4\ua78c", "'")
)
_DASHES = dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2043", "-")
_STOPS = dict.fromkeys("\u3002\uff61\uff0e\u2024\u06d4", ".")
_OTHERS = {"\u066b": ",", "\u060c": ",", "\uff20": "@", "\ufe6b": "@"}
_KEYBOARD = str.maketrans(_DASHES | _STOPS | _OTHERS)
_MIDDLE_DOT = re.compile(r"(?<!l)\u00b7|\u00b7(?!l)", re.IGNORECASE)  # Catalan has one in l·l
# Letters that look like Latin ones.
_LOOKALIKES = str.maketrans(
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u04bb\u0501\u03bf\u03bd\u03b1",
    "aeopcyxijshdova",
)
_PLAIN = str.maketrans({"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe"})
# What is wrong, by the form that a text has: the first that fits.
_SEVERAL = _l("This does not look like an e-mail address. Type one address, not several.")
_NO_ADDRESS = _l("This does not look like an e-mail address. Write it like ada@example.org.")
_FAULTS = [
    (re.compile(form, re.DOTALL), sentence)
    for form, sentence in (
        (r"[^@]*@[^,;\s]*[,;\s].*@.*", _SEVERAL),
        (r"[^@]*", _l("This does not look like an e-mail address. There is no @ in it.")),
        (
            r"@.*|[^@]*@",
            _l("This does not look like an e-mail address. Something is missing beside the @."),
        ),
        (
            r"[^@]*@.*@.*",
            _l("This does not look like an e-mail address. There is more than one @ in it."),
        ),
        (r".*[,;].*", _l("This does not look like an e-mail address. There is a comma in it.")),
        (r".*\s.*", _l("This does not look like an e-mail address. There is a space in it.")),
        (
            r"[^@]*@[^.]*",
            _l(
                "This does not look like an e-mail address. After the @ an ending is missing, "
                "such as .org."
            ),
        ),
        (
            r"\..*|.*(\.\.|\.@|@\.).*",
            _l("This does not look like an e-mail address. There is a full stop too many in it."),
        ),
    )
]
_ASCII_LABEL = re.compile(r"(?i)\bxn--[a-z0-9-]{1,59}")
_NO_SIGN = re.compile(r"[^\w.!#$%&'*+/=?^`{|}~@-]")
_AT, _DOT = (
    re.compile(rf"(?i)\s*[(\[{{]\s*{word}\s*[)\]}}]\s*|\s+{word}\s+") for word in ("at", "dot")
)

_PROVIDERS = (
    *("gmail.com", "googlemail.com", "hotmail.com", "outlook.com", "yahoo.com", "icloud.com"),
    *("protonmail.com", "proton.me", "posteo.de", "mailbox.org", "t-online.de", "libero.it"),
    *("laposte.net", "wanadoo.fr", "orange.fr", "yandex.ru", "fastmail.com", "hotmail.co.uk"),
    "yahoo.co.uk",
)
# They have an ending for each country.
_NAMES = ("googlemail", "hotmail", "outlook", "yahoo", "icloud")
# One letter from one of those, and there.
_NEIGHBOURS = {"mail.com", "email.com", "ymail.com", "hmail.com", "yahoo.cn", "orange.ro"}
_ENDINGS = {
    "com": ("con", "cmo", "ocm", "vom", "xom", "cpm", "coom", "comm", "cim", "c0m", "kom"),
    "org": ("ogr", "orgg", "rog", "prg", "otg", "0rg"),
    "net": ("nte", "ent", "ney", "nett", "neet"),
}
_ENDING_MEANT = {slip: ending for ending, slips in _ENDINGS.items() for slip in slips}


class AddressFault(ValidationError):
    """What was typed is no address, or may be the wrong one; `meant`: which one may be right."""

    def __init__(self, sentence: Any, meant: str = "") -> None:
        super().__init__(sentence)
        self.meant = meant


class AddressField(EmailField):
    """An e-mail address, with the question whether another one was meant.

    The form asks with `<name>_asked`, what was typed, and a button `<name>_meant`. Sent again
    unchanged, what was typed is taken, where it can be right.
    """

    meant = ""
    asked = ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Keep what was typed."""
        self.data = without_nul(valuelist[0]) if valuelist else ""

    def process(self, formdata: Any, *args: Any, **options: Any) -> None:
        """Read the answer to a question, too."""
        super().process(formdata, *args, **options)
        if formdata:
            self.data, self.asked = posted_address(formdata, self.name)

    def pre_validate(self, form: BaseForm) -> None:  # noqa: ARG002
        """Stop where it is no address, or a question is open."""
        try:
            typed_address(self.data or "", self.asked)
        except AddressFault as fault:
            self.meant = fault.meant
            raise


def posted_address(posted: Mapping[str, str], name: str = "email") -> tuple[str, str]:
    """Return what was typed, or the answer to a question, and what the question was about."""
    typed, asked = (without_nul(posted.get(key)) for key in (name, f"{name}_asked"))
    # Whoever has changed the address since does not mean the old answer.
    meant = without_nul(posted.get(f"{name}_meant")) if typed == asked else ""
    return meant or typed, asked


def typed_address(text: str, asked: str = "") -> str:
    """Return the address that somebody typed: `<mailto:ada@example.org>,` → `ada@example.org`.

    `asked` is what was asked about before: it is not asked about again.

    Raises:
        AddressFault: with a sentence that says what is wrong, or asks what was meant.

    """
    tidy = _tidied(text)
    if not tidy:
        raise AddressFault(_l("Enter your e-mail address."))
    plain = _with_plain_signs(tidy)
    try:
        address = _checked(plain)
    except InvalidAddress as error:
        raise _fault(tidy, plain) from error
    meant = _meant(address)
    if plain.lower() != tidy.lower():
        sentence = _l(
            "Your keyboard has put in a sign that addresses do not have. Did you mean %(address)s?",
            address=meant,
        )
        raise AddressFault(sentence, meant)
    if meant != address and _tidied(asked) != tidy:
        sentence = _l(
            "Did you mean %(meant)s? If %(typed)s is right, send the form once more.",
            meant=meant,
            typed=address,
        )
        raise AddressFault(sentence, meant)
    return address


def meant_address(text: str) -> str:
    """Return the address that somebody looks for, or logs in with: nothing is asked.

    Raises:
        AddressFault: it is none, and nobody can know which one it should be.

    """
    try:
        return typed_address(text, asked=text)
    except AddressFault as fault:
        if not fault.meant:
            raise
        return fault.meant


def address_spellings(text: str) -> set[str]:
    """Return a text, and as addresses are kept, if it is one or a part: `@xn--bcher-kva.ch`."""

    def decoded(found: re.Match[str]) -> str:
        try:
            return idna.ulabel(found[0])
        except idna.IDNAError:
            return found[0]

    spellings = {text, _ASCII_LABEL.sub(decoded, text)}
    with suppress(AddressFault):
        spellings.add(meant_address(text))
    return spellings


def _checked(text: str) -> str:
    address = checked_address(text)
    if len(address) > ADDRESS_CHARACTERS:
        raise InvalidAddress
    return address


def _tidied(text: str) -> str:
    """Return a text without what nobody sees, and what stood around the address it came from."""
    if len(text) > 4 * ADDRESS_CHARACTERS:
        return text[: ADDRESS_CHARACTERS + 1]
    text = _ENTITY.sub(lambda found: html.unescape(found[0]), text)
    text = unquote(text) if "%" in text.rpartition("@")[2] else text
    tidy, before = clean_name(text), ""
    marks = {sign for sign in tidy if unicodedata.category(sign)[0] in "PSZ"} - set("@\uff20\ufe6b")
    behind, ahead = "".join(marks), "".join(sign for sign in marks if not sign.isascii())
    while tidy != before:
        before = tidy
        copies = {part for part in _BETWEEN_COPIES.split(tidy) if part}
        tidy = copies.pop() if len(copies) == 1 else tidy
        tidy = next((found[1] for form in _FORMS if (found := form.fullmatch(tidy))), tidy)
        bare = tidy.rstrip(behind)
        ends = "".join(sign for sign, end in _PAIRS.items() if end in tidy[len(bare) :])
        tidy = bare.lstrip(f'<([" {ends}{ahead}')
    return tidy


def _with_plain_signs(text: str) -> str:
    """Return a text with the signs that a keyboard in another mode, or a program, replaced."""
    local, at, domain = _MIDDLE_DOT.sub(".", text.translate(_KEYBOARD)).rpartition("@")
    # Full width, ligatures and the like; whole letters of other scripts stay.
    signs = unicodedata.normalize("NFKC", local.translate(_QUOTES) + at + domain)
    if "".join(char for char in signs if not char.isdecimal()).isascii():
        signs = "".join(str(unicodedata.digit(char, char)) for char in signs)
    return signs


def _fault(tidy: str, plain: str) -> AddressFault:
    """Return what is wrong with a text that is no address, and what may have been meant."""
    sentence = next((words for form, words in _FAULTS if form.fullmatch(plain)), _NO_ADDRESS)
    if len(tidy) > ADDRESS_CHARACTERS:
        sentence = _l("This does not look like an e-mail address. It is too long.")
    elif sentence is _NO_ADDRESS and (sign := _NO_SIGN.search(plain)):
        sentence = _l(
            "This does not look like an e-mail address. No address has the sign %(sign)s.",
            sign=sign[0],
        )
    meant = "" if sentence is _SEVERAL else _repaired(plain)
    if meant:
        sentence = _l("%(fault)s Did you mean %(address)s?", fault=sentence, address=meant)
    return AddressFault(sentence, meant)


def _repaired(text: str) -> str:
    """Return the address that a text may have been meant for; empty where nobody can know."""
    if "@@" in text or "@" not in text:
        text = re.sub(r"@+", "@", _DOT.sub(".", _AT.sub("@", text)))
    local, _, domain = text.partition("@")
    local, domain = local.strip(), re.sub(r"\s", "", domain)
    domain = re.sub(r"[.,;]+", ".", domain).strip(".")
    if domain and "." not in domain:
        spellings = ((known.split(".")[0], known.replace(".", "")) for known in _PROVIDERS)
        found = (known for known, cut in zip(_PROVIDERS, spellings, strict=True) if domain in cut)
        domain = next(found, domain)
    local = re.sub(r"[.,]+", ".", local).strip(".")
    try:
        return _meant(_checked(f"{local}@{domain}"))
    except InvalidAddress:
        return ""


def _meant(address: str) -> str:
    """Return the address without a slip that can be known: `ada@gmail.con` → `ada@gmail.com`."""
    local, _, domain = address.rpartition("@")
    local = _latin(local).replace("`", "'").removeprefix("www.")
    # What stands in front is left of a list or a formula; spreadsheets would compute it.
    local = local.lstrip("=+-") or local
    known = _provider(_latin(domain.lower()))
    if known in _PROVIDERS and not local.isascii():  # they give out no others
        plain = unicodedata.normalize("NFKD", local.lower().translate(_PLAIN))
        local = "".join(char for char in plain if not unicodedata.combining(char))
        local = local if local.isascii() else address.rpartition("@")[0]
    return f"{local}@{known}" if known != domain.lower() else f"{local}@{domain}"


def _latin(text: str) -> str:
    """Return a text with Latin letters where a word has some that only look like them."""

    def word(found: re.Match[str]) -> str:
        return found[0].translate(_LOOKALIKES) if re.search("[A-Za-z]", found[0]) else found[0]

    return re.sub(r"[^\W\d_]+", word, text)


def _provider(domain: str) -> str:
    """Return the domain that was meant: a slip in its ending, or one letter from a large one."""
    name, dot, ending = domain.rpartition(".")
    domain = f"{name}{dot}{_ENDING_MEANT.get(ending, ending)}"
    if domain in _PROVIDERS or domain in _NEIGHBOURS:
        return domain
    name, dot, ending = domain.partition(".")
    meant = [known for known in _PROVIDERS if _is_one_letter_off(domain, known)]
    if name not in _NAMES:
        meant += [known + dot + ending for known in _NAMES if _is_one_letter_off(name, known)]
    return meant[0] if meant else domain


def _is_one_letter_off(one: str, other: str) -> bool:
    """Return True if a letter is too many, missing, another, or two have changed places."""
    start = next((n for n in range(len(other)) if one[: n + 1] != other[: n + 1]), len(other))
    one, other = one[start:], other[start:]
    one_letter = one[1:] in (other, other[1:]) or one == other[1:]
    return one_letter or (one[2:] == other[2:] and one[:2] == other[1::-1])
