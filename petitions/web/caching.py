"""What caches may keep: public pages for seconds, files for ever, everything else never."""

from flask import Flask, Response, make_response, request
from flask.typing import ResponseReturnValue


def init_app(app: Flask) -> None:
    """Forbid keeping any answer that did not say otherwise; spare sending what is known.

    Sees an answer after it was compressed, which changes its ETag.
    """

    @app.after_request
    def _keep_nothing_by_default(response: Response) -> Response:
        response.headers.setdefault("Cache-Control", "no-store")
        if response.get_etag()[0]:
            response.make_conditional(request)
        return response


def public(
    answer: ResponseReturnValue,
    max_age_seconds: int,
    stale_seconds: int = 60,
    error_seconds: int = 3600,
) -> Response:
    """Let every cache keep the answer: it is the same for everyone.

    For `stale_seconds` longer it may be given out while a new one is fetched, for `error_seconds`
    where the server does not answer.
    """
    response = make_response(answer)
    response.headers["Cache-Control"] = (
        f"public, max-age={max_age_seconds}, "
        f"stale-while-revalidate={stale_seconds}, stale-if-error={error_seconds}"
    )
    response.add_etag()
    return response


def for_ever(response: Response) -> Response:
    """Let every cache keep the answer: another content has another address."""
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.add_etag()
    return response
