"""Updates: dated news in the timeline, and by mail to who asked for it."""

from datetime import date

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from werkzeug.exceptions import NotFound
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from petitions.accounts.access import organiser, requires
from petitions.accounts.models import EDITOR
from petitions.campaigns import operations, values
from petitions.campaigns.markdown import as_html
from petitions.campaigns.models import HEADLINE_CHARACTERS, Campaign, Update
from petitions.campaigns.operations import (
    UPDATE_CHARACTERS,
    UnknownUpdate,
    UpdateChanged,
    text_digest,
)
from petitions.campaigns.queries import campaign_or_404
from petitions.desk.editor.part_form import without_pictures
from petitions.desk.models import GOING, PREVIEWED
from petitions.desk.news import mailing as mailings
from petitions.desk.news.mailing import (
    NotNow,
    NotPreviewed,
    ReceiversChanged,
    mailing_of,
    progress,
    update_or_404,
    updates_of,
)
from petitions.signing.queries import number_of_news_receivers
from petitions.web.forms import Checked, SiteForm, without_nul
from petitions.web.http import absolute_address
from petitions.web.text import row_number

CASE = "/organise/campaigns/<slug>"
ONE = "/updates/<int(max=2147483647):update_id>"
bp = Blueprint("news", __name__, url_prefix=CASE)
mailing_bp = Blueprint("mailings", __name__, url_prefix=f"{CASE}{ONE}/mailing")

YEARS = range(1900, 2101)
POLL_SECONDS = 3


def news_day(text: str) -> date:
    """Return a day as browsers send it, 2026-11-24; raise ValueError where it is none."""
    day = values.day(text)
    if day.year not in YEARS:
        raise ValueError
    return day


def _stripped_lines(text: str | None) -> str:
    """Return a text as it is stored, and counted: browsers send two characters for a new line."""
    return without_nul(text).replace("\r\n", "\n").replace("\r", "\n").strip()


def one_line(text: str | None) -> str:
    """Return a headline as it is stored: spaces for line breaks."""
    return " ".join(without_nul(text).split())


class UpdateForm(SiteForm):
    """Dated news; `seen` is the digest of what it was opened with."""

    dated = StringField(
        _l("Day"),
        [Checked(news_day, _l("Enter the day of the news, such as 2026-11-24."))],
        filters=[without_nul],
        default="",
    )
    title = StringField(
        _l("Headline"),
        [
            Length(
                max=HEADLINE_CHARACTERS,
                message=_l("The headline is longer than 120 characters. Please shorten it."),
            ),
        ],
        filters=[one_line],
        default="",
    )
    text = TextAreaField(
        _l("What happened"),
        [
            DataRequired(_l("Write what happened.")),
            Length(
                max=UPDATE_CHARACTERS,
                message=_l("The text is longer than 10,000 characters. Please shorten it."),
            ),
            without_pictures,
        ],
        filters=[_stripped_lines],
        default="",
    )
    seen = StringField(filters=[without_nul], default="")

    def preview(self, campaign: Campaign) -> Markup:
        """Return the HTML of what was typed, as far as it may be long."""
        return _shown((self.text.data or "")[:UPDATE_CHARACTERS], campaign)

    @property
    def day(self) -> date:
        """Return the day; only after the form was found valid."""
        return news_day(self.dated.data or "")


@bp.get("/updates")
@bp.post("/updates", endpoint="add")
@requires(EDITOR, typed=True)
def updates(slug: str) -> ResponseReturnValue:
    """List the updates; put a new one into the timeline, or show how it will look."""
    campaign = campaign_or_404(slug)
    if request.method == "POST":
        form, is_preview = UpdateForm(request.form), request.form.get("do") == "preview"
        if not is_preview and form.validate():
            text, title = form.text.data or "", form.title.data or ""
            operations.add_update(slug, form.day, text, title=title, actor=organiser().email)
            return redirect(url_for(".updates", slug=slug, done="added"), 303)
        status = 200 if is_preview else 422
    else:
        form, status = UpdateForm(formdata=None, dated=campaign.today.isoformat()), 200
    page = render_template(
        "desk/news/updates.html",
        campaign=campaign,
        updates=[
            (update, _shown(update.text, campaign), mail) for update, mail in updates_of(campaign)
        ],
        form=form,
        shown=form.preview(campaign),
        most=UPDATE_CHARACTERS,
    )
    return page, status


@bp.get(ONE)
@requires(EDITOR)
def update(slug: str, update_id: int) -> ResponseReturnValue:
    """Show one update with a form to change it."""
    campaign = campaign_or_404(slug)
    update = update_or_404(campaign, update_id)
    form = UpdateForm(
        formdata=None,
        dated=update.dated.isoformat(),
        title=update.title,
        text=update.text,
        seen=text_digest(update).hex(),
    )
    return _update_page(campaign, update, form)


