"""The commands: thin, each calls an operation."""

from flask import Flask

from petitions.ops.commands import campaigns, site  # noqa: F401  (they register their commands)
from petitions.ops.commands.base import bp


def init_app(app: Flask) -> None:
    """Add the site's commands to Flask's own."""
    app.register_blueprint(bp)
