"""The page of one case, made in one place: what organisers preview is what visitors see."""

from typing import Any

from flask import render_template

from petitions.appeals.counts import Counts, counts_of
from petitions.campaigns.goals import moved_goal
from petitions.campaigns.models import Campaign
from petitions.campaigns.queries import Counted
from petitions.public.targets import TargetCard
from petitions.signing.forms import SignForm
from petitions.web.flags.queries import switches
from petitions.web.http import absolute_address


def case_page(found: Counted) -> str:
    """Give the HTML of a case that was read whole, in the language in use."""
    campaign, signatures = found
    counts = counts_of(campaign, campaign.targets)
    return render_template(
        "public/campaign.html",
        cards=[TargetCard(campaign, target, counts) for target in campaign.targets],
        form=SignForm(formdata=None),
        signing_rests=not switches().signing,
        **shared_values(campaign, signatures, counts),
    )


def shared_values(
    campaign: Campaign, signatures: int, counts: Counts | None = None
) -> dict[str, Any]:
    """Give what every page of a campaign shows."""
    return {
        "campaign": campaign,
        "address": campaign_address(campaign),
        "counts": counts or counts_of(campaign, []),
        "signatures": signatures,
        "goal": moved_goal(campaign.goal, signatures),
        "poll_seconds": switches().poll_seconds,
    }


def campaign_address(campaign: Campaign) -> str:
    """Give the address of a campaign's page, as others pass it on."""
    return absolute_address("public.campaign", slug=campaign.slug)
