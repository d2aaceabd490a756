"""Public answers, kept in each process for a second: a thousand readers cost one rendering.

The cache stands in front of Flask, since Flask itself takes ten times as long as sending what is
kept.
"""

import os
import re
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from mmap import mmap
from time import monotonic, perf_counter
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import parse_qsl, urlencode

from flask import Flask, Response, current_app
from werkzeug.datastructures import MultiDict
from werkzeug.http import parse_accept_header, parse_etags, remove_entity_headers

from petitions.web.admission import head_problem
from petitions.web.http import FACTS, log_request

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

ENCODINGS = ("br", "gzip")  # the best first
MAX_ANSWERS = 512
MAX_BYTES = 64 * 1024  # what is longer is paper or a picture: made rarely, and kept elsewhere
# All that any public page reads of its query. What else stands there makes no other page of it.
READ_NAMES = ("before", "language", "paper", "reported")
# Whoever sends another one is a reader like all.
_OUR_COOKIE = re.compile(r"(?:^|[;\s])(?:__Host-)?petitions=")
STALE_SECONDS = 5  # how old an answer may be that is sent while another one is made
EPOCH_BYTES = 8
_EXTENSION = "petitions.page_cache"


class Key(NamedTuple):
    """What an answer depends on. Foreign host names are refused, and refusals are not kept.

    `query` has what the page reads of it, "" where it reads none.
    """

    host: str
    path: str
    encoding: str
    query: str = ""


@dataclass(frozen=True, eq=False)
class CachedAnswer:
    """One answer as it is sent, and when it was made, in seconds of the monotonic clock."""

    headers: list[tuple[str, str]]
    headers_of_304: list[tuple[str, str]]
    etag: str
    body: bytes
    created_at: float
    route: str
    varies_by_query: bool
    epoch: bytes
    renewal: threading.Lock = field(default_factory=threading.Lock)

    def must_be_renewed(self, max_age_seconds: float) -> bool:
        """Return True if the caller has to make the answer anew, rather than send this one.

        That is one caller at a time, which never gives the lock back: a new answer has its own,
        and where none came, this one grows too old, and everybody makes one.
        """
        age = monotonic() - self.created_at
        if age <= max_age_seconds:
            return False
        return self.renewal.acquire(blocking=False) or age > STALE_SECONDS

    def send(self, environ: "WSGIEnvironment", start: "StartResponse") -> tuple[int, list[bytes]]:
        """Send it, or 304 to a visitor who has it already; return status and body."""
        known = environ.get("HTTP_IF_NONE_MATCH")
        if known is not None and (known == self.etag or _names(known, self.etag)):
            start("304 NOT MODIFIED", self.headers_of_304)
            return 304, []
        start("200 OK", self.headers)
        return 200, [self.body]


class PageCache:
    """A WSGI application in front of another one, whose public answers it keeps.

    An answer is made anew at most once in `max_age_seconds`, by the first visitor who asks for it
    then; others get the old one meanwhile.
    """

    def __init__(self, app: "WSGIApplication", max_age_seconds: float) -> None:
        self.app = app
        self.max_age_seconds = max_age_seconds
        self.answers: dict[Key, CachedAnswer] = {}
        # Shared with the processes that are forked from this one: where it changes, all of them
        # forget what they made before.
        self.epoch = mmap(-1, EPOCH_BYTES)

    def clear(self) -> None:
        """Forget every answer, here and in the other web processes of this machine."""
        self.epoch[:] = os.urandom(EPOCH_BYTES)

    def __call__(self, environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        """Answer from what is kept, or ask the application."""
        if environ["REQUEST_METHOD"] != "GET" or head_problem(environ):
            return self.app(environ, start)
        if _OUR_COOKIE.search(environ.get("HTTP_COOKIE", "")):
            return self.app(environ, start)  # organisers see at once what they did
        started = perf_counter()
        encoding = _best_encoding(environ.get("HTTP_ACCEPT_ENCODING", ""))
        key = Key(environ.get("HTTP_HOST", ""), environ["PATH_INFO"], encoding)
        answer = self.answers.get(key)
        query = _read(environ["QUERY_STRING"])
        if query and (answer is None or answer.varies_by_query):
            key = key._replace(query=query)
            answer = self.answers.get(key)
        if (
            answer is None
            or answer.epoch != self.epoch[:]
            or answer.must_be_renewed(self.max_age_seconds)
        ):
            return self._ask(key, environ, start)
        status, body = answer.send(environ, start)
        log_request("GET", answer.route, status, started)
        return body

    def _ask(self, key: Key, environ: "WSGIEnvironment", start: "StartResponse") -> Iterable[bytes]:
        """Let the application answer, and keep the answer if it is public and short."""
        # The question for the whole answer, as any visitor could have asked it.
        facts: dict[str, Any] = {}
        question = environ | {"HTTP_ACCEPT_ENCODING": key.encoding, FACTS: facts}
        question.pop("HTTP_IF_NONE_MATCH", None)
        epoch = self.epoch[:]  # of before: what changes meanwhile is not in the answer
        response = Response.from_app(self.app, question)
        headers = response.headers
        is_public = headers.get("Cache-Control", "").startswith("public")
        is_public = is_public and "ETag" in headers and "Set-Cookie" not in headers
        if response.status_code != 200 or not is_public:
            self.answers.pop(key, None)
            return response(environ, start)
        headers_of_304 = headers.copy()
        remove_entity_headers(headers_of_304)
        answer = CachedAnswer(
            headers.to_wsgi_list(),
            headers_of_304.to_wsgi_list(),
            headers["ETag"],
            response.get_data(),
            monotonic(),
            facts["route"],
            facts.get("varies_by_query", False),
            epoch,
        )
        if not answer.varies_by_query:
            key = key._replace(query="")
        if len(answer.body) <= MAX_BYTES:
            self.answers.pop(key, None)  # so that they stand in the order of their making
            self.answers[key] = answer
            while len(self.answers) > MAX_ANSWERS:
                self.answers.pop(next(iter(self.answers)), None)
        return answer.send(environ, start)[1]


def init_app(app: Flask, max_age_seconds: float) -> None:
    """Keep the public answers of an application for so long; not at all with 0."""
    if max_age_seconds:
        cache = PageCache(app.wsgi_app, max_age_seconds)
        app.extensions[_EXTENSION] = cache
        app.wsgi_app = cache  # type: ignore[method-assign, assignment]


def clear_page_cache() -> None:
    """Forget every public answer, so that the next reader sees what was just changed."""
    if cache := current_app.extensions.get(_EXTENSION):
        cache.clear()


def _read(query: str) -> str:
    """Return what pages read of a query, in one spelling: `x=1&paper=a4` → `paper=a4`."""
    if not query:
        return ""
    values = MultiDict(parse_qsl(query, keep_blank_values=True, errors="werkzeug.url_quote"))
    return urlencode(
        {name: values[name] for name in READ_NAMES if name in values}, errors="replace"
    )


@lru_cache(256)
def _best_encoding(accepted: str) -> str:
    return parse_accept_header(accepted).best_match(ENCODINGS, "") or ""


@lru_cache(256)
def _names(known: str, etag: str) -> bool:
    """Return True if one of several is meant, or the same that a proxy made a weak one."""
    return parse_etags(known).contains_weak(etag.strip('"'))
