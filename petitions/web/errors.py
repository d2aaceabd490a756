"""Error pages that look like the site and say what to do next."""

import logging
from typing import NamedTuple

from flask import Flask, Response, make_response, render_template
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from werkzeug.exceptions import (
    HTTPException,
    InternalServerError,
    ServiceUnavailable,
    TooManyRequests,
)

from petitions.db.write_queue import TooManyWriters
from petitions.web.limits import TooManyAttempts

log = logging.getLogger(__name__)

RETRY_SECONDS = 30


class Words(NamedTuple):
    """What an error page says: what happened, and what to do."""

    title: LazyString
    advice: LazyString


WORDS = {
    400: Words(
        _l("We could not read that request"),
        _l("Go back, reload the page and try again."),
    ),
    403: Words(
        _l("That did not come from this site"),
        _l("Forms are only taken from our own pages. Open the page here, and send the form again."),
    ),
    404: Words(
        _l("There is no page here"),
        _l("Check the address for a typing mistake, or start from the list of campaigns."),
    ),
    405: Words(
        _l("This page cannot do that"),
        _l("Go back and use the buttons on the page."),
    ),
    410: Words(
        _l("This is no longer available"),
        _l("The list of campaigns shows what you can still do."),
    ),
    413: Words(
        _l("That was too much text"),
        _l("Go back, shorten what you wrote, and send it again."),
    ),
    422: Words(
        _l("Something in the form needs correcting"),
        _l("Go back and check each field."),
    ),
    429: Words(
        _l("Too many attempts from your network"),
        _l("Wait a few minutes, then try again. Nothing that you sent before is lost."),
    ),
    500: Words(
        _l("Something went wrong on our side"),
        _l("It has been noted. Please try again in a few minutes."),
    ),
    503: Words(
        _l("We are very busy just now"),
        _l("Please try again in half a minute. Nothing that we thanked you for is lost."),
    ),
}


def init_app(app: Flask) -> None:
    """Turn every error into a page, in this one place."""
    app.register_error_handler(HTTPException, _show)
    app.register_error_handler(SQLAlchemyError, _database_failed)
    app.register_error_handler(TooManyAttempts, _too_many)
    app.register_error_handler(Exception, _failed)


def is_passing(error: SQLAlchemyError) -> bool:
    """Tell whether trying again may help: no connection, no turn, no lock in time, no standby."""
    if isinstance(error, PoolTimeoutError | TooManyWriters):
        return True
    return isinstance(error, DBAPIError) and not isinstance(error, IntegrityError)


def _show(error: HTTPException) -> Response:
    if error.response is not None:
        return make_response(error.response)
    code = error.code or 500
    words = WORDS.get(code, WORDS[500] if code >= 500 else WORDS[400])
    response = make_response(render_template("web/error.html", words=words, code=code), code)
    if code == 503:
        response.headers["Retry-After"] = str(RETRY_SECONDS)
    if code == 405:
        response.headers.extend(error.get_headers())  # Allow
        response.mimetype = "text/html"
    return response


def _database_failed(error: SQLAlchemyError) -> Response:
    log.error("the database did not answer as it should", exc_info=error)
    return _show(ServiceUnavailable() if is_passing(error) else InternalServerError())


def _too_many(error: TooManyAttempts) -> Response:
    response = _show(TooManyRequests())
    response.headers["Retry-After"] = str(int(error.wait.total_seconds()) + 1)
    return response


def _failed(error: Exception) -> Response:
    log.error("a page failed", exc_info=error)
    return _show(InternalServerError())
