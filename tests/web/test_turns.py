"""A few requests at a time, whole ones, each when it is its turn."""

import io
import threading

import pytest

from petitions.web.turns import Arriving, Queue, Turns

MANY = 5


def headers_of(size):
    return [("Content-Length", str(size))]


def call(app, body=b"", **environ):
    """Call a WSGI application with a body; give what it answers."""
    plain = {"REQUEST_METHOD": "GET", "CONTENT_LENGTH": str(len(body))}
    environ = plain | {"wsgi.input": io.BytesIO(body)} | environ
    return app(environ, lambda *_: None)


@pytest.fixture
def at_once():
    """Call an application from many threads; give how many were in it at once, at most."""

    def count(make, most, body=b"", **environ):
        inside, seen, full = [], [], threading.Event()

        def app(_environ, start_response):
            inside.append(1)
            seen.append(len(inside))
            if len(inside) == most:
                full.set()
            full.wait(10)
            inside.pop()
            start_response("200 OK", [])
            return []

        wrapped = make(app)
        threads = [
            threading.Thread(target=call, args=(wrapped, body), kwargs=environ) for _ in range(MANY)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return max(seen)

    return count


def test_so_many_take_a_turn_and_no_more(at_once):
    assert at_once(lambda app: Turns(app, 2), 2) == 2


def test_large_uploads_take_turns_of_their_own(at_once):
    turns = []

    def make(app):
        turns.append(Turns(app, 2))
        return turns[0]

    assert at_once(make, 2, CONTENT_LENGTH="1000000") == 2
    assert turns[0].uploads is not turns[0].reading


def test_who_reads_waits_for_nobody_who_writes():
    begun, go_on = threading.Event(), threading.Event()

    def app(environ, _start_response):
        if environ["REQUEST_METHOD"] == "POST":
            begun.set()
            assert go_on.wait(10)
        return [b"page"]

    turns = Turns(app, 1, 1)
    writer = threading.Thread(target=call, args=(turns, b"a=1"), kwargs={"REQUEST_METHOD": "POST"})
    writer.start()
    assert begun.wait(10)
    assert list(call(turns)) == [b"page"]
    go_on.set()
    writer.join()


def test_who_waits_longest_is_next():
    queue, order, threads = Queue(1), [], []

    def wait(number):
        with queue:
            order.append(number)

    with queue:
        for number in range(MANY):
            threads.append(threading.Thread(target=wait, args=(number,)))
            threads[-1].start()
            while len(queue.waiting) <= number:
                pass
    for thread in threads:
        thread.join()
    assert order == list(range(MANY))


def test_a_failure_ends_its_turn():
    def fail(_environ, _start_response):
        raise LookupError

    turns = Turns(fail, 1)
    for _ in range(MANY):
        with pytest.raises(LookupError):
            call(turns)


class Answer:
    """An answer that tells whether a turn was free while it was read."""

    def __init__(self):
        self.turns = None
        self.was_free = []
        self.closed = 0

    def __iter__(self):
        for piece in (b"one", b"two"):
            self.was_free.append(self.turns.reading.free)
            yield piece

    def close(self):
        self.closed += 1


@pytest.mark.parametrize(("size", "free"), [(6, [0, 0]), (10**7, [1, 1]), (None, [1, 1])])
def test_a_long_answer_is_sent_after_its_turn(size, free):
    answer = Answer()

    def app(_environ, start_response):
        start_response("200 OK", headers_of(size) if size else [])
        return answer

    answer.turns = Turns(app, 1)
    sent = call(answer.turns)
    assert b"".join(sent) == b"onetwo"
    assert answer.was_free == free
    assert answer.closed == (size == 6)  # the server closes the others when all is sent


def test_a_body_is_read_before_the_application_is_run():
    seen = []
    body = io.BytesIO(b"a=1")

    def app(environ, _start_response):
        seen.extend([body.read(), environ["wsgi.input"].read()])
        return []

    call(Arriving(app), b"a=1", **{"wsgi.input": body})
    assert seen == [b"", b"a=1"]


def test_where_too_many_bodies_are_on_their_way_one_is_asked_to_come_back(app, visitor):
    app.wsgi_app.free = threading.Semaphore(0)
    page = visitor.post("/c/anything/sign", {"name": "Ada"})
    assert (page.status, page.headers["Retry-After"]) == (503, "30")
    assert visitor.get("/").status == 200


def test_a_body_without_a_length_is_refused(app):
    answer = app.test_client().post(
        "/c/anything/sign",
        environ_overrides={"HTTP_TRANSFER_ENCODING": "chunked"},
        base_url="http://127.0.0.1:8000",
    )
    assert answer.status_code == 411
