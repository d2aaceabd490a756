"""Make a campaign, change its state."""

from dataclasses import asdict

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from petitions.audit.operations import record
from petitions.campaigns.drafts import CampaignDraft, TargetDraft
from petitions.campaigns.models import (
    DRAFT,
    ENDED,
    OPEN,
    Campaign,
    Contact,
    Demand,
    ModelLetter,
    Target,
    Update,
)
from petitions.db import now, transaction

PARTS = ("demands", "targets", "updates", "letters")


class SlugTaken(Exception):
    """Another campaign has this address already."""


class UnknownCampaign(Exception):
    """There is no campaign with this address."""


def create(draft: CampaignDraft, *, actor: str, publish: bool = False) -> None:
    """Store a new campaign, as a draft or open.

    Raises:
        SlugTaken: nothing is stored.

    """
    plain = {name: value for name, value in asdict(draft).items() if name not in PARTS}
    campaign = Campaign(**plain, state=OPEN if publish else DRAFT)
    campaign.demands = [Demand(number=n, text=text) for n, text in enumerate(draft.demands, 1)]
    campaign.targets = [_target(n, target) for n, target in enumerate(draft.targets, 1)]
    campaign.letters = [
        ModelLetter(number=n, **asdict(letter)) for n, letter in enumerate(draft.letters, 1)
    ]
    campaign.updates = [Update(dated=update.dated, text=update.text) for update in draft.updates]
    try:
        with transaction() as session:
            session.add(campaign)
            session.flush()
            record(actor, "created", f"campaign {draft.slug}", state=campaign.state)
    except IntegrityError as error:
        raise SlugTaken(draft.slug) from error


def change_state(slug: str, state: str, note: str, *, actor: str) -> None:
    """Open, pause, win or close a campaign; `note` says why, or the good news, to visitors.

    Raises:
        UnknownCampaign: nothing is stored.

    """
    with transaction() as session:
        campaign = session.scalar(select(Campaign).where(Campaign.slug == slug).with_for_update())
        if campaign is None:
            raise UnknownCampaign(slug)
        before, campaign.state, campaign.state_note = campaign.state, state, note
        # Won, and later closed: signers are forgotten a while after the first of the two.
        campaign.ended_at = (campaign.ended_at or now()) if state in ENDED else None
        record(actor, "changed the state of", f"campaign {slug}", before=before, after=state)


def _target(number: int, draft: TargetDraft) -> Target:
    plain = {name: value for name, value in asdict(draft).items() if name != "contacts"}
    contacts = [Contact(**asdict(contact)) for contact in draft.contacts]
    return Target(**plain, number=number, contacts=contacts)
