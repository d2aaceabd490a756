"""How long one stays logged in, and how one is logged out everywhere."""

import pytest

from petitions.accounts import access
from petitions.accounts.models import IDLE, SESSION_LIFE, VIEWER, Session
from petitions.accounts.queries import expired_sessions, open_sessions
from petitions.accounts.sessions import start_session
from petitions.db import db, transaction
from tests.conftest import both_databases, make_settings
from tests.factories import BEN, stored
from tests.organisers import PASSPHRASE, Desk, an_organiser, at_desk

HOUR = 3600


@both_databases
def test_twelve_hours_at_most(app, clock):
    desk = at_desk(app)
    for _ in range(24):
        clock.shift(HOUR / 2 - 1)
        assert desk.get("/organise/").status == 200
    clock.shift(60)
    assert desk.get("/organise/").status == 302


@pytest.mark.parametrize("path", ["", "account", "organisers", "audit", "mail", "campaigns/new"])
def test_half_an_hour_of_nothing_closes_every_page(app, clock, path):
    desk = at_desk(app)
    clock.shift(29 * 60)
    assert desk.get(f"/organise/{path}").status == 200
    clock.shift(31 * 60)
    assert desk.get(f"/organise/{path}").status == 302
    assert desk.get("/organise/").status == 302


def test_who_was_idle_gets_back_what_was_typed_but_nothing_is_done(app, clock):
    desk = at_desk(app)
    token = desk.token()
    clock.shift(31 * 60)
    form = {"csrf_token": token, "title": "Free Leyla", "language": "en"}
    page = desk.ask("POST", "/organise/campaigns/new", data=form)
    assert (page.status, page.value("title")) == (401, "Free Leyla")
    assert not stored(app)["campaign"]


def test_a_code_alone_opens_no_session_that_was_idle(app, clock):
    desk = at_desk(app)
    clock.shift(31 * 60)
    page = desk.post("/organise/login/factor", {"code": desk.codes[0]})
    assert page.headers["Location"] == "/organise/login"


def test_idle_sessions_are_neither_listed_nor_kept(app, clock):
    at_desk(app)
    clock.shift(31 * 60)
    with app.app_context():
        assert open_sessions(1) == []
        assert db.session.query(Session).filter(expired_sessions()).count() == 1


@pytest.mark.own_app
def test_an_open_page_that_asks_by_itself_keeps_nobody_there(app, clock):
    @app.get("/organise/live")
    @access.requires(VIEWER, live=True)
    def live():
        return "live"

    desk = at_desk(app)
    for _ in range(30):
        clock.shift(60)
        assert desk.get("/organise/live").status == 200
    clock.shift(60)
    assert desk.get("/organise/live").status == 302
    assert desk.get("/organise/").status == 302


def test_log_out_everywhere(app):
    number = an_organiser(app)
    desks = [Desk(app), Desk(app)]
    for desk in desks:
        with app.app_context(), transaction():
            token = start_session(number)
        desk.client.set_cookie("petitions", token, domain="127.0.0.1")
    desks[0].post("/organise/logout", {"everywhere": "y"})
    assert [desk.get("/organise/").status for desk in desks] == [302, 302]


def test_a_browser_is_known_on_organisers_pages_alone(app):
    an_organiser(app)
    page = Desk(app).post("/organise/login", {"email": BEN, "password": PASSPHRASE})
    cookies = {cookie.partition("=")[0]: cookie for cookie in page.headers.getlist("Set-Cookie")}
    assert set(cookies) == {"petitions", "petitions-device"}
    parts = set(cookies["petitions-device"].split("; "))
    assert {"HttpOnly", "SameSite=Lax", "Path=/organise"} <= parts


def test_a_new_passphrase_ends_the_other_sessions(app):
    desk, other = at_desk(app), Desk(app)
    with app.app_context(), transaction():
        token = start_session(1)
    other.client.set_cookie("petitions", token, domain="127.0.0.1")
    new = "seven green bottles falling"
    form = {"old": PASSPHRASE, "password": new, "again": new}
    assert desk.post("/organise/account/passphrase", form).status == 303
    assert (desk.get("/organise/").status, other.get("/organise/").status) == (200, 302)


