"""Which requests run: a few at a time in each process, and only whole ones.

The server gives a request a thread as soon as its headers are here; reading the body then waits
for the visitor who sends it. So there are many threads: a slow connection holds one of them, and
none of the few slots in which work is done.
"""

import io
import threading
from collections import deque
from collections.abc import Iterable
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from flask import Flask, abort, request

from petitions.config import MAX_ARRIVING_BODIES, MAX_FORM_REQUESTS, MAX_REQUEST_BYTES
from petitions.web.http import SAFE_METHODS

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

MAX_ACTIVE = 4  # per process: while one request waits for the database, others answer
SHORT_BYTES = 1024 * 1024  # of an answer that is read within the slot
PROBLEM = "petitions.problem"


class FairSemaphore:
    """Lets so many threads in at once; the one that has waited longest is next."""

    def __init__(self, slots: int) -> None:
        self.free = slots
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
        turn.acquire()  # until a thread that leaves releases it

    def __exit__(self, *_error: object) -> None:
        with self.lock:
            if self.waiting:
                self.waiting.popleft().release()
            else:
                self.free += 1


class ConcurrencyLimiter:
    """Runs the application for a few requests at once; readers do not wait for writers.

    A long file is sent after its slot is free again, so that a slow reader holds up nobody.
    """

    def __init__(
        self, app: "WSGIApplication", active: int = MAX_ACTIVE, forms: int = MAX_FORM_REQUESTS
    ) -> None:
        self.app = app
        self.reading = FairSemaphore(active)
        self.forms = FairSemaphore(forms)
        # What organisers upload is read within the slot, however slow their connection is.
        self.uploads = FairSemaphore(active)

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer as soon as there is a slot."""
        is_short = False

        def start(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            nonlocal is_short
            is_short = any(
                name == "Content-Length" and int(size) <= SHORT_BYTES for name, size in headers
            )
            return start_response(status, headers, *error)

        if _length(environ) > MAX_REQUEST_BYTES:
            slots = self.uploads
        else:
            slots = self.reading if environ["REQUEST_METHOD"] in SAFE_METHODS else self.forms
        with slots:
            answer = self.app(environ, start)
            if not is_short:
                return answer
            try:
                return list(answer)
            finally:
                if hasattr(answer, "close"):
                    answer.close()


class BodyBuffer:
    """Reads the body of a request, unless it is so large that most are refused."""

    def __init__(self, app: "WSGIApplication", bodies: int = MAX_ARRIVING_BODIES) -> None:
        self.app = app
        self.free = threading.Semaphore(bodies)

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Run the application with the whole body, or with the reason why there is none."""
        length = _length(environ)
        if "HTTP_TRANSFER_ENCODING" in environ:  # nobody could tell whether it came to its end
            environ[PROBLEM] = HTTPStatus.LENGTH_REQUIRED
        elif 0 < length <= MAX_REQUEST_BYTES:
            if self.free.acquire(blocking=False):
                try:
                    body = environ["wsgi.input"].read(length)
                finally:
                    self.free.release()
                environ["wsgi.input"] = io.BytesIO(body)
                if len(body) < length:  # half a form must not be taken for a whole one
                    environ[PROBLEM] = HTTPStatus.BAD_REQUEST
            else:
                environ[PROBLEM] = HTTPStatus.SERVICE_UNAVAILABLE
        return self.app(environ, start_response)


def init_app(app: Flask) -> None:
    """Receive bodies first, then run a few requests at a time."""
    app.wsgi_app = BodyBuffer(ConcurrencyLimiter(app.wsgi_app))  # type: ignore[method-assign]

    @app.before_request
    def _refuse() -> None:
        if problem := request.environ.get(PROBLEM):
            abort(problem)


def _length(environ: "WSGIEnvironment") -> int:
    return int(environ.get("CONTENT_LENGTH") or 0)
