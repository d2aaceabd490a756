"""The form of one part of a campaign: its fields, and a list of rows with buttons in the form."""

import re
from dataclasses import dataclass
from typing import Any, ClassVar, Self, TypeVar

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import Field, FieldList, Form, HiddenField, SelectField, StringField
from wtforms import TextAreaField as LinesField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than stubs
from wtforms.validators import StopValidation

from petitions.campaigns.values import CONTROL
from petitions.web.forms import SiteForm
from petitions.web.i18n import countries
from petitions.web.text import row_number

Data = MultiDict[str, str]
Row = TypeVar("Row")
MAX_ROWS = 100
NOTHING = SelectChoice("", "—")
# WTForms' stubs do not know it yet.
CHOICES: dict[str, Any] = {"invalid_choice_message": _l("Choose from the list.")}
# WTForms reads numbers out of names, and stumbles over those of a thousand digits.
_NAME = re.compile(r"[a-z_-]+([0-9]{1,9}[a-z_-]*){0,3}")


@dataclass(frozen=True)
class RowAction:
    """What the button that was pressed does: `save`, `add`, or a verb with a row's index.

    `restore` puts back what was removed; its index is the number of the entry that holds it.
    """

    verb: str
    index: int = -1

    @classmethod
    def parse(cls, button: str | None) -> Self:
        """Return what the name of a button says, `up-2`; nonsense saves."""
        verb, _, digits = (button or "").partition("-")
        if verb == "add":
            return cls("add")
        is_known = verb in {"up", "down", "remove", "restore"}
        index = row_number(digits) if is_known else None
        if index is None:
            return cls("save")
        return cls(verb, index)


SAVE = RowAction("save")


def rows_after(rows: list[Row | None], action: RowAction) -> tuple[list[Row], str]:
    """Return the rows after an action, the empty ones (None) left out, and what has the focus.

    That is the name of a control: `up-1`, `down-0`, or `row-3` for the fields of a row.
    """
    verb, index = action.verb, action.index
    moved = list(enumerate(rows))
    if verb == "remove":
        del moved[index : index + 1]
    elif verb in {"up", "down"} and index < len(moved):
        row = moved.pop(index)
        moved.insert(max(0, index + (1 if verb == "down" else -1)), row)
    left = [(before, row) for before, row in moved if row is not None]
    return [row for _, row in left], _focus([before for before, _ in left], action)


def _focus(indexes: list[int], action: RowAction) -> str:
    """Return the control to go on at; `indexes` are those that the rows had before."""
    verb, index = action.verb, action.index
    if verb == "add":
        return f"row-{len(indexes)}"
    if verb == "remove":
        return f"row-{sum(before < index for before in indexes)}"
    if verb in {"save", "restore"} or index not in indexes:
        return ""
    place = indexes.index(index)
    if len(indexes) == 1:
        return f"row-{place}"
    if place == 0:
        verb = "down"
    elif place == len(indexes) - 1:
        verb = "up"
    return f"{verb}-{place}"


