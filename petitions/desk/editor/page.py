"""The editor's page: one form with a section for each part, and what became of saving it."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any, Self
from zoneinfo import available_timezones

from babel import Locale
from babel.localedata import locale_identifiers
from flask import render_template
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FieldList

from petitions.campaigns.checklist import checklist
from petitions.campaigns.editing.operations import details_of, removed_demands
from petitions.campaigns.editing.targets import target_part
from petitions.campaigns.models import DRAFT, Campaign, Target
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
from petitions.desk.editor.part_form import Data, PartForm
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
NEW_TARGET = "targets"
DIGEST_CHARACTERS = 16
NEEDED = {
    "title": _l("Visitors see this campaign: it cannot be without a title."),
    "summary": _l("Visitors see this campaign: it cannot be without a summary."),
    "pledge": _l("Visitors see this campaign: it cannot be without what people sign."),
    "country": _l("Visitors see this campaign: choose its country."),
    "demands": _l("Visitors see this campaign: it cannot be without any demand."),
    "name": _l("Visitors see this official: write a name or an office."),
    "targets": _l(
        "Visitors see this campaign: it cannot be without any official. Add another first."
    ),
}


@dataclass
class Section:
    """One part on the page.

    `version` and `seen` are of what the form was opened with: by `seen`, a digest, the server knows
    whether anything was typed. `stored` stands beside a form of which another version was saved.
    `focus` is the control to go on at, where one comes from saving this.
    """

    campaign: Campaign
    name: str
    form: PartForm
    version: int
    seen: str
    target: Target | None = None
    stored: PartForm | None = None
    is_typed: bool = False
    is_saved: bool = False
    focus: str = ""

    @classmethod
    def of(cls, campaign: Campaign, name: str, target: Target | None = None) -> Self:
        """Return a section with what is stored."""
        form = _form_class(campaign, name, target).of(target or campaign, f"{name}-")
        return cls(campaign, name, form, campaign.versions.get(name, 0), digest(form), target)

    @classmethod
    def typed(cls, campaign: Campaign, name: str, data: Data, target: Target | None = None) -> Self:
        """Return a section as an editor sent it."""
        form = _form_class(campaign, name, target).typed(data, f"{name}-")
        version = data.get(f"{name}-version", -1, type=int)
        seen = re.sub(r"[^0-9a-f]", "", data.get(f"{name}-seen", ""))[:DIGEST_CHARACTERS]
        return cls(campaign, name, form, version, seen, target, is_typed=True)

    @property
    def is_changed(self) -> bool:
        """Return True if something was typed into it."""
        return self.is_typed and digest(self.form) != self.seen

    @property
    def title(self) -> LazyString | str:
        """Return the heading."""
        if self.target:
            return self.target.shown_name or _("Official without a name")
        return PARTS[self.name][0]

    @property
    def has_mistakes(self) -> bool:
        """Return True if it was not saved."""
        return self.stored is not None or bool(self.form.mistakes())


def _form_class(campaign: Campaign, name: str, target: Target | None) -> type[PartForm]:
    return target_form(campaign) if target else PARTS[name][1]


def digest(form: PartForm) -> str:
    """Return what tells whether a form holds something else: of all it would store."""
    columns = {one.short_name: one.data for one in form.short_fields}
    rows: list[dict[str, Any]] = []
    for one in form:
        if isinstance(one, FieldList):
            rows += [{cell.short_name: cell.data or "" for cell in row.form} for row in one]
    filled = [row for row in rows if any(v for name, v in row.items() if name != "kind")]
    return hashlib.sha256(repr((columns, filled)).encode()).hexdigest()[:DIGEST_CHARACTERS]


@dataclass
class Editing:
    """What becomes of one form: sections as typed, where they are not saved, and what was saved.

    `focus` is `part:control`; `removal` the number of the entry that holds what was just removed.
    """

    typed: Mapping[str, Section] = field(default_factory=dict)
    new_target: NewTargetForm | None = None
    saved: list[str] = field(default_factory=list)
    focus: str = ""
    removal: int = 0
    kept_at: datetime | None = None
    is_imported: bool = False
    is_unfit: bool = False  # to be published

    @property
    def has_trouble(self) -> bool:
        """Return True if something was not saved."""
        new = self.new_target
        return any(one.has_mistakes for one in self.typed.values()) or bool(new and new.mistakes())


def names_of(campaign: Campaign) -> dict[str, Target | None]:
    """Return {part: its target, if it is one}, in the order of the page."""
    fixed = [name for name in PARTS if name != "address" or campaign.state == DRAFT]
    targets = {target_part(target.id): target for target in campaign.targets}
    return {**dict.fromkeys(fixed[:3]), **targets, **dict.fromkeys(fixed[3:])}


def editor_page(campaign: Campaign, editing: Editing) -> str:
    """Show the whole page; some sections as they were typed, or said to be saved."""
    focus_part, _colon, focus = editing.focus.partition(":")
    sections = {}
    for name, target in names_of(campaign).items():
        section = editing.typed.get(name) or Section.of(campaign, name, target)
        section.is_saved = name in editing.saved
        section.focus = focus if name == focus_part else ""
        sections[name] = section
    points = checklist(campaign)
    return render_template(
        "desk/editor/editor.html",
        campaign=campaign,
        editing=editing,
        sections=sections,
        gaps={point.part for point in points.missing},
        checklist=points,
        new_target=editing.new_target or NewTargetForm.of(None, f"{NEW_TARGET}-"),
        removed=[one["text"] for one in removed_demands(campaign.slug, editing.removal)],
        removed_target=details_of(campaign.slug, editing.removal).get("removed_target"),
        time_zones=time_zones(),
        languages=languages(),
    )


def new_page(form: NewForm) -> str:
    """Return the page that asks for the little that a draft needs."""
    return render_template("desk/editor/new.html", form=form, languages=languages())


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
