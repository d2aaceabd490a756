"""Put mails into the outbox, take them out for sending, note what became of them.

What organisers do with single mails, and what is done with a whole batch, is one conditional UPDATE
each, so that it never undoes what a worker noted meanwhile.
"""

import hashlib
import json
import random
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from email.utils import make_msgid
from typing import Any, NamedTuple, cast
from urllib.parse import urlsplit

from sqlalchemy import (
    ColumnElement,
    SQLColumnExpression,
    and_,
    case,
    select,
    update,
)

from petitions.config import settings
from petitions.db import db, now, transaction
from petitions.db.sql import built_once, execute_many, insert_many, locked, upsert
from petitions.mail.models import (
    DROPPED,
    GIVEN_UP,
    HELD,
    PARKED,
    REFUSED,
    SENT,
    STATES,
    WAITING,
    Mail,
)
from petitions.mail.throttle import merged, sendable, uncount

MAX_TRIES = 8
FIRST_DELAY = timedelta(minutes=1)
MAX_DELAY = timedelta(hours=6)
LEASE = timedelta(minutes=5)
MAIL_LIFE = timedelta(days=30)
# What a mail can be while a worker has it: one that was given up meanwhile stays given up.
CLAIMED_STATES = (WAITING, HELD)


class Draft(NamedTuple):
    """A mail to enqueue; `recipient` is a keyed digest of the mailbox."""

    kind: str
    about: dict[str, Any]
    recipient: bytes


def enqueue(*drafts: Draft) -> None:
    """Put mails to mailboxes into the outbox in the caller's transaction; claim() limits them.

    Anybody can ask for them in anybody's name. What waits already is not put there twice.
    """
    rows = [
        _row(draft.kind, draft.about) | {"mailbox": draft.recipient, "once": _once(draft)}
        for draft in drafts
    ]
    if rows:
        execute_many(_insert_once(), rows)


def enqueue_for_organiser(kind: str, about: dict[str, Any]) -> None:
    """Put a mail to an organiser into the outbox in the caller's transaction.

    No limit a day: the organiser who asks for it is logged in, and it goes to nobody else.
    """
    insert_many(Mail, [_row(kind, about)])


def enqueue_batch(kind: str, batch: str, abouts: Mapping[int, dict[str, Any]]) -> None:
    """Put mails of one batch into the outbox in the caller's transaction: `{receiver: about}`.

    Without the limit of three a day: the receivers asked for these, and each batch holds a
    receiver once, by its UNIQUE index.
    """
    rows = [
        _row(kind, about) | {"batch": batch, "receiver": receiver}
        for receiver, about in abouts.items()
    ]
    if rows:
        db.session.execute(upsert(Mail).on_conflict_do_nothing(), rows)


def new_message_id() -> str:
    """Return a Message-ID that tells nothing but the name of this site."""
    return make_msgid(domain=urlsplit(settings().base_url).hostname)


def claim(limit: int) -> tuple[int, list[Mail]]:
    """Take mails that are due, in the caller's transaction; those of a batch last.

    Signers look at their inbox for the link that confirms: it must not stand behind news for many.
    They stay waiting, but nobody else takes them within the lease: should this process die,
    they come back by themselves. Returns how many were due, and those to send now: of one mailbox
    one, where it is its turn.
    """
    due = select(Mail.id).where(Mail.state == WAITING, Mail.due_at <= now())
    due = due.order_by(Mail.batch.is_not(None), Mail.due_at).limit(limit)
    claimed = db.session.scalars(
        update(Mail)
        .where(Mail.id.in_(locked(due)))
        .values(due_at=now() + LEASE)
        .returning(Mail)
        .execution_options(populate_existing=True)
    )
    mails = sorted(claimed, key=lambda mail: (mail.batch is not None, mail.id))
    return len(mails), merged(sendable(mails))


def note_dropped(mail_ids: Collection[int]) -> None:
    """Note that mails are no longer wanted: nothing of what they are about is kept.

    They were counted, and nobody gets them: else a stranger could use up somebody's mails of a day.
    """
    if mail_ids:
        concerned = (Mail.id.in_(mail_ids), Mail.state.in_(CLAIMED_STATES))
        with transaction() as session:
            mailboxes = set(session.scalars(select(Mail.mailbox).where(*concerned))) - {None}
            _update(update(Mail).where(*concerned).values(state=DROPPED, mailbox=None))
            uncount(cast("set[bytes]", mailboxes))


def note_held(mail_ids: Collection[int]) -> None:
    """Note that mails have to wait, until release_held() or release_batch(): then they are due."""
    _note(*mail_ids, only=(WAITING,), state=HELD, due_at=now())


def note_refused(mail_id: int, error: str, state: str = PARKED) -> None:
    """Note that the server will never take this mail; parked, a person has to look at it."""
    _note(
        mail_id,
        only=CLAIMED_STATES,
        state=state,
        last_error=error,
        tries=Mail.tries + 1,
        mailbox=None,
    )


