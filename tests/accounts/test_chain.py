"""The audit log is a chain: whatever is changed, removed or added afterwards is noticed."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from sqlalchemy import delete, select, update

from petitions.accounts.audit import Entry, Head, record
from petitions.db import db, transaction
from tests.conftest import NOON, both_databases, make_settings
from tests.db.failing import rolled_back
from tests.factories import BEN

pytestmark = both_databases


def recorded(app, number=5):
    with app.app_context():
        for n in range(1, number + 1):
            with transaction():
                record(BEN, "changed", f"campaign {n}", before="draft", after="open")


def check(app):
    answer = app.test_cli_runner().invoke(args=["audit", "--check"])
    return answer.exit_code, answer.output.strip()


def tamper(app, *statements):
    with app.app_context(), transaction() as session:
        for statement in statements:
            session.execute(statement)


def entries(app):
    with app.app_context():
        return list(db.session.scalars(select(Entry).order_by(Entry.number)))


def test_an_empty_log_is_whole(app):
    assert check(app) == (0, "the audit log is whole")


def test_a_log_of_some_entries_is_whole(app):
    recorded(app)
    assert check(app) == (0, "the audit log is whole")


def test_an_entry_says_who_did_what_to_what_and_when(app, clock):
    recorded(app, 1)
    (entry,) = entries(app)
    assert (entry.actor, entry.verb, entry.subject) == (BEN, "changed", "campaign 1")
    assert entry.details == {"before": "draft", "after": "open"}
    assert entry.at.isoformat() == NOON


@pytest.mark.parametrize(
    "change",
    [
        {"actor": "cleo@example.org"},
        {"verb": "removed"},
        {"subject": "campaign 9"},
        {"details": {"before": "draft", "after": "won"}},
        {"seal": bytes(32)},
    ],
    ids=lambda change: next(iter(change)),
)
@pytest.mark.parametrize("number", [1, 5])
def test_a_changed_entry_is_noticed(app, change, number):
    recorded(app)
    tamper(app, update(Entry).where(Entry.number == number).values(**change))
    assert check(app) == (1, f"entry {number} is not as it was written")


def test_who_writes_an_entry_knows_its_number(app):
    with app.app_context(), transaction():
        assert [record(BEN, "changed", "campaign 1").number for _ in range(3)] == [1, 2, 3]


def test_a_changed_moment_is_noticed(app, clock):
    recorded(app)
    moment = entries(app)[0].at.replace(year=2020)
    tamper(app, update(Entry).where(Entry.number == 2).values(at=moment))
    assert check(app) == (1, "entry 2 is not as it was written")


@pytest.mark.parametrize("number", [1, 3])
def test_an_entry_removed_from_the_middle_is_noticed(app, number):
    recorded(app)
    tamper(app, delete(Entry).where(Entry.number == number))
    assert check(app) == (1, f"entry {number} is missing")


def test_a_removed_entry_is_noticed_though_the_others_move_up(app):
    recorded(app)
    move = [update(Entry).where(Entry.number == n).values(number=n - 1) for n in (4, 5)]
    tamper(app, delete(Entry).where(Entry.number == 3), *move)
    assert check(app) == (1, "entry 3 is not as it was written")


@pytest.mark.parametrize("last", [0, 4])
def test_entries_cut_off_the_end_are_noticed(app, last):
    recorded(app)
    tamper(app, delete(Entry).where(Entry.number > last))
    assert check(app) == (1, f"entries after {last} are missing")


def test_a_cut_is_noticed_though_the_head_was_set_back(app):
    recorded(app)
    seal = entries(app)[3].seal
    tamper(app, delete(Entry).where(Entry.number == 5), update(Head).values(entries=4, seal=seal))
    assert check(app) == (1, "the end is forged")


def test_a_removed_head_is_noticed(app):
    recorded(app)
    tamper(app, delete(Head))
    assert check(app) == (1, "the end of the log is missing")


def test_an_added_entry_is_noticed(app):
    recorded(app)
    last = entries(app)[-1]
    plain = {column.key: getattr(last, column.key) for column in Entry.__table__.columns}
    with app.app_context(), transaction() as session:
        session.add(Entry(**plain | {"number": 6}))
    assert check(app) == (1, "entry 6 is not as it was written")


def test_swapped_entries_are_noticed(app):
    recorded(app)
    moves = [(2, 9), (3, 2), (9, 3)]
    swap = [update(Entry).where(Entry.number == old).values(number=new) for old, new in moves]
    tamper(app, *swap)
    assert check(app) == (1, "entry 2 is not as it was written")


def test_nobody_without_the_key_can_write_an_entry(app, tmp_path, database):
    from petitions import create_app

    recorded(app)
    forger = create_app(make_settings(tmp_path, database, secret_key="another key" * 4))
    recorded(forger, 1)
    with forger.app_context():
        db.session.remove()
        db.engine.dispose()
    assert check(app) == (1, "entry 6 is not as it was written")


def test_a_rolled_back_change_leaves_no_entry(app):
    recorded(app, 1)
    with app.app_context(), rolled_back():
        record(BEN, "changed", "campaign 2")
    assert len(entries(app)) == 1
    assert check(app)[0] == 0


def test_entries_written_at_once_make_one_chain(app):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: recorded(app, 5), range(8)))
    assert [entry.number for entry in entries(app)] == list(range(1, 41))
    assert check(app) == (0, "the audit log is whole")


def test_a_check_while_others_write_finds_it_whole(app):
    done = Event()
    with ThreadPoolExecutor(1) as pool:
        checks = pool.submit(lambda: {check(app) for _ in iter(done.is_set, True)})
        recorded(app, 100)
        done.set()
    assert checks.result() <= {(0, "the audit log is whole")}
