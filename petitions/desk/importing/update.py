"""A newer document as news of a campaign: what it says otherwise, and what was ticked of it."""

import hashlib
import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import date

from flask import render_template

from petitions.campaigns.contacts import CONTACT_KINDS
from petitions.campaigns.drafts import CampaignDraft, ContactDraft, TargetDraft, UpdateDraft
from petitions.campaigns.editing.targets import (
    CampaignChanges,
    TargetChange,
    contact_drafts,
    target_part,
)
from petitions.campaigns.models import Campaign, Target
from petitions.campaigns.updates import TEXT_CHARACTERS
from petitions.desk.importing import labels
from petitions.desk.importing.draft import as_markdown, draft_of, paragraphs
from petitions.desk.importing.highlights import pieces
from petitions.desk.importing.open_questions import is_usable, unusable_words
from petitions.desk.importing.review import highlights_of
from petitions.desk.news.views import UpdateForm
from petitions.urgent_actions.models import UrgentAction

COLUMNS = ("name", "role", "salutation", "address", "country")


@dataclass(frozen=True)
class Difference:
    """One thing to take over; `tick` is a digest of what it is, so that it stays the same."""

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
    """Everything that differs; nothing is taken over by itself."""

    deadline_before: date | None
    deadline_after: date | None
    new_demands: list[Difference] = field(default_factory=list)
    gone_demands: list[str] = field(default_factory=list)
    new_targets: list[NewTarget] = field(default_factory=list)
    changed_targets: list[ChangedTarget] = field(default_factory=list)

    @property
    def has_new_deadline(self) -> bool:
        """Return True if the document has a deadline, and another one."""
        return self.deadline_after is not None and self.deadline_after != self.deadline_before

    @property
    def deadline_tick(self) -> str:
        """Return the tick of the new deadline."""
        return _tick("deadline", str(self.deadline_after))

    @property
    def ticks(self) -> set[str]:
        """Return all that one can tick."""
        ticks = {demand.tick for demand in self.new_demands}
        ticks |= {target.tick for target in self.new_targets}
        for changed in self.changed_targets:
            ticks |= {one.tick for one in (*changed.columns, *changed.contacts)}
        return ticks | ({self.deadline_tick} if self.has_new_deadline else set())


def compare(campaign: Campaign, draft: CampaignDraft) -> Comparison:
    """Return what differs; demands and officials are the same where their words are."""
    stored = {_words(demand.text) for demand in campaign.demands}
    asked = {_words(text) for text in draft.demands}
    pairs = [(target, _counterpart(target, campaign.targets)) for target in draft.targets]
    changed = [_changed(stored_target, target) for target, stored_target in pairs if stored_target]
    return Comparison(
        deadline_before=campaign.deadline,
        deadline_after=draft.deadline,
        new_demands=[
            Difference(_tick("demand", text), after=text)
            for text in draft.demands
            if _words(text) not in stored
        ],
        gone_demands=[one.text for one in campaign.demands if _words(one.text) not in asked],
        new_targets=[_new(target) for target, stored_target in pairs if not stored_target],
        changed_targets=[one for one in changed if one.columns or one.contacts or one.unusable],
    )


def update_page(
    campaign: Campaign,
    action: UrgentAction,
    form: UpdateForm | None = None,
    ticked: AbstractSet[str] = frozenset(),
    *,
    is_stale: bool = False,
) -> str:
    """Return the page with the comparison and the form of the news, prefilled if none is given."""
    draft = draft_of(action)
    if form is None:
        first = draft.summary or next(iter(paragraphs(action.story)), "")
        day = action.issued or campaign.today
        text = as_markdown(first)[:TEXT_CHARACTERS]
        form = UpdateForm(formdata=None, dated=day.isoformat(), text=text)
    return render_template(
        "desk/importing/update.html",
        campaign=campaign,
        action=action,
        draft=draft,
        found=compare(campaign, draft),
        form=form,
        ticked=ticked,
        versions=versions_of(campaign),
        is_stale=is_stale,
        pieces=pieces(action.text, highlights_of(action, draft, set())),
        questions=[labels.question_words(question.about) for question in action.questions],
        column_words={name: labels.OF_OFFICIALS[name] for name in COLUMNS},
        contact_words={kind.name: kind.label for kind in CONTACT_KINDS.values()},
        unusable_words=unusable_words,
        most=TEXT_CHARACTERS,
    )


