"""The list of signatures: search, read, let comments through, remove and put back."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than stubs
from wtforms.validators import Length

from petitions.accounts.access import organiser, requires
from petitions.accounts.models import ADMIN
from petitions.campaigns.models import Campaign
from petitions.campaigns.queries import campaign_or_404
from petitions.signing import lookalikes, moderation
from petitions.signing.filters import (
    NO_NEWS,
    REMOVED,
    WANTS_NEWS,
    Filters,
    number_of,
    recent_removals,
    removable,
    signature_page,
)
from petitions.signing.models import (
    CONFIRMED,
    FULL,
    HIDDEN,
    INITIALS,
    PENDING,
    REASON_CHARACTERS,
    WITHDRAWN,
    Signature,
)
from petitions.signing.moderation import NoComment, SelectionChanged, TooLate, UnknownRemoval
from petitions.signing.queries import signature_of
from petitions.web.forms import Clean, SiteForm, without_nul
from petitions.web.i18n import countries, day_in_words
from petitions.web.text import clean_name, row_number

REASON_LEAST_CHARACTERS = 3

STATES = {
    CONFIRMED: _l("Confirmed"),
    PENDING: _l("Not confirmed yet"),
    REMOVED: _l("Removed by organisers"),
    WITHDRAWN: _l("Withdrawn"),
}
VISIBILITIES = {
    HIDDEN: _l("Hidden"),
    INITIALS: _l("Initials and country"),
    FULL: _l("Full name and country"),
}
NEWS = {
    WANTS_NEWS: _l("Those who asked for it"),
    NO_NEWS: _l("Those who did not"),
}
bp = Blueprint("signatures", __name__, url_prefix="/organise/campaigns/<slug>/signatures")
removals_bp = Blueprint("removals", __name__, url_prefix="/organise/campaigns/<slug>/signatures")


def _all_or(choices: Iterable[tuple[str, Any]]) -> list[SelectChoice]:
    return [SelectChoice("", _l("All")), *(SelectChoice(*choice) for choice in choices)]


class FilterForm(SiteForm):
    """What the list is narrowed to; read with Filters.read, this only shows it."""

    search = StringField(_l("Name, e-mail or comment"))
    state = SelectField(_l("State"), choices=_all_or(STATES.items()))
    country = SelectField(_l("Country"), choices=lambda: _all_or(countries()))
    visibility = SelectField(_l("How shown"), choices=_all_or(VISIBILITIES.items()))
    updates = SelectField(_l("News by e-mail"), choices=_all_or(NEWS.items()))
    since = StringField(_l("Signed from"))
    until = StringField(_l("Signed until"))


def filter_labels(filters: Filters) -> list[tuple[str, str]]:
    """Return (label, value) of each filter that is set, in the reader's language."""
    form = FilterForm(formdata=None, data=asdict(filters))
    choices = {
        "state": STATES,
        "country": dict(countries()),
        "visibility": VISIBILITIES,
        "updates": NEWS,
    }
    days = {"since": filters.since, "until": filters.until}
    labels = []
    for name, value in filters.as_query().items():
        day = days.get(name)
        text = day_in_words(day) if day else choices.get(name, {}).get(value, value)
        labels.append((str(form[name].label.text), str(text)))
    return labels


def reason_field(too_short: Any) -> StringField:
    """Return the field for why names are removed or taken along; `too_short` shows an example."""
    too_long = _l("The reason is longer than 200 characters. Please shorten it.")
    validators = [
        Clean(clean_name, REASON_CHARACTERS, too_long),
        Length(min=REASON_LEAST_CHARACTERS, message=too_short),
    ]
    return StringField(_l("Reason"), validators, filters=[without_nul], default="")


class RemovalForm(SiteForm):
    """Why signatures are removed, for everybody to read."""

    reason = reason_field(_l("Enter a reason, such as: duplicates."))


@bp.get("")
@requires(ADMIN, names=True)
def signatures(slug: str) -> ResponseReturnValue:
    """List signatures."""
    return _list_page(campaign_or_404(slug))


@bp.post("/<row:number>/comment")
@requires(ADMIN, names=True)
def comment(slug: str, number: int) -> ResponseReturnValue:
    """Let a comment through, or take it off; back to where one was in the list."""
    campaign = campaign_or_404(slug)
    shown, actor = bool(request.form.get("shown")), organiser().email
    try:
        moderation.show_comment(campaign.id, number, shown=shown, actor=actor)
    except NoComment:
        abort(404)
    place: dict[str, Any] = Filters.read(request.args).as_query() | _steps()
    return redirect(url_for(".signatures", slug=slug, **place, _anchor=f"signature-{number}"), 303)


