"""Addresses for whoever watches the server: is it alive, can it work?"""

from flask import Blueprint, Response
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from petitions.db import db
from petitions.db.schema import newest_migration

bp = Blueprint("health", __name__)


@bp.get("/healthz")
def alive() -> Response:
    """Answer as long as the process runs."""
    return _plain("alive", 200)


@bp.get("/readyz")
def ready() -> Response:
    """Answer 200 where the database can be reached and has every migration, else 503."""
    try:
        found = db.session.scalar(text("SELECT version_num FROM alembic_version"))
    except SQLAlchemyError:
        return _plain("the database cannot be reached or is empty", 503)
    if found != newest_migration():
        return _plain(f"the database is at migration {found}, not {newest_migration()}", 503)
    return _plain("ready", 200)


def _plain(words: str, status: int) -> Response:
    return Response(f"{words}\n", status, mimetype="text/plain")
