"""Add, change, move and remove targets; take over what a newer document says of a campaign."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import delete

from petitions.campaigns.drafts import ContactDraft, TargetDraft, UpdateDraft
from petitions.campaigns.editing.operations import (
    DemandDraft,
    Edit,
    StillNeeded,
    details_of,
    editing,
    letter_part,
    nested_edit,
    put_demands,
    raise_version,
)
from petitions.campaigns.models import Campaign, Contact, Target
from petitions.campaigns.operations import ChangedMeanwhile, SlugTaken, put_update
from petitions.campaigns.queries import locked_campaign
from petitions.campaigns.values import free_slug
from petitions.db import db, transaction


class UnknownTarget(Exception):
    """The campaign has no target of this number (any more)."""


@dataclass(frozen=True)
class TargetChange:
    """What changes of one target: columns, and all its contacts as they shall be."""

    target_id: int
    values: Mapping[str, str]
    contacts: Sequence[ContactDraft]


@dataclass(frozen=True)
class CampaignChanges:
    """What an editor takes over from a newer document; `targets` are new ones."""

    deadline: date | None = None
    demands: list[str] = field(default_factory=list)
    targets: list[TargetDraft] = field(default_factory=list)
    changed: list[TargetChange] = field(default_factory=list)


def target_part(target_id: int) -> str:
    """Return the name of the part that a target is."""
    return f"target-{target_id}"


def contact_drafts(target: Target) -> list[ContactDraft]:
    """Return how a target can be reached, as plain values."""
    return [ContactDraft(row.kind, row.value, row.note) for row in target.contacts]


def add_target(slug: str, draft: TargetDraft, *, actor: str) -> int:
    """Add an official at the end; return its id."""
    with editing(slug, "targets", None, actor) as edit:
        return _put_target(edit, draft)


def save_target(
    slug: str,
    target_id: int,
    version: int,
    values: Mapping[str, str],
    contacts: Sequence[ContactDraft],
    *,
    actor: str,
) -> None:
    """Store what is known of a target, and how to reach it; of a draft its `slug`, too.

    Raises:
        UnknownCampaign, UnknownTarget, ChangedMeanwhile, StillNeeded: nothing is stored.
        SlugTaken: another target has this slug; nothing is stored.

    """
    with editing(slug, target_part(target_id), version, actor) as edit:
        if edit.is_public and not (values["name"] or values["role"]):
            raise StillNeeded({"name"})
        if "slug" in values:
            _move_address(edit, _target(edit, target_id), values["slug"])
        _change_target(edit, TargetChange(target_id, values, contacts))


def move_target(slug: str, target_id: int, by: int, *, actor: str) -> None:
    """Move a target up (-1) or down (1); at the end of the list it stays.

    Raises:
        UnknownCampaign, UnknownTarget: nothing is stored.

    """
    with editing(slug, "targets", None, actor) as edit:
        target = _target(edit, target_id)
        targets = list(edit.campaign.targets)
        index = targets.index(target)
        targets.insert(max(0, index + by), targets.pop(index))
        if targets != edit.campaign.targets:
            for number, moved in enumerate(targets, 1):
                moved.number = number
            edit.details["moved"] = target.slug


def remove_target(slug: str, target_id: int, version: int, *, actor: str) -> int | None:
    """Remove a target and its contacts; what was reported as sent to it still counts.

    Return the number of the entry from which it can be put back.

    Raises:
        UnknownCampaign, UnknownTarget, ChangedMeanwhile, StillNeeded: nothing is stored.

    """
    with editing(slug, target_part(target_id), version, actor) as edit:
        target = _target(edit, target_id)
        others = [other for other in edit.campaign.targets if other is not target]
        if edit.is_public and not others:
            raise StillNeeded({"targets"})
        edit.details |= {"removed_target": target.slug, "name": target.name, "role": target.role}
        edit.details["was"] = _as_removed(edit.campaign, target)
        # Not session.delete(): the database itself lets go of reports, contacts and failures.
        db.session.execute(delete(Target).where(Target.id == target_id))
        for number, other in enumerate(others, 1):
            other.number = number
        for letter in edit.campaign.letters:  # whoever comes to this address is another person
            greetings = letter.salutations.items()
            letter.salutations = {to: text for to, text in greetings if to != target.slug}
        raise_version(edit.campaign, "targets")
        db.session.expire(edit.campaign, ["targets"])
    return edit.entry_number


def _as_removed(campaign: Campaign, target: Target) -> dict[str, Any]:
    """Return all that it takes to put a target back, as values of JSON."""
    columns = [*TargetDraft.__dataclass_fields__.keys() - {"contacts"}]
    greetings = {
        letter.language: letter.salutations[target.slug]
        for letter in campaign.letters
        if target.slug in letter.salutations
    }
    return {
        "columns": {name: getattr(target, name) for name in sorted(columns)},
        "contacts": [asdict(contact) for contact in contact_drafts(target)],
        "place": campaign.targets.index(target),
        "greetings": greetings,
    }


def restore_target(slug: str, entry_number: int, *, actor: str) -> int | None:
    """Put a removed target back to its place, once; return its id, None where there is nothing.

    Raises:
        UnknownCampaign: nothing is stored.

    """
    was = details_of(slug, entry_number).get("was")
    if not was:
        return None
    with editing(slug, "targets", None, actor) as edit:
        columns = was["columns"]
        if columns["slug"] in {target.slug for target in edit.campaign.targets}:
            return None  # it is there again
        contacts = [ContactDraft(**contact) for contact in was["contacts"]]
        number = _put_target(edit, TargetDraft(**columns, contacts=contacts))
        order = [target for target in edit.campaign.targets if target.id != number]
        order.insert(was["place"], _target(edit, number))
        for place, target in enumerate(order, 1):
            target.number = place
        for letter in edit.campaign.letters:
            if greeting := was["greetings"].get(letter.language):
                letter.salutations = letter.salutations | {columns["slug"]: greeting}
    return number


def apply_update(
    slug: str,
    news: UpdateDraft,
    changes: CampaignChanges,
    versions: Mapping[str, int],
    *,
    actor: str,
) -> None:
    """Put news into the timeline, and change what it changes, in one transaction.

    `versions` are those of the parts that the editor saw: `{"dates": 2, "target-7": 0}`.

    Raises:
        UnknownCampaign, ChangedMeanwhile: nothing is stored.

    """
    with transaction() as session:
        session.expire_all()  # what the page has read may be old by now
        campaign = locked_campaign(slug)
        # No part has the version -1: what was not seen is not changed.
        seen = defaultdict(lambda: -1, versions)
        if changes.deadline:
            with nested_edit(campaign, "dates", seen["dates"], actor) as edit:
                edit.set_columns(campaign, {"deadline": changes.deadline})
        if changes.demands:
            with nested_edit(campaign, "demands", seen["demands"], actor) as edit:
                old = [DemandDraft(str(demand.id), demand.text) for demand in campaign.demands]
                put_demands(edit, old + [DemandDraft("", text) for text in changes.demands])
        if changes.targets:
            with nested_edit(campaign, "targets", seen["targets"], actor) as edit:
                for draft in changes.targets:
                    _put_target(edit, draft)
        for change in changes.changed:
            part = target_part(change.target_id)
            try:
                with nested_edit(campaign, part, seen[part], actor) as edit:
                    _change_target(edit, change)
            except UnknownTarget as gone:
                raise ChangedMeanwhile from gone
        put_update(campaign, news.dated, news.text, title=news.title, actor=actor)


def _target(edit: Edit, target_id: int) -> Target:
    for target in edit.campaign.targets:
        if target.id == target_id:
            return target
    raise UnknownTarget(target_id)


def _put_target(edit: Edit, draft: TargetDraft) -> int:
    """Add an official at the end; return its id."""
    targets = edit.campaign.targets
    values = {name: value for name, value in vars(draft).items() if name != "contacts"}
    values["slug"] = free_slug(draft.slug, {target.slug for target in targets})
    number = max((target.number for target in targets), default=0) + 1
    target = Target(**values, campaign_id=edit.campaign.id, number=number)
    db.session.add(target)
    db.session.flush()
    _write_contacts(target, draft.contacts)
    edit.details["added"] = " ".join([*edit.details.get("added", "").split(), target.slug])
    db.session.expire(edit.campaign, ["targets"])
    return target.id


def _change_target(edit: Edit, change: TargetChange) -> None:
    """Set columns and contacts of a target, or raise UnknownTarget where it is gone."""
    target = _target(edit, change.target_id)
    edit.set_columns(target, change.values)
    before, after = contact_drafts(target), list(change.contacts)
    if after != before:
        _write_contacts(target, after)
        edit.note_change({"contacts": _lines(before)}, {"contacts": _lines(after)})
    if edit.details:
        edit.details["target"] = target.slug


def _move_address(edit: Edit, target: Target, slug: str) -> None:
    """Let greetings follow a target to another address, where it may have it."""
    if slug == target.slug:
        return
    if edit.is_public:  # since the form was opened
        raise ChangedMeanwhile
    if slug in {other.slug for other in edit.campaign.targets}:
        raise SlugTaken(slug)
    for letter in edit.campaign.letters:
        if greeting := letter.salutations.get(target.slug):
            others = {to: text for to, text in letter.salutations.items() if to != target.slug}
            letter.salutations = others | {slug: greeting}
            raise_version(edit.campaign, letter_part(letter.language))


def _lines(contacts: Sequence[ContactDraft]) -> list[str]:
    return [" ".join(filter(None, (row.kind, row.value, row.note))) for row in contacts]


def _write_contacts(target: Target, contacts: Sequence[ContactDraft]) -> None:
    """Write all anew: they stand in the order of their ids."""
    db.session.execute(delete(Contact).where(Contact.target_id == target.id))
    db.session.expire(target, ["contacts"])
    for contact in contacts:
        db.session.add(Contact(target_id=target.id, **asdict(contact)))
        db.session.flush()
