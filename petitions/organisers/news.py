"""Updates: dated news in the timeline, and by mail to who asked for it."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from petitions.accounts.access import requires
from petitions.accounts.models import EDITOR
from petitions.campaigns.queries import campaign_or_404

bp = Blueprint("news", __name__, url_prefix="/organise/campaigns/<slug>")


@bp.get("/updates")
@requires(EDITOR)
def updates(slug: str) -> ResponseReturnValue:
    """List the updates, with a form for a new one."""
    campaign = campaign_or_404(slug).campaign
    return render_template("organisers/stub.html", campaign=campaign)
