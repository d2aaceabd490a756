"""The commands: thin, each calls an operation."""

from flask import Flask

from petitions.ops.commands import (  # noqa: F401
    backups,
    campaigns,
    checks,
    retention,
    server,
    tables,
    urgent_actions,
)
from petitions.ops.commands.base import commands
from petitions.ops.commands.checks import public_numbers

__all__ = ["init_app", "public_numbers"]


def init_app(app: Flask) -> None:
    """Add the site's commands to Flask's own."""
    for each in commands:
        app.cli.add_command(each)
