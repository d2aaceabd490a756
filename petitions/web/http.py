"""What stands around every request: its log line, who may send it, headers, and caching."""

import logging
import re
import sys
import time
import traceback
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Request, Response, abort, current_app, g, make_response, request
from flask.sessions import SessionInterface
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadHost
from werkzeug.routing import IntegerConverter, Map, MapAdapter

from petitions.config import Settings, settings
from petitions.web.text import LARGEST_ROW

log = logging.getLogger("petitions")

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
DEFAULT_PORTS = {"http": 80, "https": 443}
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not no-referrer: with it browsers send "Origin: null" and the origin check fails.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
SHARED_SECONDS = 2
HOST_CHARACTERS = 255
# In the request's environ: where the page cache wants to read `route` and `varies_by_query`.
FACTS = "petitions.facts"


class LogFormatter(logging.Formatter):
    """Writes of an exception its class and places, for its message may name a person."""

    def formatException(self, ei: Any) -> str:  # noqa: N802  (the name is logging's)
        """Return the frames of the traceback and the exception's class, no values."""
        kind, _, frames = ei
        return "".join([*traceback.format_tb(frames), kind.__qualname__ if kind else ""])


class NoSession(SessionInterface):
    """Flask's own session is not used: nothing can come to set its cookie by mistake."""

    def open_session(self, _app: Flask, _request: Request) -> None:
        """Return None: there is no session."""


class RowConverter(IntegerConverter):
    """The number of a row as part of an address, `<row:number>`: no larger one leads anywhere."""

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, max=LARGEST_ROW)


def init_logging(app: Flask) -> None:
    """Log to standard error: one line a request, with its route, nothing about a person."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(LogFormatter("%(asctime)s %(levelname)s %(message)s"))
    for logger in (log, app.logger):
        logger.handlers = [handler]
        logger.setLevel(logging.INFO)
        logger.propagate = False

    @app.before_request
    def _start_clock() -> None:
        g.started = time.perf_counter()

    @app.after_request
    def _log_request(response: Response) -> Response:
        # The path itself can hold a token; the route never does.
        route = request.url_rule.rule if request.url_rule else "-"
        request.environ.get(FACTS, {})["route"] = route
        started = g.get("started", time.perf_counter())
        log_request(request.method, route, response.status_code, started)
        return response


def log_request(method: str, route: str, status: int, started: float) -> None:
    """Write the line of one request that began at `started`, by the performance counter."""
    milliseconds = 1000 * (time.perf_counter() - started)
    log.info("%s %s %s %.0fms", method, route, status, milliseconds)


def init_headers(app: Flask, settings: Settings) -> None:
    """Set the headers of every answer, errors too: who may store it, and those for security.

    Sees an answer after it was compressed, which changes its ETag.
    """
    defaults = dict(HEADERS)
    if settings.https:
        subdomains = "; includeSubDomains" if settings.hsts_subdomains else ""
        defaults["Strict-Transport-Security"] = f"max-age=31536000{subdomains}"

    @app.after_request
    def _set_headers(response: Response) -> Response:
        response.headers.setdefault("Cache-Control", "no-store")
        if response.get_etag()[0]:
            response.make_conditional(request)  # 304 to who has it
        # Not setdefault() for each, which looks through all of them each time.
        present = {name for name, _ in response.headers}
        response.headers.extend(pair for pair in defaults.items() if pair[0] not in present)
        if response.headers["Content-Security-Policy"] != POLICY:
            del response.headers["X-Frame-Options"]  # it knows no list of sites: allow_framing()
        return response


def init_origin(app: Flask, settings: Settings) -> None:
    """Refuse foreign host names (400) and forms from other sites (403)."""
    hosts, origins = own_names(settings.base_url)
    bind = app.create_url_adapter

    def bind_any(asked: Request | None) -> MapAdapter | None:
        try:
            return bind(asked)
        except BadHost:  # which is refused below, on a page that has links
            return app.url_map.bind("")

    app.create_url_adapter = bind_any  # type: ignore[assignment, method-assign]

    @app.before_request
    def _refuse_foreign() -> None:
        # Not Werkzeug's host_is_trusted(): it knows no [::1].
        host = re.sub(r":\d+$", "", request.host.lower())
        if request.blueprint != "health" and host not in hosts:
            # What a visitor writes: no more of it than a name has, and no character as it is.
            refused = ascii(
                request.environ.get("HTTP_HOST", "").rpartition("@")[2][:HOST_CHARACTERS]
            )
            log.warning(
                "refused the host name %s, for links lead to %s", refused, settings.base_url
            )
            abort(400)
        if request.method in SAFE_METHODS:
            return
        # As Go's CrossOriginProtection does (net/http, since 1.25): every browser since 2023 sends
        # Sec-Fetch-Site, older ones Origin; what sends neither has no cookie to abuse.
        is_ours = request.headers.get("Origin") in {None, *origins}
        if site := request.headers.get("Sec-Fetch-Site"):
            is_ours = site in {"same-origin", "none"}
        if not is_ours:
            abort(403)


def public(
    answer: ResponseReturnValue,
    max_age_seconds: int,
    error_seconds: int = 3600,
    *,
    varies_by_query: bool = False,
) -> Response:
    """Return an answer that every cache may store: it is the same for everyone.

    A cache that many share keeps it for SHARED_SECONDS at most, so that a campaign which is taken
    down leaves it soon; for `error_seconds` longer it may be given out where the server does not
    answer. A view that reads the query says that the answer varies by it; all others ignore it,
    and the page cache gives one answer to `/c/x` and `/c/x?fbclid=1`.
    """
    request.environ.get(FACTS, {})["varies_by_query"] = varies_by_query
    response = make_response(answer)
    ages = f"max-age={max_age_seconds}"
    if max_age_seconds > SHARED_SECONDS:
        ages += f", s-maxage={SHARED_SECONDS}"
    response.headers["Cache-Control"] = f"public, {ages}, stale-if-error={error_seconds}"
    response.add_etag()
    return response


def immutable(response: Response) -> Response:
    """Return an answer that every cache may store for ever: other content has another address.

    Not for anything of a campaign, which can be taken down.
    """
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.add_etag()
    return response


def allow_reading(response: Response) -> Response:
    """Let scripts of other sites read an answer: facts that are public, and nothing else."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def allow_framing(response: Response, origins: list[str]) -> Response:
    """Let these sites show an answer in a frame: origins, or `*` for every site."""
    allowed = " ".join(["'self'", *origins])
    policy = POLICY.replace("frame-ancestors 'none'", f"frame-ancestors {allowed}")
    response.headers["Content-Security-Policy"] = policy
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Cross-Origin-Opener-Policy"] = "unsafe-none"
    return response


def absolute_address(endpoint: str, **values: Any) -> str:
    """Return a whole address, built from the settings alone and never from a request."""
    # Not url_for(): commands print links too, without a request.
    return settings().base_url + current_app.url_map.bind("").build(endpoint, values)


def own_names(base_url: str) -> tuple[list[str], set[str]]:
    """Return host names and origins of the site; a loopback address goes by all its names."""
    parts = urlsplit(base_url)
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname or ""
    hosts = list(LOOPBACK) if host in LOOPBACK else [host]
    # Browsers leave out the port that goes without saying.
    port = f":{parts.port}" if parts.port not in {None, DEFAULT_PORTS[parts.scheme]} else ""
    return hosts, {f"{parts.scheme}://{name}{port}" for name in hosts}