@pytest.mark.parametrize(
    "change",
    [
        {"old": "not my passphrase"},
        {"again": "another one than before"},
        {"password": "short", "again": "short"},
        {"password": "passwordpassword", "again": "passwordpassword"},
        {"password": f"{BEN} 2026", "again": f"{BEN} 2026"},
    ],
)
def test_a_passphrase_that_will_not_do_changes_nothing(app, change):
    desk = at_desk(app)
    new = "seven green bottles falling"
    before = stored(app)["organiser"]
    form = {"old": PASSPHRASE, "password": new, "again": new} | change
    assert desk.post("/organise/account/passphrase", form).status == 422
    assert stored(app)["organiser"] == before


def test_the_cookie_is_hidden_from_scripts_and_other_sites(app):
    an_organiser(app)
    page = Desk(app).post("/organise/login", {"email": BEN, "password": PASSPHRASE})
    cookie = page.headers["Set-Cookie"]
    assert cookie.startswith("petitions=")
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(cookie.split("; "))
    assert page.headers["Cache-Control"] == "no-store"


def test_over_tls_it_belongs_to_this_host_alone(tmp_path, database, another_app):
    settings = make_settings(tmp_path, database, base_url="https://petitions.example.org")
    app = another_app(settings)
    an_organiser(app)
    answer = app.test_client().post(
        "/organise/login",
        data={"email": BEN, "password": PASSPHRASE},
        base_url="https://petitions.example.org",
    )
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-petitions=")
    assert {"Secure", "HttpOnly", "Path=/"} <= set(cookie.split("; "))
    assert "Domain" not in cookie


def test_the_cookie_itself_is_not_in_the_database(app):
    desk = at_desk(app)
    token = desk.client.get_cookie("petitions", domain="127.0.0.1").value
    assert token not in repr(stored(app))


def test_a_form_without_the_token_of_the_organiser_is_refused(app):
    desk = at_desk(app)
    page = desk.ask("POST", "/organise/logout", data={"csrf_token": "guess"})
    assert page.status == 403
    assert desk.get("/organise/").status == 200


def test_nor_with_that_of_another_organiser(app):
    other = at_desk(app, email="cleo@example.org").token()
    desk = at_desk(app)
    assert desk.ask("POST", "/organise/logout", data={"csrf_token": other}).status == 403


def test_a_new_passphrase_makes_a_new_token(app):
    desk = at_desk(app)
    old = desk.token()
    new = "four other words entirely"
    form = {"old": PASSPHRASE, "password": new, "again": new}
    assert desk.post("/organise/account/passphrase", form).status == 303
    assert desk.ask("POST", "/organise/logout", data={"csrf_token": old}).status == 403


def test_htmx_is_told_to_go_to_the_log_in_page(visitor):
    page = visitor.get("/organise/mail", headers={"HX-Request": "true"})
    assert page.status == 401
    assert page.headers["HX-Redirect"] == "/organise/login?next=/organise/mail"


@pytest.mark.parametrize(
    "going", ["https://evil.example/", "//evil.example/", "/organise/\\evil", "/c/x", "", "x"]
)
def test_after_log_in_one_stays_on_this_site(app, going):
    an_organiser(app)
    desk = Desk(app)
    page = desk.post(
        "/organise/login", {"email": BEN, "password": PASSPHRASE}, query_string={"next": going}
    )
    page = desk.get(page.headers["Location"])
    assert page.headers["Location"] == "/organise/"


def test_logging_in_again_ends_the_session_before(app):
    desk = at_desk(app, factor=False)
    desk.post("/organise/login", {"email": BEN, "password": PASSPHRASE})
    assert len(stored(app)["organiser_session"]) == 1
    assert desk.get("/organise/").status == 200


def test_the_account_page_says_when_one_has_to_log_in_again(app):
    words = at_desk(app).get("/organise/account").text()
    assert f"After {IDLE.seconds // 60} minutes without a page" in words
    assert f"after {SESSION_LIFE.seconds // HOUR} hours in any case" in words
