"""A newer document as news of a campaign: what it says otherwise, and what was ticked of it."""

import hashlib
import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date

from flask import render_template

from petitions.campaigns.contacts import CONTACT_KINDS
from petitions.campaigns.drafts import CampaignDraft, ContactDraft, TargetDraft
from petitions.campaigns.editing.targets import (
    CampaignChanges,
    TargetChange,
    contact_drafts,
    target_part,
)
from petitions.campaigns.models import Campaign, Target, headline_of
from petitions.campaigns.operations import UPDATE_CHARACTERS
from petitions.desk.importing import labels
from petitions.desk.importing.draft import as_markdown, draft_of, is_usable, paragraphs
from petitions.desk.importing.highlights import pieces
from petitions.desk.importing.open_questions import unusable_words
from petitions.desk.importing.review import highlights_of
from petitions.desk.news.views import UpdateForm
from petitions.urgent_actions.models import UrgentAction
from petitions.urgent_actions.readers.phrasing import said

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
    """Everything that differs; nothing is taken over by itself.

    `deadline_tick` is empty unless the document has a deadline, and another one.
    """

    deadline_before: date | None
    deadline_after: date | None
    deadline_tick: str
    new_demands: list[Difference]
    gone_demands: list[str]
    new_targets: list[NewTarget]
    changed_targets: list[ChangedTarget]

    @property
    def ticks(self) -> set[str]:
        """Return all that one can tick."""
        ticks = {demand.tick for demand in self.new_demands}
        ticks |= {target.tick for target in self.new_targets}
        for changed in self.changed_targets:
            ticks |= {difference.tick for difference in (*changed.columns, *changed.contacts)}
        return ticks | ({self.deadline_tick} if self.deadline_tick else set())


def compare(campaign: Campaign, draft: CampaignDraft) -> Comparison:
    """Return what differs; demands and officials are the same where their words are."""
    has_new_deadline = draft.deadline and draft.deadline != campaign.deadline
    # Campaigns may hold a demand in the words of the source, which are other ones.
    both_words = [(demand.text, _as_said(demand.text, campaign)) for demand in campaign.demands]
    stored_demands = {_words(text) for texts in both_words for text in texts}
    drafted_demands = {_words(text) for text in draft.demands}
    new_targets, changed_targets = [], []
    for target_draft in draft.targets:
        if stored := _counterpart(target_draft, campaign.targets):
            changed = _changed(stored, target_draft)
            if changed.columns or changed.contacts or changed.unusable:
                changed_targets.append(changed)
        else:
            usable, unusable = _by_use(target_draft.contacts)
            new = replace(target_draft, contacts=usable)
            new_targets.append(NewTarget(_tick("target", repr(new)), new, unusable))
    return Comparison(
        deadline_before=campaign.deadline,
        deadline_after=draft.deadline,
        deadline_tick=_tick("deadline", str(draft.deadline)) if has_new_deadline else "",
        new_demands=[
            Difference(_tick("demand", text), after=text)
            for text in draft.demands
            if _words(text) not in stored_demands
        ],
        gone_demands=[
            text
            for text, as_said in both_words
            if drafted_demands.isdisjoint({_words(text), _words(as_said)})
        ],
        new_targets=new_targets,
        changed_targets=changed_targets,
    )


def _as_said(text: str, campaign: Campaign) -> str:
    return said(text, campaign.language) or text


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


def _changed(target: Target, draft: TargetDraft) -> ChangedTarget:
    columns = []
    for column in COLUMNS:
        before, after = getattr(target, column), getattr(draft, column)
        if after and _words(before) != _words(after):
            tick = _tick(f"target-{target.id}-{column}", after)
            columns.append(Difference(tick, before, after, column))
    known = {_contact_key(contact) for contact in contact_drafts(target)}
    usable, unusable = _by_use(
        [contact for contact in draft.contacts if _contact_key(contact) not in known]
    )
    contacts = []
    for contact in usable:
        tick = _tick(f"target-{target.id}-{contact.kind}", contact.value)
        contacts.append(Difference(tick, after=contact.value, contact=contact))
    return ChangedTarget(target, columns, contacts, unusable)


def _by_use(contacts: list[ContactDraft]) -> tuple[list[ContactDraft], list[ContactDraft]]:
    """Return (those by which somebody can be reached, the others)."""
    usable = [contact for contact in contacts if is_usable(contact)]
    return usable, [contact for contact in contacts if not is_usable(contact)]


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
        dated = (action.issued or campaign.today).isoformat()
        text = as_markdown(first)[:UPDATE_CHARACTERS]
        form = UpdateForm(formdata=None, dated=dated, title=headline_of(first), text=text)
    return render_template(
        "desk/importing/update.html",
        campaign=campaign,
        action=action,
        draft=draft,
        comparison=compare(campaign, draft),
        form=form,
        ticked=ticked,
        versions=versions_of(campaign),
        is_stale=is_stale,
        pieces=pieces(action.text, highlights_of(action, draft, set())),
        questions=[labels.QUESTIONS[question.about] for question in action.questions],
        column_words={name: labels.OF_OFFICIALS[name] for name in COLUMNS},
        contact_words={kind.name: kind.label for kind in CONTACT_KINDS.values()},
        unusable_words=unusable_words,
        most=UPDATE_CHARACTERS,
    )


def versions_of(campaign: Campaign) -> dict[str, int]:
    """Return the versions of all parts that a document can change."""
    targets = [target_part(target.id) for target in campaign.targets]
    parts = ["dates", "demands", "targets", *targets]
    return {part: campaign.versions.get(part, 0) for part in parts}


def changes_of(comparison: Comparison, ticked: AbstractSet[str]) -> CampaignChanges:
    """Return what was ticked, as it is to be stored."""
    changes = []
    for changed in comparison.changed_targets:
        values = {each.column: each.after for each in changed.columns if each.tick in ticked}
        new = [each.contact for each in changed.contacts if each.contact and each.tick in ticked]
        if values or new:
            contacts = [*contact_drafts(changed.target), *new]
            changes.append(TargetChange(changed.target.id, values, contacts))
    return CampaignChanges(
        deadline=comparison.deadline_after if comparison.deadline_tick in ticked else None,
        demands=[demand.after for demand in comparison.new_demands if demand.tick in ticked],
        targets=[target.draft for target in comparison.new_targets if target.tick in ticked],
        changed=changes,
    )
