"""What the dashboard shows: numbers of the rooms below, put together. Nobody's name is in them."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple, Self

from petitions.appeals.channels import CHANNELS, Channel
from petitions.appeals.models import CONTACT_CHARACTERS
from petitions.appeals.queries import (
    Counts,
    Failed,
    counts_of,
    failing_addresses,
    reports_by_target,
    reports_of,
)
from petitions.campaigns.models import STATES, Campaign, Target
from petitions.campaigns.queries import Counted, all_campaigns
from petitions.db import now
from petitions.desk.numbers import charts
from petitions.desk.numbers.charts import Series
from petitions.signing.statistics import (
    SignatureStatistics,
    Undelivered,
    confirmed_by_country,
    confirmed_by_day,
    statistics_of,
    undelivered,
)
from petitions.web.forms import without_nul

TOP_COUNTRIES = 10
_SEARCH_CHARACTERS = 100


@dataclass(frozen=True)
class Wanted:
    """Which campaigns to list; empty means all."""

    search: str = ""
    state: str = ""

    @classmethod
    def read(cls, given: Mapping[str, Any]) -> Self:
        """Read it from an address; what is no state is left out."""
        search, state = without_nul(given.get("search")), given.get("state") or ""
        return cls(search.strip()[:_SEARCH_CHARACTERS], state if state in STATES else "")

    def fits(self, campaign: Campaign) -> bool:
        """Tell whether a campaign is one of them."""
        is_found = self.search.casefold() in campaign.title.casefold()
        return is_found and self.state in ("", campaign.state)

    def as_query(self) -> dict[str, str]:
        """Give what stands in an address, and reads back the same."""
        return {name: value for name, value in asdict(self).items() if value}


@dataclass(frozen=True)
class Row:
    """One campaign and how it goes; `signatures` is what the public counter shows."""

    campaign: Campaign
    signatures: int
    figures: SignatureStatistics
    counts: Counts

    @property
    def erased_at(self) -> datetime | None:
        """Give when what signers told us is erased; nothing before the campaign has ended."""
        ended = self.campaign.ended_at
        return ended + timedelta(days=self.campaign.keep_days) if ended else None

    @property
    def is_erased(self) -> bool:
        """Tell whether that day has come."""
        return self.erased_at is not None and self.erased_at <= now()


class Listed(NamedTuple):
    """The campaigns that were asked for, and how many there are in all."""

    rows: list[Row]
    total: int


class Country(NamedTuple):
    """A country, its signatures, and how wide its bar is."""

    code: str
    number: int
    width: float


class ToTarget(NamedTuple):
    """What was sent to a target, nothing where it was removed: sums per channel."""

    target: Target | None
    counts: Counts


class FailedAt(NamedTuple):
    """An address that was said to fail; `stands` where it is still one of its target's."""

    failed: Failed
    target: Target
    channel: Channel | None
    stands: bool


@dataclass(frozen=True)
class Numbers:
    """How one campaign goes, all of one moment."""

    row: Row
    series: Series
    countries: list[tuple[str | None, int]]
    top: list[Country]
    to_targets: list[ToTarget]
    failing: list[FailedAt]
    undelivered: list[Undelivered]


def listed(wanted: Wanted) -> Listed:
    """Give campaigns with their numbers: by state, the newest first. Three reads."""
    found = all_campaigns()
    chosen = [one for one in found if wanted.fits(one.campaign)]
    numbers = [one.campaign.id for one in chosen]
    figures, reports = statistics_of(numbers), reports_of(numbers)
    rows = [Row(*one, figures[one.campaign.id], reports[one.campaign.id]) for one in chosen]
    return Listed(sorted(rows, key=lambda row: STATES.index(row.campaign.state)), len(found))


def numbers_of(found: Counted) -> Numbers:
    """Give all numbers of one campaign, whose targets are at hand."""
    campaign = found.campaign
    series = Series.of(confirmed_by_day(campaign.id), now().date())
    countries = confirmed_by_country(campaign.id)
    return Numbers(
        row=Row(*found, statistics_of([campaign.id])[campaign.id], counts_of(campaign, [])),
        series=series,
        countries=countries,
        top=_top(countries),
        to_targets=_to_targets(campaign),
        failing=_failing(campaign),
        undelivered=undelivered(campaign.id),
    )


def _top(countries: list[tuple[str | None, int]]) -> list[Country]:
    """Give those with the most, and their bars; what is not kept is no country."""
    known = [(code, number) for code, number in countries if code][:TOP_COUNTRIES]
    widths = charts.widths([number for _code, number in known])
    return [Country(*row, width) for row, width in zip(known, widths, strict=True)]


def _to_targets(campaign: Campaign) -> list[ToTarget]:
    sent: dict[int | None, dict[str, int]] = {target.id: {} for target in campaign.targets}
    for target_id, channel, number in reports_by_target(campaign.id):
        sent.setdefault(target_id, {})[channel] = number
    targets = {target.id: target for target in campaign.targets}
    return [
        ToTarget(targets.get(number or 0), Counts({name: of.get(name, 0) for name in CHANNELS}))
        for number, of in sent.items()
    ]


def _failing(campaign: Campaign) -> list[FailedAt]:
    targets = {target.id: target for target in campaign.targets}
    return [
        _failed_at(failed, targets[failed.target_id])
        for failed in failing_addresses(campaign.id)
        if failed.target_id in targets
    ]


def _failed_at(failed: Failed, target: Target) -> FailedAt:
    channel = CHANNELS.get(failed.channel)
    known = channel.contacts(target) if channel else []
    stands = failed.contact in [one.value[:CONTACT_CHARACTERS] for one in known]
    return FailedAt(failed, target, channel, stands)
