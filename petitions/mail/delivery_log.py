"""What a worker writes down between two mails: that this one is sent; may the next one go?

Each mail is noted before the next one is handed over, so that a worker that is killed repeats no
more than one. The notes do not wait for the disk, which would take as long as sending: if the
machine falls, or the database server, the mails since the last transaction that did wait are sent
again, at most a group of them.
"""

from sqlalchemy import Connection, bindparam, exists, select, update

from petitions.db import UtcDateTime, now, write_slot
from petitions.db.sql import table
from petitions.mail.models import SENT, WAITING, Mail

_mail = table(Mail)
_asked = _mail.alias("asked")
# Built once: they are executed for each mail.
_AS_CLAIMED = exists().where(
    _asked.c.id == bindparam("asked"),
    _asked.c.state == WAITING,
    _asked.c.due_at == bindparam("until", type_=UtcDateTime),
)
_ASK = select(_AS_CLAIMED)
_NOTE = update(_mail).where(_mail.c.id == bindparam("number"))
_NOTE = _NOTE.values(state=SENT, sent_at=bindparam("moment", type_=UtcDateTime), last_error=None)
_NOTE_AND_ASK = _NOTE.returning(select(_AS_CLAIMED).scalar_subquery())


class Receipts:
    """Notes mails that were sent, on a quick connection."""

    def __init__(self, quick: Connection) -> None:
        self.quick = quick
        self._allowed: int | None = None

    def may_go(self, mail: Mail) -> bool:
        """Tell whether a mail may go: an organiser may have stopped it, or given it up, meanwhile.

        Right before it goes, and only once for each note.
        """
        known, self._allowed = self._allowed == mail.id, None
        return known or bool(self.quick.scalar(_ASK, {"asked": mail.id, "until": mail.due_at}))

    def note_sent(self, mail: Mail, following: Mail | None) -> None:
        """Note that a mail is with the mail server, or in its folder; ask for the following one.

        In one statement: on PostgreSQL a second one takes 0.13 ms.
        """
        note = {"number": mail.id, "moment": now()}
        if following is None:
            with write_slot():
                self.quick.execute(_NOTE, note)
            return
        question = {"asked": following.id, "until": following.due_at}
        with write_slot():
            may_go = self.quick.scalar(_NOTE_AND_ASK, note | question)
        self._allowed = following.id if may_go else None
