"""The campaign editor: one page, whose sections save on their own."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from petitions.accounts.access import organiser, requires
from petitions.accounts.models import EDITOR
from petitions.campaigns.drafts import CampaignDraft
from petitions.campaigns.editing import operations
from petitions.campaigns.operations import SlugTaken, create_at_free_slug
from petitions.campaigns.pages import campaign_or_404
from petitions.campaigns.queries import WHOLE
from petitions.campaigns.values import slug_of
from petitions.desk.editor.forms import NewForm
from petitions.desk.editor.lists import step_of
from petitions.desk.editor.page import editor_page, make_room, save_part, typed_section
from petitions.desk.editor.suggestions import languages
from petitions.web.i18n import DEFAULT_LANGUAGE

bp = Blueprint("editor", __name__, url_prefix="/organise/campaigns")
make_room(bp)


@bp.get("/new")
@requires(EDITOR)
def new() -> ResponseReturnValue:
    """Ask for the little that a draft needs."""
    return _new_page(NewForm.typed(MultiDict({"language": DEFAULT_LANGUAGE}), ""))


@bp.post("/new")
@requires(EDITOR, typed=True)
def make() -> ResponseReturnValue:
    """Make a draft, and go on in the editor."""
    form = NewForm.typed(request.form, "")
    if not form.validate():
        return _new_page(form), 422
    draft = CampaignDraft(
        slug=slug_of(form.title.data or ""),
        **form.values(),
        summary="",
        pledge="",
        story="",
        demands=[],
        targets=[],
    )
    slug = create_at_free_slug(draft, actor=organiser().email)
    return redirect(url_for(".edit", slug=slug), 303)


@bp.get("/<slug>")
@requires(EDITOR)
def edit(slug: str) -> ResponseReturnValue:
    """Show the campaign with a form for each section."""
    return editor_page(campaign_or_404(slug, *WHOLE))


@bp.post("/<slug>/<any(basics, story, demands, dates, sources, copies):part>")
@requires(EDITOR, typed=True)
def save(slug: str, part: str) -> ResponseReturnValue:
    """Save one section."""
    campaign = campaign_or_404(slug)
    section = typed_section(campaign, part)

    def store(version: int, rows: list[dict[str, str]]) -> int | None:
        if part == "demands":
            return _store_demands(slug, version, rows)
        form = section.form
        values = form.values() | ({form.rows: rows} if form.rows else {})
        operations.save(slug, part, version, values, actor=organiser().email)
        return None

    return save_part(campaign, section, store)


@bp.post("/<slug>/story/preview")
@requires(EDITOR, typed=True)
def preview_story(slug: str) -> ResponseReturnValue:
    """Show a story as visitors will see it; nothing is saved."""
    campaign = campaign_or_404(slug)
    section = typed_section(campaign, "story")
    status = 200 if section.form.validate() else 422
    return editor_page(campaign, section), status


@bp.post("/<slug>/address")
@requires(EDITOR, typed=True)
def rename(slug: str) -> ResponseReturnValue:
    """Give a draft another address."""
    campaign = campaign_or_404(slug)
    section = typed_section(campaign, "address")
    new_slug = section.form["slug"].data

    def store(version: int, _rows: list[dict[str, str]]) -> None:
        operations.rename(slug, version, new_slug, actor=organiser().email)

    try:
        return save_part(campaign, section, store)
    except operations.NoDraft:
        abort(404)
    except SlugTaken:
        section.form.complain("slug", _("Another campaign has this address. Choose another."))
        return editor_page(campaign_or_404(slug), section), 422


def _store_demands(slug: str, version: int, rows: list[dict[str, str]]) -> int | None:
    step = step_of(request.form.get("do"))
    demands = [operations.DemandDraft(_number(row["id"]), row["text"]) for row in rows]
    back = step.place if step.verb == "back" else None
    return operations.save_demands(slug, version, demands, actor=organiser().email, restore=back)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _new_page(form: NewForm) -> str:
    return render_template("desk/editor/new.html", form=form, languages=languages())
