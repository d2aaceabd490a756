"""Make a campaign; change its state, its picture and its news."""

import hashlib
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from petitions.accounts.audit import changed_place, gist, record
from petitions.campaigns.checklist import Point, missing_points, responsibility_points
from petitions.campaigns.drafts import CampaignDraft, draft_of
from petitions.campaigns.models import (
    DRAFT,
    ENDED,
    OPEN,
    PAUSED,
    TAKEN_DOWN,
    Campaign,
    Contact,
    Demand,
    ModelLetter,
    Picture,
    Target,
    Update,
)
from petitions.campaigns.pictures import Jpeg
from petitions.campaigns.queries import free_address, locked_campaign
from petitions.campaigns.values import RESERVED, slug_of
from petitions.db import db, now, transaction
from petitions.mail.operations import dissolve_batch

UPDATE_CHARACTERS = 10_000
STATE_CHANGED = "changed the state of"  # in the audit log
PARTS = ("demands", "targets", "updates", "letters")


class SlugTaken(Exception):
    """Another campaign, or a page of ours, has this address already."""


class ChangedMeanwhile(Exception):
    """Somebody else changed this since the page was opened; nothing is stored."""


class Incomplete(Exception):
    """A campaign lacks what visitors need; `missing` says what."""

    def __init__(self, missing: list[Point]) -> None:
        super().__init__(", ".join(point.sentence for point in missing))
        self.missing = missing


class IsTakenDown(Exception):
    """The campaign is taken down; it can only go back to `state_before`."""

    def __init__(self, state_before: str) -> None:
        super().__init__(state_before)
        self.state_before = state_before


class NotADraft(Exception):
    """The campaign is, or was, public: it can neither be deleted nor become a draft."""


class NoPicture(Exception):
    """The campaign has no picture yet."""


class UnknownUpdate(Exception):
    """The campaign has no such news, or not any more."""


class UpdateChanged(Exception):
    """Somebody else changed the news since the form was opened; `update` is how it stands."""

    def __init__(self, update: Update) -> None:
        super().__init__()
        self.update = update


def create(draft: CampaignDraft, *, actor: str, publish: bool = False) -> None:
    """Store a new campaign, as a draft or open.

    Raises:
        SlugTaken: nothing is stored.
        Incomplete: the site does not say who is responsible; nothing is stored.

    """
    if draft.slug in RESERVED:
        raise SlugTaken(draft.slug)
    if publish and (missing := responsibility_points()):
        raise Incomplete(missing)
    campaign = new_campaign(draft, OPEN if publish else DRAFT)
    try:
        with transaction() as session:
            session.add(campaign)
            session.flush()
            record(actor, "created", f"campaign {draft.slug}", state=campaign.state)
    except IntegrityError as error:
        raise SlugTaken(draft.slug) from error


def new_campaign(draft: CampaignDraft, state: str = DRAFT) -> Campaign:
    """Return the rows of a draft, not stored."""
    plain = {name: value for name, value in asdict(draft).items() if name not in PARTS}
    campaign = Campaign(**plain, state=state)
    campaign.demands = [Demand(number=n, text=text) for n, text in enumerate(draft.demands, 1)]
    campaign.letters = [
        ModelLetter(number=n, **asdict(letter)) for n, letter in enumerate(draft.letters, 1)
    ]
    campaign.updates = [Update(**asdict(update)) for update in draft.updates]
    for number, target in enumerate(draft.targets, 1):
        columns = {name: value for name, value in asdict(target).items() if name != "contacts"}
        contacts = [Contact(**asdict(contact)) for contact in target.contacts]
        campaign.targets.append(Target(**columns, number=number, contacts=contacts))
    return campaign


def duplicate(slug: str, title: str, *, actor: str) -> str:
    """Store a draft with all that is written of another campaign; return its address.

    Raises:
        UnknownCampaign: nothing is stored.

    """
    with transaction():
        draft = replace(draft_of(locked_campaign(slug)), slug=slug_of(title), title=title)
    return create_at_free_slug(draft, actor=actor)


def create_at_free_slug(draft: CampaignDraft, *, actor: str) -> str:
    """Store a draft at its address, or at the next free one; return the address."""
    while True:
        slug = free_address(draft.slug)
        try:
            create(replace(draft, slug=slug), actor=actor)
        except SlugTaken:  # by somebody at the same moment
            continue
        return slug


def change_state(
    slug: str,
    state: str,
    note: str,
    *,
    actor: str,
    update: bool = False,
    headline: str = "",
    hide: bool = False,
    seen: str | None = None,
) -> None:
    """Open, pause, win or close a campaign; `note` says why, or the good news, to visitors.

    With `update` the note becomes news of today as well, below `headline`; with `hide` the page
    of a paused one is not shown. `seen` is the state that whoever decided this had before them.

    Raises:
        UnknownCampaign, ChangedMeanwhile, IsTakenDown, NotADraft: nothing is stored.
        Incomplete: it cannot open yet; nothing is stored.

    """
    with transaction() as session:
        campaign = campaign_to_change(slug, seen)
        before = campaign.state
        if state == DRAFT:
            raise NotADraft
        if state == OPEN and (missing := list(missing_points(campaign))):
            raise Incomplete(missing)
        campaign.state, campaign.state_note = state, note
        campaign.is_hidden = hide and state == PAUSED
        # Won, and later closed: signers are forgotten a while after the first of the two.
        campaign.ended_at = (campaign.ended_at or now()) if state in ENDED else None
        details: dict[str, Any] = {"before": before, "after": state}
        details |= {"reason": note} if note else {}
        details |= {"hidden": True} if campaign.is_hidden else {}
        if update and note:
            news = {"title": headline, "text": note, "changed_at": now()}
            session.add(Update(campaign_id=campaign.id, dated=campaign.today, **news))
            details["update"] = True
        record(actor, STATE_CHANGED, f"campaign {slug}", **details)


