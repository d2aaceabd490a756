"""Who signed, as far as they chose to be shown, and how the count was corrected."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from petitions.campaigns.models import PAUSED
from petitions.campaigns.queries import public_campaign_or_404
from petitions.signing import queries
from petitions.web.flags.queries import switches
from petitions.web.http import public
from petitions.web.text import row_number

bp = Blueprint("supporters", __name__)

MAX_AGE_SECONDS = 5


@bp.get("/c/<slug>/supporters")
def supporters(slug: str) -> ResponseReturnValue:
    """List who is shown, the newest first; nobody while it is paused, or lists are off."""
    campaign, signatures = public_campaign_or_404(slug)
    before = row_number(request.args.get("before"))
    is_shown = campaign.state != PAUSED and switches().names
    found = queries.supporters(campaign.id, before) if is_shown else None
    page = render_template(
        "public/supporters.html",
        campaign=campaign,
        signatures=signatures,
        found=found,
        hidden=max(0, signatures - found.shown) if found else signatures,
        before=before,
        removals=queries.removals(campaign.id),
    )
    # Nothing stale: who withdraws, or is put at risk by this list, should not wait for a cache.
    return public(page, MAX_AGE_SECONDS, stale_seconds=0, error_seconds=0, varies_by_query=True)
