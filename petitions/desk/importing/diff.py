"""What a newer document says otherwise than the campaign: nothing is taken over by itself."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from petitions.campaigns.drafts import CampaignDraft, ContactDraft, TargetDraft
from petitions.campaigns.editing.targets import contacts_of
from petitions.campaigns.models import Campaign, Target
from petitions.desk.importing.open_questions import is_usable

COLUMNS = ("name", "role", "salutation", "address", "country")


@dataclass(frozen=True)
class Difference:
    """One thing to take over; `tick` is made of what it is, so that it stays the same."""

    tick: str
    before: str = ""
    after: str = ""
    column: str = ""
    contact: ContactDraft | None = None


@dataclass(frozen=True)
class NewTarget:
    """An official whom the campaign does not have; `unusable` contacts stay behind."""

    tick: str
    draft: TargetDraft
    unusable: list[ContactDraft]


@dataclass(frozen=True)
class ChangedTarget:
    """An official whom the campaign has, and what is new."""

    target: Target
    columns: list[Difference]
    contacts: list[Difference]
    unusable: list[ContactDraft]


@dataclass(frozen=True)
class Comparison:
    """Everything that differs."""

    deadline_before: date | None
    deadline_after: date | None
    new_demands: list[Difference] = field(default_factory=list)
    gone_demands: list[str] = field(default_factory=list)
    new_targets: list[NewTarget] = field(default_factory=list)
    changed_targets: list[ChangedTarget] = field(default_factory=list)

    @property
    def has_new_deadline(self) -> bool:
        """Tell whether the document has a deadline, and another one."""
        return self.deadline_after is not None and self.deadline_after != self.deadline_before

    @property
    def ticks(self) -> set[str]:
        """Give all that one can tick."""
        found = {one.tick for one in self.new_demands} | {one.tick for one in self.new_targets}
        for changed in self.changed_targets:
            found |= {one.tick for one in (*changed.columns, *changed.contacts)}
        return found | ({deadline_tick(self)} if self.has_new_deadline else set())


def compare(campaign: Campaign, draft: CampaignDraft) -> Comparison:
    """Give what differs; demands and officials are the same where their words are."""
    stored = {_plain(one.text) for one in campaign.demands}
    asked = {_plain(text) for text in draft.demands}
    pairs = [(one, _counterpart(one, campaign.targets)) for one in draft.targets]
    changed = [_changed(target, one) for one, target in pairs if target]
    return Comparison(
        deadline_before=campaign.deadline,
        deadline_after=draft.deadline,
        new_demands=[_demand(text) for text in draft.demands if _plain(text) not in stored],
        gone_demands=[one.text for one in campaign.demands if _plain(one.text) not in asked],
        new_targets=[_new(one) for one, target in pairs if not target],
        changed_targets=[one for one in changed if one.columns or one.contacts or one.unusable],
    )


def deadline_tick(found: Comparison) -> str:
    """Give the tick of the new deadline."""
    return _tick("deadline", str(found.deadline_after))


def _demand(text: str) -> Difference:
    return Difference(_tick("demand", text), after=text)


def _counterpart(draft: TargetDraft, targets: list[Target]) -> Target | None:
    """Give the target of the same name; or of the same office, where one of both has no name."""
    for target in targets:
        if draft.name and _plain(draft.name) == _plain(target.name):
            return target
    for target in targets:
        is_same_office = draft.role and _plain(draft.role) == _plain(target.role)
        if is_same_office and not (draft.name and target.name):
            return target
    return None


def _new(draft: TargetDraft) -> NewTarget:
    usable = [one for one in draft.contacts if is_usable(one)]
    unusable = [one for one in draft.contacts if not is_usable(one)]
    kept = TargetDraft(**{**vars(draft), "contacts": usable})
    return NewTarget(_tick("target", repr(kept)), kept, unusable)


def _changed(target: Target, draft: TargetDraft) -> ChangedTarget:
    known = {_contact_key(one) for one in contacts_of(target)}
    new = [one for one in draft.contacts if _contact_key(one) not in known]
    return ChangedTarget(
        target=target,
        columns=list(_columns(target, draft)),
        contacts=[_contact(target, one) for one in new if is_usable(one)],
        unusable=[one for one in new if not is_usable(one)],
    )


def _columns(target: Target, draft: TargetDraft) -> Iterator[Difference]:
    for column in COLUMNS:
        before, after = getattr(target, column), getattr(draft, column)
        if after and _plain(before) != _plain(after):
            tick = _tick(f"target-{target.id}-{column}", after)
            yield Difference(tick, before, after, column)


def _contact(target: Target, contact: ContactDraft) -> Difference:
    tick = _tick(f"target-{target.id}-{contact.kind}", contact.value)
    return Difference(tick, after=contact.value, contact=contact)


def _contact_key(contact: ContactDraft) -> tuple[str, str]:
    """Give what is the same however a number is spaced, or an address capitalised."""
    if contact.kind in {"fax", "phone"}:
        return contact.kind, re.sub(r"[^\d+]", "", contact.value)
    return contact.kind, contact.value.casefold()


def _plain(text: str) -> str:
    """Give the words of a text alone: spaces, signs and capitals make no difference."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def _tick(kind: str, content: str) -> str:
    return f"{kind}-{hashlib.sha256(content.encode()).hexdigest()[:12]}"
