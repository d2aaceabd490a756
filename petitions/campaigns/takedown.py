"""Take a campaign from the public and bring it back; delete one that never was public."""

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from petitions.accounts.audit import record
from petitions.campaigns.checklist import responsibility_points
from petitions.campaigns.models import DRAFT, OPEN, TAKEN_DOWN, Campaign
from petitions.campaigns.operations import (
    STATE_CHANGED,
    ChangedMeanwhile,
    Incomplete,
    NotADraft,
    campaign_to_change,
)
from petitions.campaigns.queries import locked_campaign
from petitions.db import transaction


def take_down(slug: str, reason: str, *, actor: str, seen: str | None = None) -> None:
    """Take a campaign from the public, in whatever state it is; visitors never read the reason.

    Raises:
        UnknownCampaign, ChangedMeanwhile, IsTakenDown: nothing is stored.

    """
    with transaction():
        campaign = campaign_to_change(slug, seen)
        campaign.state_before, campaign.state = campaign.state, TAKEN_DOWN
        details = {"before": campaign.state_before, "after": TAKEN_DOWN}
        if reason:
            details["reason"] = reason
        record(actor, STATE_CHANGED, f"campaign {slug}", **details)


def bring_back(slug: str, *, actor: str) -> str:
    """Put a campaign that is taken down back to how it was; return that state.

    Raises:
        UnknownCampaign, ChangedMeanwhile: nothing is stored.
        Incomplete: it would be open, and nobody is named as responsible; nothing is stored.

    """
    with transaction():
        campaign = locked_campaign(slug)
        if campaign.state != TAKEN_DOWN:
            raise ChangedMeanwhile
        if campaign.state_before == OPEN and (missing := responsibility_points()):
            raise Incomplete(missing)
        campaign.state, campaign.state_before = campaign.state_before, ""
        details = {"before": TAKEN_DOWN, "after": campaign.state}
        record(actor, STATE_CHANGED, f"campaign {slug}", **details)
        return campaign.state


def delete_draft(slug: str, *, actor: str) -> None:
    """Delete a campaign that was never public, with everything below it.

    Raises:
        UnknownCampaign, NotADraft: nothing is deleted.

    """
    try:
        with transaction() as session:
            campaign = locked_campaign(slug)
            if campaign.state != DRAFT:
                raise NotADraft
            session.expunge(campaign)  # the database deletes what belongs to it
            session.execute(delete(Campaign).where(Campaign.id == campaign.id))
            record(actor, "deleted the draft", f"campaign {slug}")
    except IntegrityError as error:  # signatures or reports, from a time when it was public
        raise NotADraft from error
