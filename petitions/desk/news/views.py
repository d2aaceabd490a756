"""Updates: dated news in the timeline, and by mail to who asked for it."""

from datetime import date
from zoneinfo import ZoneInfo

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import NotFound
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from petitions.accounts.access import organiser, requires
from petitions.accounts.models import EDITOR
from petitions.campaigns import updates as timeline
from petitions.campaigns.markdown import as_html
from petitions.campaigns.models import Campaign, Update
from petitions.campaigns.queries import campaign_or_404
from petitions.campaigns.updates import TEXT_CHARACTERS, UpdateChanged, UpdateUnknown, text_digest
from petitions.db import now
from petitions.desk.models import GOING, PREVIEWED
from petitions.desk.news import mailing as mailings
from petitions.desk.news.mailing import (
    NotNow,
    NotPreviewed,
    ReceiversChanged,
    is_previewed,
    mailing_of,
    progress,
    update_or_404,
    updates_of,
)
from petitions.signing.queries import number_of_news_receivers
from petitions.web.forms import Checked, SiteForm, without_nul
from petitions.web.text import row_number

YEARS = range(1900, 2101)
bp = Blueprint("news", __name__, url_prefix="/organise/campaigns/<slug>")

ONE = "/updates/<int(max=2147483647):update_id>"
mailing_bp = Blueprint(
    "mailings",
    __name__,
    url_prefix="/organise/campaigns/<slug>/updates/<int(max=2147483647):update_id>/mailing",
)

POLL_SECONDS = 3


def one_kind_of_line(text: str | None) -> str:
    """Return a text as it is stored, and counted: browsers send two characters for a new line."""
    return without_nul(text).replace("\r\n", "\n").replace("\r", "\n").strip()


def day_or_none(text: str | None) -> date | None:
    """Read a day as browsers send it: 2026-11-24, and in no other form."""
    try:
        found = date.fromisoformat(text or "")
    except ValueError:
        return None
    return found if found.isoformat() == text and found.year in YEARS else None


def _check_day(text: str) -> None:
    if day_or_none(text) is None:
        raise ValueError(text)


class UpdateForm(SiteForm):
    """Dated news; `seen` is the digest of what it was opened with."""

    dated = StringField(
        _l("Day"),
        [Checked(_check_day, _l("Enter the day of the news, such as 2026-11-24."))],
        filters=[without_nul],
        default="",
    )
    text = TextAreaField(
        _l("What happened"),
        [
            DataRequired(_l("Write what happened.")),
            Length(
                max=TEXT_CHARACTERS,
                message=_l("The text is longer than 10,000 characters. Please shorten it."),
            ),
        ],
        filters=[one_kind_of_line],
        default="",
    )
    seen = StringField(filters=[without_nul], default="")

    @property
    def day(self) -> date:
        """Return the day; only after the form was found valid."""
        return day_or_none(self.dated.data) or date.min


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
    timeline.add_update(slug, form.day, form.text.data or "", actor=organiser().email)
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
        timeline.change_update(slug, update_id, seen, form.day, text, actor=organiser().email)
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
    timeline.remove_update(slug, update_id, actor=organiser().email)
    return redirect(url_for(".updates", slug=slug, done="removed"), 303)


@bp.errorhandler(UpdateUnknown)
@mailing_bp.errorhandler(UpdateUnknown)
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
    """Return the HTML of what was typed, as far as it may be long."""
    return as_html((form.text.data or "")[:TEXT_CHARACTERS])


def _is_going(found: Update) -> bool:
    mailing = mailing_of(found)
    return mailing is not None and mailing.state == GOING


def _today(campaign: Campaign) -> date:
    return now().astimezone(ZoneInfo(campaign.time_zone)).date()


@mailing_bp.get("")
@requires(EDITOR)
def mailing(slug: str, update_id: int) -> ResponseReturnValue:
    """Show what comes next: the preview, the number of receivers, or how far it is."""
    return _page(slug, update_id)


@mailing_bp.get("/progress")
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


@mailing_bp.post("/preview")
@requires(EDITOR)
def preview(slug: str, update_id: int) -> ResponseReturnValue:
    """Mail it to the organiser alone."""
    mailings.preview(slug, update_id, organiser().id)
    return _back(slug, update_id, "preview")


@mailing_bp.post("/start")
@requires(EDITOR)
def start(slug: str, update_id: int) -> ResponseReturnValue:
    """Mail it to as many people as the page has shown; else show the new number."""
    number = row_number(request.form.get("receivers")) or 0
    try:
        mailings.start(slug, update_id, number, actor=organiser().email)
    except ReceiversChanged:
        return _page(slug, update_id, trouble="receivers"), 422
    return _back(slug, update_id, "start")


@mailing_bp.post("/stop")
@requires(EDITOR)
def stop(slug: str, update_id: int) -> ResponseReturnValue:
    """Keep back what is not sent yet."""
    mailings.stop(slug, update_id, actor=organiser().email)
    return _back(slug, update_id, "stop")


@mailing_bp.post("/resume")
@requires(EDITOR)
def resume(slug: str, update_id: int) -> ResponseReturnValue:
    """Go on where it was stopped."""
    mailings.resume(slug, update_id, actor=organiser().email)
    return _back(slug, update_id, "resume")


@mailing_bp.errorhandler(NotNow)
@mailing_bp.errorhandler(NotPreviewed)
def not_now(problem: NotNow | NotPreviewed) -> ResponseReturnValue:
    """Show how it stands, and say that nothing was done."""
    trouble = "changed" if isinstance(problem, NotPreviewed) else "state"
    given = request.view_args or {}
    return _page(given["slug"], given["update_id"], trouble=trouble), 422


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
