"""Sites to make backups of, and empty places to restore them into."""

import shutil
from itertools import count

import psycopg
import pytest

from petitions.db import schema
from tests.conftest import make_settings
from tests.factories import a_campaign
from tests.ops.places import folder_of_programs
from tests.signing.steps import confirmed, signed

NUMBERS = count(1)


@pytest.fixture
def programs(monkeypatch):
    """pg_dump and pg_restore of the server that the tests run."""
    monkeypatch.setenv("PATH", str(folder_of_programs()), prepend=":")


@pytest.fixture
def site(programs, app, visitor, mailbox):
    """A site with a confirmed signature, a pending one, and some history."""
    slug = a_campaign(app)
    confirmed(visitor, mailbox, slug, name="Wilhelmina Quartermain")
    signed(visitor, mailbox, slug, email="pending@example.org")
    return app


@pytest.fixture
def file(tmp_path):
    return tmp_path / "backup of today"


@pytest.fixture
def empty(request, settings, tmp_path, another_app):
    """Another site, whose database has nothing in it yet."""
    place = tmp_path / "empty"
    place.mkdir()
    if settings.database_url.startswith("sqlite"):
        return another_app(make_settings(place, f"sqlite:///{place}/petitions.sqlite"))
    name = f"restored_{next(NUMBERS)}"
    server = request.getfixturevalue("postgres_server")
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return another_app(make_settings(place, server.removesuffix("/postgres") + f"/{name}"))


@pytest.fixture
def next_version(monkeypatch, tmp_path):
    """Have one migration more than the program has, once it is called."""
    newer = tmp_path / "migrations"

    def begin():
        shutil.copytree(schema.MIGRATIONS, newer)
        (newer / "versions" / "9000_next.py").write_text(
            "from alembic import op\n"
            f'revision, down_revision = "9000", "{schema.newest_migration()}"\n'
            'def upgrade(): op.execute("CREATE TABLE of_the_next_version (id INTEGER)")\n'
        )
        monkeypatch.setattr(schema, "MIGRATIONS", newer)
        schema.newest_migration.cache_clear()

    yield begin
    monkeypatch.undo()
    schema.newest_migration.cache_clear()
