"""What every change of a campaign has in common: a lock, a version, an entry."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from petitions.accounts.audit import Entry, gist, record
from petitions.campaigns.models import DRAFT, Campaign
from petitions.campaigns.operations import SlugTaken, UnknownCampaign
from petitions.db import db, transaction

# What visitors rely on: it may change while the campaign is public, but not go.
NEEDED = ("title", "summary", "pledge", "country")
LONG = {"story"}  # too long for an entry


class ChangedMeanwhile(Exception):
    """Somebody else has changed this part since the page was opened; nothing is stored."""


class StillNeeded(Exception):
    """The campaign is public and needs what `names` says; nothing is stored."""

    def __init__(self, names: Iterable[str]) -> None:
        super().__init__()
        self.names = set(names)


class NoDraft(Exception):
    """The address of a campaign that is public does not change."""


@dataclass
class Edit:
    """A change in the making. What `note` never heard of is no change; `entry` is its number."""

    campaign: Campaign
    details: dict[str, Any] = field(default_factory=dict)
    entry: int | None = None

    @property
    def is_public(self) -> bool:
        """Tell whether visitors see the campaign."""
        return self.campaign.state != DRAFT

    def note(self, **details: Any) -> None:
        """Say what changed, for the audit log."""
        self.details |= details

    def note_change(self, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
        """Say how things were and how they are now, for the audit log."""
        for side, values in (("before", before), ("after", after)):
            self.details[side] = {**self.details.get(side, {}), **values}


@contextmanager
def editing(slug: str, part: str, version: int | None, actor: str) -> Iterator[Edit]:
    """Open a change of one part: alone, and of the version that the editor saw.

    Without a version it is a change that goes with any other, such as adding.

    Raises:
        UnknownCampaign, ChangedMeanwhile: nothing is stored.

    """
    with transaction() as session:
        session.expire_all()  # what the page has read may be old by now
        with joining(slug, part, version, actor) as edit:
            yield edit


@contextmanager
def joining(slug: str, part: str, version: int | None, actor: str) -> Iterator[Edit]:
    """Open a change of one part in the caller's transaction, which changes others as well.

    Raises:
        UnknownCampaign, ChangedMeanwhile: the caller's transaction has to end with it.

    """
    session = db.session
    campaign = session.scalar(select(Campaign).where(Campaign.slug == slug).with_for_update())
    if campaign is None:
        raise UnknownCampaign(slug)
    if version is not None and campaign.versions.get(part, 0) != version:
        raise ChangedMeanwhile
    edit = Edit(campaign)
    yield edit
    if edit.details:
        if version is not None:
            raise_version(campaign, part)
        record(actor, "edited", f"campaign {slug}", part=part, **edit.details)
        edit.entry = session.scalar(select(func.max(Entry.number)))


def raise_version(campaign: Campaign, part: str) -> None:
    """Let those who have this part open notice that it changed."""
    # Another dictionary: SQLAlchemy does not see a change within one.
    campaign.versions = campaign.versions | {part: campaign.versions.get(part, 0) + 1}


def save(slug: str, part: str, version: int, values: Mapping[str, Any], *, actor: str) -> None:
    """Store columns of a campaign that make up one part.

    Raises:
        UnknownCampaign, ChangedMeanwhile, StillNeeded: nothing is stored.

    """
    with editing(slug, part, version, actor) as edit:
        if edit.is_public:
            lost = {name for name in NEEDED if values.get(name) == ""}
            if lost:
                raise StillNeeded(lost)
        set_columns(edit, edit.campaign, values)


def set_columns(edit: Edit, row: Any, values: Mapping[str, Any]) -> None:
    """Set what differs, and note how it was and how it is now."""
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    if not changed:
        return
    edit.note(changed=sorted(changed))
    edit.note_change(
        {name: _noted(name, getattr(row, name)) for name in changed},
        {name: _noted(name, value) for name, value in changed.items()},
    )
    for name, value in changed.items():
        setattr(row, name, value)


def rename(slug: str, version: int, new_slug: str, *, actor: str) -> None:
    """Give a draft another address.

    Raises:
        UnknownCampaign, ChangedMeanwhile, NoDraft, SlugTaken: nothing is stored.

    """
    try:
        with editing(slug, "address", version, actor) as edit:
            if edit.is_public:
                raise NoDraft
            set_columns(edit, edit.campaign, {"slug": new_slug})
    except IntegrityError as error:
        raise SlugTaken(new_slug) from error


def _noted(name: str, value: Any) -> Any:
    if name in LONG:
        return gist(value)
    return value.isoformat() if isinstance(value, date) else value
