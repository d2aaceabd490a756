"""What the privacy page says in numbers: nothing by heart, all from where it is decided."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from flask_babel import format_timedelta

from petitions.accounts import sessions
from petitions.appeals.operations import ONE_FAILURE, REPEAT
from petitions.campaigns.models import KEEP_DAYS
from petitions.campaigns.queries import other_keep_days
from petitions.config import Rule, settings
from petitions.mail.operations import MAIL_LIFE, RECIPIENT_PERIOD
from petitions.signing.links import LINK_LIFE
from petitions.signing.models import CONSENT_VERSION, REMOVAL_GRACE

_UNITS = {"day": 86_400, "hour": 3_600, "minute": 60}


def privacy_facts() -> dict[str, Any]:
    """Give what the page shows; periods in words, or nothing where there is no limit to keep."""
    limits = settings()
    return {
        "consent_version": CONSENT_VERSION,
        "confirm_days": LINK_LIFE.days,
        "keep_days": KEEP_DAYS,
        "others": other_keep_days(),
        "removed_days": REMOVAL_GRACE.days,
        "mail_days": MAIL_LIFE.days,
        "address_code": period_in_words(RECIPIENT_PERIOD),
        "sign_code": _longest(limits.sign_limit),
        "write_code": _longest((*limits.sign_limit, *limits.document_limit, REPEAT, ONE_FAILURE)),
        "login_code": _longest(limits.login_limit),
        "cookie": period_in_words(sessions.LIFE),
    }


def period_in_words(period: timedelta) -> str:
    """Give a period exactly, in the largest unit that allows it: `1 day`, `36 hours`."""
    seconds = round(period.total_seconds())
    unit = next((name for name, size in _UNITS.items() if seconds % size == 0), "second")
    return str(format_timedelta(period, granularity=unit, threshold=float("inf")))


def _longest(rules: Sequence[Rule]) -> str:
    return period_in_words(max(rule.period for rule in rules)) if rules else ""
