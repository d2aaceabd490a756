"""Error pages that look like the site and say what to do next."""

import logging
from typing import Any, NamedTuple

from flask import Flask, Response, jsonify, make_response, render_template, request
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from werkzeug.exceptions import (
    Gone,
    HTTPException,
    InternalServerError,
    ServiceUnavailable,
    TooManyRequests,
)

from petitions.db.write_queue import TooManyWriters
from petitions.organisation.queries import cached_organisation
from petitions.web.http import allow_framing
from petitions.web.limits import TooManyAttempts
from petitions.web.links import redirect_to_meant

log = logging.getLogger(__name__)

RETRY_SECONDS = 30
WITHHELD = _l("This page is not available.")
WITHHELD_MAX_AGE_SECONDS = 1


class Withheld(Gone):
    """What is asked for was taken from the public; the answer tells nothing of it."""


class ErrorMessage(NamedTuple):
    """What an error page says: what happened, and what to do."""

    title: LazyString
    advice: LazyString


MESSAGES = {
    400: ErrorMessage(
        _l("We could not read that request"),
        _l("Go back, reload the page and try again."),
    ),
    403: ErrorMessage(
        _l("That did not come from this site"),
        _l("Forms are only taken from our own pages. Open the page here, and send the form again."),
    ),
    404: ErrorMessage(
        _l("There is no page here"),
        _l("Check the address for a typing mistake, or start from the list of campaigns."),
    ),
    405: ErrorMessage(
        _l("This page cannot do that"),
        _l("Go back and use the buttons on the page."),
    ),
    410: ErrorMessage(
        _l("This is no longer available"),
        _l("The list of campaigns shows what you can still do."),
    ),
    413: ErrorMessage(
        _l("That was too much text"),
        _l("Go back, shorten what you wrote, and send it again."),
    ),
    422: ErrorMessage(
        _l("Something in the form needs correcting"),
        _l("Go back and check each field."),
    ),
    429: ErrorMessage(
        _l("Too many attempts from your network"),
        _l("Wait a few minutes, then try again. Nothing that you sent before is lost."),
    ),
    500: ErrorMessage(
        _l("Something went wrong on our side"),
        _l("It has been noted. Please try again in a few minutes."),
    ),
    503: ErrorMessage(
        _l("We are very busy just now"),
        _l("Please try again in half a minute. Nothing that we thanked you for is lost."),
    ),
}


def init_app(app: Flask) -> None:
    """Turn every error into a page, in this one place."""
    app.register_error_handler(HTTPException, error_page)
    app.register_error_handler(Withheld, withheld_page)

    @app.errorhandler(SQLAlchemyError)
    def _database_failed(error: SQLAlchemyError) -> Response:
        log.error("the database did not answer as it should", exc_info=error)
        return error_page(ServiceUnavailable() if is_transient(error) else InternalServerError())

    @app.errorhandler(TooManyAttempts)
    def _too_many_attempts(error: TooManyAttempts) -> Response:
        response = error_page(TooManyRequests())
        response.headers["Retry-After"] = str(int(error.wait.total_seconds()) + 1)
        return response

    @app.errorhandler(Exception)
    def _failed(error: Exception) -> Response:
        log.error("a page failed", exc_info=error)
        return error_page(InternalServerError())


def is_transient(error: SQLAlchemyError) -> bool:
    """Return True if trying again may help: no connection, slot or lock in time, no standby."""
    if isinstance(error, PoolTimeoutError | TooManyWriters):
        return True
    return isinstance(error, DBAPIError) and not isinstance(error, IntegrityError)


def error_page(error: HTTPException) -> Response:
    """Return the page of an error."""
    if error.response is not None:
        return make_response(error.response)
    code = error.code or 500
    if code == 404 and (meant := redirect_to_meant()):
        return meant
    message = MESSAGES.get(code, MESSAGES[500] if code >= 500 else MESSAGES[400])
    values: dict[str, Any] = {"message": message, "code": code}
    if code >= 500:  # perhaps the database is away: the frame of the page does not ask it
        values["organisation"] = lambda: cached_organisation().last_known
    page = render_template("web/error.html", **values)
    response = make_response(page, code)
    if code == 503:
        response.headers["Retry-After"] = str(RETRY_SECONDS)
    if code == 405:
        response.headers.extend(error.get_headers())  # Allow
        response.mimetype = "text/html"
    return response


def withheld_page(_error: Withheld) -> Response:
    """Return the same answer for everything that is withheld: a page, JSON, or what a frame shows.

    Caches may keep it for a moment: so it replaces what they have, and does not fall back on that
    where the site is away.
    """
    if request.path.endswith(".json"):
        response = jsonify(error=str(WITHHELD))
    elif request.endpoint == "data.embed":  # whoever had its counter shows this in its place
        page = render_template("web/withheld_frame.html", sentence=WITHHELD)
        response = allow_framing(make_response(page), ["*"])
    else:
        response = make_response(render_template("web/withheld.html", sentence=WITHHELD))
    response.status_code = Gone.code
    response.headers["X-Robots-Tag"] = "noindex"
    if request.method in {"GET", "HEAD"}:
        response.headers["Cache-Control"] = f"public, max-age={WITHHELD_MAX_AGE_SECONDS}"
    return response
