"""What editors send: one form for each part of a campaign."""

from typing import Any

from flask_babel import lazy_gettext as _l

from petitions.campaigns import values
from petitions.campaigns.contacts import EMAIL
from petitions.campaigns.values import RESERVED, SLUG_CHARACTERS
from petitions.desk.editor.checks import STORY_CHARACTERS, given, right
from petitions.desk.editor.part_form import PartForm, country_field, line, paragraph

NO_EMAIL = _l("This is no e-mail address. Write it like ben@example.org, or leave it empty.")
NO_LANGUAGE = _l("Write the code of a language, such as en, ar or pt-BR.")
NO_DAYS = _l("Write a whole number of days from 1 to 3650.")
NO_ZONE = _l("Choose a time zone from the list, such as Asia/Almaty.")
NO_DAY = _l("Write the day like 2017-03-14, or leave it empty.")


def _slug(text: str) -> str:
    if text in RESERVED:
        raise ValueError
    return values.slug(text)


def _language(text: str) -> str:
    if len(text) > 20:
        raise ValueError
    return values.language(text)


class FactsForm(PartForm):
    """What stands on top of the page."""

    own = frozenset({"title", "summary", "pledge"})

    title = line(_l("Title"), 200, description=_l("Few words: who, and what shall happen."))
    reference = line(
        _l("Reference (optional)"),
        80,
        description=_l("Your number of the case, such as UA 115/16."),
    )
    summary = paragraph(
        _l("Summary"),
        600,
        render_kw={"rows": 3},
        description=_l("Two sentences: what happened, and why it is urgent."),
    )
    pledge = paragraph(
        _l("Pledge"),
        600,
        render_kw={"rows": 2},
        description=_l("The one sentence that people sign: I ask …"),
    )
    country = country_field(_l("Country of the case"))
    language = line(
        _l("Language of the campaign"),
        20,
        given(NO_LANGUAGE),
        right(_language, NO_LANGUAGE),
        render_kw={"list": "languages"},
        description=_l("A code, such as en, ar or pt-BR. The public pages are in it."),
    )


class BasicsForm(FactsForm):
    """What stands on top of the page, and what is counted."""

    goal = line(
        _l("Goal"),
        12,
        given(_l("Write how many signatures you want to reach, such as 100.")),
        right(values.goal, _l("Write a whole number from 1 to 100000000.")),
        render_kw={"inputmode": "numeric"},
        description=_l("Choose one that is near: it moves on once it is reached."),
    )
    contact_email = line(
        _l("E-mail address for questions (optional)"),
        254,
        right(EMAIL.check, NO_EMAIL),
        render_kw={"type": "email"},
    )

    def values(self) -> dict[str, Any]:
        """Give what to store."""
        return super().values() | {"goal": values.goal(self.goal.data or "")}


class StoryForm(PartForm):
    """The whole story."""

    own = frozenset({"story"})
    story = paragraph(
        _l("Story"),
        STORY_CHARACTERS,
        render_kw={"rows": 16},
        description=_l("Markdown: **bold**, *italic*, # heading, - list, [words](https://…)."),
    )


class DaysForm(PartForm):
    """When the facts were true, and until when to write."""

    issued = line(
        _l("Facts as of (optional)"), 20, right(values.day, NO_DAY), render_kw={"type": "date"}
    )
    deadline = line(
        _l("Last day to write (optional)"),
        20,
        right(values.day, NO_DAY),
        render_kw={"type": "date"},
        description=_l("After it the pages say that one should ask first."),
    )

    def values(self) -> dict[str, Any]:
        """Give what to store."""
        days = {"issued": self.issued, "deadline": self.deadline}
        found = {name: values.day(one.data) if one.data else None for name, one in days.items()}
        return super().values() | found


class DatesForm(DaysForm):
    """The days, where they count, and how long names are kept."""

    time_zone = line(
        _l("Time zone of the deadline"),
        50,
        given(NO_ZONE),
        right(values.time_zone, NO_ZONE),
        render_kw={"list": "time-zones"},
    )
    keep_days = line(
        _l("Days to keep names after the end"),
        12,
        given(NO_DAYS),
        right(values.keep_days, NO_DAYS),
        render_kw={"inputmode": "numeric"},
        description=_l("Once it is won or closed. Then all that signers told us is erased."),
    )

    def values(self) -> dict[str, Any]:
        """Give what to store."""
        return super().values() | {"keep_days": values.keep_days(self.keep_days.data or "")}


class AddressForm(PartForm):
    """Where the public page of a draft will be."""

    slug = line(
        _l("Last part of the address"),
        SLUG_CHARACTERS,
        given(_l("Write the last part of the address, such as free-the-nurse.")),
        right(_slug, _l("Write small letters, digits and hyphens only, such as free-the-nurse.")),
    )


class NewForm(PartForm):
    """All that a draft needs."""

    title = line(_l("Title"), 200, given(_l("Write a title. You can change it later.")))
    country = country_field(_l("Country of the case"))
    language = line(
        _l("Language of the campaign"),
        20,
        given(NO_LANGUAGE),
        right(_language, NO_LANGUAGE),
        render_kw={"list": "languages"},
        description=_l("A code, such as en, ar or pt-BR. The public pages are in it."),
    )
