"""The log says what happened and on which route; never who it was, nor a link that works."""

import logging
from io import StringIO

import pytest
from sqlalchemy import text

from petitions.db import db
from petitions.web.http import LogFormatter
from tests.factories import ADA, a_campaign, sign_form
from tests.mails import link
from tests.signing.steps import sign, signed

ADDRESS = "192.0.2.77"
PRIVATE = [*ADA.name.split(), ADA.email, "ada@", "For my mother", ADDRESS]


@pytest.fixture
def log(app, capsys):
    """Give what was written since the last look: to the log, or past it."""
    (handler,) = (
        h for h in logging.getLogger("petitions").handlers if type(h.formatter) is LogFormatter
    )

    def read():
        lines = handler.stream.getvalue()
        handler.setStream(StringIO())
        return lines + "".join(capsys.readouterr())

    handler.setStream(StringIO())
    return read


@pytest.fixture
def visitor(visitor):
    return visitor.from_address(ADDRESS)


def check_private(lines, *more):
    for word in (*PRIVATE, *more):
        assert word not in lines


def test_a_request_is_one_line_with_its_route(visitor, log):
    visitor.get("/privacy")
    (line,) = log().splitlines()
    assert " INFO GET /privacy 200 " in line
    assert line.endswith("ms")


def test_the_whole_story_of_a_signature_names_nobody(app, visitor, mailbox, log):
    slug = a_campaign(app)
    mail = signed(visitor, mailbox, slug, comment="For my mother")
    sign(visitor, slug, name="", comment="For my mother")
    for kind in ("confirm", "withdraw"):
        visitor.get(link(mail, kind))
        visitor.post(link(mail, kind))
    lines = log()
    check_private(lines, link(mail, "confirm").removeprefix("/confirm/"), slug)
    assert "POST /c/<slug>/sign 303" in lines
    assert "POST /c/<slug>/sign 422" in lines
    assert "POST /confirm/<token> 303" in lines
    assert "GET /withdraw/<token> 200" in lines


def test_an_address_that_is_no_page_is_not_repeated(visitor, log):
    visitor.get("/ada@example.org?name=Lovelace")
    visitor.get("/confirm/Lovelace?ada@example.org")
    lines = log()
    check_private(lines)
    assert " GET - 404 " in lines
    assert " GET /confirm/<token> 404 " in lines


def test_headers_are_not_repeated(visitor, log):
    words = "Ada Lovelace ada@example.org"
    visitor.get("/", headers={"User-Agent": words, "Referer": words, "X-Forwarded-For": words})
    check_private(log())


def test_nobody_forges_a_line(visitor, log):
    visitor.get("/x%0a2026-11-22 INFO forged")
    lines = log()
    assert len(lines.splitlines()) == 1
    assert "forged" not in lines


@pytest.mark.own_app
def test_of_an_error_it_tells_the_kind_and_the_place_only(app, visitor, log):
    def fails():
        try:
            raise KeyError(ADA.email)
        except KeyError as error:
            raise ValueError(f"{ADA.name} from {ADDRESS}") from error

    app.add_url_rule("/fails", view_func=fails)
    visitor.get("/fails")
    lines = log()
    check_private(lines)
    assert "ValueError" in lines
    assert "test_logs.py" in lines
    assert "GET /fails 500" in lines


def test_an_error_of_the_database_does_not_show_what_was_to_be_stored(app, visitor, log):
    slug = a_campaign(app)
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(text("ALTER TABLE signature RENAME TO gone"))
    assert visitor.post(f"/c/{slug}/sign", sign_form(comment="For my mother")).status == 503
    lines = log()
    check_private(lines)
    assert "ERROR" in lines


@pytest.mark.own_app
def test_a_row_that_the_database_refuses_is_not_shown(app, visitor, log):
    def fails():
        db.session.execute(text("INSERT INTO tally_total VALUES ('Ada Lovelace', 1)"))
        db.session.execute(text("INSERT INTO tally_total VALUES ('Ada Lovelace', 1)"))

    app.add_url_rule("/fails", view_func=fails)
    assert visitor.get("/fails").status == 500
    lines = log()
    assert "IntegrityError" in lines
    assert "UNIQUE" not in lines
