"""Report what was sent, take a report back, report an address that failed."""

import hashlib
import secrets
from datetime import timedelta
from typing import Any

from itsdangerous import BadData, URLSafeTimedSerializer
from sqlalchemy import select

from petitions.appeals.models import CONTACT_CHARACTERS, Failure, Report
from petitions.appeals.queries import failures_key
from petitions.campaigns.models import Campaign, Target, reports_key
from petitions.config import Rule, settings
from petitions.db import now, transaction
from petitions.db.sql import upsert
from petitions.db.tally import count
from petitions.web.limits import TooManyAttempts, count_attempt, forget_attempts

NONCE_LIFE = timedelta(days=2)
UNDO_LIFE = timedelta(days=1)
# From a page that everyone shares we cannot tell a second press from a second person.
REPEAT = Rule(1, timedelta(minutes=10))
ONE_FAILURE = Rule(1, timedelta(days=1))


def new_nonce(target_id: int, channel: str) -> str:
    """Return a value that no two pages share, and that nobody else can make."""
    return str(_serializer("nonce").dumps([target_id, channel, secrets.token_urlsafe(12)]))


def nonce_digest(nonce: str, target_id: int, channel: str) -> bytes | None:
    """Return the digest of a value of ours for this target and channel; else nothing."""
    values = _opened("nonce", nonce, NONCE_LIFE)
    if not isinstance(values, list) or values[:2] != [target_id, channel]:
        return None
    # Not of the sealed text: its last letters can be spelt in several ways.
    return hashlib.sha256(values[2].encode()).digest()


def undo_token(report_id: int) -> str:
    """Return the token by which whoever made a report can take it back."""
    return str(_serializer("undo").dumps(report_id))


def undone_report(token: str) -> int | None:
    """Return the report that a token takes back; nothing where it is too old or not ours."""
    report_id = _opened("undo", token, UNDO_LIFE)
    return report_id if isinstance(report_id, int) else None


def _serializer(purpose: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(settings().secret_key, salt=f"report {purpose}")


def _opened(purpose: str, sealed: str, life: timedelta) -> Any:
    try:
        return _serializer(purpose).loads(sealed, max_age=int(life.total_seconds()))
    except BadData:
        return None


class UnknownReport(Exception):
    """No such report, or it is too old to take back."""


def report(
    campaign: Campaign, target: Target, channel: str, *, number: int, nonce: str, visitor: bytes
) -> int | None:
    """Count what a supporter sent; return the report's id, or nothing where it was counted before.

    `visitor` is a digest of the network address. A valid `nonce` counts once whoever presses; a
    report without one counts once in ten minutes for a network, target and channel.

    Raises:
        TooManyAttempts: nothing is counted; the network reported too often.

    """
    digest = nonce_digest(nonce, target.id, channel)
    with transaction() as session:
        count_attempt("report", visitor, settings().sign_limit)
        if digest is None:
            try:
                count_attempt(_repeat_key(target.id, channel), visitor, [REPEAT])
            except TooManyAttempts:
                return None
        report_id = session.scalar(
            upsert(Report)
            .values(
                campaign_id=campaign.id,
                target_id=target.id,
                channel=channel,
                number=number,
                nonce=digest,
                made_at=now(),
            )
            .on_conflict_do_nothing(index_elements=["nonce"])
            .returning(Report.id)
        )
        if report_id is None:
            return None
        count(reports_key(campaign.id, channel), number)
        return int(report_id)


def undo(token: str, visitor: bytes) -> None:
    """Take back the report of this token, once; whoever made it can then report anew.

    Raises:
        UnknownReport: nothing is changed.

    """
    with transaction() as session:
        row = session.scalar(
            select(Report).where(Report.id == undone_report(token)).with_for_update()
        )
        if row is None:
            raise UnknownReport
        if row.undone_at is None:
            row.undone_at, row.nonce = now(), None
            count(reports_key(row.campaign_id, row.channel), -row.number)
            forget_attempts(_repeat_key(row.target_id, row.channel), visitor, [REPEAT])


def report_failure(target: Target, channel: str, contact: str, visitor: bytes) -> None:
    """Note that an address failed; a network can say so once a day for each.

    Raises:
        TooManyAttempts: nothing is noted; the network reported too often.

    """
    key = failures_key(target.id, channel, contact)
    with transaction() as session:
        count_attempt("report", visitor, settings().sign_limit)
        try:
            count_attempt(key, visitor, [ONE_FAILURE])
        except TooManyAttempts:
            return
        session.add(
            Failure(target_id=target.id, channel=channel, contact=contact[:CONTACT_CHARACTERS])
        )
        count(key)


def _repeat_key(target_id: int | None, channel: str) -> str:
    return f"report {target_id}/{channel}"
