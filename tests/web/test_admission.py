"""A few requests at a time, whole ones, each when it is its turn."""

import io
import threading

import pytest

from petitions.web.admission import BodyBuffer, ConcurrencyLimiter, FairSemaphore

MANY = 5


def headers_of(size):
    return [("Content-Length", str(size))]


def call(app, body=b"", **environ):
    """Call a WSGI application with a body; give what it answers."""
    given = {"CONTENT_LENGTH": str(len(body)), "wsgi.input": io.BytesIO(body)}
    environ = given | {"REQUEST_METHOD": "POST" if body else "GET"} | environ
    return app(environ, lambda *_: None)


@pytest.fixture
def at_once():
    """Call an application from many threads; give how many were in it at once, at most."""

    def count(make, most):
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
        threads = [threading.Thread(target=call, args=(wrapped,)) for _ in range(MANY)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return max(seen)

    return count


def test_so_many_take_a_turn_and_no_more(at_once):
    assert at_once(lambda app: ConcurrencyLimiter(app, 2), 2) == 2


@pytest.mark.parametrize("busy", ["reading", "forms", "uploads"])
def test_readers_forms_and_uploads_do_not_wait_for_each_other(busy):
    answered = []

    def app(_environ, _start_response):
        answered.append(1)
        return []

    turns = ConcurrencyLimiter(app, 1, 1)
    calls = {
        "reading": lambda: call(turns),
        "forms": lambda: call(turns, b"a=1"),
        "uploads": lambda: call(turns, b"a=1", CONTENT_LENGTH="1000000"),
    }
    with getattr(turns, busy):
        for kind in calls.keys() - {busy}:
            calls[kind]()
        assert len(answered) == 2
        waiting = threading.Thread(target=calls[busy])
        waiting.start()
        while not getattr(turns, busy).waiting:
            pass
        assert len(answered) == 2
    waiting.join()
    assert len(answered) == 3


def test_who_waits_longest_is_next():
    queue, order, threads = FairSemaphore(1), [], []

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

    turns = ConcurrencyLimiter(fail, 1)
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

    answer.turns = ConcurrencyLimiter(app, 1)
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

    call(BodyBuffer(app), b"a=1", **{"wsgi.input": body})
    assert seen == [b"", b"a=1"]


def body_buffer(app):
    """Give the part of the application that waits for bodies."""
    found = app.wsgi_app
    while not isinstance(found, BodyBuffer):
        found = found.app
    return found


@pytest.mark.own_app
def test_where_too_many_bodies_are_on_their_way_one_is_asked_to_come_back(app, visitor):
    body_buffer(app).free = threading.Semaphore(0)
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
