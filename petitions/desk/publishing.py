"""From a draft to the public and on: the checklist, the states in words, the picture."""

from typing import NamedTuple

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, FileField, HiddenField, TextAreaField
from wtforms.validators import DataRequired, ValidationError

from petitions.accounts.access import organiser, requires
from petitions.accounts.models import EDITOR
from petitions.campaigns import operations
from petitions.campaigns.checklist import checklist
from petitions.campaigns.models import (
    ALT_CHARACTERS,
    CLOSED,
    DRAFT,
    OPEN,
    PAUSED,
    STATES,
    WON,
    Campaign,
)
from petitions.campaigns.operations import ChangedMeanwhile, Incomplete, NoPicture
from petitions.campaigns.pictures import Jpeg, UnfitPicture, reencoded
from petitions.campaigns.queries import WHOLE, campaign_or_404
from petitions.config import MAX_REQUEST_BYTES
from petitions.web.errors import ErrorMessage
from petitions.web.forms import Clean, SiteForm, without_nul
from petitions.web.text import clean_name, clean_text

bp = Blueprint("publishing", __name__, url_prefix="/organise/campaigns/<slug>")
pictures_bp = Blueprint("pictures", __name__, url_prefix="/organise/campaigns/<slug>")

NOTE_CHARACTERS = 1_000
UPLOAD_BYTES = 10 * 1024 * 1024
TOO_HEAVY = ErrorMessage(
    _l("This file is larger than 10 MB"),
    _l("Go back and choose a smaller one, or save it in a smaller size. Nothing was changed."),
)
CHOOSE_ONE = _l("Choose a picture.")
CHOOSE_AGAIN = _l("Please choose the file again: browsers do not keep it.")


class StateWords(NamedTuple):
    """What organisers read of a state.

    `is_now` says it, `done` what happens next; `heading`, `meaning`, `asks` and `button` make the
    form that leads there, `again` is the button that only changes the words.
    """

    is_now: LazyString
    done: LazyString
    heading: LazyString
    meaning: LazyString
    asks: LazyString
    button: LazyString
    again: LazyString


NOT_PUBLIC = _l("This campaign is a draft. Only organisers see it.")
WORDS = {
    OPEN: StateWords(
        _l("This campaign is open."),
        _l("Anyone can read it, sign and write to the officials."),
        _l("Open"),
        _l("Anyone can read the page, sign and write to the officials."),
        _l("A few words for the news (may stay empty)"),
        _l("Open this campaign"),
        _l("Open this campaign"),
    ),
    PAUSED: StateWords(
        _l("This campaign is paused."),
        _l("Visitors read why. Nobody can sign or write until you open it again."),
        _l("Pause for safety"),
        _l("The page stays and says why. Nobody can sign or write until you open it again."),
        _l("Why it is paused, for visitors"),
        _l("Pause for safety"),
        _l("Change these words"),
    ),
    WON: StateWords(
        _l("This campaign is won."),
        _l("Visitors read the good news. Nobody needs to sign or write any more."),
        _l("Won"),
        _l("The page stays and begins with the good news. Nobody signs or writes any more."),
        _l("The good news, for visitors"),
        _l("Mark as won"),
        _l("Change these words"),
    ),
    CLOSED: StateWords(
        _l("This campaign is closed."),
        _l("Visitors read why. Nobody can sign or write any more."),
        _l("Close"),
        _l("The page stays and says why. Nobody can sign or write any more."),
        _l("Why it is closed, for visitors"),
        _l("Close this campaign"),
        _l("Change these words"),
    ),
}


def possible(state: str) -> list[str]:
    """Return the states that a campaign can be put into; its own where its words can change."""
    if state == DRAFT:
        return [OPEN]
    return [other for other in WORDS if (other, state) != (OPEN, OPEN)]


class StateForm(SiteForm):
    """The next state, why, and which state the page showed when it was chosen."""

    state = HiddenField(filters=[without_nul], default="")
    seen = HiddenField(filters=[without_nul], default="")
    note = TextAreaField(
        validators=[
            Clean(
                clean_text,
                NOTE_CHARACTERS,
                _l("This is longer than 1000 characters. Please shorten it."),
            )
        ],
        filters=[without_nul],
        default="",
    )
    update = BooleanField(_l("Also write this as news in the timeline"))

    def validate_state(self, field: Field) -> None:
        """Check that the state can follow the one that was seen; the operation compares that."""
        if field.data not in possible(self.seen.data or ""):
            raise ValidationError(_l("Choose one of the states below."))

    def validate_note(self, field: Field) -> None:
        """Require words for every state but the open one, and for news."""
        if not field.data and self.state.data != OPEN:
            raise ValidationError(_l("Write a sentence: visitors read it at the top of the page."))
        if not field.data and self.update.data:
            raise ValidationError(_l("Write what the news should say, or leave the box empty."))


