"""What editors send: one form for each part of a campaign; targets have their own file."""

from typing import Any
from urllib.parse import urlsplit

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FieldList, FormField, HiddenField
from wtforms.validators import DataRequired

from petitions.campaigns import values
from petitions.campaigns.contacts import EMAIL
from petitions.campaigns.models import SAFETY_CHARACTERS
from petitions.campaigns.values import RESERVED, SLUG_CHARACTERS
from petitions.desk.editor.part_form import (
    FEW,
    PartForm,
    RequiredWith,
    country_field,
    line,
    markdown,
    one_line,
    paragraph,
    without_pictures,
)
from petitions.organisation.models import NAME_CHARACTERS
from petitions.web.forms import Checked, SiteForm

# Beyond this nobody is read to the end; the whole form has to pass (see views.MAX_FORM_BYTES).
STORY_CHARACTERS = 100_000

NO_EMAIL = _l("This is no e-mail address. Write it like ben@example.org, or leave it empty.")
NO_ZONE = _l("Choose a time zone from the list, such as Asia/Almaty.")
NO_SITE = _l("Write each site on a line like https://news.example.org, or * alone for every site.")
NO_LANGUAGE = _l("Write the code of a language, such as en, ar or pt-BR.")
NO_DAY = _l("Write the day like 2017-03-14, or leave it empty.")
NO_WEB_ADDRESS = _l("Write an address that begins with https:// or http://.")


def _slug(text: str) -> str:
    if text in RESERVED:
        raise ValueError
    return values.slug(text)


def _web_address(text: str) -> str:
    urlsplit(text).port  # noqa: B018  (raises ValueError where it is no port)
    return values.web_address(text)


def _origins(text: str) -> str:
    return "\n".join(values.web_origin(origin) for origin in text.split())


def _language_field() -> Any:
    return line(
        _l("Language of the campaign"),
        20,
        Checked(values.language, NO_LANGUAGE),
        render_kw={"list": "languages"},
        description=_l("A code, such as en, ar or pt-BR. The public pages are in it."),
    )


class FactsForm(PartForm):
    """What stands on top of the page."""

    own = frozenset({"title", "summary", "pledge"})
    title = line(_l("Title"), 200, description=_l("Few words: who, and what shall happen."))
    reference = line(
        _l("Reference (optional)"),
        80,
        description=_l("Your number of the campaign, such as UA 115/16."),
    )
    summary = paragraph(
        _l("Summary"),
        600,
        render_kw={"rows": 3},
        description=_l("Two sentences: what happened, and why it is urgent."),
    )
    pledge = paragraph(
        _l("What people sign"),
        600,
        render_kw={"rows": 2},
        description=_l("One sentence, such as: I ask the Minister of Justice to set her free."),
    )
    country = country_field(_l("Country it is about"))
    language = _language_field()


class BasicsForm(FactsForm):
    """What stands on top of the page, and what is counted."""

    goal = line(
        _l("Goal"),
        12,
        DataRequired(_l("Write how many signatures you want to reach, such as 100.")),
        Checked(values.goal, _l("Write a whole number from 1 to 100000000.")),
        render_kw={"inputmode": "numeric"},
        description=_l("Choose one that is near: it moves on once it is reached."),
    )
    organiser_name = line(
        _l("Another organisation that is responsible (optional)"),
        NAME_CHARACTERS,
        description=_l("Only where it is not the one named on all pages of this site."),
    )
    contact_email = line(
        _l("E-mail address for questions (optional)"),
        254,
        Checked(EMAIL.check, NO_EMAIL, optional=True),
        RequiredWith("organiser_name", _l("Write where the other organisation can be asked.")),
        render_kw={"inputmode": "email"},
        description=_l("Shown on the page. Answers to its mails go there, too."),
    )

    def values(self) -> dict[str, Any]:
        """Return what to store."""
        return super().values() | {"goal": values.goal(self.goal.data or "")}


class StoryForm(PartForm):
    """The whole story."""

    own = frozenset({"story"})
    story = markdown(_l("Story"), STORY_CHARACTERS, rows=16)


class DaysForm(PartForm):
    """When the facts were true, and until when to write."""

    issued = line(
        _l("Facts as of (optional)"),
        20,
        Checked(values.day, NO_DAY, optional=True),
        render_kw={"type": "date"},
    )
    deadline = line(
        _l("Last day to write (optional)"),
        20,
        Checked(values.day, NO_DAY, optional=True),
        render_kw={"type": "date"},
        description=_l("After it the pages say that one should ask first."),
    )

    def values(self) -> dict[str, Any]:
        """Return what to store."""
        return super().values() | {
            field.short_name: values.day(field.data) if field.data else None
            for field in (self.issued, self.deadline)
        }


