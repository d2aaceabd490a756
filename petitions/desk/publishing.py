"""From a draft to the public, on, and away again: the checklist, and a question before each."""

import unicodedata

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, HiddenField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than stubs
from wtforms.validators import Length, ValidationError

from petitions.accounts.access import organiser, requires
from petitions.accounts.audit import last_entry
from petitions.accounts.models import ADMIN, EDITOR
from petitions.campaigns import operations, takedown
from petitions.campaigns.checklist import checklist
from petitions.campaigns.models import (
    DRAFT,
    HEADLINE_CHARACTERS,
    OPEN,
    PAUSED,
    STATES,
    TAKEN_DOWN,
    Campaign,
)
from petitions.campaigns.operations import (
    STATE_CHANGED,
    ChangedMeanwhile,
    Incomplete,
    NotADraft,
)
from petitions.campaigns.queries import WHOLE, campaign_or_404
from petitions.desk.editor.part_form import without_pictures
from petitions.desk.states import HIDDEN_NOW, NOT_PUBLIC, WORDS, possible, what_follows
from petitions.documents.content import Layout
from petitions.documents.signature_list import unshown_in
from petitions.signing.queries import number_of_news_receivers
from petitions.web.forms import Clean, SiteForm, without_nul
from petitions.web.page_cache import clear_page_cache
from petitions.web.text import clean_text

bp = Blueprint("publishing", __name__, url_prefix="/organise/campaigns/<slug>")

NOTE_CHARACTERS = 1_000


KEEP, HIDE = "keep", "hide"


class StateForm(SiteForm):
    """The next state, why, and which state the page showed when it was chosen."""

    state = HiddenField(filters=[without_nul], default="")
    seen = HiddenField(filters=[without_nul], default="")
    note = TextAreaField(
        validators=[
            Clean(
                clean_text,
                NOTE_CHARACTERS,
                _l("This is longer than 1000 characters. Please shorten it."),
            )
        ],
        filters=[without_nul],
        default="",
    )
    page = RadioField(  # type: ignore[call-arg]  # newer than stubs
        _l("What happens to the page"),
        choices=[
            SelectChoice(KEEP, _l("Keep it: visitors read why")),
            SelectChoice(HIDE, _l("Hide it: visitors read only that it is not available")),
        ],
        default=KEEP,
        invalid_choice_message=_l("Choose whether the page stays or is hidden."),
    )
    update = BooleanField(_l("Also write this as news in the timeline"))
    headline = StringField(
        _l("Headline of the news (may stay empty)"),
        [
            Length(
                max=HEADLINE_CHARACTERS,
                message=_l("The headline is longer than 120 characters. Please shorten it."),
            )
        ],
        filters=[without_nul, lambda text: " ".join(text.split())],
        default="",
    )

    def validate_state(self, field: Field) -> None:
        """Check that the state can follow the one that was seen; the operation compares that."""
        if field.data not in possible(self.seen.data or ""):
            raise ValidationError(_l("Choose one of the states below."))

    def validate_note(self, field: Field) -> None:
        """Require words where visitors read them, and for news."""
        is_silent = self.state.data in {OPEN, TAKEN_DOWN} or self.hides
        if not field.data and not is_silent:
            raise ValidationError(_l("Write a sentence: visitors read it at the top of the page."))
        if not field.data and self.update.data:
            raise ValidationError(_l("Write what the news should say, or leave the box empty."))
        if self.update.data:
            without_pictures(self, field)

    @property
    def hides(self) -> bool:
        """Return True if the campaign pauses without its page."""
        return self.state.data == PAUSED and self.page.data == HIDE


@bp.get("/state")
@requires(EDITOR)
def states(slug: str) -> ResponseReturnValue:
    """Show the state, what is missing or unusual, and what it can be next."""
    return _states_page(slug)


@bp.get("/state/<state>")
@requires(EDITOR)
def ask(slug: str, state: str) -> ResponseReturnValue:
    """Say what follows from a state, and ask for the words that visitors read."""
    campaign = campaign_or_404(slug, *WHOLE)
    if state not in WORDS:
        abort(404)
    if state not in possible(campaign.state) or (campaign.state == DRAFT and state == OPEN):
        return redirect(url_for(".states", slug=slug))
    form = StateForm(formdata=None)
    form.note.data = campaign.state_note if state == campaign.state else ""
    form.page.data = HIDE if campaign.is_hidden else KEEP
    form.state.data, form.seen.data = state, campaign.state
    return _question(campaign, form)


