"""The editor's page: a section for each part, and the answers to saving one."""

from dataclasses import dataclass
from functools import cache
from typing import Self
from zoneinfo import available_timezones

from babel import Locale
from babel.localedata import locale_identifiers
from flask import abort, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from petitions.campaigns.editing.operations import StillNeeded, removed_demands
from petitions.campaigns.editing.targets import UnknownTarget, target_part
from petitions.campaigns.models import DRAFT, Campaign, Target
from petitions.campaigns.operations import ChangedMeanwhile
from petitions.campaigns.queries import UnknownCampaign
from petitions.desk.editor.forms import (
    AddressForm,
    BasicsForm,
    CopiesForm,
    DatesForm,
    DemandsForm,
    NewForm,
    SafetyForm,
    SourcesForm,
    StoryForm,
)
from petitions.desk.editor.part_form import PartForm
from petitions.desk.editor.target_forms import NewTargetForm, target_form
from petitions.web.i18n import language_name

PARTS: dict[str, tuple[LazyString, type[PartForm]]] = {
    "basics": (_l("Title, summary and what people sign"), BasicsForm),
    "story": (_l("Story"), StoryForm),
    "demands": (_l("Demands"), DemandsForm),
    "dates": (_l("Dates"), DatesForm),
    "sources": (_l("Sources"), SourcesForm),
    "copies": (_l("Use on other websites"), CopiesForm),
    "safety": (_l("Safety"), SafetyForm),
    "address": (_l("Address of the page"), AddressForm),
}
NEEDED = {
    "title": _l("Visitors see this campaign: it cannot be without a title."),
    "summary": _l("Visitors see this campaign: it cannot be without a summary."),
    "pledge": _l("Visitors see this campaign: it cannot be without what people sign."),
    "country": _l("Visitors see this campaign: choose its country."),
    "demands": _l("Visitors see this campaign: it cannot be without any demand."),
    "name": _l("Visitors see this official: write a name or an office."),
}
# Why nothing was saved; see refused().
Refused = (ChangedMeanwhile, StillNeeded, UnknownCampaign, UnknownTarget)


@dataclass
class Section:
    """One part on the page.

    `stored` stands beside a form of which another version was saved. `focus` is the control to go
    on at, where one comes from saving this.
    """

    campaign: Campaign
    name: str
    form: PartForm
    version: int
    target: Target | None = None
    stored: PartForm | None = None
    is_unsaved: bool = False
    is_saved: bool = False
    focus: str = ""

    @classmethod
    def of(cls, campaign: Campaign, name: str, target: Target | None = None) -> Self:
        """Return a section with what is stored."""
        form_class = target_form(campaign) if target else PARTS[name][1]
        form = form_class.of(target or campaign, f"{name}-")
        return cls(campaign, name, form, campaign.versions.get(name, 0), target)

    @property
    def title(self) -> LazyString | str:
        """Return the heading."""
        if self.target:
            return self.target.shown_name or _("Official without a name")
        return PARTS[self.name][0]

    @property
    def address(self) -> str:
        """Return where the form is sent."""
        slug = self.campaign.slug
        if self.target:
            return url_for("targets.save", slug=slug, number=self.target.id)
        if self.name == "address":
            return url_for("editor.rename", slug=slug)
        return url_for("editor.save", slug=slug, part=self.name)


def editor_page(
    campaign: Campaign,
    typed: Section | None = None,
    *,
    new_target: NewTargetForm | None = None,
    saved: str = "",
    focus: str = "",
    removal: int = 0,
    is_imported: bool = False,
) -> str:
    """Show the whole page; one section as it was typed, or said to be saved.

    `removal` is the number of the entry that holds demands which were just removed.
    """
    sections = {
        name: Section.of(campaign, name)
        for name in PARTS
        if name != "address" or campaign.state == DRAFT
    }
    for target in campaign.targets:
        name = target_part(target.id)
        sections[name] = Section.of(campaign, name, target)
    if typed and typed.name in sections:
        sections[typed.name] = typed
    if saved in sections:
        sections[saved].is_saved, sections[saved].focus = True, focus
    return render_template(
        "desk/editor/editor.html",
        campaign=campaign,
        sections=sections,
        targets=[section for section in sections.values() if section.target],
        titles={"targets": _("Officials")} | {name: sections[name].title for name in sections},
        new_target=new_target or NewTargetForm.of(None, "targets-"),
        saved=saved,
        removed=[demand["text"] for demand in removed_demands(campaign.slug, removal)],
        removal=removal,
        is_imported=is_imported,
        time_zones=time_zones(),
        languages=languages(),
    )


def new_page(form: NewForm) -> str:
    """Return the page that asks for the little that a draft needs."""
    return render_template("desk/editor/new.html", form=form, languages=languages())


def refused(campaign: Campaign, section: Section, reason: Exception) -> ResponseReturnValue:
    """Answer why a section was not saved, with the form as typed; `reason` is one of Refused."""
    if isinstance(reason, StillNeeded):
        for name in sorted(reason.names):
            section.form.add_error(name, str(NEEDED[name]))
        return editor_page(campaign, section), 422
    if isinstance(reason, ChangedMeanwhile):  # what is stored now stands beside it
        stored = Section.of(campaign, section.name, section.target)
        section.stored, section.version = stored.form, stored.version
        return editor_page(campaign, section), 409
    return abort(404)


@cache
def time_zones() -> list[str]:
    """Return the names of places; those of offices and old ones can only be typed."""
    others = ("Etc/", "SystemV/", "US/", "posix/", "right/")
    names = sorted(available_timezones())
    return ["UTC", *(name for name in names if "/" in name and not name.startswith(others))]


@cache
def languages() -> list[tuple[str, str]]:
    """Return (code, the language's name for itself), without those of single countries."""
    codes = {Locale.parse(each).language for each in locale_identifiers()}
    return [(code, language_name(code)) for code in sorted(codes)]
