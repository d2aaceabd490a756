"""Long lists: made in the worker, fetched by whoever asked, for 15 minutes."""

import os
from datetime import timedelta
from threading import Event

import pytest
from sqlalchemy import delete

from petitions.campaigns.models import Campaign
from petitions.db import db, transaction
from petitions.desk.exports import operations, writers
from petitions.desk.exports.jobs import make_due_export
from petitions.desk.models import Export
from petitions.ops.retention import sweep
from tests.conftest import both_databases
from tests.desk.lists import CSV, JSONL, XLSX, form, signed, table
from tests.factories import a_campaign
from tests.organisers import at_desk


@pytest.fixture(autouse=True)
def every_list_is_long(monkeypatch):
    for kind in writers.FORMATS.values():
        monkeypatch.setitem(kind.__dict__, "at_once", 0)


@pytest.fixture
def desk(app, clock):
    a_campaign(app)
    signed(app, {}, {}, {})
    return at_desk(app)


@pytest.fixture
def files(settings):
    return lambda: sorted(path.name for path in (settings.instance / "exports").iterdir())


def ordered(desk, address=CSV):
    page = desk.post(address, form(desk))
    assert page.status == 303
    return page.headers["Location"]


def works(app, should_stop=lambda: False):
    with app.app_context():
        return make_due_export(should_stop)


def sweeps(app):
    with app.app_context():
        sweep()


def stored_export(app):
    with app.app_context():
        return db.session.query(Export).one()


@both_databases
def test_a_long_list_is_made_in_the_worker(app, desk, settings):
    place = ordered(desk)
    assert "0 of 3 signatures" in desk.get(place).text()
    assert desk.post(f"{place}/file").status == 303
    assert works(app) == 1
    assert "ready" in desk.get(place).text()
    assert (settings.instance / "exports" / "1").stat().st_mode & 0o777 == 0o600
    page = desk.post(f"{place}/file")
    assert [row[0] for row in table(page)] == ["number", "1", "2", "3"]
    assert 'filename="free-the-nurse-2026-11-22.csv"' in page.headers["Content-Disposition"]
    assert works(app) == 0


def test_it_asks_for_itself_until_it_is_ready(app, desk):
    place = ordered(desk)
    assert desk.get(place).one("#asking").attrs["data-hx-select"] == "#export"
    works(app)
    assert not desk.get(place).all("#asking")


def test_nobody_else_sees_it(app, desk):
    place = ordered(desk)
    works(app)
    another = at_desk(app, email="another@example.org")
    assert another.get(place).status == another.post(f"{place}/file").status == 404


@pytest.mark.parametrize("number", ["77", "99999999999999999999"])
def test_a_list_that_was_never_asked_for_is_not_there(desk, number):
    assert desk.get(f"/organise/exports/{number}").status == 404


def test_it_can_be_fetched_for_15_minutes(app, desk, clock, files):
    place = ordered(desk)
    works(app)
    clock.shift(timedelta(minutes=14, seconds=59))
    sweeps(app)
    assert "ready" in desk.get(place).text()
    clock.shift(timedelta(seconds=2))
    assert desk.post(f"{place}/file").status == 410
    sweeps(app)
    assert files() == []
    assert desk.get(place).status == desk.post(f"{place}/file").status == 410
    assert stored_export(app).filters == {}


@both_databases
def test_it_can_be_fetched_once(app, desk, files):
    place = ordered(desk)
    works(app)
    assert desk.get(f"{place}/file").status == 303  # looking takes nothing
    assert desk.get(place).one("#export form").attrs["action"] == f"{place}/file"
    assert len(table(desk.post(f"{place}/file"))) == 4
    assert files() == []
    assert desk.post(f"{place}/file").status == desk.get(place).status == 410
    assert stored_export(app).filters == {}


def test_of_two_presses_at_once_one_gets_it(app, desk):
    place = ordered(desk)
    works(app)
    with app.app_context():
        first = operations.hand_out(1)
        assert first
        first.close()
        operations.path_of(1).write_text("names")  # as if it was opened before it was deleted
        assert operations.hand_out(1) is None
    assert desk.post(f"{place}/file").status == 410


