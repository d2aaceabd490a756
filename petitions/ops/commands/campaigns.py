"""Commands for campaigns and who looks after them: import, states, organisers."""

import json
import sys
from pathlib import Path

import click

from petitions.accounts.models import EMAIL_CHARACTERS, ROLES
from petitions.accounts.operations import LastAdmin, invite
from petitions.campaigns.campaign_file import FENCE, FileError, read_campaign
from petitions.campaigns.checklist import language_points
from petitions.campaigns.models import DRAFT, STATES
from petitions.campaigns.operations import (
    Incomplete,
    SlugTaken,
    UnknownCampaign,
    change_state,
    create,
    create_at_free_slug,
    new_campaign,
)
from petitions.desk.importing import labels
from petitions.desk.importing.draft import draft_of, known_slug
from petitions.desk.importing.open_questions import open_questions, storable
from petitions.ops.commands.base import ACTOR, command, refuse
from petitions.urgent_actions.models import UrgentAction
from petitions.urgent_actions.parse import NotAnUrgentAction, parse
from petitions.urgent_actions.uploads import UPLOAD_BYTES, UnreadableFile, text_of
from petitions.web.http import absolute_address
from petitions.web.text import InvalidAddress, checked_address

STANDARD_INPUT = Path("-")
NOT_PUBLISHED = (
    "{file}: what was read from a text is looked at before it is published. "
    "Import it without --publish, and publish it at the organisers' desk."
)
NO_CAMPAIGN = (
    "{file} is neither a campaign file, which begins with a line '---', nor an Urgent Action. "
    "Looked for, and not found: {looked_for}."
)
HERE = "this case is here already as {slug}; at the desk, the text can become news of it"
NONE = "{file} is no Urgent Action. Looked for, and not found: {looked_for}."


@command("import-campaign")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--publish", is_flag=True, help="Open it at once; without, it is a draft.")
def import_campaign(file: Path, publish: bool) -> None:
    """Make a campaign from FILE: a campaign file, or the text of an Urgent Action as a draft."""
    if not _is_campaign_file(file):
        _import_urgent_action(file, publish=publish)
        return
    try:
        draft = read_campaign(file)
        create(draft, actor=ACTOR, publish=publish)
    except FileError as error:
        refuse(str(error))
    except SlugTaken as error:
        refuse(f"{file}: the address {error} is taken; give another slug")
    for point in language_points(new_campaign(draft)):
        click.echo(f"{file}: {point.sentence}", err=True)
    click.echo(f"{draft.slug}: {'open' if publish else 'a draft'}")


def _is_campaign_file(file: Path) -> bool:
    """Return True if a file begins as ours do, or cannot be opened, which that reader reports."""
    try:
        with file.open("rb") as content:
            return content.read(100).removeprefix(b"\xef\xbb\xbf").startswith(FENCE.encode())
    except OSError:
        return True


def _import_urgent_action(file: Path, *, publish: bool) -> None:
    if publish:
        refuse(NOT_PUBLISHED.format(file=file))
    action = _parsed(file, NO_CAMPAIGN)
    as_read = draft_of(action)
    draft, left = storable(as_read)
    known = known_slug(draft.reference)
    slug = create_at_free_slug(draft, actor=ACTOR)
    questions = [str(labels.question_words(question.about)) for question in action.questions]
    questions += [question.words for question in open_questions(action, as_read)]
    for words in [*questions, *left, *([HERE.format(slug=known)] if known else [])]:
        click.echo(f"{file}: {words}", err=True)
    click.echo(f"{slug}: a draft")


@command("parse-urgent-action", needs_tables=False)
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
def parse_urgent_action(file: Path) -> None:
    """Print what the Urgent Action in FILE says, as JSON; `-` reads standard input."""
    action = _parsed(file, NONE)
    click.echo(json.dumps(action.as_json(), ensure_ascii=False))


def _parsed(file: Path, refusal: str) -> UrgentAction:
    name = "standard input" if file == STANDARD_INPUT else str(file)
    try:
        if file == STANDARD_INPUT:
            content = sys.stdin.buffer.read(UPLOAD_BYTES + 1)  # one more than may be
        else:
            with file.open("rb") as opened:
                content = opened.read(UPLOAD_BYTES + 1)
        return parse(text_of(content, name))
    except OSError as error:
        refuse(f"{file}: cannot be read: {error.strerror}")
    except NotAnUrgentAction as problem:
        looked_for = ", ".join(labels.field_name(key) for key in problem.looked_for)
        refuse(refusal.format(file=name, looked_for=looked_for))
    except UnreadableFile as problem:
        refuse(f"{name}: {labels.unreadable_words(problem.why)}")


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
    click.echo(absolute_address("accounts.join", token=token))
