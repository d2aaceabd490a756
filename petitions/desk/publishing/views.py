"""From a draft to the public, and on: what is missing, which state."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from petitions.accounts.access import organiser, requires
from petitions.accounts.models import EDITOR
from petitions.campaigns import operations
from petitions.campaigns.checklist import checklist
from petitions.campaigns.models import OPEN, STATES, Campaign
from petitions.campaigns.operations import ChangedMeanwhile, Incomplete
from petitions.campaigns.queries import WHOLE, campaign_or_404
from petitions.desk.publishing.forms import StateForm
from petitions.desk.publishing.states import NOT_PUBLIC, WORDS, possible

bp = Blueprint("publishing", __name__, url_prefix="/organise/campaigns/<slug>")


@bp.get("/state")
@requires(EDITOR)
def states(slug: str) -> ResponseReturnValue:
    """Show the state, what is missing or unusual, and a form for each state to choose."""
    return _page(slug)


@bp.post("/state")
@requires(EDITOR, typed=True)
def change(slug: str) -> ResponseReturnValue:
    """Put the campaign into another state, or change what visitors read of this one."""
    campaign_or_404(slug)
    form = StateForm(request.form)
    if not form.validate():
        return _page(slug, form), 422
    state, seen, update = form.state.data or "", form.seen.data or "", form.update.data
    actor = organiser().email
    try:
        operations.change_state(slug, state, form.words(), actor=actor, update=update, seen=seen)
    except ChangedMeanwhile:
        return _page(slug, form, is_stale=True), 409
    except Incomplete:
        return _page(slug, form), 422
    news = "y" if update and form.words() else None
    return redirect(url_for(".states", slug=slug, before=seen, news=news), 303)


def _page(slug: str, sent: StateForm | None = None, *, is_stale: bool = False) -> str:
    campaign = campaign_or_404(slug, *WHOLE)
    before = request.args.get("before")
    return render_template(
        "desk/publishing/states.html",
        campaign=campaign,
        checklist=checklist(campaign),
        words=WORDS,
        not_public=NOT_PUBLIC,
        sent=sent,
        is_stale=is_stale,
        forms=[_form(campaign, state, sent) for state in possible(campaign.state)],
        before=before if before in STATES and not sent else None,
        may_go_back=before == OPEN != campaign.state,
    )


def _form(campaign: Campaign, state: str, sent: StateForm | None) -> StateForm:
    """Return the form that leads to a state: as it was sent, or with the words that stand there."""
    if sent and sent.state.data == state:
        form = sent
    else:
        form = StateForm(formdata=None)
        form.note.data = campaign.state_note if state == campaign.state else ""
    form.state.data, form.seen.data = state, campaign.state
    form.note.id, form.update.id = f"note-{state}", f"update-{state}"
    form.note.label.text = WORDS[state].asks
    return form
