"""What an export needs: a reason, a second factor, and for paper a few choices."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than stubs
from wtforms.validators import Length

from petitions.accounts.forms import FactorForm
from petitions.appeals.forms import PAPER_NAMES
from petitions.campaigns.models import Campaign
from petitions.documents.content import PAPERS
from petitions.web.forms import Clean, without_nul
from petitions.web.text import clean_name

REASON_CHARACTERS = 200
_LEAST_CHARACTERS = 3
_CHOOSE_ONE = _l("Choose one of these.")


class ExportForm(FactorForm):
    """Why a list is made; for paper also to whom it goes, and on what."""

    reason = StringField(
        _l("Reason"),
        [
            Clean(
                clean_name,
                REASON_CHARACTERS,
                _l("The reason is longer than 200 characters. Please shorten it."),
            ),
            Length(
                min=_LEAST_CHARACTERS,
                message=_l("Enter a reason, such as: handing the list to the ministry."),
            ),
        ],
        filters=[without_nul],
        default="",
    )
    target = SelectField(  # type: ignore[call-arg]  # newer than stubs
        _l("Who receives the signatures"), invalid_choice_message=_CHOOSE_ONE
    )
    paper = RadioField(  # type: ignore[call-arg]  # newer than stubs
        _l("Paper"),
        choices=[SelectChoice(paper, PAPER_NAMES[paper]) for paper in PAPERS],
        default=PAPERS[0],
        invalid_choice_message=_CHOOSE_ONE,
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
