"""The campaign editor: one page with one form; every section that is right is saved."""

from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from petitions.accounts.access import organiser, requires
from petitions.accounts.models import EDITOR
from petitions.accounts.proof import require_fresh_proof
from petitions.campaigns import operations as campaigns
from petitions.campaigns.drafts import CampaignDraft
from petitions.campaigns.models import DRAFT, OPEN
from petitions.campaigns.operations import ChangedMeanwhile, Incomplete, create_at_free_slug
from petitions.campaigns.queries import WHOLE, campaign_or_404
from petitions.campaigns.values import slug_of
from petitions.db import rehearsal
from petitions.desk import preview
from petitions.desk.editor.forms import NewForm
from petitions.desk.editor.page import Editing, editor_page, new_page
from petitions.desk.editor.saving import (
    DISCARD,
    DUPLICATE,
    PUBLISH,
    PressedButton,
    discard,
    erases_sooner,
    keep,
    kept_editing,
    save_all,
)
from petitions.web.i18n import DEFAULT_LANGUAGE
from petitions.web.page_cache import clear_page_cache

bp = Blueprint("editor", __name__, url_prefix="/organise/campaigns")

# A story in Arabic or Thai is three times as long on its way here as it is to read.
MAX_FORM_BYTES, MAX_FORM_PARTS = 2_000_000, 5_000
TITLE_CHARACTERS = 200


# Before anything reads the form.
@bp.url_value_preprocessor
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
    """Show the campaign with all its sections, and what was typed last time and is not saved."""
    campaign = campaign_or_404(slug, *WHOLE)
    editing = kept_editing(campaign, organiser().id)
    editing.saved = request.args.get("saved", "").split()
    editing.focus = request.args.get("focus", "")
    editing.removal = request.args.get("removed", 0, type=int)
    editing.is_imported = bool(request.args.get("imported"))
    editing.is_unfit = bool(request.args.get("unfit"))
    return editor_page(campaign, editing)


@bp.post("/<slug>")
@requires(EDITOR, typed=True)
def save(slug: str) -> ResponseReturnValue:
    """Save every section that is right; the others come back as they were typed."""
    campaign = campaign_or_404(slug, *WHOLE)
    pressed = PressedButton.parse(request.form.get("do"))
    if pressed == DISCARD:
        discard(campaign.id, organiser().id)
        return redirect(url_for(".edit", slug=slug), 303)
    if erases_sooner(campaign, request.form):
        require_fresh_proof()
    done = save_all(campaign, request.form, pressed, actor=organiser())
    if done.editing.has_trouble:
        page = editor_page(campaign_or_404(done.slug, *WHOLE), done.editing)
        return page, 409 if done.is_conflict else 422
    if pressed == PUBLISH:
        return _publish(done.slug)
    if pressed == DUPLICATE:
        title = _("Copy of %(title)s", title=campaign_or_404(done.slug).title)[:TITLE_CHARACTERS]
        slug = campaigns.duplicate(done.slug, title, actor=organiser().email)
        return redirect(url_for(".edit", slug=slug), 303)
    return _back_to(done.slug, done.editing)


@bp.post("/<slug>/keep")
@requires(EDITOR, typed=True)
def keep_typed(slug: str) -> ResponseReturnValue:
    """Keep what stands in the form, for this organiser alone; nothing of the campaign changes."""
    keep(campaign_or_404(slug).id, organiser().id, request.form)
    return Response(status=204)


@bp.post("/<slug>/look")
@requires(EDITOR, typed=True)
def look(slug: str) -> ResponseReturnValue:
    """Show the page of the case with what stands in the form; nothing is stored."""
    campaign = campaign_or_404(slug, *WHOLE)
    typed = request.form
    with rehearsal():
        done = save_all(campaign, typed, PressedButton("look"), actor=organiser())
        return preview.page_of(done.slug)


@bp.get("/<slug>/published")
@requires(EDITOR)
def published(slug: str) -> ResponseReturnValue:
    """Say what to do with a campaign that has just been opened."""
    campaign = campaign_or_404(slug, *WHOLE)
    if campaign.state != OPEN:
        return redirect(url_for(".edit", slug=slug), 303)
    return render_template("desk/editor/published.html", campaign=campaign)


def _publish(slug: str) -> ResponseReturnValue:
    """Open what was just saved, if nothing is missing."""
    try:
        campaigns.change_state(slug, OPEN, "", actor=organiser().email, seen=DRAFT)
    except Incomplete:
        return redirect(url_for(".edit", slug=slug, unfit="y", _anchor="publish"), 303)
    except ChangedMeanwhile:  # somebody else has opened it
        return redirect(url_for("publishing.states", slug=slug), 303)
    clear_page_cache()
    return redirect(url_for(".published", slug=slug), 303)


def _back_to(slug: str, editing: Editing) -> ResponseReturnValue:
    """Send back to the page, where one was."""
    part = editing.focus.partition(":")
    address = url_for(
        ".edit",
        slug=slug,
        saved=" ".join(editing.saved) or None,
        # Browsers look at the anchor rather than at what has the focus.
        _anchor=f"section-{part[0]}" if part[0] and not part[2] else None,
        focus=editing.focus or None,
        removed=editing.removal or None,
    )
    return redirect(address, 303)
