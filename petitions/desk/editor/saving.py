"""What becomes of the editor's one form: saved section by section, or kept until it is."""

from dataclasses import dataclass, field
from typing import Any, Self

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from petitions.accounts.models import Organiser
from petitions.campaigns.drafts import ContactDraft, TargetDraft
from petitions.campaigns.editing import operations, targets
from petitions.campaigns.editing.operations import StillNeeded
from petitions.campaigns.editing.targets import UnknownTarget, target_part
from petitions.campaigns.models import Campaign
from petitions.campaigns.operations import ChangedMeanwhile, SlugTaken
from petitions.campaigns.queries import campaign_or_404
from petitions.campaigns.values import slug_of
from petitions.db import db, now, transaction
from petitions.desk.editor.page import NEEDED, NEW_TARGET, Editing, Section, names_of
from petitions.desk.editor.part_form import SAVE, Data, RowAction
from petitions.desk.editor.target_forms import NewTargetForm
from petitions.desk.models import KeptForm

KEPT_CHARACTERS = 1_000_000
WHOLE_PAGE = {"publish", "duplicate", "discard"}
MOVES = {"earlier": -1, "later": 1}


@dataclass(frozen=True)
class PressedButton:
    """The button that was pressed: `save`, `publish`, or a part and what to do with it.

    That is `demands:up-1`, `target-7:earlier`, `target-7:drop`, `targets:restore-12`.
    """

    verb: str
    part: str = ""
    index: int = -1

    @classmethod
    def parse(cls, button: str | None) -> Self:
        """Return what the value of a button says; nonsense saves."""
        part, colon, verb = (button or "").partition(":")
        if not colon:
            return cls(part if part in WHOLE_PAGE else "save")
        if verb in {*MOVES, "drop"}:
            return cls(verb, part)
        action = RowAction.parse(verb)
        return cls(action.verb, part, action.index)

    def action(self, section: Section) -> RowAction:
        """Return what the button does to the rows of a section."""
        if section.name != self.part or self.verb in {*MOVES, "drop"}:
            return SAVE
        return RowAction(self.verb, self.index)


PUBLISH, DUPLICATE = PressedButton("publish"), PressedButton("duplicate")
DISCARD = PressedButton("discard")


@dataclass
class Done:
    """What was saved and what was not; a draft may have another address now."""

    slug: str
    editing: Editing = field(default_factory=Editing)
    is_conflict: bool = False


def typed_sections(campaign: Campaign, data: Data) -> dict[str, Section]:
    """Return the sections that an editor sent, in the order of the page."""
    return {
        name: Section.typed(campaign, name, data, target)
        for name, target in names_of(campaign).items()
        if f"{name}-version" in data
    }


def save_all(campaign: Campaign, data: Data, pressed: PressedButton, *, actor: Organiser) -> Done:
    """Save each section into which something was typed, and do what the button says.

    Each is a transaction of its own: what is wrong in one keeps no other from being saved.
    """
    done = Done(campaign.slug)
    sections = typed_sections(campaign, data)
    meant = {
        name: section
        for name, section in sections.items()
        if section.is_changed or name == pressed.part
    }
    failed = {name: one for name, one in meant.items() if not one.form.validate()}
    done.editing.typed = failed
    for name, section in meant.items():
        if name not in failed and not _saved(section, pressed, done, actor.email):
            failed[name] = section
    _add_target(data, done, actor.email)
    if not done.editing.has_trouble:
        _do_with_target(pressed, done, sections, actor.email)
    if done.editing.has_trouble:
        done.is_conflict = all(one.stored for one in failed.values()) and bool(failed)
    elif pressed.verb != "look":
        discard(campaign.id, actor.id)
    return done


def erases_sooner(campaign: Campaign, data: Data) -> bool:
    """Return True if names would be kept for fewer days than now."""
    dates = typed_sections(campaign, data).get("dates")
    if not (dates and dates.is_changed and dates.form.validate()):
        return False
    return bool(dates.form.values()["keep_days"] < campaign.keep_days)


def _saved(section: Section, pressed: PressedButton, done: Done, actor: str) -> bool:
    """Save one section; return False, with the reason in it, where that cannot be."""
    action, name = pressed.action(section), section.name
    rows, focus = section.form.rows_after(action)
    try:
        removed = _store(section, action, rows, done, actor)
    except StillNeeded as reason:
        for column in sorted(reason.names):
            section.form.add_error(column, str(NEEDED[column]))
    except SlugTaken:
        words = _("Another official has this address. Choose another.")
        if not section.target:
            words = _("Another campaign has this address. Choose another.")
        section.form.add_error("slug", words)
    except (ChangedMeanwhile, UnknownTarget):  # what is stored now stands beside it
        campaign = campaign_or_404(done.slug)
        target = next((one for one in campaign.targets if target_part(one.id) == name), None)
        if section.target and not target:
            return True  # it was removed meanwhile, and the page shows that
        stored = Section.of(campaign, name, target)
        section.stored, section.version, section.seen = stored.form, stored.version, stored.seen
    else:
        done.editing.saved.append(name)
        done.editing.removal = removed or done.editing.removal
        if name == pressed.part:
            done.editing.focus = f"{name}:{focus}"
        return True
    return False


