"""What the public pages show, put together in one place: a preview is what visitors will see."""

from datetime import timedelta
from typing import Any, NamedTuple, Self

from flask import render_template
from flask_babel import format_timedelta
from flask_babel import gettext as _
from markupsafe import Markup

from petitions.accounts.access import DEVICE_LIFE
from petitions.accounts.models import SESSION_LIFE
from petitions.appeals.channels import Channel, Offer, missing, offers
from petitions.appeals.composing import as_sentence
from petitions.appeals.forms import ShareForm
from petitions.appeals.networks import TELEGRAM, WHATSAPP, friend_link, share_posts
from petitions.appeals.operations import ONE_FAILURE, REPEAT
from petitions.appeals.queries import Counts, counts_of
from petitions.campaigns.models import (
    KEEP_DAYS,
    PAUSED,
    WON,
    Campaign,
    Target,
    headline_of,
    moved_goal,
)
from petitions.campaigns.queries import (
    Counted,
    other_keep_days,
    picture_content,
    related_campaigns,
)
from petitions.config import settings
from petitions.documents.content import Photo
from petitions.mail.operations import MAIL_LIFE
from petitions.mail.throttle import RECIPIENT_PERIOD
from petitions.signing.forms import SignForm
from petitions.signing.links import LINK_LIFE
from petitions.signing.models import CONSENT_VERSION, REMOVAL_GRACE
from petitions.web.flags import flags
from petitions.web.http import absolute_address

EMBED_WIDTH, EMBED_HEIGHT = 320, 340
RELATED = 3  # other cases at the end of one
ROW = (WHATSAPP, TELEGRAM)  # networks in the row of a case; the page to pass it on has all
UNIT_SECONDS = {"day": 86_400, "hour": 3_600, "minute": 60}


class TargetCard(NamedTuple):
    """A target on the page of its case, the channels that reach it, and those that do not."""

    target: Target
    offers: list[Offer]
    missing: list[Channel]

    @classmethod
    def of(cls, campaign: Campaign, target: Target, counts: Counts) -> Self:
        """Return the card of a target: first what works best, then the other ways."""

        def worse(offer: Offer) -> tuple[bool, bool, int]:
            values = [contact.value for contact in offer.contacts]
            fails = [counts.is_failing(target, offer.channel, value) for value in values]
            return not values, bool(fails) and all(fails), offer.pace

        ways = offers(campaign, target)
        best = min(ways, key=worse, default=None)
        others = [offer for offer in ways if offer is not best]
        return cls(target, [best, *others] if best else [], missing(target))


def campaign_address(campaign: Campaign) -> str:
    """Return the address of a campaign's page, as others pass it on."""
    return absolute_address("public.campaign", slug=campaign.slug)


def shared_values(
    campaign: Campaign, signatures: int, counts: Counts | None = None
) -> dict[str, Any]:
    """Return what every page of a campaign shows."""
    return {
        "campaign": campaign,
        "address": campaign_address(campaign),
        "counts": counts or counts_of(campaign, []),
        "signatures": signatures,
        "goal": moved_goal(campaign.goal, signatures),
        "poll_seconds": flags().poll_seconds,
    }


def case_page(counted: Counted) -> str:
    """Return the HTML of a case that was read whole, in the language in use."""
    campaign, signatures = counted
    counts = counts_of(campaign, campaign.targets)
    sentences = share_sentences(campaign)
    address = campaign_address(campaign)
    return render_template(
        "public/campaign.html",
        cards=[TargetCard.of(campaign, target, counts) for target in campaign.targets],
        form=SignForm(formdata=None),
        signing_rests=not flags().signing,
        headline=good_news(campaign) if campaign.state == WON else campaign.title,
        shows_names=shows_names(campaign),
        related=related_campaigns(campaign, RELATED),
        posts=[post for post in share_posts(sentences, address) if post.network in ROW],
        friend=friend_link(campaign.title, sentences, address),
        **shared_values(campaign, signatures, counts),
    )


def photo_of(campaign: Campaign) -> Photo | None:
    """Return the picture of a campaign for its papers and its card."""
    picture = campaign.picture
    content = picture_content(campaign, picture.digest) if picture else None
    return Photo(content, picture.alt, picture.credit) if picture and content else None


def shows_names(campaign: Campaign) -> bool:
    """Return True if those who chose so are shown: not while that could endanger them."""
    return campaign.state != PAUSED and flags().names


def good_news(campaign: Campaign) -> str:
    """Return what stands over the page of a campaign that was won."""
    news = headline_of(campaign.state_note)
    return news or str(_("What this campaign asked for has been granted."))


def share_sentences(campaign: Campaign) -> list[str]:
    """Return what one says who passes a case on; the first is never left out."""
    sentences = [as_sentence(campaign.title)]
    if campaign.takes_signatures:
        sentences.append(_("Please sign, it takes a minute."))
    return sentences


def embed_snippet(campaign: Campaign) -> str:
    """Return the HTML that shows the counter of a campaign on another site, as a text."""
    frame = Markup(
        '<iframe src="{}" title="{}" width="{}" height="{}" style="border:0" loading="lazy">'
        "</iframe>"
    )
    address = absolute_address("data.embed", slug=campaign.slug)
    return str(frame.format(address, campaign.title, EMBED_WIDTH, EMBED_HEIGHT))


def share_page(campaign: Campaign, form: ShareForm) -> str:
    """Return the HTML of the page that helps to pass a case on."""
    address = campaign_address(campaign)
    sentences = share_sentences(campaign)
    return render_template(
        "public/share.html",
        campaign=campaign,
        address=address,
        snippet=embed_snippet(campaign),
        friend=friend_link(campaign.title, sentences, address),
        form=form,
        posts=share_posts(sentences, address, "" if form.errors else form.server.data or ""),
    )


def privacy_facts() -> dict[str, Any]:
    """Return the periods that the privacy page shows, each from where it is decided.

    In words; empty where there is no limit to keep.
    """
    limits = settings()
    write_limit = (
        *limits.sign_limit,
        *limits.document_limit,
        *limits.preview_limit,
        REPEAT,
        ONE_FAILURE,
    )
    return {
        "consent_version": CONSENT_VERSION,
        "confirm_days": LINK_LIFE.days,
        "keep_days": KEEP_DAYS,
        "others": other_keep_days(),
        "removed_days": REMOVAL_GRACE.days,
        "mail_days": MAIL_LIFE.days,
        "address_code": period_in_words(RECIPIENT_PERIOD),
        "sign_code": period_in_words(*(rule.period for rule in limits.sign_limit)),
        "write_code": period_in_words(*(rule.period for rule in write_limit)),
        "login_code": period_in_words(*(rule.period for rule in limits.login_limit)),
        "cookie": period_in_words(SESSION_LIFE),
        "device_cookie": period_in_words(DEVICE_LIFE),
    }


def period_in_words(*periods: timedelta) -> str:
    """Return the longest period exactly, in the largest unit that allows it: `36 hours`."""
    if not periods:
        return ""
    longest = max(periods)
    seconds = round(longest.total_seconds())
    unit = next((name for name, size in UNIT_SECONDS.items() if seconds % size == 0), "second")
    return str(format_timedelta(longest, granularity=unit, threshold=float("inf")))