@pytest.mark.parametrize("is_ready", [True, False])
def test_a_role_that_was_taken_and_given_back_fetches_nothing(app, desk, clock, is_ready):
    cleo = at_desk(app, email="cleo@example.org")
    place = ordered(cleo)
    if is_ready:
        works(app)
    clock.shift(timedelta(seconds=1))
    number = stored_export(app).organiser_id
    for role in ("viewer", "admin"):
        desk.post(f"/organise/organisers/{number}/role", {"role": role})
        if role == "viewer":
            assert cleo.post(f"{place}/file").status == 403
    works(app)
    assert cleo.get(place).status == cleo.post(f"{place}/file").status == 410
    clock.shift(timedelta(seconds=1))
    fresh = ordered(cleo)
    works(app)
    assert cleo.post(f"{fresh}/file").status == 200


def test_a_day_later_nothing_is_left(app, desk, clock):
    place = ordered(desk)
    works(app)
    clock.shift(timedelta(days=1, minutes=1))
    sweeps(app)
    fresh = at_desk(app, email="another@example.org")
    assert fresh.get(place).status == 404
    with app.app_context():
        assert not db.session.query(Export).count()


@both_databases
def test_a_worker_that_died_is_replaced_after_the_lease(app, desk, clock):
    place = ordered(desk)
    with app.app_context():
        assert operations.claim()
    assert works(app) == 0
    clock.shift(operations.LEASE + timedelta(seconds=1))
    assert works(app) == 1
    assert desk.post(f"{place}/file").status == 200


@both_databases
def test_a_worker_that_slept_does_not_disturb_its_replacement(app, desk, clock):
    ordered(desk)
    with app.app_context():
        slow = operations.claim()
        operations.note_progress(slow, 1)
        clock.shift(operations.LEASE + timedelta(seconds=1))
        fast = operations.claim()
        with pytest.raises(operations.ExportLost):
            operations.note_progress(slow, 2)
        operations.note_failed(slow)
        operations.note_ready(fast, 3, "0")
    assert stored_export(app).state == "ready"


@both_databases
@pytest.mark.parametrize("address", [CSV, JSONL, XLSX])
def test_a_worker_that_is_stopped_gives_the_list_back(app, desk, files, monkeypatch, address):
    monkeypatch.setattr("petitions.signing.filters.FETCH_ROWS", 1)
    monkeypatch.setattr("petitions.desk.exports.writers.PROGRESS_ROWS", 1)
    place = ordered(desk, address)
    stop = Event()
    stop.set()
    assert works(app, stop.is_set) == 1
    assert (stored_export(app).state, files()) == ("waiting", [])
    assert works(app) == 1
    assert desk.post(f"{place}/file").status == 200


@both_databases
def test_progress_shows_while_it_is_made(app, desk, monkeypatch):
    monkeypatch.setattr("petitions.desk.exports.writers.PROGRESS_ROWS", 1)
    monkeypatch.setattr("petitions.desk.exports.jobs.NOTE_SECONDS", 0)
    place, seen = ordered(desk), []
    note = operations.note_progress

    def look(export, done):
        note(export, done)
        seen.append(desk.get(place).text("#export p.help"))

    monkeypatch.setattr(operations, "note_progress", look)
    works(app)
    assert seen[:2] == ["1 of 3 signatures", "2 of 3 signatures"]


def test_a_list_that_fails_says_so(app, desk, settings, caplog):
    place = ordered(desk)
    (settings.instance / "exports").mkdir(exist_ok=True)
    (settings.instance / "exports" / "1.part").mkdir()  # nothing can be written there
    works(app)
    (settings.instance / "exports" / "1.part").rmdir()
    page = desk.get(place)
    assert "could not be made" in page.text()
    assert page.one("#export a").attrs["href"] == CSV
    assert "ada0@example.org" not in caplog.text


def test_files_without_an_export_are_swept(app, desk, settings, files):
    ordered(desk)
    works(app)
    folder = settings.instance / "exports"
    (folder / "99").write_text("names")
    (folder / "98.part").write_text("names")
    (folder / "work-old").mkdir()
    os.utime(folder / "work-old", (0, 0))
    sweeps(app)
    assert files() == ["1"]


def test_a_campaign_that_is_gone_takes_its_lists_along(app, desk, files):
    ordered(desk)
    works(app)
    with app.app_context(), transaction() as session:
        session.execute(delete(Export))
    sweeps(app)
    assert files() == []
    with app.app_context():
        assert db.session.query(Campaign).count() == 1
