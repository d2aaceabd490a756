"""The form of an update."""

from datetime import date

from flask_babel import lazy_gettext as _l
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from petitions.campaigns.updates import TEXT_CHARACTERS
from petitions.web.forms import Checked, SiteForm, without_nul

YEARS = range(1900, 2101)


def one_kind_of_line(text: str | None) -> str:
    """Give a text as it is stored, and counted: browsers send two characters for a new line."""
    return without_nul(text).replace("\r\n", "\n").replace("\r", "\n").strip()


def day_or_none(text: str | None) -> date | None:
    """Read a day as browsers send it: 2026-11-24, and in no other form."""
    try:
        found = date.fromisoformat(text or "")
    except ValueError:
        return None
    return found if found.isoformat() == text and found.year in YEARS else None


def _check_day(text: str) -> None:
    if day_or_none(text) is None:
        raise ValueError(text)


class UpdateForm(SiteForm):
    """Dated news; `seen` is the digest of what it was opened with."""

    dated = StringField(
        _l("Day"),
        [Checked(_check_day, _l("Enter the day of the news, such as 2026-11-24."))],
        filters=[without_nul],
        default="",
    )
    text = TextAreaField(
        _l("What happened"),
        [
            DataRequired(_l("Write what happened.")),
            Length(
                max=TEXT_CHARACTERS,
                message=_l("The text is longer than 10,000 characters. Please shorten it."),
            ),
        ],
        filters=[one_kind_of_line],
        default="",
    )
    seen = StringField(filters=[without_nul], default="")

    @property
    def day(self) -> date:
        """Give the day; only after the form was found valid."""
        return day_or_none(self.dated.data) or date.min
