"""A signature counts when a person presses the button that the mail's link shows."""

from datetime import timedelta
from itertools import product

import pytest

from petitions.campaigns.operations import change_state
from petitions.signing.links import LINK_LIFE, token_digest
from tests.conftest import both_databases
from tests.factories import BEN, a_campaign, stored
from tests.mails import link
from tests.signing.steps import confirmed, count_of, sign, signed

MICROSECOND = timedelta(microseconds=1)


@pytest.fixture
def slug(app):
    return a_campaign(app)


@pytest.fixture
def mail(visitor, mailbox, slug):
    return signed(visitor, mailbox, slug)


def set_state(app, slug, state):
    with app.app_context():
        change_state(slug, state, "", actor=BEN)


def test_signing_alone_counts_nothing(visitor, slug, mail):
    assert count_of(visitor, slug) == 0


def test_opening_the_link_counts_nothing(visitor, slug, mail):
    for method in ("GET", "HEAD", "OPTIONS"):
        assert visitor.ask(method, link(mail, "confirm")).status == 200
    assert count_of(visitor, slug) == 0


@both_databases
def test_the_button_counts_once(visitor, slug, mail):
    for _ in range(2):
        answer = visitor.post(link(mail, "confirm"))
        assert (answer.status, answer.headers["Location"]) == (303, f"/c/{slug}/thanks")
    assert count_of(visitor, slug) == 1


def test_the_page_shows_what_is_confirmed_and_one_button(visitor, mail):
    page = visitor.get(link(mail, "confirm"))
    assert page.text("h1") == "Confirm your signature"
    assert "Ada Lovelace" in page.text()
    assert [page.text("main button")] == ["Confirm my signature"]


def test_the_page_of_a_used_link_says_that_it_counts(visitor, mailbox, slug):
    page = visitor.get(link(confirmed(visitor, mailbox, slug), "confirm"))
    assert (page.status, page.text("h1")) == (200, "Your signature is confirmed")
    assert not page.all("form")


def test_the_thanks_show_the_new_number(visitor, mailbox, slug):
    confirmed(visitor, mailbox, slug)
    page = visitor.get(f"/c/{slug}/thanks")
    assert page.one('[data-counter="signatures"]').attrs["data-value"] == "1"


def test_the_links_of_two_mails_both_work(visitor, mailbox, slug, mail):
    second = signed(visitor, mailbox, slug)
    assert visitor.post(link(mail, "confirm")).status == 303
    assert visitor.post(link(second, "confirm")).status == 303
    assert count_of(visitor, slug) == 1


@both_databases
def test_the_link_confirms_for_seven_days(visitor, clock, slug, mail):
    clock.shift(LINK_LIFE)
    assert visitor.get(link(mail, "confirm")).status == 200
    assert visitor.post(link(mail, "confirm")).status == 303
    assert count_of(visitor, slug) == 1


def test_after_seven_days_it_says_to_sign_again(visitor, clock, slug, mail):
    clock.shift(LINK_LIFE + MICROSECOND)
    for ask in (visitor.get, visitor.post):
        page = ask(link(mail, "confirm"))
        assert (page.status, page.text("h1")) == (410, "This link is too old")
        assert page.one("main a").attrs["href"] == f"/c/{slug}"
    assert count_of(visitor, slug) == 0


def test_signing_again_after_seven_days_brings_a_link_that_works(
    visitor, mailbox, clock, slug, mail
):
    clock.shift(timedelta(days=8))
    confirmed(visitor, mailbox, slug)
    assert count_of(visitor, slug) == 1


def test_a_used_link_says_so_even_when_it_is_old(visitor, mailbox, clock, slug):
    mail = confirmed(visitor, mailbox, slug)
    clock.shift(timedelta(days=30))
    assert visitor.get(link(mail, "confirm")).text("h1") == "Your signature is confirmed"


def test_a_link_of_which_nothing_readable_is_left_leads_to_the_page_that_mails_it(visitor):
    page = visitor.get("/withdraw/%ff")
    assert (page.status, page.headers["Location"]) == (302, "/withdraw")
    assert visitor.post("/withdraw/%ff").status == 404


@pytest.mark.parametrize(
    ("kind", "token"),
    [
        ("confirm", "%ff"),
        *product(("confirm", "withdraw"), ("x", "x" * 32, "x" * 3000, "%00", "'; DROP TABLE x;--")),
    ],
)
def test_a_link_nobody_sent_is_unknown(visitor, kind, token):
    for ask in (visitor.get, visitor.post):
        page = ask(f"/{kind}/{token}")
        assert (page.status, page.text("h1")) == (404, "We do not know this link")


def test_a_withdrawn_signature_cannot_be_confirmed(visitor, slug, mail):
    visitor.post(link(mail, "withdraw"))
    for ask in (visitor.get, visitor.post):
        page = ask(link(mail, "confirm"))
        assert (page.status, page.text("h1")) == (410, "This signature was withdrawn")
    assert count_of(visitor, slug) == 0


@pytest.mark.parametrize("state", ["paused", "won", "closed"])
def test_a_campaign_that_stopped_meanwhile_counts_nothing(app, visitor, slug, mail, state):
    set_state(app, slug, state)
    for ask in (visitor.get, visitor.post):
        page = ask(link(mail, "confirm"))
        assert (page.status, page.text("h1")) == (410, "This campaign takes no signatures now")
    assert count_of(visitor, slug) == 0


def test_once_the_campaign_goes_on_the_link_works(app, visitor, slug, mail):
    set_state(app, slug, "paused")
    set_state(app, slug, "open")
    visitor.post(link(mail, "confirm"))
    assert count_of(visitor, slug) == 1


def test_a_confirmed_signature_stays_counted_in_a_campaign_that_closes(app, visitor, mailbox, slug):
    mail = confirmed(visitor, mailbox, slug)
    set_state(app, slug, "closed")
    assert visitor.get(link(mail, "confirm")).text("h1") == "Your signature is confirmed"
    assert count_of(visitor, slug) == 1


@both_databases
def test_a_token_is_stored_only_as_a_digest(app, mail, settings):
    token = link(mail, "confirm").removeprefix("/confirm/")
    assert len(token) >= 22  # 128 bits
    assert token not in repr(stored(app))
    assert [row[0] for row in stored(app)["signature_link"]] == [token_digest(token)]


def test_no_file_of_the_database_holds_the_token(mail, tmp_path):
    token = link(mail, "confirm").removeprefix("/confirm/").encode()
    assert not [path for path in tmp_path.glob("*sqlite*") if token in path.read_bytes()]


def test_every_mail_has_a_token_of_its_own(visitor, mailbox, slug):
    for number in range(3):
        sign(visitor, slug, email=f"ada{number}@example.org")
    assert len({link(mail, "confirm") for mail in mailbox.receive()}) == 3
