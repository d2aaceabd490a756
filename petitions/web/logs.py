"""The log: one line a request, with the route instead of the path, nothing about a person."""

import logging
import sys
import time
import traceback
from typing import Any

from flask import Flask, Response, g, request

log = logging.getLogger("petitions")


class Formatter(logging.Formatter):
    """Writes a line; of an exception its kind and places, for its message may name a person."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(message)s")

    def formatException(self, ei: Any) -> str:  # noqa: N802  (the name is logging's)
        """Give the frames of the traceback and the exception's class, no values."""
        kind, _, frames = ei
        return "".join([*traceback.format_tb(frames), kind.__qualname__ if kind else ""])


def init_app(app: Flask) -> None:
    """Log to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Formatter())
    for logger in (log, app.logger):
        logger.handlers = [handler]
        logger.setLevel(logging.INFO)
        logger.propagate = False
    app.before_request(_start_clock)
    app.after_request(_log_request)


def _start_clock() -> None:
    g.started = time.perf_counter()


def log_request(method: str, route: str, status: int, started: float) -> None:
    """Write the line of one request that began at `started`, by the performance counter."""
    milliseconds = 1000 * (time.perf_counter() - started)
    log.info("%s %s %s %.0fms", method, route, status, milliseconds)


def _log_request(response: Response) -> Response:
    # The path itself can hold a token; the route never does.
    route = request.url_rule.rule if request.url_rule else "-"
    started = g.get("started", time.perf_counter())
    log_request(request.method, route, response.status_code, started)
    return response
