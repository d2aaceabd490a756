"""A backup is made while people sign, and a restored site goes on where it ended."""

import shutil
import stat
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import count
from threading import Event

import psycopg
import pytest
from sqlalchemy import func, select, text

from petitions import schema
from petitions.backup import postgresql
from petitions.campaigns.models import Campaign
from petitions.db import db, transaction
from petitions.signing.models import CONFIRMED, Signature
from petitions.signing.operations import sign
from tests import postgres
from tests.conftest import both_databases, make_settings
from tests.factories import ADA, a_campaign, stored
from tests.mails import Mailbox, link
from tests.pages import Visitor
from tests.signing.steps import confirmed, count_of, signed

NUMBERS = count(1)
NAME = "Wilhelmina Quartermain"


@pytest.fixture(autouse=True)
def programs(monkeypatch):
    """pg_dump and pg_restore of the server that the tests run."""
    monkeypatch.setenv("PATH", str(folder_of_programs()), prepend=":")


def folder_of_programs():
    return (postgres.programs() / "postgres").resolve().parent


@pytest.fixture
def site(app, visitor, mailbox):
    """A site with a confirmed signature, a pending one, and some history."""
    slug = a_campaign(app)
    confirmed(visitor, mailbox, slug, name=NAME)
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


def run(app, *words):
    answer = app.test_cli_runner().invoke(args=[str(word) for word in words])
    assert answer.exception is None or isinstance(answer.exception, SystemExit), answer.exception
    return answer.exit_code, answer.output


def checks(app):
    return [run(app, name, "--check")[0] for name in ("recount", "audit")]


def has_tables(app):
    with app.app_context(), db.engine.connect() as connection:
        return db.inspect(connection).get_table_names() != []


def refused(app, file):
    """Restore what cannot be; give the words. Nothing may be left behind."""
    code, said = run(app, "restore", file)
    assert code == 2
    assert not has_tables(app)
    return said


def is_sqlite(app):
    return app.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite")


@both_databases
def test_a_restored_site_has_all_that_was_there(site, empty, file):
    assert run(site, "backup", file)[0] == 0
    code, said = run(empty, "restore", file)
    assert code == 0, said
    assert stored(empty) == stored(site)
    assert checks(empty) == [0, 0]
    for line in ("campaign: 1", "signature: 2", "every number is right", "the audit log is whole"):
        assert line in said.splitlines()


@both_databases
def test_signing_goes_on_there(site, empty, file, tmp_path):
    run(site, "backup", file)
    run(empty, "restore", file)
    visitor = Visitor(empty)
    mailbox = Mailbox(empty, make_settings(tmp_path / "empty", ""))
    confirmed(visitor, mailbox, "free-the-nurse", email="cleo@example.org")
    assert count_of(visitor, "free-the-nurse") == 2
    assert checks(empty) == [0, 0]


@both_databases
def test_links_of_mails_that_were_sent_work_there(app, visitor, mailbox, empty, file):
    mail = confirmed(visitor, mailbox, a_campaign(app), name=NAME)
    run(app, "backup", file)
    run(empty, "restore", file)
    assert Visitor(empty).post(link(mail, "withdraw")).status == 303
    assert NAME not in repr(stored(empty))


@both_databases
def test_it_is_of_one_moment_while_people_sign(site, empty, file):
    done = Event()

    def go_on():
        with site.app_context():
            for number in count():
                sign(1, replace(ADA, email=f"ada{number}@example.org"), bytes(32))
                if done.is_set():
                    break
        return number

    with ThreadPoolExecutor(1) as pool:
        signing = pool.submit(go_on)
        codes = {run(site, "backup", f"{file}{n}")[0] for n in range(3)}
        done.set()
        assert signing.result() > 3
    assert codes == {0}
    assert run(empty, "restore", f"{file}2")[0] == 0
    rows = stored(empty)
    assert len(rows["signature"]) == len(rows["mail"])  # both are of one transaction


