"""What all forms have in common, and the validators that WTForms does not bring.

Use WTForms' own where there is one: `DataRequired`, `Length`, `EqualTo`, and for a field of
choices `invalid_choice_message`. Functions that check a text stand in petitions.web.text.
"""

from collections.abc import Callable
from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, Form, StringField
from wtforms.validators import StopValidation, ValidationError

from petitions.web.text import cleaned, without_nul

__all__ = ["Checked", "Clean", "PositiveInt", "SiteForm", "TrapField", "cleaned", "without_nul"]


class SiteForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A form without WTForms' token.

    Public pages know no session, and web.http protects them; what organisers send is checked
    at the gate, before any form is read (accounts.access).
    """

    class Meta:
        """How WTForms builds such a form."""

        csrf = False


class TrapField(StringField):
    """A field that people do not see, so that they leave it empty."""


class Clean:
    """Put the cleaned text into the field: `Clean(clean_name, 200, _l("Too long."))`."""

    def __init__(self, clean: Callable[[str], str], max_characters: int, message: Any) -> None:
        self.clean = clean
        self.max_characters = max_characters
        self.message = message

    def __call__(self, _form: Form, field: Field) -> None:
        """Stop where the text is too long; see cleaned()."""
        try:
            field.data = cleaned(field.data or "", self.clean, self.max_characters, self.message)
        except ValidationError as error:
            raise StopValidation(error.args[0]) from error


class Checked:
    """Refuse what a function refuses: `Checked(checked_address, _l("This is no address."))`.

    The function gets the field's data and raises ValueError; a text that it returns becomes the
    field's. Without a message it raises ValidationError with a sentence of its own. An `optional`
    field may be empty.
    """

    def __init__(
        self, check: Callable[[Any], object], message: Any = None, *, optional: bool = False
    ) -> None:
        self.check = check
        self.message = message
        self.optional = optional

    def __call__(self, _form: Form, field: Field) -> None:
        """Stop where the function raises."""
        if self.optional and not field.data:
            return
        try:
            value = self.check(field.data)
        except ValueError as error:
            if self.message is None and not isinstance(error, ValidationError):
                raise
            raise StopValidation(self.message or error.args[0]) from error
        if isinstance(value, str):
            field.data = value


MAX_DIGITS = 20


class PositiveInt:
    """Refuse what is no number from 1 to `maximum`: `PositiveInt(300, _l("From 1 to 300."))`.

    For a StringField, whose data stays a text for `int()`, in digits of any script. An empty one is
    left to DataRequired.
    """

    def __init__(self, maximum: int, message: Any) -> None:
        self.maximum = maximum
        self.message = message

    def __call__(self, _form: Form, field: Field) -> None:
        """Stop where there is no such number."""
        text = (field.data or "").strip()
        # No more digits than anybody types: reading a number takes the square of their count.
        is_number = text.isdecimal() and len(text) <= MAX_DIGITS
        if text and not (is_number and 1 <= int(text) <= self.maximum):
            raise StopValidation(self.message)
