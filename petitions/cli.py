"""The commands: thin, each calls an operation."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import click
from flask import Flask
from flask.cli import AppGroup, with_appcontext

from petitions import schema, serving, worker
from petitions.accounts.models import ROLES
from petitions.accounts.operations import invite
from petitions.appeals.channels import CHANNELS
from petitions.appeals.queries import failure_counts, report_counts
from petitions.audit.queries import first_fault
from petitions.campaigns.models import DRAFT, STATES
from petitions.campaigns.operations import (
    Incomplete,
    SlugTaken,
    UnknownCampaign,
    change_state,
    create,
)
from petitions.db import newest_migration, transaction
from petitions.importer.campaign_file import FileError, read_campaign
from petitions.importer.hints import hints
from petitions.signing.queries import confirmed_counts
from petitions.tally.operations import repair
from petitions.tally.queries import drift
from petitions.web.addresses import absolute_address
from petitions.web.mailboxes import InvalidAddress, checked_address

ACTOR = "command line"
WRONG_INPUT = 2

tables = AppGroup("db", short_help="Bring the database up to date.")
commands: list[click.Command] = [tables]


def init_app(app: Flask) -> None:
    """Add the site's commands to Flask's own."""
    for each in commands:
        app.cli.add_command(each)


def command(name: str) -> Callable[[Callable[..., Any]], click.Command]:
    """Make a command that runs with the application at hand."""

    def make(function: Callable[..., Any]) -> click.Command:
        made = click.command(name)(with_appcontext(function))
        commands.append(made)
        return made

    return make


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
    schema.revise(message, f"{int(newest_migration()) + 1:04}")


@command("serve")
def serve() -> None:
    """Migrate, load the sample into an empty database, serve pages and send mail."""
    serving.prepare()
    serving.serve()


@command("import-campaign")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--publish", is_flag=True, help="Open it at once; without, it is a draft.")
def import_campaign(file: Path, publish: bool) -> None:
    """Make a campaign from FILE."""
    try:
        draft = read_campaign(file)
        create(draft, actor=ACTOR, publish=publish)
    except FileError as error:
        refuse(str(error))
    except SlugTaken as error:
        refuse(f"{file}: there is already a campaign {error}; give another slug")
    for hint in hints(draft):
        click.echo(f"{file}: {hint}", err=True)
    click.echo(f"{draft.slug}: {'open' if publish else 'a draft'}")


@command("set-state")
@click.argument("slug")
@click.argument("state", type=click.Choice([state for state in STATES if state != DRAFT]))
@click.option("--note", default="", help="What visitors are told: why, or the good news.")
def set_state(slug: str, state: str, note: str) -> None:
    """Open, pause, win or close the campaign SLUG."""
    try:
        change_state(slug, state, note, actor=ACTOR)
    except UnknownCampaign:
        refuse(f"there is no campaign {slug}")
    except Incomplete as error:
        refuse(f"{slug} cannot open: {error}")
    click.echo(f"{slug}: {state}")


@command("add-organiser")
@click.argument("email")
@click.option("--role", type=click.Choice(ROLES), required=True)
def add_organiser(email: str, role: str) -> None:
    """Print a link with which EMAIL chooses a passphrase: good once, for 24 hours."""
    try:
        address = checked_address(email)
    except InvalidAddress:
        refuse(f"{email} is not an e-mail address")
    token = invite(address, role, actor=ACTOR)
    click.echo(absolute_address("joining.join", token=token))


@command("send-mail")
@click.option("--once", is_flag=True, help="Send what is due, then stop.")
def send_mail(once: bool) -> None:
    """Send mails and fold counts, until stopped."""
    if once:
        worker.work_once()
    else:
        worker.work()


@command("recount")
@click.option("--check", is_flag=True, help="Only compare; exit 1 where a number is wrong.")
def recount(check: bool) -> None:
    """Compare the public numbers with the rows behind them, and set them right."""
    judge = drift if check else repair
    found: dict[str, tuple[int, int]] = {}
    with transaction(isolation_level="REPEATABLE READ"):
        for name, truth in public_numbers().items():
            found |= judge(name, truth)
    for key, (shown, true) in found.items():
        click.echo(f"{key}: shown {shown}, counted {true}")
    if not found:
        click.echo("every number is right")
    if found and check:
        raise SystemExit(1)


def public_numbers() -> dict[str, dict[str, int]]:
    """Give {last part of the tally keys: {key: what the rows say}} of all that is counted."""
    signatures = {"signatures": confirmed_counts(), "failures": failure_counts()}
    return signatures | report_counts(CHANNELS)


@command("audit")
@click.option("--check", is_flag=True, required=True, help="Exit 1 where an entry is missing.")
def audit(check: bool) -> None:  # noqa: ARG001  (the only thing it does yet)
    """Check that the audit log is whole."""
    with transaction(isolation_level="REPEATABLE READ"):  # one moment, while others write
        fault = first_fault()
    click.echo(fault or "the audit log is whole")
    if fault:
        raise SystemExit(1)


def refuse(message: str) -> NoReturn:
    """Say what was wrong with the input, and stop."""
    click.echo(message, err=True)
    raise SystemExit(WRONG_INPUT)
