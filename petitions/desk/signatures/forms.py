"""What organisers send from the list of signatures."""

from dataclasses import asdict
from typing import Self

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than stubs
from wtforms.validators import Length

from petitions.signing.filters import REMOVED, Filters
from petitions.signing.models import (
    CONFIRMED,
    FULL,
    HIDDEN,
    INITIALS,
    PENDING,
    REASON_CHARACTERS,
    WITHDRAWN,
)
from petitions.web.forms import Clean, SiteForm, without_nul
from petitions.web.i18n import countries
from petitions.web.text import clean_name

REASON_LEAST_CHARACTERS = 3
CHOSEN = {"state", "country", "visibility"}  # filters that are one of a list

STATES = {
    CONFIRMED: _l("Confirmed"),
    PENDING: _l("Not confirmed yet"),
    REMOVED: _l("Removed by organisers"),
    WITHDRAWN: _l("Withdrawn"),
}
VISIBILITIES = {
    HIDDEN: _l("Hidden"),
    INITIALS: _l("Initials and country"),
    FULL: _l("Full name and country"),
}


def _any_country() -> list[SelectChoice]:
    return [SelectChoice("", _l("All")), *(SelectChoice(*pair) for pair in countries())]


class FilterForm(SiteForm):
    """What the list is narrowed to; read with Filters.read, this only shows it."""

    search = StringField(_l("Name, e-mail or comment"))
    state = SelectField(
        _l("State"),
        choices=[SelectChoice("", _l("All")), *(SelectChoice(*one) for one in STATES.items())],
    )
    country = SelectField(_l("Country"), choices=_any_country)
    visibility = SelectField(
        _l("How shown"),
        choices=[
            SelectChoice("", _l("All")),
            *(SelectChoice(*one) for one in VISIBILITIES.items()),
        ],
    )
    since = StringField(_l("Signed from"))
    until = StringField(_l("Signed until"))

    @classmethod
    def showing(cls, filters: Filters) -> Self:
        """Give the form with these filters in it."""
        return cls(formdata=None, data=asdict(filters))


def in_words(filters: Filters) -> list[tuple[str, str]]:
    """Give (name, value) of each filter that is set, as people read them."""
    form, words = FilterForm.showing(filters), {**STATES, **VISIBILITIES, **dict(countries())}
    return [
        (str(form[name].label.text), str(words.get(value, value)) if name in CHOSEN else value)
        for name, value in filters.as_query().items()
    ]


class RemovalForm(SiteForm):
    """Why signatures are removed, for everybody to read."""

    reason = StringField(
        _l("Reason"),
        [
            Clean(
                clean_name,
                REASON_CHARACTERS,
                _l("The reason is longer than 200 characters. Please shorten it."),
            ),
            Length(min=REASON_LEAST_CHARACTERS, message=_l("Enter a reason, such as: duplicates.")),
        ],
        filters=[without_nul],
        default="",
    )
