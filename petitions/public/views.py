"""The public pages. None sets a cookie, all look the same to everyone, any cache may keep them."""

from flask import Blueprint, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from petitions.appeals.counts import counts_of
from petitions.appeals.forms import ShareForm
from petitions.appeals.offers import next_offer
from petitions.appeals.posts import friend_link, share_posts
from petitions.campaigns.goals import moved_goal
from petitions.campaigns.models import Campaign
from petitions.campaigns.queries import WHOLE, open_campaigns, public_campaign_or_404
from petitions.db import now
from petitions.public.pages import campaign_address, case_page, shared_values
from petitions.public.privacy import privacy_facts
from petitions.public.sharing import embed_snippet, share_sentences
from petitions.signing.forms import SignForm
from petitions.web.http import public

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
    return public(case_page(public_campaign_or_404(slug, *WHOLE)), PAGE_MAX_AGE_SECONDS)


@bp.get("/c/<slug>/counter")
def counter(slug: str) -> ResponseReturnValue:
    """Give the counter alone, for the pages that ask for it again and again."""
    campaign, signatures = public_campaign_or_404(slug)
    page = render_template("public/_counter.html", **shared_values(campaign, signatures))
    # Nothing stale: a browser would show each number one poll late.
    return public(page, COUNTER_MAX_AGE_SECONDS, stale_seconds=0)


@bp.get("/c/<slug>/counter.json")
def counter_json(slug: str) -> ResponseReturnValue:
    """Give the numbers as data."""
    campaign, signatures = public_campaign_or_404(slug)
    answer = jsonify(
        signatures=signatures,
        reports=counts_of(campaign, []).reports,
        goal=moved_goal(campaign.goal, signatures),
        as_of=now().strftime("%Y-%m-%dT%H:%M:%SZ"),
    )
    return public(answer, COUNTER_MAX_AGE_SECONDS, stale_seconds=0)


@bp.get("/c/<slug>/thanks")
def thanks(slug: str) -> ResponseReturnValue:
    """Say thank you, and what to do next."""
    campaign, signatures = public_campaign_or_404(slug, *WHOLE)
    page = render_template(
        "public/thanks.html", next=next_offer(campaign), **shared_values(campaign, signatures)
    )
    return public(page, PAGE_MAX_AGE_SECONDS)


@bp.get("/c/<slug>/share")
def share(slug: str) -> ResponseReturnValue:
    """Show how to pass the case on: to one person, to a network, on paper, on another site."""
    campaign = public_campaign_or_404(slug).campaign
    return public(_share_page(campaign, ShareForm(formdata=None)), PAGE_MAX_AGE_SECONDS)


@bp.post("/c/<slug>/share")
def share_on_mastodon(slug: str) -> ResponseReturnValue:
    """Show the same with the link to somebody's own Mastodon server, which nobody keeps."""
    campaign = public_campaign_or_404(slug).campaign
    form = ShareForm(request.form)
    status = 200 if form.validate() else 422
    return _share_page(campaign, form), status


@bp.get("/privacy")
def privacy() -> ResponseReturnValue:
    """Tell what is kept of a visitor, by the settings that this site has."""
    page = render_template("public/privacy.html", **privacy_facts())
    return public(page, PAGE_MAX_AGE_SECONDS)


@bp.get("/patterns")
def patterns() -> ResponseReturnValue:
    """Show every part of the pages in every state, for those who work on them."""
    form = SignForm(formdata=MultiDict({"comment": "x" * 501, "visibility": "none"}))
    form.validate()
    return render_template("public/patterns.html", form=form)


def _share_page(campaign: Campaign, form: ShareForm) -> str:
    server = "" if form.errors else form.server.data or ""
    return render_template(
        "public/share.html",
        campaign=campaign,
        address=campaign_address(campaign),
        snippet=embed_snippet(campaign),
        friend=friend_link(campaign.title, share_sentences(campaign), campaign_address(campaign)),
        form=form,
        posts=share_posts(share_sentences(campaign), campaign_address(campaign), server),
    )
