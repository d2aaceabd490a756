"""Questions about campaigns; those that the address of a page asks answer 404."""

from datetime import date
from typing import NamedTuple

from flask import abort
from sqlalchemy import ColumnElement, case, exists, func, select
from sqlalchemy.orm import joinedload, load_only, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from petitions.campaigns.models import (
    DRAFT,
    KEEP_DAYS,
    OPEN,
    WON,
    Campaign,
    Picture,
    Target,
    Update,
)
from petitions.campaigns.values import RESERVED, free_slug
from petitions.db import db, now
from petitions.db.tally import counted_column
from petitions.web.errors import Withheld
from petitions.web.i18n import use_language

MAPPED = 49_000  # a map of a site holds 50,000 addresses

# The whole case in three reads: campaign with demands and picture (without its bytes), targets
# with contacts, updates.
WHOLE = (
    joinedload(Campaign.demands),
    joinedload(Campaign.picture),
    selectinload(Campaign.targets).joinedload(Target.contacts),
    selectinload(Campaign.updates),
)

# All that letters are made of, in two reads.
OF_LETTERS = (
    joinedload(Campaign.demands),
    joinedload(Campaign.letters),
    selectinload(Campaign.targets).joinedload(Target.contacts),
)

# What a list of campaigns says of each.
LISTED = (
    Campaign.slug,
    Campaign.state,
    Campaign.is_hidden,
    Campaign.title,
    Campaign.language,
    Campaign.deadline,
    Campaign.time_zone,
    Campaign.ended_at,
    Campaign.keep_days,
    Campaign.erase_not_before,
)


class Counted(NamedTuple):
    """A campaign and the number of its confirmed signatures."""

    campaign: Campaign
    signatures: int


class UnknownCampaign(Exception):
    """There is no campaign with this address."""


def open_campaigns() -> list[Counted]:
    """Return open campaigns in one read: nearest deadline first, those without or past it last."""
    rows = db.session.execute(
        select(Campaign, counted_column(Campaign.tally_key))
        .options(joinedload(Campaign.picture))
        .where(Campaign.state == OPEN)
        .order_by(_urgent(), Campaign.deadline, Campaign.id.desc())
    )
    return [Counted(*row) for row in rows]


def _urgent() -> ColumnElement[int]:
    return case((Campaign.deadline >= now().date(), 0), else_=1)


def won_campaigns(limit: int) -> list[Counted]:
    """Return public campaigns that were won, the latest first, in one read."""
    rows = db.session.execute(
        select(Campaign, counted_column(Campaign.tally_key))
        .options(joinedload(Campaign.picture))
        .where(Campaign.state == WON, ~Campaign.is_withheld)
        .order_by(Campaign.ended_at.desc(), Campaign.id.desc())
        .limit(limit)
    )
    return [Counted(*row) for row in rows]


def related_campaigns(campaign: Campaign, limit: int) -> list[Campaign]:
    """Return other open campaigns in one read: those in the same country first, then by urgency."""
    elsewhere = case((Campaign.country == campaign.country, 0), else_=1)
    query = (
        select(Campaign)
        .options(load_only(*LISTED, Campaign.country), joinedload(Campaign.picture))
        .where(Campaign.state == OPEN, Campaign.id != campaign.id)
        .order_by(elsewhere, _urgent(), Campaign.deadline, Campaign.id.desc())
        .limit(limit)
    )
    return list(db.session.scalars(query))


def mapped_campaigns() -> list[tuple[str, date]]:
    """Return (slug, day of the last change) of all that the public may find, the newest first."""
    newest = select(func.max(Update.dated)).where(Update.campaign_id == Campaign.id)
    rows = db.session.execute(
        select(Campaign.slug, Campaign.made_at, newest.scalar_subquery())
        .where(Campaign.state != DRAFT, ~Campaign.is_withheld)
        .order_by(Campaign.id.desc())
        .limit(MAPPED)
    )
    today = now().date()
    return [(slug, min(max(made.date(), told or made.date()), today)) for slug, made, told in rows]


def all_campaigns() -> list[Counted]:
    """Return campaigns in any state in one read, without their texts, the newest first."""
    rows = db.session.execute(
        select(Campaign, counted_column(Campaign.tally_key))
        .options(load_only(*LISTED))
        .order_by(Campaign.id.desc())
    )
    return [Counted(*row) for row in rows]


def public_campaign_or_404(slug: str, *options: ORMOption) -> Counted:
    """Return a campaign that is no draft, with its number, and answer in its language.

    Raises:
        Withheld: it is taken down or hidden, and nothing of it may be told.

    """
    counted = counted_campaign_or_404(slug, *options)
    if counted.campaign.is_withheld:
        raise Withheld
    if counted.campaign.state == DRAFT:
        abort(404)
    use_language(counted.campaign.language)
    return counted


def counted_campaign_or_404(slug: str, *options: ORMOption) -> Counted:
    """Return a campaign in any state with its number of signatures, for organisers."""
    if "\0" in slug:  # PostgreSQL refuses to look for it
        abort(404)
    query = select(Campaign, counted_column(Campaign.tally_key)).where(Campaign.slug == slug)
    row = db.session.execute(query.options(*options)).unique().first()
    return Counted(*row) if row else abort(404)


def campaign_or_404(slug: str, *options: ORMOption) -> Campaign:
    """Return a campaign in any state, for organisers."""
    if "\0" in slug:
        abort(404)
    query = select(Campaign).where(Campaign.slug == slug)
    return db.session.scalars(query.options(*options)).unique().first() or abort(404)


def locked_campaign(slug: str) -> Campaign:
    """Return a campaign as it is now, held until the caller's transaction ends.

    Raises:
        UnknownCampaign: the caller's transaction has to end with it.

    """
    campaign = db.session.scalar(
        select(Campaign)
        .where(Campaign.slug == slug)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if campaign is None:
        raise UnknownCampaign(slug)
    return campaign


def picture_content(campaign: Campaign, name: str) -> bytes | None:
    """Return the JPEG of a campaign by its digest, `-small` behind it for phones.

    None where it has another picture now. Of one that was stored before there were two sizes, the
    large one stands for both.
    """
    digest = name.removesuffix("-small")
    size = Picture.content if digest == name else func.coalesce(Picture.small, Picture.content)
    return db.session.scalar(
        select(size).where(Picture.campaign_id == campaign.id, Picture.digest == digest)
    )


def other_keep_days() -> list[Campaign]:
    """Return public campaigns that keep their signers longer or shorter than usual, newest first.

    Not those that ended so long ago that nobody is kept any more.
    """
    campaigns = db.session.scalars(
        select(Campaign)
        .where(Campaign.state != DRAFT, ~Campaign.is_withheld, Campaign.keep_days != KEEP_DAYS)
        .order_by(Campaign.id.desc())
    )
    return [campaign for campaign in campaigns if not campaign.has_forgotten]


def references() -> list[tuple[str, str]]:
    """Return (address, reference) of all campaigns that have one, the newest first."""
    rows = db.session.execute(
        select(Campaign.slug, Campaign.reference)
        .where(Campaign.reference != "")
        .order_by(Campaign.id.desc())
    )
    return [(slug, reference) for slug, reference in rows]


def free_address(wanted: str) -> str:
    """Return the address that a campaign made now would get."""
    return free_slug(wanted, set(db.session.scalars(select(Campaign.slug))) | RESERVED)


def any_campaign() -> bool:
    """Return True if there is a campaign in any state."""
    return bool(db.session.scalar(select(exists(select(Campaign.id)))))
