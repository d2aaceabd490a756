"""The picture of a case."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from petitions.accounts.access import organiser, requires
from petitions.accounts.models import EDITOR
from petitions.campaigns import operations
from petitions.campaigns.models import Campaign
from petitions.campaigns.operations import NoPicture
from petitions.campaigns.queries import WHOLE, campaign_or_404
from petitions.config import MAX_REQUEST_BYTES
from petitions.desk.publishing.forms import CHOOSE_ONE, PictureForm
from petitions.web.errors import ErrorMessage

bp = Blueprint("pictures", __name__, url_prefix="/organise/campaigns/<slug>")

UPLOAD_BYTES = 10 * 1024 * 1024
TOO_HEAVY = ErrorMessage(
    _l("This file is larger than 10 MB"),
    _l("Go back and choose a smaller one, or save it in a smaller size. Nothing was changed."),
)


# Before the gate, which reads the form to find its token.
@bp.url_value_preprocessor
def _let_a_picture_through(endpoint: str | None, _values: dict[str, str] | None) -> None:
    if endpoint == "pictures.save":
        most = UPLOAD_BYTES + MAX_REQUEST_BYTES
        # The second, too: Werkzeug compares it with what it has of the file in its buffer.
        request.max_content_length = request.max_form_memory_size = most


@bp.errorhandler(413)
def _too_heavy(_error: Exception) -> ResponseReturnValue:
    return render_template("web/error.html", message=TOO_HEAVY, code=413), 413


@bp.get("/picture")
@requires(EDITOR)
def picture(slug: str) -> ResponseReturnValue:
    """Show the picture and the form to replace it."""
    campaign = campaign_or_404(slug, *WHOLE)
    form = PictureForm(formdata=None)
    form.alt.data = campaign.picture.alt if campaign.picture else ""
    return _page(campaign, form)


@bp.post("/picture")
@requires(EDITOR)
def save(slug: str) -> ResponseReturnValue:
    """Make a picture of the upload, or change the words to the one that is there."""
    campaign = campaign_or_404(slug, *WHOLE)
    form = PictureForm(request.form)
    form.validate()
    upload = request.files.get("picture")
    made = form.made(upload.read() if upload else None, may_lack=campaign.picture is not None)
    if form.errors:
        return _page(campaign, form), 422
    try:
        operations.set_picture(slug, made, form.description(), actor=organiser().email)
    except NoPicture:  # somebody removed it meanwhile
        form.picture.errors = [CHOOSE_ONE]
        return _page(campaign_or_404(slug, *WHOLE), form), 422
    return redirect(url_for(".picture", slug=slug, done="saved"), 303)


@bp.post("/picture/remove")
@requires(EDITOR)
def remove(slug: str) -> ResponseReturnValue:
    """Take the picture away."""
    campaign_or_404(slug)
    operations.remove_picture(slug, actor=organiser().email)
    return redirect(url_for(".picture", slug=slug, done="removed"), 303)


def _page(campaign: Campaign, form: PictureForm) -> str:
    return render_template("desk/publishing/picture.html", campaign=campaign, form=form)
