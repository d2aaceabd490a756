"""Commands for the site as a whole: run it, migrate, check, erase, back up, restore."""

import time
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

import click
from flask.cli import AppGroup
from sqlalchemy import func, select

from petitions.accounts.audit import first_fault, key_fits
from petitions.appeals.channels import CHANNELS
from petitions.appeals.queries import failure_counts, report_counts
from petitions.db import db, schema, transaction, use_snapshot
from petitions.db.tally import mismatches, repair
from petitions.ops import backup as backups
from petitions.ops import key_rotation, retention, server, worker
from petitions.ops.commands import ACTOR, bp, expect_tables, refuse
from petitions.signing.queries import confirmed_counts

KEEP_THE_KEY = (
    "Keep the secret key as well, and elsewhere (instance/secret_key, or PETITIONS_SECRET_KEY): "
    "without it nobody is recognised as having signed, and the audit log no longer checks."
)
OTHER_KEY = (
    "The backup was made with another secret key. Put that one in its place "
    "(instance/secret_key, or PETITIONS_SECRET_KEY), then run ./run audit --check; where it is a "
    "former key, run ./run rotate-key"
)
FORMER_KEYS = (
    "The former key still opens recovery codes, and backups of before. Take it away (all lines of "
    "instance/secret_key but the first, or PETITIONS_SECRET_KEY_FALLBACKS) once organisers have "
    "new recovery codes."
)
WHAT_COMES_BACK = (
    "Whoever withdrew after the backup was made stands in it again, and so does what was erased "
    "since; what is past its time goes with ./run forget --erase. Organisers log in anew, with the "
    "passphrases and recovery codes of that time; invitations have to be made again"
)

tables = AppGroup("db", short_help="Bring the database up to date.")
bp.cli.add_command(tables)


@bp.cli.command("serve")
def serve() -> None:
    """Migrate, load the sample into an empty database, serve pages and send mail."""
    server.prepare()
    server.serve()


@bp.cli.command("send-mail")
@click.option("--once", is_flag=True, help="Send what is due, then stop.")
def send_mail(once: bool) -> None:
    """Send mails and fold counts, until stopped."""
    expect_tables()
    if once:
        worker.work_once()
    else:
        worker.work()


@tables.command("upgrade")
@click.argument("revision", default="head")
def upgrade(revision: str) -> None:
    """Bring the tables to the newest migration."""
    schema.upgrade(revision)


@tables.command("downgrade")
@click.argument("revision")
def downgrade(revision: str) -> None:
    """Bring the tables back to a migration; `base` drops them."""
    schema.run_alembic("downgrade", revision)


@tables.command("revision")
@click.argument("message")
def revision(message: str) -> None:
    """Write the next migration from what the models have and the tables lack."""
    number = f"{int(schema.newest_migration()) + 1:04}"
    schema.run_alembic("revision", message, autogenerate=True, rev_id=number)


@bp.cli.command("recount")
@click.option("--check", is_flag=True, help="Only compare; exit 1 where a number is wrong.")
def recount(check: bool) -> None:
    """Compare the public numbers with the rows behind them, and set them right."""
    expect_tables()
    if not check:
        with transaction(isolation_level="REPEATABLE READ"):
            print_mismatches(repair)
        return
    use_snapshot()
    if print_mismatches(mismatches):
        raise SystemExit(1)


def public_numbers() -> dict[str, dict[str, int]]:
    """Return {last part of the tally keys: {key: what the rows say}} of all that is counted."""
    signatures = {"signatures": confirmed_counts(), "failures": failure_counts()}
    return signatures | report_counts(CHANNELS)


def print_mismatches(
    compare: Callable[[str, Mapping[str, int]], dict[str, tuple[int, int]]],
) -> bool:
    """Print what `compare` says of each public number; return True if one is wrong."""
    wrong = [pair for numbers in public_numbers().items() for pair in compare(*numbers).items()]
    for key, (shown, true) in wrong:
        click.echo(f"{key}: shown {shown}, counted {true}")
    if not wrong:
        click.echo("every number is right")
    return bool(wrong)


