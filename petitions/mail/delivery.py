"""Sending what is due: claim some mails, then compose a group of them at a time and send it.

Each mail is noted as sent before the next one goes, so that a worker that is killed repeats no
more than one. The notes do not wait for the disk, which would take as long as sending: if the
machine falls, or the database server, the mails since the last transaction that did wait are sent
again, at most a group of them.
"""

import logging
from collections import deque
from datetime import timedelta
from itertools import islice, pairwise

from sqlalchemy import Connection, bindparam, exists, select, update

from petitions.config import settings
from petitions.db import UtcDateTime, now, relaxed_durability_connection, transaction, write_slot
from petitions.db.sql import table
from petitions.mail import operations
from petitions.mail.composing import MailHeld, compose
from petitions.mail.models import REFUSED, SENT, WAITING, Mail
from petitions.mail.transports import (
    TIMEOUT_SECONDS,
    MailDeferred,
    MailRefused,
    Message,
    RecipientRefused,
    ServerUnreachable,
    Transport,
    transport,
)

log = logging.getLogger(__name__)

BATCH = 500
# The links of a group are stored in one transaction. Of a group that is soon gone little can have
# changed since it was composed, and little is in vain where the server goes away: so the first
# is one mail, and each is four times the one before, until that took too long.
MAX_GROUP = 100
SOON = timedelta(seconds=0.5)
# A server may take its whole timeout for each step of a mail. Stop well before the lease ends,
# or another worker would send the rest a second time.
LEASE_MARGIN = timedelta(seconds=4 * TIMEOUT_SECONDS)
AWAY = timedelta(seconds=15)
# So many receivers refused one after the other are the server's fault.
RUN = 3

_mail = table(Mail)
_next = _mail.alias("next")
# Built once: they are executed for each mail.
_IS_CLAIMED = exists().where(
    _next.c.id == bindparam("next_id"),
    _next.c.state == WAITING,
    _next.c.due_at == bindparam("until", type_=UtcDateTime),
)
_ASK = select(_IS_CLAIMED)
_NOTE = update(_mail).where(_mail.c.id == bindparam("mail_id"))
_NOTE = _NOTE.values(
    state=SENT,
    sent_at=bindparam("moment", type_=UtcDateTime),
    last_error=None,
    mailbox=None,
)
_NOTE_AND_ASK = _NOTE.returning(select(_IS_CLAIMED).scalar_subquery())


class DeliveryLog:
    """Notes mails that were sent, on a connection that does not wait for the disk.

    And those whose receivers the server refuses, once it is known whether it refuses everybody.
    """

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._allowed: int | None = None
        self._refused: list[tuple[Mail, str]] = []

    def may_send(self, mail: Mail) -> bool:
        """Return True unless an organiser has stopped the mail, or given it up, meanwhile.

        Right before it goes, and only once for each note.
        """
        known, self._allowed = self._allowed == mail.id, None
        question = {"next_id": mail.id, "until": mail.due_at}
        return known or bool(self.connection.scalar(_ASK, question))

    def note_refused(self, mail: Mail, error: str) -> None:
        """Note that the server refuses the receiver of a mail."""
        self._refused.append((mail, error))

    def settle(self) -> None:
        """End a run of refusals: a mail that was taken, or the end of the round, comes after it."""
        for mail, error in self._refused:
            if len(self._refused) < RUN:
                operations.note_refused(mail.id, error, REFUSED)
            else:
                operations.note_failed(mail.id, mail.tries, error)
        self._refused.clear()

    def note_sent(self, mail: Mail, following: Mail | None) -> None:
        """Note that a mail is with the mail server, or in its folder; ask for the following one.

        In one statement: on PostgreSQL a second one takes 0.13 ms.
        """
        self.settle()
        note = {"mail_id": mail.id, "moment": now()}
        if following is None:
            with write_slot():
                self.connection.execute(_NOTE, note)
            return
        question = {"next_id": following.id, "until": following.due_at}
        with write_slot():
            may_send = self.connection.scalar(_NOTE_AND_ASK, note | question)
        self._allowed = following.id if may_send else None


def deliver() -> int:
    """Send mails that are due; return how many were sent or put aside.

    Zero: nothing was due, or the mail server is away. `BATCH`: there may be more.
    """
    server = transport(settings().mail_url)  # a wrong setting shows before anything is claimed
    with transaction():
        claimed, mails = operations.claim(BATCH)
    waiting, size = deque(mails), 1
    if not waiting:
        return claimed
    try:
        with server, relaxed_durability_connection() as connection:
            delivery_log = DeliveryLog(connection)
            try:
                while waiting and now() < waiting[0].due_at - LEASE_MARGIN:
                    start = now()
                    _send_group(server, waiting, size, delivery_log)
                    size = min(4 * size, MAX_GROUP) if now() - start < SOON else 1
            finally:
                delivery_log.settle()
    except ServerUnreachable as error:
        log.warning("the mail server is away: %s", error)
    operations.release([mail.id for mail in waiting], until=now() + AWAY)
    return claimed - len(waiting)


def _send_group(
    server: Transport, waiting: deque[Mail], size: int, delivery_log: DeliveryLog
) -> None:
    """Compose the next mails, only now that they can be sent: each try makes new links."""
    group = list(islice(waiting, size))
    composed = compose(group)
    operations.note_dropped([mail_id for mail_id, message in composed.items() if message is None])
    operations.note_held([mail_id for mail_id, it in composed.items() if isinstance(it, MailHeld)])
    for mail, following in pairwise([*group, None]):
        if mail is None or now() >= mail.due_at - LEASE_MARGIN:
            break
        waiting.popleft()
        message = composed[mail.id]
        if message is None or isinstance(message, MailHeld):
            continue
        if delivery_log.may_send(mail) and _send(server, mail, message, delivery_log):
            delivery_log.note_sent(mail, following)


def _send(
    server: Transport, mail: Mail, message: Message | MailDeferred, delivery_log: DeliveryLog
) -> bool:
    """Hand over a mail; return True if it was taken, else note why not."""
    try:
        if isinstance(message, MailDeferred):
            raise message
        server.send(message)
    except RecipientRefused as error:
        log.warning("the receiver of mail %s was refused: %s", mail.id, error)
        delivery_log.note_refused(mail, str(error))
    except MailRefused as error:
        log.warning("mail %s was refused: %s", mail.id, error)
        operations.note_refused(mail.id, str(error))
    except MailDeferred as error:
        log.warning("mail %s was not taken now: %s", mail.id, error)
        operations.note_failed(mail.id, mail.tries, str(error))
    except ServerUnreachable as error:
        # Counts as a try of this mail: one that breaks the connection must not do so for ever.
        operations.note_failed(mail.id, mail.tries, str(error))
        raise
    else:
        return True
    return False
