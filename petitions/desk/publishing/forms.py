"""What organisers send to change a state or a picture."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, FileField, HiddenField, TextAreaField
from wtforms.validators import StopValidation

from petitions.campaigns.models import ALT_CHARACTERS, OPEN
from petitions.campaigns.pictures import Made, UnfitPicture, made_anew
from petitions.desk.publishing.states import WORDS, possible
from petitions.web.forms import SiteForm, without_nul
from petitions.web.text import clean_name, clean_text

NOTE_CHARACTERS = 1_000
CHOOSE_ONE = _l("Choose a picture.")
CHOOSE_AGAIN = _l("Please choose the file again: browsers do not keep it.")


def _state(form: FlaskForm, field: Field) -> None:
    # What was seen is compared with the state itself when it is changed.
    if field.data not in WORDS or field.data not in possible(form.seen.data):
        raise StopValidation(_l("Choose one of the states below."))


def _note(form: FlaskForm, field: Field) -> None:
    # Normalising takes the square of the length where somebody stacks accents: not without limit.
    too_long = len(field.data) > 4 * NOTE_CHARACTERS
    if too_long or len(clean_text(field.data)) > NOTE_CHARACTERS:
        raise StopValidation(_l("This is longer than 1000 characters. Please shorten it."))
    if clean_text(field.data):
        return
    if form.state.data != OPEN:
        raise StopValidation(_l("Write a sentence: visitors read it at the top of the page."))
    if form.update.data:
        raise StopValidation(_l("Write what the news should say, or leave the box empty."))


def _alt(_form: FlaskForm, field: Field) -> None:
    too_long = len(field.data) > 4 * ALT_CHARACTERS
    if too_long or len(clean_name(field.data)) > ALT_CHARACTERS:
        raise StopValidation(_l("This is longer than 300 characters. Please shorten it."))
    if not clean_name(field.data):
        raise StopValidation(_l("Say what the picture shows, for people who do not see it."))


class StateForm(SiteForm):
    """The next state, why, and what the page said when it was chosen."""

    state = HiddenField(validators=[_state], filters=[without_nul], default="")
    seen = HiddenField(filters=[without_nul], default="")
    note = TextAreaField(validators=[_note], filters=[without_nul], default="")
    update = BooleanField(_l("Also write this as news in the timeline"))

    def words(self) -> str:
        """Return the note; only after the form was found valid."""
        return clean_text(self.note.data or "")


class PictureForm(SiteForm):
    """A file and what it shows. The file goes through `made_anew`, not through WTForms."""

    picture = FileField(_l("The picture"))
    alt = TextAreaField(_l("What the picture shows"), [_alt], filters=[without_nul], default="")

    def made(self, upload: bytes | None, *, may_lack: bool) -> Made | None:
        """Return the picture of an upload, None without one; else note what is wrong."""
        try:
            made = made_anew(upload) if upload is not None else None
        except UnfitPicture as unfit:
            self.picture.errors = [unfit.words]
            return None
        if made and self.errors:
            self.picture.errors = [CHOOSE_AGAIN]
        elif not made and not may_lack:
            self.picture.errors = [CHOOSE_ONE]
        return made

    def description(self) -> str:
        """Return the alternative text; only after the form was found valid."""
        return clean_name(self.alt.data or "")
