"""Urgent Actions from files: read, told as JSON, made a draft."""

import json
import sys
from pathlib import Path

import click

from petitions.campaigns.campaign_file import FENCE
from petitions.campaigns.editing.beginning import create_where_free
from petitions.desk.importing import labels
from petitions.desk.importing.draft import draft_of
from petitions.desk.importing.find_existing import known_slug
from petitions.desk.importing.normalise import storable
from petitions.desk.importing.open_questions import asks
from petitions.ops.commands.base import ACTOR, command, refuse
from petitions.urgent_actions.parse import NotAnUrgentAction, parse
from petitions.urgent_actions.uploads import UPLOAD_BYTES, UnreadableFile, text_of
from petitions.urgent_actions.urgent_action import UrgentAction

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


@command("parse-urgent-action", needs_tables=False)
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
def parse_urgent_action(file: Path) -> None:
    """Print what the Urgent Action in FILE says, as JSON; `-` reads standard input."""
    found = _parsed(file, NONE)
    click.echo(json.dumps(found.as_json(), ensure_ascii=False))


def is_campaign_file(file: Path) -> bool:
    """Tell whether a file begins as our own do, or cannot be opened, which that reader tells."""
    try:
        with file.open("rb") as opened:
            return opened.read(100).removeprefix(b"\xef\xbb\xbf").startswith(FENCE.encode())
    except OSError:
        return True


def import_text(file: Path, *, publish: bool) -> None:
    """Make a draft of an Urgent Action, and say what a person has to look at."""
    if publish:
        refuse(NOT_PUBLISHED.format(file=file))
    found = _parsed(file, NO_CAMPAIGN)
    draft, left = storable(draft_of(found))
    known = known_slug(draft.reference)
    slug = create_where_free(draft, actor=ACTOR)
    for words in [*_told(found), *left, *([HERE.format(slug=known)] if known else [])]:
        click.echo(f"{file}: {words}", err=True)
    click.echo(f"{slug}: a draft")


def _parsed(file: Path, words: str) -> UrgentAction:
    try:
        return parse(text_of(_content(file), _name(file)))
    except NotAnUrgentAction as problem:
        looked_for = ", ".join(labels.field_name(key) for key in problem.looked_for)
        refuse(words.format(file=_name(file), looked_for=looked_for))
    except UnreadableFile as problem:
        refuse(f"{_name(file)}: {labels.unreadable_words(problem.why)}")


def _content(file: Path) -> bytes:
    """Give a file's bytes, one more than may be."""
    try:
        if file == STANDARD_INPUT:
            return sys.stdin.buffer.read(UPLOAD_BYTES + 1)
        with file.open("rb") as opened:
            return opened.read(UPLOAD_BYTES + 1)
    except OSError as error:
        refuse(f"{file}: cannot be read: {error.strerror}")


def _name(file: Path) -> str:
    return "standard input" if file == STANDARD_INPUT else str(file)


def _told(found: UrgentAction) -> list[str]:
    questions = [str(labels.question_words(one.about)) for one in found.questions]
    return questions + [one.words for one in asks(found, draft_of(found))]
