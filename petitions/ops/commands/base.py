"""What every command is made of: the application context, a check of the tables, a refusal."""

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
    """Return a decorator: a command that runs in the application's context, on its tables."""

    def decorate(function: Callable[..., Any]) -> click.Command:
        @wraps(function)
        def run(*arguments: Any, **options: Any) -> Any:
            if needs_tables:
                expect_tables()
            return function(*arguments, **options)

        made = click.command(name)(with_appcontext(run))
        commands.append(made)
        return made

    return decorate


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
    """Say what was wrong with the input, and exit with WRONG_INPUT."""
    click.echo(message, err=True)
    raise SystemExit(WRONG_INPUT)
