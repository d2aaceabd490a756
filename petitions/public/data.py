"""The campaign in other shapes: JSON, a feed, a frame for other sites, a QR code, a picture."""

from datetime import datetime, time
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, abort, jsonify, render_template
from flask.typing import ResponseReturnValue
from flask_babel import format_decimal
from flask_babel import gettext as _

from petitions.accounts.access import visitor_session
from petitions.accounts.models import EDITOR
from petitions.appeals.channels import CHANNELS, offers
from petitions.appeals.networks import shortened
from petitions.appeals.queries import Counts
from petitions.campaigns.contacts import responsible_for
from petitions.campaigns.markdown import as_html, with_whole_links
from petitions.campaigns.models import DRAFT, Campaign, Target, Update, moved_goal, reports_key
from petitions.campaigns.queries import (
    WHOLE,
    campaign_or_404,
    picture_content,
    public_campaign_or_404,
)
from petitions.db import now
from petitions.documents import images
from petitions.documents.content import Card, Layout
from petitions.documents.images import qr_svg
from petitions.documents.sanitise import printable
from petitions.organisation.queries import organisation
from petitions.public.pages import campaign_address, photo_of, shared_values
from petitions.signing.models import Removal
from petitions.signing.queries import counts_and_removals
from petitions.web.http import absolute_address, allow_framing, allow_reading, public
from petitions.web.i18n import DEFAULT_LANGUAGE, country_name, direction_of

bp = Blueprint("data", __name__)

TITLE_CHARACTERS = 70  # more would make the picture heavier than networks like
MAX_AGE_SECONDS = 60
PICTURE_MAX_AGE_SECONDS = 3_600
# What stands in the JSON as it is stored.
PLAIN_FACTS = (
    *("slug", "reference", "title", "summary", "pledge", "country", "language"),
    *("state", "state_note", "time_zone", "copies_to", "sources"),
)

card_png = lru_cache(64)(images.card_png)


@bp.get("/c/<slug>.json")
def as_json(slug: str) -> ResponseReturnValue:
    """Return the public facts and totals; any site may read them."""
    campaign, signatures = public_campaign_or_404(slug, *WHOLE)
    keys = {name: reports_key(campaign.id, name) for name in CHANNELS}
    numbers, removals = counts_and_removals(campaign.id, keys.values())
    reports = Counts({name: numbers[key] for name, key in keys.items()}).as_data
    facts = facts_of(campaign, signatures, reports, removals)
    return allow_reading(public(jsonify(facts), MAX_AGE_SECONDS))


@bp.get("/c/<slug>/updates.atom")
def feed(slug: str) -> ResponseReturnValue:
    """Return the timeline as a feed."""
    campaign = public_campaign_or_404(slug, *WHOLE).campaign
    answer = Response(atom_feed(campaign), mimetype="application/atom+xml")
    return allow_reading(public(answer, MAX_AGE_SECONDS))


@bp.get("/c/<slug>/embed")
def embed(slug: str) -> ResponseReturnValue:
    """Show counter, title and link in a frame of another site: no form."""
    values = shared_values(*public_campaign_or_404(slug))
    campaign = values["campaign"]
    page = render_template("public/embed.html", **values)
    return allow_framing(public(page, MAX_AGE_SECONDS), campaign.embed_on)


@bp.get("/c/<slug>/qr.svg")
def qr_code(slug: str) -> ResponseReturnValue:
    """Return the QR code of the page's address."""
    campaign = public_campaign_or_404(slug).campaign
    answer = Response(qr_svg(campaign_address(campaign)), mimetype="image/svg+xml")
    return public(answer, PICTURE_MAX_AGE_SECONDS)


@bp.get("/c/<slug>/share.png")
def picture(slug: str) -> ResponseReturnValue:
    """Return the picture that networks show beside a link to the case."""
    campaign, signatures = public_campaign_or_404(slug)
    answer = Response(card_png(card(campaign, signatures)), mimetype="image/png")
    return allow_reading(public(answer, PICTURE_MAX_AGE_SECONDS))


@bp.get("/share.png")
def site_picture() -> ResponseReturnValue:
    """Return the picture that networks show beside a link to the list of campaigns."""
    words = Card(
        layout=Layout(DEFAULT_LANGUAGE, direction_of(DEFAULT_LANGUAGE)),
        kicker="",
        title=_("Stand up for someone today"),
        count="",
        site=organisation().name or _("Petitions"),
    )
    answer = Response(card_png(words), mimetype="image/png")
    return allow_reading(public(answer, PICTURE_MAX_AGE_SECONDS))


@bp.get("/c/<slug>/picture-<digest>.jpg")
def photo(slug: str, digest: str) -> ResponseReturnValue:
    """Return the picture of the case; what is not public only to who may preview it."""
    campaign = campaign_or_404(slug)
    is_public = campaign.state != DRAFT and not campaign.is_withheld
    if not is_public and not _may_preview():
        public_campaign_or_404(slug)  # which answers as if there were nothing
    content = picture_content(campaign, digest) if "\0" not in digest else None
    if content is None:
        abort(404)
    answer = Response(content, mimetype="image/jpeg")
    return public(answer, PICTURE_MAX_AGE_SECONDS) if is_public else answer


