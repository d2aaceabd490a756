"""What can be done for a target, in the order that works best, and what cannot."""

from dataclasses import dataclass

from petitions.appeals.channels import CHANNELS, LETTER, Channel
from petitions.campaigns.models import Campaign, Contact, Target

# Guides of letter-writing groups: with more than a week left, paper is best; then it is too slow.
PAPER_NEEDS_DAYS = 7


@dataclass(frozen=True)
class Offer:
    """A channel that reaches a target, and by what."""

    channel: Channel
    contacts: list[Contact]


def offers(campaign: Campaign, target: Target) -> list[Offer]:
    """Give the channels that reach a target, the best first."""
    found = [Offer(one, one.contacts(target)) for one in _best_first(campaign)]
    return [offer for offer in found if offer.contacts]


def missing(target: Target) -> list[Channel]:
    """Give the channels that cannot reach a target."""
    return [one for one in CHANNELS.values() if not one.contacts(target)]


def next_offer(campaign: Campaign, after: Target | None = None) -> tuple[Target, Offer] | None:
    """Give the next target to write to and how: the first one, or the one that follows `after`.

    Nothing where there is none, and after the deadline, when one should ask before writing.
    """
    if not campaign.takes_appeals or campaign.is_past_deadline:
        return None
    targets = list(campaign.targets)
    first = targets.index(after) + 1 if after in targets else 0
    for target in targets[first:]:
        for offer in offers(campaign, target):
            return target, offer
    return None


def _best_first(campaign: Campaign) -> list[Channel]:
    channels = list(CHANNELS.values())
    days = campaign.days_left
    if days is not None and days <= PAPER_NEEDS_DAYS:
        channels.remove(LETTER)
        channels.append(LETTER)
    return channels
