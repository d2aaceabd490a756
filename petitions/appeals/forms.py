"""What a visitor may send: their part of an appeal, and a report."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from babel import Locale
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than stubs

from petitions.appeals.composing import Choices, languages
from petitions.appeals.models import MAX_REPORTED
from petitions.appeals.networks import mastodon_server
from petitions.appeals.wordings import MOST_DEALS, new_deal
from petitions.campaigns.models import Campaign, Target
from petitions.documents.content import PAPERS, usual_paper
from petitions.web.addresses import typed_address
from petitions.web.forms import Checked, PositiveInt, SiteForm, cleaned, without_nul
from petitions.web.i18n import language_name
from petitions.web.text import NAME_CHARACTERS, clean_name, clean_text, whole_number

WORDS_CHARACTERS = 2_000
ALL = ("name", "town", "words", "demand", "language", "paper", "server", "address")
PAPER_NAMES = {"a4": _l("A4"), "us-letter": _l("US Letter")}


def _short(clean: Callable[[str], str], max_characters: int, message: Any) -> Checked:
    """Return a validator like Clean(), which leaves in the form what was typed."""
    return Checked(lambda text: bool(cleaned(text, clean, max_characters, message)))


SHORT_NAME = _short(
    clean_name, NAME_CHARACTERS, _l("This is longer than 100 characters. Please shorten it.")
)
SHORT_TEXT = _short(
    clean_text,
    WORDS_CHARACTERS,
    _l("This is longer than 2,000 characters. A short letter is read."),
)
SERVER = Checked(
    lambda typed: mastodon_server(typed) if typed.strip() else "",
    _l("Write the name of your server like mastodon.social."),
)
# Nothing is asked about: whose it is, nobody here knows.
KNOWN_ADDRESS = Checked(lambda typed: typed_address(typed, typed) if typed.strip() else "")
CHOICES: dict[str, Any] = {"invalid_choice_message": _l("Choose from the list.")}


class AppealForm(SiteForm):
    """A visitor's part of an appeal; all of it is optional, none of it is stored.

    Sent with POST, so that nothing of it stands in an address; only `language` and `paper`, which
    are no secret, may stand there.
    """

    name = StringField(_l("Your name (optional)"), [SHORT_NAME], filters=[without_nul])
    town = StringField(_l("Your town (optional)"), [SHORT_NAME], filters=[without_nul])
    words = TextAreaField(_l("In your own words (optional)"), [SHORT_TEXT], filters=[without_nul])
    demand = SelectMultipleField(_l("What you ask for"), **CHOICES)
    language = SelectField(_l("Language"), **CHOICES)
    paper = RadioField(
        _l("Paper"),
        choices=[SelectChoice(paper, PAPER_NAMES[paper]) for paper in PAPERS],
        **CHOICES,
    )
    server = StringField(_l("Your Mastodon server (optional)"), [SERVER], filters=[without_nul])
    address = StringField(
        _l("If you know an address, write it here (optional)"),
        [KNOWN_ADDRESS],
        filters=[without_nul],
    )
    deal = StringField(default="", filters=[without_nul])
    nonce = StringField(default="", filters=[without_nul])

    def __init__(
        self,
        sent: Mapping[str, str],
        campaign: Campaign,
        asks: Iterable[str] = ALL,
        target: Target | None = None,
    ) -> None:
        """Read what was sent and is asked; where there is no choice, none is read.

        All demands are ticked until some are unticked. `typed` are the fields that differ from a
        form which nobody filled in, to go along to the next appeal, but not an official's address;
        `unasked` those of them that this channel has no use for. What came without a deal gets one.
        """
        super().__init__(sent)
        numbers = {str(demand.number): demand.text for demand in campaign.demands}
        codes = languages(campaign)
        self.demand.choices = [SelectChoice(number, text) for number, text in numbers.items()]
        self.language.choices = [SelectChoice(code, language_name(code)) for code in codes]
        region = Locale.parse(campaign.language, sep="-").territory
        paper = usual_paper((target and target.country) or campaign.country, region or "")
        usual = {"demand": list(numbers), "language": campaign.language, "paper": paper}
        leave_choice = {"demand": len(numbers) > 1, "language": len(codes) > 1}
        self.shown_choices = [name for name in leave_choice if leave_choice[name]]
        self.typed: list[tuple[str, str]] = []
        for name in ALL:
            data = self[name].data if leave_choice.get(name, True) else None
            if data and data != usual.get(name) and name != "address":
                values = data if isinstance(data, list) else [data]
                self.typed += [(name, value) for value in map(without_nul, values) if value.strip()]
            is_kept = name in asks or (name == "paper" and data in PAPERS)  # an e-mail is printed
            if not is_kept or not data:
                self[name].data = usual.get(name, "")
        self.unasked = [(name, value) for name, value in self.typed if name not in asks]
        if whole_number(self.deal.data, MOST_DEALS) is None:
            self.deal.data = str(new_deal())

    @property
    def kept(self) -> list[tuple[str, str]]:
        """Return what makes the same letter again: what was typed, and the deal."""
        deal = [("deal", self.deal.data or "0")]
        return self.typed + deal if self.typed or self.deal.data else []

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
            address=self.address.data or "",
            deal=int(self.deal.data or 0),
        )


class ReportForm(SiteForm):
    """A report: how many were sent, and what the page composed for one visitor carried."""

    number = StringField(
        _l("How many did you send?"),
        [PositiveInt(MAX_REPORTED, _l("Write a number from 1 to 200."))],
        default="1",
    )
    nonce = StringField(default="", filters=[without_nul])

    @property
    def typed_number(self) -> str:
        """Return what was typed, to show it again."""
        return without_nul(self.number.data)


class ShareForm(SiteForm):
    """The server of somebody who is on Mastodon; nobody keeps it."""

    server = StringField(_l("Your Mastodon server"), [SERVER], filters=[without_nul])
