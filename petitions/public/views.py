"""The public pages. None sets a cookie, all look the same to everyone, any cache may keep them."""

from flask import Blueprint, jsonify, render_template
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from petitions.campaigns.goals import moved_goal
from petitions.campaigns.models import CHANNELS, reports_key
from petitions.campaigns.queries import WHOLE, open_campaigns, public_campaign_or_404
from petitions.config import settings
from petitions.db import now
from petitions.signing.consent import CONSENT_VERSION
from petitions.signing.forms import SignForm
from petitions.tally.queries import counted
from petitions.web.caching import public

bp = Blueprint("public", __name__)

PAGE_MAX_AGE_SECONDS = 5
COUNTER_MAX_AGE_SECONDS = 1


@bp.get("/")
def home() -> ResponseReturnValue:
    """List the open campaigns."""
    return public(render_template("public/home.html", open=open_campaigns()), PAGE_MAX_AGE_SECONDS)


@bp.get("/c/<slug>")
def campaign(slug: str) -> ResponseReturnValue:
    """Show one case."""
    campaign, signatures = public_campaign_or_404(slug, *WHOLE)
    form = SignForm(formdata=None)
    page = render_template(
        "public/campaign.html", campaign=campaign, form=form, **_counter(campaign.goal, signatures)
    )
    return public(page, PAGE_MAX_AGE_SECONDS)


@bp.get("/c/<slug>/counter")
def counter(slug: str) -> ResponseReturnValue:
    """Give the counter alone, for the pages that ask for it again and again."""
    campaign, signatures = public_campaign_or_404(slug)
    page = render_template(
        "public/_counter.html", campaign=campaign, **_counter(campaign.goal, signatures)
    )
    # Nothing stale: a browser would show each number one poll late.
    return public(page, COUNTER_MAX_AGE_SECONDS, stale_seconds=0)


@bp.get("/c/<slug>/counter.json")
def counter_json(slug: str) -> ResponseReturnValue:
    """Give the numbers as data."""
    campaign, signatures = public_campaign_or_404(slug)
    keys = {channel: reports_key(campaign.id, channel) for channel in CHANNELS}
    reports = counted(keys.values())
    answer = jsonify(
        signatures=signatures,
        reports={channel: reports[key] for channel, key in keys.items()},
        goal=moved_goal(campaign.goal, signatures),
        as_of=now().strftime("%Y-%m-%dT%H:%M:%SZ"),
    )
    return public(answer, COUNTER_MAX_AGE_SECONDS, stale_seconds=0)


@bp.get("/c/<slug>/thanks")
def thanks(slug: str) -> ResponseReturnValue:
    """Say thank you, and what to do next."""
    campaign, signatures = public_campaign_or_404(slug, *WHOLE)
    page = render_template(
        "public/thanks.html",
        campaign=campaign,
        address=f"{settings().base_url}/c/{slug}",
        **_counter(campaign.goal, signatures),
    )
    return public(page, PAGE_MAX_AGE_SECONDS)


@bp.get("/privacy")
def privacy() -> ResponseReturnValue:
    """Tell what is kept of a visitor."""
    page = render_template("public/privacy.html", consent_version=CONSENT_VERSION)
    return public(page, PAGE_MAX_AGE_SECONDS)


@bp.get("/patterns")
def patterns() -> ResponseReturnValue:
    """Show every part of the pages in every state, for those who work on them."""
    form = SignForm(formdata=MultiDict({"comment": "x" * 501, "visibility": "none"}))
    form.validate()
    return render_template("public/patterns.html", form=form)


def _counter(goal: int, signatures: int) -> dict[str, int]:
    return {
        "signatures": signatures,
        "goal": moved_goal(goal, signatures),
        "poll_seconds": settings().poll_seconds,
    }
