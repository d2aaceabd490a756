"""Whoever has lost the mail gets the links for all that is kept about their mailbox."""

import json
import re

import pytest
from sqlalchemy import select

from petitions.campaigns.operations import change_state
from petitions.config import parse_rules
from petitions.db import db
from petitions.mail.models import Mail
from tests.conftest import both_databases, make_settings
from tests.factories import BEN, a_campaign, stored
from tests.mails import body, link
from tests.pages import Visitor
from tests.signing.steps import confirmed, count_of, sign

ADA = "ada@example.org"


def ask(visitor, email=ADA, **more):
    return visitor.post("/withdraw", {"email": email} | more)


def links(mail, ending=""):
    """Give the paths of the links to withdraw in a mail."""
    return re.findall(rf"http://127.0.0.1:8000(/withdraw/\w+{ending})\s", body(mail) + " ")


@both_databases
def test_one_mail_has_a_link_for_each_signature(app, visitor, mailbox):
    slugs = [a_campaign(app, slug=f"case-{n}", title=f"Case {n}") for n in range(3)]
    for slug in slugs:
        confirmed(visitor, mailbox, slug)
    assert ask(visitor).headers["Location"] == "/withdraw/asked"
    (mail,) = mailbox.receive()
    assert mail["To"] == ADA
    assert len(links(mail)) == 3
    for path in links(mail):
        assert visitor.post(path).status == 303
    assert [count_of(visitor, slug) for slug in slugs] == [0, 0, 0]
    assert "ada@" not in repr(stored(app))


@pytest.mark.parametrize("state", ["paused", "won", "closed", "taken-down"])
def test_also_where_the_campaign_is_over_or_taken_down(app, visitor, mailbox, state):
    slug = a_campaign(app, title="A title of danger")
    confirmed(visitor, mailbox, slug)
    with app.app_context():
        change_state(slug, state, "", actor=BEN)
    ask(visitor)
    (mail,) = mailbox.receive()
    (path,) = links(mail)
    kept = visitor.get(f"{path}/kept.json").response.get_data(as_text=True)
    for told in (body(mail), kept):
        assert ("A title of danger" in told) == (state != "taken-down")
    assert visitor.get(path).status == 200
    visitor.post(path)
    assert "ada@" not in repr(stored(app))


def test_any_spelling_of_the_mailbox_finds_it_and_the_mail_goes_to_the_one_kept(
    app, visitor, mailbox
):
    confirmed(visitor, mailbox, a_campaign(app), email="a.da@gmail.com")
    ask(visitor, "<mailto:ADA+x@googlemail.com>")
    (mail,) = mailbox.receive()
    assert mail["To"] == "a.da@gmail.com"


@both_databases
def test_the_answer_and_the_work_are_the_same_where_nothing_is_kept(app, visitor, mailbox):
    confirmed(visitor, mailbox, a_campaign(app))
    known, unknown = ask(visitor), ask(visitor, "cleo@example.org")
    assert (known.status, list(known.headers)) == (unknown.status, list(unknown.headers))
    assert known.html == unknown.html
    with app.app_context():
        kinds = [mail.kind for mail in db.session.scalars(select(Mail))]
    assert kinds.count("kept") == 2
    assert [mail["To"] for mail in mailbox.receive()] == [ADA]


def test_the_file_holds_what_is_kept_of_this_person_and_nothing_else(app, visitor, mailbox):
    slug = a_campaign(app)
    confirmed(visitor, mailbox, slug, comment="For the nurse.", updates="y")
    confirmed(visitor, mailbox, slug, email="cleo@example.org", name="Cleo Cloud")
    ask(visitor)
    (mail,) = mailbox.receive()
    (path,) = links(mail, "/kept.json")
    assert visitor.get(links(mail)[0]).all(f'a[href="{path}"]')
    page = visitor.get(path)
    assert page.headers["Content-Disposition"].startswith("attachment")
    assert page.headers["Cache-Control"] == "no-store"
    kept = json.loads(page.response.data)
    assert (kept["name"], kept["email"], kept["comment"]) == ("Ada Lovelace", ADA, "For the nurse.")
    assert (kept["state"], kept["updates"]) == ("confirmed", True)
    assert "leo" not in page.response.get_data(as_text=True)
    visitor.post(links(mail)[0])
    assert "Ada" not in visitor.get(path).response.get_data(as_text=True)


def test_attempts_that_wait_are_in_it(app, visitor, mailbox):
    slug = a_campaign(app)
    sign(visitor, slug)
    sign(visitor, slug, comment="Once more.")
    ask(visitor)
    (mail,) = mailbox.receive()
    (path,) = links(mail, "/kept.json")
    kept = json.loads(visitor.get(path).response.data)
    assert kept["state"] == "pending"
    assert [attempt["comment"] for attempt in kept["attempts_not_confirmed"]] == ["Once more."]
    assert link(mail, "confirm")


@pytest.mark.parametrize("email", ["", "ada", "ada@gmail.con"])
def test_a_mistake_comes_back(app, visitor, email):
    page = ask(visitor, email)
    assert (page.status, page.value("email")) == (422, email)
    assert page.text("#email-problem")
    assert not stored(app)["mail"]
    if email.endswith("con"):
        assert ask(visitor, email, email_asked=email).status == 303


def test_one_network_asks_only_so_often(tmp_path, database, another_app):
    rules = parse_rules("2 per minute")
    visitor = Visitor(another_app(make_settings(tmp_path, database, sign_limit=rules)))
    statuses = [ask(visitor, f"ada{n}@example.org").status for n in range(3)]
    assert statuses == [303, 303, 429]
    page = ask(visitor)
    assert (page.value("email"), "Retry-After" in page.headers) == (ADA, True)


def test_a_flood_is_one_mail(app, visitor, mailbox):
    confirmed(visitor, mailbox, a_campaign(app))
    for _ in range(20):
        ask(visitor)
    assert len(mailbox.receive()) == 1


def test_it_is_linked_where_it_is_needed(app, visitor):
    slug, closed = a_campaign(app), a_campaign(app, "closed", slug="over")
    for path in ("/", "/privacy", f"/c/{slug}/thanks", f"/c/{slug}/check-mail", f"/c/{closed}"):
        hrefs = [a.attrs["href"] for a in visitor.get(path).all("a")]
        assert "/withdraw" in hrefs, path
        inside = [a.attrs["href"] for a in visitor.get(path).all("main a")]
        assert ("/withdraw" in inside) == (path != "/"), path
