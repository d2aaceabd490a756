"""The picture of a case."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from petitions.accounts.access import requires
from petitions.accounts.models import EDITOR
from petitions.campaigns.queries import campaign_or_404

bp = Blueprint("pictures", __name__, url_prefix="/organise/campaigns/<slug>")


@bp.get("/picture")
@requires(EDITOR)
def picture(slug: str) -> ResponseReturnValue:
    """Show the picture and the form to replace it."""
    campaign = campaign_or_404(slug).campaign
    return render_template("organisers/stub.html", campaign=campaign)
