"""What time it is where an official sits, and whether offices are open there."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.core import get_global
from babel.localedata import locale_identifiers

from petitions.campaigns.models import Campaign, Target
from petitions.db import now

OPENS_AT, CLOSES_AT = 9, 17
SATURDAY, SUNDAY = 5, 6
NOT_SAID = "UTC"  # what a campaign has whose organisers named no zone


@dataclass(frozen=True)
class LocalTime:
    """The time there, now; whether it is a working hour. Public holidays are not known here."""

    at: datetime
    offices_open: bool


def local_time(campaign: Campaign, target: Target) -> LocalTime | None:
    """Give the time at the target, or nothing where nobody said where that is."""
    zone = _time_zone(campaign, target)
    if zone is None:
        return None
    there = now().astimezone(ZoneInfo(zone))
    works = not _is_weekend(there, target.country) and OPENS_AT <= there.hour < CLOSES_AT
    return LocalTime(there, works)


def _time_zone(campaign: Campaign, target: Target) -> str | None:
    """Give the target's own zone, the case's in the same country, or the country's only one."""
    if target.time_zone:
        return target.time_zone
    if target.country == campaign.country and campaign.time_zone != NOT_SAID:
        return campaign.time_zone
    zones = get_global("territory_zones").get(target.country, [])
    return zones[0] if len(zones) == 1 else None


def _is_weekend(day: datetime, country: str) -> bool:
    """Tell whether offices rest: Friday and Saturday in Egypt, Saturday and Sunday in Chile."""
    starts, ends = _weekend(country)
    return (day.weekday() - starts) % 7 <= (ends - starts) % 7


@cache
def _weekend(country: str) -> tuple[int, int]:
    """Give the first and last day of the weekend, Monday being 0 (Unicode CLDR, through Babel)."""
    for identifier in locale_identifiers():
        if country and identifier.endswith(f"_{country}"):
            locale = Locale.parse(identifier)
            return locale.weekend_start, locale.weekend_end
    return SATURDAY, SUNDAY
