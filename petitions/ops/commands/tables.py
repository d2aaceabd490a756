"""`db`: the tables."""

import click
from flask.cli import AppGroup

from petitions.db import schema
from petitions.ops.commands.base import commands

tables = AppGroup("db", short_help="Bring the database up to date.")
commands.append(tables)


@tables.command("upgrade")
@click.argument("revision", default="head")
def upgrade(revision: str) -> None:
    """Bring the tables to the newest migration."""
    schema.upgrade(revision)


@tables.command("downgrade")
@click.argument("revision")
def downgrade(revision: str) -> None:
    """Bring the tables back to a migration; `base` drops them."""
    schema.downgrade(revision)


@tables.command("revision")
@click.argument("message")
def revision(message: str) -> None:
    """Write the next migration from what the models have and the tables lack."""
    schema.revise(message, f"{int(schema.newest_migration()) + 1:04}")
