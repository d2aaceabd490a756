"""Campaigns, and who looks after them."""

from pathlib import Path

import click

from petitions.accounts.membership import LastAdmin
from petitions.accounts.models import EMAIL_CHARACTERS, ROLES
from petitions.accounts.operations import invite
from petitions.campaigns.campaign_file import FileError, read_campaign
from petitions.campaigns.campaign_file.hints import hints
from petitions.campaigns.models import DRAFT, STATES
from petitions.campaigns.operations import (
    Incomplete,
    SlugTaken,
    UnknownCampaign,
    change_state,
    create,
)
from petitions.ops.commands.base import ACTOR, command, refuse
from petitions.ops.commands.urgent_actions import import_text, is_campaign_file
from petitions.web.addresses import absolute_address
from petitions.web.mailboxes import InvalidAddress, checked_address


@command("import-campaign")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--publish", is_flag=True, help="Open it at once; without, it is a draft.")
def import_campaign(file: Path, publish: bool) -> None:
    """Make a campaign from FILE: a campaign file, or the text of an Urgent Action as a draft."""
    if not is_campaign_file(file):
        import_text(file, publish=publish)
        return
    try:
        draft = read_campaign(file)
        create(draft, actor=ACTOR, publish=publish)
    except FileError as error:
        refuse(str(error))
    except SlugTaken as error:
        refuse(f"{file}: the address {error} is taken; give another slug")
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
        if len(address := checked_address(email)) > EMAIL_CHARACTERS:
            raise InvalidAddress
    except InvalidAddress:
        refuse(f"{email} is not an e-mail address, or too long")
    try:
        token = invite(address, role, actor=ACTOR)
    except LastAdmin:
        refuse(f"{email} is the only admin: make somebody else one first")
    click.echo(absolute_address("joining.join", token=token))
