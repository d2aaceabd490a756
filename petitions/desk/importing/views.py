"""Paste or upload a text, review what was read of it, make a draft."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from petitions.accounts.access import organiser, requires
from petitions.accounts.models import EDITOR
from petitions.campaigns.editing.beginning import create_where_free
from petitions.campaigns.queries import WHOLE, campaign_or_404
from petitions.desk.importing.find_existing import known_slug
from petitions.desk.importing.forms import DraftForm
from petitions.desk.importing.labels import unreadable_words
from petitions.desk.importing.reading import (
    PasteForm,
    Unusable,
    make_room,
    read_again,
    read_request,
)
from petitions.desk.importing.review import review_page
from petitions.desk.importing.updating import update_page

bp = Blueprint("importing", __name__, url_prefix="/organise/campaigns/import")


make_room(bp)


@bp.get("")
@requires(EDITOR)
def begin() -> ResponseReturnValue:
    """Ask for a text or a file."""
    return _paste_page(PasteForm(formdata=None))


@bp.post("")
@requires(EDITOR)
def read() -> ResponseReturnValue:
    """Show what was read, to be reviewed; nothing is stored yet.

    Where the case is already here, its news come first, unless it shall be one `of_its_own`.
    """
    try:
        action = read_request()
    except Unusable as problem:
        form = PasteForm(formdata=None, text=problem.text)
        form.complain(problem.words)
        return _paste_page(form, problem.looked_for), 422
    known = known_slug(action.ua_number)
    if known and not request.form.get("of_its_own"):
        return update_page(campaign_or_404(known, *WHOLE).campaign, action)
    return review_page(action)


@bp.post("/save")
@requires(EDITOR)
def save() -> ResponseReturnValue:
    """Make a draft of the form as it was reviewed."""
    forms = DraftForm.typed(request.form)
    if not forms.validate():
        return review_page(read_again(), forms), 422
    slug = create_where_free(forms.draft(), actor=organiser().email)
    return redirect(url_for("editor.edit", slug=slug, imported="y"), 303)


@bp.errorhandler(413)
def _too_large(_error: Exception) -> ResponseReturnValue:
    form = PasteForm(formdata=None)
    form.complain(unreadable_words("too-large"))
    return _paste_page(form), 413


def _paste_page(form: PasteForm, looked_for: list[str] | None = None) -> str:
    return render_template("desk/importing/paste.html", form=form, looked_for=looked_for or [])
