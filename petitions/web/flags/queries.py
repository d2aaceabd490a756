"""How the switches stand."""

from typing import cast

from flask import current_app
from sqlalchemy import select

from petitions.config import settings
from petitions.db import db
from petitions.web.flags.cache import Keeper
from petitions.web.flags.models import BOARD, COLUMNS, Board, Switches

_EXTENSION = "petitions.flags"


def switches() -> Switches:
    """Give the switches as they stood within the last two seconds; asks the database rarely."""
    return keeper().switches()


def keeper() -> Keeper:
    """Give what the application at work keeps, made on first use."""
    found = current_app.extensions.get(_EXTENSION)
    if found is None:  # of two threads that come here first, one is taken
        made = Keeper(_stored, Switches(poll_seconds=settings().poll_seconds))
        found = current_app.extensions.setdefault(_EXTENSION, made)
    return cast("Keeper", found)


def board() -> Board | None:
    """Give the switchboard as it is now, or None where nothing was ever switched."""
    return db.session.get(Board, BOARD, populate_existing=True)


def _stored() -> Switches:
    """Read on a connection of its own: the page's transaction may have begun before a change.

    Where this fails, it fails alone.
    """
    with db.engine.connect() as connection:
        row = connection.execute(select(*COLUMNS).where(Board.id == BOARD)).first()
    found = row._asdict() if row else {}
    return Switches(**found | {"poll_seconds": found.get("poll_seconds") or default_poll_seconds()})


def default_poll_seconds() -> int:
    """Give how long an open page waits where no admin has said otherwise."""
    return settings().poll_seconds
