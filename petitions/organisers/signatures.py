"""The list of signatures: search, read, remove, put back."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from petitions.accounts.access import requires
from petitions.accounts.models import ADMIN
from petitions.campaigns.queries import campaign_or_404

bp = Blueprint("signatures", __name__, url_prefix="/organise/campaigns/<slug>")


@bp.get("/signatures")
@requires(ADMIN)
def signatures(slug: str) -> ResponseReturnValue:
    """List signatures."""
    campaign = campaign_or_404(slug).campaign
    return render_template("organisers/stub.html", campaign=campaign)
