"""Commands for campaigns and who looks after them: import, states, organisers."""

import json
from pathlib import Path

import click

from petitions.accounts.forms import organiser_address
from petitions.accounts.models import ROLES
from petitions.accounts.operations import LastAdmin, invite
from petitions.campaigns.campaign_file import FENCE, FileError, read_campaign
from petitions.campaigns.checklist import demand_points, language_points
from petitions.campaigns.models import PAUSED, STATES, TAKEN_DOWN
from petitions.campaigns.operations import (
    Incomplete,
    IsTakenDown,
    NotADraft,
    SlugTaken,
    change_state,
    create,
    create_at_free_slug,
    new_campaign,
)
from petitions.campaigns.queries import UnknownCampaign
from petitions.campaigns.takedown import bring_back, take_down
from petitions.desk.importing import labels
from petitions.desk.importing.certainty import unsure
from petitions.desk.importing.draft import draft_of, known_slug
from petitions.desk.importing.open_questions import open_questions, storable
from petitions.ops.commands import ACTOR, bp, expect_tables, refuse
from petitions.urgent_actions.models import UrgentAction
from petitions.urgent_actions.parse import NotAnUrgentAction, parse
from petitions.urgent_actions.uploads import UPLOAD_BYTES, UnreadableFile, text_of
from petitions.web.addresses import AddressFault
from petitions.web.http import absolute_address

NEITHER = "is neither a campaign file, which begins with a line '---', nor an Urgent Action"


@bp.cli.command("import-campaign")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--publish", is_flag=True, help="Open it at once; without, it is a draft.")
def import_campaign(file: Path, publish: bool) -> None:
    """Make a campaign from FILE: a campaign file, or the text of an Urgent Action as a draft."""
    expect_tables()
    try:
        with file.open("rb") as content:
            start = content.read(100).removeprefix(b"\xef\xbb\xbf")
    except OSError:  # which read_campaign reports
        start = FENCE.encode()
    if not start.startswith(FENCE.encode()):
        _import_urgent_action(file, publish=publish)
        return
    try:
        draft = read_campaign(file)
        create(draft, actor=ACTOR, publish=publish)
    except FileError as error:
        refuse(str(error))
    except SlugTaken as error:
        refuse(f"{file}: the address {error} is taken; give another slug")
    except Incomplete as error:
        refuse(f"{file}: cannot open: {error} Without --publish it becomes a draft.")
    campaign = new_campaign(draft)
    for point in (*demand_points(campaign), *language_points(campaign)):
        click.echo(f"{file}: {point.sentence}", err=True)
    click.echo(f"{draft.slug}: {'open' if publish else 'a draft'}")


def _import_urgent_action(file: Path, *, publish: bool) -> None:
    if publish:
        refuse(
            f"{file}: what was read from a text is looked at before it is published. "
            "Import it without --publish, and publish it at the organisers' desk."
        )
    action = _parsed(file, NEITHER, anyway=False)
    as_read = draft_of(action)
    draft, left_out = storable(as_read)
    known = known_slug(draft.reference)
    slug = create_at_free_slug(draft, actor=ACTOR)
    asked = open_questions(action, as_read)
    notes = [question.words for question in asked if question.is_unsaid]
    notes += [str(labels.QUESTIONS[question.about]) for question in action.questions]
    notes += [question.words for question in asked if not question.is_unsaid]
    notes += unsure(action)
    notes += left_out
    if known:
        notes += [
            f"this case is here already as {known}; at the desk, the text can become news of it"
        ]
    for note in notes:
        click.echo(f"{file}: {note}", err=True)
    click.echo(f"{slug}: a draft")


@bp.cli.command("parse-urgent-action")
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--anyway", is_flag=True, help="Read a text too that may be no Urgent Action.")
def parse_urgent_action(file: Path, *, anyway: bool) -> None:
    """Print what the Urgent Action in FILE says, as JSON; `-` reads standard input."""
    action = _parsed(file, "may be no Urgent Action; --anyway reads it all the same", anyway=anyway)
    click.echo(json.dumps(action.as_json(), ensure_ascii=False))


def _parsed(file: Path, refusal: str, *, anyway: bool) -> UrgentAction:
    name = "standard input" if str(file) == "-" else str(file)
    try:
        with click.open_file(str(file), "rb") as opened:
            content = opened.read(UPLOAD_BYTES + 1)  # one more than may be
        return parse(text_of(content, name), anyway=anyway)
    except OSError as error:
        refuse(f"{file}: cannot be read: {error.strerror}")
    except NotAnUrgentAction as problem:
        looked_for = ", ".join(labels.field_name(key) for key in problem.looked_for)
        refuse(f"{name} {refusal}. Looked for, and not found: {looked_for}.")
    except UnreadableFile as problem:
        refuse(f"{name}: {labels.UNREADABLE[problem.why]}")


@bp.cli.command("set-state")
@click.argument("slug")
@click.argument("state", type=click.Choice(STATES))
@click.option("--note", default="", help="What visitors are told: why, or the good news.")
@click.option("--hide", is_flag=True, help="With paused: the page is not available meanwhile.")
def set_state(slug: str, state: str, note: str, *, hide: bool) -> None:
    """Open, pause, win, close or take down the campaign SLUG.

    What is taken down goes back to the state before, and to no other. The note of one that is
    taken down is for the audit log alone.
    """
    expect_tables()
    if hide and state != PAUSED:
        refuse("--hide goes with paused alone")
    try:
        if state == TAKEN_DOWN:
            take_down(slug, note, actor=ACTOR)
        else:
            change_state(slug, state, note, actor=ACTOR, hide=hide)
    except UnknownCampaign:
        refuse(f"there is no campaign {slug}")
    except Incomplete as error:
        refuse(f"{slug} cannot open: {error}")
    except NotADraft:
        refuse(f"{slug} cannot become a draft again")
    except IsTakenDown as error:
        if state not in {TAKEN_DOWN, error.state_before}:
            refuse(f"{slug} is taken down: it can only go back to {error.state_before}")
        if state != TAKEN_DOWN:
            _bring_back(slug)
    click.echo(f"{slug}: {state}")


def _bring_back(slug: str) -> None:
    try:
        bring_back(slug, actor=ACTOR)
    except Incomplete as error:
        refuse(f"{slug} cannot open: {error}")


@bp.cli.command("add-organiser")
@click.argument("email")
@click.option("--role", type=click.Choice(ROLES), required=True)
def add_organiser(email: str, role: str) -> None:
    """Print a link with which EMAIL chooses a passphrase: good once, for 24 hours."""
    expect_tables()
    try:
        address = organiser_address(email)
    except AddressFault:
        refuse(f"{email} is not an e-mail address, or too long")
    try:
        token = invite(address, role, actor=ACTOR)
    except LastAdmin:
        refuse(f"{email} is the only admin: make somebody else one first")
    click.echo(absolute_address("accounts.join", token=token))