@bp.cli.command("audit")
@click.option("--check", is_flag=True, required=True, help="Exit 1 where an entry is missing.")
def audit(check: bool) -> None:  # noqa: ARG001  (the only thing it does yet)
    """Check that the audit log is whole."""
    expect_tables()
    if print_audit_fault():
        raise SystemExit(1)


def print_audit_fault() -> str | None:
    """Print and return what is wrong with the audit log."""
    use_snapshot()  # an entry written meanwhile is neither missing nor too many
    fault = first_fault()
    click.echo(fault or "the audit log is whole")
    return fault


@bp.cli.command("forget")
@click.option("--erase", is_flag=True, help="Do it; without, only say what is due.")
@click.option("--rewrite", is_flag=True, help="And write large tables of PostgreSQL anew.")
def forget(erase: bool, rewrite: bool) -> None:
    """Say what is past its time, a line for each campaign; with --erase, erase it for good."""
    expect_tables()
    if rewrite and not erase:
        refuse("--rewrite goes with --erase alone.")
    due = retention.due()
    for what, numbers in due.items():
        click.echo(f"{what}: " + ", ".join(f"{n} {words}" for words, n in numbers.items()))
    if not due:
        click.echo("nothing is past its time")
    elif not erase:
        click.echo("Nothing was changed. To erase all this: ./run forget --erase")
    if not erase:
        return
    number = 0
    with closing(retention.erase(ACTOR, rewrite=rewrite)) as batches:
        for erased in batches:
            number += erased
            time.sleep(worker.PAUSE_BETWEEN_BATCHES_SECONDS)
    if number:
        click.echo(f"erased: {number} rows")


@bp.cli.command("rotate-key")
@click.option("--yes", is_flag=True, help="The site is stopped: do not ask.")
def rotate_key(yes: bool) -> None:
    """Change the secret key, while the site is stopped."""
    expect_tables()
    if not yes:
        click.confirm("Is the site stopped, on every server?", abort=True)
    try:
        number = key_rotation.rotate(ACTOR)
    except key_rotation.RotationRefused as error:
        refuse(str(error))
    click.echo(f"The secret key is changed; {number} signatures are recognised by the new one.")
    click.echo(KEEP_THE_KEY)
    click.echo(FORMER_KEYS)


@bp.cli.command("backup")
@click.argument("file", type=click.Path(path_type=Path))
def backup(file: Path) -> None:
    """Write the whole database into the new FILE, while the site serves."""
    expect_tables(any_version=True)  # one wants a backup before `db upgrade`, too
    started_at = time.monotonic()
    try:
        backups.backup(file)
    except backups.BackupError as error:
        refuse(str(error))
    seconds = time.monotonic() - started_at
    click.echo(f"{file}: {file.stat().st_size:,} bytes in {seconds:.1f} seconds")
    click.echo(KEEP_THE_KEY)


@bp.cli.command("restore")
@click.argument("file", type=click.Path(path_type=Path))
def restore(file: Path) -> None:
    """Fill an empty database from a FILE that `backup` wrote, and check it."""
    started_at = time.monotonic()
    try:
        backups.restore(file)
    except backups.BackupError as error:
        refuse(str(error))
    click.echo(f"restored in {time.monotonic() - started_at:.1f} seconds")
    for table in db.metadata.sorted_tables:
        number = db.session.scalars(select(func.count()).select_from(table)).one()
        if number:
            click.echo(f"{table.name}: {number}")
    use_snapshot()
    is_wrong = print_mismatches(mismatches)
    if not key_fits():
        click.echo(OTHER_KEY)
        is_wrong = True
    elif print_audit_fault():
        is_wrong = True
    click.echo(WHAT_COMES_BACK)
    if is_wrong:
        raise SystemExit(1)
