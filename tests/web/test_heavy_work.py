"""Many forms may be at work at once; what takes much memory is done for a few of them at a time."""

import threading

import pytest

from petitions.accounts import factors
from petitions.documents import typesetting

MANY = 12


class Counting:
    """Stands for the work: counts how many are in it, and lets each wait for the most allowed."""

    def __init__(self):
        self.inside, self.most, self.lock = 0, 0, threading.Lock()
        self.full = threading.Event()

    def __call__(self, *_words, **_more):
        with self.lock:
            self.inside += 1
            self.most = max(self.most, self.inside)
            if self.inside == 4:
                self.full.set()
        assert self.full.wait(10)
        with self.lock:
            self.inside -= 1
        return "done"

    hash = __call__


@pytest.fixture
def work(monkeypatch):
    counting = Counting()
    monkeypatch.setattr(factors, "PasswordHasher", lambda: counting)
    monkeypatch.setattr("typst.compile", counting)
    return counting


@pytest.mark.parametrize(
    "do",
    [
        lambda: factors.hashed("correct horse battery"),
        lambda: typesetting.pdf("letter", {"layout": {}, "title": ""}),
    ],
)
def test_a_few_at_a_time(work, do, monkeypatch):
    monkeypatch.setattr(typesetting, "_files", lambda *_: {})
    threads = [threading.Thread(target=do) for _ in range(MANY)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert work.most == 4
