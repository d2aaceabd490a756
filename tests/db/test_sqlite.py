"""SQLite is set up so that what was acknowledged is on the disk and what was erased is gone."""

from contextlib import closing

import pytest
from sqlalchemy import select, text

from petitions import create_app
from petitions.db import db, schema, transaction, truncate_wal
from petitions.db.engine import SQLITE_SAFE_VERSION, safe_sqlite
from petitions.db.tally import Total
from tests.conftest import make_settings

sqlite = safe_sqlite()
SECRET = "a word that must not stay readable"


@pytest.fixture
def other(tmp_path):
    """Another connection, which waits for nobody.

    By the same library: two libraries in one process do not see each other's locks.
    """
    path = tmp_path / "petitions.sqlite"
    with closing(sqlite.connect(path, timeout=0, isolation_level=None)) as connection:
        yield connection


def pragma(name):
    return db.session.scalar(text(f"PRAGMA {name}"))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),  # FULL
        ("foreign_keys", 1),
        ("secure_delete", 1),
        ("busy_timeout", 10_000),
    ],
)
def test_every_connection_has(in_app, name, value):
    connections = [db.engine.connect() for _ in range(3)]
    found = [each.scalar(text(f"PRAGMA {name}")) for each in connections]
    for each in connections:
        each.close()
    assert found == [value] * 3


def test_its_version_has_no_wal_reset_bug(in_app):
    version = db.session.scalar(text("SELECT sqlite_version()"))
    assert tuple(map(int, version.split("."))) >= SQLITE_SAFE_VERSION


def test_a_transaction_holds_the_write_lock_from_its_start(in_app, other):
    with transaction(), pytest.raises(sqlite.OperationalError, match="locked"):
        other.execute("BEGIN IMMEDIATE")
    other.execute("BEGIN IMMEDIATE")


def test_readers_do_not_wait_for_a_writer(in_app, other):
    with transaction() as session:
        session.add(Total(key="letters", value=1))
        session.flush()
        assert other.execute("SELECT count(*) FROM tally_total").fetchone() == (0,)


def test_a_reader_keeps_no_writer_waiting_and_sees_one_moment(in_app, other):
    assert db.session.scalars(select(Total.key)).all() == []
    other.execute("INSERT INTO tally_total VALUES ('letters', 1)")
    assert db.session.scalars(select(Total.key)).all() == []
    db.session.rollback()
    assert db.session.scalars(select(Total.key)).all() == ["letters"]


def test_what_was_erased_is_nowhere_in_the_files(in_app, tmp_path):
    with transaction() as session:
        session.add(Total(key=SECRET, value=1))
    with transaction() as session:
        session.delete(session.get_one(Total, SECRET))
    truncate_wal()
    files = list(tmp_path.glob("petitions.sqlite*"))
    assert files
    assert not [path for path in files if SECRET.encode() in path.read_bytes()]


def test_a_missing_table_means_not_ready(tmp_path):
    from petitions import create_app

    app = create_app(make_settings(tmp_path, f"sqlite:///{tmp_path / 'empty.sqlite'}"))
    assert app.test_client().get("/readyz").status_code == 503
    with app.app_context():
        db.engine.dispose()


def test_nobody_else_on_the_machine_may_read_the_file(tmp_path):
    app = create_app(make_settings(tmp_path, f"sqlite:///{tmp_path / 'new.sqlite'}"))
    with app.app_context():
        schema.upgrade()
        modes = {path.stat().st_mode & 0o077 for path in tmp_path.glob("new.sqlite*")}
        db.session.remove()
        db.engine.dispose()
    assert modes == {0}


def test_rows_that_point_to_nothing_stop_a_migration(in_app, other):
    other.execute("INSERT INTO demand (id, campaign_id, number, text) VALUES (1, 9, 1, '')")
    with pytest.raises(schema.BrokenForeignKeys):
        schema.run_alembic("downgrade", "0003")
    assert schema.current_migration() == schema.newest_migration()
    assert pragma("foreign_keys") == 1
