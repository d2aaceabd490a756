"""A quick connection does not wait for the disk; all others do, also after it was used."""

import subprocess
import sys

import pytest
from sqlalchemy import insert, text

from petitions.config import ROOT
from petitions.db import db, relaxed_durability_connection, transaction
from petitions.db.tally import Delta
from tests.conftest import both_databases
from tests.ops.processes import environment

pytestmark = both_databases

WAITS = {"sqlite": ("PRAGMA synchronous", 2), "postgresql": ("SHOW synchronous_commit", "on")}
HURRIES = {"sqlite": 1, "postgresql": "off"}
KILLED = """
import os, signal
from sqlalchemy import insert
from petitions import create_app
from petitions.db import relaxed_durability_connection
from petitions.db.tally import Delta

with create_app().app_context(), relaxed_durability_connection() as quick:
    quick.execute(insert(Delta.__table__), {"key": "killed", "amount": 1})
    os.kill(os.getpid(), signal.SIGKILL)
"""


def number(connection):
    return connection.scalar(text("SELECT count(*) FROM tally_delta"))


def write(quick):
    quick.execute(insert(Delta.__table__), {"key": "letters", "amount": 1})


def test_it_alone_does_not_wait(in_app):
    kind = db.engine.dialect.name
    question, waits = WAITS[kind]
    with relaxed_durability_connection() as quick:
        assert quick.scalar(text(question)) == HURRIES[kind]
    with transaction() as session:
        assert session.scalar(text(question)) == waits


def test_each_statement_is_there_for_all_at_once(in_app):
    with relaxed_durability_connection() as quick, db.engine.connect() as other:
        write(quick)
        assert number(other) == 1


def test_also_where_the_statement_answers(in_app):
    answering = insert(Delta.__table__).returning(Delta.__table__.c.id)
    with relaxed_durability_connection() as quick, db.engine.connect() as other:
        assert quick.scalar(answering, {"key": "letters", "amount": 1}) == 1
        assert number(other) == 1
        with transaction() as session:
            session.execute(insert(Delta), {"key": "letters", "amount": 1})


@pytest.mark.slow
def test_what_it_wrote_outlives_a_killed_process(in_app, settings):
    command = [sys.executable, "-c", KILLED]
    done = subprocess.run(command, cwd=ROOT, env=environment(settings), check=False)
    assert done.returncode == -9
    assert number(db.session) == 1
