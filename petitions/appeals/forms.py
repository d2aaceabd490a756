"""What a visitor may send: their part of an appeal, and a report."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    Field,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than stubs
from wtforms.validators import StopValidation

from petitions.appeals.composing import Choices, languages
from petitions.appeals.models import MOST_REPORTED
from petitions.appeals.networks import mastodon_server
from petitions.campaigns.models import Campaign
from petitions.documents.content import PAPERS
from petitions.web.forms import SiteForm, without_nul
from petitions.web.i18n import language_name
from petitions.web.text import NAME_CHARACTERS, clean_name, clean_text

WORDS_CHARACTERS = 2_000
ALL = ("name", "town", "words", "demand", "language", "paper", "server")
PAPER_NAMES = {"a4": _l("A4"), "us-letter": _l("US Letter")}


def _short(_form: FlaskForm, field: Field) -> None:
    too_long = len(field.data) > 4 * NAME_CHARACTERS  # normalising more would take long
    if too_long or len(clean_name(field.data)) > NAME_CHARACTERS:
        raise StopValidation(_l("This is longer than 100 characters. Please shorten it."))


def _words(_form: FlaskForm, field: Field) -> None:
    too_long = len(field.data) > 4 * WORDS_CHARACTERS
    if too_long or len(clean_text(field.data)) > WORDS_CHARACTERS:
        raise StopValidation(_l("This is longer than 2,000 characters. A short letter is read."))


def _server(_form: FlaskForm, field: Field) -> None:
    try:
        field.data = mastodon_server(field.data) if field.data.strip() else ""
    except ValueError as error:
        raise StopValidation(_l("Write the name of your server like mastodon.social.")) from error


def _one_of_the_choices(_form: FlaskForm, field: Any) -> None:
    offered = {str(choice.value) for choice in field.choices}
    given = field.data if isinstance(field.data, list) else [field.data]
    if not offered.issuperset(given):
        raise StopValidation(_l("Choose from the list."))


class AppealForm(SiteForm):
    """A visitor's part of an appeal; all of it is optional, none of it is stored.

    Sent with POST, so that nothing of it stands in an address; only `language` and `paper`, which
    are no secret, may stand there.
    """

    name = StringField(_l("Your name (optional)"), [_short], filters=[without_nul])
    town = StringField(_l("Your town (optional)"), [_short], filters=[without_nul])
    words = TextAreaField(_l("In your own words (optional)"), [_words], filters=[without_nul])
    demand = SelectMultipleField(
        _l("What you ask for"), [_one_of_the_choices], validate_choice=False
    )
    language = SelectField(_l("Language"), [_one_of_the_choices], validate_choice=False)
    paper = RadioField(
        _l("Paper"),
        [_one_of_the_choices],
        choices=[SelectChoice(paper, PAPER_NAMES[paper]) for paper in PAPERS],
        validate_choice=False,
    )
    server = StringField(_l("Your Mastodon server (optional)"), [_server], filters=[without_nul])
    nonce = StringField(default="", filters=[without_nul])

    def offer(self, campaign: Campaign, asks: Iterable[str] = ALL) -> None:
        """Set up what depends on the campaign, and forget what was sent but is not asked.

        All demands are ticked until some are unticked. Where there is no choice, none is read.
        """
        self.demand.choices = [
            SelectChoice(str(demand.number), demand.text) for demand in campaign.demands
        ]
        self.language.choices = [
            SelectChoice(code, language_name(code)) for code in languages(campaign)
        ]
        numbers = [str(demand.number) for demand in campaign.demands]
        usual: dict[str, Any] = {"demand": numbers, "language": campaign.language}
        usual["paper"] = PAPERS[0]
        choices = {"demand": numbers, "language": languages(campaign), "paper": PAPERS}
        for name in ALL:
            is_asked = name in asks and len(choices.get(name, PAPERS)) > 1
            if not is_asked or not self[name].data:
                self[name].data = usual.get(name, "")

    @property
    def shown_choices(self) -> list[str]:
        """Return the names of those fields that leave a choice."""
        return [name for name in ("demand", "language") if len(list(self[name])) > 1]

    def chosen(self) -> Choices:
        """Return what the visitor chose; only after the form was found valid."""
        return Choices(
            name=clean_name(self.name.data or ""),
            town=clean_name(self.town.data or ""),
            demands=tuple(int(number) for number in self.demand.data or ()),
            words=clean_text(self.words.data or ""),
            language=self.language.data,
            paper=self.paper.data,
            server=self.server.data or "",
        )


def _number(_form: FlaskForm, field: Field) -> None:
    field.errors = []  # without WTForms' own words for what is no number
    if field.raw_data and not field.raw_data[0].strip():
        field.data = 1  # an empty box means one
    elif field.data is None or not 1 <= field.data <= MOST_REPORTED:
        raise StopValidation(_l("Write a number from 1 to 200."))


class ReportForm(SiteForm):
    """A report: how many were sent, and what the page composed for one visitor carried."""

    number = IntegerField(_l("How many did you send?"), [_number], default=1)
    nonce = StringField(default="", filters=[without_nul])

    @property
    def typed_number(self) -> str:
        """Return what was typed, to show it again."""
        return without_nul(self.number.raw_data[0]) if self.number.raw_data else "1"


class ShareForm(SiteForm):
    """The server of somebody who is on Mastodon; nobody keeps it."""

    server = StringField(_l("Your Mastodon server"), [_server], filters=[without_nul])
