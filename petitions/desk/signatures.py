"""The list of signatures: search, sort, tick, let comments through."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_decimal
from flask_babel import gettext as _
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
    LEFT_OUT,
    NO_NEWS,
    PAGE_ROWS,
    REMOVED,
    SHOWN_COMMENT,
    UNREAD_COMMENT,
    WANTS_NEWS,
    Filters,
    number_of,
    number_unread,
    recent_removals,
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
from petitions.signing.paging import COLUMNS, FEW, NEWEST, columns_to_sort, signature_page
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
    INITIALS: _l("Initials"),
    FULL: _l("Full name"),
}
NEWS = {
    WANTS_NEWS: _l("Those who asked for it"),
    NO_NEWS: _l("Those who did not"),
}
COMMENTS = {
    UNREAD_COMMENT: _l("To read"),
    SHOWN_COMMENT: _l("Shown"),
    LEFT_OUT: _l("Read and not shown"),
}
bp = Blueprint("signatures", __name__, url_prefix="/organise/campaigns/<slug>/signatures")


def _all_or(choices: Iterable[tuple[str, Any]]) -> list[SelectChoice]:
    return [SelectChoice("", _l("All")), *(SelectChoice(*choice) for choice in choices)]


class FilterForm(SiteForm):
    """What the list is narrowed to; read with Filters.read, this only shows it."""

    search = StringField(_l("Name, e-mail or comment"))
    state = SelectField(_l("Status"), choices=_all_or(STATES.items()))
    country = SelectField(_l("Country"), choices=lambda: _all_or(countries()))
    visibility = SelectField(_l("How shown"), choices=_all_or(VISIBILITIES.items()))
    updates = SelectField(_l("News by e-mail"), choices=_all_or(NEWS.items()))
    comments = SelectField(_l("Comments"), choices=_all_or(COMMENTS.items()))
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
        "comments": COMMENTS,
    }
    days = {"since": filters.since, "until": filters.until}
    labels = []
    for name, value in replace(filters, ids=()).as_query().items():
        day = days.get(name)
        text = day_in_words(day) if day else choices.get(name, {}).get(value, value)
        labels.append((str(form[name].label.text), str(text)))
    if filters.ids:
        labels.append((_("Ticked"), format_decimal(len(filters.ids))))
    return labels


def reason_field(too_short: Any) -> StringField:
    """Return the field for why names are removed or taken along; `too_short` shows an example."""
    too_long = _l("The reason is longer than 200 characters. Please shorten it.")
    validators = [
        Clean(clean_name, REASON_CHARACTERS, too_long),
        Length(min=REASON_LEAST_CHARACTERS, message=too_short),
    ]
    return StringField(_l("Reason"), validators, filters=[without_nul], default="")


@bp.get("")
@requires(ADMIN, names=True)
def signatures(slug: str) -> ResponseReturnValue:
    """List signatures."""
    return list_page(campaign_or_404(slug))


@bp.post("/<row:number>/comment")
@requires(ADMIN, names=True)
def comment(slug: str, number: int) -> ResponseReturnValue:
    """Let a comment through, or keep it off; back to where one was in the list."""
    campaign = campaign_or_404(slug)
    shown, actor = bool(request.form.get("shown")), organiser().email
    if not moderation.show_comments(campaign.id, [number], shown=shown, actor=actor):
        abort(404)
    place = place_in_list(request.args)
    return redirect(url_for(".signatures", slug=slug, **place, _anchor=f"signature-{number}"), 303)


@bp.post("/ticked")
@requires(ADMIN, names=True)
def ticked(slug: str) -> ResponseReturnValue:
    """Do with the ticked signatures what the button says; to remove them asks first."""
    campaign, place = campaign_or_404(slug), place_in_list(request.args)
    typed = map(row_number, request.form.getlist("ticked")[:PAGE_ROWS])
    numbers = [number for number in typed if number is not None]
    do = request.form.get("do")
    if not numbers or do not in {"remove", "show", "hide"}:
        return list_page(campaign, "nothing-ticked"), 422
    if do == "remove":
        chosen = place | {"ids": ",".join(map(str, numbers))}
        return redirect(url_for("removals.remove_found", slug=slug, **chosen), 303)
    shown, actor = do == "show", organiser().email
    number = moderation.show_comments(campaign.id, numbers, shown=shown, actor=actor)
    return redirect(url_for(".signatures", slug=slug, **place, done=do, number=number), 303)


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


def list_page(campaign: Campaign, problem: str = "") -> str:
    """Return the list as the address asks for it; `problem` is why something was not done."""
    filters, place = Filters.read(request.args), place_in_list(request.args)
    number = number_of(campaign.id, filters)
    sortable = columns_to_sort(filters, number)
    sort = place.get("sort", NEWEST)
    sort = sort if sort.removeprefix("-") in sortable else NEWEST
    steps = {name: place[name] for name in ("before", "after") if name in place}
    return render_template(
        "desk/signatures/signatures.html",
        campaign=campaign,
        filters=filters.as_query(),
        steps=steps,
        place=place,
        sort=sort,
        sortable=sortable,
        few=FEW,
        form=FilterForm(formdata=None, data=asdict(filters)),
        number=number,
        unread=number_unread(campaign.id),
        page=signature_page(campaign.id, filters, sort, **steps),
        removals=recent_removals(campaign.id),
        problem=problem,
        done=request.args.get("done"),
        done_number=row_number(request.args.get("number")) or 0,
        state_of=state_of,
        visibilities=VISIBILITIES,
    )


def state_of(signature: Signature) -> str:
    """Return the state of a signature in words."""
    return str(STATES[REMOVED if signature.removal_id else signature.state])


def place_in_list(values: Mapping[str, str]) -> dict[str, Any]:
    """Return what stands in the address of the list: filters, order, and from where it goes on.

    Which ones were ticked is left out: once something is done with them, they are ticked no more.
    """
    place: dict[str, Any] = replace(Filters.read(values), ids=()).as_query()
    if values.get("sort", "").removeprefix("-") in COLUMNS:
        place["sort"] = values["sort"]
    for name in ("after", "before"):
        if (number := row_number(values.get(name))) is not None:
            return place | {name: number}
    return place
