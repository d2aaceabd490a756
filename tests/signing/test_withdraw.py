"""Withdrawing erases the person at once and for good; only a row without a person remains."""

from datetime import timedelta

import pytest

from petitions.ops.retention import sweep
from petitions.web.limits import address_digest
from tests.conftest import both_databases
from tests.factories import a_campaign, stored
from tests.mails import link
from tests.signing.steps import at_once, confirmed, count_of, sign, signed

PERSON = {
    "name": "Wilhelmina Quartermain",
    "email": "wilhelmina.q@example.net",
    "country": "KZ",
    "comment": "Because my grandmother was a midwife.",
    "visibility": "full",
    "updates": "y",
}
TYPED = ("Wilhelmina", "Quartermain", "wilhelmina.q", "grandmother", "midwife")


@pytest.fixture
def slug(app):
    return a_campaign(app)


def bytes_of_files(folder):
    """Give what stands in every file of the SQLite database, the write-ahead log too."""
    return b"".join(path.read_bytes() for path in folder.glob("petitions.sqlite*"))


@both_databases
def test_it_erases_the_person_from_every_table_at_once(app, visitor, mailbox, slug):
    mail = confirmed(visitor, mailbox, slug, **PERSON)
    assert visitor.post(link(mail, "withdraw")).status == 303
    everything = repr(stored(app))
    assert not [word for word in TYPED if word in everything]


@both_databases
def test_a_row_without_a_person_remains(app, visitor, mailbox, slug, clock):
    mail = confirmed(visitor, mailbox, slug, **PERSON)
    visitor.post(link(mail, "withdraw"))
    (row,) = stored(app)["signature"]
    assert row[2:9] == ("withdrawn", None, None, None, None, None, "hidden")
    assert not row[9]


@both_databases
def test_the_digest_of_the_address_goes_with_its_last_mail(app, visitor, mailbox, slug, clock):
    mail = confirmed(visitor, mailbox, slug, **PERSON)
    visitor.post(link(mail, "withdraw"))
    with app.app_context():
        digest = address_digest(PERSON["email"])
        assert digest not in [row[3] for row in stored(app)["signature"]]
        clock.shift(timedelta(hours=24, seconds=1))
        sweep()
    assert repr(digest) not in repr(stored(app))


def test_no_byte_of_the_person_is_left_in_the_files(app, visitor, mailbox, slug, tmp_path):
    mail = confirmed(visitor, mailbox, slug, **PERSON)
    assert b"Quartermain" in bytes_of_files(tmp_path)
    visitor.post(link(mail, "withdraw"))
    with app.app_context():
        sweep()
    left = bytes_of_files(tmp_path)
    assert not [word for word in TYPED if word.encode() in left]


def test_no_byte_is_left_of_one_among_many(app, visitor, mailbox, slug, tmp_path):
    mails = {}
    for number in range(30):
        person = PERSON | {"email": f"wilhelmina.q{number}@example.net"}
        mails[number] = signed(visitor, mailbox, slug, **person)
    for number in reversed(range(30)):
        visitor.post(link(mails[number], "confirm"))
    for mail in mails.values():
        visitor.post(link(mail, "withdraw"))
    with app.app_context():
        sweep()
    left = bytes_of_files(tmp_path)
    assert not [word for word in TYPED if word.encode() in left]


@both_databases
def test_the_count_falls(visitor, mailbox, slug):
    confirmed(visitor, mailbox, slug, email="cleo@example.org")
    mail = confirmed(visitor, mailbox, slug)
    assert count_of(visitor, slug) == 2
    visitor.post(link(mail, "withdraw"))
    assert count_of(visitor, slug) == 1


def test_withdrawing_before_confirming_changes_no_count(visitor, mailbox, slug):
    confirmed(visitor, mailbox, slug, email="cleo@example.org")
    visitor.post(link(signed(visitor, mailbox, slug), "withdraw"))
    assert count_of(visitor, slug) == 1


def test_opening_the_link_erases_nothing(app, visitor, mailbox, slug):
    mail = confirmed(visitor, mailbox, slug)
    before = stored(app)
    for method in ("GET", "HEAD", "OPTIONS"):
        assert visitor.ask(method, link(mail, "withdraw")).status == 200
    assert stored(app) == before


def test_the_page_shows_what_goes_and_one_button(visitor, mailbox, slug):
    page = visitor.get(link(confirmed(visitor, mailbox, slug), "withdraw"))
    assert page.text("h1") == "Withdraw your signature"
    assert "Ada Lovelace" in page.text()
    assert page.text("main button") == "Erase my signature"


@both_databases
def test_withdrawing_twice_does_no_harm(visitor, mailbox, slug):
    path = link(confirmed(visitor, mailbox, slug), "withdraw")
    for _ in range(2):
        answer = visitor.post(path)
        page = visitor.get(answer.headers["Location"])
        assert page.text("h1") == "Your signature is erased"
        assert not page.all("form")
    assert count_of(visitor, slug) == 0


@both_databases
def test_one_can_sign_again_afterwards(app, visitor, mailbox, slug):
    old = confirmed(visitor, mailbox, slug)
    visitor.post(link(old, "withdraw"))
    confirmed(visitor, mailbox, slug)
    assert count_of(visitor, slug) == 1
    visitor.post(link(old, "withdraw"))
    assert count_of(visitor, slug) == 1
    assert sorted(row[2] for row in stored(app)["signature"]) == ["confirmed", "withdrawn"]


def test_the_link_withdraws_for_ever(visitor, mailbox, slug, clock):
    mail = confirmed(visitor, mailbox, slug)
    clock.shift(timedelta(days=3650))
    assert visitor.post(link(mail, "withdraw")).status == 303
    assert count_of(visitor, slug) == 0


def test_the_mail_that_says_signed_already_can_withdraw_too(visitor, mailbox, slug):
    confirmed(visitor, mailbox, slug)
    visitor.post(link(signed(visitor, mailbox, slug), "withdraw"))
    assert count_of(visitor, slug) == 0


def test_a_mail_that_still_waits_is_not_sent_to_who_withdrew(visitor, mailbox, slug):
    mail = confirmed(visitor, mailbox, slug)
    sign(visitor, slug)
    visitor.post(link(mail, "withdraw"))
    assert mailbox.receive() == []


@both_databases
def test_confirming_and_withdrawing_at_once_never_leaves_a_wrong_number(app, visitor, mailbox):
    slug = a_campaign(app)
    mail = signed(visitor, mailbox, slug)
    paths = [link(mail, "confirm")] * 6 + [link(mail, "withdraw")] * 6
    at_once([lambda path=path: visitor.from_address("192.0.2.9").post(path) for path in paths])
    assert count_of(visitor, slug) == 0
    assert [row[2] for row in stored(app)["signature"]] == ["withdrawn"]
