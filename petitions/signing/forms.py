"""What a signer may send."""

from functools import cache

from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    EmailField,
    Field,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than stubs
from wtforms.validators import StopValidation

from petitions.signing.consent import CONSENT
from petitions.signing.models import COMMENT_CHARACTERS, EMAIL_CHARACTERS, FULL, HIDDEN, INITIALS
from petitions.signing.people import Person
from petitions.web.forms import SiteForm, without_nul
from petitions.web.i18n import countries, country_codes
from petitions.web.mailboxes import InvalidAddress, checked_address
from petitions.web.words import NAME_BYTES, NAME_CHARACTERS, clean_name, clean_text

# A browser sends nothing for an open box; programs say no in many ways.
UNTICKED = (False, "", "0", "n", "no", "false", "off")


def _offered_countries() -> list[SelectChoice]:
    """Give the countries in the language of the page, after a line that asks to choose."""
    return _choices(str(get_locale()))


@cache
def _choices(_language: str) -> list[SelectChoice]:
    return [SelectChoice("", _l("Choose…")), *(SelectChoice(*pair) for pair in countries())]


def _name(_form: FlaskForm, field: Field) -> None:
    if len(field.data) > NAME_CHARACTERS or len(field.data.encode()) > NAME_BYTES:
        raise StopValidation(_l("This name is longer than 100 characters. Please shorten it."))
    name = clean_name(field.data)
    if len(name) > NAME_CHARACTERS:  # a few letters become two in NFC
        raise StopValidation(_l("This name is longer than 100 characters. Please shorten it."))
    if not name:
        raise StopValidation(_l("Enter your name."))


def _email(form: "SignForm", field: Field) -> None:
    if not field.data.strip():
        raise StopValidation(_l("Enter your e-mail address."))
    try:
        if len(field.data) > EMAIL_CHARACTERS:
            raise InvalidAddress
        form.address = checked_address(field.data)
        if len(form.address) > EMAIL_CHARACTERS:
            raise InvalidAddress
    except InvalidAddress as error:
        raise StopValidation(
            _l("This does not look like an e-mail address. Write it like ada@example.org.")
        ) from error


def _country(_form: FlaskForm, field: Field) -> None:
    if field.data not in country_codes():
        raise StopValidation(_l("Choose the country you live in."))


def _comment(_form: FlaskForm, field: Field) -> None:
    # Normalising takes the square of the length where somebody stacks accents: not without limit.
    too_long = len(field.data) > 4 * COMMENT_CHARACTERS
    if too_long or len(clean_text(field.data)) > COMMENT_CHARACTERS:
        raise StopValidation(_l("Your comment is longer than 500 characters. Please shorten it."))


def _visibility(_form: FlaskForm, field: Field) -> None:
    if field.data not in (HIDDEN, INITIALS, FULL):
        raise StopValidation(_l("Choose how your name is shown."))


def _consent(_form: FlaskForm, field: Field) -> None:
    if not field.data:
        raise StopValidation(
            _l("Tick this box if you agree. Without it we may not keep your name.")
        )


class SignForm(SiteForm):
    """The pledge form; `address` is the e-mail address as mail is sent to it, once it is valid."""

    address = ""

    name = StringField(_l("Your name"), [_name], filters=[without_nul], default="")
    email = EmailField(_l("Your e-mail address"), [_email], filters=[without_nul], default="")
    country = SelectField(
        _l("The country you live in"),
        [_country],
        choices=_offered_countries,
        validate_choice=False,
    )
    comment = TextAreaField(
        _l("Why you sign (optional)"), [_comment], filters=[without_nul], default=""
    )
    visibility = RadioField(
        _l("How your name is shown, here and to the officials"),
        [_visibility],
        choices=[
            SelectChoice(HIDDEN, _l("Not at all: you are only counted")),
            SelectChoice(INITIALS, _l("Initials and country")),
            SelectChoice(FULL, _l("Full name and country")),
        ],
        default=HIDDEN,
        validate_choice=False,
    )
    updates = BooleanField(_l("Send me news of this campaign by e-mail"), false_values=UNTICKED)
    consent = BooleanField(CONSENT, [_consent], false_values=UNTICKED)
    website = StringField(_l("Leave this field empty"), default="")

    @property
    def is_trapped(self) -> bool:
        """Tell whether something filled in the field that people do not see."""
        return bool(self.website.data)

    def person(self) -> Person:
        """Give what the signer told us; only after the form was found valid."""
        return Person(
            name=clean_name(self.name.data or ""),
            email=self.address,
            country=self.country.data,
            comment=clean_text(self.comment.data or ""),
            visibility=self.visibility.data,
            updates=self.updates.data,
        )
