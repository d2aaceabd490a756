"""The campaign in other shapes: JSON, a feed, a frame for other sites, a QR code, a picture."""

from flask import Blueprint, Response, abort, jsonify, render_template
from flask.typing import ResponseReturnValue

from petitions.accounts.access import visitor_session
from petitions.accounts.models import EDITOR
from petitions.appeals.channels import CHANNELS
from petitions.campaigns.models import DRAFT, reports_key
from petitions.campaigns.queries import (
    WHOLE,
    campaign_or_404,
    picture_content,
    public_campaign_or_404,
)
from petitions.documents.codes import qr_svg
from petitions.public.facts import facts_of
from petitions.public.feeds import atom_feed
from petitions.public.sharing import card, card_png
from petitions.signing.queries import numbers_and_removals
from petitions.web.http import absolute_address, allow_framing, allow_reading, immutable, public

bp = Blueprint("data", __name__)

MAX_AGE_SECONDS = 60
PICTURE_MAX_AGE_SECONDS = 3_600


@bp.get("/c/<slug>.json")
def as_json(slug: str) -> ResponseReturnValue:
    """Give the public facts and totals; any site may read them."""
    campaign, signatures = public_campaign_or_404(slug, *WHOLE)
    keys = {name: reports_key(campaign.id, name) for name in CHANNELS}
    numbers, removals = numbers_and_removals(campaign.id, keys.values())
    reports = {name: numbers[key] for name, key in keys.items()}
    facts = facts_of(campaign, signatures, reports, removals)
    return allow_reading(public(jsonify(facts), MAX_AGE_SECONDS))


@bp.get("/c/<slug>/updates.atom")
def feed(slug: str) -> ResponseReturnValue:
    """Give the timeline as a feed."""
    campaign = public_campaign_or_404(slug, *WHOLE).campaign
    answer = Response(atom_feed(campaign), mimetype="application/atom+xml")
    return allow_reading(public(answer, MAX_AGE_SECONDS))


@bp.get("/c/<slug>/embed")
def embed(slug: str) -> ResponseReturnValue:
    """Show counter, title and link in a frame of another site: no form, no script."""
    campaign, signatures = public_campaign_or_404(slug)
    page = render_template("public/embed.html", campaign=campaign, signatures=signatures)
    return allow_framing(public(page, MAX_AGE_SECONDS), campaign.embed_on)


@bp.get("/c/<slug>/qr.svg")
def qr_code(slug: str) -> ResponseReturnValue:
    """Give the QR code of the page's address."""
    campaign = public_campaign_or_404(slug).campaign
    address = absolute_address("public.campaign", slug=campaign.slug)
    answer = Response(qr_svg(address), mimetype="image/svg+xml")
    return public(answer, PICTURE_MAX_AGE_SECONDS)


@bp.get("/c/<slug>/share.png")
def picture(slug: str) -> ResponseReturnValue:
    """Give the picture that networks show beside a link to the case."""
    campaign, signatures = public_campaign_or_404(slug)
    answer = Response(card_png(card(campaign, signatures)), mimetype="image/png")
    return allow_reading(public(answer, PICTURE_MAX_AGE_SECONDS))


@bp.get("/c/<slug>/picture-<digest>.jpg")
def photo(slug: str, digest: str) -> ResponseReturnValue:
    """Give the picture of the case; that of a draft only to who may preview it."""
    campaign = campaign_or_404(slug).campaign
    if campaign.state == DRAFT and not _may_preview():
        abort(404)
    content = picture_content(campaign, digest) if "\0" not in digest else None
    if content is None:
        abort(404)
    answer = Response(content, mimetype="image/jpeg")
    return answer if campaign.state == DRAFT else immutable(answer)


def _may_preview() -> bool:
    found = visitor_session()
    return found is not None and not found[0].is_pending_2fa and found[1].may(EDITOR)
