"""One person signs a campaign once, however many times they do it at the same moment."""

from dataclasses import replace

import pytest

from petitions.db import db
from petitions.signing import operations
from tests.conftest import both_databases
from tests.factories import ADA, a_campaign, stored
from tests.mails import link
from tests.pages import Visitor
from tests.signing.steps import at_once, count_of, sign, signed

pytestmark = both_databases
THREADS = 64
SPELLINGS = [
    f"{'.'.join(word) if number % 2 else word}+{number}@{domain}"
    for number in range(THREADS // 4)
    for word in ("adalovelace", "AdaLovelace")
    for domain in ("gmail.com", "GoogleMail.com")
]


def sign_by_operation(app, slug, person):
    with app.app_context():
        operations.sign(slug, person, b"visitor")
        db.session.remove()


@pytest.fixture
def slug(app):
    return a_campaign(app)


def test_64_signings_at_once_make_one_signature_and_one_mail(app, slug, mailbox):
    at_once([lambda: sign_by_operation(app, slug, ADA)] * THREADS)
    assert len(stored(app)["signature"]) == 1
    assert len(mailbox.receive()) == 1


def test_64_spellings_of_one_mailbox_make_one_signature(app, slug, mailbox):
    assert len(set(SPELLINGS)) == THREADS
    people = [replace(ADA, email=spelling) for spelling in SPELLINGS]
    at_once([lambda who=who: sign_by_operation(app, slug, who) for who in people])
    assert len(stored(app)["signature"]) == 1
    assert len(mailbox.receive()) == 1


def test_64_people_at_once_make_64_signatures(app, slug, mailbox):
    people = [replace(ADA, email=f"ada{number}@example.org") for number in range(THREADS)]
    at_once([lambda who=who: sign_by_operation(app, slug, who) for who in people])
    assert len(stored(app)["signature"]) == THREADS
    assert len({mail["To"] for mail in mailbox.receive()}) == THREADS


def test_32_browsers_at_once_make_one_signature(app, mailbox):
    slug = a_campaign(app)
    browsers = [Visitor(app, f"192.0.2.{number}") for number in range(32)]
    pages = at_once([lambda who=who: sign(who, slug) for who in browsers])
    assert {page.status for page in pages} == {303}
    assert len(stored(app)["signature"]) == 1


def test_a_button_pressed_32_times_at_once_counts_once(app, visitor, mailbox):
    slug = a_campaign(app)
    path = link(signed(visitor, mailbox, slug), "confirm")
    pages = at_once([lambda: Visitor(app).post(path)] * 32)
    assert {page.status for page in pages} == {303}
    assert count_of(visitor, slug) == 1


def test_a_withdrawal_pressed_32_times_at_once_counts_once(app, visitor, mailbox):
    slug = a_campaign(app)
    mail = signed(visitor, mailbox, slug)
    visitor.post(link(mail, "confirm"))
    at_once([lambda: Visitor(app).post(link(mail, "withdraw"))] * 32)
    assert count_of(visitor, slug) == 0


def test_one_person_may_sign_two_campaigns(app, visitor, mailbox):
    for slug in (a_campaign(app, slug="one"), a_campaign(app, slug="two")):
        visitor.post(link(signed(visitor, mailbox, slug), "confirm"))
        assert count_of(visitor, slug) == 1
