"""Updates: dated news in the timeline, and by mail to who asked for it."""

from datetime import date
from zoneinfo import ZoneInfo

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from petitions.accounts.access import organiser, requires
from petitions.accounts.models import EDITOR
from petitions.campaigns import updates as operations
from petitions.campaigns.markdown import as_html
from petitions.campaigns.models import Campaign, Update
from petitions.campaigns.queries import campaign_or_404
from petitions.campaigns.updates import TEXT_CHARACTERS, UpdateChanged, UpdateUnknown, text_digest
from petitions.db import now
from petitions.desk.models import GOING
from petitions.desk.news.forms import UpdateForm
from petitions.desk.news.queries import mailing_of, update_or_404, updates_of

bp = Blueprint("news", __name__, url_prefix="/organise/campaigns/<slug>")

ONE = "/updates/<int(max=2147483647):update_id>"


@bp.get("/updates")
@requires(EDITOR)
def updates(slug: str) -> ResponseReturnValue:
    """List the updates, with a form for a new one."""
    campaign = campaign_or_404(slug)
    return _list_page(campaign, UpdateForm(formdata=None, dated=_today(campaign).isoformat()))


@bp.post("/updates")
@requires(EDITOR, typed=True)
def add(slug: str) -> ResponseReturnValue:
    """Put news into the timeline, or show how it will look."""
    campaign = campaign_or_404(slug)
    form = UpdateForm(request.form)
    if request.form.get("do") == "preview":
        return _list_page(campaign, form)
    if not form.validate():
        return _list_page(campaign, form), 422
    operations.add_update(slug, form.day, form.text.data or "", actor=organiser().email)
    return redirect(url_for(".updates", slug=slug, done="added"), 303)


@bp.get(ONE)
@requires(EDITOR)
def update(slug: str, update_id: int) -> ResponseReturnValue:
    """Show one update with a form to change it."""
    campaign = campaign_or_404(slug)
    found = update_or_404(campaign, update_id)
    form = UpdateForm(formdata=None, dated=found.dated.isoformat(), text=found.text)
    form.seen.data = text_digest(found).hex()
    return _edit_page(campaign, found, form)


@bp.post(ONE)
@requires(EDITOR, typed=True)
def change(slug: str, update_id: int) -> ResponseReturnValue:
    """Change an update, or show how it will look. What is being mailed just now has to stop first.

    Where somebody else changed it meanwhile, both texts are shown.
    """
    campaign = campaign_or_404(slug)
    found = update_or_404(campaign, update_id)
    form = UpdateForm(request.form)
    if request.form.get("do") == "preview":
        return _edit_page(campaign, found, form)
    if not form.validate() or _is_going(found):
        return _edit_page(campaign, found, form), 422
    text, seen = form.text.data or "", form.seen.data or ""
    try:
        operations.change_update(slug, update_id, seen, form.day, text, actor=organiser().email)
    except UpdateChanged as changed:
        form.seen.data = text_digest(changed.update).hex()
        return _edit_page(campaign, changed.update, form, is_stale=True), 422
    return redirect(url_for(".updates", slug=slug, done="changed"), 303)


@bp.get(f"{ONE}/remove")
@requires(EDITOR)
def remove_form(slug: str, update_id: int) -> ResponseReturnValue:
    """Ask whether the update shall go."""
    campaign = campaign_or_404(slug)
    found = update_or_404(campaign, update_id)
    shown = {"update": found, "shown": as_html(found.text), "is_going": _is_going(found)}
    return render_template("desk/news/update_remove.html", campaign=campaign, **shown)


@bp.post(f"{ONE}/remove")
@requires(EDITOR)
def remove(slug: str, update_id: int) -> ResponseReturnValue:
    """Take the update out of the timeline."""
    operations.remove_update(slug, update_id, actor=organiser().email)
    return redirect(url_for(".updates", slug=slug, done="removed"), 303)


@bp.errorhandler(UpdateUnknown)
def unknown(_problem: UpdateUnknown) -> ResponseReturnValue:
    """Say that there is no such update; somebody may just have removed it."""
    return current_app.handle_http_exception(NotFound())


def _list_page(campaign: Campaign, form: UpdateForm) -> str:
    return render_template(
        "desk/news/updates.html",
        campaign=campaign,
        updates=[(one, as_html(one.text), mailing) for one, mailing in updates_of(campaign)],
        form=form,
        shown=_shown(form),
        most=TEXT_CHARACTERS,
    )


def _edit_page(
    campaign: Campaign, found: Update, form: UpdateForm, *, is_stale: bool = False
) -> str:
    return render_template(
        "desk/news/update.html",
        campaign=campaign,
        update=found,
        form=form,
        shown=_shown(form),
        most=TEXT_CHARACTERS,
        is_going=_is_going(found),
        is_stale=is_stale,
    )


def _shown(form: UpdateForm) -> str:
    """Give the HTML of what was typed, as far as it may be long."""
    return as_html((form.text.data or "")[:TEXT_CHARACTERS])


def _is_going(found: Update) -> bool:
    mailing = mailing_of(found)
    return mailing is not None and mailing.state == GOING


def _today(campaign: Campaign) -> date:
    return now().astimezone(ZoneInfo(campaign.time_zone)).date()