def versions_of(campaign: Campaign) -> dict[str, int]:
    """Return the versions of all parts that a document can change."""
    parts = [
        "dates",
        "demands",
        "targets",
        *(target_part(target.id) for target in campaign.targets),
    ]
    return {part: campaign.versions.get(part, 0) for part in parts}


def changes_of(comparison: Comparison, ticked: AbstractSet[str]) -> CampaignChanges:
    """Return what was ticked, as it is to be stored."""
    takes_deadline = comparison.has_new_deadline and comparison.deadline_tick in ticked
    changed = []
    for one in comparison.changed_targets:
        values = {column.column: column.after for column in one.columns if column.tick in ticked}
        new = [row.contact for row in one.contacts if row.contact and row.tick in ticked]
        if values or new:
            contacts = [*contact_drafts(one.target), *new]
            changed.append(TargetChange(one.target.id, values, contacts))
    return CampaignChanges(
        deadline=comparison.deadline_after if takes_deadline else None,
        demands=[one.after for one in comparison.new_demands if one.tick in ticked],
        targets=[one.draft for one in comparison.new_targets if one.tick in ticked],
        changed=changed,
    )


def news_of(form: UpdateForm) -> UpdateDraft:
    """Return the news; only after the form was found valid."""
    return UpdateDraft(form.day, form.text.data or "")


def _counterpart(draft: TargetDraft, targets: list[Target]) -> Target | None:
    """Return the target of the same name; or of the same office, where one of both has no name."""
    for target in targets:
        if draft.name and _words(draft.name) == _words(target.name):
            return target
    for target in targets:
        is_same_office = draft.role and _words(draft.role) == _words(target.role)
        if is_same_office and not (draft.name and target.name):
            return target
    return None


def _new(draft: TargetDraft) -> NewTarget:
    usable = [contact for contact in draft.contacts if is_usable(contact)]
    unusable = [contact for contact in draft.contacts if not is_usable(contact)]
    kept = replace(draft, contacts=usable)
    return NewTarget(_tick("target", repr(kept)), kept, unusable)


def _changed(target: Target, draft: TargetDraft) -> ChangedTarget:
    known = {_contact_key(contact) for contact in contact_drafts(target)}
    new = [contact for contact in draft.contacts if _contact_key(contact) not in known]
    columns = []
    for column in COLUMNS:
        before, after = getattr(target, column), getattr(draft, column)
        if after and _words(before) != _words(after):
            tick = _tick(f"target-{target.id}-{column}", after)
            columns.append(Difference(tick, before, after, column))
    contacts = [
        Difference(
            _tick(f"target-{target.id}-{contact.kind}", contact.value),
            after=contact.value,
            contact=contact,
        )
        for contact in new
        if is_usable(contact)
    ]
    unusable = [contact for contact in new if not is_usable(contact)]
    return ChangedTarget(target, columns, contacts, unusable)


def _contact_key(contact: ContactDraft) -> tuple[str, str]:
    """Return what is the same however a number is spaced, or an address capitalised."""
    if contact.kind in {"fax", "phone"}:
        return contact.kind, re.sub(r"[^\d+]", "", contact.value)
    return contact.kind, contact.value.casefold()


def _words(text: str) -> str:
    """Return the words of a text alone: spaces, signs and capitals make no difference."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def _tick(kind: str, content: str) -> str:
    return f"{kind}-{hashlib.sha256(content.encode()).hexdigest()[:12]}"
