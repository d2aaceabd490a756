"""From a row of the outbox to a mail: who composes which kind, and what all have in common."""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from email.utils import format_datetime
from typing import Any, TypeAlias

from flask import current_app
from sqlalchemy.exc import SQLAlchemyError

from petitions.config import settings
from petitions.db import Base, db, transaction
from petitions.mail.messages import Message, written
from petitions.mail.models import Mail
from petitions.mail.rendering import Renderer
from petitions.mail.transports import Failed

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Letter:
    """What a composer gives: whom to write to, which template folder, what it needs to know.

    `values` are the same for many mails, `own` are this one's alone: its links. `headers` stand
    in the mail as they are. `rows` are stored before it goes: links are made here, so that the
    database never holds one that works.
    """

    to: str
    template: str
    values: dict[str, Any]
    own: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    rows: Sequence[Base] = ()


# A composer gives None where the mail is no longer wanted. It only reads. A reader reads at once
# what the composer will ask for, for many mails; what it gives is kept until they are composed,
# so that the composer finds the objects in the session.
Composer: TypeAlias = Callable[[dict[str, Any]], Letter | None]
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
    """Give every kind of mail that somebody composes."""
    return sorted(_composers)


def compose(mails: Iterable[Mail]) -> dict[int, Message | Failed | None]:
    """Give {mail: its message}; None where it is no longer wanted, Failed where it has a fault.

    They are composed without a lock on anything; then one short transaction stores their links.
    """
    found: dict[int, Message | Failed | None] = {}
    rows: list[Base] = []
    # Templates need a request for languages and links.
    with current_app.test_request_context():
        kept, renderer = _read(mails), Renderer()
        for mail in mails:
            found[mail.id] = _composed(mail, renderer, rows)
        del kept
    if rows:
        with transaction() as session:
            session.add_all(rows)
    return found


def _read(mails: Iterable[Mail]) -> list[object]:
    abouts = defaultdict(list)
    for mail in mails:
        abouts[mail.kind].append(mail.about)
    db.session.commit()  # what is read now is of now
    return [_readers[kind](some) for kind, some in abouts.items() if kind in _readers]


def _composed(mail: Mail, renderer: Renderer, rows: list[Base]) -> Message | Failed | None:
    """Give what became of one mail: a fault in it shall keep no other back."""
    try:
        letter = _composers[mail.kind](mail.about)
        message = _message(mail, letter, renderer) if letter else None
    except SQLAlchemyError:
        raise
    except Exception as error:
        log.exception("mail %s cannot be composed", mail.id)
        return Failed(type(error).__name__)
    rows.extend(letter.rows if letter else ())
    return message


def _message(mail: Mail, letter: Letter, renderer: Renderer) -> Message:
    headers = {
        "Date": format_datetime(mail.made_at),
        "Message-ID": mail.message_id,
        "Auto-Submitted": "auto-generated",  # RFC 3834: no out-of-office answers, please
    }
    words = renderer.words(letter.template, letter.values, letter.own)
    return written(settings().mail_from, letter.to, words, headers | letter.headers)
