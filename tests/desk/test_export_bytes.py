"""Fast or not, a list has the bytes that a plain writer gives it, one signature after the other."""

import csv
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO, StringIO
from random import Random

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from petitions.db import db
from petitions.desk.exports.operations import ExportRequest
from petitions.desk.exports.writers import harmless, write_export
from petitions.signing.filters import Filters
from petitions.signing.models import Signature
from tests.conftest import both_databases
from tests.desk.lists import signed
from tests.factories import a_campaign

HEAD = "number,name,email,country,comment,visibility,updates,signed_at,confirmed_at"
ODD = [*"=-＝\t\r\n;,\"'\\ \u200b", "\r\n", "\\.", "%s"]
PLAIN = ["a", "я", "ع", "王", "𝒜", "5", "_"]
SEARCHES = ["O'Hara", "100%", "a\\b", "%(state_1)s", "x' OR '1'='1", "$1", ":name", 'say "no"']


def some_people(number):
    chosen = Random(1)
    for n in range(number):
        signed_at = datetime(2026, 1 + n % 12, 1 + n % 28, 23, 59, 59, 999_999 * (n % 2), UTC)
        yield {
            "name": chosen.choice([some_words(chosen), None]),
            "email": chosen.choice([f"ada{n}@example.org", None]),
            "country": chosen.choice(["GB", None]),
            "comment": chosen.choice([some_words(chosen), "", None]),
            "visibility": chosen.choice(["hidden", "initials", "full"]),
            "updates": chosen.random() < 0.5,
            "signed_at": signed_at,
            "confirmed_at": chosen.choice([signed_at, None]),
        }


def some_words(chosen):
    return "".join(chosen.choices(ODD + PLAIN, k=chosen.randint(1, 6)))


def exported(app, **filters):
    file = BytesIO()
    with app.app_context():
        write_export(ExportRequest("csv", 1, Filters(**filters)), file, lambda _done: None)
    return file.getvalue()


def plainly_written(app):
    file = StringIO(newline="")
    table = csv.writer(file)
    table.writerow(HEAD.split(","))
    with app.app_context():
        found = db.session.scalars(select(Signature).order_by(Signature.id))
        table.writerows(cells_of(number, row) for number, row in enumerate(found, 1))
    return b"\xef\xbb\xbf" + file.getvalue().encode()


def cells_of(number, row):
    wrote = (row.name, row.email, row.country, row.comment)
    moments = (row.signed_at, row.confirmed_at)
    return [
        number,
        *(harmless(words or "") for words in wrote),
        row.visibility,
        "yes" if row.updates else "no",
        *(at.strftime("%Y-%m-%dT%H:%M:%SZ") if at else "" for at in moments),
    ]


@both_databases
def test_a_list_of_odd_words_has_the_bytes_of_a_plain_writer(app, monkeypatch):
    monkeypatch.setattr("petitions.signing.filters.FETCH_ROWS", 7)
    a_campaign(app)
    signed(app, *some_people(500))
    assert exported(app) == plainly_written(app)


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_moments_are_utc_where_the_database_has_another_zone(another_app, settings, database):
    url = f"{database}?options=-c%20TimeZone%3DAsia/Kolkata"
    app = another_app(replace(settings, database_url=url))
    a_campaign(app)
    signed(app, {})
    assert b"2026-11-20T08:30:00Z,2026-11-20T08:30:00Z" in exported(app)


@both_databases
def test_what_is_searched_for_is_words_and_no_sql(app):
    a_campaign(app)
    comments = [f"before {search} after" for search in SEARCHES]
    signed(app, {"comment": "something else"}, *({"comment": comment} for comment in comments))
    for search in SEARCHES:
        found = sum(search.lower() in comment.lower() for comment in comments)
        assert exported(app, search=search).count(b"\r\n") == 1 + found, search


@both_databases
def test_every_filter_is_kept(app):
    a_campaign(app)
    day = datetime(2026, 5, 5, tzinfo=UTC)
    ada = {"comment": "word", "country": "FR", "visibility": "full", "updates": True}
    ada["signed_at"] = day
    others = [{"comment": ""}, {"country": "GB"}, {"visibility": "hidden"}, {"updates": False}]
    days = [{"signed_at": day.replace(day=4)}, {"signed_at": day.replace(day=6)}]
    signed(app, ada, *(ada | change for change in others + days))
    chosen = {"country": "FR", "visibility": "full", "updates": "yes"}
    filters = Filters("word", since=day.date(), until=day.date(), **chosen)
    found = exported(app, **vars(filters)).decode().splitlines()
    assert [line.split(",")[2] for line in found[1:]] == ["ada0@example.org"]


@both_databases
def test_a_database_that_fails_is_told_as_everywhere(app):
    a_campaign(app)
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(text("ALTER TABLE signature RENAME COLUMN comment TO remark"))
    with pytest.raises(DBAPIError):
        exported(app)
