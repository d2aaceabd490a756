"""What organisers do with mails of the outbox: one transaction each, with its audit entry."""

from petitions.accounts.audit import record
from petitions.db import db, transaction
from petitions.mail import operations as outbox
from petitions.mail.models import Mail


def retry(mail_id: int, *, actor: str) -> bool:
    """Let one mail be tried again; tell whether there was one to try."""
    with transaction():
        done = outbox.retry(mail_id)
        if done:
            record(actor, "let be tried again", f"mail {mail_id}", kind=_kind(mail_id))
    return done


def retry_parked(*, actor: str) -> int:
    """Let everything that is parked be tried again; give how many."""
    with transaction():
        number = outbox.retry_parked()
        if number:
            record(actor, "let be tried again", "all parked mails", number=number)
    return number


def give_up(mail_id: int, *, actor: str) -> bool:
    """Never send one mail; tell whether there was one that could still go."""
    with transaction():
        done = outbox.give_up(mail_id)
        if done:
            record(actor, "gave up", f"mail {mail_id}", kind=_kind(mail_id))
    return done


def _kind(mail_id: int) -> str:
    return db.session.get_one(Mail, mail_id).kind
