"""What editors send of a target."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FieldList, FormField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than stubs
from wtforms.validators import StopValidation

from petitions.campaigns import values
from petitions.campaigns.contacts import CONTACT_CHARACTERS, CONTACT_KINDS
from petitions.campaigns.drafts import ContactDraft
from petitions.desk.editor.checks import right
from petitions.desk.editor.forms import NO_ZONE
from petitions.desk.editor.part_form import PartForm, country_field, few, line, paragraph
from petitions.web.forms import SiteForm

_NO_NUMBER = _l("Write the number in international form, such as +7 7172 506 402.")
# What is wrong with a contact of a kind, in words.
WRONG = {
    "email": _l("This is no e-mail address. Write it like minister@example.org."),
    "fax": _NO_NUMBER,
    "phone": _NO_NUMBER,
    "social": _l("Write an account like @name or @name@server, or its address."),
}
WRONG_AT_ALL = _l("Nobody could be reached by this. Check it for typing mistakes.")


def _reaches(form: Any, field: Any) -> None:
    if not field.data:
        if form.note.data:
            raise StopValidation(_l("Write the number, address or account that the note is about."))
        return
    kind = CONTACT_KINDS.get(form.kind.data)
    if kind is None:
        return  # the kind itself says so
    try:
        field.data = kind.check(field.data)
    except ValueError as error:
        raise StopValidation(WRONG.get(kind.name, WRONG_AT_ALL)) from error


def _known_kind(_form: Any, field: Any) -> None:
    if field.data not in CONTACT_KINDS:
        raise StopValidation(_l("Choose from the list."))


class ContactRow(SiteForm):
    """One way to reach a target."""

    kind = SelectField(
        _l("Kind"),
        [_known_kind],
        choices=[SelectChoice(one.name, one.label) for one in CONTACT_KINDS.values()],
        default=next(iter(CONTACT_KINDS)),
        validate_choice=False,
    )
    value = line(_l("Address, number or account"), CONTACT_CHARACTERS, _reaches)
    note = line(_l("Note (optional)"), 200)


class OfficialForm(PartForm):
    """An official, and how to reach them."""

    own = frozenset({"name", "role", "salutation", "note"})
    rows = "contacts"

    name = line(_l("Name"), 200)
    role = line(_l("Office"), 200, description=_l("Such as Minister of Health."))
    salutation = line(
        _l("Salutation"), 200, description=_l("How a letter begins, such as Dear Minister.")
    )
    address = paragraph(
        _l("Postal address"),
        1_000,
        render_kw={"rows": 4},
        description=_l("Line by line as on an envelope, without the name."),
    )
    country = country_field(_l("Country of the address (optional)"))
    contacts = FieldList(FormField(ContactRow), _l("Contacts"), [few])

    def row_words(self, number: int) -> str:
        """Name a row."""
        return str(_("Contact %(number)s", number=number))

    @property
    def add_words(self) -> str:
        """Say what adds a row."""
        return str(_("Save and add a contact"))


class TargetForm(OfficialForm):
    """An official, and when they are at work."""

    time_zone = line(
        _l("Time zone of the office (optional)"),
        50,
        right(values.time_zone, NO_ZONE),
        render_kw={"list": "time-zones"},
    )


class NewTargetForm(PartForm):
    """All that a new target needs."""

    own = frozenset({"name", "role"})
    name = line(_l("Name"), 200)
    role = line(_l("Office"), 200, description=_l("Such as Minister of Health."))


def contacts_of(rows: list[dict[str, str]]) -> list[ContactDraft]:
    """Give the contacts that rows hold."""
    return [ContactDraft(row["kind"], row["value"], row["note"]) for row in rows]
