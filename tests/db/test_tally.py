"""A number is exact at any moment: its total plus the changes that are not folded yet."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

from sqlalchemy import func, select

from petitions.db import db, transaction
from petitions.db.tally import FOLD_ROWS, Delta, Total, count, counted, fold
from tests.conftest import both_databases
from tests.db.failing import rolled_back

pytestmark = both_databases


def counts(app, amount=1, key="letters"):
    with app.app_context(), transaction():
        count(key, amount)


def number(app, key="letters"):
    with app.app_context():
        return counted([key])[key]


def folds(app):
    with app.app_context():
        return fold()


def rows(app, model):
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(model))


def test_what_nobody_counted_is_zero(app):
    assert number(app) == 0


def test_it_adds_and_takes_away(app):
    for amount in (1, 1, 1, -1):
        counts(app, amount)
    assert number(app) == 2


def test_each_number_stands_for_itself(app):
    counts(app, 2, "letters")
    counts(app, 3, "faxes")
    with app.app_context():
        assert counted(["letters", "faxes", "calls"]) == {"letters": 2, "faxes": 3, "calls": 0}


def test_folding_changes_no_number(app):
    for _ in range(3):
        counts(app)
    assert folds(app) == 3
    assert (number(app), rows(app, Delta), rows(app, Total)) == (3, 0, 1)


def test_folding_again_adds_to_the_total(app):
    for _ in range(2):
        counts(app, 5)
        folds(app)
    assert folds(app) == 0
    assert number(app) == 10


def test_one_turn_folds_so_many_and_the_next_the_rest(app):
    with app.app_context(), transaction() as session:
        session.add_all([Delta(key="letters", amount=1) for _ in range(FOLD_ROWS + 1)])
    assert [folds(app), folds(app), folds(app)] == [FOLD_ROWS, 1, 0]
    assert number(app) == FOLD_ROWS + 1


def test_a_rolled_back_count_counts_nothing(app):
    with app.app_context(), rolled_back():
        count("letters")
    assert number(app) == 0


def test_folding_at_any_moment_is_never_seen(app):
    counts(app, 1000)
    done = Event()
    with ThreadPoolExecutor(1) as pool:
        reader = pool.submit(lambda: {number(app) for _ in iter(done.is_set, True)})
        for _ in range(50):
            counts(app, +1)
            counts(app, -1)
            folds(app)
        done.set()
    assert reader.result() <= {1000, 1001}


def test_nothing_is_lost_while_two_fold_and_four_count(app):
    def work(part):
        for n in range(25):
            folds(app) if part < 2 else counts(app, 1, f"key {n % 3}")

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(work, range(6)))
    while folds(app):
        pass
    assert sum(number(app, f"key {n}") for n in range(3)) == 100
    assert rows(app, Delta) == 0
