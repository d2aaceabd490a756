"""What supporters reported, and what of it the public sees."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from flask_babel import gettext as _
from sqlalchemy import case, func, select

from petitions.appeals.channels import CHANNELS, Channel
from petitions.appeals.models import CONTACT_CHARACTERS, Failure, Report
from petitions.campaigns.models import Campaign, Target, groups_key, reports_key
from petitions.db import db
from petitions.db.tally import counted

# Above this an address is called failing: one mistake, or one hostile visitor, is not enough.
FEW_FAILURES = 3


class Reported(NamedTuple):
    """What was sent to one target through one channel; no target where it was removed."""

    target_id: int | None
    channel: str
    number: int
    by_groups: int


class Failed(NamedTuple):
    """An address that supporters said fails, as it stood, and when somebody last said so."""

    target_id: int
    channel: str
    contact: str
    number: int
    last: datetime


_by_groups = func.sum(case((Report.number > 1, Report.number), else_=0))


def failures_key(target_id: int, channel: str, contact: str) -> str:
    """Return the tally key of "this address failed"; a corrected address has another."""
    digest = hashlib.sha256(contact[:CONTACT_CHARACTERS].encode()).hexdigest()[:16]
    return f"target/{target_id}/{channel}/{digest}/failures"


def unopened_key(campaign_id: int) -> str:
    """Return the tally key of "no mail program opened"."""
    return f"campaign/{campaign_id}/unopened"


def unopened(campaign_id: int) -> int:
    """Return how often a browser noticed that no mail program opened."""
    key = unopened_key(campaign_id)
    return counted([key])[key]


def report_of(report_id: int | None, target_id: int, channel: str) -> Report | None:
    """Return one report, where it is one to this target through this channel."""
    if report_id is None:
        return None
    query = select(Report).filter_by(id=report_id, target_id=target_id, channel=channel)
    return db.session.scalar(query)


def report_counts(channels: Iterable[str]) -> dict[str, dict[str, int]]:
    """Return {last part of the tally key: {key: number}}, counted from the reports themselves."""
    rows = db.session.execute(
        select(Report.campaign_id, Report.channel, func.sum(Report.number), _by_groups)
        .where(Report.undone_at.is_(None))
        .group_by(Report.campaign_id, Report.channel)
    )
    counts: dict[str, dict[str, int]] = {channel: {} for channel in [*channels, "groups"]}
    for campaign_id, channel, number, by_groups in rows:
        counts.setdefault(channel, {})[reports_key(campaign_id, channel)] = int(number)
        if by_groups:
            counts["groups"][groups_key(campaign_id, channel)] = int(by_groups)
    return counts


def failure_counts() -> dict[str, int]:
    """Return {tally key: number}, counted from what supporters said."""
    rows = db.session.execute(
        select(Failure.target_id, Failure.channel, Failure.contact, func.count()).group_by(
            Failure.target_id, Failure.channel, Failure.contact
        )
    )
    return {failures_key(*row[:3]): row[3] for row in rows}


def reports_by_target(campaign_id: int) -> list[Reported]:
    """Return what was sent for a campaign to each target; what was undone is left out."""
    rows = db.session.execute(
        select(Report.target_id, Report.channel, func.sum(Report.number), _by_groups)
        .where(Report.campaign_id == campaign_id, Report.undone_at.is_(None))
        .group_by(Report.target_id, Report.channel)
    )
    return [Reported(row[0], row[1], int(row[2]), int(row[3])) for row in rows]


def failing_addresses(campaign_id: int) -> list[Failed]:
    """Return every address of a campaign that anybody said fails, the most often said first."""
    address = (Failure.target_id, Failure.channel, Failure.contact)
    number, last = func.count(), func.max(Failure.made_at)
    rows = db.session.execute(
        select(*address, number, last)
        .join(Target, Target.id == Failure.target_id)
        .where(Target.campaign_id == campaign_id)
        .group_by(*address)
        .order_by(number.desc(), last.desc(), *address)
    )
    return [Failed(*row) for row in rows]


@dataclass(frozen=True)
class Counts:
    """`reports` per channel, in their order, and what of them groups sent.

    `failing` are tally keys of addresses that fail.
    """

    reports: dict[str, int]
    failing: frozenset[str] = frozenset()
    by_groups: dict[str, int] = field(default_factory=dict)

    def is_failing(self, target: Target, channel: Channel, contact: str) -> bool:
        """Return True if more than a few supporters said that an address fails."""
        return failures_key(target.id, channel.name, contact) in self.failing

    def worded(self, channel: str) -> str:
        """Return what was reported through a channel: `12 letters, 9 of them by groups`."""
        reports = CHANNELS[channel].reported(self.reports[channel])
        number = self.by_groups.get(channel, 0)
        if not number:
            return reports
        if number >= self.reports[channel]:
            return str(_("%(reports)s by groups", reports=reports))
        return str(_("%(reports)s, %(number)s of them by groups", reports=reports, number=number))

    @property
    def as_data(self) -> dict[str, int]:
        """Return `reports`, of rare channels only what there is: most campaigns have none."""
        return {name: n for name, n in self.reports.items() if n or not CHANNELS[name].rare}

    @property
    def any_reports(self) -> bool:
        """Return True if anybody reported anything."""
        return any(self.reports.values())


def counts_of(campaign: Campaign, targets: list[Target]) -> Counts:
    """Return a campaign's reports, and what fails of these targets' addresses."""
    keys = {name: reports_key(campaign.id, name) for name in CHANNELS}
    groups = {name: groups_key(campaign.id, name) for name in CHANNELS}
    failures = [
        failures_key(target.id, channel.name, contact.value)
        for target in targets
        for channel in CHANNELS.values()
        for contact in channel.contacts(target)
    ]
    numbers = counted([*keys.values(), *groups.values(), *failures])
    return Counts(
        {name: numbers[key] for name, key in keys.items()},
        frozenset(key for key in failures if numbers[key] > FEW_FAILURES),
        {name: numbers[key] for name, key in groups.items()},
    )


def reports_of(campaign_ids: Iterable[int]) -> dict[int, Counts]:
    """Return the reports of each of many campaigns, in one read."""
    ids = list(campaign_ids)
    kinds = (reports_key, groups_key)
    numbers = counted(key(number, name) for number in ids for name in CHANNELS for key in kinds)
    return {
        number: Counts(
            {name: numbers[reports_key(number, name)] for name in CHANNELS},
            by_groups={name: numbers[groups_key(number, name)] for name in CHANNELS},
        )
        for number in ids
    }
