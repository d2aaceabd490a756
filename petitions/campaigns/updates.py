"""Write, change and remove dated news: one transaction each."""

import hashlib
from datetime import date

from sqlalchemy import select

from petitions.accounts.audit import gist, record
from petitions.campaigns.models import Campaign, Update
from petitions.campaigns.queries import locked_campaign
from petitions.db import db, transaction
from petitions.mail.operations import dissolve_batch

TEXT_CHARACTERS = 10_000


class UpdateUnknown(Exception):
    """The campaign has no such news, or not any more."""


class UpdateChanged(Exception):
    """Somebody else changed the news since the form was opened; `update` is how it stands."""

    def __init__(self, update: Update) -> None:
        super().__init__()
        self.update = update


def add_update(slug: str, dated: date, text: str, *, actor: str) -> None:
    """Put news into a campaign's timeline. The same once more, as a second press sends it, is one.

    Raises:
        UnknownCampaign: nothing is stored.

    """
    with transaction():
        put_update(locked_campaign(slug), dated, text, actor=actor)


def put_update(campaign: Campaign, dated: date, text: str, *, actor: str) -> None:
    """Put news into the timeline of a locked campaign in the caller's transaction."""
    given = {"campaign_id": campaign.id, "dated": dated, "text": text}
    if db.session.scalar(select(Update.id).filter_by(**given).limit(1)) is None:
        db.session.add(Update(**given))
        details = {"day": dated.isoformat(), "text": gist(text)}
        record(actor, "wrote news for", f"campaign {campaign.slug}", **details)


def change_update(
    slug: str, update_id: int, seen: str, dated: date, text: str, *, actor: str
) -> None:
    """Change news; `seen` is the digest of what the form was opened with, in hexadecimal.

    Raises:
        UpdateUnknown, UpdateChanged: nothing is changed.

    """
    with transaction():
        update = locked_update(slug, update_id)
        if text_digest(update).hex() != seen:
            raise UpdateChanged(update)
        if (update.dated, update.text) != (dated, text):
            before = _noted(update)
            update.dated, update.text = dated, text
            details = {"before": before, "after": _noted(update), "update": update_id}
            record(actor, "changed news of", f"campaign {slug}", **details)


def remove_update(slug: str, update_id: int, *, actor: str) -> None:
    """Take news out of the timeline, and mails with it that were not sent yet.

    Raises:
        UpdateUnknown: nothing is changed.

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
        UpdateUnknown: the campaign has no such news.

    """
    found = db.session.scalar(
        select(Update)
        .join(Campaign, Campaign.id == Update.campaign_id)
        .where(Campaign.slug == slug, Update.id == update_id)
        .with_for_update(of=Update)
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise UpdateUnknown
    return found


def _noted(update: Update) -> dict[str, str]:
    return {"day": update.dated.isoformat(), "text": gist(update.text)}


def text_digest(update: Update) -> bytes:
    """Return the digest of day and text, by which a change is noticed."""
    return hashlib.sha256(f"{update.dated}\n{update.text}".encode()).digest()


def batch_of(update_id: int) -> str:
    """Return the name that all mails of one update have in the outbox."""
    return f"update/{update_id}"
