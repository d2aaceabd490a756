"""Begin a campaign, at an address that is free."""

from dataclasses import replace

from sqlalchemy import select

from petitions.campaigns.drafts import CampaignDraft
from petitions.campaigns.models import Campaign
from petitions.campaigns.operations import SlugTaken, create
from petitions.campaigns.slugs import RESERVED, free_slug
from petitions.db import db


def begin(slug: str, title: str, country: str, language: str, *, actor: str) -> str:
    """Make a draft with nothing but a title, as `create_where_free` does."""
    draft = CampaignDraft(
        slug=slug,
        title=title,
        summary="",
        pledge="",
        story="",
        country=country,
        language=language,
        demands=[],
        targets=[],
    )
    return create_where_free(draft, actor=actor)


def create_where_free(draft: CampaignDraft, *, actor: str) -> str:
    """Store a draft at its address, or at the next free one; give the address."""
    while True:
        taken = set(db.session.scalars(select(Campaign.slug))) | RESERVED
        free = free_slug(draft.slug, taken)
        try:
            create(replace(draft, slug=free), actor=actor)
        except SlugTaken:  # by somebody at the same moment
            continue
        return free