@bp.post("/state")
@requires(EDITOR, typed=True, proof=True)
def change(slug: str) -> ResponseReturnValue:
    """Put the campaign into another state, or change what visitors read of this one."""
    campaign = campaign_or_404(slug, *WHOLE)
    form = StateForm(request.form)
    if not form.validate():
        if "state" in form.errors:
            return _states_page(slug, form), 422
        if form.seen.data == campaign.state:
            return _question(campaign, form), 422
        return _states_page(slug, form, is_stale=True), 409
    try:
        _change_state(slug, form)
    except ChangedMeanwhile:
        return _states_page(slug, form, is_stale=True), 409
    except Incomplete:
        return _states_page(slug, form), 422
    clear_page_cache()
    if (form.seen.data, form.state.data) == (DRAFT, OPEN):
        return redirect(url_for("editor.published", slug=slug), 303)
    news = "y" if form.update.data and form.note.data else None
    return redirect(url_for(".states", slug=slug, before=form.seen.data, news=news), 303)


def _change_state(slug: str, form: StateForm) -> None:
    """Do what the form says."""
    state, note, seen = (field.data or "" for field in (form.state, form.note, form.seen))
    actor = organiser().email
    if state == TAKEN_DOWN:
        takedown.take_down(slug, note, actor=actor, seen=seen)
    else:
        update, hide = form.update.data, form.hides
        operations.change_state(
            slug,
            state,
            note,
            actor=actor,
            update=update,
            headline=form.headline.data or "",
            hide=hide,
            seen=seen,
        )


@bp.post("/bring-back")
@requires(ADMIN, proof=True)
def bring_back(slug: str) -> ResponseReturnValue:
    """Show the campaign to the public again, as it was before it was taken down."""
    campaign_or_404(slug)
    try:
        takedown.bring_back(slug, actor=organiser().email)
    except ChangedMeanwhile:
        return _states_page(slug, StateForm(formdata=None), is_stale=True), 409
    except Incomplete:
        form = StateForm(formdata=None)
        form.state.data = OPEN
        return _states_page(slug, form), 422
    clear_page_cache()
    return redirect(url_for(".states", slug=slug, before=TAKEN_DOWN), 303)


@bp.get("/delete")
@requires(EDITOR)
def delete_form(slug: str) -> ResponseReturnValue:
    """Ask whether to delete a draft; say of any other campaign that this cannot be done."""
    campaign = campaign_or_404(slug, *WHOLE)
    page = render_template("desk/publishing/delete.html", campaign=campaign)
    return page, 200 if campaign.state == DRAFT else 409


@bp.post("/delete")
@requires(EDITOR, proof=True)
def delete(slug: str) -> ResponseReturnValue:
    """Delete a draft for good."""
    campaign = campaign_or_404(slug, *WHOLE)
    try:
        takedown.delete_draft(slug, actor=organiser().email)
    except NotADraft:
        return render_template("desk/publishing/delete.html", campaign=campaign), 409
    return redirect(url_for("dashboard.overview", deleted="y"), 303)


def _question(campaign: Campaign, form: StateForm) -> str:
    """Return the page that asks whether a campaign shall get into a state."""
    state = form.state.data or ""
    form.note.id, form.update.id, form.page.id = f"note-{state}", f"update-{state}", f"page-{state}"
    form.note.label.text = WORDS[state].asks
    return render_template(
        "desk/publishing/question.html",
        campaign=campaign,
        form=form,
        state=state,
        words=WORDS[state],
        missing=checklist(campaign).missing if state == OPEN else [],
        follows=what_follows(campaign, state, number_of_news_receivers(campaign.id)),
    )


def _states_page(slug: str, sent: StateForm | None = None, *, is_stale: bool = False) -> str:
    campaign = campaign_or_404(slug, *WHOLE)
    before = request.args.get("before")
    return render_template(
        "desk/publishing/states.html",
        campaign=campaign,
        checklist=checklist(campaign),
        unshown=_unshown(campaign),
        words=WORDS,
        not_public=NOT_PUBLIC,
        hidden_now=HIDDEN_NOW,
        last_change=last_entry(STATE_CHANGED, f"campaign {slug}"),
        sent=sent,
        is_stale=is_stale,
        possible=possible(campaign.state),
        receivers=number_of_news_receivers(campaign.id) if "news" in request.args else 0,
        before=before if before in STATES and not sent else None,
        may_go_back=before == OPEN and campaign.state not in {OPEN, TAKEN_DOWN},
    )


def _unshown(campaign: Campaign) -> str:
    """Return the letters of a campaign that sheets, letters and pictures leave out."""
    texts = [campaign.title, campaign.summary, campaign.story]
    texts += [demand.text for demand in campaign.demands]
    texts += [update.text for update in campaign.updates]
    texts += [f"{one.name} {one.role} {one.address}" for one in campaign.targets]
    found = unshown_in(texts, Layout(campaign.language))
    return " ".join(sorted(one for one in found if unicodedata.category(one) not in {"Mn", "Cf"}))
