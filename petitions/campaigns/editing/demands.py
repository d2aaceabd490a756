"""Change the demands; the model letters' words for them keep in step."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from petitions.accounts.audit import Entry
from petitions.campaigns.editing.core import Edit, StillNeeded, editing, raise_version
from petitions.campaigns.models import Campaign, Demand
from petitions.db import db


@dataclass(frozen=True)
class DemandRow:
    """A demand as it shall be; `id` is of the one it was. `words` are those of letters."""

    id: int | None
    text: str
    words: dict[str, str] = field(default_factory=dict)


def save_demands(
    slug: str, version: int, rows: Sequence[DemandRow], *, actor: str, back: int | None = None
) -> int | None:
    """Store the demands in this order; give the entry that holds what was removed.

    With `back`, the number of such an entry, what it holds is put back.

    Raises:
        UnknownCampaign, ChangedMeanwhile, StillNeeded: nothing is stored.

    """
    with editing(slug, "demands", version, actor) as edit:
        removed = put_demands(edit, _with_removed(slug, list(rows), back))
    return edit.entry if removed else None


def put_demands(edit: Edit, rows: list[DemandRow]) -> list[dict[str, Any]]:
    """Put the demands into this order, in a change that is open; give what was removed.

    Raises:
        StillNeeded: the campaign is public, and none would be left.

    """
    old = list(edit.campaign.demands)
    wanted = _known_once(rows, old)
    if edit.is_public and not wanted:
        raise StillNeeded({"demands"})
    if [(row.id, row.text) for row in wanted] == [(one.id, one.text) for one in old]:
        return []
    removed = _removed(edit.campaign, old, wanted)
    before = [one.text for one in old]  # which are about to change
    _keep_letters_in_step(edit.campaign, old, wanted)
    _write(edit.campaign, old, wanted)
    edit.note_change({"demands": before}, {"demands": [row.text for row in wanted]})
    edit.note(removed=removed)
    return removed


def added_to(campaign: Campaign, texts: Sequence[str]) -> list[DemandRow]:
    """Give the demands as they are, and new ones at the end."""
    kept = [DemandRow(one.id, one.text) for one in campaign.demands]
    return [*kept, *(DemandRow(None, text) for text in texts)]


def removed_texts(slug: str, number: int) -> list[str]:
    """Give the demands that an entry says were removed from a campaign."""
    return [str(one["text"]) for one in _removal(slug, number)]


def _removal(slug: str, number: int) -> list[dict[str, Any]]:
    entry = db.session.get(Entry, number) if 0 < number < 2**31 else None
    if entry is None or entry.subject != f"campaign {slug}":
        return []
    return list(entry.details.get("removed", []))


def _with_removed(slug: str, rows: list[DemandRow], back: int | None) -> list[DemandRow]:
    for one in _removal(slug, back) if back else []:
        if one["text"] not in {row.text for row in rows}:
            rows.insert(one["place"], DemandRow(None, one["text"], one["words"]))
    return rows


def _known_once(rows: list[DemandRow], old: list[Demand]) -> list[DemandRow]:
    """Take for new what carries the number of no demand here, or of one above."""
    free = {one.id for one in old}
    known = []
    for row in rows:
        known.append(row if row.id in free else DemandRow(None, row.text, row.words))
        free.discard(row.id or 0)
    return known


def _removed(campaign: Campaign, old: list[Demand], rows: list[DemandRow]) -> list[dict[str, Any]]:
    kept = {row.id for row in rows}
    words = _words(campaign, old)
    return [
        {"place": place, "text": one.text, "words": words[one.id]}
        for place, one in enumerate(old)
        if one.id not in kept
    ]


def _words(campaign: Campaign, old: list[Demand]) -> dict[int, dict[str, str]]:
    """Give {demand: {language: what the letter in it says}}."""
    return {
        one.id: {
            letter.language: letter.demands[place]
            for letter in campaign.letters
            if place < len(letter.demands)
        }
        for place, one in enumerate(old)
    }


def _keep_letters_in_step(campaign: Campaign, old: list[Demand], rows: list[DemandRow]) -> None:
    words = _words(campaign, old)
    for letter in campaign.letters:
        found = [(words.get(row.id or 0) or row.words).get(letter.language, "") for row in rows]
        demands = found if any(found) else []
        if demands != letter.demands:
            letter.demands = demands
            raise_version(campaign, f"letter-{letter.id}")


def _write(campaign: Campaign, old: list[Demand], rows: list[DemandRow]) -> None:
    """Write the rows; in steps, since no two may have one number at any moment."""
    known = {one.id: one for one in old}
    for one in old:
        one.number = -one.number
    db.session.flush()
    kept = {row.id for row in rows}
    for one in old:
        if one.id not in kept:
            db.session.delete(one)
    db.session.flush()
    for number, row in enumerate(rows, 1):
        demand = known[row.id] if row.id else Demand(campaign_id=campaign.id)
        demand.number, demand.text = number, row.text
        db.session.add(demand)
    db.session.flush()
    db.session.expire(campaign, ["demands"])
