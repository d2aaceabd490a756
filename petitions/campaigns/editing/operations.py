"""Change a part of a campaign: under a lock, of the version that was seen, with an entry.

Demands stand here as well: the model letters' texts for them keep in step.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy.exc import IntegrityError

from petitions.accounts.audit import Entry, changed_place, record
from petitions.accounts.models import ERASED_SOONER_MAIL
from petitions.accounts.operations import tell_other_admins
from petitions.campaigns.models import DRAFT, SHORTER_KEEPING_DELAY, Campaign, Demand
from petitions.campaigns.operations import ChangedMeanwhile, SlugTaken
from petitions.campaigns.queries import locked_campaign
from petitions.db import db, now, transaction

# What visitors rely on: it may change while the campaign is public, but not go.
NEEDED = ("title", "summary", "pledge", "country")


class StillNeeded(Exception):
    """The campaign is public and needs what `names` says; nothing is stored."""

    def __init__(self, names: Iterable[str]) -> None:
        super().__init__()
        self.names = set(names)


class NoDraft(Exception):
    """The address of a campaign that is public does not change."""


@dataclass
class Edit:
    """An open change. Without `details` nothing changed; `entry_number` is set by the end."""

    campaign: Campaign
    details: dict[str, Any] = field(default_factory=dict)
    entry_number: int | None = None

    @property
    def is_public(self) -> bool:
        """Return True if visitors see the campaign."""
        return self.campaign.state != DRAFT

    def note_change(self, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
        """Say how things were and how they are now, for the audit log."""
        long = {name for name in after if name in {"story", "text"}}  # too long for an entry
        places = {name: changed_place(before[name], after[name]) for name in long}
        for side, values in enumerate((before, after)):
            noted = self.details.setdefault(("before", "after")[side], {})
            for name, value in values.items():
                if name in long:
                    noted[name] = places[name][side]
                else:
                    noted[name] = value.isoformat() if isinstance(value, date) else value

    def set_columns(self, row: Any, values: Mapping[str, Any]) -> None:
        """Set what differs, and note how it was and how it is now."""
        before = {name: getattr(row, name) for name in values}
        changed = {name: value for name, value in values.items() if before[name] != value}
        if not changed:
            return
        self.details["changed"] = sorted(changed)
        self.note_change({name: before[name] for name in changed}, changed)
        for name, value in changed.items():
            setattr(row, name, value)


@contextmanager
def editing(slug: str, part: str, version: int | None, actor: str) -> Iterator[Edit]:
    """Change one part in a transaction, in the version that the editor saw.

    Without a version it is a change that goes with any other, such as adding.

    Raises:
        UnknownCampaign, ChangedMeanwhile: nothing is stored.

    """
    with transaction() as session:
        session.expire_all()  # what the page has read may be old by now
        with nested_edit(locked_campaign(slug), part, version, actor) as edit:
            yield edit


@contextmanager
def nested_edit(campaign: Campaign, part: str, version: int | None, actor: str) -> Iterator[Edit]:
    """Change one part of a locked campaign in the caller's transaction.

    Raises:
        ChangedMeanwhile: the caller's transaction has to end with it.

    """
    subject = f"campaign {campaign.slug}"  # which the edit may change
    if version is not None and campaign.versions.get(part, 0) != version:
        raise ChangedMeanwhile
    edit = Edit(campaign)
    yield edit
    if edit.details:
        if version is not None:
            raise_version(campaign, part)
        edit.entry_number = record(actor, "edited", subject, part=part, **edit.details).number


def raise_version(campaign: Campaign, part: str) -> None:
    """Let those who have this part open notice that it changed."""
    # Another dictionary: SQLAlchemy does not see a change within one.
    campaign.versions = campaign.versions | {part: campaign.versions.get(part, 0) + 1}


def letter_part(language: str) -> str:
    """Return the name of the part that letters in a language are."""
    return f"letter-{language}"


def save(slug: str, part: str, version: int, values: Mapping[str, Any], *, actor: str) -> None:
    """Store columns of a campaign that make up one part.

    Raises:
        UnknownCampaign, ChangedMeanwhile, StillNeeded: nothing is stored.

    """
    with editing(slug, part, version, actor) as edit:
        lost = {name for name in NEEDED if values.get(name) == ""}
        if edit.is_public and lost:
            raise StillNeeded(lost)
        _delay_erasing(edit.campaign, values, actor)
        edit.set_columns(edit.campaign, values)


def _delay_erasing(campaign: Campaign, values: Mapping[str, Any], actor: str) -> None:
    """Where names are to be kept for fewer days, erase none for a while, and tell other admins."""
    before, after = campaign.keep_days, values.get("keep_days", campaign.keep_days)
    if after >= before or campaign.state == DRAFT:
        return
    campaign.erase_not_before = now() + SHORTER_KEEPING_DELAY
    holds_from = campaign.erase_not_before.isoformat()
    about = {"slug": campaign.slug, "before": before, "after": after, "holds_from": holds_from}
    tell_other_admins(ERASED_SOONER_MAIL, about, actor=actor)


def rename(slug: str, version: int, new_slug: str, *, actor: str) -> None:
    """Change the address of a draft.

    Raises:
        UnknownCampaign, ChangedMeanwhile, NoDraft, SlugTaken: nothing is stored.

    """
    try:
        with editing(slug, "address", version, actor) as edit:
            if edit.is_public:
                raise NoDraft
            edit.set_columns(edit.campaign, {"slug": new_slug})
    except IntegrityError as error:
        raise SlugTaken(new_slug) from error


@dataclass(frozen=True)
class DemandDraft:
    """A demand as it shall be; `id` is of the one it was, as a text, empty for a new one.

    `letter_texts` is what model letters say for it: `{"fr": "Libérez-la."}`, `letter_wordings` what
    else they say: `{"fr": ["Rendez-lui la liberté."]}`.
    """

    id: str
    text: str
    letter_texts: dict[str, str] = field(default_factory=dict)
    letter_wordings: dict[str, list[str]] = field(default_factory=dict)


def save_demands(
    slug: str, version: int, demands: Sequence[DemandDraft], *, actor: str, restore: int | None
) -> int | None:
    """Store the demands in this order; return the number of the entry that holds removed ones.

    With `restore`, the number of such an entry, what it holds is put back.

    Raises:
        UnknownCampaign, ChangedMeanwhile, StillNeeded: nothing is stored.

    """
    with editing(slug, "demands", version, actor) as edit:
        wanted = list(demands)
        for removed in removed_demands(slug, restore) if restore else []:
            if removed["text"] not in {demand.text for demand in wanted}:
                wordings = removed.get("wordings", {})  # which older entries lack
                restored = DemandDraft("", removed["text"], removed["words"], wordings)
                wanted.insert(removed["place"], restored)
        put_demands(edit, wanted)
    return edit.entry_number if edit.details.get("removed") else None


def put_demands(edit: Edit, demands: Sequence[DemandDraft]) -> None:
    """Put the demands into this order, in a change that is open; note what was removed.

    Raises:
        StillNeeded: the campaign is public, and none would be left.

    """
    campaign, old = edit.campaign, list(edit.campaign.demands)
    wanted = []
    free = {str(demand.id) for demand in old}
    for demand in demands:  # one without an id, of another campaign or named twice is new
        wanted.append(demand if demand.id in free else replace(demand, id=""))
        free.discard(demand.id)
    if edit.is_public and not wanted:
        raise StillNeeded({"demands"})
    if [(demand.id, demand.text) for demand in wanted] == [(str(row.id), row.text) for row in old]:
        return
    before = {str(row.id): _in_letters(campaign, index, row) for index, row in enumerate(old)}
    edit.details["removed"] = [
        {
            "place": index,
            "text": draft.text,
            "words": draft.letter_texts,
            "wordings": draft.letter_wordings,
        }
        for index, draft in enumerate(before.values())
        if draft.id in free
    ]
    texts_before, texts_after = [row.text for row in old], [demand.text for demand in wanted]
    edit.note_change({"demands": texts_before}, {"demands": texts_after})
    for letter in campaign.letters:
        said = [before.get(demand.id, demand) for demand in wanted]
        texts = [draft.letter_texts.get(letter.language, "") for draft in said]
        others = [draft.letter_wordings.get(letter.language, []) for draft in said]
        kept = texts if any(texts) else [], others if any(others) else []
        if kept != (letter.demands, letter.other_demands):
            letter.demands, letter.other_demands = kept
            raise_version(campaign, letter_part(letter.language))
    _write_demands(campaign, old, wanted)


def _in_letters(campaign: Campaign, index: int, demand: Demand) -> DemandDraft:
    """Return a demand as it is, with what the letters say at its place."""
    texts = {one.language: text for one in campaign.letters for text in one.demands[index:][:1]}
    others = {
        one.language: list(wordings)
        for one in campaign.letters
        for wordings in one.other_demands[index:][:1]
    }
    return DemandDraft(str(demand.id), demand.text, texts, others)


def removed_demands(slug: str, entry_number: int) -> list[dict[str, Any]]:
    """Return what an entry says was removed: `[{"place": 0, "text": "Free her.", "words": {}}]`."""
    return list(details_of(slug, entry_number).get("removed", []))


def details_of(slug: str, entry_number: int) -> dict[str, Any]:
    """Return what an entry of the audit log tells of this campaign; {} where it is of none."""
    entry = db.session.get(Entry, entry_number) if 0 < entry_number < 2**31 else None
    return entry.details if entry and entry.subject == f"campaign {slug}" else {}


def _write_demands(campaign: Campaign, old: list[Demand], wanted: list[DemandDraft]) -> None:
    """Write the rows; in steps, since no two may have one number at any moment."""
    by_id = {str(demand.id): demand for demand in old}
    for demand in old:
        demand.number = -demand.number
    db.session.flush()
    for gone in by_id.keys() - {draft.id for draft in wanted}:
        db.session.delete(by_id[gone])
    db.session.flush()
    for number, draft in enumerate(wanted, 1):
        demand = by_id[draft.id] if draft.id else Demand(campaign_id=campaign.id)
        demand.number, demand.text = number, draft.text
        db.session.add(demand)
    db.session.flush()
    db.session.expire(campaign, ["demands"])
