"""The campaign editor: one page, whose sections save on their own."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from petitions.accounts.access import requires
from petitions.accounts.models import EDITOR
from petitions.campaigns.queries import campaign_or_404

bp = Blueprint("editor", __name__, url_prefix="/organise/campaigns/<slug>")


@bp.get("")
@requires(EDITOR)
def edit(slug: str) -> ResponseReturnValue:
    """Show the campaign with a form for each section."""
    campaign = campaign_or_404(slug).campaign
    return render_template("organisers/stub.html", campaign=campaign)