class DatesForm(DaysForm):
    """The days, where they count, and how long names are kept."""

    time_zone = line(
        _l("Time zone of the deadline"),
        50,
        Checked(values.time_zone, NO_ZONE),
        render_kw={"list": "time-zones"},
        description=_l("The last day ends at midnight there. The page names the place."),
    )
    keep_days = line(
        _l("Days to keep names after the end"),
        12,
        Checked(values.keep_days, _l("Write a whole number of days from 1 to 3650.")),
        render_kw={"inputmode": "numeric"},
        description=_l(
            "Once it is won or closed. Then all that signers told us is erased. "
            "A shorter time holds a day after it is set."
        ),
    )

    def values(self) -> dict[str, Any]:
        """Return what to store."""
        return super().values() | {"keep_days": values.keep_days(self.keep_days.data or "")}


class AddressForm(PartForm):
    """Where the public page of a draft will be."""

    slug = line(
        _l("Last part of the address"),
        SLUG_CHARACTERS,
        DataRequired(_l("Write the last part of the address, such as free-the-nurse.")),
        Checked(_slug, _l("Write small letters, digits and hyphens only, such as free-the-nurse.")),
    )


class NewForm(PartForm):
    """All that a draft needs; `story` where a text is brought along."""

    title = line(_l("Title"), 200, DataRequired(_l("Write a title. You can change it later.")))
    country = country_field(_l("Country it is about"))
    language = _language_field()
    story = markdown(_l("Story"), STORY_CHARACTERS, rows=16)


class SafetyForm(PartForm):
    """What can be dangerous for whoever signs, and what shall not be seen beside them."""

    own = frozenset({"safety"})
    safety = paragraph(
        _l("Who is in danger (optional)"),
        SAFETY_CHARACTERS,
        without_pictures,
        render_kw={"rows": 4},
        description=_l(
            "Markdown, in the box above the form, in place of the sentence for people who are in "
            "the country of the case. What each page says of names and numbers stays below it."
        ),
    )
    is_discreet = BooleanField(
        _l("Be discreet"),
        description=_l(
            "Subjects of e-mails to signers do not name the campaign, nor does the sender's name. "
            "Browsers are asked not to keep the names and addresses that are typed."
        ),
    )


class DemandRow(SiteForm):
    """One demand; `id` is of the one it was."""

    id = HiddenField("", filters=[one_line], default="")
    text = paragraph(_l("Demand"), 1_000, render_kw={"rows": 2})


class DemandsForm(PartForm):
    """The demands, in their order."""

    own = frozenset({"text"})
    rows = "demands"
    row_name = _l("Demand %(number)s")
    add_name = _l("Save and add a demand")
    demands = FieldList(FormField(DemandRow, ""), _l("Demands"), [FEW])


class SourceRow(SiteForm):
    """One source."""

    title = line(
        _l("Title"), 300, RequiredWith("url", _l("Write what stands at this address: a title."))
    )
    url = line(
        _l("Address (optional)"),
        1_000,
        Checked(_web_address, NO_WEB_ADDRESS, optional=True),
        render_kw={"inputmode": "url"},
    )


class SourcesForm(PartForm):
    """Where the facts come from."""

    own = frozenset({"title"})
    rows = "sources"
    row_name = _l("Source %(number)s")
    add_name = _l("Save and add a source")
    sources = FieldList(FormField(SourceRow), _l("Sources"), [FEW])


class CopyRow(SiteForm):
    """Who gets a copy of each letter."""

    name = line(_l("Name"), 200, RequiredWith("email", _l("Write who has this address.")))
    email = line(
        _l("E-mail address (optional)"),
        254,
        Checked(EMAIL.check, NO_EMAIL, optional=True),
        render_kw={"inputmode": "email"},
    )


class CopyListForm(PartForm):
    """Who gets copies."""

    rows = "copies_to"
    row_name = _l("Copy %(number)s")
    add_name = _l("Save and add a copy")
    copies_to = FieldList(FormField(CopyRow), _l("Copies of letters go to"), [FEW])


class CopiesForm(CopyListForm):
    """Who gets copies, and which sites may show the counter."""

    embed_on = paragraph(
        _l("Sites that may show the counter (optional)"),
        5_000,
        Checked(_origins, NO_SITE, optional=True),
        render_kw={"rows": 2},
        description=_l(
            "One on a line, such as https://news.example.org; * alone means every site."
        ),
    )

    def values(self) -> dict[str, Any]:
        """Return what to store."""
        return {"embed_on": (self.embed_on.data or "").split()}
