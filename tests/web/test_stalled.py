"""Connections on which nothing comes to an end are let go."""

import socket
import time
from contextlib import ExitStack

import pytest

from petitions.web.stalled import FILES, end_stalled

PATIENCE_SECONDS = 0.3


@pytest.fixture
def pair():
    """A visitor's end and the server's, and the server's port."""
    with ExitStack() as stack:
        server = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        port = server.getsockname()[1]
        visitor = stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=1))
        accepted, _ = server.accept()
        yield visitor, stack.enter_context(accepted), port


def is_over(visitor):
    try:
        return visitor.recv(1) == b""
    except TimeoutError:
        return False


def test_one_byte_now_and_then_is_no_answer(pair):
    visitor, _accepted, port = pair
    for _ in range(5):
        visitor.send(b"x")
        time.sleep(PATIENCE_SECONDS / 4)
    end_stalled(port, PATIENCE_SECONDS)
    assert is_over(visitor)


def test_who_is_being_answered_stays(pair):
    visitor, accepted, port = pair
    time.sleep(PATIENCE_SECONDS * 1.5)
    accepted.send(b"x")
    end_stalled(port, PATIENCE_SECONDS)
    visitor.recv(1)
    assert not is_over(visitor)


def test_connections_to_elsewhere_stay(pair):
    visitor, _accepted, port = pair
    time.sleep(PATIENCE_SECONDS * 1.5)
    end_stalled(port + 1, PATIENCE_SECONDS)
    assert not is_over(visitor)


def test_looking_leaves_no_file_open(pair):
    before = len(list(FILES.iterdir()))
    end_stalled(pair[2])
    assert len(list(FILES.iterdir())) == before
