"""Paste or upload a text, review what was read of it; make a draft, or news of a campaign."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import TextAreaField

from petitions.accounts.access import organiser, requires
from petitions.accounts.models import EDITOR
from petitions.campaigns.drafts import UpdateDraft
from petitions.campaigns.editing.targets import apply_update
from petitions.campaigns.operations import ChangedMeanwhile, create_at_free_slug
from petitions.campaigns.queries import WHOLE, campaign_or_404
from petitions.campaigns.values import CONTROL
from petitions.desk.editor.forms import NewForm
from petitions.desk.editor.page import new_page
from petitions.desk.importing import labels
from petitions.desk.importing.draft import as_markdown, draft_of, known_slug
from petitions.desk.importing.forms import DraftForm
from petitions.desk.importing.lines import Pressed, pressed
from petitions.desk.importing.review import review_page
from petitions.desk.importing.update import (
    changes_of,
    compare,
    update_page,
    versions_of,
)
from petitions.desk.news.views import UpdateForm
from petitions.urgent_actions.models import UrgentAction
from petitions.urgent_actions.parse import NotAnUrgentAction, parse
from petitions.urgent_actions.readers.labels import language_of
from petitions.urgent_actions.uploads import UPLOAD_BYTES, UnreadableFile, text_of
from petitions.web.forms import SiteForm

TEXT_CHARACTERS = 300_000
# The longest text in letters of three bytes, once as it came and once as it was read.
MAX_BYTES, MAX_PARTS = UPLOAD_BYTES + 6_000_000, 5_000
NOTHING = _l("Paste a text, or choose a file.")
BOTH = _l("Here is a text, and a file as well. Please give one of the two.")
MAY_BE_NONE = _l("This may be no Urgent Action; read it all the same?")

bp = Blueprint("importing", __name__, url_prefix="/organise/campaigns/import")


@dataclass
class Unusable(Exception):
    """There is nothing to review; `words` say why, `text` is what there is of it."""

    words: LazyString
    text: str = ""


@dataclass
class Doubtful(Exception):
    """A text that may be no Urgent Action; `looked_for` are the names of what it lacks."""

    text: str
    looked_for: list[str]


class PasteForm(SiteForm):
    """A text to read; the file beside it is no field, since browsers never give it back."""

    text = TextAreaField(_l("Text of the Urgent Action"), default="")


@bp.url_value_preprocessor
def _allow_long_forms(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Accept files and long texts, before anything reads the form."""
    request.max_content_length = request.max_form_memory_size = MAX_BYTES
    request.max_form_parts = MAX_PARTS


@bp.get("")
@requires(EDITOR)
def begin() -> ResponseReturnValue:
    """Ask for a text or a file."""
    return _paste_page()


@bp.post("")
@requires(EDITOR, typed=True)
def read() -> ResponseReturnValue:
    """Show what was read, to be reviewed; nothing is stored yet.

    Where the case is already here, its news come first, unless it shall be one `of_its_own`.
    What may be none is read `anyway` once the editor said so, or goes along to an `empty` one.
    """
    try:
        text = _text_of_request()
        if request.form.get("empty"):
            typed = {"language": language_of(text) or "", "story": as_markdown(text)}
            return new_page(NewForm.typed(MultiDict(typed), ""))
        action = _parsed(text)
    except Unusable as problem:
        return _paste_page(problem), 422
    except Doubtful as doubt:
        return _paste_page(doubt=doubt), 422
    known = known_slug(action.ua_number)
    if known and not request.form.get("of_its_own"):
        return update_page(campaign_or_404(known, *WHOLE), action)
    return review_page(action)


@bp.post("/save")
@requires(EDITOR, typed=True)
def save() -> ResponseReturnValue:
    """Make a draft of the form as it was reviewed."""
    forms = DraftForm.typed(request.form)
    if not forms.validate():
        return review_page(_parse_source(), forms, Pressed(request.form)), 422
    slug = create_at_free_slug(forms.draft(), actor=organiser().email)
    return redirect(url_for("editor.edit", slug=slug, imported="y"), 303)


