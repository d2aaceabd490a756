"""Whoever watches the server learns whether it is alive, and whether it can work."""

import pytest

from petitions.db import db, schema
from petitions.db.schema import newest_migration
from tests.conftest import both_databases, make_settings
from tests.pages import Visitor


@pytest.fixture
def unreachable(another_app, tmp_path):
    return Visitor(another_app(make_settings(tmp_path, "postgresql://postgres@127.0.0.1:1/none")))


@both_databases
def test_a_server_that_works_says_so(visitor):
    for path, words in (("/healthz", "alive\n"), ("/readyz", "ready\n")):
        page = visitor.get(path)
        assert (page.status, page.html, page.response.mimetype) == (200, words, "text/plain")


def test_a_server_without_a_database_is_alive_but_not_ready(unreachable):
    assert unreachable.get("/healthz").status == 200
    page = unreachable.get("/readyz")
    assert (page.status, page.html) == (503, "the database cannot be reached or is empty\n")


def test_an_empty_database_is_not_ready(another_app, tmp_path):
    app = another_app(make_settings(tmp_path, f"sqlite:///{tmp_path}/empty.sqlite"))
    assert Visitor(app).get("/readyz").status == 503


@both_databases
def test_a_database_without_its_migrations_is_not_ready(app, visitor):
    with app.app_context():
        schema.run_alembic("downgrade", "base")
    assert visitor.get("/readyz").status == 503


@both_databases
def test_a_database_of_another_version_is_not_ready(app, visitor):
    with app.app_context(), db.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    page = visitor.get("/readyz")
    assert page.status == 503
    assert page.html == f"the database is at migration 9999, not {newest_migration()}\n"
