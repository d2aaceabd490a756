"""Sending what is due: claim some, then compose a group of them at a time and hand them over."""

import logging
from collections import deque
from datetime import timedelta
from itertools import islice, pairwise

from petitions.config import settings
from petitions.db import now, relaxed_durability_connection, transaction
from petitions.mail import operations
from petitions.mail.composing import compose
from petitions.mail.delivery_log import Receipts
from petitions.mail.messages import Message
from petitions.mail.models import Mail
from petitions.mail.transports import (
    TIMEOUT_SECONDS,
    Failed,
    Refused,
    Transport,
    Unreachable,
    transport,
)

log = logging.getLogger(__name__)

BATCH = 500
# The links of a group are stored in one transaction. Of a group that is soon gone little can have
# changed since it was composed, and little is in vain where the server goes away: so the first
# is one mail, and each is four times the one before, until that took too long.
MOST_IN_GROUP = 100
SOON = timedelta(seconds=0.5)
# A server may take its whole timeout for each step of a mail. Stop well before the lease ends,
# or another worker would send the rest a second time.
LEASE_MARGIN = timedelta(seconds=4 * TIMEOUT_SECONDS)
AWAY = timedelta(seconds=15)


def deliver() -> int:
    """Send mails that are due; give how many were sent or put aside.

    Zero: nothing was due, or the mail server is away. `BATCH`: there may be more.
    """
    way = transport(settings().mail_url)  # a wrong setting shows before anything is claimed
    with transaction():
        waiting = deque(operations.claim(BATCH))
    claimed = len(waiting)
    if claimed:
        _send_all(way, waiting)
    return claimed - len(waiting)


def _send_all(way: Transport, waiting: deque[Mail]) -> None:
    """Send the mails in groups; give back those that are left when the server is away."""
    number = 1
    try:
        with way as server, relaxed_durability_connection() as quick:
            receipts = Receipts(quick)
            while waiting and _is_time_for(waiting[0]):
                start = now()
                _send_group(server, waiting, number, receipts)
                number = min(4 * number, MOST_IN_GROUP) if now() - start < SOON else 1
    except Unreachable as error:
        log.warning("the mail server is away: %s", error)
    operations.give_back([mail.id for mail in waiting], until=now() + AWAY)


def _send_group(server: Transport, waiting: deque[Mail], number: int, receipts: Receipts) -> None:
    """Compose the next mails, only now that they can be sent: each try makes new links."""
    group = list(islice(waiting, number))
    composed = compose(group)
    operations.note_dropped([mail_id for mail_id, found in composed.items() if found is None])
    for mail, following in pairwise([*group, None]):
        if mail is None or not _is_time_for(mail):
            break
        waiting.popleft()
        message = composed[mail.id]
        if message and receipts.may_go(mail) and _is_sent(server, mail, message):
            receipts.note_sent(mail, following)


def _is_time_for(mail: Mail) -> bool:
    return now() < mail.due_at - LEASE_MARGIN


def _is_sent(server: Transport, mail: Mail, message: Message | Failed) -> bool:
    """Hand over a mail; tell whether it was taken, else note why not."""
    try:
        if isinstance(message, Failed):
            raise message
        server.send(message)
    except Refused as error:
        log.warning("mail %s was refused: %s", mail.id, error)
        operations.note_refused(mail.id, str(error))
    except Failed as error:
        log.warning("mail %s was not taken now: %s", mail.id, error)
        operations.note_failed(mail.id, mail.tries, str(error))
    except Unreachable as error:
        # Counts as a try of this mail: one that breaks the connection must not do so for ever.
        operations.note_failed(mail.id, mail.tries, str(error))
        raise
    else:
        return True
    return False
