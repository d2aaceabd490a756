"""A target as the campaign page shows it."""

from typing import NamedTuple

from petitions.appeals.channels import Channel
from petitions.appeals.counts import Counts
from petitions.appeals.offers import Offer, missing, offers
from petitions.campaigns.models import Campaign, Target


class TargetCard(NamedTuple):
    """A target, and what can and cannot be done for it."""

    campaign: Campaign
    target: Target
    counts: Counts

    @property
    def offers(self) -> list[Offer]:
        """Give the channels that reach the target, the best first."""
        return offers(self.campaign, self.target)

    @property
    def missing(self) -> list[Channel]:
        """Give the channels that do not."""
        return missing(self.target)

    def is_failing(self, offer: Offer, contact: str) -> bool:
        """Tell whether supporters report that an address fails."""
        return self.counts.is_failing(self.target, offer.channel, contact)
