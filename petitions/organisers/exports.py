"""The list to take along: spreadsheets, data, and paper to hand over."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from petitions.accounts.access import requires
from petitions.accounts.models import ADMIN
from petitions.campaigns.queries import campaign_or_404

bp = Blueprint("exports", __name__, url_prefix="/organise/campaigns/<slug>")


@bp.get("/signatures.csv")
@requires(ADMIN)
def csv(slug: str) -> ResponseReturnValue:
    """Ask for what an export needs."""
    campaign = campaign_or_404(slug).campaign
    return render_template("organisers/stub.html", campaign=campaign)