def campaign_to_change(slug: str, seen: str | None) -> Campaign:
    """Return a locked campaign, if its state is as it was seen, and may change.

    Raises:
        UnknownCampaign, ChangedMeanwhile, IsTakenDown: the transaction has to end with it.

    """
    campaign = locked_campaign(slug)
    if seen not in {None, campaign.state}:
        raise ChangedMeanwhile
    if campaign.state == TAKEN_DOWN:
        raise IsTakenDown(campaign.state_before)
    return campaign


def set_picture(
    slug: str,
    jpeg: Jpeg | None,
    alt: str,
    *,
    credit: str = "",
    small: bytes | None = None,
    actor: str,
) -> None:
    """Store a picture of a campaign with its alternative text, or without `jpeg` only the words.

    Raises:
        UnknownCampaign: nothing is stored.
        NoPicture: there is none whose text could change.

    """
    with transaction() as session:
        campaign = locked_campaign(slug)
        picture = session.get(Picture, campaign.id)
        before = _noted_picture(picture) if picture else None
        if jpeg:
            about = {"digest": jpeg.digest, "alt": alt, "small": small}
            picture = session.merge(Picture(campaign_id=campaign.id, **about, **asdict(jpeg)))
        elif picture is None:
            raise NoPicture(slug)
        picture.alt, picture.credit = alt, credit
        after = _noted_picture(picture)
        record(actor, "changed the picture of", f"campaign {slug}", before=before, after=after)


def _noted_picture(picture: Picture) -> dict[str, str]:
    credit = {"credit": picture.credit} if picture.credit else {}
    return {"digest": picture.digest, "alt": picture.alt, **credit}


def remove_picture(slug: str, *, actor: str) -> None:
    """Take the picture of a campaign away, if there is one.

    Raises:
        UnknownCampaign: nothing is stored.

    """
    with transaction() as session:
        picture = session.get(Picture, locked_campaign(slug).id)
        if picture:
            before = _noted_picture(picture)
            session.delete(picture)
            record(actor, "removed the picture of", f"campaign {slug}", before=before)


def add_update(slug: str, dated: date, text: str, *, title: str = "", actor: str) -> None:
    """Put news into a campaign's timeline. The same once more, as a second press sends it, is one.

    Raises:
        UnknownCampaign: nothing is stored.

    """
    with transaction():
        put_update(locked_campaign(slug), dated, text, title=title, actor=actor)


def put_update(campaign: Campaign, dated: date, text: str, *, title: str = "", actor: str) -> None:
    """Put news into the timeline of a locked campaign in the caller's transaction."""
    given = {"campaign_id": campaign.id, "dated": dated, "title": title, "text": text}
    if db.session.scalar(select(Update.id).filter_by(**given).limit(1)) is None:
        update = Update(**given, changed_at=now())
        db.session.add(update)
        record(actor, "wrote news for", f"campaign {campaign.slug}", **_noted(update))


def change_update(
    slug: str, update_id: int, seen: str, dated: date, text: str, *, title: str = "", actor: str
) -> None:
    """Change news; `seen` is the digest of what the form was opened with, in hexadecimal.

    Raises:
        UnknownUpdate, UpdateChanged: nothing is changed.

    """
    with transaction():
        update = locked_update(slug, update_id)
        if text_digest(update).hex() != seen:
            raise UpdateChanged(update)
        if (update.dated, update.title, update.text) != (dated, title, text):
            before, old = _noted(update), update.text
            update.dated, update.title, update.text = dated, title, text
            update.changed_at = now()
            after = _noted(update)
            before["text"], after["text"] = changed_place(old, text)
            details = {"before": before, "after": after, "update": update_id}
            record(actor, "changed news of", f"campaign {slug}", **details)


def remove_update(slug: str, update_id: int, *, actor: str) -> None:
    """Take news out of the timeline, and mails with it that were not sent yet.

    Raises:
        UnknownUpdate: nothing is changed.

    """
    with transaction() as session:
        update = locked_update(slug, update_id)
        noted = _noted(update)
        session.delete(update)
        session.flush()  # first waits for who puts mails of it into the outbox just now
        dissolve_batch(batch_of(update_id))
        record(actor, "removed news of", f"campaign {slug}", update=update_id, **noted)


def locked_update(slug: str, update_id: int) -> Update:
    """Return the news, which nobody else changes before the caller's COMMIT.

    Raises:
        UnknownUpdate: the campaign has no such news.

    """
    update = db.session.scalar(
        select(Update)
        .join(Campaign, Campaign.id == Update.campaign_id)
        .where(Campaign.slug == slug, Update.id == update_id)
        .with_for_update(of=Update)
        .execution_options(populate_existing=True)
    )
    if update is None:
        raise UnknownUpdate
    return update


def _noted(update: Update) -> dict[str, str]:
    return {
        "day": update.dated.isoformat(),
        "title": update.headline,
        "text": gist(update.text),
    }


def text_digest(update: Update) -> bytes:
    """Return the digest of day, headline and text, by which a change is noticed."""
    title = f"{update.title}\0" if update.title else ""
    return hashlib.sha256(f"{update.dated}\n{title}{update.text}".encode()).digest()


def batch_of(update_id: int) -> str:
    """Return the name that all mails of one update have in the outbox."""
    return f"update/{update_id}"
