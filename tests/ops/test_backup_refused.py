"""What is no sound backup of ours, or no empty place for one, is refused with words."""

from dataclasses import replace

import pytest
from sqlalchemy import text

from petitions.db import transaction
from petitions.ops import backup
from tests.conftest import both_databases
from tests.factories import stored
from tests.ops.places import folder_of_programs, is_sqlite, refused, run

pytestmark = pytest.mark.slow


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
        session.execute(text("DROP TABLE signature_attempt"))
        session.execute(text("DROP TABLE signature"))
    run(site, "backup", file)
    assert "it is not a backup of this program" in refused(empty, file)


@both_databases
@pytest.mark.parametrize("words", [["recount"], ["forget"], ["backup", "x"], ["send-mail"]])
def test_a_command_on_an_empty_database_says_what_to_do(empty, words):
    hint = "The database is empty or not up to date: run ./run db upgrade\n"
    assert run(empty, *words) == (2, hint)


@both_databases
def test_a_backup_of_the_other_kind_is_told(empty, file):
    file.write_bytes(b"PGDMP and more" if is_sqlite(empty) else b"SQLite format 3\0 and more")
    assert "PETITIONS_DATABASE_URL names another" in refused(empty, file)


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
    monkeypatch.setattr(backup, "POSTGRESQL_FOLDERS", ())
    code, said = run(site, "backup", file)
    assert code == 2
    assert "pg_dump of PostgreSQL" in said
    assert "it is not here: install it" in said


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_pg_dump_older_than_the_server_is_told(site, file, tmp_path, monkeypatch):
    old = tmp_path / "pg_dump"
    old.write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 9.6'\n")
    old.chmod(0o755)
    monkeypatch.setattr(backup, "POSTGRESQL_FOLDERS", ())
    monkeypatch.setenv("PATH", str(tmp_path))
    code, said = run(site, "backup", file)
    assert code == 2
    assert "only that of version 9 is here" in said
    assert not file.exists()
