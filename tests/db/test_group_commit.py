"""Who comes while others are stored joins the next group; each hears what became of their own."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from traceback import extract_tb

import pytest
from sqlalchemy.exc import DataError, IntegrityError, OperationalError, StatementError

from petitions import config
from petitions.db import write_queue
from petitions.db.group_commit import CommitBatcher
from petitions.db.write_queue import TooManyWriters

POISON = "poison"


class Store:
    """A write slot that can be held up, and what was stored in it: a list for each batch."""

    def __init__(self, error=None):
        self.error = error
        self.free = threading.Lock()
        self.stored = []
        self.batcher = CommitBatcher(self.store, self.write_slot)

    @contextmanager
    def write_slot(self):
        with self.free:
            time.sleep(0.0002)  # as long as a disk takes, in which others come
            yield

    def store(self, items):
        self.stored.append(list(items))
        if POISON in items:
            raise self.error
        return [f"{item} stored" for item in items]


@pytest.fixture
def pool():
    with ThreadPoolExecutor(16) as threads:
        yield threads


def sent(pool, store, *items):
    """Let each be sent by a thread of its own, in this order; wait until all of them wait."""
    found = []
    for item in items:
        waiting = len(store.batcher.waiting)
        found.append(pool.submit(store.batcher.submit, item))
        while len(store.batcher.waiting) == waiting and not found[-1].done():
            pass
    return found


def held_up(store):
    """Let what begins to be stored wait; give an event that tells of it, and one that ends it."""
    storing, go_on = threading.Event(), threading.Event()

    def store_slowly(items):
        storing.set()
        go_on.wait()
        return store.store(items)

    store.batcher.store = store_slowly
    return storing, go_on


def test_one_alone_is_stored_alone():
    store = Store()
    assert [store.batcher.submit(item) for item in "ab"] == ["a stored", "b stored"]
    assert store.stored == [["a"], ["b"]]


def test_all_who_come_before_the_turn_make_one_group(pool):
    store = Store()
    with store.free:
        all_sent = sent(pool, store, *"abcd")
        assert store.stored == []
    assert [one.result() for one in all_sent] == [f"{item} stored" for item in "abcd"]
    assert store.stored == [list("abcd")]


def test_who_comes_while_a_group_is_stored_makes_the_next(pool):
    store = Store()
    storing, go_on = held_up(store)
    first = pool.submit(store.batcher.submit, "a")
    storing.wait()
    later = sent(pool, store, *"bc")
    go_on.set()
    assert [one.result() for one in (first, *later)] == ["a stored", "b stored", "c stored"]
    assert store.stored == [["a"], ["b", "c"]]


def test_a_refusal_is_raised_for_the_one_it_is_for(pool):
    store = Store()
    store.batcher.store = lambda items: [KeyError() if one == "b" else one for one in items]
    with store.free:
        all_sent = sent(pool, store, *"abc")
    assert [type(one.exception()) for one in all_sent] == [type(None), KeyError, type(None)]
    assert all_sent[2].result() == "c"


@pytest.mark.parametrize(
    "error",
    [
        ZeroDivisionError(),
        IntegrityError("", None, Exception()),
        DataError("", None, Exception()),
        StatementError("", "", None, Exception()),
        OperationalError("", None, type("Deadlock", (Exception,), {"sqlstate": "40P01"})()),
        OperationalError("", None, type("LockTimeout", (Exception,), {"sqlstate": "55P03"})()),
    ],
)
def test_one_at_fault_takes_nobody_along(pool, error):
    store = Store(error)
    with store.free:
        all_sent = sent(pool, store, "a", POISON, "b")
    assert [one.exception() for one in all_sent] == [None, error, None]
    assert store.stored == [["a", POISON, "b"], ["a"], [POISON], ["b"]]


@pytest.mark.parametrize(
    "error", [OperationalError("", None, Exception("disk full")), TooManyWriters()]
)
def test_a_database_that_fails_is_not_tried_for_each(pool, error):
    store = Store(error)
    with store.free:
        all_sent = sent(pool, store, "a", POISON, "b")
    assert [one.exception() for one in all_sent] == [error] * 3
    assert store.stored == [["a", POISON, "b"]]
    assert store.batcher.submit("c") == "c stored"


def test_what_all_raise_does_not_grow_by_the_places_of_each(pool):
    store = Store(OperationalError("", None, Exception("disk full")))
    with store.free:
        all_sent = sent(pool, store, POISON, *"abcdefghijklm")
    (error,) = {one.exception() for one in all_sent}
    assert "store" in [place.name for place in extract_tb(error.__traceback__)]
    assert len(extract_tb(error.__traceback__)) < len(all_sent)


def test_who_finds_too_many_is_told_at_once(pool, monkeypatch):
    monkeypatch.setattr(config, "MAX_WAITING_WRITERS", 2)
    store = Store()
    with store.free:
        all_sent = sent(pool, store, *"ab")
        with pytest.raises(TooManyWriters):
            store.batcher.submit("c")
    assert [one.result() for one in all_sent] == ["a stored", "b stored"]
    assert store.stored == [["a", "b"]]


def test_who_waited_too_long_leaves_and_is_not_stored_later(pool, monkeypatch):
    monkeypatch.setattr(write_queue, "TIMEOUT_SECONDS", 0.05)
    store = Store()
    with store.free:
        leads, follows = sent(pool, store, *"ab")
        assert isinstance(follows.exception(), TooManyWriters)
    assert leads.result() == "a stored"
    assert store.stored == [["a"]]


def test_who_is_being_stored_waits_for_the_end_of_it(pool, monkeypatch):
    monkeypatch.setattr(write_queue, "TIMEOUT_SECONDS", 1)
    store = Store()
    storing, go_on = held_up(store)
    with store.free:
        all_sent = sent(pool, store, *"ab")
    storing.wait()
    assert not all_sent[1].done()
    threading.Timer(1.5, go_on.set).start()
    assert [one.result() for one in all_sent] == ["a stored", "b stored"]


def test_a_turn_that_is_not_to_be_had_fails_all_who_wait_and_nobody_after(pool):
    store, go_on = Store(), threading.Event()

    @contextmanager
    def no_slot():
        go_on.wait()
        raise TooManyWriters
        yield

    store.batcher.write_slot = no_slot
    all_sent = sent(pool, store, *"ab")
    go_on.set()
    assert [type(one.exception()) for one in all_sent] == [TooManyWriters] * 2
    store.batcher.write_slot = nullcontext
    assert store.batcher.submit("c") == "c stored"
    assert store.stored == [["c"]]


def test_nobody_is_lost_or_stored_twice_in_a_crowd(pool):
    store = Store()
    items = [str(number) for number in range(2_000)]
    assert list(pool.map(store.batcher.submit, items)) == [f"{item} stored" for item in items]
    assert sorted(one for group in store.stored for one in group) == sorted(items)
    assert len(store.stored) < len(items)
