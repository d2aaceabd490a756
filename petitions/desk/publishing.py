"""From a draft to the public, on, and away again: the checklist, the states in words."""

import unicodedata
from typing import NamedTuple

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, HiddenField, RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than stubs
from wtforms.validators import ValidationError

from petitions.accounts.access import organiser, requires
from petitions.accounts.audit import last_entry
from petitions.accounts.models import ADMIN, EDITOR
from petitions.campaigns import operations, takedown
from petitions.campaigns.checklist import checklist
from petitions.campaigns.models import (
    CLOSED,
    DRAFT,
    OPEN,
    PAUSED,
    STATES,
    TAKEN_DOWN,
    WON,
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
from petitions.documents.content import Layout
from petitions.documents.signature_list import unshown_in
from petitions.web.forms import Clean, SiteForm, without_nul
from petitions.web.page_cache import clear_page_cache
from petitions.web.text import clean_text

bp = Blueprint("publishing", __name__, url_prefix="/organise/campaigns/<slug>")

NOTE_CHARACTERS = 1_000


class StateWords(NamedTuple):
    """What organisers read of a state.

    `is_now` says it, `done` what happens next; `heading`, `meaning`, `asks` and `button` make the
    form that leads there, `again` is the button that only changes the words.
    """

    is_now: LazyString
    done: LazyString
    heading: LazyString
    meaning: LazyString
    asks: LazyString
    button: LazyString
    again: LazyString


NOT_PUBLIC = _l("This campaign is a draft. Only organisers see it.")
WORDS = {
    OPEN: StateWords(
        _l("This campaign is open."),
        _l("Anyone can read it, sign and write to the officials."),
        _l("Open"),
        _l("Anyone can read the page, sign and write to the officials."),
        _l("A few words for the news (may stay empty)"),
        _l("Open this campaign"),
        _l("Open this campaign"),
    ),
    PAUSED: StateWords(
        _l("This campaign is paused."),
        _l("Visitors read why. Nobody can sign or write until you open it again."),
        _l("Pause for safety"),
        _l("Nobody can sign or write until you open it again."),
        _l("Why it is paused, for visitors (may stay empty where the page is hidden)"),
        _l("Pause for safety"),
        _l("Change the pause"),
    ),
    TAKEN_DOWN: StateWords(
        _l("This campaign is taken down."),
        _l("Its page and everything below it answer that they are not available, and no more."),
        _l("Take down"),
        _l(
            "The page and everything below its address disappear at once: files, feed, counter, "
            "links to write. Visitors read that the page is not available, and nothing else. "
            "Mails about it wait. Only an admin can bring it back."
        ),
        _l("Why, for organisers alone (may stay empty)"),
        _l("Take it down now"),
        _l("Take it down now"),
    ),
    WON: StateWords(
        _l("This campaign is won."),
        _l("Visitors read the good news. Nobody needs to sign or write any more."),
        _l("Won"),
        _l("The page stays and begins with the good news. Nobody signs or writes any more."),
        _l("The good news, for visitors"),
        _l("Mark as won"),
        _l("Change these words"),
    ),
    CLOSED: StateWords(
        _l("This campaign is closed."),
        _l("Visitors read why. Nobody can sign or write any more."),
        _l("Close"),
        _l("The page stays and says why. Nobody can sign or write any more."),
        _l("Why it is closed, for visitors"),
        _l("Close this campaign"),
        _l("Change these words"),
    ),
}
KEEP, HIDE = "keep", "hide"
HIDDEN_NOW = _l(
    "The page is hidden: it and everything below it answer that they are not available. Mails "
    "about it wait."
)


def possible(state: str) -> list[str]:
    """Return the states that a campaign can be put into; its own where its words can change."""
    if state == DRAFT:
        return [OPEN, TAKEN_DOWN]
    if state == TAKEN_DOWN:
        return []  # an admin brings it back, to what it was
    return [other for other in WORDS if (other, state) != (OPEN, OPEN)]


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
    """Show the state, what is missing or unusual, and a form for each state to choose."""
    return _states_page(slug)


@bp.post("/state")
@requires(EDITOR, typed=True, proof=True)
def change(slug: str) -> ResponseReturnValue:
    """Put the campaign into another state, or change what visitors read of this one."""
    campaign_or_404(slug)
    form = StateForm(request.form)
    if not form.validate():
        return _states_page(slug, form), 422
    try:
        _change_state(slug, form)
    except ChangedMeanwhile:
        return _states_page(slug, form, is_stale=True), 409
    except Incomplete:
        return _states_page(slug, form), 422
    clear_page_cache()
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
        operations.change_state(slug, state, note, actor=actor, update=update, hide=hide, seen=seen)


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
        forms=[_state_form(campaign, state, sent) for state in possible(campaign.state)],
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


def _state_form(campaign: Campaign, state: str, sent: StateForm | None) -> StateForm:
    """Return the form that leads to a state: as it was sent, or with the stored words."""
    if sent and sent.state.data == state:
        form = sent
    else:
        form = StateForm(formdata=None)
        form.note.data = campaign.state_note if state == campaign.state else ""
        form.page.data = HIDE if campaign.is_hidden else KEEP
    form.state.data, form.seen.data = state, campaign.state
    form.note.id, form.update.id, form.page.id = f"note-{state}", f"update-{state}", f"page-{state}"
    form.note.label.text = WORDS[state].asks
    return form