class PartForm(SiteForm):
    """A part of a campaign. `own` are the fields in the campaign's language.

    `rows` names the field that is a list, where there is one; an empty row stands at its end.
    `row_name` has a place for its number; `add_name` is on the button that adds one.
    """

    own: ClassVar[frozenset[str]] = frozenset()
    rows: ClassVar[str] = ""
    row_name: ClassVar[LazyString]
    add_name: ClassVar[LazyString]

    @classmethod
    def of(cls, stored: Any, prefix: str) -> Self:
        """Return the form filled in with what is stored: a campaign, or a part of one."""
        return cls(formdata=None, obj=stored, prefix=prefix)._completed()

    @classmethod
    def typed(cls, data: Data, prefix: str) -> Self:
        """Return the form as an editor sent it."""
        known = MultiDict(pair for pair in data.items(multi=True) if _NAME.fullmatch(pair[0]))
        return cls(formdata=known, prefix=prefix)._completed()

    def _completed(self) -> Self:
        """Set the choices, and an empty row at the end of the list."""
        for field in self:
            if isinstance(field, SelectField):
                field.choices = [NOTHING, *(SelectChoice(*country) for country in countries())]
        if self.rows and not (self.row_list.entries and _is_empty(self.row_list.entries[-1])):
            self.row_list.append_entry()
        return self

    def numbered(self, number: int) -> str:
        """Return the name of a row: `Demand 2`."""
        return str(self.row_name) % {"number": number}

    @property
    def row_list(self) -> Any:
        """Return the field that is a list."""
        return self[self.rows]

    @property
    def short_fields(self) -> list[Any]:
        """Return the fields that are no list."""
        return [field for field in self if not isinstance(field, FieldList)]

    def values(self) -> dict[str, Any]:
        """Return what to store of the fields that are no list; only after the form is valid."""
        return {field.short_name: field.data for field in self.short_fields}

    def rows_after(self, action: RowAction) -> tuple[list[dict[str, str]], str]:
        """Return the rows after an action, as plain values, and what has the focus."""
        if not self.rows:
            return [], ""
        rows = [
            None if _is_empty(row) else {field.short_name: field.data or "" for field in row.form}
            for row in self.row_list
        ]
        return rows_after(rows, action)

    def mistakes(self) -> list[tuple[str, str]]:
        """Return (control, sentence) of everything that needs correcting."""
        fields: list[Any] = []
        for field in self:
            for row in field.entries if isinstance(field, FieldList) else ():
                fields += _visible_fields(row)
            fields.append(field)
        # A list also holds the mistakes of its rows, as mappings.
        found = [(one.id, [e for e in one.errors if not isinstance(e, dict)]) for one in fields]
        return [(control, errors[0]) for control, errors in found if errors]

    def add_error(self, name: str, sentence: str) -> None:
        """Add what only the operation could know."""
        field = self[name]
        field.errors = [*field.errors, sentence]


def line(label: LazyString, most: int, *checks: Any, **options: Any) -> StringField:
    """Return a field for a text on one line."""
    checks = (_MaxLength(most), *checks)
    return StringField(label, checks, filters=[_one_line], default="", **options)


def paragraph(label: LazyString, most: int, *checks: Any, **options: Any) -> LinesField:
    """Return a field for a text of several lines."""
    checks = (_MaxLength(most), *checks)
    return LinesField(label, checks, filters=[_clean_lines], default="", **options)


def row_id() -> HiddenField:
    """Return a field for the number of a row that is stored."""
    return HiddenField("", filters=[_one_line], default="")


def country_field(label: LazyString) -> SelectField:
    """Return a list of countries, with an empty line for none."""
    return SelectField(label, default="", **CHOICES)


def few(_form: Form, field: Any) -> None:
    """Check that a list is no longer than anybody reads."""
    if len(field.entries) > MAX_ROWS:
        raise StopValidation(_l("These are too many: at most %(most)s.", most=MAX_ROWS))


class _MaxLength:
    """Refuse a text that is too long, and say by how much; WTForms' Length does not."""

    def __init__(self, most: int) -> None:
        self.most = most

    def __call__(self, _form: Form, field: Field) -> None:
        too_many = len(field.data or "") - self.most
        if too_many > 0:
            message = _l(
                "This is longer than %(most)s characters. Shorten it by %(too_many)s.",
                most=self.most,
                too_many=too_many,
            )
            raise StopValidation(message)


def _one_line(stored: Any) -> str:
    """Return a text, number or day on one line, without control characters."""
    return " ".join(CONTROL.sub("", str(stored or "")).split())


def _clean_lines(stored: str | list[str] | None) -> str:
    """Return a text with its lines kept, without control characters."""
    text = "\n".join(stored) if isinstance(stored, list) else stored or ""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return CONTROL.sub("", text).strip("\n ")


def _visible_fields(row: Any) -> list[Any]:
    return [field for field in row.form if not isinstance(field, HiddenField)]


def _is_empty(row: Any) -> bool:
    """Return True if nothing was typed into a row; what is chosen from a list does not count."""
    fields = [field for field in _visible_fields(row) if not isinstance(field, SelectField)]
    return not any(field.data for field in fields)
