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
from wtforms.validators import Length, StopValidation, ValidationError

from petitions.campaigns.markdown import picture_lines
from petitions.campaigns.values import CONTROL
from petitions.web.forms import SiteForm
from petitions.web.i18n import countries
from petitions.web.text import row_number

Data = MultiDict[str, str]
Row = TypeVar("Row")
MOST_ROWS = 100
FEW = Length(max=MOST_ROWS, message=_l("These are too many: at most %(most)s.", most=MOST_ROWS))
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
        has_index = verb in {"up", "down", "remove", "restore"}
        index = row_number(digits) if has_index else None
        return cls("save") if index is None else cls(verb, index)


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
    position = indexes.index(index)
    if len(indexes) == 1:
        return f"row-{position}"
    if position == 0:
        verb = "down"
    elif position == len(indexes) - 1:
        verb = "up"
    return f"{verb}-{position}"


class PartForm(SiteForm):
    """A part of a campaign. `own` are the fields in the campaign's language.

    `rows` names the field that is a list, where there is one; an empty row stands at its end,
    unless there are `most_rows`. `row_name` has a place for its number; `add_name` is on the
    button that adds one.
    """

    own: ClassVar[frozenset[str]] = frozenset()
    rows: ClassVar[str] = ""
    most_rows: ClassVar[int] = MOST_ROWS
    row_name: ClassVar[LazyString]
    add_name: ClassVar[LazyString]

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        if self.rows and len(self.row_list.entries) < self.most_rows and not self.has_spare:
            self.row_list.append_entry()

    @classmethod
    def of(cls, stored: Any, prefix: str) -> Self:
        """Return the form filled in with what is stored: a campaign, or a part of one."""
        return cls(formdata=None, obj=stored, prefix=prefix)

    @classmethod
    def typed(cls, data: Data, prefix: str) -> Self:
        """Return the form as an editor sent it."""
        known = MultiDict(pair for pair in data.items(multi=True) if _NAME.fullmatch(pair[0]))
        return cls(formdata=known, prefix=prefix)

    @property
    def row_list(self) -> Any:
        """Return the field that is a list."""
        return self[self.rows]

    @property
    def has_spare(self) -> bool:
        """Return True if the last row is an empty one."""
        return bool(self.row_list.entries) and _is_empty(self.row_list.entries[-1])

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
        mistakes = []
        for field in self:
            rows = field.entries if isinstance(field, FieldList) else []
            for control in [*(cell for row in rows for cell in row.form), field]:
                # A list also holds the mistakes of its rows, as mappings.
                sentences = [error for error in control.errors if not isinstance(error, dict)]
                if sentences:
                    mistakes.append((control.id, sentences[0]))
        return mistakes

    def add_error(self, name: str, sentence: str) -> None:
        """Add what only the operation could know."""
        self[name].errors = [*self[name].errors, sentence]


def line(label: LazyString, most: int, *checks: Any, **options: Any) -> StringField:
    """Return a field for a text on one line."""
    return StringField(
        label, [_MaxLength(most), *checks], filters=[one_line], default="", **options
    )


def paragraph(label: LazyString, most: int, *checks: Any, **options: Any) -> LinesField:
    """Return a field for a text of several lines."""
    return LinesField(
        label, [_MaxLength(most), *checks], filters=[_clean_lines], default="", **options
    )


def without_pictures(_form: Form, field: Field) -> None:
    """Refuse a picture in Markdown: it would vanish from page and mail without a word."""
    if picture_lines(field.data or ""):
        raise ValidationError(
            _l(
                "Pictures in a text are not shown, neither on the page nor in mails. "
                "Write a link in place of ![…](…): the same without the exclamation mark."
            )
        )


def markdown(label: LazyString, most: int, rows: int) -> LinesField:
    """Return a field for a text in Markdown."""
    return paragraph(
        label,
        most,
        without_pictures,
        render_kw={"rows": rows},
        description=_l("Markdown: **bold**, *italic*, # heading, - list, [words](https://…)."),
    )


def country_field(label: LazyString) -> SelectField:
    """Return a list of countries, with an empty line for none."""
    return SelectField(label, choices=_country_choices, default="", **CHOICES)


def _country_choices() -> list[SelectChoice]:
    return [SelectChoice("", "—"), *(SelectChoice(*country) for country in countries())]


class RequiredWith:
    """Require a text where another field has one: `RequiredWith("url", _l("Write a title."))`."""

    def __init__(self, other: str, message: LazyString) -> None:
        self.other = other
        self.message = message

    def __call__(self, form: Form, field: Field) -> None:
        """Stop where only the other one is filled in."""
        if form[self.other].data and not field.data:
            raise StopValidation(self.message)


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


def one_line(stored: Any) -> str:
    """Return a text, number or day on one line, without control characters."""
    return " ".join(CONTROL.sub("", str(stored or "")).split())


def _clean_lines(stored: str | list[str] | None) -> str:
    """Return a text with its lines kept, without control characters."""
    text = "\n".join(stored) if isinstance(stored, list) else stored or ""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return CONTROL.sub("", text).strip("\n ")


def _is_empty(row: Any) -> bool:
    """Return True if nothing was typed into a row; what is chosen from a list does not count."""
    return not any(
        field.data for field in row.form if not isinstance(field, HiddenField | SelectField)
    )
