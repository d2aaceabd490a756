"""What supporters report, as the public sees it: one read for a whole campaign."""

from collections.abc import Iterable
from dataclasses import dataclass

from petitions.appeals.channels import CHANNELS, Channel
from petitions.appeals.queries import FEW_FAILURES, failures_key
from petitions.campaigns.models import Campaign, Target, reports_key
from petitions.db.tally import counted


@dataclass(frozen=True)
class Counts:
    """`reports` per channel, in their order; `failing` are tally keys of addresses that fail."""

    reports: dict[str, int]
    failing: frozenset[str] = frozenset()

    def is_failing(self, target: Target, channel: Channel, contact: str) -> bool:
        """Tell whether more than a few supporters said that an address fails."""
        return failures_key(target.id, channel.name, contact) in self.failing

    def worded(self, channel: str) -> str:
        """Give what was reported through a channel: `12 letters`."""
        return CHANNELS[channel].reported(self.reports[channel])

    @property
    def any_reports(self) -> bool:
        """Tell whether anybody reported anything."""
        return any(self.reports.values())


def counts_of(campaign: Campaign, targets: list[Target]) -> Counts:
    """Give a campaign's reports, and what fails of these targets' addresses."""
    keys = {name: reports_key(campaign.id, name) for name in CHANNELS}
    failures = [
        failures_key(target.id, channel.name, contact.value)
        for target in targets
        for channel in CHANNELS.values()
        for contact in channel.contacts(target)
    ]
    numbers = counted([*keys.values(), *failures])
    return Counts(
        {name: numbers[key] for name, key in keys.items()},
        frozenset(key for key in failures if numbers[key] > FEW_FAILURES),
    )


def reports_of(campaign_ids: Iterable[int]) -> dict[int, Counts]:
    """Give the reports of each of many campaigns, in one read."""
    keys = {
        number: {name: reports_key(number, name) for name in CHANNELS} for number in campaign_ids
    }
    numbers = counted(key for of_one in keys.values() for key in of_one.values())
    return {
        number: Counts({name: numbers[key] for name, key in of_one.items()})
        for number, of_one in keys.items()
    }
