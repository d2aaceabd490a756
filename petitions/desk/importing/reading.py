"""What was pasted or uploaded, as an Urgent Action; or in words why it is none."""

from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, request
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField

from petitions.campaigns.campaign_file.fields import CONTROL
from petitions.desk.importing import labels
from petitions.urgent_actions.parse import NotAnUrgentAction, parse
from petitions.urgent_actions.uploads import UPLOAD_BYTES, UnreadableFile, text_of
from petitions.urgent_actions.urgent_action import UrgentAction
from petitions.web.forms import SiteForm

TEXT_CHARACTERS = 300_000
# The longest text in letters of three bytes, once as it came and once as it was read.
ROOMY_BYTES, ROOMY_PARTS = UPLOAD_BYTES + 6_000_000, 5_000
NOTHING = _l("Paste a text, or choose a file.")
BOTH = _l("Here is a text, and a file as well. Please give one of the two.")
FOREIGN = _l("This does not look like an Urgent Action. Looked for, and not found:")


@dataclass
class Unusable(Exception):
    """There is nothing to review; `words` say why, `text` is what there is of it."""

    words: LazyString
    text: str = ""
    looked_for: list[str] = field(default_factory=list)


class PasteForm(SiteForm):
    """A text to read; the file beside it is no field, since browsers never give it back."""

    text = TextAreaField(_l("Text of the Urgent Action"), default="")

    def complain(self, words: LazyString) -> None:
        """Say what is wrong with what came."""
        self.text.errors = [words]


def make_room(bp: Blueprint) -> None:
    """Take files and long texts; before anything reads the form."""

    @bp.url_value_preprocessor
    def _make_room(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
        request.max_content_length = request.max_form_memory_size = ROOMY_BYTES
        request.max_form_parts = ROOMY_PARTS


def read_request() -> UrgentAction:
    """Read what came with the request.

    Raises:
        Unusable: with words for the page.

    """
    text = readable(_text())
    if not text.strip():
        raise Unusable(NOTHING)
    if len(text) > TEXT_CHARACTERS:
        raise Unusable(labels.unreadable_words("too-large"), text[:TEXT_CHARACTERS])
    try:
        return parse(text)
    except NotAnUrgentAction as problem:
        raise Unusable(FOREIGN, text, _words(problem.looked_for)) from problem


def read_again() -> UrgentAction:
    """Read the text that travels with a form; where it is none any more, without findings."""
    text = readable(request.form.get("source", ""))[:TEXT_CHARACTERS]
    try:
        return parse(text)
    except NotAnUrgentAction:
        return UrgentAction(text=text)


def readable(text: str) -> str:
    """Give the text without what a page cannot give back."""
    return CONTROL.sub("", text.replace("\f", "\n").replace("\v", "\n"))


def _words(looked_for: list[str]) -> list[str]:
    return [labels.field_name(key) for key in looked_for]


def _text() -> str:
    upload: Any = request.files.get("file")
    pasted: str = request.form.get("text", "")
    if not upload or not upload.filename:
        return pasted
    if pasted.strip():
        raise Unusable(BOTH, readable(pasted)[:TEXT_CHARACTERS])
    try:
        return text_of(upload.read(UPLOAD_BYTES + 1), upload.filename)
    except UnreadableFile as problem:
        raise Unusable(labels.unreadable_words(problem.why)) from problem
