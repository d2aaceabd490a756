"""Admins invite others, change what they may do, and shut them out."""

import pytest

from petitions.accounts.models import ADMIN, EDITOR, VIEWER
from tests.factories import stored
from tests.organisers import PASSPHRASE, Desk, an_organiser, at_desk

CLEO = "cleo@example.org"
PAGE = "/organise/organisers"


def test_an_invited_organiser_comes_in(app):
    page = at_desk(app).post(PAGE, {"email": CLEO, "role": "viewer"})
    link = page.text("#link").removeprefix("http://127.0.0.1:8000")
    cleo = Desk(app)
    cleo.post(link, {"password": PASSPHRASE, "again": PASSPHRASE})
    assert cleo.get("/organise/").status == 200
    assert cleo.get(PAGE).status == 403


def test_without_a_second_factor_nobody_is_invited(app):
    page = at_desk(app, factor=False).post(PAGE, {"email": CLEO, "role": "viewer"})
    assert page.status == 403
    assert "second factor" in page.text("h1")
    assert not stored(app)["invitation"]


def test_nor_long_after_the_last_proof(app, clock):
    desk = at_desk(app)
    clock.shift(601)
    page = desk.post(PAGE, {"email": CLEO, "role": "viewer"})
    assert (page.status, page.text("h1")) == (403, "Is it still you?")
    assert not stored(app)["invitation"]
    page = desk.post(PAGE, {"email": CLEO, "role": "viewer", "proof-code": desk.codes[0]})
    assert CLEO in page.text()


def test_who_is_logged_out_meanwhile_gets_back_what_was_typed(app, clock):
    desk = at_desk(app)
    clock.shift(31 * 60)
    page = desk.post(PAGE, {"email": CLEO, "role": "viewer"})
    assert (page.status, page.value("email"), page.value("role")) == (401, CLEO, "viewer")


@pytest.mark.parametrize("form", [{}, {"email": CLEO, "role": "king"}, {"email": "x"}])
def test_a_wrong_form_invites_nobody(app, form):
    assert at_desk(app).post(PAGE, form).status == 422
    assert not stored(app)["invitation"]


def test_a_role_is_changed_at_once(app):
    desk = at_desk(app)
    cleo = at_desk(app, VIEWER, CLEO)
    assert cleo.get("/organise/mail").status == 403
    answer = desk.post(f"{PAGE}/2/role", {"role": EDITOR})
    assert "The role is changed." in desk.get(answer.headers["Location"]).text(".notice-good")
    assert cleo.get("/organise/mail").status == 200


def test_who_is_removed_is_out_at_once(app):
    desk = at_desk(app)
    cleo = at_desk(app, EDITOR, CLEO)
    assert CLEO in desk.get(f"{PAGE}/2/remove").text("h1")
    answer = desk.post(f"{PAGE}/2/remove")
    assert "The organiser is removed" in desk.get(answer.headers["Location"]).text(".notice-good")
    assert desk.get(f"{PAGE}?done=anything").all(".notice-good") == []
    assert cleo.get("/organise/").status == 302
    assert Desk(app).post("/organise/login", {"email": CLEO, "password": PASSPHRASE}).status == 422


def test_the_last_admin_stays_one(app):
    desk = at_desk(app)
    an_organiser(app, EDITOR, CLEO)
    assert desk.post(f"{PAGE}/1/role", {"role": VIEWER}).status == 422
    assert desk.post(f"{PAGE}/1/remove").status == 422
    desk.post(f"{PAGE}/2/role", {"role": ADMIN})
    assert desk.post(f"{PAGE}/1/remove").status == 303


def test_unknown_ones_and_roles(app):
    desk = at_desk(app)
    assert desk.post(f"{PAGE}/99/remove").status == 404
    assert desk.post(f"{PAGE}/{10**30}/remove").status == 404
    assert desk.post(f"{PAGE}/1/role", {"role": "king"}).status == 422


def test_the_log_says_who_did_what(app):
    desk = at_desk(app)
    desk.post(PAGE, {"email": CLEO, "role": "viewer"})
    entry = stored(app)["audit_entry"][-1]
    assert entry[2:5] == ("ben@example.org", "invited", f"organiser {CLEO}")
