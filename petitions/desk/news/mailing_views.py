"""The pages of a mailing: preview to oneself, the number of receivers, progress, stop, go on."""

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from petitions.accounts.access import organiser, requires
from petitions.accounts.models import EDITOR
from petitions.campaigns.queries import campaign_or_404
from petitions.campaigns.updates import UpdateUnknown
from petitions.desk.models import PREVIEWED
from petitions.desk.news import mailing as operations
from petitions.desk.news.mailing import NotNow, NotPreviewed, ReceiversChanged
from petitions.desk.news.queries import is_previewed, mailing_of, progress, update_or_404
from petitions.signing.queries import number_of_news_receivers
from petitions.web.text import row_number

bp = Blueprint(
    "mailings",
    __name__,
    url_prefix="/organise/campaigns/<slug>/updates/<int(max=2147483647):update_id>/mailing",
)

POLL_SECONDS = 3


@bp.get("")
@requires(EDITOR)
def mailing(slug: str, update_id: int) -> ResponseReturnValue:
    """Show what comes next: the preview, the number of receivers, or how far it is."""
    return _page(slug, update_id)


@bp.get("/progress")
@requires(EDITOR, live=True)
def progress_part(slug: str, update_id: int) -> ResponseReturnValue:
    """Show how far it is, for the page that asks every few seconds."""
    campaign = campaign_or_404(slug)
    update = update_or_404(campaign, update_id)
    found = mailing_of(update)
    if found is None or found.state == PREVIEWED:
        abort(404)
    shown = {"mailing": found, "progress": progress(found), "is_current": True}
    return render_template(
        "desk/news/_mailing_progress.html", campaign=campaign, update=update, **shown
    )


@bp.post("/preview")
@requires(EDITOR)
def preview(slug: str, update_id: int) -> ResponseReturnValue:
    """Mail it to the organiser alone."""
    operations.preview(slug, update_id, organiser().id)
    return _back(slug, update_id, "preview")


@bp.post("/start")
@requires(EDITOR)
def start(slug: str, update_id: int) -> ResponseReturnValue:
    """Mail it to as many people as the page has shown; else show the new number."""
    number = row_number(request.form.get("receivers")) or 0
    try:
        operations.start(slug, update_id, number, actor=organiser().email)
    except ReceiversChanged:
        return _page(slug, update_id, trouble="receivers"), 422
    return _back(slug, update_id, "start")


@bp.post("/stop")
@requires(EDITOR)
def stop(slug: str, update_id: int) -> ResponseReturnValue:
    """Keep back what is not sent yet."""
    operations.stop(slug, update_id, actor=organiser().email)
    return _back(slug, update_id, "stop")


@bp.post("/resume")
@requires(EDITOR)
def resume(slug: str, update_id: int) -> ResponseReturnValue:
    """Go on where it was stopped."""
    operations.resume(slug, update_id, actor=organiser().email)
    return _back(slug, update_id, "resume")


@bp.errorhandler(NotNow)
@bp.errorhandler(NotPreviewed)
def not_now(problem: NotNow | NotPreviewed) -> ResponseReturnValue:
    """Show how it stands, and say that nothing was done."""
    trouble = "changed" if isinstance(problem, NotPreviewed) else "state"
    given = request.view_args or {}
    return _page(given["slug"], given["update_id"], trouble=trouble), 422


@bp.errorhandler(UpdateUnknown)
def unknown(_problem: UpdateUnknown) -> ResponseReturnValue:
    """Say that there is no such update; somebody may just have removed it."""
    return current_app.handle_http_exception(NotFound())


def _page(slug: str, update_id: int, *, trouble: str = "") -> str:
    campaign = campaign_or_404(slug)
    update = update_or_404(campaign, update_id)
    found = mailing_of(update)
    has_begun = found is not None and found.state != PREVIEWED
    return render_template(
        "desk/news/mailing.html",
        campaign=campaign,
        update=update,
        mailing=found,
        has_begun=has_begun,
        is_current=is_previewed(found, update),
        receivers=0 if has_begun else number_of_news_receivers(campaign.id),
        progress=progress(found) if found and has_begun else None,
        poll_seconds=POLL_SECONDS,
        trouble=trouble,
    )


def _back(slug: str, update_id: int, done: str) -> ResponseReturnValue:
    return redirect(url_for(".mailing", slug=slug, update_id=update_id, done=done), 303)