@bp.post("/letters")
@requires(EDITOR, typed=True)
def letters() -> ResponseReturnValue:
    """Show the form as it was typed, and the letters that it makes; nothing is stored.

    The button of a line of the text changes the form before.
    """
    action = _parse_source()
    last = pressed(request.form, action)
    forms = DraftForm.typed(last.form)
    status = 200 if forms.validate() else 422
    return review_page(action, forms, last), status


@bp.post("/update/<slug>")
@requires(EDITOR, typed=True)
def update(slug: str) -> ResponseReturnValue:
    """Put the news into the timeline, with all that was ticked; or show what changed meanwhile."""
    campaign = campaign_or_404(slug, *WHOLE)
    action, form = _parse_source(), UpdateForm(request.form)
    ticked = set(request.form.getlist("take"))
    if not form.validate():
        return update_page(campaign, action, form, ticked), 422
    comparison = compare(campaign, draft_of(action))
    try:
        if not ticked <= comparison.ticks:
            raise ChangedMeanwhile
        seen = {
            part: request.form.get(f"version-{part}", -1, type=int)
            for part in versions_of(campaign)
        }
        changes = changes_of(comparison, ticked)
        news = UpdateDraft(form.day, form.text.data or "", form.title.data or "")
        apply_update(slug, news, changes, seen, actor=organiser().email)
    except ChangedMeanwhile:
        current = campaign_or_404(slug, *WHOLE)
        return update_page(current, action, form, ticked, is_stale=True), 409
    return redirect(url_for("news.updates", slug=slug, done="taken"), 303)


@bp.errorhandler(413)
def _too_large(_error: Exception) -> ResponseReturnValue:
    return _paste_page(Unusable(labels.UNREADABLE["too-large"])), 413


def _paste_page(problem: Unusable | None = None, doubt: Doubtful | None = None) -> str:
    about = problem or doubt
    form = PasteForm(formdata=None, text=about.text if about else "")
    if problem:
        form.text.errors = [problem.words]
    return render_template(
        "desk/importing/paste.html",
        form=form,
        question=MAY_BE_NONE if doubt else "",
        looked_for=doubt.looked_for if doubt else [],
    )


def _text_of_request() -> str:
    """Return the text that came, or that of the file.

    Raises:
        Unusable: with words for the page.

    """
    upload: Any = request.files.get("file")
    text: str = request.form.get("text", "")
    if upload and upload.filename:
        if text.strip():
            raise Unusable(BOTH, _printable(text)[:TEXT_CHARACTERS])
        try:
            text = text_of(upload.read(UPLOAD_BYTES + 1), upload.filename)
        except UnreadableFile as problem:
            raise Unusable(labels.UNREADABLE[problem.why]) from problem
    text = _printable(text)
    if not text.strip():
        raise Unusable(NOTHING)
    if len(text) > TEXT_CHARACTERS:
        raise Unusable(labels.UNREADABLE["too-large"], text[:TEXT_CHARACTERS])
    return text


def _parsed(text: str) -> UrgentAction:
    """Return what a text says.

    Raises:
        Doubtful: it may be no Urgent Action, and nobody has said that it is one.

    """
    try:
        return parse(text, anyway=bool(request.form.get("anyway")))
    except NotAnUrgentAction as problem:
        looked_for = [labels.field_name(key) for key in problem.looked_for]
        raise Doubtful(text, looked_for) from problem


def _parse_source() -> UrgentAction:
    """Read the text that travels with a form, which was found worth reading before."""
    return parse(_printable(request.form.get("source", ""))[:TEXT_CHARACTERS], anyway=True)


def _printable(text: str) -> str:
    """Return the text without what a page cannot give back."""
    return CONTROL.sub("", text.replace("\f", "\n").replace("\v", "\n"))
