"""Add a newer document to a campaign as news, and take over what was ticked."""

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from petitions.accounts.access import organiser, requires
from petitions.accounts.models import EDITOR
from petitions.campaigns.editing.core import ChangedMeanwhile
from petitions.campaigns.editing.taking import take_over
from petitions.campaigns.queries import WHOLE, campaign_or_404
from petitions.desk.importing.diff import compare
from petitions.desk.importing.draft import draft_of
from petitions.desk.importing.reading import make_room, read_again
from petitions.desk.importing.updating import changes_of, news_of, update_page, versions_of
from petitions.desk.news.forms import UpdateForm

bp = Blueprint("importing_news", __name__, url_prefix="/organise/campaigns/import")
make_room(bp)


@bp.post("/update/<slug>")
@requires(EDITOR)
def update(slug: str) -> ResponseReturnValue:
    """Put the news into the timeline, with all that was ticked; or show what changed meanwhile."""
    campaign = campaign_or_404(slug, *WHOLE).campaign
    action, form = read_again(), UpdateForm(request.form)
    ticked = set(request.form.getlist("take"))
    if not form.validate():
        return update_page(campaign, action, form, ticked), 422
    found = compare(campaign, draft_of(action))
    try:
        if not ticked <= found.ticks:
            raise ChangedMeanwhile
        seen = {part: _version(part) for part in versions_of(campaign)}
        changes = changes_of(found, ticked)
        take_over(slug, news_of(form), changes, seen, actor=organiser().email)
    except ChangedMeanwhile:
        now = campaign_or_404(slug, *WHOLE).campaign
        return update_page(now, action, form, ticked, is_stale=True), 409
    return redirect(url_for("news.updates", slug=slug, done="taken"), 303)


def _version(part: str) -> int:
    return request.form.get(f"version-{part}", -1, type=int)
