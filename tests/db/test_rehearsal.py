"""What is rehearsed is seen within the rehearsal, and never stored."""

from threading import Thread

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from petitions.db import commit_in_batch, db, rehearsal, transaction
from petitions.db.tally import Total
from petitions.db.write_queue import TooManyWriters
from tests.conftest import both_databases


def totals():
    return sorted(db.session.scalars(select(Total.key)))


def store(keys):
    db.session.add_all(Total(key=key, value=1) for key in keys if key != "refused")
    db.session.flush()
    return [ValueError(key) if key == "refused" else key for key in keys]


@both_databases
def test_what_is_rehearsed_is_seen_and_then_gone(in_app):
    with rehearsal():
        with transaction() as session:
            session.add(Total(key="a", value=1))
        assert commit_in_batch(store, "b") == "b"
        with pytest.raises(ValueError, match="refused"):
            commit_in_batch(store, "refused")
        with pytest.raises(IntegrityError), transaction():
            store(["a"])
        assert totals() == ["a", "b"]
    assert totals() == []
    with transaction():
        store(["later"])
    assert totals() == ["later"]


@both_databases
def test_no_other_commit_is_let_through(in_app):
    with rehearsal() as session:
        store(["a"])
        with pytest.raises(RuntimeError, match="rehearsed"):
            session.commit()
    assert totals() == []


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_process_rehearses_one_thing_at_a_time(app, monkeypatch):
    monkeypatch.setattr("petitions.db.write_queue.TIMEOUT_SECONDS", 0.01)
    refused = []

    def another():
        with app.app_context():
            with transaction():
                store(["in earnest"])
            try:
                with rehearsal():
                    pass
            except TooManyWriters:
                refused.append(totals())

    with app.app_context(), rehearsal():
        thread = Thread(target=another)
        thread.start()
        thread.join()
    assert refused == [["in earnest"]]
