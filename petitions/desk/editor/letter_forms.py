"""What editors send of letters in one language."""

from collections.abc import Mapping, Sequence
from typing import Any, Self

from flask_babel import lazy_gettext as _l
from wtforms import Field, FieldList, Form, FormField, HiddenField
from wtforms.validators import ValidationError

from petitions.campaigns import values
from petitions.campaigns.drafts import CLOSING_CHARACTERS, MODEL_TEXT_CHARACTERS, wrong_braces
from petitions.campaigns.editing.letters import LetterWords
from petitions.campaigns.models import WORDINGS
from petitions.desk.editor.forms import NO_LANGUAGE
from petitions.desk.editor.part_form import SAVE, PartForm, line, one_line, paragraph
from petitions.web.forms import Checked, SiteForm

DEMAND_CHARACTERS = 1_000


def _placeholders(_form: Form, field: Field) -> None:
    """Refuse what stands in braces and is no placeholder."""
    if wrong := wrong_braces(field.data or ""):
        raise ValidationError(
            _l(
                "%(wrong)s is no placeholder. In braces there can be demands, words, name, town, "
                "target and role, nothing else.",
                wrong=wrong[0],
            )
        )


class _Wordings:
    """Refuse too many lines, and one that is too long."""

    def __init__(self, most: int) -> None:
        self.most = most

    def __call__(self, _form: Form, field: Field) -> None:
        lines = lines_of(field.data)
        if len(lines) >= WORDINGS:
            raise ValidationError(_l("These are too many: at most four other wordings."))
        if any(len(each) > self.most for each in lines):
            message = _l("One of these lines is longer than %(most)s characters.", most=self.most)
            raise ValidationError(message)


def lines_of(text: str | None) -> list[str]:
    """Return the wordings that stand on a line each."""
    return [each for each in map(one_line, (text or "").splitlines()) if each]


def _wordings(label: Any, most: int) -> Any:
    return paragraph(
        label,
        WORDINGS * most + WORDINGS,
        _Wordings(most),
        render_kw={"rows": 4},
        description=_l("One on a line, at most four. Each letter gets one of them at random."),
    )


class NewLanguageForm(PartForm):
    """A language that letters can be written in as well."""

    language = line(
        _l("Language"),
        20,
        Checked(values.language, NO_LANGUAGE),
        render_kw={"list": "languages"},
        description=_l("A code, such as en, ar or pt-BR."),
    )


class OpeningRow(SiteForm):
    """Another opening."""

    text = paragraph(_l("Opening"), MODEL_TEXT_CHARACTERS, _placeholders, render_kw={"rows": 4})


class DemandWordsRow(SiteForm):
    """What a demand is in this language; `id` is of the demand."""

    id = HiddenField("", filters=[one_line], default="")
    text = paragraph(_l("In letters"), DEMAND_CHARACTERS, render_kw={"rows": 2})
    others = _wordings(_l("Other wordings (optional)"), DEMAND_CHARACTERS)


class SalutationRow(SiteForm):
    """How an official is greeted in this language; `slug` is of the target."""

    slug = HiddenField("", filters=[one_line], default="")
    text = line(_l("Greeting"), 200)


class LetterForm(PartForm):
    """The organisers' words for letters in one language."""

    own = frozenset({"text"})
    rows = "other_openings"
    most_rows = WORDINGS - 1
    row_name = _l("Other opening %(number)s")
    add_name = _l("Save and add an opening")
    subject = line(
        _l("Subject (optional)"), 200, description=_l("Where it is empty: the campaign’s title.")
    )
    opening = paragraph(
        _l("Opening (optional)"),
        MODEL_TEXT_CHARACTERS,
        _placeholders,
        render_kw={"rows": 5},
        description=_l(
            "Who writes, and what happened. Where it is empty, letters in the campaign’s language "
            "say it with its summary; in other languages they begin with what is asked."
        ),
    )
    other_openings = FieldList(
        FormField(OpeningRow),
        _l("Other openings"),
        description=_l(
            "Up to four, since officials pass over letters that are all the same. Each letter gets "
            "one of the openings at random."
        ),
    )
    demands = FieldList(FormField(DemandWordsRow), _l("Demands"))
    closing = line(
        _l("Closing (optional)"),
        CLOSING_CHARACTERS,
        description=_l("Such as “Yours sincerely,”. The name of the reader stands below it."),
    )
    other_closings = _wordings(_l("Other closings (optional)"), CLOSING_CHARACTERS)
    salutations = FieldList(FormField(SalutationRow), _l("Greetings"))
    text = paragraph(
        _l("Model letter (optional)"),
        MODEL_TEXT_CHARACTERS,
        _placeholders,
        render_kw={"rows": 12},
        description=_l("It takes the place of everything between greeting and closing."),
    )

    @classmethod
    def of_words(cls, words: LetterWords) -> Self:
        """Return the form filled in with what letters say."""
        data = {
            **words.columns,
            "other_openings": [{"text": text} for text in words.columns["other_openings"]],
            "demands": [
                {"id": id_, "text": said[0], "others": list(map(one_line, said[1:]))}
                for id_, said in words.demands.items()
            ],
            "salutations": [
                {"slug": slug, "text": text} for slug, text in words.salutations.items()
            ],
        }
        return cls(formdata=None, data=data, prefix="letter-")

    def validate_other_openings(self, field: Any) -> None:
        """Refuse more wordings than a letter can have."""
        if sum(bool(row.form.text.data) for row in field) >= WORDINGS:
            raise ValidationError(_l("These are too many: at most four other openings."))

    def words(self, other_openings: Sequence[Mapping[str, str]] | None = None) -> LetterWords:
        """Return what was typed, also while it has mistakes; with other openings than it has."""
        rows = self.rows_after(SAVE)[0] if other_openings is None else other_openings
        opening, openings = _first(self.opening.data, [row["text"] for row in rows])
        closing, closings = _first(self.closing.data, lines_of(self.other_closings.data))
        return LetterWords(
            {
                "subject": self.subject.data or "",
                "opening": opening,
                "other_openings": openings,
                "closing": closing,
                "other_closings": closings,
                "text": self.text.data or "",
            },
            {
                row.form["id"].data or "": [
                    row.form.text.data or "",
                    *lines_of(row.form.others.data),
                ]
                for row in self.demands
            },
            {row.form.slug.data or "": row.form.text.data or "" for row in self.salutations},
        )


def _first(first: str | None, others: list[str]) -> tuple[str, list[str]]:
    """Return the first wording that is not empty, and the others."""
    first, *left = [text for text in (first or "", *others) if text] or [""]
    return first, left
