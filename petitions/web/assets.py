"""Style sheet, scripts and icons, each under a name that changes with its content.

The style sheets of every page are one file for the browser and several for us, so that the first
view stays within few requests without a build step. What few pages need is a file of its own.
"""

import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, url_for

from petitions.web.caching import for_ever

STATIC = Path(__file__).resolve().parents[2] / "static"
STYLE_ORDER = ("tokens", "elements", "frame", "forms", "parts", "print")
HTMX = "js/htmx-4.0.1.min.js"

bp = Blueprint("assets", __name__)
_by_name: dict[str, "Asset"] = {}
_by_address: dict[str, "Asset"] = {}


@dataclass(frozen=True)
class Asset:
    """One file as it is sent: its address below /static/, type and bytes."""

    address: str
    mimetype: str
    content: bytes


def init_app(app: Flask) -> None:
    """Read the files once and give templates `asset("js/site.js")`."""
    style = b"\n".join((STATIC / "css" / f"{name}.css").read_bytes() for name in STYLE_ORDER)
    _keep("css/site.css", style)
    alone = [path for path in STATIC.glob("css/*.css") if path.stem not in STYLE_ORDER]
    for path in (*alone, *STATIC.glob("js/*.js"), *STATIC.glob("img/*")):
        _keep(path.relative_to(STATIC).as_posix(), path.read_bytes())
    app.register_blueprint(bp)
    app.jinja_env.globals.update(asset=asset, HTMX=HTMX)


def asset(name: str) -> str:
    """Give the address of a file: `js/site.js` → `/static/js/site.1f3a5c7e.js`."""
    return url_for("assets.file", address=_by_name[name].address)


@bp.get("/static/<path:address>")
def file(address: str) -> Response:
    """Send a file that never changes under this address."""
    found = _by_address.get(address)
    if found is None:
        abort(404)
    return for_ever(Response(found.content, mimetype=found.mimetype))


def _keep(name: str, content: bytes) -> None:
    digest = hashlib.sha256(content).hexdigest()[:8]
    stem, dot, ending = name.rpartition(".")
    mimetype = mimetypes.types_map.get(f".{ending}", "application/octet-stream")
    found = Asset(f"{stem}.{digest}{dot}{ending}", mimetype, content)
    _by_name[name] = _by_address[found.address] = found
