"""Erase what is past its time. Every kind of row that has a period stands here, once.

The periods themselves stand beside what they limit, where the privacy page reads them too. The
audit log keeps its entries: no signer is in them.
"""

from collections import Counter, defaultdict
from collections.abc import Generator
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, delete, exists, func, inspect, select

from petitions.accounts.audit import Entry, record
from petitions.accounts.models import Invitation, Session
from petitions.accounts.queries import expired_invitations, expired_sessions
from petitions.appeals.operations import forget_failures
from petitions.campaigns.models import Campaign
from petitions.db import Base, db, now, rewrite_tables, transaction, truncate_wal
from petitions.desk.exports.operations import sweep as sweep_exports
from petitions.desk.models import KEPT_FORM_LIFE, Export, KeptForm
from petitions.mail import operations as mail
from petitions.mail import throttle
from petitions.mail.models import Mail, Recipient
from petitions.signing import retention as signing
from petitions.signing.models import Attempt, Link, Signature
from petitions.web.limits import Allowance, expired_allowances

FORGOT = "forgot"
LATELY = timedelta(days=2)
BATCH = 1_000  # rows a transaction; whoever signs waits for no more than one


def due() -> dict[str, dict[str, int]]:
    """Return {what: {kind: number}} of all that is due: each campaign, then the rest."""
    numbers_due: dict[str, Counter[str]] = defaultdict(Counter)
    for campaign in signing.campaigns_with_periods():
        for kind in signing.KINDS:
            numbers_due[f"campaign {campaign.slug}"][kind] = signing.number_due(campaign, kind)
    for label, model, condition in _expired():
        number = select(func.count()).select_from(model).where(condition)
        numbers_due["besides"][label] = db.session.scalars(number).one()
    return {what: dict(+numbers) for what, numbers in numbers_due.items() if numbers.total()}


def erase(actor: str, *, rewrite: bool = False) -> Generator[int, None, None]:
    """Erase what is due, a batch and a transaction at a time; yield the size of each.

    The caller waits, or does other things, in between: on SQLite signers need the write lock.
    At the end nothing of it stays in the files of the database, nor of who withdrew since; of
    large tables only with `rewrite`, which makes everybody wait.
    """
    for campaign in signing.campaigns_with_periods():
        yield from _erase_signatures(campaign, actor)
    for label, model, condition in _expired():
        yield from _erase_expired(label, model, condition, actor)
    is_needed = rewrite or _erased_lately()
    db.session.commit()  # a reading transaction of our own would hold up the next step
    truncate_wal()
    if is_needed:
        expired = [model for _, model, _ in _expired()]
        rewrite_tables([Signature, Recipient, Export, *expired], also_large=rewrite)


def sweep() -> int:
    """Delete what lives for minutes or a day; return how many rows. The worker does so often."""
    number = forget_failures()
    number += sum(_delete(Allowance, expired_allowances()))
    number += sum(_delete(Recipient, throttle.expired_recipients()))
    number += sweep_exports()
    truncate_wal()
    return number


def _erased_lately() -> bool:
    """Return True if somebody was erased within two days: a backup may have held up a round."""
    since = now() - LATELY
    forgot = exists().where(Entry.verb == FORGOT, Entry.at > since)
    withdrew = exists().where(Signature.withdrawn_at > since)
    return bool(db.session.scalar(select(forgot | withdrew)))


def _expired() -> list[tuple[str, type[Base], ColumnElement[bool]]]:
    """Return (label, model, condition) of rows that go at once, of whatever campaign."""
    return [
        ("attempts that were not confirmed", Attempt, signing.spent_attempts()),
        ("links of withdrawn signatures", Link, signing.spent_links()),
        ("mails", Mail, mail.expired_mails()),
        ("sessions", Session, expired_sessions()),
        ("invitations", Invitation, expired_invitations()),
        ("forms that were not saved", KeptForm, KeptForm.kept_at < now() - KEPT_FORM_LIFE),
    ]


def _erase_signatures(campaign: Campaign, actor: str) -> Generator[int, None, None]:
    """Erase the persons of one campaign that are due, and record how many, even if stopped."""
    numbers: Counter[str] = Counter()
    try:
        for kind in signing.KINDS:
            last = 0
            while ids := signing.ids_due(campaign, kind, after=last, limit=BATCH):
                numbers[kind] += (number := signing.erase(campaign.id, kind, ids))
                last = ids[-1]
                yield number
    finally:
        if numbers.total():
            with transaction():
                record(actor, FORGOT, f"campaign {campaign.slug}", **+numbers)


def _erase_expired(
    label: str, model: type[Base], condition: ColumnElement[bool], actor: str
) -> Generator[int, None, None]:
    """Delete such rows. Attempts hold names: how many went is recorded, even if stopped."""
    number = 0
    try:
        for size in _delete(model, condition):
            number += size
            yield size
    finally:
        if number and model is Attempt:
            with transaction():
                record(actor, FORGOT, label, number=number)


def _delete(model: type[Base], condition: ColumnElement[bool]) -> Generator[int, None, None]:
    key: Any = inspect(model).primary_key[0]
    batch = select(key).where(condition).limit(BATCH)
    while keys := list(db.session.scalars(batch)):
        with transaction() as session:
            session.execute(delete(model).where(key.in_(keys)))
        yield len(keys)
