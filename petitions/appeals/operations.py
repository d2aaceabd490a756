"""Report what was sent, take a report back, report an address that failed."""

import hashlib
import secrets
from datetime import timedelta
from typing import Any

from itsdangerous import BadData, URLSafeTimedSerializer
from sqlalchemy import delete, select

from petitions.accounts.audit import record
from petitions.appeals.models import CONTACT_CHARACTERS, MAX_REPORTED, Failure, Report
from petitions.appeals.queries import failures_key, unopened_key
from petitions.campaigns.models import Campaign, Target, groups_key, reports_key
from petitions.config import Rule, settings
from petitions.db import db, now, transaction
from petitions.db.sql import upsert
from petitions.db.tally import count
from petitions.web.limits import (
    TooManyAttempts,
    count_attempt,
    forget_attempts,
    uncount_attempt,
)

NONCE_LIFE = timedelta(days=2)
UNDO_LIFE = timedelta(days=1)
# From a page that everyone shares we cannot tell a second press from a second person.
REPEAT = Rule(1, timedelta(minutes=10))
# What all reports of a network may add up to: nobody can prove what was sent.
SUM = Rule(2 * MAX_REPORTED, timedelta(days=1))
FAILURE_LIFE = timedelta(days=30)  # then nobody says any more that the address fails
FORGOTTEN_ROWS = 1_000  # in one transaction
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


class TooMuchReported(TooManyAttempts):
    """The reports of this network add up to more than is believed."""


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
        TooMuchReported: or too much.

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
        _limit_sum(visitor, number)
        _count(campaign.id, channel, number, number)
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
            _count(row.campaign_id, row.channel, -row.number, row.number)
            uncount_attempt("reported", visitor, SUM, row.number)
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


def note_unopened(campaign: Campaign, visitor: bytes) -> None:
    """Count that no mail program opened; once a day for a network and campaign."""
    with transaction():
        try:
            count_attempt(f"unopened {campaign.id}", visitor, [ONE_FAILURE])
        except TooManyAttempts:
            return
        count(unopened_key(campaign.id))


def forget_failures() -> int:
    """Forget what was said of addresses long ago; return how often."""
    due = select(Failure.id).where(Failure.made_at < now() - FAILURE_LIFE).limit(FORGOTTEN_ROWS)
    if db.session.scalar(due.limit(1)) is None:
        return 0  # and nobody waits for a lock
    with transaction():
        return _delete_failures(Failure.id.in_(due))


def clear_failures(
    campaign: Campaign, target: Target, channel: str, contact: str, *, actor: str
) -> None:
    """Forget what was said of one address, as organisers do who tried it."""
    with transaction():
        number = _delete_failures(
            Failure.target_id == target.id,
            Failure.channel == channel,
            Failure.contact == contact[:CONTACT_CHARACTERS],
        )
        if number:
            subject = f"campaign {campaign.slug}"
            record(actor, "cleared a failing address of", subject, address=contact, said_by=number)


def _delete_failures(*conditions: Any) -> int:
    gone = delete(Failure).where(*conditions)
    rows = db.session.execute(
        gone.returning(Failure.target_id, Failure.channel, Failure.contact)
    ).all()
    for row in rows:
        count(failures_key(*row), -1)
    return len(rows)


def _limit_sum(visitor: bytes, number: int) -> None:
    if settings().sign_limit:  # empty, it switches this off as well
        try:
            count_attempt("reported", visitor, [SUM], number)
        except TooManyAttempts as error:
            raise TooMuchReported(error.wait) from error


def _count(campaign_id: int, channel: str, amount: int, number: int) -> None:
    """Change what is shown by a report of this number; many at once are those of a group."""
    count(reports_key(campaign_id, channel), amount)
    if number > 1:
        count(groups_key(campaign_id, channel), amount)


def _repeat_key(target_id: int | None, channel: str) -> str:
    return f"report {target_id}/{channel}"
