"""Put mails into the outbox, take them out for sending, note what became of them."""

import random
from collections.abc import Collection
from datetime import datetime, timedelta
from email.utils import make_msgid
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from sqlalchemy import (
    ColumnElement,
    and_,
    bindparam,
    case,
    delete,
    or_,
    select,
    update,
)

from petitions.config import settings
from petitions.db import UtcDateTime, db, now, transaction
from petitions.db.sql import built_once, execute_many, insert_many, upsert
from petitions.mail.models import DROPPED, HELD, PARKED, SENT, STATES, WAITING, Mail, Recipient

MAX_TRIES = 8
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=6)
LEASE = timedelta(minutes=5)
RECIPIENT_PERIOD = timedelta(hours=24)
MAIL_LIFE = timedelta(days=30)
# What a mail can be while a worker has it: one that was given up meanwhile stays given up.
IN_HAND = (WAITING, HELD)


class Draft(NamedTuple):
    """A mail to enqueue; `recipient` is a keyed digest of the address."""

    kind: str
    about: dict[str, Any]
    recipient: bytes


def enqueue(*drafts: Draft) -> int:
    """Put mails to several recipients into the outbox in the caller's transaction.

    No address gets more than three mails in 24 hours, whoever asks for them: the others are kept
    back. Give how many were not.
    """
    allowed = _may_write_to([draft.recipient for draft in drafts])
    rows = [_row(draft.kind, draft.about) for draft in drafts if draft.recipient in allowed]
    insert_many(Mail, rows)
    return len(rows)


def enqueue_for_organiser(kind: str, about: dict[str, Any]) -> None:
    """Put a mail to an organiser into the outbox in the caller's transaction.

    No limit a day: whoever asks for it is logged in, and it goes to nobody else.
    """
    insert_many(Mail, [_row(kind, about)])


def _row(kind: str, about: dict[str, Any]) -> dict[str, Any]:
    return {"kind": kind, "about": about, "message_id": new_message_id()}


def new_message_id() -> str:
    """Give a Message-ID that tells nothing but the name of this site."""
    return make_msgid(domain=urlsplit(settings().base_url).hostname)


def claim(most: int) -> list[Mail]:
    """Take mails that are due, in the caller's transaction; those of a batch last.

    Somebody looks at an inbox for the link that confirms: it must not stand behind news for many.
    They stay waiting, but nobody else takes them within the lease: should this process die,
    they come back by themselves.
    """
    due = select(Mail.id).where(Mail.state == WAITING, Mail.due_at <= now())
    due = due.order_by(Mail.batch.is_not(None), Mail.due_at).limit(most)
    claimed = db.session.scalars(
        update(Mail)
        .where(Mail.id.in_(due.with_for_update(skip_locked=True)))
        .values(due_at=now() + LEASE)
        .returning(Mail)
        .execution_options(populate_existing=True)
    )
    return sorted(claimed, key=lambda mail: (mail.batch is not None, mail.id))


def note_dropped(mail_ids: Collection[int]) -> None:
    """Note that mails are no longer wanted: their signatures were withdrawn meanwhile."""
    _note(*mail_ids, only=IN_HAND, state=DROPPED)


def note_refused(mail_id: int, error: str) -> None:
    """Note that the server will never take this mail; a person has to look at it."""
    _note(mail_id, only=IN_HAND, state=PARKED, last_error=error, tries=Mail.tries + 1)


def note_failed(mail_id: int, tries: int, error: str) -> None:
    """Note that the mail could not be sent now; try again later, and park it after 8 tries.

    `tries` is how often it had been tried before. One that was stopped meanwhile stays so.
    """
    tries += 1
    state = PARKED if tries >= MAX_TRIES else WAITING
    _note(
        mail_id,
        only=IN_HAND,
        state=case((Mail.state == WAITING, state), else_=Mail.state),
        tries=tries,
        due_at=now() + pause(tries),
        last_error=error,
    )


def give_back(mail_ids: Collection[int], until: datetime) -> None:
    """Return mails that were not tried, the server being away; it counts as no try."""
    _note(*mail_ids, due_at=until)


def pause(tries: int) -> timedelta:
    """Give how long to wait after so many tries: 1, 2, 4 … minutes, up to half longer or shorter.

    The jitter keeps mails that failed together from coming back together.
    """
    full: timedelta = min(FIRST_PAUSE * int(2 ** (tries - 1)), LONGEST_PAUSE)
    return full * random.uniform(0.5, 1.5)  # noqa: S311  (not for security)


def sweep() -> int:
    """Forget recipients nobody wrote to for a day; give the number of rows."""
    old = Recipient.newest < now() - RECIPIENT_PERIOD
    gone = db.session.execute(delete(Recipient).where(old))
    return gone.rowcount  # type: ignore[attr-defined, no-any-return]


def old_mails() -> ColumnElement[bool]:
    """Give the condition on mails that were sent, or dropped, so long ago that nobody asks."""
    # A mail that was sent was due within its lease.
    return and_(Mail.state.in_((SENT, DROPPED)), Mail.due_at < now() - MAIL_LIFE)


def _note(*mail_ids: int, only: Collection[str] = STATES, **values: object) -> None:
    if not mail_ids:
        return
    concerned = Mail.id.in_(mail_ids), Mail.state.in_(only)
    with transaction() as session:
        session.execute(
            update(Mail).where(*concerned).values(values),
            execution_options={"synchronize_session": False},
        )


def _may_write_to(recipients: Collection[bytes]) -> set[bytes]:
    """Note one more mail to each recipient whose third last is not less than 24 hours old.

    Give those. One statement, and so exact however many ask at once.
    """
    moment = now()
    late = moment - RECIPIENT_PERIOD
    rows = [{"digest": one, "newest": moment, "late": late} for one in recipients]
    return set(execute_many(_write_to(), rows).scalars())


@built_once
def _write_to() -> Any:
    late = bindparam("late", type_=UtcDateTime)
    statement = upsert(Recipient)
    return statement.on_conflict_do_update(
        index_elements=["digest"],
        set_={
            "newest": statement.excluded.newest,
            "middle": Recipient.newest,
            "oldest": Recipient.middle,
        },
        where=or_(Recipient.oldest.is_(None), Recipient.oldest <= late),
    ).returning(Recipient.digest)