@both_databases
def test_only_its_owner_may_read_it_and_nothing_lies_beside_it(site, file, tmp_path):
    before = set(tmp_path.iterdir())
    _, said = run(site, "backup", file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    left = {path for path in tmp_path.iterdir() if not path.name.startswith("petitions.sqlite")}
    assert left - before == {file}
    assert f"{file}: {file.stat().st_size:,} bytes in 0." in said
    assert "secret key" in said


@both_databases
def test_a_file_that_is_there_is_left_alone(site, file):
    file.write_text("other")
    assert run(site, "backup", file) == (2, f"{file} is there already: give another name\n")
    assert file.read_text() == "other"


@both_databases
def test_a_folder_that_is_not_there_is_told(site, tmp_path):
    code, said = run(site, "backup", tmp_path / "none" / "file")
    assert (code, said) == (2, f"{tmp_path / 'none' / 'file'}: No such file or directory\n")


@both_databases
def test_a_place_that_is_not_empty_is_refused(site, file):
    run(site, "backup", file)
    before = stored(site)
    assert run(site, "restore", file)[0] == 2
    assert stored(site) == before


@both_databases
def test_what_is_no_backup_is_refused(empty, file):
    file.write_bytes(b"none of ours")
    assert refused(empty, file) == f"{file}: it is not a backup\n"
    file.write_bytes(b"")
    refused(empty, file)
    assert "No such file" in refused(empty, "/nonexistent")


@both_databases
@pytest.mark.parametrize("part", [0.02, 0.5, 0.98])
def test_a_truncated_one_is_refused(site, empty, file, part):
    run(site, "backup", file)
    content = file.read_bytes()
    file.write_bytes(content[: int(len(content) * part)])
    refused(empty, file)


@both_databases
def test_a_damaged_one_is_refused(site, empty, file):
    run(site, "backup", file)
    content = bytearray(file.read_bytes())
    content[len(content) // 3 :: 997] = bytes(len(content[len(content) // 3 :: 997]))
    file.write_bytes(content)
    refused(empty, file)


@both_databases
def test_one_of_a_newer_version_is_refused(site, empty, file):
    with site.app_context(), transaction() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert run(site, "backup", file)[0] == 0
    assert "it is of a newer version of this program (migration 9999)" in refused(empty, file)


@both_databases
def test_one_of_another_program_is_refused(site, empty, file):
    with site.app_context(), transaction() as session:
        session.execute(text("DROP TABLE signature_link"))
        session.execute(text("DROP TABLE signature"))
    run(site, "backup", file)
    assert "it is not a backup of this program" in refused(empty, file)


@both_databases
def test_one_of_an_older_version_is_brought_up_to_date(site, empty, file, visitor):
    with site.app_context():
        schema.downgrade("0002")
    assert run(site, "backup", file)[0] == 0
    assert run(empty, "restore", file)[0] == 0
    assert Visitor(empty).get("/readyz").status == 200
    assert count_of(Visitor(empty), "free-the-nurse") == 1


@both_databases
def test_another_secret_key_is_told(site, empty, file):
    run(site, "backup", file)
    empty.extensions["petitions.settings"] = replace(
        empty.extensions["petitions.settings"], secret_key="another key: 0123456789abcdef" * 2
    )
    code, said = run(empty, "restore", file)
    assert code == 1
    assert "The backup was made with another secret key." in said


@both_databases
def test_a_number_that_is_wrong_is_told(site, empty, file):
    with site.app_context(), transaction() as session:
        session.execute(text("UPDATE signature SET state = 'confirmed'"))
    run(site, "backup", file)
    code, said = run(empty, "restore", file)
    assert code == 1
    assert "campaign/1/signatures: shown 1, counted 2" in said


@both_databases
@pytest.mark.parametrize("words", [["recount"], ["forget"], ["backup", "x"], ["send-mail"]])
def test_a_command_on_an_empty_database_says_what_to_do(empty, words):
    hint = "The database is empty or not up to date: run ./run db upgrade\n"
    assert run(empty, *words) == (2, hint)


@both_databases
def test_a_backup_of_the_other_kind_is_told(empty, file):
    file.write_bytes(b"PGDMP and more" if is_sqlite(empty) else b"SQLite format 3\0 and more")
    assert "PETITIONS_DATABASE_URL names another" in refused(empty, file)


def test_logs_of_a_database_that_is_gone_are_not_played_into_the_restored_one(site, empty, file):
    run(site, "backup", file)
    path = empty.config["SQLALCHEMY_DATABASE_URI"].removeprefix("sqlite:///")
    with site.app_context():  # its log holds what the backup lacks
        signs = select(func.count()).select_from(Signature).where(Signature.state == CONFIRMED)
        with transaction() as session:
            session.execute(text("UPDATE campaign SET title = 'Another'"))
        source = db.engine.url.database
        shutil.copy(f"{source}-wal", f"{path}-wal")
        shutil.copy(f"{source}-shm", f"{path}-shm")
    assert run(empty, "restore", file)[0] == 0
    with empty.app_context():
        assert db.session.scalars(select(Campaign.title)).one() == "Free the nurse"
        assert db.session.scalars(signs).one() == 1


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_no_password_stands_on_the_command_line(site, settings, file, tmp_path, monkeypatch):
    real = folder_of_programs() / "pg_dump"
    spy = tmp_path / "bin" / "pg_dump"
    spy.parent.mkdir()
    spy.write_text(f'#!/bin/sh\necho "$@" >>"{tmp_path}/words"\nexec "{real}" "$@"\n')
    spy.chmod(0o755)
    monkeypatch.setenv("PATH", str(spy.parent), prepend=":")
    changed = settings.database_url.replace("postgres@", "postgres:hush-hush@")
    site.extensions["petitions.settings"] = replace(settings, database_url=changed)
    assert run(site, "backup", file)[0] == 0
    said = (tmp_path / "words").read_text()
    assert "--dbname=" in said
    assert "hush-hush" not in said


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_missing_pg_dump_is_told(site, file, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(postgresql, "PLACES", ())
    code, said = run(site, "backup", file)
    assert code == 2
    assert "pg_dump of PostgreSQL" in said
    assert "it is not here: install it" in said


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_pg_dump_older_than_the_server_is_told(site, file, tmp_path, monkeypatch):
    old = tmp_path / "pg_dump"
    old.write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 9.6'\n")
    old.chmod(0o755)
    monkeypatch.setattr(postgresql, "PLACES", ())
    monkeypatch.setenv("PATH", str(tmp_path))
    code, said = run(site, "backup", file)
    assert code == 2
    assert "only that of version 9 is here" in said
    assert not file.exists()
