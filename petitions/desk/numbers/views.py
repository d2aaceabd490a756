"""How the campaigns go. What is `live` is asked for by an open page, again and again."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import selectinload

from petitions.accounts.access import requires
from petitions.accounts.models import VIEWER
from petitions.appeals.queries import FEW_FAILURES
from petitions.campaigns.models import STATES, Campaign, Target
from petitions.campaigns.queries import counted_campaign_or_404
from petitions.db import use_snapshot
from petitions.desk.numbers import charts
from petitions.desk.numbers.figures import Wanted, listed, numbers_of
from petitions.mail.queries import mail_trouble
from petitions.web.flags import switches

bp = Blueprint("dashboard", __name__, url_prefix="/organise")

FEW_CAMPAIGNS = 20  # which one sees without searching


@bp.get("/")
@requires(VIEWER)
def overview() -> ResponseReturnValue:
    """List every campaign with its numbers."""
    return _overview("desk/numbers/overview.html")


@bp.get("/live")
@requires(VIEWER, live=True)
def overview_live() -> ResponseReturnValue:
    """Give the list alone."""
    return _overview("desk/numbers/_overview.html")


@bp.get("/campaigns/<slug>/numbers")
@requires(VIEWER)
def numbers(slug: str) -> ResponseReturnValue:
    """Show how one campaign goes."""
    return _numbers("desk/numbers/numbers.html", slug)


@bp.get("/campaigns/<slug>/numbers/live")
@requires(VIEWER, live=True)
def numbers_live(slug: str) -> ResponseReturnValue:
    """Give the numbers alone."""
    return _numbers("desk/numbers/_numbers.html", slug)


def _overview(template: str) -> str:
    use_snapshot()
    wanted = Wanted.read(request.args)
    found = listed(wanted)
    return render_template(
        template,
        rows=found.rows,
        total=found.total,
        wanted=wanted,
        is_long=found.total > FEW_CAMPAIGNS,
        states=STATES,
        trouble=mail_trouble(),
        poll_seconds=switches().poll_seconds,
    )


def _numbers(template: str, slug: str) -> str:
    use_snapshot()
    targets = selectinload(Campaign.targets).joinedload(Target.contacts)
    found = counted_campaign_or_404(slug, targets)
    return render_template(
        template,
        campaign=found.campaign,
        numbers=numbers_of(found),
        charts=charts,
        few_failures=FEW_FAILURES,
        poll_seconds=switches().poll_seconds,
    )