@bp.get("/alike")
@requires(ADMIN, names=True)
def alike(slug: str) -> ResponseReturnValue:
    """List addresses that may be one mailbox, and domains of which many sign."""
    campaign = campaign_or_404(slug)
    return render_template(
        "desk/signatures/alike.html",
        campaign=campaign,
        groups=lookalikes.alike(campaign.id),
        surges=lookalikes.surges(campaign.id),
        most_groups=lookalikes.MOST_GROUPS,
        state_of=state_of,
    )


def _list_page(campaign: Campaign, problem: str = "") -> str:
    """Return the list as the address asks for it; `problem` is why something was not done."""
    filters, steps = Filters.read(request.args), _steps()
    query = filters.as_query()
    return render_template(
        "desk/signatures/signatures.html",
        campaign=campaign,
        filters=query,
        steps=steps,
        place=query | steps,
        form=FilterForm(formdata=None, data=asdict(filters)),
        number=number_of(campaign.id, filters),
        page=signature_page(campaign.id, filters, **steps),
        removals=recent_removals(campaign.id),
        problem=problem,
        state_of=state_of,
        visibilities=VISIBILITIES,
    )


def state_of(signature: Signature) -> str:
    """Return the state of a signature in words."""
    return str(STATES[REMOVED if signature.removal_id else signature.state])


def _steps() -> dict[str, int]:
    """Return from where the list goes on, as it stands in the address: `after` or `before`."""
    for name in ("after", "before"):
        if (number := row_number(request.args.get(name))) is not None:
            return {name: number}
    return {}


@removals_bp.route("/remove", methods=["GET", "POST"])
@requires(ADMIN, names=True, typed=True, proof=True)
def remove_found(slug: str) -> ResponseReturnValue:
    """Ask why the signatures that the filters find go; remove them, if as many as were shown."""
    campaign = campaign_or_404(slug)
    is_sent, status = request.method == "POST", 200
    filters = Filters.read(request.form if is_sent else request.args)
    form = RemovalForm(request.form if is_sent else None)
    if is_sent:
        status = 422
        if form.validate():
            shown = row_number(request.form.get("shown")) or 0
            newest = row_number(request.form.get("newest")) or 0
            reason, actor = form.reason.data or "", organiser().email
            try:
                moderation.remove_matching(campaign.id, filters, newest, shown, reason, actor=actor)
            except SelectionChanged:
                status = 409
            else:
                return redirect(url_for("signatures.signatures", slug=slug, done="removed"), 303)
    page = render_template(
        "desk/signatures/remove_found.html",
        campaign=campaign,
        filters=filters.as_query(),
        filter_labels=filter_labels(filters),
        form=form,
        is_changed=status == 409,
        removable=removable(campaign.id, filters),
    )
    return page, status


@removals_bp.route("/<row:number>/remove", methods=["GET", "POST"])
@requires(ADMIN, names=True, typed=True, proof=True)
def remove_one(slug: str, number: int) -> ResponseReturnValue:
    """Ask why one signature goes, and remove it."""
    campaign = campaign_or_404(slug)
    signature = signature_of(campaign.id, number) or abort(404)
    form, status = RemovalForm(request.form if request.method == "POST" else None), 200
    if request.method == "POST":
        status = 422
        if form.validate():
            reason = form.reason.data or ""
            try:
                moderation.remove_one(campaign.id, number, reason, actor=organiser().email)
            except SelectionChanged:
                signature, status = signature_of(campaign.id, number) or abort(404), 409
            else:
                return redirect(url_for("signatures.signatures", slug=slug, done="removed"), 303)
    page = render_template(
        "desk/signatures/remove_one.html",
        campaign=campaign,
        signature=signature,
        state=state_of(signature),
        form=form,
    )
    return page, status


@removals_bp.post("/removals/<int(max=2147483647):number>/undo")
@requires(ADMIN, names=True)
def put_back(slug: str, number: int) -> ResponseReturnValue:
    """Undo a removal; pressed twice, it is undone once."""
    campaign = campaign_or_404(slug)
    try:
        moderation.put_back(campaign.id, number, actor=organiser().email)
    except UnknownRemoval:
        abort(404)
    except TooLate:
        return _list_page(campaign, "too-late"), 410
    return redirect(url_for("signatures.signatures", slug=slug, done="back"), 303)
