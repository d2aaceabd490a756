"""What organisers send to come in."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import EmailField, Field, PasswordField, StringField
from wtforms.validators import StopValidation

from petitions.accounts.passphrases import MOST_CHARACTERS, weakness
from petitions.web.forms import SiteForm, without_nul
from petitions.web.mailboxes import MAILBOX_CHARACTERS, InvalidAddress, checked_address


def _email(_form: FlaskForm, field: Field) -> None:
    try:
        if len(checked_address(field.data[: 2 * MAILBOX_CHARACTERS])) > MAILBOX_CHARACTERS:
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


class LogInForm(SiteForm):
    """E-mail address and passphrase."""

    email = EmailField(_l("Your e-mail address"), [_email], filters=[without_nul], default="")
    password = PasswordField(_l("Your passphrase"), [_given], filters=[without_nul], default="")


class JoinForm(SiteForm):
    """A new passphrase, twice."""

    email = EmailField(_l("Your e-mail address"), [_email], filters=[without_nul], default="")
    password = PasswordField(_l("A new passphrase"), [_strong], filters=[without_nul], default="")
    again = PasswordField(_l("The same once more"), [_same], filters=[without_nul], default="")


class FactorForm(SiteForm):
    """A second factor: a code, or what a passkey answered."""

    code = StringField(_l("Code"), filters=[without_nul], default="")
    credential = StringField(filters=[without_nul], default="")

    def answer(self) -> tuple[str, str]:
        """Give code and credential; one is empty."""
        return self.code.data or "", self.credential.data or ""
