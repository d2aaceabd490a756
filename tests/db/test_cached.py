"""What a process keeps of a row: read once in two seconds, however many ask."""

from threading import Event, Thread

import pytest
from sqlalchemy.exc import OperationalError

from petitions.db.cached import KEEP_SECONDS, CachedValue
from tests.signing.steps import at_once

FALLBACK = 1


class Database:
    """Counts how often it is read; gives one more than the number. It may fail, or take long."""

    def __init__(self):
        self.reads, self.time, self.fails = 0, 1000.0, False
        self.begun, self.goes_on = Event(), Event()
        self.goes_on.set()

    def read(self):
        self.reads += 1
        self.begun.set()
        self.goes_on.wait(10)
        if self.fails:
            raise OperationalError("SELECT", None, Exception("away"))
        return 1 + self.reads


@pytest.fixture
def database():
    return Database()


@pytest.fixture
def cache(database):
    return CachedValue("the row", database.read, FALLBACK, clock=lambda: database.time)


def test_it_reads_once_within_its_time(database, cache):
    for _ in range(100):
        assert cache.value() == 2
        database.time += KEEP_SECONDS / 101
    assert database.reads == 1
    database.time += KEEP_SECONDS
    assert [cache.value() for _ in range(9)] == [3] * 9


def test_the_first_who_ask_all_wait_for_one_read(database, cache):
    found = at_once([cache.value] * 16)
    assert set(found) == {2}
    assert database.reads == 1


def test_while_one_reads_the_others_go_on(database, cache):
    cache.value()
    database.time += KEEP_SECONDS
    database.goes_on.clear()
    database.begun.clear()
    one = Thread(target=cache.value)
    one.start()
    assert database.begun.wait(10)
    assert [cache.value() for _ in range(9)] == [2] * 9
    database.goes_on.set()
    one.join()
    assert (cache.value(), database.reads) == (3, 2)


def test_nobody_waits_longer_than_five_seconds_for_a_change():
    assert KEEP_SECONDS <= 2  # and a public page may be kept for one more


def test_what_is_forgotten_is_read_again(database, cache):
    cache.value()
    cache.forget()
    assert cache.value() == 3


def test_where_reading_fails_the_last_known_goes_on_and_not_each_page_tries(database, cache):
    cache.value()
    database.fails = True
    database.time += KEEP_SECONDS
    assert [cache.value() for _ in range(9)] == [2] * 9
    assert database.reads == 2
    database.fails = False
    database.time += KEEP_SECONDS
    assert cache.value() == 4


def test_where_nothing_was_ever_read_it_falls_back(database, cache):
    database.fails = True
    assert [cache.value() for _ in range(9)] == [FALLBACK] * 9
    assert database.reads == 1
