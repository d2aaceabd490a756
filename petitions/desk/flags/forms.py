"""What an admin sends to change how often open pages ask."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, StringField
from wtforms.validators import StopValidation

from petitions.web.flags import MOST_POLL_SECONDS
from petitions.web.forms import SiteForm, without_nul

_DIGITS = 3


def _poll_seconds(_form: FlaskForm, field: Field) -> None:
    text = field.data.strip()
    if not text:
        return
    is_number = text.isascii() and text.isdigit() and len(text) <= _DIGITS
    if not is_number or not 1 <= int(text) <= MOST_POLL_SECONDS:
        raise StopValidation(_l("Write a number from 1 to 300, or leave the field empty."))


class PollForm(SiteForm):
    """How long an open page waits between two looks at its numbers."""

    poll_seconds = StringField(
        _l("Seconds between two looks"), [_poll_seconds], filters=[without_nul], default=""
    )

    def answer(self) -> int | None:
        """Give the seconds, or None for as the server is set; only after it was found valid."""
        text = (self.poll_seconds.data or "").strip()
        return int(text) if text else None
