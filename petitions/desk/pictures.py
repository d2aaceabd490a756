"""The picture of a campaign: shown, replaced, removed."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FileField, StringField, TextAreaField
from wtforms.validators import DataRequired

from petitions.accounts.access import organiser, requires
from petitions.accounts.models import EDITOR
from petitions.campaigns import operations
from petitions.campaigns.models import ALT_CHARACTERS, CREDIT_CHARACTERS, Campaign
from petitions.campaigns.operations import NoPicture
from petitions.campaigns.pictures import Jpeg, UnfitPicture, reencoded, small_of
from petitions.campaigns.queries import WHOLE, campaign_or_404
from petitions.config import MAX_REQUEST_BYTES
from petitions.web.errors import ErrorMessage
from petitions.web.forms import Clean, SiteForm, without_nul
from petitions.web.text import clean_name

bp = Blueprint("pictures", __name__, url_prefix="/organise/campaigns/<slug>")

UPLOAD_BYTES = 10 * 1024 * 1024
TOO_HEAVY = ErrorMessage(
    _l("This file is larger than 10 MB"),
    _l("Go back and choose a smaller one, or save it in a smaller size. Nothing was changed."),
)
CHOOSE_ONE = _l("Choose a picture.")
CHOOSE_AGAIN = _l("Please choose the file again: browsers do not keep it.")


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

    credit = StringField(
        _l("Who made the picture (optional)"),
        [Clean(clean_name, CREDIT_CHARACTERS, _l("This is longer than 200 characters."))],
        filters=[without_nul],
        default="",
    )
    is_safe = BooleanField(
        _l("Whoever can be seen, or the family, agreed to it, and it puts nobody in danger."),
        [DataRequired(_l("Tick this, or choose another picture."))],
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


# Before the gate, which reads the form to find its token.
@bp.url_value_preprocessor
def _let_a_picture_through(endpoint: str | None, _values: dict[str, str] | None) -> None:
    if endpoint == "pictures.save":
        # The second, too: Werkzeug compares it with what it has of the file in its buffer.
        request.max_content_length = UPLOAD_BYTES + MAX_REQUEST_BYTES
        request.max_form_memory_size = UPLOAD_BYTES + MAX_REQUEST_BYTES


@bp.errorhandler(413)
def _too_heavy(_error: Exception) -> ResponseReturnValue:
    return render_template("web/error.html", message=TOO_HEAVY, code=413), 413


@bp.get("/picture")
@requires(EDITOR)
def picture(slug: str) -> ResponseReturnValue:
    """Show the picture and the form to replace it."""
    campaign = campaign_or_404(slug, *WHOLE)
    form = PictureForm(formdata=None)
    if campaign.picture:
        form.alt.data, form.credit.data = campaign.picture.alt, campaign.picture.credit
    return _picture_page(campaign, form)


@bp.post("/picture")
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
        operations.set_picture(
            slug,
            new_picture,
            form.alt.data or "",
            credit=form.credit.data or "",
            small=small_of(new_picture) if new_picture else None,
            actor=organiser().email,
        )
    except NoPicture:  # somebody removed it meanwhile
        form.picture.errors = [CHOOSE_ONE]
        return _picture_page(campaign_or_404(slug, *WHOLE), form), 422
    return redirect(url_for(".picture", slug=slug, done="saved"), 303)


@bp.post("/picture/remove")
@requires(EDITOR)
def remove(slug: str) -> ResponseReturnValue:
    """Remove the picture."""
    campaign_or_404(slug)
    operations.remove_picture(slug, actor=organiser().email)
    return redirect(url_for(".picture", slug=slug, done="removed"), 303)


def _picture_page(campaign: Campaign, form: PictureForm) -> str:
    return render_template("desk/pictures/picture.html", campaign=campaign, form=form)
