"""Take over what a newer document says: news, a deadline, demands, targets; all or nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from petitions.campaigns.drafts import ContactDraft, TargetDraft, UpdateDraft
from petitions.campaigns.editing.core import ChangedMeanwhile, joining, set_columns
from petitions.campaigns.editing.demands import added_to, put_demands
from petitions.campaigns.editing.targets import (
    UnknownTarget,
    change_target,
    part_of,
    put_target,
)
from petitions.campaigns.updates import put_update
from petitions.db import transaction


@dataclass(frozen=True)
class TargetChange:
    """What changes of one target: columns, and all its contacts as they shall be."""

    number: int
    values: Mapping[str, str]
    contacts: Sequence[ContactDraft]


@dataclass(frozen=True)
class Changes:
    """What an editor wants to take over."""

    deadline: date | None = None
    demands: list[str] = field(default_factory=list)
    targets: list[TargetDraft] = field(default_factory=list)
    changed: list[TargetChange] = field(default_factory=list)


def take_over(
    slug: str, news: UpdateDraft, changes: Changes, seen: Mapping[str, int], *, actor: str
) -> None:
    """Put news into the timeline, and change what it changes, in one transaction.

    `seen` are the versions of the parts that the editor had before them.

    Raises:
        UnknownCampaign, ChangedMeanwhile: nothing is stored.

    """
    with transaction() as session:
        session.expire_all()  # what the page has read may be old by now
        _take_facts(slug, changes, seen, actor)
        for change in changes.changed:
            _take_target(slug, change, seen, actor)
        put_update(slug, news.dated, news.text, actor=actor)


def _take_facts(slug: str, changes: Changes, seen: Mapping[str, int], actor: str) -> None:
    if changes.deadline:
        with joining(slug, "dates", _version(seen, "dates"), actor) as edit:
            set_columns(edit, edit.campaign, {"deadline": changes.deadline})
    if changes.demands:
        with joining(slug, "demands", _version(seen, "demands"), actor) as edit:
            put_demands(edit, added_to(edit.campaign, changes.demands))
    if changes.targets:
        with joining(slug, "targets", _version(seen, "targets"), actor) as edit:
            for draft in changes.targets:
                put_target(edit, draft)


def _take_target(slug: str, change: TargetChange, seen: Mapping[str, int], actor: str) -> None:
    part = part_of(change.number)
    try:
        with joining(slug, part, _version(seen, part), actor) as edit:
            change_target(edit, change.number, change.values, change.contacts)
    except UnknownTarget as gone:
        raise ChangedMeanwhile from gone


def _version(seen: Mapping[str, int], part: str) -> int:
    """Give the version that was seen; one that nobody saw is never the right one."""
    return seen.get(part, -1)
