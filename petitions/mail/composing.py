"""From a row of the outbox to a mail: who composes which kind, and the bytes that go out."""

import logging
from base64 import b64encode
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime, parseaddr, quote
from functools import lru_cache
from secrets import token_hex
from typing import Any, TypeAlias, cast

from email_validator import validate_email
from flask import current_app, render_template
from sqlalchemy.exc import SQLAlchemyError

from petitions.config import settings
from petitions.db import Base, db, now, transaction
from petitions.mail.models import Mail
from petitions.mail.operations import new_message_id
from petitions.mail.transports import MailDeferred, Message
from petitions.organisation.models import Responsible
from petitions.organisation.queries import organisation

log = logging.getLogger(__name__)

LINE_CHARACTERS = 75  # RFC 2047, 2: of a coded word at most; of its line, 76


@dataclass(frozen=True)
class OutgoingMail:
    """What a composer returns: whom to write to, which template folder, and its values.

    `headers` stand in the mail as they are. `rows` are stored before it goes: links are made
    here, so that the database never holds one that works. `responsible` is who speaks, where it
    is not the site's organisation. Neither the sender's name nor the first words of a discreet one
    tell what it is about.
    """

    to: str
    template: str
    values: dict[str, Any]
    headers: dict[str, str] = field(default_factory=dict)
    rows: Sequence[Base] = ()
    responsible: Responsible | None = None
    is_discreet: bool = False


class MailHeld(Exception):
    """What the mail is about is not public now: it has to wait until it is.

    One that is about several things is dropped: `rows`, a mail for each, take its place.
    """

    def __init__(self, rows: Sequence[Base] = ()) -> None:
        super().__init__()
        self.rows = rows


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


def compose(mails: Iterable[Mail]) -> dict[int, Message | MailDeferred | MailHeld | None]:
    """Return {mail: its message}; None where it is no longer wanted, MailDeferred where it failed.

    MailHeld where it has to wait. They are composed without a lock on anything; then one short
    transaction stores their links.
    """
    composed: dict[int, Message | MailDeferred | MailHeld | None] = {}
    rows: list[Base] = []
    abouts = defaultdict(list)
    for mail in mails:
        abouts[mail.kind].append(mail.about)
    # Templates need a request for languages and links.
    with current_app.test_request_context():
        db.session.commit()  # what is read now is of now
        kept = [_readers[kind](abouts[kind]) for kind in abouts if kind in _readers]
        for mail in mails:
            try:
                outgoing = _composers[mail.kind](mail.about)
                composed[mail.id] = _message(mail, outgoing) if outgoing else None
            except SQLAlchemyError:
                raise
            except MailHeld as held:
                composed[mail.id] = None if held.rows else held
                rows.extend(held.rows)
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


def sample(kind: str, about: dict[str, Any]) -> Message | None:
    """Return a mail as it would go now, by what the caller's transaction holds; nothing is kept.

    Its links are none that work.
    """
    mail = Mail(kind=kind, about=about, message_id=new_message_id(), made_at=now())
    outgoing = _composers[kind](about)
    return _message(mail, outgoing) if outgoing else None


def _message(mail: Mail, outgoing: OutgoingMail) -> Message:
    folder = f"mail/{outgoing.template}"
    subject = " ".join(render_template(f"{folder}/subject.txt", **outgoing.values).split())
    headers = {
        "Date": format_datetime(mail.made_at),
        "Message-ID": mail.message_id,
        # RFC 3834: no out-of-office answers, please
        "Auto-Submitted": _parsed("Auto-Submitted", "auto-generated"),
    }
    responsible = outgoing.responsible or organisation().responsible
    if reply_to := _reply_to(responsible.contact):
        headers["Reply-To"] = _parsed("Reply-To", reply_to)
    values = outgoing.values | {"responsible": responsible, "subject": subject}
    values["is_discreet"] = outgoing.is_discreet
    return build_message(
        sender_of(responsible, is_discreet=outgoing.is_discreet),
        outgoing.to,
        subject,
        text=render_template(f"{folder}/body.txt", **values),
        html=render_template(f"{folder}/body.html", **values),
        headers=headers | outgoing.headers,
    )


