"""Who comes while others are stored joins the next group; each hears what became of their own."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from traceback import extract_tb

import pytest
from sqlalchemy.exc import DataError, IntegrityError, OperationalError, StatementError

from petitions.db import write_queue
from petitions.db.group_commit import Groups
from petitions.db.write_queue import TooManyWriters

POISON = "poison"


class Desk:
    """A turn that can be held up, and what was stored in it: a list for each group."""

    def __init__(self, error=None):
        self.error = error
        self.free = threading.Lock()
        self.stored = []
        self.groups = Groups(self.store, self.turn)

    @contextmanager
    def turn(self):
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


def sent(pool, desk, *items):
    """Let each be sent by a thread of its own, in this order; wait until all of them wait."""
    found = []
    for item in items:
        waiting = len(desk.groups.waiting)
        found.append(pool.submit(desk.groups.do, item))
        while len(desk.groups.waiting) == waiting and not found[-1].done():
            pass
    return found


def held_up(desk):
    """Let what begins to be stored wait; give an event that tells of it, and one that ends it."""
    storing, go_on = threading.Event(), threading.Event()

    def store_slowly(items):
        storing.set()
        go_on.wait()
        return desk.store(items)

    desk.groups.store = store_slowly
    return storing, go_on


def test_one_alone_is_stored_alone():
    desk = Desk()
    assert [desk.groups.do(item) for item in "ab"] == ["a stored", "b stored"]
    assert desk.stored == [["a"], ["b"]]


def test_all_who_come_before_the_turn_make_one_group(pool):
    desk = Desk()
    with desk.free:
        all_sent = sent(pool, desk, *"abcd")
        assert desk.stored == []
    assert [one.result() for one in all_sent] == [f"{item} stored" for item in "abcd"]
    assert desk.stored == [list("abcd")]


def test_who_comes_while_a_group_is_stored_makes_the_next(pool):
    desk = Desk()
    storing, go_on = held_up(desk)
    first = pool.submit(desk.groups.do, "a")
    storing.wait()
    later = sent(pool, desk, *"bc")
    go_on.set()
    assert [one.result() for one in (first, *later)] == ["a stored", "b stored", "c stored"]
    assert desk.stored == [["a"], ["b", "c"]]


def test_a_refusal_is_raised_for_the_one_it_is_for(pool):
    desk = Desk()
    desk.groups.store = lambda items: [KeyError() if one == "b" else one for one in items]
    with desk.free:
        all_sent = sent(pool, desk, *"abc")
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
    desk = Desk(error)
    with desk.free:
        all_sent = sent(pool, desk, "a", POISON, "b")
    assert [one.exception() for one in all_sent] == [None, error, None]
    assert desk.stored == [["a", POISON, "b"], ["a"], [POISON], ["b"]]


@pytest.mark.parametrize(
    "error", [OperationalError("", None, Exception("disk full")), TooManyWriters()]
)
def test_a_database_that_fails_is_not_tried_for_each(pool, error):
    desk = Desk(error)
    with desk.free:
        all_sent = sent(pool, desk, "a", POISON, "b")
    assert [one.exception() for one in all_sent] == [error] * 3
    assert desk.stored == [["a", POISON, "b"]]
    assert desk.groups.do("c") == "c stored"


def test_what_all_raise_does_not_grow_by_the_places_of_each(pool):
    desk = Desk(OperationalError("", None, Exception("disk full")))
    with desk.free:
        all_sent = sent(pool, desk, POISON, *"abcdefghijklm")
    (error,) = {one.exception() for one in all_sent}
    assert "store" in [place.name for place in extract_tb(error.__traceback__)]
    assert len(extract_tb(error.__traceback__)) < len(all_sent)


def test_who_finds_too_many_is_told_at_once(pool, monkeypatch):
    monkeypatch.setattr(write_queue, "WAITING", 2)
    desk = Desk()
    with desk.free:
        all_sent = sent(pool, desk, *"ab")
        with pytest.raises(TooManyWriters):
            desk.groups.do("c")
    assert [one.result() for one in all_sent] == ["a stored", "b stored"]
    assert desk.stored == [["a", "b"]]


def test_who_waited_too_long_leaves_and_is_not_stored_later(pool, monkeypatch):
    monkeypatch.setattr(write_queue, "PATIENCE_SECONDS", 0.05)
    desk = Desk()
    with desk.free:
        leads, follows = sent(pool, desk, *"ab")
        assert isinstance(follows.exception(), TooManyWriters)
    assert leads.result() == "a stored"
    assert desk.stored == [["a"]]


def test_who_is_being_stored_waits_for_the_end_of_it(pool, monkeypatch):
    monkeypatch.setattr(write_queue, "PATIENCE_SECONDS", 1)
    desk = Desk()
    storing, go_on = held_up(desk)
    with desk.free:
        all_sent = sent(pool, desk, *"ab")
    storing.wait()
    assert not all_sent[1].done()
    threading.Timer(1.5, go_on.set).start()
    assert [one.result() for one in all_sent] == ["a stored", "b stored"]


def test_a_turn_that_is_not_to_be_had_fails_all_who_wait_and_nobody_after(pool):
    desk, go_on = Desk(), threading.Event()

    @contextmanager
    def no_turn():
        go_on.wait()
        raise TooManyWriters
        yield

    desk.groups.turn = no_turn
    all_sent = sent(pool, desk, *"ab")
    go_on.set()
    assert [type(one.exception()) for one in all_sent] == [TooManyWriters] * 2
    desk.groups.turn = nullcontext
    assert desk.groups.do("c") == "c stored"
    assert desk.stored == [["c"]]


def test_nobody_is_lost_or_stored_twice_in_a_crowd(pool):
    desk = Desk()
    items = [str(number) for number in range(2_000)]
    assert list(pool.map(desk.groups.do, items)) == [f"{item} stored" for item in items]
    assert sorted(one for group in desk.stored for one in group) == sorted(items)
    assert len(desk.stored) < len(items)
