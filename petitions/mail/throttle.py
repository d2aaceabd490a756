"""Whose turn it is: at most three unanswered mails a day to a mailbox, and no wish lost.

Anybody can ask for mails in anybody's name. So they are counted when they go, not when somebody
asks, and what waits goes as one. The cases are in docs/decisions/mail.md.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, bindparam, delete, func, select, update

from petitions.db import UtcDateTime, db, now
from petitions.db.sql import built_once, execute, execute_many, table, upsert
from petitions.mail.models import WAITING, Mail, Recipient

RECIPIENT_PERIOD = timedelta(hours=24)
# The third mail of a day gathers what somebody asks for who signs one campaign after the other.
GAP = timedelta(minutes=1)
# What `about` says of the mail, besides what was asked for.
MERGED = ("also", "last")


def note_answered(mailboxes: Collection[bytes]) -> None:
    """Note in the caller's transaction that owners of mailboxes did what a mail asked them to.

    That mail no longer counts: what waits for them goes now, or one more may come today.
    """
    released = send_now(mailboxes)
    uncount(set(mailboxes) - released)


def uncount(mailboxes: Collection[bytes]) -> None:
    """Count the last mail to each of these mailboxes no more, in the caller's transaction."""
    if mailboxes:
        long_ago = now() - RECIPIENT_PERIOD
        execute(_take_one_out(), digests=sorted(mailboxes), long_ago=long_ago)


def send_now(mailboxes: Collection[bytes]) -> set[bytes]:
    """Let what waits for its turn go, in the caller's transaction; return to which mailboxes.

    Their owners asked for it: it does not count.
    """
    mails, moment = table(Mail), now()
    waits = (mails.c.mailbox.in_(mailboxes), mails.c.once.is_not(None), mails.c.state == WAITING)
    free = update(mails).where(*waits, mails.c.due_at > moment).returning(mails.c.mailbox)
    return set(execute(free.values(once=None, due_at=moment, made_at=moment)).scalars())


def sendable(mails: Sequence[Mail]) -> list[Mail]:
    """Return those mails whose mailbox may be written to now; the others wait for their turn."""
    new = defaultdict(list)
    for mail in mails:
        if mail.mailbox is not None:
            new[mail.mailbox].append(mail)
    # What had its turn, and failed, takes along what was asked for since.
    asked = [mailbox for mailbox, group in new.items() if all(mail.once for mail in group)]
    late, last = _count(asked)
    for mailbox, turn in late.items():
        # Nobody has waited for it before that; and it is the date in the mail.
        _change(new[mailbox], due_at=turn, made_at=turn)
    for mailbox in last:
        new[mailbox][0].about = new[mailbox][0].about | {"last": True}
    going = [mail for mail in mails if mail.mailbox not in late]
    _change([mail for mail in going if mail.once], once=None)
    return going


def _count(mailboxes: Collection[bytes]) -> tuple[dict[bytes, datetime], list[bytes]]:
    """Count one mail to each mailbox; return when it is the turn of those that must wait.

    And those who get their last of this day.

    The first two go at once, the third a little later, the fourth 24 hours after the first.
    """
    if not mailboxes:
        return {}, []
    moment = now()
    never = moment - 2 * RECIPIENT_PERIOD
    rows = [{"digest": mailbox, "newest": never} for mailbox in sorted(mailboxes)]
    execute_many(upsert(Recipient).on_conflict_do_nothing(), rows)
    locked = select(table(Recipient)).where(Recipient.digest.in_(mailboxes))
    late, last, counted = {}, [], []
    for row in execute(locked.order_by(Recipient.digest).with_for_update()):
        turn = moment
        is_third = row.middle is not None and row.middle > moment - RECIPIENT_PERIOD
        if is_third:
            turn = max(turn, row.newest + GAP)
        if row.oldest:
            turn = max(turn, row.oldest + RECIPIENT_PERIOD)
        if turn > moment:
            late[row.digest] = turn
        else:
            last += [row.digest] if is_third else []
            middle = row.newest if row.newest > never else None
            moments = {"newest": moment, "middle": middle, "oldest": row.middle}
            counted.append({"key": row.digest} | moments)
    if counted:
        execute_many(_note_times(), counted)
    return late, last


def merged(mails: Sequence[Mail]) -> list[Mail]:
    """Return mails with those of one mailbox as one: the first, which is about the others also."""
    first: dict[bytes, Mail] = {}
    others = {}
    for mail in mails:
        leader = first.setdefault(mail.mailbox, mail) if mail.mailbox else mail
        if leader is not mail:
            own = {name: value for name, value in mail.about.items() if name not in MERGED}
            also = [[mail.kind, own], *mail.about.get("also", [])]
            leader.about = leader.about | {"also": [*leader.about.get("also", []), *also]}
            others[mail.id] = mail
    if others:
        db.session.flush()
        db.session.execute(delete(Mail).where(Mail.id.in_(others)))
    return [mail for mail in mails if mail.id not in others]


def _change(mails: Sequence[Mail], **values: object) -> None:
    ids = [mail.id for mail in mails]
    if ids:
        execute(update(table(Mail)).where(table(Mail).c.id.in_(ids)).values(values))


def expired_recipients() -> ColumnElement[bool]:
    """Return the condition on recipients nobody wrote to for a day."""
    return Recipient.newest < now() - RECIPIENT_PERIOD


@built_once
def _note_times() -> Any:
    recipients = table(Recipient)
    moments = {name: bindparam(name, type_=UtcDateTime) for name in ("newest", "middle", "oldest")}
    return update(recipients).where(recipients.c.digest == bindparam("key")).values(moments)


@built_once
def _take_one_out() -> Any:
    recipients = table(Recipient)
    digests = recipients.c.digest.in_(bindparam("digests", expanding=True))
    # In one order, so that two who lock several cannot deadlock.
    locked = select(recipients.c.digest).where(digests).order_by(recipients.c.digest)
    long_ago = bindparam("long_ago", type_=UtcDateTime)
    return (
        update(recipients)
        .where(recipients.c.digest.in_(locked.with_for_update()))
        .values(
            newest=func.coalesce(recipients.c.middle, long_ago),
            middle=recipients.c.oldest,
            oldest=None,
        )
    )
