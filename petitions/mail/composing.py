"""From a row of the outbox to a mail: who composes which kind, and what all have in common."""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from email.utils import format_datetime
from typing import Any, TypeAlias

from flask import current_app, render_template
from sqlalchemy.exc import SQLAlchemyError

from petitions.config import settings
from petitions.db import Base, db, transaction
from petitions.mail.messages import Message, build_message
from petitions.mail.models import Mail
from petitions.mail.transports import MailDeferred

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class OutgoingMail:
    """What a composer returns: whom to write to, which template folder, and its values.

    `headers` stand in the mail as they are. `rows` are stored before it goes: links are made
    here, so that the database never holds one that works.
    """

    to: str
    template: str
    values: dict[str, Any]
    headers: dict[str, str] = field(default_factory=dict)
    rows: Sequence[Base] = ()


# A composer returns None where the mail is no longer wanted. It only reads. A reader reads at once
# what the composer will ask for, for many mails; what it returns is kept until they are composed,
# so that the composer finds the objects in the session.
Composer: TypeAlias = Callable[[dict[str, Any]], OutgoingMail | None]
Reader: TypeAlias = Callable[[Sequence[dict[str, Any]]], object]

_composers: dict[str, Composer] = {}
_readers: dict[str, Reader] = {}


def composes(kind: str, reader: Reader | None = None) -> Callable[[Composer], Composer]:
    """Register the composer of one kind of mail, and its reader: `@composes("confirm", _read)`."""

    def register(composer: Composer) -> Composer:
        _composers[kind] = composer
        if reader:
            _readers[kind] = reader
        return composer

    return register


def kinds() -> list[str]:
    """Return every kind of mail that can be composed."""
    return sorted(_composers)


def compose(mails: Iterable[Mail]) -> dict[int, Message | MailDeferred | None]:
    """Return {mail: its message}; None where it is no longer wanted, MailDeferred where it failed.

    They are composed without a lock on anything; then one short transaction stores their links.
    """
    composed: dict[int, Message | MailDeferred | None] = {}
    rows: list[Base] = []
    # Templates need a request for languages and links.
    with current_app.test_request_context():
        kept = _read(mails)
        for mail in mails:
            try:
                outgoing = _composers[mail.kind](mail.about)
                composed[mail.id] = _message(mail, outgoing) if outgoing else None
            except SQLAlchemyError:
                raise
            except Exception as error:  # a fault in one mail keeps no other back
                log.exception("mail %s cannot be composed", mail.id)
                composed[mail.id] = MailDeferred(type(error).__name__)
            else:
                rows.extend(outgoing.rows if outgoing else ())
        del kept
    if rows:
        with transaction() as session:
            session.add_all(rows)
    return composed


def _read(mails: Iterable[Mail]) -> list[object]:
    abouts = defaultdict(list)
    for mail in mails:
        abouts[mail.kind].append(mail.about)
    db.session.commit()  # what is read now is of now
    return [_readers[kind](some) for kind, some in abouts.items() if kind in _readers]


def _message(mail: Mail, outgoing: OutgoingMail) -> Message:
    folder = f"mail/{outgoing.template}"
    subject = render_template(f"{folder}/subject.txt", **outgoing.values)
    headers = {
        "Date": format_datetime(mail.made_at),
        "Message-ID": mail.message_id,
        "Auto-Submitted": "auto-generated",  # RFC 3834: no out-of-office answers, please
    }
    return build_message(
        settings().mail_from,
        outgoing.to,
        " ".join(subject.split()),
        text=render_template(f"{folder}/body.txt", **outgoing.values),
        html=render_template(f"{folder}/body.html", **outgoing.values),
        headers=headers | outgoing.headers,
    )
