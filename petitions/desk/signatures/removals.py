"""Remove signatures with a public reason, one or all that filters find; put them back."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from petitions.accounts.access import organiser, requires
from petitions.accounts.models import ADMIN
from petitions.campaigns.models import Campaign
from petitions.campaigns.queries import campaign_or_404
from petitions.desk.signatures.forms import RemovalForm, in_words
from petitions.desk.signatures.views import list_page, state_of
from petitions.signing import moderation
from petitions.signing.filters import Filters, removable
from petitions.signing.models import Signature
from petitions.signing.moderation import SelectionChanged, TooLate, UnknownRemoval
from petitions.signing.queries import signature_of
from petitions.web.text import row_number

bp = Blueprint("removals", __name__, url_prefix="/organise/campaigns/<slug>/signatures")


@bp.get("/remove")
@requires(ADMIN, names=True)
def found(slug: str) -> ResponseReturnValue:
    """Show how many signatures the filters find, and ask why they go."""
    campaign = campaign_or_404(slug)
    return _found_page(campaign, Filters.read(request.args), RemovalForm(formdata=None))


@bp.post("/remove")
@requires(ADMIN, names=True)
def remove_found(slug: str) -> ResponseReturnValue:
    """Remove them, if they are as many as were shown."""
    campaign = campaign_or_404(slug)
    filters, form = Filters.read(request.form), RemovalForm(request.form)
    if not form.validate():
        return _found_page(campaign, filters, form), 422
    shown, newest = (row_number(request.form.get(name)) or 0 for name in ("shown", "newest"))
    try:
        moderation.remove_matching(
            campaign.id, filters, newest, shown, form.reason.data or "", actor=organiser().email
        )
    except SelectionChanged:
        return _found_page(campaign, filters, form, is_changed=True), 409
    return _to_list(slug, "removed")


@bp.get("/<row:number>/remove")
@requires(ADMIN, names=True)
def one(slug: str, number: int) -> ResponseReturnValue:
    """Show one signature, and ask why it goes."""
    campaign = campaign_or_404(slug)
    return _one_page(campaign, _signature(campaign, number), RemovalForm(formdata=None))


@bp.post("/<row:number>/remove")
@requires(ADMIN, names=True)
def remove_one(slug: str, number: int) -> ResponseReturnValue:
    """Remove it."""
    campaign = campaign_or_404(slug)
    form, signature = RemovalForm(request.form), _signature(campaign, number)
    if not form.validate():
        return _one_page(campaign, signature, form), 422
    try:
        moderation.remove_one(campaign.id, number, form.reason.data or "", actor=organiser().email)
    except SelectionChanged:
        return _one_page(campaign, _signature(campaign, number), form), 409
    return _to_list(slug, "removed")


@bp.post("/removals/<int(max=2147483647):number>/undo")
@requires(ADMIN, names=True)
def put_back(slug: str, number: int) -> ResponseReturnValue:
    """Undo a removal; pressed twice, it is undone once."""
    campaign = campaign_or_404(slug)
    try:
        moderation.put_back(campaign.id, number, actor=organiser().email)
    except UnknownRemoval:
        abort(404)
    except TooLate:
        return list_page(campaign, "too-late"), 410
    return _to_list(slug, "back")


def _to_list(slug: str, done: str) -> ResponseReturnValue:
    return redirect(url_for("signatures.signatures", slug=slug, done=done), 303)


def _signature(campaign: Campaign, number: int) -> Signature:
    return signature_of(campaign.id, number) or abort(404)


def _found_page(
    campaign: Campaign, filters: Filters, form: RemovalForm, *, is_changed: bool = False
) -> str:
    return render_template(
        "desk/signatures/remove_found.html",
        campaign=campaign,
        filters=filters.as_query(),
        found=in_words(filters),
        form=form,
        is_changed=is_changed,
        removable=removable(campaign.id, filters),
    )


def _one_page(campaign: Campaign, signature: Signature, form: RemovalForm) -> str:
    return render_template(
        "desk/signatures/remove_one.html",
        campaign=campaign,
        signature=signature,
        state=state_of(signature),
        form=form,
    )
