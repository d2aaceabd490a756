"""While a long list is read, signers do not wait."""

from contextlib import closing
from threading import Thread
from time import monotonic

from petitions.accounts.audit import record
from petitions.db import transaction, truncate_wal
from petitions.signing.filters import Filters, export_rows
from tests.conftest import both_databases
from tests.desk.lists import signed
from tests.factories import a_campaign


def sweeps(app):
    with app.app_context():
        truncate_wal()


@both_databases
def test_the_sweep_does_not_hold_up_writers_while_a_list_is_read(app):
    a_campaign(app)
    signed(app, {}, {})
    with app.app_context(), closing(export_rows(1, Filters())) as found:
        next(found)
        record_one()
        sweep = Thread(target=sweeps, args=(app,))
        sweep.start()
        began = monotonic()
        record_one()
        assert monotonic() - began < 3
        sweep.join()


@both_databases
def test_a_list_is_of_one_moment(app, monkeypatch):
    monkeypatch.setattr("petitions.signing.filters.FETCH_ROWS", 1)
    a_campaign(app)
    signed(app, {}, {})
    with app.app_context(), closing(export_rows(1, Filters())) as found:
        next(found)
        signed(app, {"email": "late@example.org"})
        assert [row.email for row in found] == ["ada1@example.org"]


def record_one():
    with transaction():
        record("ben@example.org", "noted", "something")
