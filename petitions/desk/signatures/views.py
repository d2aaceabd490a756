"""The list of signatures: search, read, let comments through."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from petitions.accounts.access import organiser, requires
from petitions.accounts.models import ADMIN
from petitions.campaigns.models import Campaign
from petitions.campaigns.queries import campaign_or_404
from petitions.desk.signatures.forms import STATES, VISIBILITIES, FilterForm
from petitions.signing.filters import (
    REMOVED,
    Filters,
    number_of,
    recent_removals,
    signature_page,
)
from petitions.signing.models import Signature
from petitions.signing.moderation import NoComment, show_comment
from petitions.web.text import row_number

bp = Blueprint("signatures", __name__, url_prefix="/organise/campaigns/<slug>/signatures")


@bp.get("")
@requires(ADMIN, names=True)
def signatures(slug: str) -> ResponseReturnValue:
    """List signatures."""
    return list_page(campaign_or_404(slug))


@bp.post("/<row:number>/comment")
@requires(ADMIN, names=True)
def comment(slug: str, number: int) -> ResponseReturnValue:
    """Let a comment through, or take it off; back to where one was in the list."""
    campaign = campaign_or_404(slug)
    try:
        show_comment(
            campaign.id, number, shown=bool(request.form.get("shown")), actor=organiser().email
        )
    except NoComment:
        abort(404)
    place: dict[str, Any] = Filters.read(request.args).as_query() | _steps(request.args)
    return redirect(url_for(".signatures", slug=slug, **place, _anchor=f"signature-{number}"), 303)


def list_page(campaign: Campaign, problem: str = "") -> str:
    """Give the list as the address asks for it; `problem` is why something was not done."""
    filters, steps = Filters.read(request.args), _steps(request.args)
    query = filters.as_query()
    return render_template(
        "desk/signatures/signatures.html",
        campaign=campaign,
        filters=query,
        steps=steps,
        place=query | steps,
        form=FilterForm.showing(filters),
        number=number_of(campaign.id, filters),
        page=signature_page(campaign.id, filters, **steps),
        removals=recent_removals(campaign.id),
        problem=problem,
        state_of=state_of,
        visibilities=VISIBILITIES,
    )


def state_of(signature: Signature) -> str:
    """Give the state of a signature in words."""
    return str(STATES[REMOVED if signature.removal_id else signature.state])


def _steps(given: Mapping[str, Any]) -> dict[str, int]:
    """Give from where the list goes on, as it stands in the address: `after` or `before`."""
    for name in ("after", "before"):
        if (number := row_number(given.get(name))) is not None:
            return {name: number}
    return {}
