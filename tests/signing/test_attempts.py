"""Each attempt to sign has a link of its own: what its page shows is what is confirmed."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from petitions.db import db
from petitions.ops import retention
from petitions.signing.mails import MAX_ATTEMPTS
from petitions.signing.models import Attempt, Signature
from tests.conftest import both_databases
from tests.factories import a_campaign, stored
from tests.mails import body, link
from tests.pages import Visitor
from tests.signing.steps import at_once, confirmed, count_of, sign, signed

VERA = {"email": "vera@example.org", "name": "Vera Figner", "country": "RU"}
STRANGER = VERA | {
    "name": "Not Vera",
    "country": "KZ",
    "comment": "Words of a stranger.",
    "visibility": "full",
    "updates": "y",
}
SHOWN = ("name", "email", "country", "comment", "visibility", "updates")


@pytest.fixture
def slug(app):
    return a_campaign(app)


def the_signature(app):
    """Give the only signature."""
    with app.app_context():
        return db.session.scalars(select(Signature)).one()


def values(row):
    return {name: getattr(row, name) for name in SHOWN}


def attempts(app):
    with app.app_context():
        return list(db.session.scalars(select(Attempt).order_by(Attempt.id)))


def confirm_links(mail):
    """Give the paths of all links to confirm in a mail."""
    words = body(mail).split()
    return [word.removeprefix("http://127.0.0.1:8000") for word in words if "/confirm/" in word]


@both_databases
def test_a_strangers_attempt_changes_nothing_of_an_earlier_one(app, visitor, mailbox, slug):
    mail = signed(visitor, mailbox, slug, **VERA)
    before, page = the_signature(app), visitor.get(link(mail, "confirm")).html
    sign(visitor, slug, **STRANGER)
    assert values(the_signature(app)) == values(before)
    assert the_signature(app).signed_at == before.signed_at
    assert visitor.get(link(mail, "confirm")).html == page
    assert visitor.post(link(mail, "confirm")).headers["Location"] == f"/c/{slug}/thanks"
    assert values(the_signature(app)) == values(before)
    assert attempts(app) == []
    assert count_of(visitor, slug) == 1


def test_between_look_and_press_nothing_can_be_swapped(app, visitor, mailbox, slug):
    mail = signed(visitor, mailbox, slug, **VERA)
    page = visitor.get(link(mail, "confirm"))
    sign(visitor, slug, **STRANGER)
    form = {"name": page.value("name"), "visibility": "hidden"}
    assert visitor.post(link(mail, "confirm"), form).status == 303
    row = the_signature(app)
    assert (row.name, row.country, row.comment) == ("Vera Figner", "RU", "")
    assert (row.visibility, row.updates) == ("hidden", False)


@both_databases
def test_who_signs_after_a_stranger_confirms_their_own_words(app, visitor, mailbox, slug):
    signed(visitor, mailbox, slug, **STRANGER)
    sign(visitor, slug, **VERA)
    (mail,) = mailbox.receive()
    own, of_stranger = confirm_links(mail)
    assert "Not Vera" in visitor.get(of_stranger).text()
    assert "Vera Figner" in visitor.get(own).text(".facts")
    assert visitor.post(own).status == 303
    row = the_signature(app)
    assert (row.name, row.country, row.comment, row.updates) == ("Vera Figner", "RU", "", False)
    assert "stranger" not in repr(stored(app))


def test_the_page_shows_all_that_will_be_stored(visitor, mailbox, slug):
    mail = signed(visitor, mailbox, slug, **STRANGER)
    shown = visitor.get(link(mail, "confirm")).text(".facts")
    for words in ("Not Vera", "vera@example.org", "Kazakhstan", "Words of a stranger."):
        assert words in shown
    assert "Full name and country" in shown
    assert "News of this campaign by e-mail Yes" in shown


@both_databases
def test_the_page_can_change_name_and_visibility(app, visitor, mailbox, slug):
    mail = signed(visitor, mailbox, slug, **VERA)
    page = visitor.get(link(mail, "confirm"))
    assert (page.value("name"), "checked" in page.one("#visibility-hidden").attrs) == (
        "Vera Figner",
        True,
    )
    changed = {"name": " V. Figner ", "visibility": "full"}
    assert visitor.post(link(mail, "confirm"), changed).status == 303
    row = the_signature(app)
    assert (row.name, row.visibility, row.state) == ("V. Figner", "full", "confirmed")
    assert "V. Figner" in visitor.get(f"/c/{slug}/supporters").text()


@pytest.mark.parametrize(
    ("changes", "problem"),
    [({"name": " "}, "#name-problem"), ({"visibility": "loud"}, "#visibility-problem")],
)
def test_a_change_with_a_mistake_comes_back(app, visitor, mailbox, changes, problem):
    mail = signed(visitor, mailbox, a_campaign(app), **VERA)
    form = {"name": "V. Figner", "visibility": "full"} | changes
    page = visitor.post(link(mail, "confirm"), form)
    assert (page.status, page.value("name").strip()) == (422, form["name"].strip())
    assert page.text(problem)
    assert the_signature(app).state == "pending"


def test_hidden_at_first_and_full_later_is_as_the_signer_chooses(app, visitor, mailbox, slug):
    signed(visitor, mailbox, slug, **VERA)
    mail = signed(visitor, mailbox, slug, **VERA, visibility="full")
    newest, first = confirm_links(mail)
    assert "Full name and country" in visitor.get(newest).text(".facts")
    assert "you are only counted" in visitor.get(first).text(".facts")
    visitor.post(newest)
    assert the_signature(app).visibility == "full"


def test_the_same_words_are_no_further_attempt(app, visitor, mailbox, slug, clock):
    first = signed(visitor, mailbox, slug, **VERA)
    signed_at = the_signature(app).signed_at
    clock.shift(timedelta(days=1))
    second = signed(visitor, mailbox, slug, **VERA)
    assert attempts(app) == []
    assert the_signature(app).signed_at >= signed_at + timedelta(days=1)
    assert len(confirm_links(second)) == 1
    for mail in (second, first):
        assert visitor.post(link(mail, "confirm")).headers["Location"] == f"/c/{slug}/thanks"


@both_databases
def test_nor_are_those_of_a_further_attempt(app, visitor, mailbox, slug, clock):
    first = signed(visitor, mailbox, slug, **VERA)
    other = VERA | {"comment": "She nursed my father."}
    signed(visitor, mailbox, slug, **other)
    (before,) = attempts(app)
    clock.shift(timedelta(hours=1))
    last = signed(visitor, mailbox, slug, **other)
    (after,) = attempts(app)
    assert after.signed_at >= before.signed_at + timedelta(hours=1)
    assert (after.id, len(confirm_links(last))) == (before.id, 2)
    assert visitor.post(link(first, "confirm")).status == 303


def test_a_second_person_reads_that_nobody_is_added(app, visitor, mailbox, slug):
    anna = confirmed(visitor, mailbox, slug, name="Anna Karenina")
    mail = signed(visitor, mailbox, slug, name="Ben Bolt", visibility="full")
    for kind in ("plain", "html"):
        text = " ".join(body(mail, kind).split())
        assert "in the name of Anna Karenina" in text
        assert "adds nobody" in text
        assert "Ben" not in text
    assert attempts(app) == []
    assert (the_signature(app).name, count_of(visitor, slug)) == ("Anna Karenina", 1)
    assert visitor.get(link(anna, "confirm")).text("h1") == "Your signature is confirmed"


def test_the_link_of_the_other_person_says_so_too(visitor, mailbox, slug):
    anna = signed(visitor, mailbox, slug, name="Anna Karenina")
    ben = signed(visitor, mailbox, slug, name="Ben Bolt")
    visitor.post(link(anna, "confirm"))
    answer = visitor.post(link(ben, "confirm"))
    assert (answer.status, answer.headers["Location"]) == (303, link(ben, "confirm"))
    page = visitor.get(link(ben, "confirm"))
    assert "adds nobody" in page.text(".lead")
    assert "Anna Karenina" in page.text(".facts")
    assert "Ben Bolt" not in page.text()
    assert count_of(visitor, slug) == 1


def test_who_waits_for_a_mail_is_told_when_another_attempt_was_confirmed(visitor, mailbox, slug):
    anna = signed(visitor, mailbox, slug, name="Anna Karenina")
    sign(visitor, slug, name="Ben Bolt")
    visitor.post(link(anna, "confirm"))
    (mail,) = mailbox.receive()
    assert "in the name of Anna Karenina" in " ".join(body(mail).split())


def test_a_flood_makes_one_mail_no_longer(app, visitor, mailbox, slug):
    sign(visitor, slug, **VERA)
    for number in range(MAX_ATTEMPTS + 3):
        sign(visitor, slug, **VERA | {"name": f"Vera {number}"})
    mail = mailbox.receive()[0]
    assert len(confirm_links(mail)) == MAX_ATTEMPTS + 1
    assert "Vera Figner" in visitor.get(confirm_links(mail)[-1]).text(".facts")


@both_databases
def test_links_of_several_attempts_pressed_at_once_count_one(app, visitor, mailbox, slug):
    signed(visitor, mailbox, slug, name="Vera 0")
    for number in range(1, 4):
        sign(visitor, slug, name=f"Vera {number}")
    paths = confirm_links(mailbox.receive()[0])
    answers = at_once([lambda path=path: (path, Visitor(app).post(path)) for path in paths])
    thanked = [path for path, page in answers if page.headers["Location"].endswith("/thanks")]
    assert len(thanked) == count_of(visitor, slug) == 1
    assert the_signature(app).name in visitor.get(thanked[0]).text(".facts")
    assert attempts(app) == []


@both_databases
def test_signing_again_while_confirming_leaves_nothing_behind(app, visitor, mailbox, slug):
    path = link(signed(visitor, mailbox, slug), "confirm")
    works = [lambda n=n: sign(Visitor(app), slug, name=f"Vera {n}").status for n in range(12)]
    works[6:6] = [lambda: Visitor(app).post(path).status]
    assert set(at_once(works)) == {303}
    assert attempts(app) == []
    assert (count_of(visitor, slug), the_signature(app).name) == (1, "Ada Lovelace")


@both_databases
def test_withdrawing_erases_every_attempt(app, visitor, mailbox, slug):
    mail = signed(visitor, mailbox, slug, **VERA)
    sign(visitor, slug, **STRANGER)
    visitor.post(link(mail, "withdraw"))
    assert attempts(app) == []
    assert "vera@" not in repr(stored(app))


@both_databases
def test_attempts_go_after_a_week_and_keep_a_signature_no_longer(app, visitor, slug, clock):
    sign(visitor, slug, **VERA)
    clock.shift(timedelta(days=4))
    sign(visitor, slug, **STRANGER)
    clock.shift(timedelta(days=4))
    with app.app_context():
        assert sum(retention.erase("worker")) == 0
        clock.shift(timedelta(days=4))
        assert sum(retention.erase("worker")) == 1
    assert "vera@" not in repr(stored(app))
