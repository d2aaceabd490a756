"""The public pages. None sets a cookie, all look the same to everyone, any cache may keep them."""

from flask import Blueprint, Response, abort, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from petitions.appeals.channels import LETTER, next_offer, paper_arrives
from petitions.appeals.forms import ShareForm
from petitions.appeals.queries import counts_of
from petitions.campaigns.models import moved_goal
from petitions.campaigns.queries import (
    WHOLE,
    open_campaigns,
    public_campaign_or_404,
    won_campaigns,
)
from petitions.db import now
from petitions.organisation.queries import logo_content
from petitions.public.pages import (
    case_page,
    good_news,
    privacy_facts,
    share_page,
    shared_values,
    shows_names,
)
from petitions.signing import queries
from petitions.signing.forms import SignForm
from petitions.web.http import absolute_address, allow_reading, immutable, public
from petitions.web.limits import count_work
from petitions.web.text import row_number

bp = Blueprint("public", __name__)

PAGE_MAX_AGE_SECONDS = 2
WON_SHOWN = 5
COUNTER_MAX_AGE_SECONDS = 1


@bp.get("/")
def home() -> ResponseReturnValue:
    """List the open campaigns."""
    address = absolute_address("public.home")
    page = render_template(
        "public/home.html",
        open=open_campaigns(),
        won=won_campaigns(WON_SHOWN),
        good_news=good_news,
        address=address,
    )
    return public(page, PAGE_MAX_AGE_SECONDS)


@bp.get("/c/<slug>")
def campaign(slug: str) -> ResponseReturnValue:
    """Show one case."""
    return public(case_page(public_campaign_or_404(slug, *WHOLE)), PAGE_MAX_AGE_SECONDS)


@bp.get("/c/<slug>/counter")
def counter(slug: str) -> ResponseReturnValue:
    """Return the counter alone, for the pages that ask for it again and again."""
    campaign, signatures = public_campaign_or_404(slug)
    page = render_template("public/_counter.html", **shared_values(campaign, signatures))
    return public(page, COUNTER_MAX_AGE_SECONDS)


@bp.get("/c/<slug>/counter.json")
def counter_json(slug: str) -> ResponseReturnValue:
    """Return the numbers as data; any site may read them."""
    campaign, signatures = public_campaign_or_404(slug)
    answer = jsonify(
        signatures=signatures,
        reports=counts_of(campaign, []).as_data,
        goal=moved_goal(campaign.goal, signatures),
        as_of=now().strftime("%Y-%m-%dT%H:%M:%SZ"),
    )
    return allow_reading(public(answer, COUNTER_MAX_AGE_SECONDS))


@bp.get("/c/<slug>/thanks")
def thanks(slug: str) -> ResponseReturnValue:
    """Say thank you, and what to do next."""
    campaign, signatures = public_campaign_or_404(slug, *WHOLE)
    found = next_offer(campaign)
    has_letter = found is not None and found[1].channel is not LETTER and LETTER.contacts(found[0])
    page = render_template(
        "public/thanks.html",
        next=found,
        letter=LETTER if has_letter and paper_arrives(campaign) else None,
        **shared_values(campaign, signatures),
    )
    return public(page, PAGE_MAX_AGE_SECONDS)


@bp.route("/c/<slug>/share", methods=["GET", "POST"])
def share(slug: str) -> ResponseReturnValue:
    """Show how to pass the case on: to one person, to a network, on paper, on another site.

    A POST asks for the link to somebody's own Mastodon server, which nobody keeps.
    """
    if request.method == "POST":
        count_work()
    campaign = public_campaign_or_404(slug).campaign
    if request.method == "POST":
        form = ShareForm(request.form)
        status = 200 if form.validate() else 422
        return share_page(campaign, form), status
    return public(share_page(campaign, ShareForm(formdata=None)), PAGE_MAX_AGE_SECONDS)


@bp.get("/c/<slug>/voices")
def newest_voices(slug: str) -> ResponseReturnValue:
    """Return the last names and comments, for the page of the case: it may be shown late."""
    campaign = public_campaign_or_404(slug).campaign
    shown = queries.voices(campaign.id) if shows_names(campaign) else queries.Voices([], [])
    page = render_template("public/_voices.html", voices=shown)
    return public(page, PAGE_MAX_AGE_SECONDS, error_seconds=0)


@bp.get("/c/<slug>/supporters")
def supporters(slug: str) -> ResponseReturnValue:
    """List who is shown, the newest first; nobody while it is paused, or lists are off."""
    campaign, signatures = public_campaign_or_404(slug)
    before = row_number(request.args.get("before"))
    shown = queries.supporters(campaign.id, before) if shows_names(campaign) else None
    page = render_template(
        "public/supporters.html",
        campaign=campaign,
        signatures=signatures,
        shown=shown,
        hidden=max(0, signatures - shown.total) if shown else signatures,
        before=before,
        removals=queries.removals(campaign.id),
    )
    # Nothing stale: who withdraws, or is put at risk by this list, should not wait for a cache.
    return public(page, PAGE_MAX_AGE_SECONDS, error_seconds=0, varies_by_query=True)


@bp.get("/privacy")
def privacy() -> ResponseReturnValue:
    """Say what is kept of a visitor, by the settings that this site has."""
    page = render_template("public/privacy.html", **privacy_facts())
    return public(page, PAGE_MAX_AGE_SECONDS)


@bp.get("/about")
def about() -> ResponseReturnValue:
    """Say who is responsible for the site."""
    return public(render_template("public/about.html"), PAGE_MAX_AGE_SECONDS)


@bp.get("/contact")
def contact() -> ResponseReturnValue:
    """Say how they can be reached."""
    return public(render_template("public/contact.html"), PAGE_MAX_AGE_SECONDS)


@bp.get("/logo-<logo_digest>.jpg")
def logo(logo_digest: str) -> ResponseReturnValue:
    """Return the logo of the site."""
    content = logo_content(logo_digest) if "\0" not in logo_digest else None
    return immutable(Response(content, mimetype="image/jpeg")) if content else abort(404)


@bp.get("/patterns")
def patterns() -> ResponseReturnValue:
    """Show every part of the pages in every state, for those who work on them."""
    form = SignForm(formdata=MultiDict({"comment": "x" * 501, "visibility": "none"}))
    form.validate()
    return render_template("public/patterns.html", form=form)
