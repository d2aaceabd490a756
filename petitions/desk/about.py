"""Who is responsible for the site: what every page says of the organisation, and its logo."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from wtforms import Field, FileField, RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than stubs
from wtforms.validators import ValidationError

from petitions.accounts.access import organiser, requires
from petitions.accounts.models import ADMIN
from petitions.campaigns import values
from petitions.campaigns.contacts import EMAIL
from petitions.campaigns.operations import ChangedMeanwhile
from petitions.campaigns.pictures import LOGO_SIDE, UnfitPicture, reencoded
from petitions.config import MAX_REQUEST_BYTES, settings
from petitions.desk import operations
from petitions.desk.editor.forms import NO_EMAIL, NO_WEB_ADDRESS
from petitions.desk.editor.part_form import (
    CHOICES,
    PartForm,
    RequiredWith,
    line,
    markdown,
    paragraph,
)
from petitions.desk.pictures import CHOOSE_ONE, TOO_HEAVY, UPLOAD_BYTES
from petitions.organisation.models import ACCENTS, NAME_CHARACTERS
from petitions.organisation.queries import lacks_organisation, stored_organisation
from petitions.web.forms import Checked
from petitions.web.text import row_number

bp = Blueprint("about", __name__, url_prefix="/organise/about")

# All texts in a script of which a letter takes nine bytes on its way here.
MAX_FORM_BYTES = 200_000
NEEDED = _l("Visitors of this site must learn this: no campaign is open without it.")
ACCENT_NAMES = {
    "blue": _l("Blue, as it comes"),
    "petrol": _l("Blue-green"),
    "green": _l("Green"),
    "olive": _l("Olive"),
    "violet": _l("Violet"),
    "plum": _l("Plum"),
    "brown": _l("Brown"),
    "graphite": _l("Dark grey"),
}


class OrganisationForm(PartForm):
    """All that visitors learn of who is responsible."""

    name = line(_l("Organisation"), NAME_CHARACTERS, description=_l("As its visitors know it."))
    contact = line(
        _l("E-mail address for questions"),
        254,
        Checked(EMAIL.check, NO_EMAIL, optional=True),
        RequiredWith("name", _l("Write where the organisation can be asked.")),
        render_kw={"inputmode": "email"},
        description=_l("Shown on every page. Answers to all mails of this site go there."),
    )
    postal_address = paragraph(
        _l("Postal address (optional)"),
        500,
        render_kw={"rows": 3},
        description=_l("Line by line as on an envelope, without the name."),
    )
    about = markdown(_l("What it is (optional)"), 5_000, rows=8)
    imprint = line(
        _l("Address of the imprint (optional)"),
        1_000,
        Checked(values.web_address, NO_WEB_ADDRESS, optional=True),
        render_kw={"inputmode": "url"},
        description=_l("Where the law asks for one. It is linked from every page."),
    )
    controller = paragraph(
        _l("Controller under the GDPR (optional)"),
        1_000,
        render_kw={"rows": 3},
        description=_l("Where it is not the organisation above: name, address, representative."),
    )
    legal_basis = paragraph(
        _l("Legal basis (optional)"),
        1_000,
        render_kw={"rows": 3},
        description=_l("Such as: consent, Art. 6(1)(a) and Art. 9(2)(a) GDPR."),
    )
    supervisory_authority = paragraph(
        _l("Supervisory authority (optional)"),
        500,
        render_kw={"rows": 2},
        description=_l("Where people can complain: its name, and how it is reached."),
    )
    accent = RadioField(
        _l("Colour of links and buttons"),
        choices=[SelectChoice(accent, ACCENT_NAMES[accent]) for accent in ACCENTS],
        default=ACCENTS[0],
        **CHOICES,
    )

    def validate_name(self, field: Field) -> None:
        """Require who it is where the site is public, and where there is an address to ask."""
        if field.data:
            return
        if settings().is_public:
            raise ValidationError(NEEDED)
        if self.contact.data:
            raise ValidationError(_l("Write who has this address."))


class LogoForm(PartForm):
    """A file. It goes through `reencoded`, not through WTForms."""

    logo = FileField(_l("The logo"))


# Before the gate, which reads the form to find its token.
@bp.url_value_preprocessor
def _let_long_forms_through(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    limit = UPLOAD_BYTES + MAX_REQUEST_BYTES if endpoint == "about.save_logo" else MAX_FORM_BYTES
    request.max_content_length = request.max_form_memory_size = limit


@bp.errorhandler(413)
def _too_heavy(_error: Exception) -> ResponseReturnValue:
    return render_template("web/error.html", message=TOO_HEAVY, code=413), 413


@bp.get("")
@requires(ADMIN)
def show() -> ResponseReturnValue:
    """Show who is responsible, and the forms to change it."""
    return _page(OrganisationForm.of(stored_organisation(), ""))


@bp.post("")
@requires(ADMIN, typed=True, proof=True)
def save() -> ResponseReturnValue:
    """Store what visitors learn of the organisation."""
    form = OrganisationForm.typed(request.form, "")
    if not form.validate():
        return _page(form), 422
    version = row_number(request.form.get("version")) or 0
    try:
        operations.save_organisation(version, form.values(), actor=organiser().email)
    except ChangedMeanwhile:
        return _page(form, is_stale=True), 409
    return redirect(url_for(".show", done="saved"), 303)


@bp.post("/logo")
@requires(ADMIN)
def save_logo() -> ResponseReturnValue:
    """Make a logo of the upload."""
    form, upload = LogoForm(formdata=None), request.files.get("logo")
    try:
        logo = reencoded(upload.read(), LOGO_SIDE) if upload else None
    except UnfitPicture as unfit:
        form.logo.errors = [unfit.words]
    else:
        if logo:
            operations.set_logo(logo, actor=organiser().email)
            return redirect(url_for(".show", done="logo"), 303)
        form.logo.errors = [CHOOSE_ONE]
    return _page(OrganisationForm.of(stored_organisation(), ""), form), 422


@bp.post("/logo/remove")
@requires(ADMIN)
def remove_logo() -> ResponseReturnValue:
    """Take the logo away."""
    operations.set_logo(None, actor=organiser().email)
    return redirect(url_for(".show", done="no-logo"), 303)


def _page(
    form: OrganisationForm, logo_form: LogoForm | None = None, *, is_stale: bool = False
) -> str:
    stored = stored_organisation()
    return render_template(
        "desk/about/about.html",
        form=form,
        logo_form=logo_form or LogoForm(formdata=None),
        stored=stored,
        stored_form=OrganisationForm.of(stored, "stored-") if is_stale else None,
        is_lacking=lacks_organisation(),
        is_public=settings().is_public,
    )
