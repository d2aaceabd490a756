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
from typing import IO, TYPE_CHECKING, Any

from flask import Flask, Request, abort, request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser

from petitions.config import (
    MAX_ARRIVING_BODIES,
    MAX_FORM_REQUESTS,
    MAX_HEADER_BYTES,
    MAX_REQUEST_BYTES,
)
from petitions.web.http import SAFE_METHODS

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

MAX_ACTIVE = 4  # per process: while one request waits for the database, others answer
SHORT_BYTES = 1024 * 1024  # of an answer that is read within the slot
PROBLEM = "petitions.problem"
# No page of ours sends a form of more, or has an address of more.
MAX_FIELDS = 1000
MAX_QUERY_FIELDS = 100
MAX_ENCODING_CHARACTERS = 1000


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
        if problem := head_problem(environ):
            environ[PROBLEM] = problem
            environ["QUERY_STRING"] = ""
            for name in _headers(environ):  # nor are they looked at on the way to saying so
                if name != "HTTP_HOST":
                    del environ[name]
        elif "HTTP_TRANSFER_ENCODING" in environ:  # nobody could tell whether it came to its end
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


class FormParser(FormDataParser):
    """Counts the fields of a form before it makes a list of them; Werkzeug only those of files."""

    def _parse_urlencoded(self, stream: IO[bytes], *more: Any) -> Any:
        content = stream.read()
        if content.count(b"&") >= MAX_FIELDS:
            raise RequestEntityTooLarge
        return super()._parse_urlencoded(io.BytesIO(content), *more)


class MeasuredRequest(Request):
    """A request whose form has a bearable number of fields."""

    form_data_parser_class = FormParser


def head_problem(environ: "WSGIEnvironment") -> HTTPStatus | None:
    """Return what is wrong with the head of a request that is larger than any browser's."""
    path, query = environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", "")
    if len(path) + len(query) > MAX_HEADER_BYTES:
        return HTTPStatus.REQUEST_URI_TOO_LONG
    if query.count("&") >= MAX_QUERY_FIELDS:
        return HTTPStatus.REQUEST_URI_TOO_LONG
    if len(environ.get("HTTP_ACCEPT_ENCODING", "")) > MAX_ENCODING_CHARACTERS:
        return HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
    if any(len(environ[name]) > MAX_HEADER_BYTES for name in _headers(environ)):
        return HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
    return None


def _headers(environ: "WSGIEnvironment") -> list[str]:
    return [name for name in environ if name.startswith(("HTTP_", "CONTENT_T"))]


def init_app(app: Flask) -> None:
    """Receive bodies first, then run a few requests at a time."""
    app.request_class = MeasuredRequest
    app.wsgi_app = BodyBuffer(ConcurrencyLimiter(app.wsgi_app))  # type: ignore[method-assign]

    @app.before_request
    def _refuse() -> None:
        if problem := request.environ.get(PROBLEM):
            abort(problem)


def _length(environ: "WSGIEnvironment") -> int:
    return int(environ.get("CONTENT_LENGTH") or 0)
