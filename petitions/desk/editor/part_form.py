"""What the forms of the editor have in common: fields, and a list with an empty row at its end."""

import re
from collections.abc import Iterator
from typing import Any, ClassVar, Self

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import FieldList, HiddenField, SelectField, StringField
from wtforms import TextAreaField as LinesField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than stubs
from wtforms.validators import StopValidation

from petitions.campaigns import values
from petitions.desk.editor.checks import at_most, lines, one_line, right
from petitions.desk.editor.lists import Step, take
from petitions.web.forms import SiteForm
from petitions.web.i18n import countries

Data = MultiDict[str, str]
MOST_ROWS = 100
NOTHING = SelectChoice("", "—")
# WTForms reads numbers out of names, and stumbles over those of a thousand digits.
_NAME = re.compile(r"[a-z_-]+([0-9]{1,9}[a-z_-]*){0,3}")


class PartForm(SiteForm):
    """A part of a campaign. `own` are the fields in the campaign's language.

    `rows` names the field that is a list, where there is one; an empty row stands at its end.
    """

    own: ClassVar[frozenset[str]] = frozenset()
    rows: ClassVar[str] = ""

    @classmethod
    def of(cls, stored: Any, prefix: str) -> Self:
        """Give the form filled in with what is stored: a campaign, or a part of one."""
        return cls(formdata=None, obj=stored, prefix=prefix)._offering()

    @classmethod
    def typed(cls, data: Data, prefix: str) -> Self:
        """Give the form as an editor sent it."""
        known = MultiDict(pair for pair in data.items(multi=True) if _NAME.fullmatch(pair[0]))
        return cls(formdata=known, prefix=prefix)._offering()

    def _offering(self) -> Self:
        """Set up choices, and an empty row at the end of the list."""
        for field in self:
            if isinstance(field, SelectField):
                field.choices = [NOTHING, *(SelectChoice(*one) for one in countries())]
        if self.rows and not (self.row_list.entries and is_empty(self.row_list.entries[-1])):
            self.row_list.append_entry()
        return self

    def row_words(self, number: int) -> str:
        """Name a row."""
        raise NotImplementedError

    @property
    def add_words(self) -> str:
        """Say what adds a row."""
        raise NotImplementedError

    @property
    def row_list(self) -> Any:
        """Give the field that is a list."""
        return self[self.rows]

    @property
    def short_fields(self) -> list[Any]:
        """Give the fields that are no list."""
        return [field for field in self if not isinstance(field, FieldList)]

    def values(self) -> dict[str, Any]:
        """Give what to store of the fields that are no list; only after the form is valid."""
        return {field.short_name: field.data for field in self.short_fields}

    def taken(self, step: Step) -> tuple[list[dict[str, str]], str]:
        """Give the rows after a step, as plain values, and where to look next."""
        if not self.rows:
            return [], ""
        return take([None if is_empty(row) else values_of(row) for row in self.row_list], step)

    def mistakes(self) -> list[tuple[str, str]]:
        """Give (control, words) of everything that needs correcting."""
        return [one for field in self for one in _mistakes(field)]

    def complain(self, name: str, words: str) -> None:
        """Add what only the operation could know."""
        field = self[name]
        field.errors = [*field.errors, words]


def controls(row: Any) -> list[Any]:
    """Give the fields of a row that one sees."""
    return [field for field in row.form if not isinstance(field, HiddenField)]


def is_empty(row: Any) -> bool:
    """Tell whether nothing was typed into a row; what is chosen from a list does not count."""
    return not any(field.data for field in controls(row) if not isinstance(field, SelectField))


def values_of(row: Any) -> dict[str, str]:
    """Give what a row holds."""
    return {field.short_name: field.data or "" for field in row.form}


def _mistakes(field: Any) -> Iterator[tuple[str, str]]:
    if isinstance(field, FieldList):
        for row in field.entries:
            for one in controls(row):
                yield from _mistakes(one)
    for words in [one for one in field.errors if not isinstance(one, dict)][:1]:
        yield field.id, words


def few(_form: Any, field: Any) -> None:
    """Check that a list is no longer than anybody reads."""
    if len(field.entries) > MOST_ROWS:
        raise StopValidation(_l("These are too many: at most %(most)s.", most=MOST_ROWS))


def line(label: LazyString, most: int, *checks: Any, **options: Any) -> StringField:
    """Give a field for a text on one line."""
    return StringField(label, [at_most(most), *checks], filters=[one_line], default="", **options)


def paragraph(label: LazyString, most: int, *checks: Any, **options: Any) -> LinesField:
    """Give a field for a text of several lines."""
    return LinesField(label, [at_most(most), *checks], filters=[lines], default="", **options)


def country_field(label: LazyString) -> SelectField:
    """Give a list of countries, with an empty line for none."""
    return SelectField(
        label,
        [right(values.country, _l("Choose from the list."))],
        default="",
        validate_choice=False,
    )