def sender_of(responsible: Responsible, *, is_discreet: bool) -> str:
    """Return the sender of a mail as programs show it: `"Letters" <post@example.org>`."""
    name = organisation().name if is_discreet else responsible.name
    return _sender(settings().mail_from, name)


@lru_cache(256)
def _sender(mail_from: str, name: str) -> str:
    """Return the sender under the name of who is responsible, or else as it is set."""
    own_name, address = parseaddr(mail_from)
    name = " ".join((name or own_name).split())
    return f'"{quote(name)}" <{address}>' if name else mail_from


@lru_cache(256)
def _reply_to(contact: str) -> str:
    """Return where answers go, or nothing where not every server takes such an address."""
    valid = validate_email(contact, check_deliverability=False) if contact else None
    return (valid and valid.ascii_email) or ""


class MailPolicy(EmailPolicy):
    """How headers become lines.

    Python's own policy loses spaces between coded words (RFC 2047) when it folds a subject in
    Arabic, Hindi or Russian, up to 3.12; email.header.Header does not. What is no text stays on
    one line: a folded address in List-Unsubscribe is one that no program opens.
    """

    def header_store_parse(self, name: str, value: str) -> tuple[str, str]:
        """Return a header read; what says how parts are written is the same in most mails."""
        if name.lower().startswith(("content-", "mime-")) and value.isprintable():
            return name, _parsed(name, value)
        return super().header_store_parse(name, value)

    def fold(self, name: str, value: str) -> str:
        """Return a header as it stands in a mail."""
        addresses: tuple[Address, ...] = getattr(value, "addresses", ())
        if addresses:
            coded = f",{self.linesep} ".join(
                str(address) if address.display_name.isascii() else self._named(name, address)
                for address in addresses
            )
        elif name.lower() == "subject" or not value.isascii():
            coded = _coded(name, value)
        else:
            coded = value
        return f"{name}: {coded}{self.linesep}"

    def _named(self, name: str, address: Address) -> str:
        coded = _coded(name, address.display_name)
        line = f"{coded.rpartition(self.linesep)[2]} <{address.addr_spec}>"
        between = " " if len(line) + len(name) < LINE_CHARACTERS else f"{self.linesep} "
        return f"{coded}{between}<{address.addr_spec}>"

    def fold_binary(self, name: str, value: str) -> bytes:
        """Return a header as bytes; an address beyond ASCII stands in it as it is (RFC 6532)."""
        return self.fold(name, value).encode()


# Not 8bit: not every server takes it.
MAIL_POLICY = MailPolicy(linesep="\r\n", cte_type="7bit")


@lru_cache(256)
def _coded(name: str, text: str) -> str:
    # What looks like a coded word is none.
    charset = "us-ascii" if text.isascii() and "=?" not in text else "utf-8"
    header = Header(text, charset, maxlinelen=LINE_CHARACTERS, header_name=name)
    return header.encode(linesep="\r\n")


def build_message(
    sender: str, to: str, subject: str, *, text: str, html: str, headers: Mapping[str, str]
) -> Message:
    """Return a mail with a text and the same in HTML; `headers` hold the Message-ID.

    Raises:
        ValueError: a header has a line break.

    """
    mail = EmailMessage(policy=MAIL_POLICY)
    mail["From"] = _parsed("From", sender)
    mail["To"] = to
    mail["Subject"] = subject_header(subject)
    for name, value in headers.items():
        mail[name] = value
    mail.set_content(text)
    mail.make_alternative(boundary=f"={token_hex(12)}=")  # what Python would look for anew
    mail.add_alternative(html, subtype="html")
    return Message(headers["Message-ID"], parseaddr(sender)[1], to, mail.as_bytes())


@lru_cache(256)  # most mails have the same sender and subject
def _parsed(name: str, value: str) -> str:
    return cast("str", MAIL_POLICY.header_factory(name, value))


def subject_header(text: str) -> str:
    """Return a subject that reads as the text, also where that looks like coded words."""
    if "=?" in text:
        text = f"=?utf-8?b?{b64encode(text.encode()).decode()}?="
    return _parsed("Subject", text)