@bp.post(ONE)
@requires(EDITOR, typed=True)
def change(slug: str, update_id: int) -> ResponseReturnValue:
    """Change an update, or show how it will look. What is being mailed just now has to stop first.

    Where somebody else changed it meanwhile, both texts are shown.
    """
    campaign = campaign_or_404(slug)
    update, form = update_or_404(campaign, update_id), UpdateForm(request.form)
    if request.form.get("do") == "preview":
        return _update_page(campaign, update, form)
    if not form.validate() or _is_going(update):
        return _update_page(campaign, update, form), 422
    text, title, seen = (field.data or "" for field in (form.text, form.title, form.seen))
    actor = organiser().email
    try:
        operations.change_update(slug, update_id, seen, form.day, text, title=title, actor=actor)
    except UpdateChanged as changed:
        form.seen.data = text_digest(changed.update).hex()
        return _update_page(campaign, changed.update, form, is_stale=True), 422
    return redirect(url_for(".updates", slug=slug, done="changed"), 303)


def _shown(text: str, campaign: Campaign) -> Markup:
    """Return news as its page shows it, with links that lead from anywhere."""
    return as_html(text, absolute_address("public.campaign", slug=campaign.slug))


def _update_page(
    campaign: Campaign, update: Update, form: UpdateForm, *, is_stale: bool = False
) -> str:
    return render_template(
        "desk/news/update.html",
        campaign=campaign,
        update=update,
        form=form,
        shown=form.preview(campaign),
        most=UPDATE_CHARACTERS,
        is_going=_is_going(update),
        is_stale=is_stale,
    )


@bp.route(f"{ONE}/remove", methods=["GET", "POST"])
@requires(EDITOR)
def remove(slug: str, update_id: int) -> ResponseReturnValue:
    """Remove the update from the timeline, once the editor has confirmed it."""
    if request.method == "POST":
        operations.remove_update(slug, update_id, actor=organiser().email)
        return redirect(url_for(".updates", slug=slug, done="removed"), 303)
    campaign = campaign_or_404(slug)
    update = update_or_404(campaign, update_id)
    return render_template(
        "desk/news/update_remove.html",
        campaign=campaign,
        update=update,
        shown=_shown(update.text, campaign),
        is_going=_is_going(update),
    )


def _is_going(update: Update) -> bool:
    mailing = mailing_of(update)
    return mailing is not None and mailing.state == GOING


@bp.errorhandler(UnknownUpdate)
@mailing_bp.errorhandler(UnknownUpdate)
def unknown(_problem: UnknownUpdate) -> ResponseReturnValue:
    """Say that there is no such update; somebody may just have removed it."""
    return current_app.handle_http_exception(NotFound())


@mailing_bp.get("")
@requires(EDITOR)
def mailing(slug: str, update_id: int) -> ResponseReturnValue:
    """Show what comes next: the preview, the number of receivers, or how far it is."""
    return _mailing_page(slug, update_id)


@mailing_bp.get("/progress")
@requires(EDITOR, live=True)
def progress_part(slug: str, update_id: int) -> ResponseReturnValue:
    """Show how far it is, for the page that asks every few seconds."""
    campaign = campaign_or_404(slug)
    update = update_or_404(campaign, update_id)
    mailing = mailing_of(update)
    if mailing is None or mailing.state == PREVIEWED:
        abort(404)
    return render_template(
        "desk/news/_mailing_progress.html",
        campaign=campaign,
        update=update,
        mailing=mailing,
        progress=progress(mailing),
        is_current=True,
    )


@mailing_bp.post("/preview")
@requires(EDITOR)
def preview(slug: str, update_id: int) -> ResponseReturnValue:
    """Mail it to the organiser alone."""
    mailings.preview(slug, update_id, organiser().id)
    return _back(slug, update_id, "preview")


@mailing_bp.post("/start")
@requires(EDITOR, proof=True)
def start(slug: str, update_id: int) -> ResponseReturnValue:
    """Mail it to as many people as the page has shown; else show the new number."""
    number = row_number(request.form.get("receivers")) or 0
    try:
        mailings.start(slug, update_id, number, actor=organiser().email)
    except ReceiversChanged:
        return _mailing_page(slug, update_id, trouble="receivers"), 422
    return _back(slug, update_id, "start")


@mailing_bp.post("/stop")
@requires(EDITOR)
def stop(slug: str, update_id: int) -> ResponseReturnValue:
    """Keep back what is not sent yet."""
    mailings.stop(slug, update_id, actor=organiser().email)
    return _back(slug, update_id, "stop")


@mailing_bp.post("/resume")
@requires(EDITOR, proof=True)
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
    return _mailing_page(given["slug"], given["update_id"], trouble=trouble), 422


def _mailing_page(slug: str, update_id: int, *, trouble: str = "") -> str:
    campaign = campaign_or_404(slug)
    update = update_or_404(campaign, update_id)
    mailing = mailing_of(update)
    has_begun = mailing is not None and mailing.state != PREVIEWED
    return render_template(
        "desk/news/mailing.html",
        campaign=campaign,
        update=update,
        mailing=mailing,
        has_begun=has_begun,
        is_current=mailing is not None and mailing.text_digest == text_digest(update),
        receivers=0 if has_begun else number_of_news_receivers(campaign.id),
        progress=progress(mailing) if mailing and has_begun else None,
        poll_seconds=POLL_SECONDS,
        trouble=trouble,
    )


def _back(slug: str, update_id: int, done: str) -> ResponseReturnValue:
    return redirect(url_for(".mailing", slug=slug, update_id=update_id, done=done), 303)
