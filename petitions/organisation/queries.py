"""Who is responsible, as this process knows it, and as it is stored now."""

from dataclasses import fields
from typing import cast

from flask import Flask, current_app
from sqlalchemy import select

from petitions.config import settings
from petitions.db import db
from petitions.db.cached import CachedValue
from petitions.organisation.models import ORGANISATION_ID, Organisation, StoredOrganisation

_EXTENSION = "petitions.organisation"
_COLUMNS = [getattr(StoredOrganisation, field.name) for field in fields(Organisation)]
_SELECT = select(*_COLUMNS).where(StoredOrganisation.id == ORGANISATION_ID)


def init_app(app: Flask) -> None:
    """Let every template say who is responsible."""
    app.add_template_global(organisation)


def organisation() -> Organisation:
    """Return the organisation, at most two seconds old; asks the database rarely."""
    return cached_organisation().value()


def cached_organisation() -> CachedValue[Organisation]:
    """Return the cache of the running application, made on first use."""
    cache = current_app.extensions.get(_EXTENSION)
    if cache is None:  # of two threads that come here first, one is taken
        new = CachedValue("who is responsible", _read_apart, Organisation())
        cache = current_app.extensions.setdefault(_EXTENSION, new)
    return cast("CachedValue[Organisation]", cache)


def lacks_organisation() -> bool:
    """Return True if the site is public, and nobody is named as responsible for it now."""
    if not settings().is_public:
        return False
    row = db.session.execute(_SELECT).first()
    return row is None or not Organisation(**row._asdict()).is_named


def stored_organisation() -> StoredOrganisation:
    """Return the row as stored now, or an empty one, which is not stored."""
    stored = db.session.get(StoredOrganisation, ORGANISATION_ID, populate_existing=True)
    return stored or StoredOrganisation(id=ORGANISATION_ID, **vars(Organisation()), version=0)


def logo_content(digest: str) -> bytes | None:
    """Return the JPEG of the logo, where this is the digest of what it is now."""
    return db.session.scalar(
        select(StoredOrganisation.logo).where(
            StoredOrganisation.id == ORGANISATION_ID, StoredOrganisation.logo_digest == digest
        )
    )


def _read_apart() -> Organisation:
    """Read on a connection of its own: the page's transaction may have begun before a change."""
    with db.engine.connect() as connection:
        row = connection.execute(_SELECT).first()
    return Organisation(**row._asdict()) if row else Organisation()
