"""The commands: thin, each calls an operation. Here is what they share."""

from typing import NoReturn

import click
from flask import Blueprint, Flask
from sqlalchemy.exc import SQLAlchemyError

from petitions.db.schema import current_migration, newest_migration

ACTOR = "command line"
WRONG_INPUT = 2

bp = Blueprint("commands", __name__, cli_group=None)


def init_app(app: Flask) -> None:
    """Add the site's commands to Flask's own."""
    from petitions.ops.commands import campaigns, site  # noqa: F401  (they register theirs)

    app.register_blueprint(bp)


def expect_tables(*, any_version: bool = False) -> None:
    """Stop, with words, where the tables are not those that the program works on."""
    try:
        migration = current_migration()
    except SQLAlchemyError:  # whose own words may hold the address of the server
        refuse("The database cannot be reached, or is none of ours.")
    if migration and any_version:
        return
    if migration is None or migration < newest_migration():
        refuse("The database is empty or not up to date: run ./run db upgrade")
    if migration > newest_migration():
        refuse(f"The database is of a newer version of this program (migration {migration}).")


def refuse(message: str) -> NoReturn:
    """Say what was wrong with the input, and exit with WRONG_INPUT."""
    click.echo(message, err=True)
    raise SystemExit(WRONG_INPUT)