def _store(
    section: Section, action: RowAction, rows: list[dict[str, str]], done: Done, actor: str
) -> int | None:
    """Store one section; return the number of the entry that holds what was removed."""
    form, name, slug, version = section.form, section.name, done.slug, section.version
    if section.target:
        contacts = [ContactDraft(**row) for row in rows]
        number = section.target.id
        targets.save_target(slug, number, version, form.values(), contacts, actor=actor)
    elif name == "address":
        if form.values()["slug"] != slug:
            operations.rename(slug, version, form.values()["slug"], actor=actor)
            done.slug = form.values()["slug"]
    elif name == "demands":
        drafts = [operations.DemandDraft(row["id"], row["text"]) for row in rows]
        restore = action.index if action.verb == "restore" else None
        return operations.save_demands(slug, version, drafts, actor=actor, restore=restore)
    else:
        values: dict[str, Any] = form.values() | ({form.rows: rows} if form.rows else {})
        operations.save(slug, name, version, values, actor=actor)
    return None


def _add_target(data: Data, done: Done, actor: str) -> None:
    """Add the official whom somebody typed below the others, if anybody."""
    form = NewTargetForm.typed(data, f"{NEW_TARGET}-")
    rows, _focus = form.rows_after(SAVE)
    if not any((*(value for name, value in form.values().items() if name != "country"), rows)):
        return
    name, role = form["name"].data or "", form["role"].data or ""
    if form.validate() and not (name or role):
        form.add_error("name", _("Write a name or an office."))
    if form.mistakes():
        done.editing.new_target = form
        return
    contacts = [ContactDraft(**row) for row in rows]
    draft = TargetDraft(slug=slug_of(role or name), **form.values(), contacts=contacts)
    number = targets.add_target(done.slug, draft, actor=actor)
    done.editing.saved.append(target_part(number))
    done.editing.focus = done.editing.focus or f"{target_part(number)}:"


def _do_with_target(
    pressed: PressedButton, done: Done, sections: dict[str, Section], actor: str
) -> None:
    """Move a target, remove it, or put one back, once all that was typed is saved."""
    if pressed.part == NEW_TARGET and pressed.verb == "restore":
        number = targets.restore_target(done.slug, pressed.index, actor=actor)
        done.editing.focus = f"{target_part(number)}:" if number else ""
        return
    section = sections.get(pressed.part)
    if not section or not section.target:
        return
    number = section.target.id
    try:
        if pressed.verb in MOVES:
            targets.move_target(done.slug, number, MOVES[pressed.verb], actor=actor)
            done.editing.focus = f"{pressed.part}:"
        elif pressed.verb == "drop":
            version = campaign_or_404(done.slug).versions.get(pressed.part, 0)
            was_saved = pressed.part in done.editing.saved
            seen = version if was_saved else section.version
            removal = targets.remove_target(done.slug, number, seen, actor=actor)
            done.editing.removal = removal or 0
            done.editing.focus = f"{NEW_TARGET}:"
    except UnknownTarget:
        return
    except StillNeeded:
        section.form.add_error("name", str(NEEDED["targets"]))
        done.editing.typed = {**done.editing.typed, pressed.part: section}
    except ChangedMeanwhile:
        campaign = campaign_or_404(done.slug)
        target = next((one for one in campaign.targets if one.id == number), None)
        stored = Section.of(campaign, pressed.part, target)
        section.stored, section.version, section.seen = stored.form, stored.version, stored.seen
        done.editing.typed = {**done.editing.typed, pressed.part: section}


def keep(campaign_id: int, organiser_id: int, data: Data) -> None:
    """Keep the fields of the form until they are saved, or thrown away."""
    fields = [
        [name, text] for name, text in data.items(multi=True) if name not in {"csrf_token", "do"}
    ]
    if sum(len(name) + len(text) for name, text in fields) > KEPT_CHARACTERS:
        return
    with transaction() as session:
        session.merge(
            KeptForm(
                campaign_id=campaign_id, organiser_id=organiser_id, fields=fields, kept_at=now()
            )
        )


def kept_editing(campaign: Campaign, organiser_id: int) -> Editing:
    """Return what an organiser typed and did not save, as far as it differs from what is stored."""
    kept = db.session.get(KeptForm, (campaign.id, organiser_id))
    if kept is None:
        return Editing()
    data = MultiDict((name, text) for name, text in kept.fields)
    typed = {name: one for name, one in typed_sections(campaign, data).items() if one.is_changed}
    new = NewTargetForm.typed(data, f"{NEW_TARGET}-")
    has_new = any(value for name, value in new.values().items() if name != "country")
    if not typed and not has_new:
        return Editing()
    return Editing(typed, new if has_new else None, kept_at=kept.kept_at)


def discard(campaign_id: int, organiser_id: int) -> None:
    """Throw away what was kept."""
    with transaction() as session:
        if kept := session.get(KeptForm, (campaign_id, organiser_id)):
            session.delete(kept)
