"""Signatures by the dozen, and what a page shows of them."""

from datetime import datetime

from flask import Flask
from sqlalchemy import func, select

from petitions.campaigns.models import Campaign, signatures_key
from petitions.db import now, transaction
from petitions.db.tally import count
from petitions.signing.models import CONFIRMED, Signature
from tests.factories import NURSE


def give_signatures(
    app: Flask,
    number: int = 1,
    *,
    slug: str = NURSE.slug,
    state: str = CONFIRMED,
    at: datetime | None = None,
    country: str | None = "GB",
    removal: int | None = None,
) -> list[int]:
    """Store signatures and count those that count; give their numbers."""
    at = at or now()
    with app.app_context(), transaction() as session:
        campaign = session.scalars(select(Campaign.id).where(Campaign.slug == slug)).one()
        before = session.scalars(select(func.count()).select_from(Signature)).one()
        people = [
            Signature(
                campaign_id=campaign,
                state=state,
                email_digest=(before + n).to_bytes(32, "big"),
                email=f"signer{before + n}@example.org",
                name=f"Signer Number{before + n}",
                comment="A secret reason",
                country=country,
                visibility="full",
                updates=False,
                consent_version="1",
                signed_at=at,
                confirmed_at=None if state == "pending" else at,
                removal_id=removal,
            )
            for n in range(number)
        ]
        session.add_all(people)
        if state == CONFIRMED:
            count(signatures_key(campaign), number)
        session.flush()
        return [one.id for one in people]


def figure(page, name, within=""):
    """Give a number that a page shows, as a number."""
    return int(page.one(f'{within} [data-counter="{name}"]').attrs["data-value"])


def in_row(page, name, slug=NURSE.slug):
    """Give a number of one campaign in the list."""
    return figure(page, name, f"#campaign-{slug}")
