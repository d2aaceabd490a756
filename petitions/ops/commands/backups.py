"""`backup` and `restore`."""

import time
from pathlib import Path

import click
from sqlalchemy import func, select

from petitions.accounts.audit.queries import key_fits
from petitions.db import db
from petitions.ops import backup as backups
from petitions.ops.commands.base import command, expect_tables, refuse
from petitions.ops.commands.checks import audit_fault, wrong_numbers

KEEP_THE_KEY = (
    "Keep the secret key as well, and elsewhere (instance/secret_key, or PETITIONS_SECRET_KEY): "
    "without it nobody is recognised as having signed, and the audit log no longer checks."
)
OTHER_KEY = (
    "The backup was made with another secret key. Put that one in its place "
    "(instance/secret_key, or PETITIONS_SECRET_KEY), then run ./run audit --check"
)
WHAT_COMES_BACK = (
    "Whoever withdrew after the backup was made stands in it again, and so does what was erased "
    "since; what is past its time goes with ./run forget --erase. Organisers log in anew, with the "
    "passphrases and recovery codes of that time; invitations have to be made again"
)


@command("backup", needs_tables=False)
@click.argument("file", type=click.Path(path_type=Path))
def backup(file: Path) -> None:
    """Write the whole database into the new FILE, while the site serves."""
    expect_tables(any_version=True)  # one wants a backup before `db upgrade`, too
    begun = time.monotonic()
    try:
        backups.backup(file)
    except backups.Unfit as error:
        refuse(str(error))
    seconds = time.monotonic() - begun
    click.echo(f"{file}: {file.stat().st_size:,} bytes in {seconds:.1f} seconds")
    click.echo(KEEP_THE_KEY)


@command("restore", needs_tables=False)
@click.argument("file", type=click.Path(path_type=Path))
def restore(file: Path) -> None:
    """Fill an empty database from a FILE that `backup` wrote, and check it."""
    begun = time.monotonic()
    try:
        backups.restore(file)
    except backups.Unfit as error:
        refuse(str(error))
    click.echo(f"restored in {time.monotonic() - begun:.1f} seconds")
    _print_counts()
    is_wrong = bool(wrong_numbers())
    if not key_fits():
        click.echo(OTHER_KEY)
        is_wrong = True
    elif audit_fault():
        is_wrong = True
    click.echo(WHAT_COMES_BACK)
    if is_wrong:
        raise SystemExit(1)


def _print_counts() -> None:
    for table in db.metadata.sorted_tables:
        number = db.session.scalars(select(func.count()).select_from(table)).one()
        if number:
            click.echo(f"{table.name}: {number}")