def _may_preview() -> bool:
    login = visitor_session()
    return login is not None and not login[0].is_pending_2fa and login[1].may(EDITOR)


def facts_of(
    campaign: Campaign, signatures: int, reports: dict[str, int], removals: list[Removal]
) -> dict[str, Any]:
    """Return plain values, ready for JSON; days are ISO 8601; story, news, safety Markdown."""
    picture, address = campaign.picture, campaign_address(campaign)
    return {name: getattr(campaign, name) for name in PLAIN_FACTS} | {
        "address": address,
        "story": with_whole_links(campaign.story, address),
        "safety": with_whole_links(campaign.safety, address),
        "organiser": responsible_for(campaign)._asdict(),
        "picture": picture
        and {
            "address": absolute_address("data.photo", slug=campaign.slug, digest=picture.digest),
            "width": picture.width,
            "height": picture.height,
            "alt": picture.alt,
            "credit": picture.credit,
        },
        "issued": campaign.issued and campaign.issued.isoformat(),
        "deadline": campaign.deadline and campaign.deadline.isoformat(),
        "demands": [demand.text for demand in campaign.demands],
        "targets": [_target(campaign, target) for target in campaign.targets],
        "updates": [_update(update, address) for update in campaign.updates],
        "signatures": signatures,
        "removals": [
            {
                "date": removal.made_at.date().isoformat(),
                "number": removal.number,
                "reason": removal.reason,
                "put_back": removal.undone_at and removal.undone_at.date().isoformat(),
            }
            for removal in removals
        ],
        "goal": moved_goal(campaign.goal, signatures),
        "reports": reports,
        "as_of": now().strftime("%Y-%m-%dT%H:%M:%SZ"),
    }


def _update(update: Update, address: str) -> dict[str, str]:
    text = with_whole_links(update.text, address)
    return {"dated": update.dated.isoformat(), "title": update.title, "text": text}


def _target(campaign: Campaign, target: Target) -> dict[str, Any]:
    return {
        "slug": target.slug,
        "name": target.name,
        "role": target.role,
        "salutation": target.salutation,
        "address": target.address.splitlines(),
        "country": target.country,
        "contacts": [
            {"kind": contact.kind, "value": contact.value, "note": contact.note}
            for contact in target.contacts
        ],
        "appeals": [
            absolute_address(
                "appeals.appeal",
                slug=campaign.slug,
                target_slug=target.slug,
                channel_name=offer.channel.name,
            )
            for offer in offers(campaign, target)
            if campaign.takes_appeals
        ],
    }


def atom_feed(campaign: Campaign) -> bytes:
    """Return the feed: the news, newest first. An entry keeps its id for ever."""
    from feedgen.feed import FeedGenerator

    address = campaign_address(campaign)
    feed = FeedGenerator()
    feed.id(address)
    feed.title(printable(campaign.title))
    feed.subtitle(printable(campaign.summary))
    feed.language(campaign.language)
    feed.author(name=printable(responsible_for(campaign).name) or _("Petitions"))
    feed.link(href=address, rel="alternate")
    feed.link(href=absolute_address("data.feed", slug=campaign.slug), rel="self")
    moments = [_moment_of(update, campaign) for update in campaign.updates]
    feed.updated(max(moments, default=campaign.made_at))
    for update, moment in zip(campaign.updates, moments, strict=True):
        entry = feed.add_entry()  # before the last one
        entry.id(f"{address}#update-{update.id}")
        entry.title(printable(update.headline))
        entry.link(href=f"{address}#update-{update.id}")
        entry.updated(moment)
        entry.content(str(as_html(printable(update.text), address)), type="html")
    return bytes(feed.atom_str(pretty=True))


def _moment_of(update: Update, campaign: Campaign) -> datetime:
    """Return when news was put up or changed, or its day began, where the case is; never later."""
    began = datetime.combine(update.dated, time(), ZoneInfo(campaign.time_zone))
    return min(update.changed_at or began, now())


def card(campaign: Campaign, signatures: int) -> Card:
    """Return the picture's words; the number is rounded down, so that it changes seldom."""
    number = rounded_down(signatures)
    count = _("Add your name") if campaign.takes_signatures else ""
    if number:
        count = _("%(count)s signatures and counting", count=format_decimal(number))
    return Card(
        layout=Layout(campaign.language, direction_of(campaign.language)),
        kicker=country_name(campaign.country),
        title=shortened(campaign.title, lambda text: len(text) <= TITLE_CHARACTERS),
        count=str(count),
        site=responsible_for(campaign).name or _("Petitions"),
        photo=photo_of(campaign),
    )


def rounded_down(number: int) -> int:
    """Return a number with one digit that counts, below ten nothing: 4,187 → 4,000."""
    if number < 10:
        return 0
    power = int(10 ** (len(str(number)) - 1))
    return number // power * power
