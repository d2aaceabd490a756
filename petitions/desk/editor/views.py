"""The campaign editor: one page, whose sections save on their own; targets are sections, too."""

from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from petitions.accounts.access import organiser, requires
from petitions.accounts.models import EDITOR
from petitions.accounts.proof import require_fresh_proof
from petitions.campaigns.drafts import CampaignDraft, ContactDraft
from petitions.campaigns.editing import operations
from petitions.campaigns.editing import targets as editing
from petitions.campaigns.models import Campaign, Target
from petitions.campaigns.operations import ChangedMeanwhile, SlugTaken, create_at_free_slug
from petitions.campaigns.queries import WHOLE, campaign_or_404
from petitions.campaigns.values import slug_of
from petitions.desk.editor.forms import NewForm
from petitions.desk.editor.page import PARTS, Refused, Section, editor_page, new_page, refused
from petitions.desk.editor.part_form import RowAction
from petitions.desk.editor.target_forms import NewTargetForm, target_form
from petitions.web.i18n import DEFAULT_LANGUAGE

bp = Blueprint("editor", __name__, url_prefix="/organise/campaigns")
targets_bp = Blueprint("targets", __name__, url_prefix="/organise/campaigns/<slug>/targets")

# A story in Arabic or Thai is nine times as long on its way here as it is to read.
MAX_FORM_BYTES, MAX_FORM_PARTS = 1_000_000, 1_000


