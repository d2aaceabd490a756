"""The page that offers a newer document as news of a campaign, with all that it changes."""

from collections.abc import Set as AbstractSet

from flask import render_template

from petitions.campaigns.contacts import CONTACT_KINDS
from petitions.campaigns.drafts import CampaignDraft, ContactDraft, UpdateDraft
from petitions.campaigns.editing.taking import Changes, TargetChange
from petitions.campaigns.editing.targets import contacts_of, part_of
from petitions.campaigns.models import Campaign
from petitions.campaigns.updates import TEXT_CHARACTERS
from petitions.desk.importing import labels
from petitions.desk.importing.diff import (
    COLUMNS,
    ChangedTarget,
    Comparison,
    compare,
    deadline_tick,
)
from petitions.desk.importing.draft import draft_of
from petitions.desk.importing.highlights import pieces
from petitions.desk.importing.loading import prose
from petitions.desk.importing.open_questions import unusable_words
from petitions.desk.importing.review import marked_of
from petitions.desk.news.forms import UpdateForm
from petitions.urgent_actions.urgent_action import UrgentAction


def update_page(
    campaign: Campaign,
    action: UrgentAction,
    form: UpdateForm | None = None,
    ticked: AbstractSet[str] = frozenset(),
    *,
    is_stale: bool = False,
) -> str:
    """Show the comparison, and the form of the news, prefilled from the document."""
    draft = draft_of(action)
    return render_template(
        "desk/importing/update.html",
        campaign=campaign,
        action=action,
        draft=draft,
        found=compare(campaign, draft),
        deadline_tick=deadline_tick,
        form=form or _news_form(campaign, action, draft),
        ticked=ticked,
        versions=versions_of(campaign),
        is_stale=is_stale,
        pieces=pieces(action.text, marked_of(action, set())),
        questions=[labels.question_words(one.about) for one in action.questions],
        column_words={name: labels.OF_OFFICIALS[name] for name in COLUMNS},
        contact_words={one.name: one.label for one in CONTACT_KINDS.values()},
        unusable_words=unusable_words,
        most=TEXT_CHARACTERS,
    )


def versions_of(campaign: Campaign) -> dict[str, int]:
    """Give the versions of all parts that a document can change."""
    parts = ["dates", "demands", "targets", *(part_of(one.id) for one in campaign.targets)]
    return {part: campaign.versions.get(part, 0) for part in parts}


def changes_of(found: Comparison, ticked: AbstractSet[str]) -> Changes:
    """Give what was ticked, as it is to be stored."""
    takes_deadline = found.has_new_deadline and deadline_tick(found) in ticked
    changed = [_change(one, ticked) for one in found.changed_targets]
    return Changes(
        deadline=found.deadline_after if takes_deadline else None,
        demands=[one.after for one in found.new_demands if one.tick in ticked],
        targets=[one.draft for one in found.new_targets if one.tick in ticked],
        changed=[one for one in changed if one],
    )


def _change(found: ChangedTarget, ticked: AbstractSet[str]) -> TargetChange | None:
    values = {one.column: one.after for one in found.columns if one.tick in ticked}
    new: list[ContactDraft] = [
        one.contact for one in found.contacts if one.contact and one.tick in ticked
    ]
    if not (values or new):
        return None
    return TargetChange(found.target.id, values, [*contacts_of(found.target), *new])


def _news_form(campaign: Campaign, action: UrgentAction, draft: CampaignDraft) -> UpdateForm:
    day = action.issued or campaign.today
    first = draft.summary or next(iter(prose.paragraphs(action.story)), "")
    text = prose.as_markdown(first)[:TEXT_CHARACTERS]
    return UpdateForm(formdata=None, dated=day.isoformat(), text=text)


def news_of(form: UpdateForm) -> UpdateDraft:
    """Give the news; only after the form was found valid."""
    return UpdateDraft(form.day, form.text.data or "")
