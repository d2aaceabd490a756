"""Make a campaign, change its state and its picture."""

from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from petitions.accounts.audit import record
from petitions.campaigns.checklist import Point, checklist
from petitions.campaigns.drafts import CampaignDraft
from petitions.campaigns.models import (
    DRAFT,
    ENDED,
    OPEN,
    Campaign,
    Contact,
    Demand,
    ModelLetter,
    Picture,
    Target,
    Update,
)
from petitions.campaigns.pictures import Jpeg
from petitions.campaigns.queries import locked_campaign
from petitions.campaigns.values import RESERVED, free_slug
from petitions.db import db, now, transaction

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


class NoPicture(Exception):
    """The campaign has no picture yet."""


def create(draft: CampaignDraft, *, actor: str, publish: bool = False) -> None:
    """Store a new campaign, as a draft or open.

    Raises:
        SlugTaken: nothing is stored.

    """
    if draft.slug in RESERVED:
        raise SlugTaken(draft.slug)
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


def create_at_free_slug(draft: CampaignDraft, *, actor: str) -> str:
    """Store a draft at its address, or at the next free one; return the address."""
    while True:
        taken = set(db.session.scalars(select(Campaign.slug))) | RESERVED
        slug = free_slug(draft.slug, taken)
        try:
            create(replace(draft, slug=slug), actor=actor)
        except SlugTaken:  # by somebody at the same moment
            continue
        return slug


def change_state(
    slug: str, state: str, note: str, *, actor: str, update: bool = False, seen: str | None = None
) -> None:
    """Open, pause, win or close a campaign; `note` says why, or the good news, to visitors.

    With `update` the note becomes news of today as well. `seen` is the state that whoever
    decided this had before them.

    Raises:
        UnknownCampaign: nothing is stored.
        ChangedMeanwhile: nothing is stored.
        Incomplete: it cannot open yet; nothing is stored.

    """
    with transaction() as session:
        campaign = locked_campaign(slug)
        before = campaign.state
        if seen not in {None, before}:
            raise ChangedMeanwhile
        if state == OPEN and (missing := checklist(campaign).missing):
            raise Incomplete(missing)
        campaign.state, campaign.state_note = state, note
        # Won, and later closed: signers are forgotten a while after the first of the two.
        campaign.ended_at = (campaign.ended_at or now()) if state in ENDED else None
        details: dict[str, Any] = {"before": before, "after": state}
        if note:
            details["reason"] = note
        if update and note:
            session.add(Update(campaign_id=campaign.id, dated=campaign.today, text=note))
            details["update"] = True
        record(actor, "changed the state of", f"campaign {slug}", **details)


def set_picture(slug: str, jpeg: Jpeg | None, alt: str, *, actor: str) -> None:
    """Store a picture of a campaign with its alternative text, or without `jpeg` only the text.

    Raises:
        UnknownCampaign: nothing is stored.
        NoPicture: there is none whose text could change.

    """
    with transaction() as session:
        campaign = locked_campaign(slug)
        picture = session.get(Picture, campaign.id)
        before = {"digest": picture.digest, "alt": picture.alt} if picture else None
        if jpeg:
            picture = session.merge(
                Picture(campaign_id=campaign.id, digest=jpeg.digest, alt=alt, **asdict(jpeg))
            )
        elif picture is None:
            raise NoPicture(slug)
        picture.alt = alt
        after = {"digest": picture.digest, "alt": alt}
        record(actor, "changed the picture of", f"campaign {slug}", before=before, after=after)


def remove_picture(slug: str, *, actor: str) -> None:
    """Take the picture of a campaign away, if there is one.

    Raises:
        UnknownCampaign: nothing is stored.

    """
    with transaction() as session:
        picture = session.get(Picture, locked_campaign(slug).id)
        if picture:
            before = {"digest": picture.digest, "alt": picture.alt}
            session.delete(picture)
            record(actor, "removed the picture of", f"campaign {slug}", before=before)
