"""What organisers send to come in."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import EmailField, Field, PasswordField, RadioField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than stubs
from wtforms.validators import Regexp, StopValidation

from petitions.accounts.models import ADMIN, EDITOR, EMAIL_CHARACTERS, ROLES, VIEWER
from petitions.accounts.passphrases import MOST_CHARACTERS, weakness
from petitions.web.forms import SiteForm, without_nul
from petitions.web.text import InvalidAddress, checked_address


def _email(_form: FlaskForm, field: Field) -> None:
    try:
        if len(checked_address(field.data[: 2 * EMAIL_CHARACTERS])) > EMAIL_CHARACTERS:
            raise InvalidAddress
    except InvalidAddress as error:
        raise StopValidation(_l("Enter an e-mail address, such as ben@example.org.")) from error


def _given(_form: FlaskForm, field: Field) -> None:
    if not field.data:
        raise StopValidation(_l("Enter your passphrase."))
    if len(field.data) > MOST_CHARACTERS:
        raise StopValidation(_l("This e-mail address and passphrase do not belong together."))


def _strong(form: FlaskForm, field: Field) -> None:
    if problem := weakness(field.data, form.email.data or ""):
        raise StopValidation(problem)


def _same(form: FlaskForm, field: Field) -> None:
    if field.data != form.password.data:
        raise StopValidation(_l("Type the same passphrase twice."))


def _role(_form: FlaskForm, field: Field) -> None:
    if field.data not in ROLES:
        raise StopValidation(_l("Choose what they may do."))


class LogInForm(SiteForm):
    """E-mail address and passphrase."""

    email = EmailField(_l("Your e-mail address"), [_email], filters=[without_nul], default="")
    password = PasswordField(_l("Your passphrase"), [_given], filters=[without_nul], default="")

    def answer(self) -> tuple[str, str]:
        """Give address and passphrase."""
        return self.email.data or "", self.password.data or ""


class JoinForm(SiteForm):
    """A new passphrase, twice."""

    email = EmailField(_l("Your e-mail address"), [_email], filters=[without_nul], default="")
    password = PasswordField(_l("A new passphrase"), [_strong], filters=[without_nul], default="")
    again = PasswordField(_l("The same once more"), [_same], filters=[without_nul], default="")


class PassphraseForm(JoinForm):
    """A new passphrase, from who knows the old one."""

    old = PasswordField(_l("Your passphrase now"), [_given], filters=[without_nul], default="")
    wrong = _l("This is not your passphrase.")

    def old_and_new(self) -> tuple[str, str]:
        """Give both passphrases; only after the form was found valid."""
        return self.old.data or "", self.password.data or ""


class FactorForm(SiteForm):
    """A second factor: a code, or what a passkey answered."""

    code = StringField(_l("Code"), filters=[without_nul], default="")
    credential = StringField(filters=[without_nul], default="")

    def answer(self) -> tuple[str, str]:
        """Give code and credential; one is empty."""
        return self.code.data or "", self.credential.data or ""


class AgainForm(FactorForm):
    """A second factor, or the passphrase of who has none."""

    password = PasswordField(_l("Your passphrase"), filters=[without_nul], default="")

    def proof(self) -> tuple[str, str, str]:
        """Give passphrase, code and credential; two are empty."""
        return self.password.data or "", *self.answer()


class AppForm(SiteForm):
    """The first digits that an app shows; the secret was shown to it by our page."""

    secret = StringField(validators=[Regexp("[A-Z2-7]{32}")], default="")
    code = StringField(_l("The six digits that it shows now"), filters=[without_nul], default="")

    def answer(self) -> tuple[str, str]:
        """Give secret and code, without the space that apps show in it."""
        return self.secret.data or "", "".join((self.code.data or "").split())


class InviteForm(SiteForm):
    """Who shall organise here too, and what they may do."""

    email = EmailField(_l("E-mail address"), [_email], filters=[without_nul], default="")
    role = RadioField(
        _l("What they may do"),
        [_role],
        choices=[
            SelectChoice(VIEWER, _l("Viewer: see how campaigns go")),
            SelectChoice(EDITOR, _l("Editor: write campaigns and news as well")),
            SelectChoice(ADMIN, _l("Admin: everything, also the names of signers")),
        ],
        default=EDITOR,
        validate_choice=False,
    )

    def answer(self) -> tuple[str, str]:
        """Give address and role; only after the form was found valid."""
        return self.email.data or "", self.role.data
