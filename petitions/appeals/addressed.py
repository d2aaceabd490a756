"""To whom and how: what stands in the address of an appeal."""

from typing import NamedTuple

from flask import abort
from sqlalchemy.orm import joinedload, selectinload

from petitions.appeals.channels import CHANNELS, Channel
from petitions.campaigns.models import Campaign, Target
from petitions.campaigns.queries import public_campaign_or_404

# All that an appeal is made of, in two reads.
PARTS = (
    joinedload(Campaign.demands),
    joinedload(Campaign.letters),
    selectinload(Campaign.targets).joinedload(Target.contacts),
)


class AppealsClosed(Exception):
    """The campaign is paused, won or closed: nobody should write now."""

    def __init__(self, campaign: Campaign) -> None:
        super().__init__()
        self.campaign = campaign


class Unreachable(Exception):
    """The target cannot be reached through this channel."""

    def __init__(self, campaign: Campaign, target: Target, channel: Channel) -> None:
        super().__init__()
        self.campaign, self.target, self.channel = campaign, target, channel


class Addressed(NamedTuple):
    """A target of a campaign that takes appeals, and a channel that reaches it."""

    campaign: Campaign
    target: Target
    channel: Channel


def target_or_404(slug: str, target_slug: str) -> tuple[Campaign, Target]:
    """Give a campaign and one of its targets.

    Raises:
        AppealsClosed: nobody should write to it now.

    """
    campaign = public_campaign_or_404(slug, *PARTS).campaign
    target = next((one for one in campaign.targets if one.slug == target_slug), None)
    if target is None:
        abort(404)
    if not campaign.takes_appeals:
        raise AppealsClosed(campaign)
    return campaign, target


def addressed_or_404(slug: str, target_slug: str, channel_name: str) -> Addressed:
    """Give what an address names.

    Raises:
        AppealsClosed: nobody should write now.
        Unreachable: no contact is known.

    """
    channel = CHANNELS.get(channel_name)
    if channel is None:
        abort(404)
    campaign, target = target_or_404(slug, target_slug)
    if not channel.contacts(target):
        raise Unreachable(campaign, target, channel)
    return Addressed(campaign, target, channel)
