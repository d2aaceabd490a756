"""What every test can ask for: the application on either database, pages, mails, a clock."""

import gc
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import psycopg
import pytest
import time_machine
from flask import Flask

from petitions import db
from petitions.config import Settings, parse_rules
from petitions.db import schema
from tests import apps, postgres
from tests.databases import PostgresDatabases, SqliteFiles
from tests.mails import Mailbox
from tests.pages import Visitor

if folder := postgres.memory():
    # Databases wait for the disk at each commit; here that takes no time.
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(folder))

NOON = "2026-11-22T12:00:00+00:00"
both_databases = pytest.mark.parametrize("database", ["sqlite", "postgresql"], indirect=True)


# They wait for browsers, servers and signals: others fill the time.
WAITING = {"browser", "deploy", "serving"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let two processes of four begin with what waits, so that none does at the end alone.

    pytest-xdist gives each a quarter, one after the other.
    """
    files = list(dict.fromkeys(one.path for one in items if one.path.parent.name in WAITING))
    others = [one for one in items if one.path not in files]
    first, second = ([one for one in items if one.path in files[n::2]] for n in (0, 1))
    rest = max(0, len(items) // 4 - len(first))
    items[:] = [*first, *others[:rest], *second, *others[rest:]]


def pytest_collection_finish() -> None:
    """Spare the garbage collector what was collected here: thousands of tests."""
    gc.freeze()


def make_settings(folder: Path, database_url: str, **changes: object) -> Settings:
    """Give settings for a site in `folder`, open to any number of signings from one place."""
    values = {
        "instance": folder,
        "secret_key": "a test key of many different characters: 0123456789",
        "database_url": database_url,
        "mail_url": f"file:{folder / 'mail'}",
        "sign_limit": parse_rules(""),
        "preview_limit": parse_rules(""),
        "keep_seconds": 0,  # a test sees at once what it did
    }
    return Settings(**values | changes)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A PostgreSQL server with a migrated database `template`, for one test process."""
    with postgres.running(fsync=False) as url:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("CREATE DATABASE template")
        _migrate(url.removesuffix("/postgres") + "/template")
        yield url


@pytest.fixture(scope="session")
def postgres_databases(postgres_server: str) -> Iterator[PostgresDatabases]:
    """Databases on that server."""
    with closing(PostgresDatabases(postgres_server)) as databases:
        yield databases
        apps.disconnect()


@pytest.fixture(scope="session")
def sqlite_files(tmp_path_factory: pytest.TempPathFactory) -> SqliteFiles:
    """Copies of a migrated SQLite file."""
    folder = tmp_path_factory.mktemp("sqlite")
    _migrate(f"sqlite:///{folder / 'template.sqlite'}")
    return SqliteFiles(folder / "template.sqlite", folder / "current")


@pytest.fixture
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a fresh, migrated database; SQLite where the test does not say."""
    if getattr(request, "param", "sqlite") == "sqlite":
        with request.getfixturevalue("sqlite_files").lent(tmp_path) as url:
            yield url
    else:
        with request.getfixturevalue("postgres_databases").lent() as url:
            yield url


@pytest.fixture
def settings(tmp_path: Path, database: str) -> Settings:
    """The settings of the test's site; a test file may override this fixture."""
    return make_settings(tmp_path, database)


@pytest.fixture
def another_app() -> Iterator[Callable[[Settings], Flask]]:
    """Give applications beside the usual one, as other processes have them."""
    with ExitStack() as stack:
        yield lambda settings: stack.enter_context(apps.lent(settings))


@pytest.fixture
def app(request: pytest.FixtureRequest, settings: Settings) -> Iterator[Flask]:
    """The application. Not in a context: the visitor makes one a request, as a server does."""
    own = request.node.get_closest_marker("own_app") is not None
    with apps.lent(settings, own=own) as app:
        yield app


@pytest.fixture
def in_app(app: Flask) -> Iterator[Flask]:
    """The application in a context, for calling operations and queries."""
    with app.app_context():
        yield app


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    """A browser without JavaScript that checks every page it is shown."""
    return Visitor(app)


@pytest.fixture
def mailbox(app: Flask, settings: Settings) -> Mailbox:
    """Sends what waits in the outbox, and reads it."""
    return Mailbox(app, settings)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """A clock that stands at noon until it is moved."""
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def _migrate(url: str) -> None:
    with apps.lent(make_settings(Path("/nonexistent"), url)) as app:
        with app.app_context():
            schema.upgrade()
        db.disconnect(app)
