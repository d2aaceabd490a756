"""Questions about mails on their way."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, select

from petitions.config import settings
from petitions.db import db, now
from petitions.mail.models import PARKED, WAITING, Mail

LATE = timedelta(minutes=5)


@dataclass(frozen=True)
class Trouble:
    """What organisers should know: nothing sent in earnest, mails given up, mails that wait."""

    to_files: bool
    parked: int
    waited: timedelta

    @property
    def late_minutes(self) -> int:
        """Give for how long the oldest mail has waited, 0 where that is as usual."""
        return self.waited // timedelta(minutes=1) if self.waited > LATE else 0


def trouble() -> Trouble:
    """Give what is wrong with the mail, in one read."""
    parked = select(func.count()).where(Mail.state == PARKED).scalar_subquery()
    oldest = select(func.min(Mail.due_at)).where(Mail.state == WAITING).scalar_subquery()
    number, due_at = db.session.execute(select(parked, oldest)).one()
    return Trouble(
        to_files=settings().mail_url.startswith("file:"),
        parked=number,
        waited=now() - due_at if due_at else timedelta(),
    )
