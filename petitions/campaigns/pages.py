"""Load the campaign that the address of a page names, or answer 404."""

from flask import abort
from sqlalchemy.orm.interfaces import ORMOption

from petitions.campaigns.models import DRAFT, Campaign
from petitions.campaigns.queries import Counted, campaign_with_slug, counted_campaign
from petitions.web.i18n import use_language


def public_campaign_or_404(slug: str, *options: ORMOption) -> Counted:
    """Return a campaign that is no draft, with its number, and answer in its language."""
    counted = counted_campaign_or_404(slug, *options)
    if counted.campaign.state == DRAFT:
        abort(404)
    use_language(counted.campaign.language)
    return counted


def counted_campaign_or_404(slug: str, *options: ORMOption) -> Counted:
    """Return a campaign in any state with its number of signatures, for organisers."""
    return counted_campaign(slug, *options) or abort(404)


def campaign_or_404(slug: str, *options: ORMOption) -> Campaign:
    """Return a campaign in any state, for organisers."""
    return campaign_with_slug(slug, *options) or abort(404)
