"""How fast the outbox empties into a mail server: confirmation mails of one campaign.

The floor is smtplib alone, one connection, `send_message` of the same mails, which are ready. The
site composes them, stores their links and notes each.
"""

import smtplib
import subprocess
import sys
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from time import perf_counter

import psycopg
from sqlalchemy import func, insert, select, update

from bench.figures import Broken, Figure, at_least, interleaved, seconds
from bench.site import folder
from petitions import create_app
from petitions.config import ROOT
from petitions.db import db, now, schema, transaction
from petitions.mail.composing import compose
from petitions.mail.delivery import deliver
from petitions.mail.models import DROPPED, WAITING, Mail
from petitions.mail.operations import new_message_id
from petitions.mail.transports import Message
from petitions.signing.models import CONFIRM_MAIL, PENDING, Signature
from tests import postgres
from tests.conftest import make_settings
from tests.factories import a_campaign

MAILS, FIRST = 2_000, 100  # of a round
GOAL = at_least(0.3)
HEADERS = ("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted")
SIGNER = {
    "campaign_id": 1,
    "state": PENDING,
    "name": "Ada Lovelace",
    "country": "GB",
    "visibility": "hidden",
    "updates": False,
    "consent_version": "1",
}


def figures(names: Collection[str]) -> Iterator[Figure]:
    """Return mails a second, on each database."""
    ready: list[EmailMessage] = []  # for both databases
    if "mail" in names:
        with folder() as place:
            yield _figure("mail", place, f"sqlite:///{place / 'petitions.sqlite'}", ready)
    if "mail_postgres" in names:
        with folder() as place, postgres.running() as url:
            with psycopg.connect(url, autocommit=True) as connection:
                connection.execute("CREATE DATABASE bench")
            yield _figure("mail_postgres", place, url.removesuffix("/postgres") + "/bench", ready)


def _figure(name: str, place: Path, database_url: str, ready: list[EmailMessage]) -> Figure:
    with _sink() as port:
        mail_url = f"smtp://127.0.0.1:{port}?starttls=0"
        app = create_app(make_settings(place, database_url, mail_url=mail_url))
        with app.app_context():
            schema.upgrade()
        a_campaign(app)
        with app.app_context():
            _of_outbox(port, FIRST)  # imports and compiles what is only once
            ready += [] if ready else _as_python_builds_them()
            value, floor = interleaved(
                lambda: _of_outbox(port, MAILS), lambda: _of_smtplib(port, ready)
            )
            for engine in db.engines.values():
                engine.dispose()
    return Figure(name, value, "mails/s", floor, GOAL)


def _of_outbox(port: int, number: int) -> float:
    """Return mails a second, sent as the worker does it."""
    before = _taken(port)
    _fill(number)
    start = perf_counter()
    while deliver():
        pass
    taken = perf_counter() - start
    left = db.session.scalar(select(func.count()).where(Mail.state == WAITING))
    if left or _taken(port) - before != number:
        raise Broken(f"{left} mails are left, {_taken(port) - before} came")
    return number / taken


def _of_smtplib(port: int, mails: list[EmailMessage]) -> float:
    with closing(smtplib.SMTP("127.0.0.1", port)) as server:
        server.ehlo()
        return len(mails) / seconds(lambda: [server.send_message(mail) for mail in mails])


def _fill(number: int) -> None:
    with transaction() as session:
        first = (session.scalar(select(func.max(Signature.id))) or 0) + 1
        numbers = range(first, first + number)
        people = [
            {"id": n, "email": f"ada{n}@example.org", "email_digest": n.to_bytes(32)}
            for n in numbers
        ]
        session.execute(insert(Signature), [SIGNER | {"signed_at": now()} | one for one in people])
        mails = [
            {"kind": CONFIRM_MAIL, "about": {"signature": n}, "message_id": new_message_id()}
            for n in numbers
        ]
        session.execute(insert(Mail), mails)


def _as_python_builds_them() -> list[EmailMessage]:
    """Return the mails of a round, ready to be sent, and send none of them."""
    _fill(MAILS)
    messages = compose(db.session.scalars(select(Mail).where(Mail.state == WAITING)).all())
    with transaction() as session:
        session.execute(update(Mail).where(Mail.state == WAITING).values(state=DROPPED))
    return [_built(message) for message in messages.values() if isinstance(message, Message)]


def _built(message: Message) -> EmailMessage:
    known = message_from_bytes(message.content, policy=SMTP)
    assert isinstance(known, EmailMessage)
    built = EmailMessage(policy=SMTP)
    for name in HEADERS:
        built[name] = str(known[name])
    text, html = (known.get_body((kind,)) for kind in ("plain", "html"))
    assert text
    assert html
    built.set_content(text.get_content())
    built.add_alternative(html.get_content(), subtype="html")
    return built


@contextmanager
def _sink() -> Iterator[int]:
    """Run the sink; return its port."""
    command = [sys.executable, "-m", "bench.sink"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            yield int(process.stdout.readline())
        finally:
            process.terminate()


def _taken(port: int) -> int:
    with smtplib.SMTP("127.0.0.1", port) as server:
        return int(server.noop()[1])
