"""What a signer types: its rules, the form that shows them, and the way past the form.

Whoever changes the words of the consent gives `models.CONSENT_VERSION` a new value.
"""

import base64
import json
import zlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import astuple
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    Field,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than stubs
from wtforms.validators import ValidationError

from petitions.db import now
from petitions.signing.models import COMMENT_CHARACTERS, FULL, HIDDEN, INITIALS
from petitions.signing.operations import Signer
from petitions.web.addresses import AddressField, posted_address, typed_address
from petitions.web.forms import SiteForm, TrapField
from petitions.web.i18n import countries, country_codes
from petitions.web.limits import keyed_digest
from petitions.web.text import (
    NAME_BYTES,
    NAME_CHARACTERS,
    clean_name,
    clean_text,
    cleaned,
    without_nul,
)

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESSIV

# A signature tells a political opinion. The law asks for consent to keeping it that is given
# for this alone (GDPR, article 9), so it is a sentence of its own with its own tick box.
CONSENT = _l(
    "I agree that my signature, which shows a political opinion, is stored and handed over for "
    "this campaign. I can withdraw it at any time."
)
# What fills in forms for people passes over this name; robots fill in everything.
TRAP = "leave_empty"
TRAPPED = _l(
    "A program has filled in a field that people do not see, so nothing is stored. It is empty "
    "again: please press “Sign” once more. If this comes back, switch off what fills in forms."
)
NAME_TOO_LONG = _l("This name is longer than 100 characters. Please shorten it.")
COMMENT_TOO_LONG = _l("Your comment is longer than 500 characters. Please shorten it.")
# What was typed stands sealed in the address of the page after the form: public pages set no
# cookie, and nothing is stored for a page. A proxy takes a head of 4 KB, the address and all else;
# only name and comment of the rarest signs together are longer.
SEALED_LIFE = timedelta(hours=1)
SEALED_CHARACTERS = 2000
# A browser sends nothing for an open box; programs say no in many ways.
UNTICKED = (False, "", "0", "n", "no", "false", "off")


def _checked_name(text: str) -> str:
    if len(text) > NAME_CHARACTERS or len(text.encode()) > NAME_BYTES:
        raise ValidationError(NAME_TOO_LONG)
    # Some letters become two in NFC.
    name = cleaned(text, clean_name, NAME_CHARACTERS, NAME_TOO_LONG)
    if not name:
        raise ValidationError(_l("Enter your name."))
    return name


def _checked_country(code: str | None) -> str:
    if code not in country_codes():
        raise ValidationError(_l("Choose the country you live in."))
    return code


def _checked_comment(text: str) -> str:
    return cleaned(text, clean_text, COMMENT_CHARACTERS, COMMENT_TOO_LONG)


def _checked_visibility(visibility: str) -> str:
    if visibility not in (HIDDEN, INITIALS, FULL):
        raise ValidationError(_l("Choose how your name is shown."))
    return visibility


def _check_trap(text: str) -> None:
    if text:
        raise ValidationError(TRAPPED)


def _check_consent(is_given: bool) -> None:
    if not is_given:
        raise ValidationError(
            _l("Tick this box if you agree. Without it we may not keep your name.")
        )


# The rules of the pledge, for the form; read_signer() goes by the same.
_CHECKS: dict[str, Callable[[Any], Any]] = {
    "name": _checked_name,
    "country": _checked_country,
    "comment": _checked_comment,
    "visibility": _checked_visibility,
    "consent": _check_consent,
    TRAP: _check_trap,
}


def read_signer(posted: Mapping[str, str]) -> Signer:
    """Return the signer of a posted form, with each text as it is kept.

    Building a SignForm takes a sixth of the time of a signature, so that is only done to show
    what is wrong.

    Raises:
        ValidationError: a field is not as it should be; SignForm says which, and all of them.

    """
    _check_trap(posted.get(TRAP, ""))
    _check_consent(posted.get("consent", "") not in UNTICKED)
    return Signer(
        name=_checked_name(without_nul(posted.get("name"))),
        email=typed_address(*posted_address(posted)),
        country=_checked_country(posted.get("country")),
        comment=_checked_comment(without_nul(posted.get("comment"))),
        visibility=_checked_visibility(posted.get("visibility", HIDDEN)),
        updates=posted.get("updates", "") not in UNTICKED,
    )


