"""The public page of a campaign that is not public yet."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from petitions.accounts.access import requires
from petitions.accounts.models import EDITOR
from petitions.campaigns.queries import campaign_or_404

bp = Blueprint("preview", __name__, url_prefix="/organise/campaigns/<slug>/preview")


@bp.get("")
@requires(EDITOR)
def preview(slug: str) -> ResponseReturnValue:
    """Show exactly what visitors will see."""
    campaign = campaign_or_404(slug).campaign
    return render_template("organisers/stub.html", campaign=campaign)
