"""What editors send of a target: who it is, and how it is reached."""

from flask_babel import lazy_gettext as _l
from wtforms import Field, FieldList, FormField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than stubs
from wtforms.validators import DataRequired, ValidationError

from petitions.campaigns import values
from petitions.campaigns.contacts import CONTACT_CHARACTERS, CONTACT_KINDS
from petitions.campaigns.models import DRAFT, Campaign
from petitions.campaigns.values import SLUG_CHARACTERS
from petitions.desk.editor.forms import NO_ZONE
from petitions.desk.editor.part_form import (
    CHOICES,
    FEW,
    PartForm,
    country_field,
    line,
    paragraph,
)
from petitions.web.forms import Checked, SiteForm

NO_NUMBER = _l("Write the number in international form, such as +7 7172 506 402.")
NO_CONTACT = {
    "email": _l("This is no e-mail address. Write it like minister@example.org."),
    "fax": NO_NUMBER,
    "phone": NO_NUMBER,
    "form": _l("Write the address of the form as a browser shows it. It begins with https://."),
    "whatsapp": NO_NUMBER,
    "telegram": _l("Write the name like @name, or its address like https://t.me/name."),
    "signal": NO_NUMBER,
    "social": _l("Write an account like @name or @name@server, or its address."),
}
UNREACHABLE = _l("Nobody could be reached by this. Check it for typing mistakes.")


class ContactRow(SiteForm):
    """One way to reach a target."""

    kind = SelectField(
        _l("Kind"),
        choices=[SelectChoice(kind.name, kind.label) for kind in CONTACT_KINDS.values()],
        default=next(iter(CONTACT_KINDS)),
        **CHOICES,
    )
    value = line(_l("Address, number or account"), CONTACT_CHARACTERS)
    note = line(_l("Note (optional)"), 200)

    def validate_value(self, field: Field) -> None:
        """Check and write a contact as its kind says; the kind itself is checked before."""
        kind = CONTACT_KINDS.get(self.kind.data or "")
        if not field.data and self.note.data:
            raise ValidationError(
                _l("Write the number, address or account that the note is about.")
            )
        if field.data and kind:
            try:
                field.data = kind.check(field.data)
            except ValueError as error:
                raise ValidationError(NO_CONTACT.get(kind.name, UNREACHABLE)) from error


class OfficialForm(PartForm):
    """An official, and how to reach them."""

    name = line(_l("Name"), 200)
    role = line(_l("Office"), 200, description=_l("Such as Minister of Health."))
    own = frozenset({"name", "role", "salutation", "note"})
    rows = "contacts"
    row_name = _l("Contact %(number)s")
    add_name = _l("Save and add a contact")
    salutation = line(
        _l("Greeting"), 200, description=_l("How a letter begins, such as Dear Minister.")
    )
    address = paragraph(
        _l("Postal address"),
        1_000,
        render_kw={"rows": 4},
        description=_l("Line by line as on an envelope, without the name."),
    )
    country = country_field(_l("Country of the address (optional)"))
    contacts = FieldList(FormField(ContactRow), _l("Contacts"), [FEW])


class NewTargetForm(OfficialForm):
    """An official who is not stored yet."""


class TargetForm(OfficialForm):
    """An official, and when they are at work."""

    time_zone = line(
        _l("Time zone of the office (optional)"),
        50,
        Checked(values.time_zone, NO_ZONE, optional=True),
        render_kw={"list": "time-zones"},
    )


class DraftTargetForm(TargetForm):
    """An official whom nobody writes to yet."""

    slug = line(
        _l("Last part of this official’s address"),
        SLUG_CHARACTERS,
        DataRequired(_l("Write the last part of the address, such as minister-of-health.")),
        Checked(
            values.slug,
            _l("Write small letters, digits and hyphens only, such as minister-of-health."),
        ),
        description=_l(
            "Of the pages on which people write to this official. It stays once the campaign is "
            "published."
        ),
    )


def target_form(campaign: Campaign) -> type[TargetForm]:
    """Return the form of a campaign's targets: addresses of public pages stay."""
    return DraftTargetForm if campaign.state == DRAFT else TargetForm
