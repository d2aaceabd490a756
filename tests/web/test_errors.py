"""Every error is a page of the site that says what to do next."""

import pytest
from flask import abort

from petitions import db as database_module
from petitions.config import parse_rules
from petitions.db import engine
from petitions.db.engine import safe_sqlite
from petitions.web.errors import MESSAGES
from tests.asked import asked
from tests.conftest import both_databases, make_settings
from tests.factories import ADA, a_campaign, stored
from tests.mails import link
from tests.pages import Visitor
from tests.signing.steps import count_of, sign, signed

NOBODY_LISTENS = "postgresql://postgres@127.0.0.1:1/petitions"


@pytest.fixture
def locked(app, monkeypatch, tmp_path):
    """Lock the SQLite file as a writer does that does not end; let nobody wait for long."""
    with app.app_context():
        database_module.db.engine.dispose()
    connection = safe_sqlite().connect(tmp_path / "petitions.sqlite", isolation_level=None)

    def lock():
        with app.app_context():
            database_module.db.engine.dispose()
        connection.execute("BEGIN IMMEDIATE")

    yield lock
    connection.close()


@pytest.fixture
def settings(tmp_path, database, monkeypatch):
    monkeypatch.setattr(engine, "BUSY_TIMEOUT_SECONDS", 0.05)
    return make_settings(tmp_path, database)


def without_table(app, name):
    """Break the database as nothing should."""
    with app.app_context(), database_module.db.engine.begin() as connection:
        connection.exec_driver_sql(f"ALTER TABLE {name} RENAME TO gone")


def check_error(page, status):
    assert (page.status, page.text("h1")) == (status, str(MESSAGES[status].title))
    assert page.text(".lead") == str(MESSAGES[status].advice)
    assert page.one("main a.button").attrs["href"] == "/"


@pytest.mark.own_app
@pytest.mark.parametrize("status", MESSAGES)
def test_each_error_has_a_page(app, visitor, status):
    app.add_url_rule("/fails", view_func=lambda: abort(status))
    check_error(visitor.get("/fails"), status)


@pytest.mark.own_app
@pytest.mark.parametrize(("status", "like"), [(401, 400), (418, 400), (501, 500), (502, 500)])
def test_an_error_without_words_of_its_own_borrows_some(app, visitor, status, like):
    app.add_url_rule("/fails", view_func=lambda: abort(status))
    page = visitor.get("/fails")
    assert (page.status, page.text("h1")) == (status, str(MESSAGES[like].title))


def test_400_for_another_host(visitor):
    check_error(visitor.get("/", environ_overrides={"HTTP_HOST": "evil.example"}), 400)


def test_403_for_a_form_from_elsewhere(visitor):
    check_error(visitor.post("/", headers={"Sec-Fetch-Site": "cross-site"}), 403)


@pytest.mark.parametrize("path", ["/nothing", "/c/nothing", "/c/", "/static/x.js", "/c/a/b/c"])
def test_404_for_no_page(visitor, path):
    check_error(visitor.get(path), 404)


def test_405_says_what_is_allowed(visitor):
    page = visitor.post("/")
    check_error(page, 405)
    assert set(page.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


def test_413_for_too_much(app, visitor):
    check_error(visitor.post(f"/c/{a_campaign(app)}/sign", {"name": "x" * 70_000}), 413)


def test_413_for_a_form_of_too_many_parts(app, visitor):
    parts = {f"field{number}": "x" for number in range(101)}
    path = f"/c/{a_campaign(app)}/sign"
    check_error(visitor.post(path, parts, content_type="multipart/form-data"), 413)


def test_429_brings_the_form_back(another_app, tmp_path, database):
    app = another_app(make_settings(tmp_path, database, sign_limit=parse_rules("1 per hour")))
    slug, visitor = a_campaign(app), Visitor(app)
    sign(visitor, slug)
    page = sign(visitor, slug)
    assert page.status == 429
    assert 3599 <= int(page.headers["Retry-After"]) <= 3601
    assert page.value("name") == ADA.name


@pytest.mark.own_app
def test_500_for_a_fault_of_ours(app, visitor):
    app.add_url_rule("/fails", view_func=lambda: 1 // 0)
    page = visitor.get("/fails")
    check_error(page, 500)
    assert "ZeroDivision" not in page.html


@pytest.mark.own_app
def test_a_fault_of_ours_asks_the_database_nothing(app, visitor):
    app.add_url_rule("/fails", view_func=lambda: abort(503))
    with asked(app) as statements:
        visitor.get("/fails")
        assert statements == []
        visitor.get("/nowhere")  # where the frame of the page asks who is responsible
        assert statements != []


@pytest.mark.own_app
def test_503_says_when_to_come_back(app, visitor):
    app.add_url_rule("/fails", view_func=lambda: abort(503))
    assert visitor.get("/fails").headers["Retry-After"] == "30"


@pytest.mark.own_app
def test_signing_while_the_database_is_busy_brings_the_form_back(app, visitor, locked):
    slug = a_campaign(app)
    before = stored(app)
    locked()
    page = sign(visitor, slug, comment="Do not lose this.", visibility="full", updates="y")
    assert (page.status, page.headers["Retry-After"]) == (503, "30")
    assert page.text(".notice h3") == "We are very busy just now"
    assert [page.value(name) for name in ("name", "email", "country", "comment")] == [
        ADA.name,
        ADA.email,
        ADA.country,
        "Do not lose this.",
    ]
    assert "checked" in page.one("#visibility-full").attrs
    assert stored(app) == before


@pytest.mark.own_app
def test_confirming_and_withdrawing_while_it_is_busy_says_to_try_again(
    app, visitor, mailbox, locked
):
    mail = signed(visitor, mailbox, a_campaign(app))
    before = stored(app)
    locked()
    for kind in ("confirm", "withdraw"):
        page = visitor.post(link(mail, kind))
        check_error(page, 503)
        assert page.headers["Retry-After"] == "30"
    assert stored(app) == before


def test_one_can_read_while_somebody_writes(app, visitor, locked):
    slug = a_campaign(app)
    locked()
    assert visitor.get(f"/c/{slug}").status == 200
    assert count_of(visitor, slug) == 0


def test_503_where_the_database_cannot_be_reached(another_app, tmp_path):
    visitor = Visitor(another_app(make_settings(tmp_path, NOBODY_LISTENS)))
    for page in (
        visitor.get("/"),
        visitor.get("/c/x"),
        sign(visitor, "x"),
        visitor.post("/confirm/x"),
    ):
        check_error(page, 503)
        assert page.headers["Retry-After"] == "30"
    assert visitor.get("/patterns").status == 200


@both_databases
@pytest.mark.parametrize("table", ["signature", "mail"])
def test_a_broken_database_thanks_nobody(app, visitor, table):
    slug = a_campaign(app)
    without_table(app, table)
    page = sign(visitor, slug, comment="Do not lose this.")
    assert page.status == 503
    assert page.value("comment") == "Do not lose this."


@both_databases
def test_a_broken_database_confirms_nothing(app, visitor, mailbox):
    mail = signed(visitor, mailbox, a_campaign(app))
    without_table(app, "tally_delta")
    check_error(visitor.post(link(mail, "confirm")), 503)
    with app.app_context(), database_module.db.engine.connect() as connection:
        states = connection.exec_driver_sql("SELECT state FROM signature").scalars().all()
    assert states == ["pending"]
