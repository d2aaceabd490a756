"""Questions about what supporters reported."""

import hashlib
from collections.abc import Iterable

from sqlalchemy import func, select

from petitions.appeals.models import CONTACT_CHARACTERS, Failure, Report
from petitions.campaigns.models import reports_key
from petitions.db import db

# Above this an address is called failing: one mistake, or one hostile visitor, is not enough.
FEW_FAILURES = 3


def failures_key(target_id: int, channel: str, contact: str) -> str:
    """Give the tally key of "this address failed"; a corrected address has another."""
    digest = hashlib.sha256(contact[:CONTACT_CHARACTERS].encode()).hexdigest()[:16]
    return f"target/{target_id}/{channel}/{digest}/failures"


def report_of(report_id: int | None, target_id: int, channel: str) -> Report | None:
    """Give one report, where it is one to this target through this channel."""
    if report_id is None:
        return None
    asked = {"id": report_id, "target_id": target_id, "channel": channel}
    return db.session.scalar(select(Report).filter_by(**asked))


def report_counts(channels: Iterable[str]) -> dict[str, dict[str, int]]:
    """Give {channel: {tally key: number}}, counted from the reports themselves."""
    found = db.session.execute(
        select(Report.campaign_id, Report.channel, func.sum(Report.number))
        .where(Report.undone_at.is_(None))
        .group_by(Report.campaign_id, Report.channel)
    )
    counts: dict[str, dict[str, int]] = {channel: {} for channel in channels}
    for campaign_id, channel, number in found:
        counts.setdefault(channel, {})[reports_key(campaign_id, channel)] = int(number)
    return counts


def failure_counts() -> dict[str, int]:
    """Give {tally key: number}, counted from what supporters said."""
    found = db.session.execute(
        select(Failure.target_id, Failure.channel, Failure.contact, func.count()).group_by(
            Failure.target_id, Failure.channel, Failure.contact
        )
    )
    return {failures_key(*row[:3]): row[3] for row in found}
