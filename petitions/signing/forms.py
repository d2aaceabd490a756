"""The form of the pledge, as it is shown."""

from collections.abc import Callable
from functools import cache
from typing import Any

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

from petitions.signing import people
from petitions.signing.consent import CONSENT
from petitions.signing.models import FULL, HIDDEN, INITIALS
from petitions.signing.people import UNTICKED, Objection
from petitions.web.forms import SiteForm, without_nul
from petitions.web.i18n import countries


def _offered_countries() -> list[SelectChoice]:
    """Give the countries in the language of the page, after a line that asks to choose."""
    return _choices(str(get_locale()))


@cache
def _choices(_language: str) -> list[SelectChoice]:
    return [SelectChoice("", _l("Choose…")), *(SelectChoice(*pair) for pair in countries())]


def _checked(check: Callable[[Any], Any]) -> Callable[[FlaskForm, Field], None]:
    """Make a rule for a signer a validator of their form."""

    def validate(_form: FlaskForm, field: Field) -> None:
        try:
            check(field.data)
        except Objection as objection:
            raise StopValidation(objection.sentence) from objection

    return validate


class SignForm(SiteForm):
    """The pledge form, to be shown; what it says of a signer is read by checked_person()."""

    name = StringField(
        _l("Your name"), [_checked(people.checked_name)], filters=[without_nul], default=""
    )
    email = EmailField(
        _l("Your e-mail address"),
        [_checked(people.checked_email)],
        filters=[without_nul],
        default="",
    )
    country = SelectField(
        _l("The country you live in"),
        [_checked(people.checked_country)],
        choices=_offered_countries,
        validate_choice=False,
    )
    comment = TextAreaField(
        _l("Why you sign (optional)"),
        [_checked(people.checked_comment)],
        filters=[without_nul],
        default="",
    )
    visibility = RadioField(
        _l("How your name is shown, here and to the officials"),
        [_checked(people.checked_visibility)],
        choices=[
            SelectChoice(HIDDEN, _l("Not at all: you are only counted")),
            SelectChoice(INITIALS, _l("Initials and country")),
            SelectChoice(FULL, _l("Full name and country")),
        ],
        default=HIDDEN,
        validate_choice=False,
    )
    updates = BooleanField(_l("Send me news of this campaign by e-mail"), false_values=UNTICKED)
    consent = BooleanField(CONSENT, [_checked(people.checked_consent)], false_values=UNTICKED)
    website = StringField(_l("Leave this field empty"), default="")
