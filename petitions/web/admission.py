"""When the application is run: for a few requests at a time in each process, and only whole ones.

The server gives a request a thread as soon as its headers are here; reading its body then waits
for whoever sends it. So there are many threads: a slow line takes one of them, and none of the
few turns in which work is done.
"""

import io
import threading
from collections import deque
from collections.abc import Iterable
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from flask import Flask, abort, request

from petitions.config import MAX_ARRIVING_BODIES, MAX_FORM_REQUESTS, MAX_REQUEST_BYTES
from petitions.web.origin import SAFE_METHODS

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

AT_WORK = 4  # per process: while one waits for the database, others answer
SHORT_BYTES = 1024 * 1024  # of an answer that is made before the turn is over
PROBLEM = "petitions.problem"


class Queue:
    """Lets a few in at once; who waits longest is next."""

    def __init__(self, most: int) -> None:
        self.free = most
        self.waiting: deque[threading.Lock] = deque()
        self.lock = threading.Lock()

    def __enter__(self) -> None:
        with self.lock:
            if self.free:
                self.free -= 1
                return
            turn = threading.Lock()
            turn.acquire()
            self.waiting.append(turn)
        turn.acquire()  # which the one who leaves lets go

    def __exit__(self, *_error: object) -> None:
        with self.lock:
            if self.waiting:
                self.waiting.popleft().release()
            else:
                self.free += 1


class Turns:
    """Runs the application for a few requests at once; who only reads waits for no writer.

    A long file is sent after its turn, so that a slow reader holds up nobody.
    """

    def __init__(
        self, app: "WSGIApplication", most: int = AT_WORK, forms: int = MAX_FORM_REQUESTS
    ) -> None:
        self.app = app
        self.reading = Queue(most)
        self.forms = Queue(forms)
        # What organisers upload is read within the turn, over whatever line they have.
        self.uploads = Queue(most)

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer when it is this one's turn."""
        is_short = False

        def start(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            nonlocal is_short
            is_short = any(
                name == "Content-Length" and int(size) <= SHORT_BYTES for name, size in headers
            )
            return start_response(status, headers, *error)

        with self._queue(environ):
            answer = self.app(environ, start)
            return _finished(answer) if is_short else answer

    def _queue(self, environ: "WSGIEnvironment") -> Queue:
        if _length(environ) > MAX_REQUEST_BYTES:
            return self.uploads
        return self.reading if environ["REQUEST_METHOD"] in SAFE_METHODS else self.forms


class Arriving:
    """Waits until the body of a request is here, unless it is so large that most are refused."""

    def __init__(self, app: "WSGIApplication", most: int = MAX_ARRIVING_BODIES) -> None:
        self.app = app
        self.free = threading.Semaphore(most)

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer what has arrived, or say why it could not."""
        if "HTTP_TRANSFER_ENCODING" in environ:  # nobody could tell whether it came to its end
            environ[PROBLEM] = HTTPStatus.LENGTH_REQUIRED
        elif 0 < _length(environ) <= MAX_REQUEST_BYTES:
            environ[PROBLEM] = self._receive(environ)
        return self.app(environ, start_response)

    def _receive(self, environ: "WSGIEnvironment") -> HTTPStatus | None:
        if not self.free.acquire(blocking=False):
            return HTTPStatus.SERVICE_UNAVAILABLE
        try:
            body = environ["wsgi.input"].read(_length(environ))
        finally:
            self.free.release()
        environ["wsgi.input"] = io.BytesIO(body)
        # Cut off on its way: nobody is to be taken at half their word.
        return HTTPStatus.BAD_REQUEST if len(body) < _length(environ) else None


def init_app(app: Flask) -> None:
    """Let requests arrive, then take turns."""
    app.wsgi_app = Arriving(Turns(app.wsgi_app))  # type: ignore[method-assign]

    @app.before_request
    def _refuse() -> None:
        if problem := request.environ.get(PROBLEM):
            abort(problem)


def _finished(answer: Iterable[bytes]) -> list[bytes]:
    """Give an answer as a whole, with all done that belongs to it."""
    try:
        return list(answer)
    finally:
        if hasattr(answer, "close"):
            answer.close()


def _length(environ: "WSGIEnvironment") -> int:
    return int(environ.get("CONTENT_LENGTH") or 0)
