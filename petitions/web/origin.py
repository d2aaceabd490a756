"""Who may send a form here: this site's own pages; and under which names the site answers."""

import re
from urllib.parse import urlsplit

from flask import Flask, abort, request

from petitions.config import Settings

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
DEFAULT_PORTS = {"http": 80, "https": 443}
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


def init_app(app: Flask, settings: Settings) -> None:
    """Refuse foreign host names (400) and forms from other sites (403)."""
    hosts, origins = own_names(settings.base_url)

    @app.before_request
    def _check_host() -> None:
        if request.blueprint != "health" and _without_port(request.host) not in hosts:
            abort(400)

    @app.before_request
    def _check_origin() -> None:
        if request.method not in SAFE_METHODS and not _comes_from_here(origins):
            abort(403)


def own_names(base_url: str) -> tuple[list[str], set[str]]:
    """Give the host names and origins of the site; a loopback address goes by all its names."""
    parts = urlsplit(base_url)
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname or ""
    hosts = list(LOOPBACK) if host in LOOPBACK else [host]
    # Browsers leave out the port that goes without saying.
    port = f":{parts.port}" if parts.port not in {None, DEFAULT_PORTS[parts.scheme]} else ""
    return hosts, {f"{parts.scheme}://{name}{port}" for name in hosts}


def _without_port(host: str) -> str:
    # Not Werkzeug's host_is_trusted(): it knows no [::1].
    return re.sub(r":\d+$", "", host.lower())


def _comes_from_here(origins: set[str]) -> bool:
    """Tell whether a browser sent the form from this site, or something else than a browser did.

    The order is that of Go's CrossOriginProtection (net/http, since 1.25): every browser since
    2023 sends Sec-Fetch-Site, older ones Origin; what sends neither has no cookie to abuse.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site in {"same-origin", "none"}
    origin = request.headers.get("Origin")
    return origin is None or origin in origins
