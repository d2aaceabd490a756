"""The commands: thin, each calls an operation."""

from flask import Flask

from petitions.cli import (  # noqa: F401
    backups,
    campaigns,
    erasing,
    numbers,
    running,
    tables,
    texts,
)
from petitions.cli.making import commands
from petitions.cli.numbers import public_numbers

__all__ = ["init_app", "public_numbers"]


def init_app(app: Flask) -> None:
    """Add the site's commands to Flask's own."""
    for each in commands:
        app.cli.add_command(each)