class PictureForm(SiteForm):
    """A file and what it shows. The file goes through `reencoded`, not through WTForms."""

    picture = FileField(_l("The picture"))
    alt = TextAreaField(
        _l("What the picture shows"),
        [
            Clean(
                clean_name,
                ALT_CHARACTERS,
                _l("This is longer than 300 characters. Please shorten it."),
            ),
            DataRequired(_l("Say what the picture shows, for people who do not see it.")),
        ],
        filters=[without_nul],
        default="",
    )

    def validated_picture(self, upload: bytes | None, *, may_lack: bool) -> Jpeg | None:
        """Return the picture of an upload, None without one; also validate the form."""
        self.validate()
        try:
            picture = reencoded(upload) if upload is not None else None
        except UnfitPicture as unfit:
            self.picture.errors = [unfit.words]
            return None
        if picture and self.errors:
            self.picture.errors = [CHOOSE_AGAIN]
        elif not picture and not may_lack:
            self.picture.errors = [CHOOSE_ONE]
        return picture


@bp.get("/state")
@requires(EDITOR)
def states(slug: str) -> ResponseReturnValue:
    """Show the state, what is missing or unusual, and a form for each state to choose."""
    return _states_page(slug)


@bp.post("/state")
@requires(EDITOR, typed=True, proof=True)
def change(slug: str) -> ResponseReturnValue:
    """Put the campaign into another state, or change what visitors read of this one."""
    campaign_or_404(slug)
    form = StateForm(request.form)
    if not form.validate():
        return _states_page(slug, form), 422
    seen, note, update = form.seen.data or "", form.note.data or "", form.update.data
    actor = organiser().email
    try:
        operations.change_state(
            slug, form.state.data or "", note, actor=actor, update=update, seen=seen
        )
    except ChangedMeanwhile:
        return _states_page(slug, form, is_stale=True), 409
    except Incomplete:
        return _states_page(slug, form), 422
    news = "y" if update and note else None
    return redirect(url_for(".states", slug=slug, before=seen, news=news), 303)


def _states_page(slug: str, sent: StateForm | None = None, *, is_stale: bool = False) -> str:
    campaign = campaign_or_404(slug, *WHOLE)
    before = request.args.get("before")
    return render_template(
        "desk/publishing/states.html",
        campaign=campaign,
        checklist=checklist(campaign),
        words=WORDS,
        not_public=NOT_PUBLIC,
        sent=sent,
        is_stale=is_stale,
        forms=[_state_form(campaign, state, sent) for state in possible(campaign.state)],
        before=before if before in STATES and not sent else None,
        may_go_back=before == OPEN != campaign.state,
    )


def _state_form(campaign: Campaign, state: str, sent: StateForm | None) -> StateForm:
    """Return the form that leads to a state: as it was sent, or with the stored words."""
    if sent and sent.state.data == state:
        form = sent
    else:
        form = StateForm(formdata=None)
        form.note.data = campaign.state_note if state == campaign.state else ""
    form.state.data, form.seen.data = state, campaign.state
    form.note.id, form.update.id = f"note-{state}", f"update-{state}"
    form.note.label.text = WORDS[state].asks
    return form


# Before the gate, which reads the form to find its token.
@pictures_bp.url_value_preprocessor
def _let_a_picture_through(endpoint: str | None, _values: dict[str, str] | None) -> None:
    if endpoint == "pictures.save":
        # The second, too: Werkzeug compares it with what it has of the file in its buffer.
        request.max_content_length = UPLOAD_BYTES + MAX_REQUEST_BYTES
        request.max_form_memory_size = UPLOAD_BYTES + MAX_REQUEST_BYTES


@pictures_bp.errorhandler(413)
def _too_heavy(_error: Exception) -> ResponseReturnValue:
    return render_template("web/error.html", message=TOO_HEAVY, code=413), 413


@pictures_bp.get("/picture")
@requires(EDITOR)
def picture(slug: str) -> ResponseReturnValue:
    """Show the picture and the form to replace it."""
    campaign = campaign_or_404(slug, *WHOLE)
    form = PictureForm(formdata=None)
    form.alt.data = campaign.picture.alt if campaign.picture else ""
    return _picture_page(campaign, form)


@pictures_bp.post("/picture")
@requires(EDITOR)
def save(slug: str) -> ResponseReturnValue:
    """Make a picture of the upload, or change the words to the one that is there."""
    campaign = campaign_or_404(slug, *WHOLE)
    form, upload = PictureForm(request.form), request.files.get("picture")
    content = upload.read() if upload else None
    new_picture = form.validated_picture(content, may_lack=campaign.picture is not None)
    if form.errors:
        return _picture_page(campaign, form), 422
    try:
        operations.set_picture(slug, new_picture, form.alt.data or "", actor=organiser().email)
    except NoPicture:  # somebody removed it meanwhile
        form.picture.errors = [CHOOSE_ONE]
        return _picture_page(campaign_or_404(slug, *WHOLE), form), 422
    return redirect(url_for(".picture", slug=slug, done="saved"), 303)


@pictures_bp.post("/picture/remove")
@requires(EDITOR)
def remove(slug: str) -> ResponseReturnValue:
    """Remove the picture."""
    campaign_or_404(slug)
    operations.remove_picture(slug, actor=organiser().email)
    return redirect(url_for(".picture", slug=slug, done="removed"), 303)


def _picture_page(campaign: Campaign, form: PictureForm) -> str:
    return render_template("desk/publishing/picture.html", campaign=campaign, form=form)
