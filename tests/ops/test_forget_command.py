"""`forget` says what is due and changes nothing; `forget --erase` does it; so does the worker."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from petitions.db import now, transaction
from petitions.ops import worker
from petitions.signing.models import Signature
from tests.factories import BEN, a_campaign, stored
from tests.mails import link
from tests.signing.steps import confirmed, sign, signed

NAME, EMAIL = "Wilhelmina Quartermain", "wilhelmina.q@example.net"
HINT = "Nothing was changed. To erase all this: ./run forget --erase"


def forget(app, *options):
    answer = app.test_cli_runner().invoke(args=["forget", *options])
    return answer.exit_code, answer.output.splitlines()


@pytest.fixture
def past(app, visitor, mailbox, clock):
    """A site on which three things are past their time."""
    slug = a_campaign(app)
    confirmed(visitor, mailbox, slug, name=NAME, email=EMAIL)
    signed(visitor, mailbox, slug)
    app.test_cli_runner().invoke(args=["set-state", slug, "closed"])
    app.test_cli_runner().invoke(args=["add-organiser", BEN, "--role", "viewer"])
    clock.shift(timedelta(days=30, minutes=6))


DUE = [
    "campaign free-the-nurse: 1 unconfirmed, 1 signatures",
    "besides: 2 mails, 1 invitations",
]


def test_it_says_what_is_due_and_changes_nothing(app, past):
    before = stored(app)
    assert forget(app) == (0, [*DUE, HINT])
    assert stored(app) == before


def test_with_erase_it_does_so_and_then_nothing_is_due(app, past):
    assert forget(app, "--erase") == (0, [*DUE, "erased: 5 rows"])
    assert forget(app) == forget(app, "--erase") == (0, ["nothing is past its time"])


def test_an_empty_site_has_nothing_due(app):
    assert forget(app) == (0, ["nothing is past its time"])


def test_the_file_keeps_no_byte_of_who_was_forgotten(app, past, tmp_path):
    def content():
        files = tmp_path.glob("petitions.sqlite*")
        return b"".join(path.read_bytes() for path in files)

    assert NAME.encode() in content()
    assert EMAIL.encode() in content()
    forget(app, "--erase")
    assert NAME.encode() not in content()
    assert EMAIL.encode() not in content()


def test_the_worker_does_the_same(app, past):
    with app.app_context():
        assert worker.erase() == 5
    assert NAME not in repr(stored(app))
    assert forget(app) == (0, ["nothing is past its time"])


def test_the_worker_sends_mails_in_between(app, visitor, mailbox, clock):
    slug = a_campaign(app)
    signed(visitor, mailbox, slug)
    clock.shift(timedelta(days=8))
    sign(visitor, slug, email="new@example.org")
    with app.app_context():
        assert worker.erase() == 1
    (mail,) = mailbox.read()
    assert visitor.get(link(mail, "confirm")).status == 200


@pytest.mark.slow
def test_signing_goes_on_while_thousands_are_erased(app, visitor, mailbox, clock):
    """On SQLite, where one writes at a time, nobody waits until his patience is over."""
    slug = a_campaign(app)
    old = {"state": "pending", "visibility": "hidden", "updates": False, "consent_version": "1"}
    with app.app_context(), transaction() as session:
        mapper = Signature.__mapper__
        moment = {"campaign_id": 1, "signed_at": now()}
        session.bulk_insert_mappings(mapper, [old | moment for _ in range(20_000)])
    clock.shift(timedelta(days=8))
    with ThreadPoolExecutor(1) as pool:
        erasing = pool.submit(forget, app, "--erase")
        answers = [sign(visitor, slug, email=f"ada{n}@example.org").status for n in range(30)]
        assert erasing.result()[1][-1] == "erased: 20000 rows"
    assert answers == [303] * 30


def test_to_write_tables_anew_goes_with_erasing_alone(app):
    assert forget(app, "--rewrite") == (2, ["--rewrite goes with --erase alone."])
