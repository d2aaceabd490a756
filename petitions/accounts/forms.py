"""What organisers send to come in."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import EmailField, Field, PasswordField, RadioField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than stubs
from wtforms.validators import DataRequired, EqualTo, Length, Regexp, ValidationError

from petitions.accounts.factors import MAX_PASSPHRASE_CHARACTERS, prepared_passphrase
from petitions.accounts.models import ADMIN, EDITOR, EMAIL_CHARACTERS, VIEWER
from petitions.web.addresses import AddressFault, meant_address
from petitions.web.forms import Checked, SiteForm, without_nul

_TEXT: dict[str, Any] = {"filters": [without_nul], "default": ""}
_PREPARED: dict[str, Any] = {"filters": [without_nul, prepared_passphrase], "default": ""}
_JUDGED_CHARACTERS = 72  # the rest only makes it longer; judging takes the square of the length
_STRONG_ENOUGH = 3  # of 4: a hundred million guesses or more


def organiser_address(text: str) -> str:
    """Return the address that somebody types for an organiser.

    Raises:
        AddressFault: it is none, or too long for one.

    """
    address = meant_address(text)
    if len(address) > EMAIL_CHARACTERS:
        raise AddressFault(_l("This does not look like an e-mail address. It is too long."))
    return address


def _hard_to_guess(form: FlaskForm, field: Field) -> None:
    if field.errors:  # too short, or too long
        return
    from zxcvbn import zxcvbn

    passphrase, email = field.data, (form.email.data or "")[:EMAIL_CHARACTERS]
    known = [email, *email.split("@"), "petitions"]
    judged = zxcvbn(passphrase[:_JUDGED_CHARACTERS], user_inputs=known)
    if judged["score"] < _STRONG_ENOUGH or email.lower() in passphrase.lower():
        raise ValidationError(
            _l("This is easy to guess. Four words that do not belong together are better.")
        )


_EMAIL = Checked(organiser_address, _l("Enter an e-mail address, such as ben@example.org."))
_PASSPHRASE = [
    DataRequired(_l("Enter your passphrase.")),
    Length(
        max=4 * MAX_PASSPHRASE_CHARACTERS,  # as typed: an accent can be a character of its own
        message=_l("This e-mail address and passphrase do not belong together."),
    ),
]
_NEW_PASSPHRASE = [
    Length(
        min=12,
        message=_l("Use 12 characters or more. Four words that do not belong together are good."),
    ),
    Length(max=MAX_PASSPHRASE_CHARACTERS, message=_l("Use 200 characters or fewer.")),
    _hard_to_guess,
]


class LogInForm(SiteForm):
    """E-mail address and passphrase."""

    email = EmailField(_l("Your e-mail address"), [_EMAIL], **_TEXT)
    password = PasswordField(_l("Your passphrase"), _PASSPHRASE, **_TEXT)


class JoinForm(SiteForm):
    """A new passphrase, twice."""

    email = EmailField(_l("Your e-mail address"), [_EMAIL], **_TEXT)
    password = PasswordField(_l("A new passphrase"), _NEW_PASSPHRASE, **_PREPARED)
    again = PasswordField(
        _l("The same once more"),
        [EqualTo("password", _l("Type the same passphrase twice."))],
        **_PREPARED,
    )


class PassphraseForm(JoinForm):
    """A new passphrase, from who knows the old one."""

    old = PasswordField(_l("Your passphrase now"), _PASSPHRASE, **_TEXT)


class FactorForm(SiteForm):
    """A second factor: a code, or what a passkey answered; one is empty."""

    code = StringField(_l("Code"), **_TEXT)
    credential = StringField(**_TEXT)

    def answer(self) -> tuple[str, str]:
        """Return code and credential."""
        return self.code.data or "", self.credential.data or ""


class AgainForm(FactorForm):
    """A second factor, or the passphrase of who has none."""

    password = PasswordField(_l("Your passphrase"), **_TEXT)


class AppForm(SiteForm):
    """The first digits that an app shows; the secret was shown to it by our page."""

    secret = StringField(validators=[Regexp("[A-Z2-7]{32}")], default="")
    code = StringField(_l("The six digits that it shows now"), **_TEXT)


class InviteForm(SiteForm):
    """Who shall organise here too, and what they may do."""

    email = EmailField(_l("E-mail address"), [_EMAIL], **_TEXT)
    role = RadioField(  # type: ignore[call-arg]  # newer than stubs
        _l("What they may do"),
        choices=[
            SelectChoice(VIEWER, _l("Viewer: see how campaigns go")),
            SelectChoice(EDITOR, _l("Editor: write campaigns and news as well")),
            SelectChoice(ADMIN, _l("Admin: everything, also the names of signers")),
        ],
        default=EDITOR,
        invalid_choice_message=_l("Choose what they may do."),
    )
