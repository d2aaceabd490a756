"""Sending what is due: claim some, compose them, hand them over one by one."""

import logging
from collections import deque
from datetime import timedelta
from email.message import EmailMessage
from typing import TypeAlias

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

Batch: TypeAlias = deque[tuple[Mail, EmailMessage]]


def deliver() -> int:
    """Send mails that are due; give how many were sent or put aside.

    Zero: nothing was due, or the mail server is away.
    """
    batch = _claim_and_compose()
    claimed = len(batch)
    if not claimed:
        return 0
    try:
        with transport(settings().mail_url) as server:
            while batch and now() < batch[0][0].due_at - LEASE_MARGIN:
                _send(server, *batch.popleft())
    except Unreachable as error:
        log.warning("the mail server is away: %s", error)
    for mail, _ in batch:
        operations.give_back(mail.id, until=now() + AWAY)
    return claimed - len(batch)


def _claim_and_compose() -> Batch:
    with transaction():
        claimed = [(mail, _composed(mail)) for mail in operations.claim(BATCH)]
    batch: Batch = deque()
    for mail, message in claimed:
        if isinstance(message, EmailMessage):
            batch.append((mail, message))
        elif message is None:
            operations.note_dropped(mail.id)
        else:
            operations.note_failed(mail.id, mail.tries, type(message).__name__)
    return batch


def _composed(mail: Mail) -> EmailMessage | Exception | None:
    """Give the message; or the error, so that one bad mail does not keep back the others."""
    try:
        with current_app.test_request_context():  # templates need one for languages and links
            return compose(mail)
    except SQLAlchemyError:
        raise
    except Exception as error:
        log.exception("mail %s cannot be composed", mail.id)
        return error


def _send(server: Transport, mail: Mail, message: EmailMessage) -> None:
    try:
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
