"""The public page of a campaign that is not public yet."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from petitions.accounts.access import requires
from petitions.accounts.models import EDITOR
from petitions.campaigns.models import DRAFT, OPEN, Campaign
from petitions.campaigns.queries import WHOLE, campaign_or_404
from petitions.db import db
from petitions.public.pages import case_page
from petitions.web.i18n import use_language

bp = Blueprint("preview", __name__, url_prefix="/organise/campaigns/<slug>/preview")


@bp.get("")
@requires(EDITOR)
def preview(slug: str) -> ResponseReturnValue:
    """Show exactly what visitors will see; a draft as it will be once it is open.

    Its links and forms lead to public addresses, which do not know drafts: they change nothing.
    """
    found = campaign_or_404(slug, *WHOLE)
    if found.campaign.state == DRAFT:
        _pretend_open(found.campaign)
    use_language(found.campaign.language)
    return case_page(found)


def _pretend_open(campaign: Campaign) -> None:
    db.session.expunge(campaign)  # so that nothing can ever store the pretence
    campaign.state = OPEN
