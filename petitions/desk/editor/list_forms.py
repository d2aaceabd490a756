"""What editors send of parts that are lists: demands, sources, copies."""

from typing import Any
from urllib.parse import urlsplit

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FieldList, FormField, HiddenField
from wtforms.validators import StopValidation

from petitions.campaigns import values
from petitions.campaigns.contacts import EMAIL
from petitions.desk.editor.checks import one_line, right
from petitions.desk.editor.forms import NO_EMAIL
from petitions.desk.editor.part_form import PartForm, few, line, paragraph
from petitions.web.forms import SiteForm

NO_SITE = _l("Write each site on a line like https://news.example.org, or * alone for every site.")


def _origins(text: str) -> str:
    return "\n".join(values.web_origin(one) for one in text.split())


def _web_address(text: str) -> str:
    urlsplit(text).port  # noqa: B018  (raises ValueError where it is no port)
    return values.web_address(text)


def _with_title(form: Any, field: Any) -> None:
    if form.url.data and not field.data:
        raise StopValidation(_l("Write what stands at this address: a title."))


def _with_name(form: Any, field: Any) -> None:
    if form.email.data and not field.data:
        raise StopValidation(_l("Write who has this address."))


class DemandRow(SiteForm):
    """One demand; `id` is of the one it was."""

    id = HiddenField(filters=[one_line], default="")
    text = paragraph(_l("Demand"), 1_000, render_kw={"rows": 2})


class DemandsForm(PartForm):
    """The demands, in their order."""

    own = frozenset({"text"})
    rows = "demands"
    demands = FieldList(FormField(DemandRow), _l("Demands"), [few])

    def row_words(self, number: int) -> str:
        """Name a row."""
        return str(_("Demand %(number)s", number=number))

    @property
    def add_words(self) -> str:
        """Say what adds a row."""
        return str(_("Save and add a demand"))


class SourceRow(SiteForm):
    """One source."""

    title = line(_l("Title"), 300, _with_title)
    url = line(
        _l("Address (optional)"),
        1_000,
        right(_web_address, _l("Write an address that begins with https:// or http://.")),
        render_kw={"inputmode": "url"},
    )


class SourcesForm(PartForm):
    """Where the facts come from."""

    own = frozenset({"title"})
    rows = "sources"
    sources = FieldList(FormField(SourceRow), _l("Sources"), [few])

    def row_words(self, number: int) -> str:
        """Name a row."""
        return str(_("Source %(number)s", number=number))

    @property
    def add_words(self) -> str:
        """Say what adds a row."""
        return str(_("Save and add a source"))


class CopyRow(SiteForm):
    """Who gets a copy of each letter."""

    name = line(_l("Name"), 200, _with_name)
    email = line(
        _l("E-mail address (optional)"),
        254,
        right(EMAIL.check, NO_EMAIL),
        render_kw={"inputmode": "email"},
    )


class CopyListForm(PartForm):
    """Who gets copies."""

    rows = "copies_to"
    copies_to = FieldList(FormField(CopyRow), _l("Copies of letters go to"), [few])

    def row_words(self, number: int) -> str:
        """Name a row."""
        return str(_("Copy %(number)s", number=number))

    @property
    def add_words(self) -> str:
        """Say what adds a row."""
        return str(_("Save and add a copy"))


class CopiesForm(CopyListForm):
    """Who gets copies, and which sites may show the counter."""

    embed_on = paragraph(
        _l("Sites that may show the counter (optional)"),
        5_000,
        right(_origins, NO_SITE),
        render_kw={"rows": 2},
        description=_l(
            "One on a line, such as https://news.example.org; * alone means every site."
        ),
    )

    def values(self) -> dict[str, Any]:
        """Give what to store."""
        return {"embed_on": (self.embed_on.data or "").split()}