def note_failed(mail_id: int, tries: int, error: str) -> None:
    """Note that the mail could not be sent now; try again later, and park it after 8 tries.

    `tries` is how often it had been tried before. One that was stopped meanwhile stays so.
    """
    tries += 1
    state = PARKED if tries >= MAX_TRIES else WAITING
    _note(
        mail_id,
        only=CLAIMED_STATES,
        state=case((Mail.state == WAITING, state), else_=Mail.state),
        tries=tries,
        due_at=now() + retry_delay(tries),
        last_error=error,
        mailbox=None if state == PARKED else Mail.mailbox,
    )


def release(mail_ids: Collection[int], until: datetime) -> None:
    """Release mails that were not tried because the server is away; no try is counted."""
    _note(*mail_ids, due_at=until)


def retry_delay(tries: int) -> timedelta:
    """Return how long to wait after so many tries: 1, 2, 4 … minutes, give or take a half.

    The jitter keeps mails that failed together from coming back together.
    """
    full: timedelta = min(FIRST_DELAY * int(2 ** (tries - 1)), MAX_DELAY)
    return full * random.uniform(0.5, 1.5)  # noqa: S311  (not for security)


def retry(mail_id: int) -> bool:
    """Let a mail wait again in the caller's transaction; return False if it was not given up."""
    return bool(_let_wait_again(Mail.id == mail_id, Mail.can_be_retried))


def retry_parked() -> int:
    """Let all that is parked wait again, in the caller's transaction; return how many."""
    return _let_wait_again(Mail.state == PARKED)


def _let_wait_again(*conditions: SQLColumnExpression[bool]) -> int:
    # Nobody has a parked or refused mail in hand. One that was given up may still be with a worker,
    # for no longer than a lease: before that it must not go to another.
    soon = now() + LEASE
    free_at = case((Mail.due_at > soon, soon), else_=Mail.due_at)
    due_at = case((Mail.state.in_((PARKED, REFUSED)), now()), else_=free_at)
    waiting = {"state": WAITING, "tries": 0, "last_error": None, "due_at": due_at}
    return _update(update(Mail).where(*conditions).values(waiting))


def give_up(mail_id: int) -> bool:
    """Never send a mail, in the caller's transaction; return False if it was sent already."""
    given_up = update(Mail).values(state=DROPPED, last_error=GIVEN_UP, mailbox=None, once=None)
    return bool(_update(given_up.where(Mail.id == mail_id, Mail.can_be_given_up)))


def release_held(mail_ids: Collection[int]) -> int:
    """Let mails that were held wait again, in the caller's transaction; return how many."""
    held = update(Mail).where(Mail.id.in_(mail_ids), Mail.state == HELD)
    return _update(held.values(state=WAITING))


def hold_batch(batch: str) -> None:
    """Stop what still waits, in the caller's transaction; what is being handed over goes."""
    _update(update(Mail).where(Mail.batch == batch, Mail.state == WAITING).values(state=HELD))


def release_batch(batch: str) -> int:
    """Let what was held go on, in the caller's transaction; return how many mails.

    When it is due stays as it is: a worker that had a mail in hand when it was stopped may have
    it still, and nobody else shall take it before that lease is over.
    """
    # The sum keeps the database from going through the whole batch: few are held.
    held = update(Mail).where(Mail.state == HELD, Mail.batch + "" == batch)
    return _update(held.values(state=WAITING))


def dissolve_batch(batch: str) -> None:
    """Drop what was not sent, in the caller's transaction, and free the name.

    SQLite may give the number in it to other news.
    """
    of_batch = update(Mail).where(Mail.batch == batch)
    _update(of_batch.where(Mail.state != SENT).values(state=DROPPED, last_error=None))
    _update(of_batch.values(batch=None, receiver=None))


def expired_mails() -> ColumnElement[bool]:
    """Return the condition on mails that were sent, or dropped, so long ago that nobody asks."""
    # A mail that was sent was due within its lease.
    return and_(Mail.state.in_((SENT, REFUSED, DROPPED)), Mail.due_at < now() - MAIL_LIFE)


def _once(draft: Draft) -> bytes:
    return hashlib.sha256(f"{draft.kind} {json.dumps(draft.about)}".encode()).digest()


def _row(kind: str, about: dict[str, Any]) -> dict[str, Any]:
    return {"kind": kind, "about": about, "message_id": new_message_id()}


def _note(*mail_ids: int, only: Collection[str] = STATES, **values: object) -> None:
    if mail_ids:
        with transaction():
            concerned = update(Mail).where(Mail.id.in_(mail_ids), Mail.state.in_(only))
            _update(concerned.values(values))


def _update(statement: Any) -> int:
    done = db.session.execute(statement, execution_options={"synchronize_session": False})
    return int(done.rowcount)  # type: ignore[attr-defined]


@built_once
def _insert_once() -> Any:
    return upsert(Mail).on_conflict_do_nothing()
