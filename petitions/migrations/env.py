"""How Alembic runs here: on a connection that the command hands over."""

from alembic import context

import petitions.migrations.models  # noqa: F401  (all tables)
from petitions.db import Base, UtcDateTime


def plain_type(kind: str, value: object, _context: object) -> str | bool:
    """Write moments as SQLAlchemy's own type: a migration must not change with our code."""
    is_moment = kind == "type" and isinstance(value, UtcDateTime)
    return "sa.DateTime(timezone=True)" if is_moment else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,  # SQLite cannot alter a column in place
    compare_type=True,
    render_item=plain_type,
)
with context.begin_transaction():
    context.run_migrations()