def read_changes(posted: Mapping[str, str]) -> dict[str, str]:
    """Return what somebody changes while they confirm; what the form does not hold stays.

    Raises:
        ValidationError: ConfirmForm says what is wrong.

    """
    changes = {name: posted[name] for name in ("name", "visibility") if name in posted}
    return {name: _CHECKS[name](without_nul(text)) for name, text in changes.items()}


def _check(_form: FlaskForm, field: Field) -> None:
    """Check a field, and leave what was typed as it is."""
    _CHECKS[field.short_name](field.data)


@cache
def _country_choices(_language: str) -> list[SelectChoice]:
    return [SelectChoice("", _l("Choose…")), *(SelectChoice(*pair) for pair in countries())]


VISIBILITY = _l("How your name is shown, here and to the officials")
VISIBILITIES = [
    SelectChoice(HIDDEN, _l("Not at all: you are only counted")),
    SelectChoice(INITIALS, _l("Initials and country")),
    SelectChoice(FULL, _l("Full name and country")),
]


def seal(slug: str, signer: Signer) -> str:
    """Return what was typed, sealed for this campaign; empty where it is too long for an address.

    The same words give the same value within a minute: answers do not differ by chance.
    """
    text = json.dumps([_minute(), *astuple(signer)], ensure_ascii=False)
    sealed = _cipher().encrypt(zlib.compress(text.encode()), [slug.encode()])
    value = _as_value(sealed)
    return value if len(value) <= SEALED_CHARACTERS else ""


def _as_value(sealed: bytes) -> str:
    return base64.urlsafe_b64encode(sealed).rstrip(b"=").decode()


def unseal(slug: str, value: str) -> Signer | None:
    """Return what was typed; None where the value is older than an hour, or not ours."""
    from cryptography.exceptions import InvalidTag

    with suppress(InvalidTag, ValueError):
        sealed = base64.urlsafe_b64decode(value + "=" * (-len(value) % 4))
        if _as_value(sealed) != value:  # Python passes over characters that are not its own
            return None
        text = zlib.decompress(_cipher().decrypt(sealed, [slug.encode()]))
        minute, *typed = json.loads(text)
        if 0 <= _minute() - minute < SEALED_LIFE.total_seconds() // 60:
            return Signer(*typed)
    return None


def _minute() -> int:
    return int(now().timestamp()) // 60


def _cipher() -> "AESSIV":
    from cryptography.hazmat.primitives.ciphers.aead import AESSIV

    return AESSIV(keyed_digest("seal", "what a signer typed"))


class SignForm(SiteForm):
    """The pledge form, to be shown; a signature is read by read_signer()."""

    name = StringField(_l("Your name"), [_check], filters=[without_nul], default="")
    email = AddressField(_l("Your e-mail address"))
    country = SelectField(
        _l("The country you live in"),
        [_check],
        choices=lambda: _country_choices(str(get_locale())),
        validate_choice=False,
    )
    comment = TextAreaField(
        _l("Why you sign (optional)"),
        [_check],
        filters=[without_nul],
        default="",
    )
    visibility = RadioField(
        VISIBILITY, [_check], choices=VISIBILITIES, default=HIDDEN, validate_choice=False
    )
    updates = BooleanField(_l("Send me news of this campaign by e-mail"), false_values=UNTICKED)
    consent = BooleanField(CONSENT, [_check], false_values=UNTICKED)
    comment_characters = COMMENT_CHARACTERS
    leave_empty = TrapField(_l("Leave this field empty"), [_check], default="")


class ConfirmForm(SiteForm):
    """What can still be changed where the mailbox is proved: the name, and how it is shown."""

    name = StringField(_l("Your name"), [_check], filters=[without_nul], default="")
    visibility = RadioField(VISIBILITY, [_check], choices=VISIBILITIES, validate_choice=False)


class MailboxForm(SiteForm):
    """Whose links to mail."""

    email = AddressField(_l("Your e-mail address"))
