"""Begin a campaign with nothing but a title."""

from sqlalchemy import select

from petitions.campaigns.drafts import CampaignDraft
from petitions.campaigns.models import Campaign
from petitions.campaigns.operations import SlugTaken, create
from petitions.campaigns.slugs import RESERVED, free_slug
from petitions.db import db


def begin(slug: str, title: str, country: str, language: str, *, actor: str) -> str:
    """Make a draft at this address, or at the next free one; give the address."""
    while True:
        taken = set(db.session.scalars(select(Campaign.slug))) | RESERVED
        free = free_slug(slug, taken)
        draft = CampaignDraft(
            slug=free,
            title=title,
            summary="",
            pledge="",
            story="",
            country=country,
            language=language,
            demands=[],
            targets=[],
        )
        try:
            create(draft, actor=actor)
        except SlugTaken:  # by somebody at the same moment
            continue
        return free
