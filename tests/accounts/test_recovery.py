"""A link for somebody who has an account recovers it: others hear of it, and can stop it."""

import pytest

from petitions.accounts.models import ADMIN, EDITOR, VIEWER
from petitions.accounts.operations import invite
from tests.conftest import both_databases
from tests.factories import BEN, stored
from tests.organisers import PASSPHRASE, Desk, an_organiser, at_desk

ADA, CLEO = "ada@example.org", "cleo@example.org"
PAGE = "/organise/organisers"
NEW = "seven green bottles falling"
FORM = {"password": NEW, "again": NEW}
DAY = 24 * 3600


def verbs(app):
    return [row[2:5] for row in stored(app)["audit_entry"]]


def recover(desk, email=CLEO, role=EDITOR):
    page = desk.post(PAGE, {"email": email, "role": role})
    assert page.status == 200
    assert "This is a recovery" in page.text()
    return page.text("#link").removeprefix("http://127.0.0.1:8000")


def is_in(app, passphrase, email=CLEO):
    form = {"email": email, "password": passphrase}
    return Desk(app).post("/organise/login", form).status == 303


@pytest.fixture
def ben(app):
    """An admin, beside whom there is another."""
    an_organiser(app, ADMIN, ADA)
    an_organiser(app, EDITOR, CLEO)
    return at_desk(app)


@both_databases
def test_it_works_after_a_day_and_for_a_day(app, ben, clock):
    link = recover(ben)
    page = Desk(app).get(link)
    assert (page.status, page.text("h1")) == (403, "This link does not work yet")
    assert Desk(app).post(link, FORM).status == 403
    clock.shift(DAY - 1)
    assert Desk(app).get(link).status == 403
    clock.shift(1)
    assert Desk(app).get(link).status == 200
    clock.shift(DAY)
    assert Desk(app).post(link, FORM).status == 303
    assert is_in(app, NEW)
    assert verbs(app)[:2] == [
        (BEN, "began the recovery of", f"organiser {CLEO}"),
        (CLEO, "recovered the account of", f"organiser {CLEO}"),
    ]
    again = recover(at_desk(app, email="dora@example.org"))
    clock.shift(2 * DAY + 1)
    assert Desk(app).get(again).status == 404


def test_the_owner_and_the_other_admins_hear_of_it(app, ben, clock, mailbox):
    recover(ben)
    mails = {mail["To"]: mail for mail in mailbox.receive()}
    assert set(mails) == {ADA, CLEO}
    for mail in mails.values():
        assert CLEO in mail["Subject"]
        words = mail.get_body(("plain",)).get_content()
        assert BEN in words
        assert "works from 23 November 2026" in words
    assert "log in: that stops it" in mails[CLEO].get_body(("plain",)).get_content()
    assert PAGE in mails[ADA].get_body(("plain",)).get_content()


def test_the_owner_stops_it_by_logging_in(app, ben, clock):
    link = recover(ben)
    assert is_in(app, PASSPHRASE)
    clock.shift(DAY + 1)
    assert Desk(app).post(link, FORM).status == 404
    assert (CLEO, "stopped the recovery of", f"organiser {CLEO}") in verbs(app)


def test_with_a_second_factor_the_passphrase_alone_stops_nothing(app, clock):
    codes = at_desk(app, ADMIN, ADA).codes
    link = recover(at_desk(app), ADA, ADMIN)
    ada = Desk(app)
    ada.post("/organise/login", {"email": ADA, "password": PASSPHRASE})
    assert Desk(app).get(link).status == 403
    ada.post("/organise/login/factor", {"code": codes[0]})
    assert Desk(app).get(link).status == 404


def test_another_admin_stops_it(app, ben, clock):
    link = recover(ben)
    ada = at_desk(app, ADMIN, "dora@example.org")
    page = ada.get(PAGE)
    assert "recovery of an account" in page.text()
    (form,) = [form for form in page.all("form") if "take-back" in form.attrs.get("action", "")]
    assert ada.post(form.attrs["action"]).status == 303
    clock.shift(DAY + 1)
    assert Desk(app).post(link, FORM).status == 404
    assert verbs(app)[-1] == ("dora@example.org", "stopped the recovery of", f"organiser {CLEO}")


def test_an_invitation_is_taken_back(app, ben):
    ben.post(PAGE, {"email": "new@example.org", "role": VIEWER})
    (form,) = [
        form for form in ben.get(PAGE).all("form") if "take-back" in form.attrs.get("action", "")
    ]
    answer = ben.post(form.attrs["action"])
    assert "no longer works" in ben.get(answer.headers["Location"]).text(".notice-good")
    assert not stored(app)["invitation"]
    assert verbs(app)[-1][1] == "took back the invitation of"
    assert ben.post(form.attrs["action"]).status == 404


@pytest.mark.parametrize("digest", ["x", "00", "é", "0" * 64])
def test_a_link_that_is_not_there(ben, digest):
    assert ben.post(f"{PAGE}/invitations/{digest}/take-back").status == 404


def test_the_only_admin_need_not_wait_and_the_owner_hears_of_it(app, mailbox):
    an_organiser(app, EDITOR, CLEO)
    link = recover(at_desk(app))
    assert [mail["To"] for mail in mailbox.receive()] == [CLEO]
    assert Desk(app).post(link, FORM).status == 303


def test_the_victim_who_is_the_only_other_admin_has_the_day(app):
    an_organiser(app, ADMIN, CLEO)
    assert Desk(app).get(recover(at_desk(app))).status == 403


@pytest.mark.parametrize("spelling", ["Cleo@Example.org", " cleo@example.ORG"])
def test_another_spelling_is_the_same_recovery(app, ben, spelling):
    assert Desk(app).get(recover(ben, spelling)).status == 403


def test_asking_again_makes_it_no_sooner(app, ben, clock):
    first = recover(ben)
    clock.shift(300)
    second = recover(ben)
    clock.shift(DAY - 299)
    assert (Desk(app).get(first).status, Desk(app).get(second).status) == (404, 403)


def test_the_command_does_not_wait_and_says_so_to_all(app, ben, mailbox):
    """Whoever runs the server can change the database, too."""
    run = app.test_cli_runner().invoke
    link = run(args=["add-organiser", CLEO, "--role", EDITOR]).output
    assert {mail["To"] for mail in mailbox.receive()} == {ADA, BEN, CLEO}
    path = f"/organise/{link.partition('/organise/')[2].strip()}"
    assert Desk(app).post(path, FORM).status == 303
    assert verbs(app)[0] == ("command line", "began the recovery of", f"organiser {CLEO}")


def test_somebody_new_need_not_wait_and_nobody_is_told(app, ben, mailbox):
    ben.post(PAGE, {"email": "new@example.org", "role": VIEWER})
    assert mailbox.receive() == []
    assert verbs(app) == [(BEN, "invited", "organiser new@example.org")]


def test_who_joins_voids_every_other_link_for_the_address(app):
    with app.app_context():
        first = invite("", ADMIN, actor="first start")
        other = invite(CLEO, ADMIN, actor="command line")
    Desk(app).post(f"/organise/join/{first}", FORM | {"email": CLEO})
    assert Desk(app).post(f"/organise/join/{other}", FORM).status == 404
