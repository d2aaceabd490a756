"""What an export needs: a reason, a second factor, and for paper a few choices."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than stubs
from wtforms.validators import StopValidation

from petitions.accounts.forms import FactorForm
from petitions.appeals.forms import PAPER_NAMES
from petitions.campaigns.models import Campaign
from petitions.documents.content import PAPERS
from petitions.web.forms import without_nul
from petitions.web.text import clean_name

REASON_CHARACTERS = 200
_LEAST_CHARACTERS = 3


def _reason(_form: FlaskForm, field: Field) -> None:
    is_huge = len(field.data) > 4 * REASON_CHARACTERS  # normalising more would take long
    if is_huge or len(clean_name(field.data)) > REASON_CHARACTERS:
        raise StopValidation(_l("The reason is longer than 200 characters. Please shorten it."))
    if len(clean_name(field.data)) < _LEAST_CHARACTERS:
        raise StopValidation(_l("Enter a reason, such as: handing the list to the ministry."))


def _one_of_the_choices(_form: FlaskForm, field: Any) -> None:
    if field.data not in [choice.value for choice in field.choices]:
        raise StopValidation(_l("Choose one of these."))


class ExportForm(FactorForm):
    """Why a list is made; for paper also to whom it goes, and on what."""

    reason = StringField(_l("Reason"), [_reason], filters=[without_nul], default="")
    target = SelectField(
        _l("Who receives the signatures"), [_one_of_the_choices], validate_choice=False
    )
    paper = RadioField(
        _l("Paper"),
        [_one_of_the_choices],
        choices=[SelectChoice(paper, PAPER_NAMES[paper]) for paper in PAPERS],
        default=PAPERS[0],
        validate_choice=False,
    )

    def ask_about_paper(self, campaign: Campaign, *, is_paper: bool) -> None:
        """Offer the campaign's targets; leave away what only paper needs."""
        if not is_paper:
            del self.target, self.paper
            return
        self.target.choices = [
            SelectChoice(one.slug, ", ".join(filter(None, (one.name, one.role))))
            for one in campaign.targets
        ]
        if not self.target.choices:
            del self.target

    def why(self) -> str:
        """Give the reason; only after the form was found valid."""
        return clean_name(self.reason.data or "")
