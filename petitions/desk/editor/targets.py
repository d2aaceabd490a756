"""Targets, in the editor: add, save, move, remove."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from petitions.accounts.access import organiser, requires
from petitions.accounts.models import EDITOR
from petitions.campaigns.editing import targets as editing
from petitions.campaigns.editing.operations import StillNeeded
from petitions.campaigns.models import Campaign, Target
from petitions.campaigns.operations import ChangedMeanwhile
from petitions.campaigns.pages import campaign_or_404
from petitions.campaigns.values import slug_of
from petitions.desk.editor.page import back_to, editor_page, make_room, save_part, typed_section
from petitions.desk.editor.target_forms import NewTargetForm, contacts_of

bp = Blueprint("targets", __name__, url_prefix="/organise/campaigns/<slug>/targets")
make_room(bp)


@bp.post("")
@requires(EDITOR, typed=True)
def add(slug: str) -> ResponseReturnValue:
    """Add a target at the end."""
    campaign = campaign_or_404(slug)
    form = NewTargetForm.typed(request.form, "targets-")
    name, role = form["name"].data, form["role"].data
    if form.validate() and not (name or role):
        form.complain("name", _("Write a name or an office."))
    if form.mistakes():
        return editor_page(campaign, new_target=form), 422
    number = editing.add_target(slug, name, role, slug_of(role or name), actor=organiser().email)
    return back_to(slug, editing.target_part(number))


@bp.post("/<int:number>")
@requires(EDITOR, typed=True)
def save(slug: str, number: int) -> ResponseReturnValue:
    """Save what is known of a target."""
    campaign, target = _target_or_404(slug, number)
    section = typed_section(campaign, editing.target_part(number), target)

    def store(version: int, rows: list[dict[str, str]]) -> None:
        values, contacts = section.form.values(), contacts_of(rows)
        editing.save_target(slug, number, version, values, contacts, actor=organiser().email)

    return save_part(campaign, section, store)


@bp.post("/<int:number>/<any(up, down):way>")
@requires(EDITOR)
def move(slug: str, number: int, way: str) -> ResponseReturnValue:
    """Move a target by one."""
    _target_or_404(slug, number)
    editing.move_target(slug, number, 1 if way == "down" else -1, actor=organiser().email)
    return back_to(slug, editing.target_part(number))


@bp.get("/<int:number>/remove")
@requires(EDITOR)
def ask(slug: str, number: int) -> ResponseReturnValue:
    """Ask whether to remove a target."""
    return _remove_page(*_target_or_404(slug, number))


@bp.post("/<int:number>/remove")
@requires(EDITOR)
def remove(slug: str, number: int) -> ResponseReturnValue:
    """Remove a target and its contacts."""
    campaign, target = _target_or_404(slug, number)
    version = request.form.get("version", -1, type=int)
    try:
        editing.remove_target(slug, number, version, actor=organiser().email)
    except ChangedMeanwhile:
        return _remove_page(campaign, target, "changed"), 409
    except StillNeeded:
        return _remove_page(campaign, target, "needed"), 422
    except editing.UnknownTarget:
        abort(404)
    return redirect(
        url_for("editor.edit", slug=slug, saved="targets", _anchor="section-targets"), 303
    )


def _target_or_404(slug: str, number: int) -> tuple[Campaign, Target]:
    campaign = campaign_or_404(slug)
    found = [target for target in campaign.targets if target.id == number]
    if not found:
        abort(404)
    return campaign, found[0]


def _remove_page(campaign: Campaign, target: Target, trouble: str = "") -> str:
    return render_template(
        "desk/editor/remove_target.html",
        campaign=campaign,
        target=target,
        version=campaign.versions.get(editing.target_part(target.id), 0),
        trouble=trouble,
    )
