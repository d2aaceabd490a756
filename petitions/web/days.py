"""Days and moments that stand in an address."""

from contextlib import suppress
from datetime import UTC, date, datetime, time


def day_of(text: object) -> date | None:
    """Give the day that a text names (`2027-03-14`), or nothing."""
    with suppress(ValueError):
        return date.fromisoformat(str(text))
    return None


def first_moment(day: date) -> datetime:
    """Give when a day begins in UTC."""
    return datetime.combine(day, time.min, UTC)


def last_moment(day: date) -> datetime:
    """Give when a day ends in UTC; also where no day follows any more."""
    return datetime.combine(day, time.max, UTC)
