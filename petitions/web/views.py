"""Static files, and addresses for whoever watches the server.

A file's name changes with its content, so that caches may store it for ever. The style sheets of
every page are one file for the browser and several for us: the first view stays within few
requests without a build step. What few pages need is a file of its own.
"""

import hashlib
import mimetypes
import re
from pathlib import Path

from flask import Blueprint, Flask, Response, abort
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from petitions.db import db
from petitions.db.schema import newest_migration
from petitions.web.http import immutable, public

STATIC = Path(__file__).resolve().parents[2] / "static"
STYLE_ORDER = ("tokens", "accents", "elements", "frame", "forms", "parts", "print")
FAVICON_MAX_AGE_SECONDS = 86_400
HTMX = "js/htmx-4.0.1.min.js"
# What only we read: comments, and spaces at the beginning of a line. 1.2 KB of a first view.
SLIMMED = {
    "css": re.compile(rb"/\*.*?\*/|^\s+", re.DOTALL | re.MULTILINE),
    "js": re.compile(rb"^(\s*//.*\n|\s+)", re.MULTILINE),
}

assets_bp = Blueprint("assets", __name__)
health_bp = Blueprint("health", __name__)
_addresses: dict[str, str] = {}  # by name, below /static/
_contents: dict[str, bytes] = {}  # by address


def init_app(app: Flask) -> None:
    """Read the files once and give templates `asset("js/site.js")`."""
    style = b"\n".join((STATIC / "css" / f"{name}.css").read_bytes() for name in STYLE_ORDER)
    single = [path for path in STATIC.glob("css/*.css") if path.stem not in STYLE_ORDER]
    paths = (*single, *STATIC.glob("js/*.js"), *STATIC.glob("img/*"))
    files = {path.relative_to(STATIC).as_posix(): path.read_bytes() for path in paths}
    for name, written in (files | {"css/site.css": style}).items():
        stem, dot, ending = name.rpartition(".")
        content = SLIMMED[ending].sub(b"", written) if ending in SLIMMED else written
        digest = hashlib.sha256(content).hexdigest()[:8]
        _addresses[name] = f"{stem}.{digest}{dot}{ending}"
        _contents[_addresses[name]] = content
    app.register_blueprint(assets_bp)
    app.register_blueprint(health_bp)
    app.jinja_env.globals.update(asset=asset, HTMX=HTMX)


def asset(name: str) -> str:
    """Return the address of a file: `js/site.js` → `/static/js/site.1f3a5c7e.js`."""
    return f"/static/{_addresses[name]}"  # in a preview, too


@assets_bp.get("/static/<path:address>")
def file(address: str) -> Response:
    """Send a file that never changes under this address."""
    if address not in _contents:
        abort(404)
    mimetype = mimetypes.types_map.get(Path(address).suffix, "application/octet-stream")
    return immutable(Response(_contents[address], mimetype=mimetype))


@assets_bp.get("/favicon.ico")
def favicon() -> Response:
    """Send the icon to programs that read no page."""
    answer = Response(_contents[_addresses["img/favicon.ico"]], mimetype="image/x-icon")
    return public(answer, FAVICON_MAX_AGE_SECONDS)


@health_bp.get("/healthz")
def alive() -> Response:
    """Answer as long as the process runs."""
    return Response("alive\n", mimetype="text/plain")


@health_bp.get("/readyz")
def ready() -> Response:
    """Answer 200 where the database can be reached and has every migration, else 503."""
    problem = ""
    try:
        migration = db.session.scalar(text("SELECT version_num FROM alembic_version"))
        if migration != newest_migration():
            problem = f"the database is at migration {migration}, not {newest_migration()}"
    except SQLAlchemyError:
        problem = "the database cannot be reached or is empty"
    return Response(f"{problem or 'ready'}\n", 503 if problem else 200, mimetype="text/plain")
