"""What every page needs and no page is about: headers, limits, languages, errors, files."""

from flask import Flask, Request
from flask.sessions import SessionInterface
from flask_compress import Compress
from werkzeug.middleware.proxy_fix import ProxyFix

from petitions.config import Settings
from petitions.web import (
    admission,
    assets,
    caching,
    errors,
    headers,
    health,
    i18n,
    logs,
    origin,
    page_cache,
)
from petitions.web.paging import RowConverter


class _NoSession(SessionInterface):
    """Flask's own session is not used: nothing can come to set its cookie by mistake."""

    def open_session(self, _app: Flask, _request: Request) -> None:
        """Give none."""


def init_app(app: Flask, settings: Settings) -> None:
    """Put the parts around the application; the last one named sees an answer first."""
    if settings.proxy_hops:
        hops = settings.proxy_hops
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops)  # type: ignore[method-assign]
    app.session_interface = _NoSession()
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.url_map.converters["row"] = RowConverter
    logs.init_app(app)
    admission.init_app(app)
    headers.init_app(app, settings)
    caching.init_app(app)
    app.config["COMPRESS_ALGORITHM"] = ["br", "gzip"]
    Compress(app)
    origin.init_app(app, settings)
    i18n.init_app(app)
    errors.init_app(app)
    assets.init_app(app)
    app.register_blueprint(health.bp)
    page_cache.init_app(app, settings.keep_seconds)
