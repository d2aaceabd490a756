"""A campaign as data: public facts and totals, nothing about a signer."""

from typing import Any

from petitions.appeals.offers import offers
from petitions.campaigns.goals import moved_goal
from petitions.campaigns.models import Campaign, Target
from petitions.db import now
from petitions.signing.models import Removal
from petitions.web.http import absolute_address


def facts_of(
    campaign: Campaign, signatures: int, reports: dict[str, int], removals: list[Removal]
) -> dict[str, Any]:
    """Give plain values, ready for JSON; days are ISO 8601, story and news Markdown."""
    return {
        "address": absolute_address("public.campaign", slug=campaign.slug),
        "slug": campaign.slug,
        "reference": campaign.reference,
        "title": campaign.title,
        "summary": campaign.summary,
        "pledge": campaign.pledge,
        "story": campaign.story,
        "picture": _picture(campaign),
        "country": campaign.country,
        "language": campaign.language,
        "state": campaign.state,
        "state_note": campaign.state_note,
        "issued": campaign.issued and campaign.issued.isoformat(),
        "deadline": campaign.deadline and campaign.deadline.isoformat(),
        "time_zone": campaign.time_zone,
        "demands": [demand.text for demand in campaign.demands],
        "targets": [_target(campaign, target) for target in campaign.targets],
        "copies_to": campaign.copies_to,
        "updates": [
            {"dated": update.dated.isoformat(), "text": update.text} for update in campaign.updates
        ],
        "sources": campaign.sources,
        "signatures": signatures,
        "removals": [_removal(removal) for removal in removals],
        "goal": moved_goal(campaign.goal, signatures),
        "reports": reports,
        "as_of": now().strftime("%Y-%m-%dT%H:%M:%SZ"),
    }


def _removal(removal: Removal) -> dict[str, Any]:
    undone = removal.undone_at
    return {
        "date": removal.made_at.date().isoformat(),
        "number": removal.number,
        "reason": removal.reason,
        "put_back": undone and undone.date().isoformat(),
    }


def _picture(campaign: Campaign) -> dict[str, Any] | None:
    picture = campaign.picture
    if picture is None:
        return None
    return {
        "address": absolute_address("data.photo", slug=campaign.slug, digest=picture.digest),
        "width": picture.width,
        "height": picture.height,
        "alt": picture.alt,
    }


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
