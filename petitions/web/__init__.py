"""What every page needs and no page is about: headers, limits, languages, errors, files."""

from flask import Flask
from flask_compress import Compress
from werkzeug.middleware.proxy_fix import ProxyFix

from petitions.config import Settings
from petitions.web import admission, errors, http, i18n, page_cache, views


def init_app(app: Flask, settings: Settings) -> None:
    """Put the parts around the application; the last one named sees an answer first."""
    if settings.proxy_hops:
        hops = settings.proxy_hops
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops)  # type: ignore[method-assign]
    app.session_interface = http.NoSession()
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.url_map.converters["row"] = http.RowConverter
    http.init_logging(app)
    admission.init_app(app)
    http.init_headers(app, settings)
    app.add_template_global(http.absolute_address)
    app.config["COMPRESS_ALGORITHM"] = ["br", "gzip"]
    app.config["COMPRESS_BR_LEVEL"] = 5  # 0.2 ms more than 4, and 1.4 KB less on a first visit
    Compress(app)
    http.init_origin(app, settings)
    i18n.init_app(app)
    errors.init_app(app)
    views.init_app(app)
    page_cache.init_app(app, settings.keep_seconds)
