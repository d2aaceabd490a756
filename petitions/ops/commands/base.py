"""What every command is made of: the application at hand, and a way to say no."""

from collections.abc import Callable
from functools import wraps
from typing import Any, NoReturn

import click
from flask.cli import with_appcontext
from sqlalchemy.exc import SQLAlchemyError

from petitions.db.schema import current_migration, newest_migration

ACTOR = "command line"
WRONG_INPUT = 2

commands: list[click.Command] = []


def command(
    name: str, *, needs_tables: bool = True
) -> Callable[[Callable[..., Any]], click.Command]:
    """Make a command that runs with the application at hand, and as a rule on its tables."""

    def make(function: Callable[..., Any]) -> click.Command:
        @wraps(function)
        def run(*words: Any, **options: Any) -> Any:
            if needs_tables:
                expect_tables()
            return function(*words, **options)

        made = click.command(name)(with_appcontext(run))
        commands.append(made)
        return made

    return make


def expect_tables(*, any_version: bool = False) -> None:
    """Stop, with words, where the tables are not those that the program works on."""
    try:
        found = current_migration()
    except SQLAlchemyError:  # whose own words may hold the address of the server
        refuse("The database cannot be reached, or is none of ours.")
    if found and any_version:
        return
    if found is None or found < newest_migration():
        refuse("The database is empty or not up to date: run ./run db upgrade")
    if found > newest_migration():
        refuse(f"The database is of a newer version of this program (migration {found}).")


def refuse(message: str) -> NoReturn:
    """Say what was wrong with the input, and stop."""
    click.echo(message, err=True)
    raise SystemExit(WRONG_INPUT)
