"""What organisers do with single mails, in the caller's transaction.

Each is one conditional UPDATE, so that it never undoes what a worker noted meanwhile.
"""

from typing import Any

from sqlalchemy import and_, case, or_, update

from petitions.db import db, now
from petitions.mail.models import DROPPED, GIVEN_UP, HELD, PARKED, WAITING, Mail
from petitions.mail.operations import LEASE

CAN_RETRY = or_(Mail.state == PARKED, and_(Mail.state == DROPPED, Mail.last_error == GIVEN_UP))
CAN_GIVE_UP = Mail.state.in_((WAITING, PARKED, HELD))


def retry(mail_id: int) -> bool:
    """Let a mail that was parked or given up wait again; tell whether it was one."""
    return bool(_execute(_retried().where(Mail.id == mail_id, CAN_RETRY)))


def retry_parked() -> int:
    """Let all that is parked wait again; give how many."""
    return _execute(_retried().where(Mail.state == PARKED))


def give_up(mail_id: int) -> bool:
    """Never send a mail that was not sent yet; tell whether it was one."""
    given_up = update(Mail).values(state=DROPPED, last_error=GIVEN_UP)
    return bool(_execute(given_up.where(Mail.id == mail_id, CAN_GIVE_UP)))


def _retried() -> Any:
    # Nobody has a parked mail in hand. One that was given up may still be with a worker, for no
    # longer than a lease: before that it must not go to another.
    soon = now() + LEASE
    free_at = case((Mail.due_at > soon, soon), else_=Mail.due_at)
    due_at = case((Mail.state == PARKED, now()), else_=free_at)
    return update(Mail).values(state=WAITING, tries=0, last_error=None, due_at=due_at)


def _execute(statement: Any) -> int:
    done = db.session.execute(statement, execution_options={"synchronize_session": False})
    return int(done.rowcount)  # type: ignore[attr-defined]
