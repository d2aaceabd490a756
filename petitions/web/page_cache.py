"""Public answers, kept in each process for a second: a thousand readers cost one rendering.

It stands in front of Flask, since Flask itself takes ten times as long as sending what is kept.
"""

import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from time import monotonic, perf_counter
from typing import TYPE_CHECKING, NamedTuple

from flask import Flask, Response, request
from werkzeug.datastructures import Headers
from werkzeug.http import parse_accept_header, parse_etags, remove_entity_headers
from werkzeug.wrappers import Response as BaseResponse

from petitions.web.logs import log_request

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

PACKINGS = ("br", "gzip")  # the best first
MOST_ANSWERS = 512
MOST_BYTES = 64 * 1024  # what is longer is paper or a picture: made rarely, and kept elsewhere
STALE_SECONDS = 5  # how old an answer may be that is given out while another one is made
_FACTS = "petitions.facts"  # where Flask notes what only it knows of an answer


class Key(NamedTuple):
    """What an answer depends on. Foreign host names are refused, and refusals are not kept."""

    host: str
    path: str
    packing: str


@dataclass(frozen=True, eq=False)
class Answer:
    """One answer as it is sent, and when it was made, in seconds of the monotonic clock."""

    headers: list[tuple[str, str]]
    headers_alone: list[tuple[str, str]]  # for who has the body
    etag: str
    body: bytes
    made: float
    route: str
    reads_query: bool
    renewal: threading.Lock = field(default_factory=threading.Lock)

    @property
    def age(self) -> float:
        """Give how many seconds ago it was made."""
        return monotonic() - self.made

    def is_mine_to_renew(self) -> bool:
        """Tell whether the one who asks now shall make it anew, and not wait for another to do so.

        The lock is never given back: a new answer has its own, and where none came, this one
        grows too old, and all who ask make one.
        """
        return self.renewal.acquire(blocking=False) or self.age > STALE_SECONDS

    def send(self, environ: "WSGIEnvironment", start: "StartResponse") -> tuple[int, list[bytes]]:
        """Send it, or no more than that the visitor has it already; give the status too."""
        if _has(environ, self.etag):
            start("304 NOT MODIFIED", self.headers_alone)
            return 304, []
        start("200 OK", self.headers)
        return 200, [self.body]


class Keeper:
    """A WSGI application in front of another one, whose public answers it keeps.

    An answer is made anew at most once in `seconds`, by the first who asks for it then; others
    are given the old one meanwhile.
    """

    def __init__(self, app: "WSGIApplication", seconds: float) -> None:
        self.app = app
        self.seconds = seconds
        self.answers: dict[Key, Answer] = {}

    def __call__(self, environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        """Answer from what is kept, or ask the application."""
        if environ["REQUEST_METHOD"] != "GET" or "HTTP_COOKIE" in environ:
            return self.app(environ, start)  # organisers see at once what they did
        started = perf_counter()
        key = _key(environ)
        answer = self.answers.get(key)
        if answer is None or (answer.reads_query and environ["QUERY_STRING"]):
            return self._ask(key, environ, start)
        if answer.age > self.seconds and answer.is_mine_to_renew():
            return self._ask(key, environ, start)
        status, body = answer.send(environ, start)
        log_request("GET", answer.route, status, started)
        return body

    def _ask(self, key: Key, environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        """Let the application answer, and keep that if it is public and short."""
        asked = _plainly(environ, key.packing)
        made = Response.from_app(self.app, asked)
        if made.status_code != 200 or not _is_public(made.headers):
            self.answers.pop(key, None)
            return made(environ, start)
        answer = _answer(made, **asked[_FACTS])
        is_of_query = answer.reads_query and environ["QUERY_STRING"]
        if len(answer.body) <= MOST_BYTES and not is_of_query:
            self._keep(key, answer)
        return answer.send(environ, start)[1]

    def _keep(self, key: Key, answer: Answer) -> None:
        self.answers.pop(key, None)  # so that the order is that of their making
        self.answers[key] = answer
        while len(self.answers) > MOST_ANSWERS:
            self.answers.pop(next(iter(self.answers)), None)


def init_app(app: Flask, seconds: float) -> None:
    """Keep the public answers of an application for so long; not at all with 0."""
    if not seconds:
        return

    @app.after_request
    def _tell(response: Response) -> Response:
        # Links that are passed on in networks carry a query, each another one. Werkzeug notes it
        # in the request when a view reads that; if none did, the answer is the same for all.
        reads_query = "args" in vars(request._get_current_object())  # type: ignore[attr-defined]
        route = request.url_rule.rule if request.url_rule else "-"
        request.environ.get(_FACTS, {}).update(route=route, reads_query=reads_query)
        return response

    app.wsgi_app = Keeper(app.wsgi_app, seconds)  # type: ignore[method-assign, assignment]


def _key(environ: "WSGIEnvironment") -> Key:
    packing = _packing(environ.get("HTTP_ACCEPT_ENCODING", ""))
    return Key(environ.get("HTTP_HOST", ""), environ["PATH_INFO"], packing)


@lru_cache(256)
def _packing(accepted: str) -> str:
    return parse_accept_header(accepted).best_match(PACKINGS, "") or ""


def _plainly(environ: "WSGIEnvironment", packing: str) -> "WSGIEnvironment":
    """Give the question for the whole answer, as any visitor could have asked it."""
    asked = environ | {"HTTP_ACCEPT_ENCODING": packing, _FACTS: {}}
    asked.pop("HTTP_IF_NONE_MATCH", None)
    return asked


def _is_public(headers: Headers) -> bool:
    is_public = headers.get("Cache-Control", "").startswith("public")
    return is_public and "ETag" in headers and "Set-Cookie" not in headers


def _has(environ: "WSGIEnvironment", etag: str) -> bool:
    known = environ.get("HTTP_IF_NONE_MATCH")
    return known is not None and (known == etag or _among(etag, known))


@lru_cache(256)
def _among(etag: str, known: str) -> bool:
    """Tell whether one of several is meant, or the same that a proxy made a weak one."""
    return parse_etags(known).contains_weak(etag.strip('"'))


def _answer(made: BaseResponse, route: str, *, reads_query: bool) -> Answer:
    alone = made.headers.copy()
    remove_entity_headers(alone)
    headers = made.headers.to_wsgi_list(), alone.to_wsgi_list(), made.headers["ETag"]
    return Answer(*headers, made.get_data(), monotonic(), route, reads_query)