# Before anything reads the form.
@bp.url_value_preprocessor
@targets_bp.url_value_preprocessor
def accept_long_forms(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Accept forms that are as long as a story."""
    request.max_content_length = request.max_form_memory_size = MAX_FORM_BYTES
    request.max_form_parts = MAX_FORM_PARTS


@bp.route("/new", methods=["GET", "POST"])
@requires(EDITOR, typed=True)
def new() -> ResponseReturnValue:
    """Ask for the little that a draft needs, make it, and go on in the editor."""
    is_sent = request.method == "POST"
    form = NewForm.typed(request.form if is_sent else MultiDict({"language": DEFAULT_LANGUAGE}), "")
    if is_sent and form.validate():
        draft = CampaignDraft(
            slug=slug_of(form.title.data or ""),
            **form.values(),
            summary="",
            pledge="",
            demands=[],
            targets=[],
        )
        slug = create_at_free_slug(draft, actor=organiser().email)
        return redirect(url_for(".edit", slug=slug), 303)
    return new_page(form), 422 if is_sent else 200


@bp.get("/<slug>")
@requires(EDITOR)
def edit(slug: str) -> ResponseReturnValue:
    """Show the campaign with a form for each section."""
    campaign = campaign_or_404(slug, *WHOLE)
    return editor_page(
        campaign,
        saved=request.args.get("saved", ""),
        focus=request.args.get("focus", ""),
        removal=request.args.get("removed", 0, type=int),
        is_imported=bool(request.args.get("imported")),
    )


@bp.post("/<slug>/<any(basics, story, demands, dates, sources, copies, safety):part>")
@requires(EDITOR, typed=True)
def save(slug: str, part: str) -> ResponseReturnValue:
    """Save one section."""
    campaign = campaign_or_404(slug)
    section = _typed_section(campaign, part)
    form, version = section.form, section.version
    if not form.validate():
        return editor_page(campaign, section), 422
    if part == "dates" and form.values()["keep_days"] < campaign.keep_days:
        require_fresh_proof()  # names are erased sooner
    action = RowAction.parse(request.form.get("do"))
    rows, focus = form.rows_after(action)
    actor, removed = organiser().email, None
    try:
        if part == "demands":
            drafts = [operations.DemandDraft(row["id"], row["text"]) for row in rows]
            restore = action.index if action.verb == "restore" else None
            removed = operations.save_demands(slug, version, drafts, actor=actor, restore=restore)
        else:
            values = form.values() | ({form.rows: rows} if form.rows else {})
            operations.save(slug, part, version, values, actor=actor)
    except Refused as reason:
        return refused(campaign, section, reason)
    return _back_to(slug, part, focus, removed)


@bp.post("/<slug>/story/preview")
@requires(EDITOR, typed=True)
def preview_story(slug: str) -> ResponseReturnValue:
    """Show a story as visitors will see it; nothing is saved."""
    campaign = campaign_or_404(slug)
    section = _typed_section(campaign, "story")
    status = 200 if section.form.validate() else 422
    return editor_page(campaign, section), status


@bp.post("/<slug>/address")
@requires(EDITOR, typed=True)
def rename(slug: str) -> ResponseReturnValue:
    """Give a draft another address."""
    campaign = campaign_or_404(slug)
    section = _typed_section(campaign, "address")
    if not section.form.validate():
        return editor_page(campaign, section), 422
    new_slug = section.form["slug"].data
    try:
        operations.rename(slug, section.version, new_slug, actor=organiser().email)
    except operations.NoDraft:
        abort(404)
    except SlugTaken:
        section.form.add_error("slug", _("Another campaign has this address. Choose another."))
        return editor_page(campaign_or_404(slug), section), 422
    except Refused as reason:
        return refused(campaign, section, reason)
    return _back_to(new_slug, "address")


@targets_bp.post("", endpoint="add")
@requires(EDITOR, typed=True)
def add_target(slug: str) -> ResponseReturnValue:
    """Add an official at the end."""
    campaign = campaign_or_404(slug)
    form = NewTargetForm.typed(request.form, "targets-")
    name, role = form["name"].data, form["role"].data
    if form.validate() and not (name or role):
        form.add_error("name", _("Write a name or an office."))
    if form.mistakes():
        return editor_page(campaign, new_target=form), 422
    target_slug = slug_of(role or name)
    target_id = editing.add_target(slug, name, role, target_slug, actor=organiser().email)
    return _back_to(slug, editing.target_part(target_id))


@targets_bp.post("/<int:number>", endpoint="save")
@requires(EDITOR, typed=True)
def save_target(slug: str, number: int) -> ResponseReturnValue:
    """Save what is known of a target."""
    campaign, target = _target_or_404(slug, number)
    section = _typed_section(campaign, editing.target_part(number), target)
    if not section.form.validate():
        return editor_page(campaign, section), 422
    rows, focus = section.form.rows_after(RowAction.parse(request.form.get("do")))
    try:
        editing.save_target(
            slug,
            number,
            section.version,
            section.form.values(),
            [ContactDraft(**row) for row in rows],
            actor=organiser().email,
        )
    except SlugTaken:
        section.form.add_error("slug", _("Another official has this address. Choose another."))
        return editor_page(campaign_or_404(slug), section), 422
    except Refused as reason:
        return refused(campaign, section, reason)
    return _back_to(slug, section.name, focus)


@targets_bp.post("/<int:number>/<any(up, down):way>", endpoint="move")
@requires(EDITOR)
def move_target(slug: str, number: int, way: str) -> ResponseReturnValue:
    """Move a target by one."""
    _target_or_404(slug, number)
    editing.move_target(slug, number, 1 if way == "down" else -1, actor=organiser().email)
    return _back_to(slug, editing.target_part(number))


@targets_bp.route("/<int:number>/remove", methods=["GET", "POST"], endpoint="remove")
@requires(EDITOR)
def remove_target(slug: str, number: int) -> ResponseReturnValue:
    """Remove a target and its contacts, once the editor has confirmed it."""
    campaign, target = _target_or_404(slug, number)
    trouble, status = "", 200
    if request.method == "POST":
        version = request.form.get("version", -1, type=int)
        try:
            editing.remove_target(slug, number, version, actor=organiser().email)
        except ChangedMeanwhile:
            trouble, status = "changed", 409
        except operations.StillNeeded:
            trouble, status = "needed", 422
        except editing.UnknownTarget:
            abort(404)
        else:
            return _back_to(slug, "targets")
    page = render_template(
        "desk/editor/remove_target.html",
        campaign=campaign,
        target=target,
        version=campaign.versions.get(editing.target_part(number), 0),
        trouble=trouble,
    )
    return page, status


def _typed_section(campaign: Campaign, name: str, target: Target | None = None) -> Section:
    """Return a section as an editor sent it."""
    form_class = target_form(campaign) if target else PARTS[name][1]
    form = form_class.typed(request.form, f"{name}-")
    version = request.form.get("version", -1, type=int)
    return Section(campaign, name, form, version, target, is_unsaved=True)


def _back_to(
    slug: str, name: str, focus: str = "", removed: int | None = None
) -> ResponseReturnValue:
    """Send back to a section that was saved."""
    address = url_for(
        "editor.edit",
        slug=slug,
        saved=name,
        # Browsers look at the anchor rather than at what has the focus.
        _anchor=None if focus else f"section-{name}",
        focus=focus or None,
        removed=removed,
    )
    return redirect(address, 303)


def _target_or_404(slug: str, number: int) -> tuple[Campaign, Target]:
    campaign = campaign_or_404(slug)
    target = next((target for target in campaign.targets if target.id == number), None)
    return (campaign, target) if target else abort(404)
