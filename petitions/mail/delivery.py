"""Sending what is due: claim some, then compose and hand them over one by one."""

import logging
from collections import deque
from datetime import timedelta
from email.message import EmailMessage

from flask import current_app
from sqlalchemy.exc import SQLAlchemyError

from petitions.config import settings
from petitions.db import now, transaction
from petitions.mail import operations
from petitions.mail.composing import compose
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

BATCH = 50
# A server may take its whole timeout for each step of a mail. Stop well before the lease ends,
# or another worker would send the rest a second time.
LEASE_MARGIN = timedelta(seconds=4 * TIMEOUT_SECONDS)
AWAY = timedelta(seconds=15)


def deliver() -> int:
    """Send mails that are due; give how many were sent or put aside.

    Zero: nothing was due, or the mail server is away.
    """
    way = transport(settings().mail_url)  # a wrong setting shows before anything is claimed
    with transaction():
        waiting = deque(operations.claim(BATCH))
    claimed = len(waiting)
    if claimed:
        _send_all(way, waiting)
    return claimed - len(waiting)


def _send_all(way: Transport, waiting: deque[Mail]) -> None:
    """Send the mails one by one; give back those that are left when the server is away."""
    try:
        with way as server:
            while waiting and now() < waiting[0].due_at - LEASE_MARGIN:
                _send(server, waiting.popleft())
    except Unreachable as error:
        log.warning("the mail server is away: %s", error)
    operations.give_back([mail.id for mail in waiting], until=now() + AWAY)


def _send(server: Transport, mail: Mail) -> None:
    if not operations.is_still_claimed(mail):
        return
    try:
        message = _composed(mail)
        if message is None:
            operations.note_dropped(mail.id)
            return
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
        operations.note_sent(mail.id)


def _composed(mail: Mail) -> EmailMessage | None:
    """Give the message, composed only now that it can be sent: each try makes new links.

    Raises:
        Failed: it cannot be composed. The other mails shall go out all the same.

    """
    try:
        # Templates need a request for languages and links.
        with current_app.test_request_context(), transaction():
            return compose(mail)
    except SQLAlchemyError:
        raise
    except Exception as error:
        log.exception("mail %s cannot be composed", mail.id)
        raise Failed(type(error).__name__) from error
