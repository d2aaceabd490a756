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


def init_app(app: Flask, settings: Settings) -> None:
    """Set the headers on every answer, errors too."""
    given = dict(HEADERS)
    if settings.https:
        given["Strict-Transport-Security"] = "max-age=31536000"

    @app.after_request
    def _set_headers(response: Response) -> Response:
        for name, value in given.items():
            response.headers.setdefault(name, value)
        return response
