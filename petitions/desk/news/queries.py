"""Questions about updates and their mailings."""

from typing import NamedTuple

from flask import abort
from sqlalchemy import select

from petitions.campaigns.models import Campaign, Update
from petitions.campaigns.updates import batch_of, text_digest
from petitions.db import db
from petitions.desk.models import DONE, Mailing
from petitions.mail.models import DROPPED, HELD, PARKED, SENT, WAITING
from petitions.mail.queries import states_of_batch


class Progress(NamedTuple):
    """How far a mailing is; each receiver stands in one of the numbers."""

    receivers: int
    sent: int
    to_go: int
    refused: int
    unwanted: int  # withdrawn or without news meanwhile, or given up by an organiser


def updates_of(campaign: Campaign) -> list[tuple[Update, Mailing | None]]:
    """Give the news of a campaign with its mailings, the newest first."""
    found = db.session.execute(
        select(Update, Mailing)
        .outerjoin(Mailing, Mailing.update_id == Update.id)
        .where(Update.campaign_id == campaign.id)
        .order_by(Update.dated.desc(), Update.id.desc())
    )
    return [(update, mailing) for update, mailing in found]


def update_or_404(campaign: Campaign, update_id: int) -> Update:
    """Give one of the campaign's news."""
    update = db.session.get(Update, update_id)
    if update is None or update.campaign_id != campaign.id:
        abort(404)
    return update


def mailing_of(update: Update) -> Mailing | None:
    """Give the mailing of an update, if there is one."""
    return db.session.get(Mailing, update.id)


def is_previewed(mailing: Mailing | None, update: Update) -> bool:
    """Tell whether this very text went to an organiser as a preview."""
    return mailing is not None and mailing.text_digest == text_digest(update)


def progress(mailing: Mailing) -> Progress:
    """Give how far a mailing is."""
    states = states_of_batch(batch_of(mailing.update_id))
    sent, refused, dropped = (states.get(state, 0) for state in (SENT, PARKED, DROPPED))
    to_go = states.get(WAITING, 0) + states.get(HELD, 0)
    receivers = max(mailing.receivers, sum(states.values()))
    if mailing.state == DONE:  # who is not in the outbox did not want it any more
        return Progress(receivers, sent, to_go, refused, receivers - sent - to_go - refused)
    return Progress(receivers, sent, receivers - sent - refused - dropped, refused, dropped)
