"""Add, change, move and remove targets."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import delete

from petitions.campaigns.drafts import ContactDraft, TargetDraft
from petitions.campaigns.editing.core import (
    Edit,
    StillNeeded,
    editing,
    raise_version,
    set_columns,
)
from petitions.campaigns.models import Contact, Target
from petitions.campaigns.slugs import free_slug
from petitions.db import db


class UnknownTarget(Exception):
    """The campaign has no target of this number (any more)."""


def part_of(number: int) -> str:
    """Give the name of the part that a target is."""
    return f"target-{number}"


def add_target(slug: str, name: str, role: str, target_slug: str, *, actor: str) -> int:
    """Add a target at the end; give its number. Its slug stays, since letters hang on it."""
    with editing(slug, "targets", None, actor) as edit:
        return put_target(edit, TargetDraft(target_slug, name, role, salutation="", address=""))


def put_target(edit: Edit, draft: TargetDraft) -> int:
    """Add a target at the end in a change that is open; give its number."""
    targets = edit.campaign.targets
    plain = {name: value for name, value in asdict(draft).items() if name != "contacts"}
    plain["slug"] = free_slug(draft.slug, {one.slug for one in targets})
    target = Target(
        **plain,
        campaign_id=edit.campaign.id,
        number=max((one.number for one in targets), default=0) + 1,
    )
    db.session.add(target)
    db.session.flush()
    _write_contacts(target, draft.contacts)
    added = [*edit.details.get("added", "").split(), target.slug]
    edit.note(added=" ".join(added))
    db.session.expire(edit.campaign, ["targets"])
    return target.id


def save_target(
    slug: str,
    number: int,
    version: int,
    values: Mapping[str, str],
    contacts: Sequence[ContactDraft],
    *,
    actor: str,
) -> None:
    """Store what is known of a target, and how to reach it.

    Raises:
        UnknownCampaign, UnknownTarget, ChangedMeanwhile, StillNeeded: nothing is stored.

    """
    with editing(slug, part_of(number), version, actor) as edit:
        if edit.is_public and not (values["name"] or values["role"]):
            raise StillNeeded({"name"})
        change_target(edit, number, values, contacts)


def change_target(
    edit: Edit, number: int, values: Mapping[str, str], contacts: Sequence[ContactDraft]
) -> None:
    """Set columns and contacts of a target in a change that is open.

    Raises:
        UnknownTarget: it is gone.

    """
    target = _target(edit, number)
    set_columns(edit, target, values)
    known = contacts_of(target)
    if list(contacts) != known:
        _write_contacts(target, contacts)
        edit.note_change({"contacts": _listed(known)}, {"contacts": _listed(contacts)})
    if edit.details:
        edit.note(target=target.slug)


def contacts_of(target: Target) -> list[ContactDraft]:
    """Give how a target can be reached, as plain values."""
    return [ContactDraft(one.kind, one.value, one.note) for one in target.contacts]


def move_target(slug: str, number: int, by: int, *, actor: str) -> None:
    """Move a target up (-1) or down (1); at the end of the list it stays.

    Raises:
        UnknownCampaign, UnknownTarget: nothing is stored.

    """
    with editing(slug, "targets", None, actor) as edit:
        targets = list(edit.campaign.targets)
        target = _target(edit, number)
        place = targets.index(target)
        targets.remove(target)
        targets.insert(max(0, place + by), target)
        if targets != edit.campaign.targets:
            _number(targets)
            edit.note(moved=target.slug)


def remove_target(slug: str, number: int, version: int, *, actor: str) -> None:
    """Remove a target and its contacts; what was reported as sent to it still counts.

    Raises:
        UnknownCampaign, UnknownTarget, ChangedMeanwhile, StillNeeded: nothing is stored.

    """
    with editing(slug, part_of(number), version, actor) as edit:
        target = _target(edit, number)
        others = [one for one in edit.campaign.targets if one is not target]
        if edit.is_public and not others:
            raise StillNeeded({"targets"})
        edit.note(removed_target=target.slug, name=target.name, role=target.role)
        # Not session.delete(): the database itself lets go of reports, contacts and failures.
        db.session.execute(delete(Target).where(Target.id == number))
        _number(others)
        raise_version(edit.campaign, "targets")
        db.session.expire(edit.campaign, ["targets"])


def _target(edit: Edit, number: int) -> Target:
    for target in edit.campaign.targets:
        if target.id == number:
            return target
    raise UnknownTarget(number)


def _listed(contacts: Sequence[ContactDraft]) -> list[str]:
    return [" ".join(filter(None, (one.kind, one.value, one.note))) for one in contacts]


def _number(targets: Sequence[Target]) -> None:
    for number, target in enumerate(targets, 1):
        target.number = number


def _write_contacts(target: Target, contacts: Sequence[ContactDraft]) -> None:
    """Write all anew: they stand in the order of their numbers."""
    db.session.execute(delete(Contact).where(Contact.target_id == target.id))
    db.session.expire(target, ["contacts"])
    rows: list[dict[str, Any]] = [asdict(one) for one in contacts]
    for row in rows:
        db.session.add(Contact(target_id=target.id, **row))
        db.session.flush()
