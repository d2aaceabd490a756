"""Writers stand in line, in one process and over several; the line has an end."""

import os
import signal
import subprocess
import sys
import threading
from contextlib import ExitStack

import pytest

from petitions import config
from petitions.config import ROOT
from petitions.db import write_queue
from petitions.db.write_queue import TooManyWriters, WriteQueue
from tests.conftest import both_databases
from tests.factories import a_campaign, stored
from tests.mails import link
from tests.signing.steps import sign, signed

HOLD = """
import sys
from pathlib import Path
from petitions.db.write_queue import WriteQueue
with WriteQueue(1, Path(sys.argv[1])).slot():
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def full(app, monkeypatch):
    """Let nobody wait, and take every desk, as writers do that are not done yet."""
    monkeypatch.setattr(write_queue, "TIMEOUT_SECONDS", 0.05)
    queue = app.extensions["petitions.write_queue"]
    with ExitStack() as held:
        while queue.active.acquire(blocking=False):
            held.callback(queue.active.release)
        yield queue


def begun(queue, done):
    """Start a writer; give its thread once it stands in line."""
    places = queue.capacity._value

    def write():
        with queue.slot():
            done.append(threading.current_thread().name)

    thread = threading.Thread(target=write)
    thread.start()
    while queue.capacity._value == places:
        pass
    return thread


def test_who_comes_first_writes_first(tmp_path):
    queue, done = WriteQueue(1, tmp_path / "queue"), []
    with queue.slot():
        threads = [begun(queue, done) for _ in range(8)]
        assert done == []
    for thread in threads:
        thread.join()
    assert done == [thread.name for thread in threads]


def test_as_many_write_at_once_as_the_database_takes():
    queue = WriteQueue(2)
    with queue.slot(), queue.slot():
        assert not queue.active.acquire(blocking=False)


def test_who_finds_the_line_full_is_told_at_once(tmp_path, monkeypatch):
    monkeypatch.setattr(config, "MAX_WAITING_WRITERS", 1)
    queue, done = WriteQueue(1, tmp_path / "queue"), []
    with queue.slot():
        waits = begun(queue, done)
        with pytest.raises(TooManyWriters), queue.slot():
            pass
    waits.join()
    with queue.slot():
        assert len(done) == 1


def test_a_line_that_does_not_move_is_left(full):
    with pytest.raises(TooManyWriters), full.slot():
        pass


def test_an_error_gives_the_turn_back(tmp_path):
    queue = WriteQueue(1, tmp_path / "queue")
    with pytest.raises(ZeroDivisionError), queue.slot():
        raise ZeroDivisionError
    with queue.slot():
        pass


def test_two_processes_stand_in_one_line_and_a_killed_one_leaves_it(tmp_path):
    file, done = tmp_path / "queue", []
    command = [sys.executable, "-c", HOLD, str(file)]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout.readline() == b"held\n"
        waits = begun(WriteQueue(1, file), done)
        waits.join(0.2)
        assert (waits.is_alive(), done) == (True, [])
        other.kill()
        waits.join()
    assert len(done) == 1
    assert file.stat().st_mode & 0o077 == 0


def test_a_forked_process_has_a_lock_of_its_own(tmp_path):
    queue, done = WriteQueue(1, tmp_path / "queue"), []
    with queue.slot():
        pass
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        with queue.slot():
            os.write(writer, b"held")
            signal.pause()
    assert os.read(reader, 4) == b"held"
    waits = begun(queue, done)
    waits.join(0.2)
    assert (waits.is_alive(), done) == (True, [])
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    waits.join()
    assert len(done) == 1


@both_databases
def test_the_form_comes_back_whole_where_the_line_is_full(app, visitor, full):
    page = sign(visitor, a_campaign_before(app, full), comment="Do not lose this.")
    assert (page.status, page.headers["Retry-After"]) == (503, "30")
    assert page.value("comment") == "Do not lose this."
    assert stored(app)["signature"] == []


@both_databases
def test_reading_needs_no_turn(app, visitor, full):
    slug = a_campaign_before(app, full)
    assert visitor.get(f"/c/{slug}").status == 200


def a_campaign_before(app, queue):
    """Make a campaign at a desk that is free for a moment."""
    queue.active.release()
    slug = a_campaign(app)
    assert queue.active.acquire(blocking=False)
    return slug


@both_databases
def test_a_confirmation_that_found_the_line_full_can_be_repeated(
    app, visitor, mailbox, monkeypatch
):
    mail = signed(visitor, mailbox, a_campaign(app))
    queue = app.extensions["petitions.write_queue"]
    monkeypatch.setattr(write_queue, "TIMEOUT_SECONDS", 0.05)
    with ExitStack() as held:
        while queue.active.acquire(blocking=False):
            held.callback(queue.active.release)
        assert visitor.post(link(mail, "confirm")).status == 503
    assert visitor.post(link(mail, "confirm")).status == 303
