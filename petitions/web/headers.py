"""Security headers, the same on every answer."""

from flask import Flask, Response

from petitions.config import Settings

POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
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


def open_to_all(response: Response) -> Response:
    """Let other sites read an answer: facts that are public, and nothing else."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def framed_by(response: Response, origins: list[str]) -> Response:
    """Let these sites show an answer in a frame: origins, or `*` for every site."""
    allowed = " ".join(["'self'", *origins])
    framed = POLICY.replace("frame-ancestors 'none'", f"frame-ancestors {allowed}")
    response.headers["Content-Security-Policy"] = framed
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Cross-Origin-Opener-Policy"] = "unsafe-none"
    return response


def init_app(app: Flask, settings: Settings) -> None:
    """Set the headers on every answer, errors too."""
    given = dict(HEADERS)
    if settings.https:
        given["Strict-Transport-Security"] = "max-age=31536000"

    @app.after_request
    def _set_headers(response: Response) -> Response:
        # Not setdefault() for each, which looks through all of them each time.
        own = {name for name, _ in response.headers}
        response.headers.extend(pair for pair in given.items() if pair[0] not in own)
        if response.headers["Content-Security-Policy"] != POLICY:
            del response.headers["X-Frame-Options"]  # it knows no list of sites: see framed_by()
        return response
