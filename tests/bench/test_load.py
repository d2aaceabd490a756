"""The load client sends what its plan says, no more, and tells what came back."""

import threading
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlencode

import pytest

from bench import load
from bench.client import Plan
from bench.figures import Broken

pytestmark = pytest.mark.slow


class Server(ThreadingHTTPServer):
    """Answers with the status that the path names; remembers what it was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.asked: Counter[str] = Counter()
        self.bodies: set[bytes] = set()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # keeps connections
    server: Server

    def answer(self) -> None:
        self.server.asked[self.command] += 1
        self.server.bodies.add(self.rfile.read(int(self.headers["Content-Length"] or 0)))
        known = self.headers["If-None-Match"] == '"x"'
        body = b"" if known else b"some words"
        self.send_response(304 if known else int(self.path[1:]))
        self.send_header("Content-Length", str(len(body)))
        self.send_header("ETag", '"x"')
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = answer  # noqa: N815  (names of http.server)

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, args=[0.01])
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def plan(server, status=200, **values):
    usual = {"most": 40, "connections": 4, "seconds": 10}
    requests = [load.get_request(f"{server.url}/{status}")]
    return Plan(server.server_port, **{"requests": requests} | usual | values)


def test_it_sends_so_many_and_no_more(server):
    answers = load.run(plan(server))
    assert answers.statuses == {200: 40}
    assert server.asked == {"GET": 40}
    assert len(answers.latencies) == 40


def test_it_stops_when_time_is_over(server):
    answers = load.run(plan(server, most=10**9, seconds=0.3))
    assert answers.statuses.total() == server.asked.total() < 10**6
    assert answers.unanswered == 0


def test_it_sends_each_form_once(server):
    forms = [{"name": f"Ada {n}"} for n in range(30)]
    requests = [load.post_request(f"{server.url}/303", form) for form in forms]
    answers = load.run(plan(server, requests=requests, most=30))
    assert answers.statuses == {303: 30}
    assert server.bodies == {urlencode(form).encode() for form in forms}


def test_it_keeps_to_a_steady_rate(server):
    answers = load.run(plan(server, most=20, rate=100))
    assert server.asked == {"GET": 20}
    assert answers.seconds >= 19 / 100  # the last one was not sent before it was due


def test_it_sends_the_etag_that_it_had_last(server):
    answers = load.run(plan(server, etags=True))
    assert answers.statuses == {200: 4, 304: 36}  # the first on each connection knows none


def test_another_status_is_no_measurement(server):
    with pytest.raises(Broken, match="404"):
        load.rate(load.run(plan(server, status=404)), 200)


def test_a_server_that_goes_away_is_no_measurement(server, monkeypatch):
    monkeypatch.setattr(Handler, "protocol_version", "HTTP/1.0")  # closes after each answer
    with pytest.raises(Broken, match="closed"):
        load.rate(load.run(plan(server)), 200)


@pytest.mark.parametrize("with_wrk", [True, False])
def test_pages_are_counted_with_and_without_wrk(server, monkeypatch, with_wrk):
    if not with_wrk:
        monkeypatch.setenv("PATH", "")
    assert load.get(f"{server.url}/200", seconds=1, connections=4) > 0
    with pytest.raises(Broken):
        load.get(f"{server.url}/404", seconds=1, connections=4)
