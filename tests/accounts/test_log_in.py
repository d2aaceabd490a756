"""Coming in: passphrase, second factor, a new cookie, and out again."""

import pytest

from tests.factories import BEN
from tests.organisers import PASSPHRASE, Desk, an_organiser, at_desk

FORM = {"email": BEN, "password": PASSPHRASE}


@pytest.fixture
def desk(app):
    return Desk(app)


def test_who_is_not_logged_in_is_sent_to_the_log_in_page(visitor):
    page = visitor.get("/organise/")
    assert (page.status, page.headers["Location"]) == (302, "/organise/login?next=/organise/")


def test_the_right_passphrase_opens_the_desk(app, desk):
    an_organiser(app)
    page = desk.post("/organise/login?next=/organise/mail", FORM)
    assert page.status == 303
    page = desk.get(page.headers["Location"])
    assert page.headers["Location"] == "/organise/mail"
    assert desk.get("/organise/mail").status == 200


def test_a_wrong_one_does_not(app, desk):
    an_organiser(app)
    page = desk.post("/organise/login", FORM | {"password": "something else entirely"})
    assert page.status == 422
    assert "do not belong together" in page.text()
    assert page.value("email") == BEN
    assert desk.get("/organise/").status == 302


def test_a_second_factor_is_asked_for(app):
    codes = at_desk(app).codes
    desk = Desk(app)
    desk.post("/organise/login", FORM)
    assert desk.get("/organise/").status == 302
    assert desk.get("/organise/login/factor").text("h1") == "One more step"
    assert desk.post("/organise/login/factor", {"code": "123456"}).status == 422
    assert desk.post("/organise/login/factor", {"code": codes[0]}).status == 303
    assert desk.get("/organise/").status == 200


def test_logging_out_ends_the_session(app):
    desk = at_desk(app)
    assert desk.post("/organise/logout").status == 303
    assert desk.get("/organise/").status == 302
