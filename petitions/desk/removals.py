"""Remove signatures with a public reason, and put them back."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_decimal
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import ValidationError

from petitions.accounts.access import organiser, requires
from petitions.accounts.models import ADMIN
from petitions.campaigns.queries import campaign_or_404
from petitions.desk.signatures import (
    filter_labels,
    list_page,
    place_in_list,
    reason_field,
    state_of,
)
from petitions.signing import moderation
from petitions.signing.filters import Filters, removable
from petitions.signing.moderation import SelectionChanged, TooLate, UnknownRemoval
from petitions.signing.queries import signature_of
from petitions.web.forms import SiteForm, without_nul
from petitions.web.text import row_number

MOST_UNTYPED = 20  # so many go without their number being typed

LIST = "signatures.signatures"
bp = Blueprint("removals", __name__, url_prefix="/organise/campaigns/<slug>/signatures")


class RemovalForm(SiteForm):
    """Why signatures are removed, for everybody to read."""

    reason = reason_field(_l("Enter a reason, such as: duplicates."))


class FoundForm(RemovalForm):
    """Why all that filters find go; of many also how many, typed by hand."""

    number = StringField(_l("How many go"), filters=[without_nul], default="")
    shown = 0

    def validate_number(self, field: StringField) -> None:
        """Raise ValidationError where many go and their number was not typed."""
        # 1,234 and 1 234 are numbers too, in the digits of any script.
        typed = "".join(filter(str.isdecimal, field.data or ""))[:20]
        if self.shown > MOST_UNTYPED and (not typed or int(typed) != self.shown):
            words = _("Type how many go: %(number)s.", number=format_decimal(self.shown))
            raise ValidationError(words)


@bp.route("/remove", methods=["GET", "POST"])
@requires(ADMIN, names=True, typed=True, proof=True)
def remove_found(slug: str) -> ResponseReturnValue:
    """Ask why the signatures that the filters find go; remove them, if as many as were shown."""
    campaign = campaign_or_404(slug)
    is_sent, status = request.method == "POST", 200
    sent = request.form if is_sent else request.args
    filters, back = Filters.read(sent), place_in_list(sent)
    form = FoundForm(request.form if is_sent else None)
    if is_sent:
        status = 422
        form.shown = row_number(request.form.get("shown")) or 0
        if filters.as_query() and form.validate():
            newest = row_number(request.form.get("newest")) or 0
            about = {"reason": form.reason.data or "", "actor": organiser().email}
            try:
                moderation.remove_matching(campaign.id, filters, newest, form.shown, **about)
            except SelectionChanged:
                form.number.data, status = "", 409
            else:
                return redirect(url_for(LIST, slug=slug, **back, done="removed"), 303)
    page = render_template(
        "desk/signatures/remove_found.html",
        campaign=campaign,
        filters=filters.as_query(),
        back=back,
        filter_labels=filter_labels(filters),
        form=form,
        is_changed=status == 409,
        most_untyped=MOST_UNTYPED,
        removable=removable(campaign.id, filters),
    )
    return page, status


@bp.route("/<row:number>/remove", methods=["GET", "POST"])
@requires(ADMIN, names=True, typed=True, proof=True)
def remove_one(slug: str, number: int) -> ResponseReturnValue:
    """Ask why one signature goes, and remove it."""
    campaign = campaign_or_404(slug)
    signature = signature_of(campaign.id, number) or abort(404)
    form, status = RemovalForm(request.form if request.method == "POST" else None), 200
    back = place_in_list(request.args)
    if request.method == "POST":
        status = 422
        if form.validate():
            reason = form.reason.data or ""
            try:
                moderation.remove_one(campaign.id, number, reason, actor=organiser().email)
            except SelectionChanged:
                signature, status = signature_of(campaign.id, number) or abort(404), 409
            else:
                return redirect(url_for(LIST, slug=slug, **back, done="removed"), 303)
    page = render_template(
        "desk/signatures/remove_one.html",
        campaign=campaign,
        signature=signature,
        state=state_of(signature),
        form=form,
        back=back,
    )
    return page, status


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
    return redirect(url_for(LIST, slug=slug, **place_in_list(request.args), done="back"), 303)
