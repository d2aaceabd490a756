"""From a draft to the public, and on: what is missing, which state."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from petitions.accounts.access import requires
from petitions.accounts.models import EDITOR
from petitions.campaigns.queries import campaign_or_404

bp = Blueprint("publishing", __name__, url_prefix="/organise/campaigns/<slug>")


@bp.get("/state")
@requires(EDITOR)
def states(slug: str) -> ResponseReturnValue:
    """Show the states to choose from."""
    campaign = campaign_or_404(slug).campaign
    return render_template("organisers/stub.html", campaign=campaign)
