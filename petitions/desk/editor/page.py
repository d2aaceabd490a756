"""The editor's page: a section for each part, and one save that all of them share."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from petitions.campaigns.editing.operations import StillNeeded, removed_texts
from petitions.campaigns.editing.targets import UnknownTarget, target_part
from petitions.campaigns.models import DRAFT, Campaign, Target
from petitions.campaigns.operations import ChangedMeanwhile, UnknownCampaign
from petitions.desk.editor.forms import AddressForm, BasicsForm, DatesForm, StoryForm
from petitions.desk.editor.list_forms import CopiesForm, DemandsForm, SourcesForm
from petitions.desk.editor.lists import step_of
from petitions.desk.editor.part_form import PartForm
from petitions.desk.editor.suggestions import languages, time_zones
from petitions.desk.editor.target_forms import NewTargetForm, TargetForm

# A story in Arabic or Thai is nine times as long on its way here as it is to read.
ROOMY_BYTES, ROOMY_PARTS = 1_000_000, 1_000

PARTS: dict[str, tuple[LazyString, type[PartForm]]] = {
    "basics": (_l("Title, summary and pledge"), BasicsForm),
    "story": (_l("Story"), StoryForm),
    "demands": (_l("Demands"), DemandsForm),
    "dates": (_l("Dates"), DatesForm),
    "sources": (_l("Sources"), SourcesForm),
    "copies": (_l("Copies and embedding"), CopiesForm),
    "address": (_l("Address of the page"), AddressForm),
}
NEEDED = {
    "title": _l("Visitors see this campaign: it cannot be without a title."),
    "summary": _l("Visitors see this campaign: it cannot be without a summary."),
    "pledge": _l("Visitors see this campaign: it cannot be without a pledge."),
    "country": _l("Visitors see this campaign: choose its country."),
    "demands": _l("Visitors see this campaign: it cannot be without any demand."),
    "name": _l("Visitors see this target: write a name or an office."),
}
Store = Callable[[int, list[dict[str, str]]], int | None]


@dataclass
class Section:
    """One part on the page. `stored` stands beside a form of which another version was saved."""

    name: str
    title: LazyString | str
    address: str
    form: PartForm
    version: int
    stored: PartForm | None = None
    is_unsaved: bool = False
    target: Target | None = None

    @property
    def is_saved(self) -> bool:
        """Tell whether one comes from saving this."""
        return request.args.get("saved") == self.name and not self.is_unsaved

    def looks_at(self, control: str) -> bool:
        """Tell whether one goes on at this control."""
        return self.is_saved and request.args.get("focus") == control


def make_room(bp: Blueprint) -> None:
    """Take long texts and long lists; before anything reads the form."""

    @bp.url_value_preprocessor
    def _make_room(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
        request.max_content_length = request.max_form_memory_size = ROOMY_BYTES
        request.max_form_parts = ROOMY_PARTS


def save_part(campaign: Campaign, section: Section, store: Store) -> ResponseReturnValue:
    """Check the form, store it, and answer: saved, or with the form as typed."""
    if not section.form.validate():
        return editor_page(campaign, section), 422
    step = step_of(request.form.get("do"))
    rows, focus = section.form.taken(step)
    try:
        removed = store(section.version, rows)
    except StillNeeded as problem:
        for name in sorted(problem.names):
            section.form.complain(name, str(NEEDED[name]))
        return editor_page(campaign, section), 422
    except (UnknownCampaign, UnknownTarget):
        abort(404)
    except ChangedMeanwhile:
        return _changed_page(campaign, section), 409
    return back_to(campaign.slug, section.name, focus=focus or None, removed=removed)


def back_to(slug: str, name: str, **values: Any) -> ResponseReturnValue:
    """Send back to a section that was saved."""
    # Browsers look at the anchor rather than at what has the focus.
    anchor = None if values.get("focus") else f"section-{name}"
    return redirect(url_for("editor.edit", slug=slug, saved=name, _anchor=anchor, **values), 303)


def typed_section(campaign: Campaign, name: str, target: Target | None = None) -> Section:
    """Give a section as an editor sent it."""
    kind = type(_form_of(campaign, name, target))
    return Section(
        name=name,
        title=_title(name, target),
        address=_address(campaign, name, target),
        form=kind.typed(request.form, f"{name}-"),
        version=request.form.get("version", -1, type=int),
        is_unsaved=True,
        target=target,
    )


def editor_page(campaign: Campaign, typed: Section | None = None, **more: Any) -> str:
    """Show the whole page; one section as it was typed, where one was."""
    sections = {one.name: one for one in _stored_sections(campaign)}
    targets = [_stored_section(campaign, target_part(one.id), one) for one in campaign.targets]
    if typed and typed.target:
        targets = [typed if one.name == typed.name else one for one in targets]
    elif typed and typed.name in sections:
        sections[typed.name] = typed
    removed = request.args.get("removed", 0, type=int)
    more.setdefault("new_target", NewTargetForm.of(None, "targets-"))
    return render_template(
        "desk/editor/editor.html",
        campaign=campaign,
        sections=sections,
        targets=targets,
        titles={"targets": _("Targets")} | {name: one.title for name, one in sections.items()},
        removed=removed_texts(campaign.slug, removed) if removed else [],
        removal=removed,
        time_zones=time_zones(),
        languages=languages(),
        **more,
    )


def _changed_page(campaign: Campaign, section: Section) -> str:
    """Show the form as typed beside what is stored now; saving again is a decision."""
    section.stored = _form_of(campaign, section.name, section.target)
    section.version = campaign.versions.get(section.name, 0)
    return editor_page(campaign, section)


def _stored_sections(campaign: Campaign) -> Iterator[Section]:
    for name in PARTS:
        if name != "address" or campaign.state == DRAFT:
            yield _stored_section(campaign, name)


def _stored_section(campaign: Campaign, name: str, target: Target | None = None) -> Section:
    return Section(
        name=name,
        title=_title(name, target),
        address=_address(campaign, name, target),
        form=_form_of(campaign, name, target),
        version=campaign.versions.get(name, 0),
        target=target,
    )


def _form_of(campaign: Campaign, name: str, target: Target | None) -> PartForm:
    if target:
        return TargetForm.of(target, f"{name}-")
    return PARTS[name][1].of(campaign, f"{name}-")


def _title(name: str, target: Target | None) -> LazyString | str:
    return (target.shown_name or _("Target without a name")) if target else PARTS[name][0]


def _address(campaign: Campaign, name: str, target: Target | None) -> str:
    if target:
        return url_for("targets.save", slug=campaign.slug, number=target.id)
    if name == "address":
        return url_for("editor.rename", slug=campaign.slug)
    return url_for("editor.save", slug=campaign.slug, part=name)
