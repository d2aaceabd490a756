"""A transaction is stored wholly or not at all, and moments are in UTC."""

import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import IntegrityError, StatementError

from petitions.db import db, now, transaction
from petitions.db.tally import Delta, Total
from petitions.web.http import LogFormatter
from tests.conftest import both_databases
from tests.db.failing import rolled_back
from tests.factories import ADA

pytestmark = both_databases

NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)


def totals():
    db.session.rollback()
    return {total.key: total.value for total in db.session.scalars(select(Total))}


def stored_moment(moment):
    with transaction() as session:
        session.add(Delta(key="letters", amount=1, made_at=moment))
    db.session.expire_all()
    return db.session.scalars(select(Delta.made_at)).one()


def test_what_ends_well_is_stored(in_app):
    with transaction() as session:
        session.add(Total(key="letters", value=1))
    assert totals() == {"letters": 1}


def test_an_error_takes_everything_back(in_app):
    with rolled_back() as session:
        session.add(Total(key="letters", value=1))
        session.flush()
    assert totals() == {}


def test_after_an_error_the_next_one_works(in_app):
    for _ in range(2):
        with pytest.raises(IntegrityError), transaction() as session:
            session.execute(insert(Total).values([{"key": "a", "value": 1}] * 2))
    with transaction() as session:
        session.add(Total(key="a", value=2))
    assert totals() == {"a": 2}


def test_nobody_sees_it_before_its_end(app):
    with app.app_context(), transaction() as session:
        session.add(Total(key="letters", value=1))
        session.flush()
        with app.app_context():
            assert totals() == {}


def test_those_that_read_before_they_write_do_not_overwrite_each_other(app):
    def add_one(_):
        with app.app_context(), transaction() as session:
            session.get_one(Total, "letters", with_for_update=True).value += 1

    with app.app_context(), transaction() as session:
        session.add(Total(key="letters", value=0))
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add_one, range(80)))
    with app.app_context():
        assert totals() == {"letters": 80}


def test_a_moment_comes_back_in_utc(in_app):
    back = stored_moment(datetime(2026, 1, 1, 5, tzinfo=ZoneInfo("Asia/Almaty")))
    assert (back, back.tzinfo) == (NEW_YEAR, UTC)


def test_a_moment_comes_back_in_utc_whatever_the_database_thinks(in_app):
    if db.engine.dialect.name == "postgresql":
        with db.engine.begin() as connection:
            name = db.session.scalar(text("SELECT current_database()"))
            connection.execute(text(f"ALTER DATABASE {name} SET timezone = 'Asia/Almaty'"))
        db.session.remove()
        db.engine.dispose()
    back = stored_moment(NEW_YEAR)
    assert (back, back.tzinfo) == (NEW_YEAR, UTC)


def test_a_moment_keeps_its_microseconds(in_app):
    moment = NEW_YEAR.replace(microsecond=1)
    assert stored_moment(moment) == moment


def test_a_moment_without_a_zone_is_refused(in_app):
    with pytest.raises(StatementError, match="a moment without a time zone"):
        stored_moment(datetime(2026, 1, 1))


def test_now_is_in_utc(in_app, clock):
    assert now().isoformat() == "2026-11-22T12:00:00+00:00"


def test_errors_hide_what_was_to_be_stored(in_app):
    with pytest.raises(StatementError) as caught:
        db.session.execute(text("SELECT :name FROM nowhere"), {"name": ADA.name})
    assert ADA.name not in str(caught.value)


def test_the_log_hides_it_though_the_database_names_it(in_app):
    written = StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(LogFormatter())
    with pytest.raises(IntegrityError) as caught, transaction() as session:
        session.execute(insert(Total).values([{"key": ADA.email, "value": 1}] * 2))
    problem = (type(caught.value), caught.value, caught.tb)
    handler.emit(logging.LogRecord("x", logging.ERROR, "x", 1, "it failed", None, problem))
    assert "IntegrityError" in written.getvalue()
    assert ADA.email not in written.getvalue()
