"""What the tests of backups ask of a site and of its place."""

from petitions.db import db
from tests import postgres


def folder_of_programs():
    return (postgres.programs() / "postgres").resolve().parent


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
    with app.app_context():
        return db.engine.dialect.name == "sqlite"
