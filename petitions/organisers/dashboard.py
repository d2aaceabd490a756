"""How the campaigns go."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from petitions.accounts.access import requires
from petitions.accounts.models import VIEWER
from petitions.campaigns.queries import campaign_or_404

bp = Blueprint("dashboard", __name__, url_prefix="/organise")


@bp.get("/")
@requires(VIEWER)
def overview() -> ResponseReturnValue:
    """List every campaign with its numbers."""
    return render_template("organisers/overview.html")


@bp.get("/campaigns/<slug>/numbers")
@requires(VIEWER)
def numbers(slug: str) -> ResponseReturnValue:
    """Show how one campaign goes."""
    campaign = campaign_or_404(slug).campaign
    return render_template("organisers/stub.html", campaign=campaign)
